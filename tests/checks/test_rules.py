"""Each rule of `reportgen check` on samples of its own: `tests/checks/samples/R105.txt`, as `sample` reads them.

A sample whose name begins with `ok` is one on which the rule compares something and finds nothing: what comes near a
mistake and is none. Every other one yields a finding of the rule, and every rule has one such sample.
What rules say is written anew by `--golden-update`.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reportgen.checks import Case, Compared, Finding, Result, Unknown, check, rules
from reportgen.diagnostics import render
from reportgen.document import Document
from reportgen.profile import load
from reportgen.readers import txt
from reportgen.report import Disclosure, assemble
from tests.checks.sample import SAMPLES, Sample, file_of, samples, samples_in

BESIDE_ITS_REGION = ("R909",)  # rules whose typed samples stand beside what the region makes of the budget
RULES = {rule.id: rule for rule in rules()}
ALL = samples()


@dataclass(frozen=True)
class Judged:
    """What a rule came to on a sample. `says`: its findings, then what it cannot know."""

    sample: Sample
    results: tuple[Result, ...]
    says: str

    @property
    def findings(self) -> list[Finding]:
        return [result for result in self.results if isinstance(result, Finding)]


def judged(sample: Sample, folder: Path) -> Judged:
    """`folder`: where its files may stand."""
    case, rule = case_of(sample, folder), RULES[sample.rule]
    results = tuple(rule.run(case))
    verdict = check(case, [replace(rule, run=lambda _: iter(results))])
    found = [render(finding).replace(str(folder), "") for finding in verdict.findings]
    unknown = [f"无法核对：{r.reason}" for r in results if isinstance(r, Unknown)]
    return Judged(sample, results, "".join(f"{line}\n" for line in [*found, *dict.fromkeys(unknown)]))


def case_of(sample: Sample, folder: Path) -> Case:
    typed = txt.read(sample.document) if sample.document else None
    if not sample.budget:
        assert typed, f"{sample}: neither a document nor a budget"
        return Case(typed)
    return with_budget(sample, typed, written(sample, folder))


def with_budget(sample: Sample, typed: Document | None, budget: Path) -> Case:
    if not typed:
        report = assemble(budget)
        return Case(report.document, report.budget, report.profile)
    beside = Disclosure(budget)
    wanted = sample.rule in BESIDE_ITS_REGION
    region = load(beside.file.template, budget.parent, beside.file.kind) if wanted else None
    return Case(typed, beside.units.whole, region)


def written(sample: Sample, folder: Path) -> Path:
    """The budget file, with those that it names beside it."""
    budget = f"{sample.rule}/{sample.name}.yaml"
    for name, text in ((budget, sample.budget), *((f"{sample.rule}/{name}", text) for name, text in sample.beside)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / budget


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_a_rule_says_exactly_this_of_its_sample_which_is_what_its_name_says(
    sample: Sample, folder: Path, golden_update: bool
) -> None:
    one = judged(sample, folder)
    assert golden_update or one.says == sample.says
    if one.sample.name.startswith("ok"):
        assert one.findings == []
        assert any(isinstance(result, Compared) for result in one.results)
    elif not one.sample.name.startswith("unknown"):
        assert one.findings


def test_every_rule_has_a_sample_that_it_refuses() -> None:
    refused = {sample.rule for sample in ALL if not sample.name.startswith(("ok", "unknown"))}
    assert RULES.keys() - refused == set()


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
def test_a_file_of_samples_is_of_a_rule_and_names_each_once(path: Path, folder: Path, golden_update: bool) -> None:
    """And it is laid out as `--golden-update` lays it out, so that what that changes is what rules say."""
    text = path.read_text(encoding="utf-8")
    found = samples_in(text, path.stem)
    names = [sample.name for sample in found]
    assert path.stem in RULES
    assert sorted(set(names)) == sorted(names)
    if golden_update:
        text = file_of(tuple(replace(sample, says=judged(sample, folder).says) for sample in found))
        path.write_text(text, encoding="utf-8")
    assert text == file_of(found) or golden_update


def test_every_rule_has_a_page_that_says_what_to_do_and_where_it_is_from() -> None:
    assert [rule.id for rule in RULES.values() if len(rule.name) > 12] == [], "the first line is its name"
    parts = ("怎样改：", "依据：", "例：")
    assert [(rule.id, part) for rule in RULES.values() for part in parts if part not in rule.page] == []
