"""决算 beside the year's budget: its file as a base, the draft from it, import of a published one, the rules on it."""

import shutil
from pathlib import Path

import pytest

from reportgen.checks import case_of, case_of_read, check
from reportgen.cli import main
from reportgen.diagnostics import Severity
from reportgen.profile import load
from reportgen.reading.terms import Members
from reportgen.report import Report, assemble
from reportgen.source import read
from tests.as_read import as_read

FILES = Path(__file__).with_name("accounts")
DATA = Path(__file__).parents[1] / "data"
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
            ("功能: 2070701, 金额: 30000", "功能: 2070701, 金额: 31000"), "R903", id="a fund does not balance"
        ),
        pytest.param(
            ("年初结转和结余, 金额: 4000", "年初结转和结余, 金额: 5000"), "R950", id="more carried over than was left"
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


def test_the_draft_asks_for_what_the_budget_lists(folder: Path) -> None:
    """Lines of all measures with units, transfers, what items are for; nothing that is said of the budget alone."""
    edited(
        BUDGET,
        ("名称: 甲县文化局本级}", "名称: 甲县文化局本级, 原因: {收入: 预算增加}}"),
        (
            "政府采购: 无",
            "政府采购: {货物: [{单位: 361002, 采购品目: 图书, 面向: 小微企业, 金额: 5}], 工程: 无, 服务: 无}",
        ),
        (
            "上年预算: 无",
            "上年预算: 无\n内部往来: [{付: 361002, 收: 361001, 支出: 上缴上级支出, 收入: 附属单位上缴收入, 金额: 5}]\n"
            "用途: {'支出[功能=2070101]': 日常运转, '支出[功能=2070101 年份=本年]': 无}",
        ),
        (
            "收入:\n",
            "收入:\n  - {单位: 361001, 资金: 附属单位上缴收入, 金额: 5}\n  - {单位: 361002, 资金: 事业收入, 金额: 5}\n",
        ),
        ("  项目支出:", "  上缴上级支出: [{单位: 361002, 资金: 事业收入, 功能: 2070104, 金额: 5}]\n  项目支出:"),
    )
    assert main(["rollover", BUDGET, "--to", "部门决算"]) == 0
    text = (folder / "预算-2025-决算.yaml").read_text(encoding="utf-8")
    for said in (
        "  政府性基金:\n    - {单位: 361001, 功能: 2070701, 金额: 待填}   # 资助国产影片放映\n",
        "  上缴上级支出:\n    - {单位: 361002, 功能: 2070104, 资金: 事业收入, 金额: 待填}   # 图书馆\n",
        "  公务接待费:\n    - {单位: 361002, 金额: 待填}\n    - {单位: 361001, 金额: 待填}\n",
        "  货物:\n    - {单位: 361002, 面向: 小微企业, 采购品目: 图书, 金额: 待填}\n  工程: 无\n  服务: 无\n",
        "机关运行经费:            # 行政单位、参公单位按经济科目填",
        "支出: 上缴上级支出, 收入: 附属单位上缴收入, 金额: 待填}",
        "  支出[功能=2070101]: 日常运转\n",
        "车辆: 无\n",
    ):
        assert said in text
    assert "预算增加" not in text
    assert "年份=本年" not in text
    assert told(assemble(folder / "预算-2025-决算.yaml"), Severity.ERROR) == []


@pytest.mark.parametrize(
    ("region", "said", "planned"),
    [
        pytest.param(
            "luoyang", "资金", "{资金: 一般公共预算, 性质: 基本支出, 功能: 2012901, 金额: 14.2}", id="other funds"
        ),
        pytest.param(
            "shanhaiguan", "功能", "{资金: 一般公共预算, 性质: 基本支出, 功能: 待填, 金额: 待填}", id="no items"
        ),
    ],
)
def test_a_budget_that_says_too_little_is_listed(
    region: str, said: str, planned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It cannot be 年初预算 by its file; its lines are listed with what is known of them."""
    shutil.copy(DATA / f"{region}-2020.yaml", tmp_path / "预算.yaml")
    assert main(["rollover", str(tmp_path / "预算.yaml"), "--to", "部门决算"]) == 0
    made = tmp_path / "预算-决算.yaml"
    assert f"预算里“{said}”没有写到决算要的那样细" in capsys.readouterr().out
    assert "年初预算:                # 年初批复的预算。" in (text := made.read_text(encoding="utf-8"))
    assert f"  支出:\n    - {planned}\n" in text
    assert told(assemble(made), Severity.ERROR) == []


def test_next_years_draft_asks_for_the_budget_of_that_year(folder: Path) -> None:
    assert main(["rollover", NOW]) == 0
    text = (folder / "决算-2026.yaml").read_text(encoding="utf-8")
    assert "上年决算: 决算-2025.yaml\n年初预算: 待填：2026年的预算文件名\n" in text
    assert told(assemble(folder / "决算-2026.yaml"), Severity.ERROR) == []


def test_counts_that_are_stated_whole_are_known_beside_the_document(folder: Path) -> None:
    whole = '"设备[设备价值=50万元以上]": 86\n"设备[设备价值=100万元以上]": 41'
    edited(NOW, ("设备: 无", whole))
    report = assemble(folder / NOW)
    found = check(case_of_read(as_read(report.document), report)).findings
    assert "R908" not in {finding.rule.split()[0] for finding in found}


def test_what_a_region_sets_aside_for_small_firms_is_no_purchase() -> None:
    """上海 states 采购预留; its 政府采购 does not say 面向."""
    members = Members(load("shanghai", Path(), "部门决算").vocabulary, {})
    assert members.own_conditions("政府采购", (("面向", "中小企业"),)) is None
    assert members.own_conditions("采购预留", (("资金", "一般公共预算"), ("面向", "中小企业"))) == (
        ("面向", "中小企业"),
    )


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


def test_what_the_accounts_list_otherwise_than_the_budget_is_as_in_their_empty_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 上海 the budget has four kinds of 车辆, the 决算 eight others."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parent / "right" / "shequ-2026.yaml", "x.yaml")
    assert main(["rollover", "x.yaml", "--to", "单位决算"]) == 0
    assert read(Path("x-决算.yaml")).get("车辆").get("机要通信用车").text == "待填"  # type: ignore[union-attr]
    assert main(["build", "x-决算.yaml", "--to", "txt"]) == 0
