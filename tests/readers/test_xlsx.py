"""Workbooks that somebody filled: what is printed in them is the tree that a Word file of the same would be."""

import datetime
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from reportgen.checks import case_of_read, check
from reportgen.cli import main
from reportgen.diagnostics import ReportgenError, render
from reportgen.document import Document, Paragraph, Section, Table, plain, walk
from reportgen.readers import docx, html, xlsx
from reportgen.readers.xlsx import read
from reportgen.source.xlsx_styles import as_shown
from reportgen.writers import writer
from reportgen.writers.txt import text
from tests.budgets import NAMES, built, published
from tests.writers.sample import STYLE

TRIED = ("baoshan-2020", "yantian-2022")
LINES = Side(style="thin")

Rows = Sequence[Sequence[object]]
EXPENDITURE: Rows = (
    ("2026年部门支出预算总表",),
    (),
    ("编制部门：云溪县文化馆", None, None, None, None, "单位：元"),
    ("项目", None, None, None, "支出预算"),
    ("功能分类科目编码", None, None, "功能分类科目名称", "合计", "基本支出"),
    ("类", "款", "项"),
    (207, None, None, "文化旅游体育与传媒支出", 1234.5, 1234.5),
    (207, "01", None, "文化和旅游", 1234.5, 1234.5),
    (207, 1, 9, "群众文化", 1234.5, 1234.5),
    ("…", None, None, "……"),
    ("合计", None, None, None, 1234.5, 1234.5),
    ("注：数字没有四舍五入。",),
)
MERGED = ("A1:F1", "A4:D4", "E4:F4", "A5:C5", "D5:D6", "E5:E6", "F5:F6", "A11:D11", "A12:F12")


def book(**sheets: Rows) -> Any:
    found = openpyxl.Workbook()
    found.remove(found.active)
    for title, rows in sheets.items():
        sheet = found.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return found


def saved(found: Any) -> bytes:
    stream = BytesIO()
    found.save(stream)
    return stream.getvalue()


def expenditure(change: Callable[[Any], object] = lambda _: None, merged: Sequence[str] = MERGED) -> bytes:
    """The table of expenditure as a platform fills it, changed."""
    found = book(支出总表=EXPENDITURE)
    for area in merged:
        found["支出总表"].merge_cells(area)
    change(found["支出总表"])
    return saved(found)


def tables(document: Document) -> list[Table]:
    return [block for block in walk(document.blocks) if isinstance(block, Table)]


def rows_of(content: bytes) -> list[str]:
    """The lines of the first table as text."""
    return list(filter(None, text(read(content).document).split("\n\n")[1].split("\n")))


AS_TEXT = [
    "2026年部门支出预算总表",
    "编制部门：云溪县文化馆　　单位：元",
    "项目 |||| 支出预算 ||",
    "功能分类科目编码 ||| 功能分类科目名称 | 合计 | 基本支出",
    "类 | 款 | 项 | 〃 | 〃 | 〃",
    "--",
    "207 | | | 文化旅游体育与传媒支出 | 1234.5 | 1234.5",
    "207 | 01 | | 文化和旅游 | 1234.5 | 1234.5",
    "207 | 01 | 09 | 群众文化 | 1234.5 | 1234.5",
    "合计 |||| 1234.5 | 1234.5",
    "注：数字没有四舍五入。",
]


def test_a_sheet_is_a_table_with_caption_heads_rows_and_notes() -> None:
    assert [line.rstrip() for line in rows_of(expenditure())] == AS_TEXT
    document = read(expenditure()).document
    assert (document.publisher, document.year) == ("云溪县文化馆", 2026)


def framed(sheet: Any) -> None:
    for row in sheet["A4:F11"]:
        for cell in row:
            cell.border = Border(LINES, LINES, LINES, LINES)


def moved(sheet: Any) -> None:
    """The same with an empty column and rows before it."""
    for area in [str(area) for area in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(area)
    sheet.move_range("A1:F12", rows=2, cols=1)
    for area in ("B3:G3", "B6:E6", "F6:G6", "B7:D7", "E7:E8", "F7:F8", "G7:G8", "B13:E13"):
        sheet.merge_cells(area)


@pytest.mark.parametrize("change", [framed, moved])
def test_lines_around_it_and_empty_rows_and_columns_before_it_change_nothing(change: Callable[[Any], None]) -> None:
    assert [line.rstrip() for line in rows_of(expenditure(change))] == AS_TEXT


def numbered_twice(sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"], sheet["F1"] = "附表1", "预算01表"


def test_a_line_of_nothing_but_table_numbers_is_read() -> None:
    assert text(read(expenditure(numbered_twice, ())).document).count("附表1\n预算01表\n") == 1


@pytest.mark.parametrize("filled", [6, 9])
def test_a_total_that_stands_alone_in_its_row_belongs_to_the_table(filled: int) -> None:
    rows = [*EXPENDITURE[:filled], ("合计",), ("本单位没有这样的支出，故本表为空表。",)]
    (table,) = tables(read(saved(book(甲=rows))).document)
    assert [plain(note.runs) for note in table.notes] == ["本单位没有这样的支出，故本表为空表。"]
    assert [row.total for row in table.body] == [False] * (filled - 6) + [True]


@pytest.mark.parametrize("counting", [("栏次", 1, 2, 3), ("栏次", 1, "栏次", 2)])
def test_rows_that_count_the_columns_are_left_out(counting: tuple[object, ...]) -> None:
    rows = (("题表",), ("项目", "甲", "乙", "丙"), counting, ("合计", 5, 6, 7))
    (table,) = tables(read(saved(book(甲=rows))).document)
    assert [plain(row.cells[0].runs) for row in table.body] == ["合计"]


def test_several_tables_in_a_sheet_are_several_tables_each_with_its_caption() -> None:
    first, second = EXPENDITURE[:11], [("2026年部门收入预算总表",), ("编制部门：甲", "单位：万元"), *EXPENDITURE[3:11]]
    found = tables(read(saved(book(甲=[*first, ("注：一。",), (), *second]))).document)
    assert [(plain(t.title), plain(t.right), len(t.notes)) for t in found] == [
        ("2026年部门支出预算总表", "单位：元", 1),
        ("2026年部门收入预算总表", "单位：万元", 0),
    ]


PROSE: dict[str, Rows] = {
    "封面": ((), ("云溪县2026年县级部门预算",), ("预算主管部门：云溪县文化馆（盖章）",)),
    "目录": (("目  录",), ("一、部门职能………1",)),
    "部门职能": (
        ("云溪县文化馆主要职能",),
        ("    组织群众文化活动。\n    主要职能包括：\n    1.辅导创作\n    2.办展览\n",),
    ),
    "支出总表": EXPENDITURE,
    "其他说明": (("其他相关情况说明",), ("  一、“三公”经费\n   2026年为0。\n  二、机关运行经费\n   2026年为0。",)),
    "空的": (),
}


def test_sheets_of_text_are_sections_and_the_cover_says_whose_they_are() -> None:
    document = read(saved(book(**PROSE))).document
    assert (plain(document.title), document.publisher) == ("云溪县2026年县级部门预算", "云溪县文化馆")
    assert [plain(block.title) for block in document.blocks if isinstance(block, Section)] == [
        "云溪县文化馆主要职能",
        "支出总表",
        "其他相关情况说明",
    ]
    written = text(document)
    assert "主要职能包括：\n1.辅导创作\n2.办展览\n" in written  # a list, no headings
    assert "一、“三公”经费\n\n2026年为0。\n\n二、机关运行经费\n" in written
    assert "………" not in written


def test_a_whole_document_in_one_sheet_has_its_title_sections_and_tables() -> None:
    said = "2026年支出预算1234.5万元，比上年没有增减，主要用于文化馆的日常工作和群众文化活动，没有其他支出。"
    rows = [
        ("云溪县文化馆2026年单位预算",),
        ("一、支出",),
        (said,),
        *EXPENDITURE,
        ("二、收入",),
        (said,),
        ("2026年部门收入预算总表",),
        ("云溪县文化馆", None, None, None, None, "单位：万元"),
        *EXPENDITURE[3:11],
    ]
    document = read(saved(book(甲=rows))).document
    assert (plain(document.title), document.year) == ("云溪县文化馆2026年单位预算", 2026)
    first, second = document.blocks
    assert isinstance(first, Section)
    assert isinstance(second, Section)
    assert [plain(first.title), plain(second.title)] == ["支出", "收入"]
    one, other = tables(document)
    assert (plain(one.title), len(one.notes), len(one.body)) == ("2026年部门支出预算总表", 1, 4)
    assert (plain(other.title), plain(other.left)) == ("2026年部门收入预算总表", "云溪县文化馆")
    assert [plain(b.runs) for b in walk(document.blocks) if isinstance(b, Paragraph)] == [said, said]


def test_every_cell_says_where_it_stands() -> None:
    (table,) = tables(read(expenditure()).document)
    assert [cell.origin for cell in table.body[-1].cells] == ["支出总表!A11", "支出总表!E11", "支出总表!F11"]
    assert table.head[1].cells[1].origin == "支出总表!D5"


def test_what_a_cell_holds_in_full_is_kept_beside_what_it_shows() -> None:
    def change(sheet: Any) -> None:
        sheet["E11"] = 1234.56789
        sheet["E11"].number_format = "#,##0.00"

    found = read(expenditure(change))
    assert rows_of(expenditure(change))[-2].startswith("合计 |||| 1,234.57 |")
    assert found.numbers["支出总表!E11"] == "1234.56789"


def test_a_line_of_a_text_says_where_it_stands() -> None:
    document = read(saved(book(**PROSE))).document
    lines = [(plain(b.runs), b.origin) for b in walk(document.blocks) if isinstance(b, Paragraph)]
    assert lines[0] == ("组织群众文化活动。", "部门职能!A2")


def test_a_workbook_that_shows_nothing_is_told() -> None:
    found = book(目录=(("=1",),))
    found["目录"].merge_cells("B2:C3")
    with pytest.raises(ReportgenError, match="没有看得见的文字"):
        read(saved(found))


def test_a_wrong_total_is_told_at_its_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "填好的.xlsx"
    file.write_bytes(expenditure(lambda sheet: sheet.__setitem__("E11", 1243.5)))
    assert main(["check", str(file)]) == 1
    assert re.search(r"工作表“支出总表”E11 2026年部门支出预算总表“合计”行.*: 错误\[R1", capsys.readouterr().out)


def rendered(content: bytes) -> list[str]:
    return [render(each).split("\n")[0] for each in read(content, path="表.xlsx").remarks]


def test_what_is_hidden_is_not_read_and_said() -> None:
    found = book(甲=EXPENDITURE, 乙=EXPENDITURE)
    found["乙"].sheet_state = "veryHidden"
    found["甲"].row_dimensions[9].hidden = True
    found["甲"].column_dimensions["F"].hidden = True
    content = saved(found)
    assert rendered(content) == [
        "表.xlsx: 提示[工作表] 隐藏的工作表没有读：“乙”",
        "表.xlsx: 提示[工作表] 工作表“甲”隐藏的1行、1列没有读",
    ]
    (table,) = tables(read(content).document)
    assert "群众文化" not in text(read(content).document)
    assert table.width == 5


def test_a_formula_shows_its_result_and_without_one_that_is_said() -> None:
    content = expenditure(lambda sheet: (sheet.__setitem__("E11", "=E7"), sheet.__setitem__("F11", "=1/0")))
    assert rendered(content) == [
        "工作表“支出总表”E11: 警告[工作表] 公式没有算出来的结果",
        "工作表“支出总表”F11: 警告[工作表] 公式没有算出来的结果",
    ]
    sheet = "xl/worksheets/sheet1.xml"
    results = {
        b"<f>E7</f><v></v>": b"<f>E7</f><v>1234.5</v>",
        b'F11"><f>1/0</f><v></v>': b'F11" t="e"><f>1/0</f><v>#DIV/0!</v>',
    }
    content = edited(content, sheet, results)
    assert rendered(content) == ["工作表“支出总表”F11: 错误[工作表] 公式出错：#DIV/0!"]
    assert "合计 |||| 1234.5 | #DIV/0!" in rows_of(content)


def edited(content: bytes, part: str, changes: dict[bytes, bytes]) -> bytes:
    """The archive with a part changed."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text_ = old.read(name)
            for one, other in changes.items() if name == part else ():
                assert one in text_, text_[-900:]
                text_ = text_.replace(one, other)
            new.writestr(name, text_)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0", "#,##0.00", "0.00"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("-1234.5", "#,##0.00_);[Red](#,##0.00)", "-1,234.50"),
        ("-5", "0.00;[红色]0.00", "-5.00"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("12.3", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.30"),
        ("0.1234", "0.00%", "12.34%"),
        ("12.5", "0.##", "12.5"),
        ("12", "0.##", "12"),
        ("7", "000", "007"),
        ("1234567", "#,##0,", "1,235"),
        ("5", "￥#,##0.00", "5.00"),
        ("5", "General", None),
        ("12345", '0!.0,"万"', None),
        ("5", "[>=100]0;0.00", None),
    ],
)
def test_a_number_reads_as_excel_prints_it(number: str, form: str, shown: str | None) -> None:
    assert as_shown(Decimal(number), form) == shown


def test_dates_and_texts_read_as_they_are_printed() -> None:
    rows = [*EXPENDITURE[:6], ("合计", None, None, None, "1,234.50", datetime.date(2026, 2, 10))]
    assert rows_of(saved(book(甲=rows)))[-1] == "合计 | | | | 1,234.50 | 2026-02-10"


def findings(document: Document) -> list[tuple[str, str, str]]:
    return [(one.rule, one.severity.value, one.message) for one in check(case_of_read(document)).findings]


@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in TRIED else [pytest.mark.soak]) for n in NAMES])
def test_one_document_as_word_file_page_and_workbook_has_the_same_tables_and_findings(name: str) -> None:
    whole = published(name).document
    listed = tuple(block for block in walk(whole.blocks) if isinstance(block, Table) and not block.picture)
    document = replace(whole, blocks=listed, date="")  # words are not in a workbook
    word = docx.read(writer("docx")(document, STYLE)).document
    page = html.read(writer("html")(document, STYLE), publisher=word.publisher)
    book_ = xlsx.read(built(name, "xlsx"))
    assert book_.remarks == ()
    assert [bare(table) for table in tables(book_.document)] == [bare(table) for table in tables(word)]
    assert (plain(book_.document.title), book_.document.publisher) == (plain(word.title), word.publisher)
    asked = ("R605", "R606", "R216", "R219")  # what has to be said in words
    found = [[f for f in findings(one) if not f[0].startswith(asked)] for one in (word, page, book_.document)]
    assert found[0] == found[1] == found[2]


def bare(table: Table) -> Table:
    """The table without what only some formats say: its name, how its page is held, roles of blank cells of a form."""
    rows = [
        [(c.runs, c.runs and c.role, c.columns, c.rows, c.indent) for c in row.cells] for row in table.head + table.body
    ]
    return replace(table, name="", landscape=False, head=(), body=tuple(rows))  # type: ignore[arg-type]


def as_anybodys(content: bytes) -> bytes:
    """A workbook of ours without its mark, without lines around cells and the rows that pages repeat."""
    bare_ = edited(content, "docProps/custom.xml", {b"reportgen": b"other"})
    bare_ = edited(bare_, "xl/styles.xml", {b' style="thin"': b""})
    return edited(bare_, "xl/workbook.xml", {b"_xlnm.Print_Titles": b"_xlnm.Print_Area"})


@pytest.mark.parametrize("name", TRIED)
def test_heads_notes_and_captions_are_found_where_nothing_marks_them(name: str) -> None:
    ours, anybodys = (read(content).document for content in (built(name, "xlsx"), as_anybodys(built(name, "xlsx"))))
    assert findings(anybodys) == findings(ours)
    assert plain(anybodys.title) == plain(ours.title)


@pytest.mark.parametrize("command", [["text", "表.xlsm"], ["diff", "表.xlsm", "表.xlsm"], ["check", "表.xlsm"]])
def test_every_command_reads_a_workbook_and_says_what_is_hidden(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = book(甲=EXPENDITURE, 乙=EXPENDITURE)
    found["乙"].sheet_state = "hidden"
    (tmp_path / "表.xlsm").write_bytes(saved(found))
    monkeypatch.chdir(tmp_path)
    assert main(command) in (0, 1)
    assert "隐藏的工作表没有读：“乙”" in "".join(capsys.readouterr())


HOSTILE = {
    "不是工作簿": (b"PK\x03\x04 no", "这不是 Excel 工作簿，或已损坏"),
    "旧格式": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是旧的 Excel 文件（.xls），或设了密码"),
    "文字": ("项目,金额".encode(), "这不是 Excel 工作簿，或已损坏"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_workbook_is_told(name: str) -> None:
    content, said = HOSTILE[name]
    with pytest.raises(ReportgenError) as refused:
        read(content, path="表.xlsx")
    assert f"表.xlsx: 错误[文件] {said}" in str(refused.value)


def test_an_entity_is_refused_and_no_other_file_is_looked_at() -> None:
    doctype = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    content = edited(expenditure(), "xl/workbook.xml", {b"<workbook ": doctype + b"<workbook "})
    with pytest.raises(ReportgenError, match="不是 Excel 工作簿，或已损坏"):
        read(content)


def test_a_hundred_thousand_rows_are_refused_in_bounded_time() -> None:
    row = "<row><c><v>1</v></c>" + "<c t='inlineStr'><is><t>甲</t></is></c>" * 4 + "</row>"
    content = edited(
        expenditure(), "xl/worksheets/sheet1.xml", {b"</sheetData>": row.encode() * 100_000 + b"</sheetData>"}
    )
    begun = time.process_time()
    with pytest.raises(ReportgenError, match="没有读"):
        read(content)
    assert time.process_time() - begun < 30
