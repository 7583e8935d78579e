"""Rows of a table from lines of text: where the cells stand, what they span, what they are for."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from reportgen.diagnostics import Diagnostic, Location, error
from reportgen.document import Cell, Role, Row, Text
from reportgen.readers._roles import INDENT, cell_role, column_role, is_total

ABOVE = "〃"
BREAK = "⏎"
BARS = re.compile(r"(?:^| )(\|+)(?= |$)")


class Line(NamedTuple):
    """A line of the text with its number, counted from 1, without spaces at its end."""

    number: int
    text: str


class Piece(NamedTuple):
    """What stands in one row from a grid column on."""

    text: str
    columns: int


Pieces = dict[int, Piece]


def width_of(lines: Sequence[str]) -> int:
    """The grid columns of a table: as many as most of its rows can fill; one where no row has bars."""
    fits = Counter(width for line in lines if BARS.search(line) for width in _widths(line))
    return max(sorted(fits), key=lambda width: fits[width], default=1)


def _widths(line: str) -> tuple[int, ...]:
    """The columns that a row can fill: `||` at its end leaves open whether an empty cell follows."""
    bars = [len(found) for found in BARS.findall(line)]
    closed = bars[-1] > 1 and line.endswith("||")
    return (sum(bars), sum(bars) + 1) if closed else (sum(bars) + 1,)


def rows_of(
    head: Sequence[Line], body: Sequence[Line], width: int, path: str, mistakes: list[Diagnostic]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of head and body; lines that do not fill the width go to `mistakes`."""
    above, below = ([_pieces(line.text, width) for line in lines] for lines in (head, body))
    for lines, part in ((head, above), (body, below)):
        mistakes += _misfits(lines, part, width, path)
    heads = tuple(Row(_cells(above, at, [Role.HEAD] * width)) for at in range(len(above)))
    roles = [_role(above, below, column) for column in range(width)]
    totals = [bool(head) and is_total(piece.text for piece in pieces.values()) for pieces in below]
    return heads, tuple(Row(_cells(below, at, roles), total) for at, total in enumerate(totals))


def _pieces(line: str, width: int) -> Pieces:
    """What stands in a row, by grid column; a break is a break again, an indent still stands before the words."""
    parts = BARS.split(line)
    found, column = {}, 0
    for text, bars in zip(parts[::2], parts[1::2], strict=False):
        found[column] = Piece(text.strip(" ").replace(BREAK, "\n"), len(bars))
        column += len(bars)
    if parts[-1] or column < width:
        found[column] = Piece(parts[-1].strip(" ").replace(BREAK, "\n"), 1)
    return found


def _misfits(lines: Sequence[Line], part: list[Pieces], width: int, path: str) -> Iterator[Diagnostic]:
    """What is wrong: rows that are too short or too long, and 〃 below nothing that it could go on with."""
    for at, (line, pieces) in enumerate(zip(lines, part, strict=True)):
        place = Location(path, line.number, 1, len(line.text), line.text)
        filled = sum(piece.columns for piece in pieces.values())
        over = part[at - 1] if at else {}
        if filled != width:
            hint = "“|”的两边各空一格；一格占两列写“||”，空的格也要写“|”"
            yield error("表格行", f"这一行有{filled}列，而这张表有{width}列", place, hint=hint)
        elif any(over.get(c, Piece("", 0)).columns != p.columns for c, p in pieces.items() if p.text == ABOVE):
            yield error("表格行", f"“{ABOVE}”上面没有同样宽的一格", place, hint=f"“{ABOVE}”表示上面一格延续到这一行")


def _cells(part: list[Pieces], at: int, roles: Sequence[Role]) -> tuple[Cell, ...]:
    """The cells that begin in a row."""
    return tuple(
        _cell(piece, 1 + _goes_on(part[at + 1 :], column, piece.columns), roles[min(column, len(roles) - 1)])
        for column, piece in part[at].items()
        if piece.text != ABOVE
    )


def _goes_on(below: Sequence[Pieces], column: int, columns: int) -> int:
    """In how many of the rows below the cell at that column goes on."""
    return sum(1 for _ in takewhile(lambda pieces: pieces.get(column) == Piece(ABOVE, columns), below))


def _cell(piece: Piece, rows: int, role: Role) -> Cell:
    """The cell with its indent apart; words among numbers or codes are a label."""
    words = piece.text.lstrip(INDENT)
    runs = (Text(words),) if words else ()
    return Cell(runs, cell_role(words, role), piece.columns, rows, len(piece.text) - len(words))


def _role(head: list[Pieces], body: list[Pieces], column: int) -> Role:
    """What most cells of a column are for; in a form, which has no head, they are text."""
    if not head:
        return Role.TEXT
    heads = [row[column].text for row in head if column in row and row[column].text != ABOVE]
    return column_role(heads, [row[column].text for row in body if column in row and row[column].text])
