"""The text writer: the golden form that reviewers read, so its tests are texts to read."""

import re

from hypothesis import given

from reportgen.document import Document, Paragraph, Section, Table, all_runs, plain
from reportgen.writers.txt import write
from tests.writers import sample
from tests.writers.sample import BROKEN, DOCUMENT, HOSTILE, STYLE, row, tables, words


def written(*blocks: Section | Paragraph | Table) -> str:
    return write(Document(words("标题"), "部门", 2025, blocks), STYLE).decode()


def table_of(*notation: str, heads: int = 0) -> Table:
    rows = tuple(map(row, notation))
    width = sum(cell.columns for cell in rows[0].cells)
    return Table("甲", "表1", words("题"), (), (), width, rows[:heads], rows[heads:])


def rows_of(table: Table) -> list[str]:
    return written(table).splitlines()[4:]


def test_headings_and_tables_stand_between_blank_lines_and_paragraphs_on_lines_of_their_own() -> None:
    inner = Section(2, "（一）", words("小节"), (Paragraph(words("第一段。")), Paragraph(words("第二段。"))))
    outer = Section(1, "一、", words("概况"), (inner, table_of("项:合计 数:甲:1.5"), Paragraph(words("末段。"))))
    assert written(Paragraph(words("引言。")), outer) == (
        "标题\n\n引言。\n\n一、概况\n\n（一）小节\n\n第一段。\n第二段。\n\n表1\n题\n合计 | 1.5\n\n末段。\n"
    )


def test_a_whole_table_reads_from_its_number_to_its_notes() -> None:
    assert written(sample.EMPTY) == (
        "标题\n\n"
        "预算08表\n"
        "2020年政府性基金支出情况表\n"
        "部门名称：洛阳市总工会　　单位：万元\n"
        "项目 | 基本支出 | 项目支出\n"
        "--\n"
        "合计 | |\n"
        "说明：洛阳市总工会没有使用政府性基金安排的支出，故本表无数据。\n"
        f"{HOSTILE}\n"
    )


def test_columns_can_be_followed_through_spans() -> None:
    heads = ("头:科目编码*2 头:总计/2 头:支出*2", "头:类 头:款 头:基本 头:项目")
    assert rows_of(table_of(*heads, "编:201 编:01 数:甲:3 数:乙:1 数:丙:2", heads=2)) == [
        "科目编码 || 总计 | 支出 ||",
        "类 | 款 | 〃 | 基本 | 项目",
        "--",
        "201 | 01 | 3 | 1 | 2",
    ]


def test_an_empty_cell_is_told_from_a_span() -> None:
    assert rows_of(table_of("项:甲*2 项:乙", "项:甲 项: 项:乙", "项:甲 项:乙*2", "项:甲 项:乙 项:", "项: 项: 项:")) == [
        "甲 || 乙",
        "甲 | | 乙",
        "甲 | 乙 ||",
        "甲 | 乙 |",
        "| |",
    ]


def test_a_block_of_columns_and_rows_goes_on_below() -> None:
    assert rows_of(table_of("项:甲*2/2 项:乙", "项:丙")) == ["甲 || 乙", "〃 || 丙"]


def test_levels_of_labels_are_set_in() -> None:
    assert rows_of(table_of("项:甲 数:甲:1", "项>:乙 数:乙:1", "项>>:丙 数:丙:1")) == [
        "甲 | 1",
        "　乙 | 1",
        "　　丙 | 1",
    ]


@given(tables())
def test_every_row_says_what_its_grid_is(table: Table) -> None:
    """A reader of the lines alone finds the spans of the tree again."""
    lines = [line for line in written(table).splitlines()[2:] if line]
    for line, cells in zip(lines, table.body, strict=True):
        pieces = re.findall(r"([^ |]+)(?: (\|*))?", line)
        spans = [max(len(pipes), 1) for _, pipes in pieces]
        assert sum(spans) == table.width
        there = [(text, span) for (text, _), span in zip(pieces, spans, strict=True) if text != "〃"]
        assert there == [(plain(cell.runs), cell.columns) for cell in cells.cells]


def test_every_word_stands_in_the_text_verbatim_and_in_order() -> None:
    text, at = write(DOCUMENT, STYLE).decode().replace("⏎", "\n"), 0  # a line break inside a cell is a sign
    for runs in all_runs(DOCUMENT):
        at = text.index(plain(runs), at) + len(plain(runs))
    assert text.count(BROKEN) == sum(plain(runs).count(BROKEN) for runs in all_runs(DOCUMENT))


def test_lines_have_no_space_at_their_ends_and_blank_lines_never_meet() -> None:
    text = write(DOCUMENT, STYLE).decode()
    assert not re.search(r"[ \t]\n|\n \S|\n\n\n", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_the_same_document_makes_the_same_text() -> None:
    assert write(DOCUMENT, STYLE) == write(DOCUMENT, STYLE)
