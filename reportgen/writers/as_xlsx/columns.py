"""How wide columns and how high rows are (列宽、行高): widths in digits of the usual font, heights in half-points."""

from collections.abc import Iterable
from functools import lru_cache

from reportgen.diagnostics import columns
from reportgen.document import Role, Table, plain
from reportgen.grid import grid

_LEAST, _MOST, _ROOM = 8, 44, 2
_WHOLE = 110  # of a table that states its widths in parts
_LINE = 16  # tenths of the font size that a line is high
_HIGHEST = 818  # half-points, of Excel


breadth = lru_cache(1 << 14)(columns)  # most texts come more than once


def widths(table: Table) -> tuple[int, ...]:
    """Return the widths as the table states them; else numbers take one line, words at most _MOST, heads two lines."""
    if table.widths:
        return tuple(max(2, part * _WHOLE // sum(table.widths)) for part in table.widths)
    needs = [_LEAST] * table.width
    for _, spots in grid(table.head + table.body, table.width):
        for column, cell, _ in spots:
            if cell.columns == 1:
                widest = max(map(breadth, plain(cell.runs).split("\n"))) + 2 * cell.indent
                needs[column] = max(needs[column], _wanted(cell.role, widest) + _ROOM)
    return tuple(needs)


def _wanted(role: Role, widest: int) -> int:
    match role:
        case Role.NUMBER | Role.CODE:
            return widest
        case Role.HEAD:
            return min(-(-widest // 2), _MOST)
    return min(widest, _MOST)


def height(cells: Iterable[tuple[str, int, int]], size: int) -> int:
    """Return the height of a row that shows these texts, each with its width and the rows that it has for it."""
    lines = max((_lines(text, max(1, width), rows) for text, width, rows in cells), default=1)
    return min(_HIGHEST, -(-lines * size * _LINE // 10))


def _lines(text: str, width: int, rows: int) -> int:
    """Return how many lines a text needs in each of the rows that it has."""
    return -(-sum(-(-max(1, breadth(line)) // width) for line in text.split("\n")) // rows)
