"""The originals come out again: every heading, sentence figure, table, form, cell and note, in every format.

The files are read with parsers that are not ours. What differs from the originals is said in docs/examples.md; the part
of it that a transcription can tell stands there (差异, 其后, 补注) and nowhere else.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from typing import Any

import docx
from bs4 import BeautifulSoup
from bs4.element import Tag
from docx.text.paragraph import Paragraph as WordParagraph

from reportgen.document import Cell, Section, plain, walk
from tests.budgets import FORMATS, LUOYANG, PUBLISHED, built, forms, originals, placed, said, tables, text_row
from tests.budgets import published as report_of
from tests.originals.compare import docx_tables, docx_text, html_tables, html_text, missing_in_order, tokens
from tests.originals.published import Grid, all_tokens, published

TOTALS = {"合计", "收入合计", "支出合计", "收入总计", "支出总计"}
LONG = "…"  # a long text, which is ours


def bare(text: str) -> str:
    """Without white space, full-width signs as half-width ones (docs/examples.md)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def packed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


# What a file says: lines, headings and grids in order
@dataclass(frozen=True)
class Heading:
    text: str


Lines = list[list[str]]
Item = str | Heading | Lines


@cache
def items(name: str, form: str) -> tuple[Item, ...]:
    data = built(name, form)
    match form:
        case "docx":
            return tuple(word_items(data))
        case "html":
            return tuple(page_items(data))
        case _:
            return tuple(text_items(data, [table.width for table in tables(report_of(name).document)]))


def word_items(data: bytes) -> Iterator[Item]:
    grids = iter(docx_tables(data))
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if not isinstance(block, WordParagraph):
            yield next(grids)
        elif block.style is not None and str(block.style.name).startswith("Heading"):
            yield Heading(block.text)
        elif not (block.style is not None and str(block.style.style_id).startswith("TOC")):
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
    grid: Lines = []
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


def test_every_example_has_its_transcription() -> None:
    assert len(PUBLISHED) >= 5
    assert all(published(name).sections for name in PUBLISHED)


# Text
def heading_of(section: dict[str, str]) -> str:
    return bare(section["编号"] + section["标题"])


def known_headings(name: str) -> set[str]:
    blocks = walk(report_of(name).document.blocks)
    return {bare(block.number + plain(block.title)) for block in blocks if isinstance(block, Section)}


@originals
@forms
def test_the_headings_are_the_published_ones(name: str, form: str) -> None:
    wanted = [*map(heading_of, published(name).sections), *map(bare, published(name).further)]
    printed = [bare(item.text) for item in items(name, form) if isinstance(item, Heading)]
    if form == "txt":  # where a paragraph that stands alone looks like a heading
        printed = [text for text in printed if text in known_headings(name)]
    assert printed == wanted


def sections(name: str, form: str) -> list[tuple[dict[str, Any], str]]:
    """Each transcribed section with the text that stands between its heading and the next."""
    words = [item for item in items(name, form) if not isinstance(item, list)]
    lines = [item if isinstance(item, str) else item.text for item in words]
    headings, starts, at = published(name).sections, list[int](), 0
    for wanted in [*map(heading_of, headings), *map(bare, published(name).further[:1])]:
        at = next(i for i in range(at, len(lines)) if bare(lines[i]) == wanted) + 1
        starts.append(at)
    ends = [*starts, len(lines) + 1] if len(starts) == len(headings) else starts
    texts = ["\n".join(lines[start : end - 1]) for start, end in pairwise(ends)]
    return list(zip(headings, texts, strict=True))


def with_unit(found: Iterable[str]) -> list[str]:
    return [token for token in found if token[-1] in "元%"]


@originals
@forms
def test_every_section_prints_the_published_figures(name: str, form: str) -> None:
    """Money and percentages exactly as they are printed and no others; counts among the further numbers, in order."""
    wrong = {}
    for section, text in sections(name, form):
        wanted, printed = list(all_tokens(section)), tokens(text)
        if missing_in_order(wanted, printed) or with_unit(wanted) != with_unit(printed):
            wrong[section["标题"]] = (wanted, printed)
    assert wrong == {}


# Tables and forms
@dataclass(frozen=True)
class Printed:
    """One table as a file shows it, with the lines above it and below."""

    caption: str
    grid: Lines
    notes: list[str]


@cache
def printed_grids(name: str, form: str) -> list[Printed]:
    grids, above, below = list[Lines](), [list[str]()], list[list[str]]()
    for item in items(name, form):
        if isinstance(item, list):
            grids.append(item)
            above.append([])
            below.append(above[-1])
        elif isinstance(item, Heading) and not (form == "txt" and bare(item.text) not in known_headings(name)):
            above[-1] = []  # what stood there was about the table before
        elif text := (item if isinstance(item, str) else item.text).strip():
            above[-1].append(text)
    wanted = published(name).grids
    assert len(grids) == len(wanted)
    sizes = [caption_lines(lines, caption_of(grid)) for lines, grid in zip(above, wanted, strict=False)]
    captions = [bare("".join(lines[len(lines) - size :])) for lines, size in zip(above, sizes, strict=False)]
    notes = [
        lines[: len(lines) - size] if lines is above[i + 1] else lines
        for i, (lines, size) in enumerate(zip_longest(below, sizes[1:], fillvalue=0))
        if isinstance(lines, list) and isinstance(size, int)
    ]
    return [Printed(*one) for one in zip(captions, grids, notes, strict=True)]


def caption_lines(lines: list[str], caption: str) -> int:
    """How many of the lines above a table say its number, title and line below."""
    return next((n for n in range(1, len(lines) + 1) if bare("".join(lines[-n:])) == caption), 0)


def caption_of(grid: Grid) -> str:
    return bare(grid.number + grid.title + grid.left + grid.right)


def compared(name: str, form: str) -> list[tuple[str, Grid, Printed]]:
    """Every transcribed grid with the printed one."""
    pairs = zip(published(name).grids, printed_grids(name, form), strict=True)
    return [(grid.number or grid.title, grid, printed) for grid, printed in pairs]


def head_rows(grid: Grid) -> int:
    return max(map(len, grid.head), default=0)


def paths(head: Lines) -> list[list[str]]:
    """The titles above each column: a blank is part of the title at its left if both stand under one, else of none."""
    above: list[list[str]] = [[] for _ in head[0]]
    for row in head:
        here = [list(path) for path in above]
        for column, cell in enumerate(map(packed, row)):
            left = column > 0 and above[column - 1] == above[column] and len(here[column - 1]) > len(above[column - 1])
            here[column] += [cell] if cell else here[column - 1][-1:] if left else []
        above = here
    return above


@originals
@forms
def test_every_table_has_its_number_title_and_line_below(name: str, form: str) -> None:
    wrong = {n: printed.caption for n, grid, printed in compared(name, form) if printed.caption != caption_of(grid)}
    assert wrong == {}


@originals
@forms
def test_every_table_has_the_published_columns(name: str, form: str) -> None:
    wrong = {}
    for number, grid, printed in compared(name, form):
        wanted = [[bare(title) for title in path] for path in grid.head]
        shown = [] if grid.form else [list(map(bare, path)) for path in paths(printed.grid[: head_rows(grid)])]
        if shown != wanted:
            wrong[number] = shown
    assert wrong == {}


@originals
@forms
def test_every_table_has_the_published_rows(name: str, form: str) -> None:
    wrong = []
    for number, grid, printed in compared(name, form):
        if grid.form:
            continue
        body = printed.grid[head_rows(grid) :]
        assert all(not any(row) for row in body[: grid.blank])
        given = [cells(row, grid.labels) for row in body[grid.blank :]]
        wanted = [cells(row, grid.labels) for row in grid.rows]
        if given != wanted:
            wrong.append((number, [pair for pair in zip_longest(wanted, given) if pair[0] != pair[1]]))
    assert wrong == []


def cells(row: list[str], labels: list[int]) -> tuple[list[str], dict[int, str]]:
    """Labels, and numbers by column. A total spans the code cells beside its label, so of it only words count."""
    words = [bare(row[column]) for column in labels]
    if TOTALS & set(words):
        words = [word for word in words if word]
    return words, {column: cell for column, cell in enumerate(row) if column not in labels}


@originals
@forms
def test_every_form_has_the_published_cells(name: str, form: str) -> None:
    wrong = []
    for number, grid, printed in compared(name, form):
        if grid.form:
            given = [[bare(cell) for cell in row if cell.strip()] for row in printed.grid]
            wanted = [[bare(cell) for cell in row if cell.strip()] for row in grid.rows]
            pairs = zip_longest(wanted, given, fillvalue=[])
            wrong += [(number, *pair) for pair in pairs if not alike(*pair)]
    assert wrong == []


def alike(wanted: list[str], given: list[str]) -> bool:
    """Whether the cells say the same; where the original has a long text ours has one too."""
    pairs = zip_longest(wanted, given, fillvalue="")
    return all(one == other or (one == bare(LONG) and other) for one, other in pairs)


@originals
@forms
def test_every_table_has_the_published_notes(name: str, form: str) -> None:
    wrong = {}
    for number, grid, printed in compared(name, form):
        begins = [bare(note)[: len(bare(start))] for note, start in zip(printed.notes, grid.added, strict=False)]
        rest = [bare(note) for note in printed.notes[len(grid.added) :]][: len(grid.notes)]
        if begins != list(map(bare, grid.added)) or rest != list(map(bare, grid.notes)):
            wrong[number] = printed.notes
    assert wrong == {}


# The tree, where nothing has to be guessed
@originals
def test_the_tree_has_no_other_notes(name: str) -> None:
    counted = [len(table.notes) for table in tables(report_of(name).document)]
    assert counted == [len(grid.added) + len(grid.notes) for grid in published(name).grids]


@originals
def test_the_tree_has_the_published_columns_under_their_true_spans(name: str) -> None:
    for grid, built_table in zip(published(name).grids, tables(report_of(name).document), strict=True):
        rows = built_table.head[: head_rows(grid)]
        above: list[list[Cell]] = [[] for _ in range(built_table.width)]
        for cell, _, column in placed(rows, built_table.width) if rows else ():
            for under in above[column : column + cell.columns]:
                under.append(cell)
        titles = [[bare(said(cell)) for cell in path] for path in above]
        assert grid.form or titles == [list(map(bare, path)) for path in grid.head]


@originals
def test_the_tree_has_the_published_rows_with_labels_over_their_codes(name: str) -> None:
    """Every cell of the grid is told with the label that covers it."""
    for published_grid, built_table in zip(published(name).grids, tables(report_of(name).document), strict=True):
        if published_grid.form:
            continue
        grid: Lines = [[""] * built_table.width for _ in built_table.body]
        for cell, row, column in placed(built_table.body, built_table.width):
            grid[row][column] = said(cell)
        wanted = [[cell for cell in map(bare, row) if cell] for row in published_grid.rows]
        printed = [[cell for cell in map(bare, row) if cell] for row in grid]
        marks = [[bare(said(cell)) for cell in row.cells] for row in built_table.head[head_rows(published_grid) :]]
        assert [*marks, *filter(None, printed)] == list(filter(None, wanted))


# From outside: nothing but the order of all numbers
@originals
@forms
def test_all_published_money_and_percentages_are_there_in_order(name: str, form: str) -> None:
    wanted, printed = published(name).tokens(), tokens(whole_text(name, form))
    for zero in (False, True):
        asked = [token for token in wanted if is_zero(token) == zero]
        missing = missing_in_order(asked, [token for token in printed if is_zero(token) == zero])
        assert zero or len(asked) > 10
        assert missing == []


def is_zero(token: str) -> bool:
    return not any(digit in token for digit in "123456789")


def test_a_figure_that_is_not_printed_would_be_missed() -> None:
    wanted, printed = published(LUOYANG).tokens(), tokens(whole_text(LUOYANG, FORMATS[0]))
    assert missing_in_order([*wanted, "12345.67"], printed) == ["12345.67"]
