"""Lists of budget lines in workbooks (明细账): read, checked, and imported line by line."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportgen.cli import main
from reportgen.cli._inputs import opened
from reportgen.reading import Reading
from reportgen.reading.line_lists import members_below
from reportgen.report import assemble

Rows = Sequence[Sequence[object]]
TITLE: Rows = [["2026年部门预算支出明细表"], ["编制单位：甲县文化局", "", "", "", "", "", "单位：元"]]
HEAD = ["单位编码", "单位名称", "支出类型", "功能科目", "部门经济科目", "资金来源", "合计金额"]
LINES: Rows = [
    [361001, "局本级", "基本支出", 2070101, "30101 基本工资", "一般公共预算", 800000],
    [361001, "局本级", "基本支出", 2070101, "[30201]办公费", "一般公共预算", 120000.5],
    [361001, "局本级小计", "", "", "", "", 920000.5],
    [361002, "图书馆", "基本支出", 2070104, 30101, "一般公共预算", 300000],
    [361002, "图书馆", "基本支出", 2070104, 30101, "事业收入", 20000],
    [361002, "图书馆小计", "", "", "", "", 320000],
    ["…", "…", "…", "…", "…", "…", "…"],
    ["合计", "", "", "", "", "", 1240000.5],
]
BY_FUND: Rows = [
    ["科目编码", "", "", "科目名称", "单位名称", "部门经济科目", "项目", "合计", "资金性质", ""],
    ["类", "款", "项", "", "", "", "", "", "一般公共预算", "事业收入"],
    ["", "", "", "总计", "", "", "", 124.05, 122.05, 2],
    ["207", "01", "", "文化和旅游", "", "", "", 124.05, 122.05, 2],
    ["207", "01", "01", "行政运行", "", "", "", 92, 92, ""],
    ["207", "01", "01", "行政运行", "局本级", "30101", "", 80, 80, ""],
    ["207", "01", "01", "行政运行", "局本级", "30201", "", 12, 12, ""],
    ["207", "01", "04", "图书馆", "", "", "", 32.05, 30.05, 2],
    ["207", "01", "04", "图书馆", "图书馆", "30101", "", 30, 28, 2],
    ["207", "01", "04", "图书馆", "图书馆", "30299", "全民阅读", 2.05, 2.05, ""],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def book(path: Path, *sheets: Rows) -> Path:
    found = Workbook()
    for rows in sheets:
        sheet = found.create_sheet()
        for row in rows:
            sheet.append(row)
    found.remove(found.worksheets[0])
    found.save(path)
    return path


def of_lines(rows: Rows = LINES) -> Rows:
    return [*TITLE, HEAD, *rows]


def errors(path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["check", str(path)])
    return [line for line in capsys.readouterr().out.split("\n") if "错误[" in line]


def test_a_row_is_named_by_all_its_columns(folder: Path) -> None:
    (sheet,) = Reading(opened(book(folder / "a.xlsx", of_lines())).document).sheets
    named = [str(entry.name) for line in sheet.lines for entry in line.entries.values()]
    assert named[0] == "支出[功能=2070101 单位=361001 性质=基本支出 经济=30101 资金=一般公共预算]"
    assert named[2] == "支出[单位=361001]"
    assert named[-1] == "支出"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(None, [], id="right"),
        pytest.param(2, ["G6"], id="a unit's total"),
        pytest.param(3, ["G7"], id="a line, which two totals say"),
        pytest.param(7, ["G11"], id="the total of all"),
    ],
)
def test_a_total_that_its_lines_miss_is_told_at_its_cell(
    row: int | None, told: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[*own] for own in LINES]
    if row is not None:
        rows[row][-1] = 999
    found = errors(book(folder / "a.xlsx", of_lines(rows)), capsys)
    assert [any(cell in line for line in found) for cell in told] == [True] * len(told)
    assert bool(found) is bool(told)


def test_rows_with_codes_above_others_are_totals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(book(folder / "a.xlsx", BY_FUND), capsys) == []
    wrong = [[*row] for row in BY_FUND]
    wrong[3][8] = 132.05  # 文化和旅游, of a fund
    assert any("I4" in line for line in errors(book(folder / "a.xlsx", wrong), capsys))


def test_every_line_is_imported_and_every_total_is_held_to_them(folder: Path) -> None:
    book(folder / "a.xlsx", of_lines())
    assert main(["import", "a.xlsx", "-o", "x.yaml"]) == 0
    budget = assemble(folder / "x.yaml").budget
    lines = budget.books[""].lines["支出"]
    assert [(line.dims["单位"], line.dims["经济"], line.dims["资金"], int(line.amount)) for line in lines] == [
        ("361001", "30101", "一般公共预算", 800000),
        ("361001", "30201", "一般公共预算", 120000),
        ("361002", "30101", "一般公共预算", 300000),
        ("361002", "30101", "事业收入", 20000),
    ]
    text = (folder / "x.yaml").read_text(encoding="utf-8")
    assert "支出[单位=361001]: 920000.5" in text
    assert "名称: 图书馆" in text


def test_a_column_for_each_fund_is_a_line_for_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book(folder / "a.xlsx", BY_FUND)
    asked = ["import", "a.xlsx", "--name", "甲县文化局", "--year", "2026", "-o", "x.yaml"]
    assert main(asked) == 2
    assert "--money" in capsys.readouterr().err
    assert main([*asked, "--money", "万元"]) == 0
    text = (folder / "x.yaml").read_text(encoding="utf-8")
    assert "{编码: 2, 名称: 图书馆}" in text
    assert "功能: 2070104, 单位: 2, 经济: 30101, 资金: 事业收入, 金额: 2}" in text
    assert "读出5行" in capsys.readouterr().out


def imported(folder: Path, *rows: Sequence[object]) -> list[str]:
    """The lines of 支出 of the draft of a workbook in 元."""
    title: Rows = [["2026年部门预算明细表"], ["", "", "", "", "", "", "单位：元"]]
    book(folder / "a.xlsx", [*title, *rows])
    assert main(["import", "a.xlsx", "--name", "甲局", "-o", "x.yaml"]) == 0
    text = (folder / "x.yaml").read_text(encoding="utf-8")
    return [line.strip("- {}") for line in text.partition("\n支出:")[2].split("\n\n")[0].split("\n")[1:]]


def test_projects_of_people_and_offices_are_basic_expenditure(folder: Path) -> None:
    lines = imported(
        folder,
        ["项目类别", "项目名称", "支出功能分类科目", "部门经济分类科目", "合计", "本年拨款", "", "事业收入"],
        ["", "", "", "", "", "一般公共预算", "政府性基金预算", ""],
        ["人员类", "在职人员工资", "2070104-图书馆", "30101-基本工资", 60, 60, "", ""],
        ["特定目标类", "图书购置", "2070104-图书馆", "31002-办公设备购置", 30, 10, 15, 5],
    )
    assert lines == [
        "功能: 2070104, 性质: 基本支出, 经济: 30101, 资金: 一般公共预算, 金额: 60",
        "功能: 2070104, 性质: 项目支出, 经济: 31002, 资金: 一般公共预算, 项目: 图书购置, 金额: 10",
        "功能: 2070104, 性质: 项目支出, 经济: 31002, 资金: 政府性基金, 项目: 图书购置, 金额: 15",
        "功能: 2070104, 性质: 项目支出, 经济: 31002, 资金: 事业收入, 项目: 图书购置, 金额: 5",
    ]


def test_a_unit_above_its_lines_holds_for_them(folder: Path) -> None:
    lines = imported(
        folder,
        ["功能科目", "支出类型", "资金来源", "金额"],
        ["361002 图书馆", "", "", 200],
        ["2070104 图书馆", "基本支出", "一般公共预算", 150],
        ["2210201 住房公积金", "基本支出", "一般公共预算", 50],
        ["361003 文化馆", "", "", 90],
        ["2070109 群众文化", "经营支出", "经营收入", 90],
        ["总计", "", "", 290],
    )
    assert [line.partition("单位: ")[2][:6] for line in lines] == ["361002", "361002", "361003"]


def test_several_purchases_of_one_project_are_no_contradiction(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ["2026年政府采购预算明细表"],
        ["", "", "", "单位：元"],
        ["单位名称", "采购品目", "项目名称", "金额"],
        ["图书馆", "计算机", "设备更新", 50000],
        ["图书馆", "家具", "设备更新", 10000],
        ["图书馆", "计算机", "读者服务", 20000],
        ["合计", "", "", 80000],
    ]
    assert errors(book(folder / "a.xlsx", rows), capsys) == []
    rows[-1][-1] = 90000
    assert errors(book(folder / "a.xlsx", rows), capsys) != []


def test_of_two_splits_side_by_side_only_what_follows_is_joined(folder: Path) -> None:
    head = ["功能科目", "部门经济科目", "合计", "基本支出", "项目支出", "一般公共预算", "事业收入"]
    rows = [[2070101, 30101, 50, 40, 10, 50, ""], [2070104, 30101, 50, 40, 10, 30, 20]]
    book(folder / "a.xlsx", [*TITLE, head, *rows])
    assert main(["import", "a.xlsx", "-o", "x.yaml"]) == 0
    text = (folder / "x.yaml").read_text(encoding="utf-8")
    assert "功能: 2070101, 性质: 项目支出, 经济: 30101, 资金: 一般公共预算, 金额: 10}" in text
    assert "功能: 2070104, 性质: 项目支出, 经济: 30101, 金额: 10}" in text.replace("资金: 待填, ", "")


def test_a_list_of_projects_takes_the_place_of_what_tables_say_of_them(folder: Path) -> None:
    table = [
        ["2026年部门支出总表"],
        ["", "", "", "", "单位：元"],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["207", "文化旅游体育与传媒支出", 150, 100, 50],
        ["20701", "文化和旅游", 150, 100, 50],
        ["2070101", "行政运行", 150, 100, 50],
        ["", "合计", 150, 100, 50],
    ]
    head = ["支出类型", "功能科目", "项目名称", "资金来源", "金额"]
    rows = [["项目支出", 2070101, "展览", "一般公共预算", 30], ["项目支出", 2070101, "演出", "一般公共预算", 20]]
    book(folder / "a.xlsx", table, [["2026年项目明细表"], ["", "", "", "", "单位：元"], head, *rows])
    assert main(["import", "a.xlsx", "--name", "甲局", "-o", "x.yaml"]) == 0
    spent = assemble(folder / "x.yaml").budget.books[""].lines["支出"]
    assert sorted((line.dims.get("项目", ""), int(line.amount)) for line in spent) == [
        ("展览", 30),
        ("无", 100),
        ("演出", 20),
    ]


def test_lines_that_miss_a_printed_total_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = [
        ["2026年一般公共预算支出表"],
        ["", "", "单位：元"],
        ["科目编码", "科目名称", "合计"],
        ["2070101", "行政运行", 920000],
        ["", "合计", 1220100],
    ]
    book(folder / "a.xlsx", table, of_lines())
    assert main(["import", "a.xlsx", "-o", "x.yaml"]) == 1
    assert "各行之和" in capsys.readouterr().err


def test_rows_below_are_those_that_say_more() -> None:
    from reportgen.reading.line_lists import StatedMember

    def row(**codes: str) -> dict[str, StatedMember]:
        return {dimension: StatedMember(code, "") for dimension, code in codes.items()}

    rows = [row(功能="207"), row(功能="2070101", 经济="30101"), row(功能="208", 经济="30101"), row(功能="2070101")]
    assert members_below(rows) == {0: [1, 3], 3: [1]}
