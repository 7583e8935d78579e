"""A workbook to type into says what the text says: the same tree, the same document; a mistake is told at its cell."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.budget import is_budget_workbook, read_budget
from reportgen.checks import case_of, check
from reportgen.cli import main
from reportgen.diagnostics import ReportgenError, render
from reportgen.drafts import blank_file, content_of, text_of
from reportgen.profile import load
from reportgen.report import assemble
from reportgen.resources import templates
from reportgen.source import Mapping, Node, Scalar, Sequence, parsed
from tests.budgets import BAOSHAN, DATA, EARLIER, LUOYANG, NAMES, documents, edited, source

REGIONS = sorted(path.parent.name for path in templates().glob("*/new.yaml"))
SMALL = """
模板: default
文种: 部门预算
年度: 2026
日期: 2026-02-10
金额单位: 万元
部门:
  名称: 甲局
  职责: [一、拟订 A/B 类标准。, 二、组织实施。]
  单位: [{编码: "01", 名称: 本级, 职责: [办事]}, {编码: "02", 名称: 中心}]
收入: {一般公共预算: 12.5, 其他收入: 无}
支出:
  缺省: {资金: 一般公共预算}
  基本支出: [{单位: "01", 功能: 2080505, 金额: 10}, {单位: "02", 功能: 2080505, 金额: 1}]
  项目支出: [{单位: "01", 功能: 2010101, 项目: 甲/乙, 金额: 1.5}]
支出[性质=基本支出]:
  - {经济: 30101, 金额: 11}
上年预算: {收入: 10, 支出: [{功能: 2080505, 金额: 10}]}
绩效:
  项目: [{项目: 甲/乙, 进度: {6月底: 50%, 12月底: 100%}, 指标: [{三级: 场次, 值: ≥3}]}]
资料: {空: [], 说明: ["甲", [乙, 丙]]}
"""


def tree(node: Node) -> Any:
    """A node as plain data; numbers that are equal are."""
    match node:
        case Sequence():
            return [tree(item) for item in node.items]
        case Mapping():
            return {key.text: tree(value) for key, value in node.entries}
        case Scalar():
            try:
                return node.text if node.text[:2].isdigit() and node.text[0] == "0" else Decimal(node.text)
            except InvalidOperation:
                return node.text


def in_workbook(text: str, path: Path) -> Path:
    """The workbook of a budget file that says this."""
    said = {key.text: value.text for key, value in parsed(text, "x").entries if isinstance(value, Scalar)}
    path.write_bytes(content_of(text, path.suffix, load(said["模板"], DATA, said["文种"]).vocabulary))
    return path


@documents
def test_the_workbook_of_an_example_is_the_same_budget_and_the_same_document(name: str, tmp_path: Path) -> None:
    path = in_workbook(source(name), tmp_path / f"{name}.xlsx")
    assert is_budget_workbook(path)
    read = read_budget(path)
    assert tree(read) == tree(parsed(source(name), name))
    assert tree(parsed(text_of(path), name)) == tree(read)
    for other in (*NAMES, EARLIER):
        if f"{other}.yaml" in source(name):
            (tmp_path / f"{other}.yaml").write_text(source(other), encoding="utf-8")
    typed, written = assemble(path), assemble(DATA / f"{name}.yaml")
    assert (typed.document, typed.profile.style) == (written.document, written.profile.style)  # so are the bytes


def test_what_is_found_in_the_document_is_told_at_the_cells_of_the_workbook(tmp_path: Path) -> None:
    path = in_workbook(source(LUOYANG), tmp_path / "a.xlsx")
    typed, written = (check(case_of(assemble(file))).findings for file in (path, DATA / f"{LUOYANG}.yaml"))
    assert sorted(found.message for found in typed) == sorted(found.message for found in written)
    assert any(place.path.endswith("a.xlsx“支出”") for found in typed for place in found.places)


@pytest.mark.parametrize("region", REGIONS)
def test_the_empty_workbook_of_a_region_is_the_draft_that_its_text_is(region: str, tmp_path: Path) -> None:
    text = blank_file(load(region, tmp_path), "部门预算", 2026, "甲局")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    typed, written = assemble(in_workbook(text, tmp_path / "a.xlsx")), assemble(tmp_path / "a.yaml")
    assert typed.document == written.document
    assert typed.budget.file.is_draft
    assert "“支出”第" in typed.findings[0].message


def test_every_kind_of_content_comes_back(tmp_path: Path) -> None:
    path = in_workbook(SMALL, tmp_path / "a.xlsx")
    assert tree(read_budget(path)) == tree(parsed(SMALL, "a"))
    assert path.read_bytes() == in_workbook(SMALL, tmp_path / "b.xlsx").read_bytes()
    titles = load_workbook(path).sheetnames
    assert titles[:3] == ["基本信息", "部门-单位", "部门-单位-各项-职责"]
    rules = load_workbook(path)["支出"].data_validations.dataValidation
    assert [rule.formula1.split("$")[0] for rule in rules if rule.type == "list"] == ["可选!"] * 4
    assert {"支出", "支出-性质=基本支出", "上年预算-支出", "绩效-项目-各项-指标"} <= {*titles}


def test_a_workbook_as_officers_leave_it_says_the_same(tmp_path: Path) -> None:
    path = in_workbook(SMALL, tmp_path / "a.xlsx")
    book = load_workbook(path)
    front, spent, goals = book["基本信息"], book["支出"], book["绩效-项目"]
    next(row[1] for row in front if row[0].value == "日期").value = datetime(2026, 2, 10)
    assert spent["A4"].value == "基本支出"
    codes = next(column for column in spent.iter_cols() if column[1].value == "功能")
    codes[3].value, codes[4].value = 2080505, "2080505 机关事业单位基本养老保险缴费支出"
    units = next(column for column in spent.iter_cols() if column[1].value == "单位")
    units[3].value = "01 本级"
    amounts = next(column for column in spent.iter_cols() if column[1].value == "金额")
    amounts[3].value = "10.00"
    rate = next(column for column in goals.iter_cols() if column[1].value == "进度/6月底")[2]
    rate.value, rate.number_format = 0.5, "0%"
    spent.insert_rows(5)
    spent.insert_cols(1)
    spent["A2"], spent["A4"], spent["A1"] = "（经办）", "张三", spent["B1"].value
    book.create_sheet("底稿")["A1"] = "（底稿）自己算的"
    book.move_sheet("支出", -3)
    book.save(path)
    assert tree(read_budget(path)) == tree(parsed(SMALL, "a"))


def said(path: Path) -> str:
    with pytest.raises(ReportgenError) as caught:
        assemble(path)
    return "\n".join(map(render, caught.value.diagnostics)).replace(str(path), path.name)


def last(title: str, **cells: object) -> Callable[[Workbook], None]:
    """An edit: one more row in a sheet, by its heads."""

    def edit(book: Workbook) -> None:
        sheet = book[title]
        row = next(i for i in range(3, 99) if not any(cell.value for cell in sheet[i]))
        heads = {sheet.cell(2, i).value: i for i in range(1, sheet.max_column + 1)}
        for head, value in cells.items():
            sheet.cell(row, heads.get(head, len(heads) + 1)).value = value  # type: ignore[assignment]

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            last("支出", 性质="基本支出", 单位="01", 功能="2080505", 金额="12x"),
            "a.xlsx“支出”:7:6: 错误[金额] “12x”不是金额\n    | 支出!F7 金额：12x",
        ),
        (last("支出", 性质="基本支出", 单位="合计", 金额=11), "错误[合计行] 这一行是“合计”"),
        (last("支出", 性质="合计", 金额=11), "错误[合计行] 支出下面不用写“合计”"),
        (last("支出", 金额=12.5), "错误[合计行] 这一行只有金额，没有别的内容"),
        (last("支出", 单位="01", 功能="2080505", 金额=1), "错误[格式] 这一行没有写“性质”"),
        (last("支出", 性质="基本支出", 别的=1), "错误[列名] 这个单元格上面没有列名"),
        (last("支出-性质=基本支出", 经济="30102"), "这一行没有写金额"),
        (last("基本信息", 键="年度", 内容="2027"), "基本信息!A"),
        (last("基本信息", 键="部门", 内容="乙局"), "错误[重复的键] “部门”写了两次"),
        (last("基本信息", 键="部门/名称/全称", 内容="乙局"), "错误[重复的键] “名称”已经写了“甲局”"),
        (last("基本信息", 键="a/" * 30, 内容="x"), "错误[格式] 套得太深"),
        (last("基本信息", 键="年渡", 内容="2026"), "年渡"),
        (last("绩效-项目-各项-指标", 项目="没有的", 三级="场次"), "错误[取值] “项目”里没有“没有的”"),
    ],
)
def test_a_mistake_is_told_at_its_cell(edit: Callable[[Workbook], None], message: str, tmp_path: Path) -> None:
    path = in_workbook(SMALL, tmp_path / "a.xlsx")
    book = load_workbook(path)
    edit(book)
    book.save(path)
    assert message in said(path)


def test_a_sheet_of_the_users_own_is_told(tmp_path: Path) -> None:
    path = in_workbook(SMALL, tmp_path / "a.xlsx")
    book = load_workbook(path)
    book.create_sheet("底稿")["A1"] = "随手记的"
    book.save(path)
    assert "不读的表，第一格用括号括起来" in said(path)


def test_last_year_and_units_may_be_workbooks(tmp_path: Path) -> None:
    name = "example-2026"
    (tmp_path / "a.yaml").write_text(source(name).replace("example-2025.yaml", "去年.xlsx"), encoding="utf-8")
    in_workbook(source("example-2025"), tmp_path / "去年.xlsx")
    assert assemble(tmp_path / "a.yaml").document == assemble(DATA / f"{name}.yaml").document


def test_a_workbook_of_printed_tables_is_none_to_type_into(tmp_path: Path) -> None:
    book, stream = Workbook(), BytesIO()
    book.active.title = "基本信息"  # type: ignore[union-attr]
    book.save(stream)
    (tmp_path / "a.xlsx").write_bytes(stream.getvalue())
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04")
    assert not any(is_budget_workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "c.xlsx", "a.yaml"))
    assert "错误[格式] 这不是填预算用的工作簿" in said(tmp_path / "a.xlsx")


def test_new_writes_either_form_and_turns_one_into_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "甲局", "--year", "2026", "--to", "xlsx"]) == 0
    assert is_budget_workbook(Path("甲局-2026.xlsx"))
    assert main(["new", "--from", "甲局-2026.xlsx"]) == 0
    assert main(["new", "--from", "甲局-2026.yaml", "-o", "再.xlsx"]) == 0
    assert tree(read_budget(Path("再.xlsx"))) == tree(read_budget(Path("甲局-2026.xlsx")))
    assert "reportgen build 再.xlsx" in capsys.readouterr().out
    wrong = (["甲局", "--from", "再.xlsx"], ["--to", "xlsx"], ["甲局", "--to", "xlsx", "-o", "a.yaml"], ["甲", "乙"])
    assert [main(["new", *words]) for words in wrong] == [2] * 4


def test_next_years_draft_of_a_workbook_is_a_workbook_that_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    first = "  - {规则: R213, 位置: 2020年"
    text = edited(source(BAOSHAN), first, f"  - {{规则: R101, 位置: 没有的表, 说明: 无}}\n{first}")
    Path("a-2020.yaml").write_text(text, encoding="utf-8")
    in_workbook(text, Path("a-2020.xlsx"))
    assert main(["rollover", "a-2020.yaml"]) == 0
    capsys.readouterr()
    assert main(["rollover", "a-2020.xlsx"]) == 0
    told = capsys.readouterr().out
    assert "上年预算: a-2020.xlsx：“基本信息”第" in told
    assert "去掉了的已知差异" in told
    typed, written = tree(read_budget(Path("a-2021.xlsx"))), tree(read_budget(Path("a-2021.yaml")))
    assert typed.pop("上年预算") == "a-2020.xlsx"
    assert written.pop("上年预算") == "a-2020.yaml"
    assert typed == written
