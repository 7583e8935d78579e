"""Column widths and row heights (列宽、行高), worked out from what cells hold.

Text is measured in half ems: a Chinese character is two, a digit one. Widths that a column needs are in twentieths of
an em, with room for fonts that may replace the right one. Each column has four of them, from narrow to wide:

    hard   any narrower, and a number or a word of a head would break
    soft   labels take at most three lines, unless they are very long
    good   short heads and labels take one line
    wish   nothing wraps

The table is set in the largest font size in which the soft widths fit. What is left over goes to the good widths
first, then to the wishes, then to all columns alike. Heights are estimates: enough to decide whether a table fits on a
page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import assert_never

from reportgen.document import Cell, Role, Section, Table, plain
from reportgen.grid import grid
from reportgen.style import StyleSheet, TextStyle
from reportgen.writers.docx.markup import SHARED
from reportgen.writers.docx.styles import heading_kind, pitch

MARGIN = 60  # twips, at either side of a cell
SLACK = 20  # twips, so that rounding never breaks a number

_BROAD = re.compile(f"[^\x00-\u02ff]|[A-Z%&@{SHARED}]")
_WORD = re.compile("[!-~]+")
# Half ems: least width of heads and labels, label still readable, short head, short label, longest wish.
_HALF = 10  # twentieths of an em
_DIGIT = 13  # twentieths of an em that a digit may take: 10 in 宋体 and Times New Roman, more in what replaces them
_LEAST, _READABLE, _SHORT_HEAD, _SHORT, _LONG = 4, 10, 8, 24, 80
EASY = 400  # twips, 7 mm
_STEP = 20
HEAD_ROOM = 10  # twips, above and below the text of a cell
_BORDER = 10
_SINGLE = 13  # twips of a single line for each half-point of its size


@dataclass(frozen=True, slots=True)
class Need:
    """The width that a column or a span of columns needs (所需宽度), in twentieths of an em."""

    hard: int = 20
    soft: int = 20
    good: int = 20
    wish: int = 20

    def __or__(self, other: "Need") -> "Need":
        return Need(*map(max, self.degrees, other.degrees))

    @property
    def degrees(self) -> tuple[int, int, int, int]:
        """All four, from narrow to wide."""
        return self.hard, self.soft, self.good, self.wish


@dataclass(frozen=True, slots=True)
class TableWidths:
    """Column widths in twips, and the font size of the table in half-points (列宽)."""

    widths: tuple[int, ...]
    size: int

    @property
    def edges(self) -> tuple[int, ...]:
        """Where the grid lines are, in twips from the left."""
        return (0, *accumulate(self.widths))


def layout(table: Table, width: int, size: int, smallest: int) -> TableWidths:
    """The table fitted into a width in twips, in its font size or the largest smaller one in which it fits."""
    return _fitted(table, column_needs(table), width, size, smallest)


def layouts(table: Table, width: int, size: int, smallest: int) -> Iterator[TableWidths]:
    """The same, and then in every smaller size, a half-point at a time."""
    needs = column_needs(table)
    fit = _fitted(table, needs, width, size, smallest)
    yield fit
    for smaller in range(fit.size - 1, smallest - 1, -1):
        yield _fitted(table, needs, width, smaller, smaller)


def _fitted(table: Table, needs: Sequence[Need], width: int, size: int, smallest: int) -> TableWidths:
    if table.widths:
        return TableWidths(tuple(_shared(width, table.widths)), size)
    floor = min(size, smallest)
    choices = [(chosen, 1) for chosen in range(size, floor - 1, -1)] + [(floor, 0)]
    for chosen, degree in choices:
        degrees = [[_twips(need.degrees[i], chosen) for need in needs] for i in range(degree, 4)]
        if sum(degrees[0]) <= width:
            return TableWidths(_spread(degrees, width), chosen)
    return TableWidths(tuple(_shared(width, degrees[0])), floor)


def column_needs(table: Table) -> list[Need]:
    """What every column needs. A cell that spans several columns adds to each what they lack together."""
    spans: dict[tuple[int, int], Need] = {}
    for (column, columns, role, indent), halves in broadest(table).items():
        place = column, columns
        spans[place] = _need(role, halves, indent) | spans.get(place, _NOTHING)
    needs = [spans.pop((column, 1), _NOTHING) for column in range(table.width)]
    for (column, columns), need in sorted(spans.items(), key=lambda span: (span[0][1], span[0][0])):
        for i, more in enumerate(_missing(need, needs[column : column + columns]), column):
            needs[i] = more
    return needs


def broadest(table: Table) -> dict[tuple[int, int, Role, int], int]:
    """Half ems of the broadest cell in each place: first column, columns, role and indent.

    Words of a head must not break either, so they count as codes.
    """
    found: dict[tuple[int, int, Role, int], int] = {}
    for _, spots in grid(table.head + table.body, table.width):
        for column, cell, below in spots:
            if below:
                continue
            text = plain(cell.runs)
            place = column, cell.columns, cell.role, cell.indent
            found[place] = max(breadth(text), found.get(place, 0))
            if cell.role is Role.HEAD:
                place = column, cell.columns, Role.CODE, 0
                found[place] = max(found.get(place, 0), *map(len, _WORD.findall(text)), 0)
    return found


def breadth(text: str) -> int:
    """Half ems of the longest line."""
    if "\n" in text:
        return max(breadth(line) for line in text.split("\n"))
    return len(text) + len(_BROAD.findall(text))


_NOTHING = Need()


def _need(role: Role, halves: int, indent: int) -> Need:
    """What the broadest cell of a place needs."""
    match role:
        case Role.NUMBER | Role.CODE:
            return Need(*[halves * _DIGIT] * 4)
        case Role.HEAD:
            return Need(*(min(halves, most) * _HALF for most in (_LEAST, _LEAST, _SHORT_HEAD, _SHORT)))
        case Role.LABEL | Role.TEXT:
            lines = max(_READABLE, min((halves + 5) // 6 * 2, _SHORT))
            return Need(*((min(halves, most) + 2 * indent) * _HALF for most in (_LEAST, lines, _SHORT, _LONG)))
        case _:
            assert_never(role)


def _missing(span: Need, needs: Sequence[Need]) -> list[Need]:
    """The needs of the columns under a span, each raised by its part of what they lack together."""
    together = (sum(degree) for degree in zip(*(need.degrees for need in needs), strict=True))
    more = [max(0, -((have - wanted) // len(needs))) for wanted, have in zip(span.degrees, together, strict=True)]
    return [Need(*(have + lack for have, lack in zip(need.degrees, more, strict=True))) for need in needs]


def _twips(twentieths: int, size: int) -> int:
    """Width in twips of a cell with so many twentieths of an em in a font size, half-points."""
    return -(-twentieths * size // 2) + 2 * MARGIN + SLACK


def _spread(degrees: Sequence[Sequence[int]], width: int) -> tuple[int, ...]:
    """The first widths, grown towards each further degree in turn, then all alike, until they fill the width."""
    widths = list(degrees[0])
    for wishes in degrees[1:]:
        wants = [max(0, wish - have) for wish, have in zip(wishes, widths, strict=True)]
        granted = _shared(min(width - sum(widths), sum(wants)), wants)
        widths = [have + more for have, more in zip(widths, granted, strict=True)]
    rest = _shared(width - sum(widths), widths)
    return tuple(have + more for have, more in zip(widths, rest, strict=True))


def _shared(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount divided by weight into whole parts, which sum to it."""
    total, seen, given, parts = max(1, sum(weights)), 0, 0, []
    for weight in weights:
        seen += weight
        parts.append(amount * seen // total - given)
        given += parts[-1]
    return parts


def heading_height(section: Section, style: StyleSheet, width: int) -> int:
    """Twips that a heading takes."""
    kind = heading_kind(section.level) if section.level else "标题"
    return _height(section.number + plain(section.title), style.texts[kind], width)


def caption_height(table: Table, style: StyleSheet, width: int) -> int:
    """Twips above and below the rows: number, title, the line under it, notes."""
    side = plain(table.left) or plain(table.right)
    above = ((plain(table.serial), "表号"), (plain(table.title), "表题"), (side, "表眉"))
    notes = ((plain(note.runs), "表注") for note in table.notes)
    return sum(_height(text, style.texts[kind], width) for text, kind in (*above, *notes) if text)


def row_heights(table: Table, fit: TableWidths, style: StyleSheet) -> list[int]:
    """Twips that each row takes."""
    line, heights = pitch(style.texts["表格"], fit.size), []
    for _, spots in grid(table.head + table.body, table.width):
        taken = [_lines(cell, fit, column) for column, cell, below in spots if not below and cell.rows == 1]
        heights.append(max(taken, default=1) * line + 2 * HEAD_ROOM + _BORDER)
    return heights


def least_height(heights: Sequence[int], room: int) -> int:
    """The least height for every row, twips, so that they fill the room; at most one that is easy to read."""
    choices = range(EASY, max(0, min(heights, default=0)), -_STEP)
    return next((least for least in choices if sum(max(least, height) for height in heights) <= room), 0)


def _height(text: str, style: TextStyle, width: int) -> int:
    lines = -(-breadth(text) * style.size * 5 // width) or 1
    return lines * (style.line or style.size * _SINGLE) + style.before + style.after


def _lines(cell: Cell, fit: TableWidths, column: int) -> int:
    """How many lines a cell takes. Half an em is five twips for each half-point."""
    width = fit.edges[column + cell.columns] - fit.edges[column] - 2 * MARGIN
    return sum(-(-breadth(line) * fit.size * 5 // width) or 1 for line in plain(cell.runs).split("\n"))
