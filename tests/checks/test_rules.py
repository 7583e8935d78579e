"""Each rule of `reportgen check` on samples of its own: `tests/checks/R105/`.

    <name>.txt            a document in text form; with a <name>.yaml: the budget that it stands beside
    <name>.yaml           alone: a budget file that a region makes a document of
    <name>.expected.txt   what the rule says of it, written anew by `--golden-update`

A sample whose name begins with `ok` is one on which the rule compares something and finds nothing: what comes near a
mistake and is none. Every other one yields a finding of the rule, and every rule has one such sample.
"""

from pathlib import Path

import pytest

from reportgen.checks import Case, Compared, Finding, Rule, Unknown, check, rules
from reportgen.diagnostics import render
from reportgen.profile import load
from reportgen.readers import txt
from reportgen.report import Disclosure, assemble

HERE = Path(__file__).parent
SAMPLES = sorted(
    path
    for path in HERE.glob("R*/*")
    if path.suffix in (".txt", ".yaml")
    and ".expected" not in path.name
    and not (path.suffix == ".yaml" and path.with_suffix(".txt").exists())
)
BESIDE_ITS_REGION = ("R909",)  # rules whose typed samples stand beside what the region makes of the budget
RULES = {rule.id: rule for rule in rules()}


def case_of(path: Path) -> Case:
    budget, typed = path.with_suffix(".yaml"), path.with_suffix(".txt")
    if not budget.exists():
        return Case(txt.read(typed.read_text(encoding="utf-8")))
    if typed.exists():
        beside = Disclosure(budget)
        wanted = path.parent.name in BESIDE_ITS_REGION
        region = load(beside.file.template, budget.parent, beside.file.kind) if wanted else None
        return Case(txt.read(typed.read_text(encoding="utf-8")), beside.units.whole, region)
    report = assemble(budget)
    return Case(report.document, report.budget, report.profile)


def said(rule: Rule, case: Case) -> str:
    """What the rule says, finding by finding; then what it cannot know."""
    found = [render(finding).replace(str(HERE), "") for finding in check(case, [rule]).findings]
    unknown = [f"无法核对：{r.reason}" for r in rule.run(case) if isinstance(r, Unknown)]
    return "\n".join([*found, *dict.fromkeys(unknown)]) + "\n"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_rule_says_exactly_this_of_its_sample(path: Path, golden_update: bool) -> None:
    expected = path.with_name(f"{path.stem}.expected.txt")
    told = said(RULES[path.parent.name], case_of(path))
    if golden_update:
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_sample_is_what_its_name_says(path: Path) -> None:
    results = list(RULES[path.parent.name].run(case_of(path)))
    found = [result for result in results if isinstance(result, Finding)]
    if path.stem.startswith("ok"):
        assert found == []
        assert any(isinstance(result, Compared) for result in results)
    elif not path.stem.startswith("unknown"):
        assert found


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_sample_that_it_refuses(rule: str) -> None:
    names = [path.stem for path in SAMPLES if path.parent.name == rule]
    assert [name for name in names if not name.startswith(("ok", "unknown"))]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_has_a_page_that_says_what_to_do_and_where_it_is_from(rule: Rule) -> None:
    assert len(rule.name) <= 12, "the first line is its name"
    for part in ("怎样改：", "依据：", "例："):
        assert part in rule.page
