"""`reportgen templates check`: words that a region types are held against the figures beside them.

`make test` tries a fixed sample of wrong figures of each example, `make soak` all of them.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.diagnostics import Diagnostic
from reportgen.profile import regions
from reportgen.region_check import contradictions
from reportgen.report import assemble
from tests.budgets import BUDGETS, DATA, budgets_first, documents
from tests.region_check.outcomes import outcome
from tests.wrong_figures import HARMLESS, Mutant, mutants, reason

HERE = Path(__file__).parent / "regions"
REGION = "templates/guanlan"
SECTION = f"{REGION}/sections/支出.md.j2"
SAMPLE = 1  # wrong figures of each example in `make test`
LEAST = 98  # of a hundred that have to be told


# The regions that are brought along
@documents
def test_no_example_has_words_that_contradict_its_numbers(name: str) -> None:
    report = assemble(DATA / f"{name}.yaml")
    assert contradictions(report.budget, report.profile) == ()


@pytest.mark.parametrize("region", [region.name for region in regions(Path("/nowhere"))])
def test_no_region_that_is_brought_along_is_warned_of(
    region: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["templates", "check", region]) == 0
    assert capsys.readouterr().out == f"{region}：用空白预算文件（填上数）核查，没有发现文字和数对不上的地方。\n"


# One thing wrong
@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented region and its budget."""
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    (tmp_path / REGION / "sections").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(folder: Path) -> list[Diagnostic]:
    report = assemble(folder / "guanlan-2025.yaml")
    return list(contradictions(report.budget, report.profile))


def write(folder: Path, section: str) -> None:
    (folder / SECTION).write_text(section + "\n", encoding="utf-8")


SENTENCES = [
    ("## 收入\n\n收入总计{{ 支出 }}。", 5, "文字说的是收入，印的是支出"),
    ('## 支出\n\n其中：基本支出{{ 支出["性质=项目支出"] }}。', 8, "支出[性质=基本支出]，印的是支出[性质=项目支出]"),
    (
        '## 经费\n\n公务接待费{{ 三公经费["费目=因公出国（境）费"] }}。',
        6,
        "费目=公务接待费]，印的是三公经费[费目=因公出国",
    ),
    ('## 支出\n\n支出预算{{ 支出["@上年预算"] }}。', 5, "文字说的是本年数，印的是支出@上年预算"),
    ('## 支出\n\n比2024年预算增加{{ 支出["@上年预算.增减额"] }}。', 11, "“增加”是直接写的"),
    (
        '## 政府性基金预算支出\n\n支出{{ 支出["资金=一般公共预算"] }}。',
        3,
        "资金=政府性基金]，印的是支出[资金=一般公共预算]",
    ),
    (
        '## 支出\n\n{% set 基本 = 支出["性质=基本支出"] %}\n一般公共预算支出{{ 支出["资金=一般公共预算"] }}。'
        '基本支出{{ 基本 }}，占一般公共预算支出的{{ 基本["@占比"] }}。',
        54,
        "文字说的是占支出[资金=一般公共预算]的比例，印的是占支出的",
    ),
    ("## 支出\n\n支出预算{{ 支出 }}元。", 5, "“元”后面又写了“元”"),
    ("## 车辆\n\n共有车辆{{ 设备 }}。", 5, "“车辆”旁边印的是设备"),
]


@pytest.mark.parametrize(("section", "column", "message"), SENTENCES, ids=[s[0][:24] for s in SENTENCES])
def test_a_sentence_that_says_another_figure_is_told_where_it_asks_for_it(
    section: str, column: int, message: str, folder: Path
) -> None:
    write(folder, section)
    (found,) = told(folder)
    assert str(found.places[0]) == f"{SECTION}:{section.count(chr(10)) + 1}:{column}"
    assert message in found.message


COLUMNS = [
    ("  - 基本支出: 支出[性质=项目支出]", "支出[性质=基本支出 资金=一般公共预算]，印的是"),
    ("  - 2024年预算数: 支出", "文字说的是上年预算数，印的是支出"),
    ("  - 增减额: 支出@上年预算.增减率", "文字说的是增减额，印的是支出"),
    ("  - 政府性基金: 支出", "资金=政府性基金"),
]


@pytest.mark.parametrize(("column", "message"), COLUMNS)
def test_a_column_that_prints_another_figure_than_its_head_says_is_told(
    column: str, message: str, folder: Path
) -> None:
    title = "种类: 一般公共预算支出表\n标题: <年度>年一般公共预算支出表\n"
    definition = f"{title}限定: {{资金: 一般公共预算}}\n行: [合计]\n列:\n  - 项目: 名称\n  - 合计: 支出\n{column}\n"
    (folder / REGION / "tables" / "3-支出.yaml").write_text(definition, encoding="utf-8")
    (found,) = told(folder)
    assert str(found.places[0]).startswith(f"{REGION}/tables/3-支出.yaml:8:")
    assert message in found.message


def test_a_unit_that_is_not_what_the_numbers_are_in_is_told(folder: Path) -> None:
    profile = folder / REGION / "profile.yaml"
    profile.write_text(profile.read_text(encoding="utf-8") + "表眉右: 单位：万元\n", encoding="utf-8")
    assert any("文字说单位是万元" in found.message for found in told(folder))


def test_the_command_tells_it_with_file_line_and_column(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "## 收入\n\n收入总计{{ 支出 }}。")
    assert main(["templates", "check", "guanlan", "--with", "guanlan-2025.yaml"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{SECTION}:3:5: 警告[文字与数] 文字说的是收入，印的是支出\n")
    assert "    | 收入总计{{ 支出 }}。\n    |         ^^^^^^^^^^" in out
    assert out.endswith("guanlan：用guanlan-2025.yaml核查，1处要看。\n")


def test_budget_files_of_the_folder_that_name_the_region_are_used(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["templates", "check", "guanlan"]) == 0
    assert "用空白预算文件（填上数）、guanlan-2025.yaml核查" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["check"], ["核查", "default"], ["check", "a", "b"], ["--with", "x.yaml"]])
def test_what_cannot_be_understood_is_refused(words: list[str]) -> None:
    assert main(["templates", *words]) == 2


def test_what_officers_wrote_is_nothing_of_the_region_s(folder: Path) -> None:
    """A reason that calls a figure otherwise is the officer's: `check` reads it."""
    path = folder / "guanlan-2025.yaml"
    text = path.read_text(encoding="utf-8")
    assert "  三公经费: 新增一批接待任务" in text
    path.write_text(text.replace("新增一批接待任务", "公务接待费<支出[性质=项目支出]>"), encoding="utf-8")
    assert told(folder) == []


# Wrong figures, one at a time
def untold(chosen: Iterator[Mutant]) -> tuple[int, list[str]]:
    """How many print another figure, and those that nothing tells, without those that a reason stands for."""
    made = [(mutant, found) for mutant in chosen if (found := outcome(mutant)) is not None]
    return len(made), [str(mutant) for mutant, found in made if not found and not reason(mutant)]


def spread(name: str, most: int) -> Iterator[Mutant]:
    every = list(mutants(name))
    step = max(1, len(every) // (3 * most))
    return iter(every[step // 2 :: step][: 2 * most])


@budgets_first
def test_a_wrong_figure_of_the_sample_is_told(name: str) -> None:
    assert untold(spread(name, SAMPLE))[1] == []


@pytest.mark.soak
def test_nearly_every_wrong_figure_is_told() -> None:
    found = {name: untold(mutants(name)) for name in BUDGETS}
    made, missed = sum(n for n, _ in found.values()), [one for _, own in found.values() for one in own]
    print({name: (n, len(own)) for name, (n, own) in found.items()}, *missed, sep="\n")
    assert len(missed) * 100 <= made * (100 - LEAST)


@pytest.mark.soak
@pytest.mark.parametrize("one", HARMLESS, ids=lambda one: one.reason[:16])
def test_what_need_not_be_told_is_there_and_is_not(one: object) -> None:
    fitting = [m for name in BUDGETS for m in mutants(name) if one.fits(m)]  # type: ignore[attr-defined]
    assert any(outcome(mutant) == () for mutant in fitting)
