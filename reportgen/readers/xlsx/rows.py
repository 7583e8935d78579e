"""The visible rows of a sheet (看得见的行), each with the cells that stand in it.

A merged cell stands in each of its rows; contents hidden under it are left out.
Cells of words are headings and paragraphs: one cell may hold several, one below another.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from operator import or_

from reportgen.document import Block, Paragraph, Section, Text, plain
from reportgen.patterns import compiled
from reportgen.readers._headings import HeadingLine, by_level, heading, levelled
from reportgen.readers._lines import SIDE, TABLE_NUMBER, TextLine
from reportgen.readers._work import SQUARE, spend
from reportgen.records import NamedTuple, dataclass
from reportgen.source.nodes import Unreadable, shown
from reportgen.source.xlsx_file import CellPlace
from reportgen.source.xlsx_printed import PrintedSheet
from reportgen.source.xlsx_styles import PLAIN, CellStyle

_LAST = 1 << 20  # greater than any column
_MOST_SIDES = 3
_UNIT = compiled(r"[（(]?(?:金额)?单位[：:]\s*(?:人民币)?[万千百亿]?元[）)]?")


class RowCell(NamedTuple):
    """A cell in one row (格).

    Attributes:
        left, right: its first and last column, from 1. place: row and column where its text stands.
        below: it begins in a row above. typed: it holds a number, not a text.
    """

    text: str
    left: int
    right: int
    place: CellPlace
    below: bool
    typed: bool
    style: CellStyle


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A visible row (行).

    Attributes:
        cells: cells with text, and merged cells, from the left. said: those of them whose text begins in this row.
        is_caption: it stands above a table: its number, the department, the unit of money.
        is_part: it belongs to a table: it has several texts and is no caption.
    """

    number: int
    cells: tuple[RowCell, ...]
    said: tuple[RowCell, ...]
    is_caption: bool
    is_part: bool


def _row(number: int, cells: Iterable[RowCell]) -> SeenRow:
    ordered = tuple(sorted(cells, key=lambda cell: cell.left))
    said = tuple(cell for cell in ordered if cell.text and not cell.below)
    lines = lines_of(said[0].text) if len(said) == 1 else (cell.text for cell in said)
    marked = [bool(SIDE.match(line) or TABLE_NUMBER.fullmatch(line)) for line in lines]
    dated = [cell.text[:2] == "20" and "年" in cell.text and not cell.typed for cell in said]
    of_money = bool(said) and len(said) <= _MOST_SIDES and bool(_UNIT.fullmatch(said[-1].text)) and not said[0].typed
    caption = of_money or (any(marked) and (len(said) == 1 or all(map(or_, marked, dated))))
    return SeenRow(number, ordered, said, caption, len(said) > 1 and not caption)


def rows_of(sheet: PrintedSheet, ours: bool) -> list[SeenRow]:
    """Return the visible rows with text; of a sheet that the writer made, all rows within the frame."""
    top, left, bottom, right = sheet.framed if ours else (1, 1, 0, 0)
    blank = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    spend(SQUARE * (len(sheet.cells) + len(blank)))
    by_row: dict[int, list[RowCell]] = {}
    covered = _merged(sheet, by_row)
    for row, column in dict.fromkeys((*sheet.cells, *blank)):
        if (
            row not in sheet.hidden_rows
            and column not in sheet.hidden_columns
            and not _is_covered(column, covered, row)
        ):
            by_row.setdefault(row, []).append(_row_cell(sheet, (row, column), column, column))
    spend(SQUARE * len(by_row))
    return [_row(number, by_row[number]) for number in sorted(by_row)]


_Covered = dict[int, list[tuple[int, int]]]  # by row, the columns of merged cells from the left


def _merged(sheet: PrintedSheet, by_row: dict[int, list[RowCell]]) -> _Covered:
    """Add the merged cells to `by_row`, also those without text; return the columns that they cover, by row."""
    covered: _Covered = {}
    for top, left, bottom, right in sheet.merged:
        spend(SQUARE * (bottom - top + 1))
        rows = [row for row in range(top, bottom + 1) if row not in sheet.hidden_rows]
        for row in rows:
            covered.setdefault(row, []).append((left, right))
            by_row.setdefault(row, []).append(_row_cell(sheet, (top, left), left, right, below=row != rows[0]))
    for spans in covered.values():
        spans.sort()
    return covered


def _is_covered(column: int, covered: _Covered, row: int) -> bool:
    spans = covered.get(row)
    at = bisect_right(spans, (column, _LAST)) if spans else 0
    return bool(spans and at and spans[at - 1][1] >= column)


def _row_cell(sheet: PrintedSheet, place: CellPlace, left: int, right: int, below: bool = False) -> RowCell:
    cell, style = sheet.cells.get(place, ""), sheet.styles.get(place, PLAIN)
    text = shown(cell)
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(cell, Unreadable) and words.startswith("="):
        words = ""  # a formula without its result
    if text.startswith(" "):
        style = style._replace(indent=style.indent + (len(text) - len(text.lstrip(" "))) // 2)
    return RowCell(words, left, right, place, below, place in sheet.numbers, style)


def columns_of(sheet: PrintedSheet, rows: Iterable[SeenRow], whole: range) -> list[int]:
    """Return the visible columns of a table: all of `whole` if that is not empty, else those in which a cell begins."""
    used = whole or sorted({cell.left for row in rows for cell in row.cells})
    return [column for column in used if column not in sheet.hidden_columns]


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text that are not blank."""
    return filter(None, map(str.strip, text.split("\n")))


_EXPLAINED = compiled("[，,：:；…]")
_ITEMS = "(（0123456789①②③④⑤⑥⑦⑧⑨"

Lines = list[tuple[str, str]]  # each line with the origin of its cell


def lines_in(sheet: PrintedSheet, rows: Iterable[SeenRow]) -> Lines:
    """Return the lines in the cells of these rows, each with the origin of its cell."""
    said = [(cell.text, sheet.origin(cell.place)) for row in rows for cell in row.said]
    return [(line, origin) for text, origin in said for line in lines_of(text)]


def prose(lines: Lines) -> Iterator[TextLine]:
    """Yield the lines as headings, from the second level on, and paragraphs."""
    yield from _flat(by_level(levelled(starmap(_line, lines))))


def is_heading(text: str) -> bool:
    """Whether a line is a heading: it has a number, and no words that explain it."""
    found = heading(text)
    return bool(found and found.number and not _EXPLAINED.search(text))


def _line(text: str, origin: str) -> HeadingLine | Paragraph:
    found = heading(text)
    return found if found and is_heading(text) else Paragraph((Text(text),), origin=origin)


def _flat(blocks: Sequence[Block]) -> Iterator[TextLine]:
    """Yield the lines of the blocks; a numbered heading such as 1. with nothing below it becomes an item of a list."""
    for block in blocks:
        if isinstance(block, Section):
            is_item = not block.blocks and block.number[0] in _ITEMS
            yield TextLine(plain(block.title), number=block.number, level=0 if is_item else block.level + 1)
            yield from _flat(block.blocks)
        elif isinstance(block, Paragraph):
            yield TextLine(plain(block.runs), origin=block.origin)
