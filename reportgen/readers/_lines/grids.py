"""Squares to the rows of a table (表体): what cells span and are for, as the tree has them.

A cell that goes on from above has no cell of its own; one that goes on from nothing of the same width is a cell.
Rows that are too short end with an empty cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.document import Role, Row
from reportgen.readers._lines.cells import Part, cell, role
from reportgen.readers._roles import AMOUNT, column_role, is_total

HIGHEST_HEAD = 4  # rows of a head that is guessed


@dataclass(frozen=True, slots=True)
class Square:
    """A place in a row (格子): what it says, how its first line looks, whether it goes on from the square above."""

    text: str = ""
    kind: str = ""
    indent: int = 0
    columns: int = 1
    below: bool = False


Squares = dict[int, Square]  # by first grid column


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without its caption (表体).

    Attributes:
        name: as the file calls it, or nothing. notes: those that hang on its cells.
    """

    name: str
    width: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...]


def grid(name: str, rows: Sequence[Squares], heads: int, ours: bool, notes: Sequence[str] = ()) -> Grid:
    """The table of these rows, the first `heads` of them marked as head.

    The head of one that the writer did not make is guessed where none is marked.
    """
    width = max(map(width_of, rows), default=0)
    filled = [_filled(squares, width) for squares in rows]
    heads = heads if heads or ours else _guessed_head(filled)
    head = tuple(_parts(filled[:heads], [Role.HEAD] * width, Part.HEAD))
    roles = _roles(filled[:heads], filled[heads:], width)
    body = tuple(_parts(filled[heads:], roles, Part.BODY if heads else Part.FORM))
    return Grid(name, width, head, body, tuple(notes))


def width_of(squares: Squares) -> int:
    """The grid columns that a row fills."""
    return max((column + square.columns for column, square in squares.items()), default=0)


def _filled(squares: Squares, width: int) -> Squares:
    """The row with an empty square for what it lacks."""
    lack = width - width_of(squares)
    return {**squares, width - lack: Square(columns=lack)} if lack else squares


def _parts(rows: Sequence[Squares], roles: Sequence[Role], part: Part) -> Iterator[Row]:
    """The rows of one part, whose columns are for these roles."""
    heights = _heights(rows)
    for at, squares in enumerate(rows):
        total = part is Part.BODY and is_total(square.text for square in squares.values())
        yield Row(
            tuple(
                cell(
                    square.text,
                    square.indent,
                    role(square.kind, square.text, part, total, roles[column]),
                    square.columns,
                    heights[at, column],
                )
                for column, square in squares.items()
                if (at, column) in heights
            ),
            total,
        )


def _heights(rows: Sequence[Squares]) -> dict[tuple[int, int], int]:
    """Row and column of every cell, with the rows it spans."""
    heights: dict[tuple[int, int], int] = {}
    open_: dict[int, tuple[int, int]] = {}  # column -> the cell that may go on, and its columns
    for at, squares in enumerate(rows):
        going: dict[int, tuple[int, int]] = {}
        for column, square in squares.items():
            first, columns = open_.get(column, (at, 0))
            if square.below and columns == square.columns:
                heights[first, column] += 1
            else:
                first = at
                heights[at, column] = 1
            going[column] = first, square.columns
        open_ = going
    return heights


def _roles(head: Sequence[Squares], body: Sequence[Squares], width: int) -> list[Role]:
    """What the columns are for; in a form, which has no head, they are text."""
    if not head:
        return [Role.TEXT] * width
    heads: list[list[str]] = [[] for _ in range(width)]
    filled: list[list[str]] = [[] for _ in range(width)]
    for rows, columns in ((head, heads), (body, filled)):
        for squares in rows:
            for column, square in squares.items():
                if words := square.text.strip():
                    columns[column].append(words)
    return [column_role(*pair) for pair in zip(heads, filled, strict=True)]


def _guessed_head(rows: Sequence[Squares]) -> int:
    """How many rows stand above the first that holds amounts; 0 where none does, or that is far below: a form."""
    for at, squares in enumerate(rows[: HIGHEST_HEAD + 1]):
        texts = [square.text.strip() for square in squares.values()]
        if is_total(texts) or sum(1 for text in texts if AMOUNT.fullmatch(text)) * 3 >= len(texts):
            return at
    return 0
