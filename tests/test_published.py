"""The two originals come out again: every heading, sentence figure, table, cell and note, in every format.

The files are read with parsers that are not ours. What differs from the originals is said in docs/examples.md; the part
of it that a transcription can tell stands in the tables below and nowhere else.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from docx.text.paragraph import Paragraph as WordParagraph

from reportgen.document import Cell, Section, Table, plain, walk
from tests.budgets import FORMATS, NAMES, built, placed, published, said, tables, text_row
from tests.originals.compare import (
    docx_tables,
    docx_text,
    html_tables,
    html_text,
    missing_in_order,
    tokens,
    transcription,
)

LUOYANG, BAOSHAN = NAMES

# (document, table) -> notes that stand before the transcribed ones: in our own words, or missing in the original.
ADDED_NOTES = {
    (LUOYANG, 7): ["注：“三公”经费由三项构成："],
    (LUOYANG, 9): ["说明：洛阳市总工会没有国有资本经营预算收入，也没有使用国有资本经营预算安排的支出，故本表无数据。"],
}
BLANK_ROWS = {(BAOSHAN, 5): 6}  # as in the original; the transcription leaves them out
FURTHER = {
    LUOYANG: ["第三部分名词解释", "洛阳市总工会2020年度部门预算表"],
    BAOSHAN: ["十一、支出项目绩效目标申报表", "第四部分专业名词解释"],
}  # headings after the transcribed ones
LABELS = {
    "项目", "类", "款", "项", "单位代码", "单位（科目名称）",
    "科目编码", "科目名称", "功能分类科目名称", "经济分类科目名称",
}  # fmt: skip
TOTALS = {"合计", "收入合计", "支出合计", "收入总计", "支出总计"}
NUMBER = re.compile(r"[0-9,]+(?:\.[0-9]+)?")

documents = pytest.mark.parametrize("name", NAMES, ids=["洛阳", "宝山"])
forms = pytest.mark.parametrize("form", FORMATS)


def bare(text: str) -> str:
    """Without white space, full-width signs as half-width ones (docs/examples.md)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def packed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@cache
def original(name: str) -> dict[str, Any]:
    return transcription(name)


# What a file says: lines, headings and grids in order
@dataclass(frozen=True)
class Heading:
    text: str


Grid = list[list[str]]
Item = str | Heading | Grid


@cache
def items(name: str, form: str) -> tuple[Item, ...]:
    data = built(name, form)
    match form:
        case "docx":
            return tuple(word_items(data))
        case "html":
            return tuple(page_items(data))
        case _:
            return tuple(text_items(data, [table.width for table in tables(published(name).document)]))


def word_items(data: bytes) -> Iterator[Item]:
    grids = iter(docx_tables(data))
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if not isinstance(block, WordParagraph):
            yield next(grids)
        elif block.style is not None and str(block.style.name).startswith("Heading"):
            yield Heading(block.text)
        else:
            yield block.text


def main_of(data: bytes) -> Tag:
    """The page without its contents, which repeat the headings."""
    main = BeautifulSoup(data, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def page_items(data: bytes) -> Iterator[Item]:
    main = main_of(data)
    grids = iter(html_tables(main.encode()))
    for node in main.find_all(["h2", "h3", "h4", "h5", "h6", "p", "table"]):
        if node.name == "table":
            yield from (line.get_text() for line in node.select("caption p"))
            yield next(grids)
        elif node.name != "p":
            yield Heading(node.get_text())
        elif node.find_parent("table") is None:
            yield node.get_text()


def text_items(data: bytes, widths: Iterable[int]) -> Iterator[Item]:
    """A line between blank ones is a heading (or a paragraph alone); lines with `|` are a table."""
    lines, width = ["", *data.decode().split("\n"), ""], iter(widths)
    grid: Grid = []
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if "|" in line:
            grid.append(text_row(line, len(grid[0]) if grid else next(width, 0)))
        elif line != "--":
            if grid:
                yield grid
            grid = []
            yield Heading(line) if line and not above and not below else line


def whole_text(name: str, form: str) -> str:
    data = built(name, form)
    match form:
        case "docx":
            return docx_text(data)
        case "html":
            return html_text(main_of(data).encode())
        case _:
            return data.decode()


# Text
def heading_of(section: dict[str, str]) -> str:
    return bare(section["编号"] + section["标题"])


@documents
@forms
def test_the_headings_are_the_published_ones(name: str, form: str) -> None:
    wanted = [*map(heading_of, original(name)["叙述"]), *FURTHER[name]]
    printed = [bare(item.text) for item in items(name, form) if isinstance(item, Heading)]
    if form == "txt":  # where a paragraph that stands alone looks like a heading
        blocks = walk(published(name).document.blocks)
        known = {bare(block.number + plain(block.title)) for block in blocks if isinstance(block, Section)}
        printed = [text for text in printed if text in known]
    assert printed == wanted


def sections(name: str, form: str) -> list[tuple[dict[str, Any], str]]:
    """Each transcribed section with the text that stands between its heading and the next."""
    words = [item for item in items(name, form) if not isinstance(item, list)]
    lines = [item if isinstance(item, str) else item.text for item in words]
    headings, starts, at = original(name)["叙述"], list[int](), 0
    for wanted in [*map(heading_of, headings), FURTHER[name][0]]:
        at = next(i for i in range(at, len(lines)) if bare(lines[i]) == wanted) + 1
        starts.append(at)
    texts = ["\n".join(lines[start : end - 1]) for start, end in pairwise(starts)]
    return list(zip(headings, texts, strict=True))


def with_unit(found: list[str]) -> list[str]:
    return [token for token in found if token[-1] in "元%"]


@documents
@forms
def test_every_section_prints_the_published_figures(name: str, form: str) -> None:
    """Money and percentages exactly as they are printed and no others; counts among the further numbers, in order."""
    wrong = {}
    for section, text in sections(name, form):
        wanted, printed = tokens(" ".join(section["数"])), tokens(text)
        if missing_in_order(wanted, printed) or with_unit(wanted) != with_unit(printed):
            wrong[section["标题"]] = (wanted, printed)
    assert wrong == {}


# Tables
@dataclass(frozen=True)
class Printed:
    """One table as a file shows it."""

    caption: str
    grid: Grid
    notes: list[str]


@cache
def printed_tables(name: str, form: str) -> list[Printed]:
    """The transcribed tables; forms may follow them."""
    grids, between = list[Grid](), [list[str]()]
    for item in items(name, form):
        if isinstance(item, list):
            grids.append(item)
            between.append([])
        elif isinstance(item, str) and item.strip():
            between[-1].append(item)
        elif isinstance(item, Heading) and len(grids) >= len(original(name)["表"]):
            break
    wanted = [*map(caption_of, original(name)["表"]), *map(further_caption, further_tables(name))]
    sizes = [caption_lines(lines, caption) for lines, caption in zip(between, wanted, strict=False)]
    captions = [bare("".join(lines[len(lines) - size :])) for lines, size in zip(between, sizes, strict=False)]
    notes = [lines[: len(lines) - size] for lines, size in zip_longest(between, sizes, fillvalue=0)]
    return [Printed(*one) for one in zip(captions, grids, notes[1:], strict=False)]


def caption_lines(lines: list[str], caption: str) -> int:
    """How many of the lines above a table say its number, title and line below."""
    return next((n for n in range(1, len(lines) + 1) if bare("".join(lines[-n:])) == caption), 0)


def caption_of(table: dict[str, Any]) -> str:
    return bare(table["编号"] + table["标题"] + table["左"] + table["右"])


def further_tables(name: str) -> list[Table]:
    return tables(published(name).document)[len(original(name)["表"]) :]


def further_caption(table: Table) -> str:
    return bare(table.number + plain(table.title) + plain(table.left) + plain(table.right))


def compared(name: str, form: str) -> list[tuple[int, dict[str, Any], Printed]]:
    pairs = zip(original(name)["表"], printed_tables(name, form), strict=False)
    numbered = [(number, *pair) for number, pair in enumerate(pairs, 1)]
    assert len(numbered) == len(original(name)["表"])
    return numbered


def head_rows(table: dict[str, Any]) -> int:
    return max(map(len, table["表头"]))


def paths(head: Grid) -> list[list[str]]:
    """The titles above each column: a blank is part of the title at its left if both stand under one, else of none."""
    above: list[list[str]] = [[] for _ in head[0]]
    for row in head:
        here = [list(path) for path in above]
        for column, cell in enumerate(map(packed, row)):
            left = column > 0 and above[column - 1] == above[column] and len(here[column - 1]) > len(above[column - 1])
            here[column] += [cell] if cell else here[column - 1][-1:] if left else []
        above = here
    return above


@documents
@forms
def test_every_table_has_its_number_title_and_line_below(name: str, form: str) -> None:
    wrong = {n: printed.caption for n, table, printed in compared(name, form) if printed.caption != caption_of(table)}
    assert wrong == {}


@documents
@forms
def test_every_table_has_the_published_columns(name: str, form: str) -> None:
    wrong = {}
    for number, table, printed in compared(name, form):
        wanted = [[packed(title) for title in path] for path in table["表头"]]
        if paths(printed.grid[: head_rows(table)]) != wanted:
            wrong[number] = paths(printed.grid[: head_rows(table)])
    assert wrong == {}


@documents
@forms
def test_every_table_has_the_published_rows(name: str, form: str) -> None:
    wrong = []
    for number, table, printed in compared(name, form):
        body = printed.grid[head_rows(table) :]
        blank = BLANK_ROWS.get((name, number), 0)
        assert all(not any(row) for row in body[:blank])
        kept = [column for column, path in enumerate(table["表头"]) if path[-1] in LABELS]
        given = [cells(row, kept) for row in body[blank:]]
        wanted = [cells(row, kept) for row in table["行"]]
        if given != wanted:
            wrong.append((number, [pair for pair in zip_longest(wanted, given) if pair[0] != pair[1]]))
    assert wrong == []


def cells(row: list[str], labels: list[int]) -> tuple[list[str], dict[int, str]]:
    """Labels, and numbers by column. A total spans the code cells beside its label, so of it only words count."""
    words = [packed(row[column]) for column in labels]
    if TOTALS & set(words):
        words = [word for word in words if word]
    return words, {column: cell for column, cell in enumerate(row) if column not in labels}


@documents
@forms
def test_every_table_has_the_published_notes(name: str, form: str) -> None:
    wrong = {}
    for number, table, printed in compared(name, form):
        added = ADDED_NOTES.get((name, number), [])
        begins = [bare(note)[: len(bare(start))] for note, start in zip(printed.notes, added, strict=False)]
        if begins != list(map(bare, added)) or printed.notes[len(added) :] != table["注"]:
            wrong[number] = printed.notes
    assert wrong == {}


@documents
def test_the_tree_has_the_published_columns_under_their_true_spans(name: str) -> None:
    for table, built_table in zip(original(name)["表"], tables(published(name).document), strict=False):
        rows = built_table.head[: head_rows(table)]
        above: list[list[Cell]] = [[] for _ in range(built_table.width)]
        for cell, _, column in placed(rows, built_table.width):
            for under in above[column : column + cell.columns]:
                under.append(cell)
        titles = [[packed(said(cell)) for cell in path] for path in above]
        assert titles == [list(map(packed, path)) for path in table["表头"]]


@documents
def test_the_tree_has_the_published_rows_with_labels_over_their_codes(name: str) -> None:
    """In the tree nothing has to be guessed: every cell of the grid is told with the label that covers it."""
    for table, built_table in zip(original(name)["表"], tables(published(name).document), strict=False):
        grid: Grid = [[""] * built_table.width for _ in built_table.body]
        for cell, row, column in placed(built_table.body, built_table.width):
            grid[row][column] = said(cell)
        wanted = [[cell for cell in map(packed, row) if cell] for row in table["行"]]
        printed = [[cell for cell in map(packed, row) if cell] for row in grid]
        marks = [[packed(said(cell)) for cell in row.cells] for row in built_table.head[head_rows(table) :]]
        assert [*marks, *filter(None, printed)] == list(filter(None, wanted))


# From outside: nothing but the order of all numbers
@documents
@forms
def test_all_published_money_and_percentages_are_there_in_order(name: str, form: str) -> None:
    wanted, printed = published_tokens(name), tokens(whole_text(name, form))
    for zero in (False, True):
        asked = [token for token in wanted if is_zero(token) == zero]
        missing = missing_in_order(asked, [token for token in printed if is_zero(token) == zero])
        assert len(asked) > 10
        reproduced = 100 - 100 * len(missing) / len(asked)
        assert reproduced == 100, missing


def published_tokens(name: str) -> list[str]:
    """Money and percentages of the transcription in the document's order: 宝山's tables stand in its second part."""
    narrative = [with_unit(tokens(" ".join(section["数"]))) for section in original(name)["叙述"]]
    cut = 5 if name == BAOSHAN else len(narrative)
    assert name != BAOSHAN or original(name)["叙述"][cut - 1]["编号"] == "第三部分"
    listed = [token for table in original(name)["表"] for token in table_tokens(table)]
    before, after = narrative[:cut], narrative[cut:]
    return [*(t for part in before for t in part), *listed, *(t for part in after for t in part)]


def table_tokens(table: dict[str, Any]) -> list[str]:
    kept = [column for column, path in enumerate(table["表头"]) if path[-1] not in LABELS]
    return [t for row in table["行"] for column in kept if NUMBER.fullmatch(row[column]) for t in tokens(row[column])]


def is_zero(token: str) -> bool:
    return not re.search("[1-9]", token)
