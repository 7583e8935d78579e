"""决算 beside the year's budget: its file as a base, the draft from it, import of a published one, the rules on it."""

import shutil
from pathlib import Path

import pytest

from reportgen.checks import case_of, check
from reportgen.cli import main
from reportgen.diagnostics import Severity
from reportgen.report import Report, assemble

FILES = Path(__file__).with_name("accounts")
NOW, BUDGET, BEFORE = "决算-2025.yaml", "预算-2025.yaml", "决算-2024.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path in FILES.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def edited(name: str, *changes: tuple[str, str]) -> None:
    path = Path(name)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def told(report: Report, *severities: Severity) -> list[str]:
    found = (*report.findings, *check(case_of(report)).findings)
    return [finding.rule.split()[0] for finding in found if finding.severity in severities]


def test_nothing_is_wrong_in_a_right_one(folder: Path) -> None:
    assert told(assemble(folder / NOW), Severity.ERROR, Severity.WARNING) == []


@pytest.mark.parametrize("form", ["docx", "html"])
def test_nothing_is_wrong_in_it_as_a_file_of_anybody(
    form: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", NOW, "--to", form, "-o", "out"]) == 0
    capsys.readouterr()
    main(["check", f"out/决算-2025.{form}"])
    assert "错误0处" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param(
            ("年初结转和结余, 金额: 4000", "年初结转和结余, 金额: 5000"), "R903", id="a fund does not balance"
        ),
        pytest.param(("  支出[功能=2070701]@年初预算: 部分场次推迟\n", ""), "R418", id="no reason for a difference"),
        pytest.param(("优: 1", "优: 2"), "R808", id="grades"),
        pytest.param(("平均得分: 96.5", "平均得分: 196.5"), "R808", id="score"),
    ],
)
def test_a_slip_is_told(change: tuple[str, str], rule: str, folder: Path) -> None:
    edited(NOW, change)
    assert rule in told(assemble(folder / NOW), Severity.ERROR, Severity.WARNING)


def test_what_was_carried_over_is_what_was_left(folder: Path) -> None:
    edited(BEFORE, ("功能: 2070701, 金额: 4000", "功能: 2070701, 金额: 3000"), ("金额: 26000", "金额: 27000"))
    assert "R950" in told(assemble(folder / NOW), Severity.ERROR)


def test_the_budget_of_the_year_is_a_base_with_its_own_words(folder: Path) -> None:
    """What only a budget says (the year that money is of, 人员) is left open or aside."""
    edited(
        BUDGET,
        ("项目: 公益电影, 金额: 34000", "项目: 公益电影, 年份: 本年, 金额: 34000"),
        ("车辆: 无", "车辆: 无\n人员: {在职: [{单位: 361001, 数量: 5}]}"),
    )
    planned = assemble(folder / NOW).budget.books["年初预算"]
    assert {line.dims.get("年份") for line in planned.lines["收入"]} == {"本年", "年初结转和结余"}
    assert [int(line.amount) for line in planned.lines["支出"]] == [840000, 160000, 320000, 34000]


def test_the_draft_of_a_year_comes_from_its_budget(folder: Path) -> None:
    assert main(["rollover", BUDGET, "--to", "部门决算"]) == 0
    report = assemble(folder / "预算-2025-决算.yaml")
    assert (report.budget.file.kind, report.budget.file.year, report.budget.file.is_draft) == ("部门决算", 2025, True)
    assert "年初预算: 预算-2025.yaml" in (folder / "预算-2025-决算.yaml").read_text(encoding="utf-8")
    assert [dict(line.dims)["功能"] for line in report.budget.books[""].lines["收入"]] == [
        "2070101",
        "2070104",
        "2070701",
    ]
    assert told(report, Severity.ERROR) == []


def test_only_a_budget_makes_a_draft_of_its_accounts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollover", NOW, "--to", "部门决算"]) == 2
    assert main(["rollover", BUDGET, "--to", "部门预算"]) == 2
    assert capsys.readouterr().err.count("--to 只由预算写决算") == 2


def test_a_published_one_is_imported_as_what_it_is(folder: Path) -> None:
    assert main(["build", NOW, "--to", "docx", "-o", "out"]) == 0
    assert main(["import", "out/决算-2025.docx", "-o", "x.yaml"]) == 0
    budget, own = assemble(folder / "x.yaml").budget, assemble(folder / NOW).budget
    assert budget.file.kind == "部门决算"
    for measure in ("收入", "支出"):
        read, stated = (sum(line.amount for line in one.books[""].lines[measure]) for one in (budget, own))
        assert read == stated
    assert "年份: 年初结转和结余, 资金: 政府性基金, 金额: 0.4" in (folder / "x.yaml").read_text(encoding="utf-8")
    assert told(assemble(folder / "x.yaml"), Severity.ERROR) == []
