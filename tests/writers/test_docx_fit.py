"""How a table is fitted to its page: size of text, height of rows, and that no page is left with a row or nothing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from reportgen.document import Block, Table
from reportgen.writers.docx import write
from reportgen.writers.docx.table_pages import HeadingsAbove, TableFit, TableFits, least_height
from tests.writers.sample import STYLE, body, section, words
from tests.writers.test_docx import W, document, long, parts, printed_pages, style_of, wide
from tests.writers.test_docx import body as body_of

ALONE = HeadingsAbove(starts_page=True)
EASY = 400
SHARED = replace(STYLE, tables_share=True, texts={**STYLE.texts, "表题": replace(STYLE.texts["表题"], new_page=True)})


def fits(counts: range, above: HeadingsAbove = ALONE) -> list[TableFit]:
    return [TableFits(STYLE).fit_of(long(rows), STYLE.portrait, above) for rows in counts]


def test_text_keeps_its_size_whatever_the_page() -> None:
    assert {fit.layout.size for fit in fits(range(20, 300, 7))} == {21}


def test_rows_are_as_high_as_the_page_allows_and_never_too_dense() -> None:
    found = [fit.shortest_row for fit in fits(range(20, 300, 7))]
    assert min(found) >= STYLE.row_least
    assert found[0] == max(found) == STYLE.row_most
    assert len(set(found)) > 3


def rows_by_page(printed: list[list[str]]) -> list[list[int]]:
    """How many rows each page of each table has."""
    found: list[list[int]] = []
    for page in printed:
        if any("长表" in line for line in page):
            found.append([])
        found[-1].append(sum(bool(re.search(r"\b2000\d{3}\b", line)) for line in page))
    return found


def test_the_last_page_of_a_table_has_some_rows(tmp_path: Path) -> None:
    counts = [*range(24, 48, 3), 90, 120]
    tables = [replace(long(rows), name=str(rows)) for rows in counts]
    tree = replace(document(*tables), title=())
    pages = rows_by_page(printed_pages(tree, tmp_path, replace(SHARED, tables_share=False)))
    assert [sum(each) for each in pages] == counts
    assert [each for each in pages if each[-1] < 3] == []
    assert len({len(each) for each in pages}) > 2


def test_headings_above_a_table_take_their_part_of_the_page() -> None:
    whole = max(n for n, fit in enumerate(fits(range(20, 60)), 20) if fit.height)
    assert (
        TableFits(STYLE).fit_of(long(whole), STYLE.portrait, HeadingsAbove(starts_page=True, height=2000)).height == 0
    )


def test_short_tables_share_a_page_where_there_is_room() -> None:
    def breaks(*rows: int) -> int:
        root = etree.fromstring(parts(write(document(*map(long, rows)), SHARED))["word/document.xml"])
        return len([*root.iter(f"{W}pageBreakBefore")])

    assert [breaks(5, 5), breaks(5, 40), breaks(40, 5), breaks(5, 5, 5, 40)] == [0, 1, 1, 1]


def test_a_short_upright_table_stands_on_the_turned_page_before_it_where_there_is_room() -> None:
    def pages(*rows: int) -> int:
        tables = [wide(rows[0]), *map(long, rows[1:])]
        root = etree.fromstring(parts(write(document(*tables), SHARED))["word/document.xml"])
        return len([*root.iter(f"{W}sectPr")])

    assert [pages(3, 2), pages(3, 30), pages(30, 2)] == [2, 3, 3]
    assert [pages(1, 1, 1), pages(1, 10, 10), pages(1, 2, 30)] == [2, 3, 3]


def test_a_landscape_table_that_would_be_alone_shares_an_upright_page_where_its_columns_have_room() -> None:
    def turned(*landscape: bool, broad: bool = False) -> list[str]:
        """Of each section whether it is turned; the second table is the one in question."""
        tables = [replace(long(4), landscape=each) for each in landscape]
        if broad:
            tables[1] = replace(wide(4), name="表", title=words("表"))
        root = etree.fromstring(parts(write(replace(document(*tables), title=()), SHARED))["word/document.xml"])
        return ["横" if size.get(f"{W}orient") else "纵" for size in root.iter(f"{W}pgSz")]

    assert turned(False, True, False) == ["纵"]
    assert turned(False, True, False, broad=True) == ["横", "纵"]  # else one of those beside it stands on its page
    assert turned(False, True, True) == ["横"]


def test_a_short_upright_table_between_landscape_ones_stands_on_the_page_of_the_second_where_there_is_room() -> None:
    def tables_by_section(*tables: Table) -> list[int]:
        """How many tables each section has."""
        xml = parts(write(replace(document(*tables), title=()), SHARED))["word/document.xml"]
        return [section.count(b"<w:tbl>") for section in xml.split(b"</w:sectPr>")[:-1]]

    assert tables_by_section(wide(30), long(3), wide(3)) == [3]
    assert tables_by_section(wide(30), long(3), wide(30)) == [1, 1, 1]
    assert tables_by_section(long(9), long(3), wide(3)) == [2, 1]  # it stands on the page before it


def test_a_table_alone_on_a_page_that_it_leaves_empty_has_higher_rows() -> None:
    alone = ALONE._replace(alone=True)
    assert [fit.shortest_row > STYLE.row_most for fit in fits(range(2, 40, 12), alone)] == [True, False, False, False]


def test_a_form_that_is_a_little_too_long_is_set_smaller_wherever_it_stands() -> None:
    form = replace(long(50), head=(), widths=(2, 1, 1, 1))
    found = TableFits(STYLE).fit_of(replace(form, widths=()), STYLE.portrait, HeadingsAbove(starts_page=False))
    assert 15 <= found.layout.size < 21
    assert found.kept == {*range(32), 47, 48}  # what two thirds of a page hold; the other rows may follow on the next


def form(rows: int) -> Table:
    return replace(long(rows), title=words("表"), head=(), widths=(2, 1, 1, 1))


def test_a_form_below_text_leaves_no_page_nearly_empty(tmp_path: Path) -> None:
    """Printed, because it is the program that goes on to the next page: where little stands above, and where much."""
    paged = replace(STYLE, texts={**STYLE.texts, "一级标题": replace(STYLE.texts["一级标题"], new_page=True)})
    pairs = [(3, 30), (3, 34), (6, 44), (8, 44)]
    sections = [section(1, "|说明", *[body("第一行")] * lines, form(rows)) for lines, rows in pairs]
    pages = printed_pages(replace(document(*sections), title=()), tmp_path, paged)
    found = [(sum("第一行" in line for line in page), len(re.findall(r"\b2000\d{3}\b", str(page)))) for page in pages]
    assert found == [(3, 30), *((3, 31), (0, 3)), *((6, 30), (0, 14)), *((8, 0), (0, 44))]


def test_rows_under_one_label_stay_together_where_they_are_not_many() -> None:
    def grouped(rows: int) -> Table:
        table = long(90)
        first = replace(table.body[40], cells=(replace(table.body[40].cells[0], rows=rows), *table.body[40].cells[1:]))
        below = [replace(row, cells=row.cells[1:]) for row in table.body[41 : 40 + rows]]
        return replace(table, body=(*table.body[:40], first, *below, *table.body[40 + rows :]))

    few, many = (TableFits(STYLE).fit_of(grouped(rows), STYLE.portrait, ALONE).kept for rows in (5, 20))
    assert few == {0, 41, 42, 43, 44, 88, 89}
    assert many == {0, 88, 89}


@pytest.mark.parametrize(
    ("heights", "room", "least"),
    [
        ([200, 200], 10000, EASY),
        ([200, 900], 10000, EASY),
        ([200] * 20, 6000, 300),
        ([200, 200, 200, 800], 1700, 300),
        ([200] * 20, 4000, 0),
        ([], 4000, EASY),
    ],
)
def test_rows_are_as_high_as_they_can_all_be(heights: list[int], room: int, least: int) -> None:
    assert least_height(heights, room, EASY, alone=False) == least


def last_styles(*blocks: Block) -> list[str]:
    return [style_of(p) for p in body_of(*blocks).iterfind(f"{W}p") if style_of(p) in {"TableAfter", "TableLast"}]


def test_no_paragraph_follows_a_table_before_a_heading_on_the_next_page() -> None:
    paged = replace(STYLE, texts={**STYLE.texts, "一级标题": replace(STYLE.texts["一级标题"], new_page=True)})
    tree = document(section(1, "一、|表", long(2)), section(1, "二、|字", body("字")))
    root = etree.fromstring(parts(write(tree, paged))["word/document.xml"])
    assert [style_of(p) for p in root.iter(f"{W}p")][-3:] == ["CellRight", "Heading1", "Normal"]
    assert last_styles(long(2), body("字")) == ["TableAfter"]
    assert last_styles(body("字"), long(2)) == ["TableLast"]
