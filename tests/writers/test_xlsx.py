"""The tables as a workbook: what Excel shows in a cell is what is printed, a number is a number."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from reportgen.cli import main
from reportgen.document import Cell, Document, Revised, Revision, Role, Row, Table, Text, plain, walk
from reportgen.saving import ExistingFile, judge_built
from reportgen.writers import formats, on_request, writer
from reportgen.writers.as_xlsx import sheet_names
from tests import budgets
from tests.tools import need, ooxml_errors
from tests.trees import documents as any_document
from tests.writers.sample import BASIC, DOCUMENT, EMPTY, FORM, HOSTILE, STYLE, TWO_SIDED, cell, row, words


def file_of(document: Document) -> bytes:
    return writer("xlsx")(document, STYLE)


def book_of(*tables: Table, mark: str = "") -> Any:
    document = Document(words("甲局2026年部门预算"), "甲局", 2026, tables, mark=mark)
    return openpyxl.load_workbook(BytesIO(file_of(document)))


def sheet_of(table: Table) -> Any:
    return book_of(table).worksheets[1]


def numbers(*printed: str) -> Table:
    rows = (Row((Cell(words("甲"), Role.LABEL), Cell(words(each), Role.NUMBER))) for each in printed)
    return Table("甲", "", words("题"), (), (), 2, (row("头:项目 头:金额"),), tuple(rows))


def shown(table: Table) -> list[tuple[object, str]]:
    """Value and format of the numbers."""
    return [(at.value, at.number_format) for (_, at) in sheet_of(table).iter_rows(min_row=3)]


def test_each_table_is_a_sheet_in_order_behind_a_list_that_leads_to_it() -> None:
    book = book_of(TWO_SIDED, BASIC, EMPTY)
    assert book.sheetnames == ["目录", "预算01表", "预算06表", "预算08表"]
    listed = [(a.value, b.value, b.hyperlink.location) for a, b in book["目录"].iter_rows(min_row=4)]
    assert listed[0] == ("预算01表", "2020年部门收支总体情况表", "'预算01表'!A1")
    assert [each[0] for each in listed] == book.sheetnames[1:]
    assert [book["目录"]["A1"].value, book["目录"]["A2"].value] == ["甲局2026年部门预算", "甲局"]


def test_a_sheet_reads_from_the_number_of_the_table_to_its_notes() -> None:
    lines = [[at.value for at in line] for line in sheet_of(EMPTY).iter_rows()]
    assert lines == [
        ["预算08表", None, None],
        ["2020年政府性基金支出情况表", None, None],
        ["部门名称：洛阳市总工会", None, "单位：万元"],
        ["项目", "基本支出", "项目支出"],
        ["合计", None, None],
        ["说明：洛阳市总工会没有使用政府性基金安排的支出，故本表无数据。", None, None],
        [HOSTILE, None, None],
    ]


def test_a_number_is_a_number_in_the_format_that_prints_it_so() -> None:
    assert shown(numbers("1,064.2", "23.60", "-0.5", "7")) == [
        (1064.2, "#,##0.0"),
        (23.6, "#,##0.00"),
        (-0.5, "#,##0.0"),
        (7, "#,##0"),
    ]
    assert shown(numbers("1064.20", "12.34%")) == [(1064.2, "0.00"), (0.1234, "0.00%")]


@pytest.mark.parametrize("printed", ["007", "１２", "+5", "—", "1,0642", "1234567890123456", "9/10", "无"])
def test_what_excel_would_show_otherwise_stays_text(printed: str) -> None:
    assert shown(numbers(printed)) == [(printed, "@")]


def test_codes_are_text_and_labels_are_set_in() -> None:
    table = Table("甲", "", (), (), (), 2, (row("头:编码 头:名称"),), (row("编:0201 项>>:行政运行"),))
    code, label = sheet_of(table)[2]
    assert (code.value, code.data_type, code.number_format) == ("0201", "s", "@")
    assert (label.value, label.alignment.indent) == ("行政运行", 2)


def test_heads_are_joined_stay_in_sight_and_repeat_on_every_page() -> None:
    sheet = sheet_of(TWO_SIDED)
    assert {"A4:B4", "C4:D4", "A2:D2"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$4:$5")
    assert sheet_of(BASIC).freeze_panes == "D6"
    assert sheet_of(FORM).freeze_panes is None


def test_a_cell_that_spans_rows_is_one_cell_with_lines_all_around() -> None:
    sheet = sheet_of(BASIC)
    assert "A7:A8" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A7"].border.left.style == sheet["A8"].border.left.style == "thin"


def test_a_sheet_is_as_wide_as_its_page() -> None:
    turned = sheet_of(next(each for each in walk(DOCUMENT.blocks) if isinstance(each, Table) and each.landscape))
    assert (turned.page_setup.orientation, sheet_of(BASIC).page_setup.orientation) == ("landscape", "portrait")
    assert turned.sheet_properties.pageSetUpPr.fitToPage
    assert (turned.page_setup.fitToHeight, turned.page_setup.paperSize) == (0, 9)


def test_no_number_is_wider_than_its_column_and_long_words_take_more_lines() -> None:
    long = Table("甲", "", (), (), (), 2, (), (Row((cell("文:" + "长" * 90), cell("数:甲:123,456,789,012.00"))),))
    sheet = sheet_of(long)
    assert sheet.column_dimensions["B"].width > len("123,456,789,012.00")
    assert sheet.row_dimensions[1].height > 4 * STYLE.texts["表格"].size / 2


def test_a_draft_says_so_on_every_page() -> None:
    book = book_of(EMPTY, mark="草稿")
    assert {sheet.oddHeader.center.text for sheet in book.worksheets[1:]} == {"草稿"}
    assert book["目录"]["A2"].value == "甲局【草稿】"


def test_names_of_sheets_are_those_that_excel_takes() -> None:
    wanted = ["表一", "表一", "a/b:c", "A B C", "'引'", "长" * 40, "长" * 40, "", "History", "目录"]
    names = sheet_names(wanted)
    assert names == [
        "表一",
        "表一（2）",
        "a b c",
        "A B C（2）",
        "引",
        "长" * 31,
        "长" * 28 + "（2）",
        "表",
        "History表",
        "目录（2）",
    ]


def test_tracked_changes_are_written_as_the_newer_document() -> None:
    runs = (Text("甲", Revision.DELETED), Text("乙", Revision.INSERTED))
    table = Table("甲", "", (), (), (), 1, (), (Row((Cell(runs, Role.TEXT),)),))
    document = Document(words("题"), "", 2026, (table,), revised=Revised("某", "2026-01-01T00:00:00Z"))
    assert openpyxl.load_workbook(BytesIO(file_of(document))).worksheets[1]["A1"].value == "乙"


@settings(max_examples=20)
@given(any_document())
def test_any_document_makes_a_workbook_and_the_same_bytes(document: Document) -> None:
    content = file_of(document)
    assert file_of(document) == content
    tables = [each for each in walk(document.blocks) if isinstance(each, Table)]
    assert len(openpyxl.load_workbook(BytesIO(content)).worksheets) == len(tables) + 1


@pytest.mark.parametrize("name", ["example-2026", "baoshan-2020"])
def test_every_cell_of_an_example_shows_what_is_printed(name: str) -> None:
    document = budgets.published(name).document
    tables = [each for each in walk(document.blocks) if isinstance(each, Table) and not each.picture]
    book = openpyxl.load_workbook(BytesIO(budgets.built(name, "xlsx")))
    for table, sheet in zip(tables, book.worksheets[1:], strict=True):
        printed = [plain(each.runs) for line in table.head + table.body for each in line.cells if each.runs]
        above = [text for text in (table.number, *map(plain, (table.title, table.left, table.right))) if text]
        notes = [plain(note.runs) for note in table.notes]
        values = [at for line in sheet.iter_rows() for at in line if at.value is not None]
        assert [as_shown(at) for at in values] == [*above, *printed, *notes]


def as_shown(at: Any) -> str:
    """What Excel shows: a text as it is, a number in its format."""
    if at.data_type == "s":
        return str(at.value)
    places = len(at.number_format.partition(".")[2])
    number = Decimal(str(at.value))
    return f"{number:,.{places}f}" if "," in at.number_format else f"{number:.{places}f}"


def test_it_is_built_when_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ("xlsx" in formats(), "xlsx" in on_request()) == (False, True)
    assert main(["build", str(budgets.DATA / "luoyang-2020.yaml"), "--to", "xlsx", "-o", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["luoyang-2020.xlsx"]
    capsys.readouterr()
    assert main(["build", "--help"]) == 0
    assert "xlsx" in capsys.readouterr().out


def saved_again(content: bytes, change: Callable[[Any], object] = lambda _: None) -> bytes:
    book, stream = openpyxl.load_workbook(BytesIO(content)), BytesIO()
    change(book.worksheets[1])
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda _: None, ExistingFile.FREE),
        (lambda sheet: sheet.column_dimensions["A"].__setattr__("width", 50), ExistingFile.FREE),
        (lambda sheet: sheet.__setitem__("D9", 863.7), ExistingFile.EDITED),
    ],
)
def test_a_workbook_counts_as_edited_once_its_cells_show_something_else(
    change: Callable[[Any], object], found: ExistingFile, tmp_path: Path
) -> None:
    built, new = (file_of(Document(words(title), "甲局", 2026, (TWO_SIDED,))) for title in ("旧", "新"))
    assert judge_built(tmp_path / "a.xlsx", saved_again(built, change), new) is found
    assert judge_built(tmp_path / "a.xlsx", saved_again(built, change), saved_again(built, change)) is not found.EDITED


def test_tables_larger_than_any_that_is_read_make_a_workbook_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.source.xlsx_printed._ELEMENTS", 10)
    book = openpyxl.load_workbook(BytesIO(file_of(DOCUMENT)))
    assert len(book.worksheets) > 5
    assert not list(book.custom_doc_props.names)


def test_a_workbook_of_somebody_else_stays(tmp_path: Path) -> None:
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    assert judge_built(tmp_path / "a.xlsx", stream.getvalue(), file_of(DOCUMENT)) is ExistingFile.FOREIGN
    assert judge_built(tmp_path / "a.xlsx", b"PK", file_of(DOCUMENT)) is ExistingFile.UNREADABLE


def test_office_finds_nothing_wrong(tmp_path: Path) -> None:
    need("ooxml-validator")
    book = tmp_path / "x.xlsx"
    book.write_bytes(file_of(DOCUMENT))
    assert ooxml_errors(book, "Office2016") == []
