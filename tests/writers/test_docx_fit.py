"""How a table is fitted to its page: size of text, height of rows, and that no page is left with a row or nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from reportgen.document import Block
from reportgen.writers.docx import write
from reportgen.writers.docx.table_layout import EASY, least_height
from reportgen.writers.docx.tables import HeadingsAbove, fitted
from tests.writers.sample import STYLE, body, section
from tests.writers.test_docx import W, document, long, parts, printed_pages, style_of
from tests.writers.test_docx import body as body_of

ALONE = HeadingsAbove(starts_page=True)


def sizes(counts: range, above: HeadingsAbove = ALONE) -> list[int]:
    """The size that tables of so many rows are set in."""
    return [fitted(long(rows), STYLE, STYLE.portrait, above).layout.size for rows in counts]


def test_a_table_that_goes_overleaf_by_a_little_is_set_smaller_and_one_that_is_far_too_long_is_not() -> None:
    found = sizes(range(20, 80))
    shrunk = [size for size in found if size < 21]
    assert found[0] == found[-1] == 21
    assert min(found) == 15
    assert shrunk == sorted(shrunk, reverse=True)
    assert len(shrunk) > 6


def test_a_table_in_the_text_is_not_set_smaller_for_the_page_it_may_stand_on() -> None:
    assert set(sizes(range(20, 80), HeadingsAbove(starts_page=False))) == {21}


def test_headings_above_a_table_take_their_part_of_the_page() -> None:
    rows = next(n for n in range(20, 80) if sizes(range(n, n + 1)) == [20])
    assert sizes(range(rows, rows + 1), HeadingsAbove(starts_page=True, height=2000)) < [20]


def test_a_form_that_is_a_little_too_long_is_set_smaller_wherever_it_stands() -> None:
    form = replace(long(50), head=(), widths=(2, 1, 1, 1))
    found = fitted(replace(form, widths=()), STYLE, STYLE.portrait, HeadingsAbove(starts_page=False))
    assert found.layout.size < 21
    assert found.whole


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
    assert least_height(heights, room) == least


def test_a_table_that_goes_on_overleaf_keeps_its_rows_low() -> None:
    heights = {count: [*body_of(long(count)).iter(f"{W}trHeight")] for count in (5, 200)}
    assert {mark.get(f"{W}val") for mark in heights[5]} == {str(EASY)}
    assert heights[200] == []


def test_a_table_that_was_fitted_is_printed_on_one_page(tmp_path: Path) -> None:
    most = max(n for n, size in enumerate(sizes(range(20, 80)), 20) if size < 21)
    for rows in (10, most - 3, most):
        assert len(printed_pages(replace(document(long(rows)), title=()), tmp_path)) == 1


def last_styles(*blocks: Block) -> list[str]:
    return [style_of(p) for p in body_of(*blocks).iterfind(f"{W}p") if style_of(p) in {"TableAfter", "TableLast"}]


def test_no_paragraph_follows_a_table_before_a_heading_on_the_next_page() -> None:
    paged = replace(STYLE, texts={**STYLE.texts, "一级标题": replace(STYLE.texts["一级标题"], new_page=True)})
    tree = document(section(1, "一、|表", long(2)), section(1, "二、|字", body("字")))
    root = etree.fromstring(parts(write(tree, paged))["word/document.xml"])
    assert [style_of(p) for p in root.iter(f"{W}p")][-3:] == ["CellRight", "Heading1", "Normal"]
    assert last_styles(long(2), body("字")) == ["TableAfter"]
    assert last_styles(body("字"), long(2)) == ["TableLast"]
