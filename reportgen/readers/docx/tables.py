"""Tables (表格): rows, cells and what they span, as the tree has them.

A cell that goes on from above has no cell of its own; one that goes on from nothing of the same width is a cell.
Rows that are too short end with an empty cell.
Source: ECMA-376 part 1, 17.4; 17.13.5 (tracked rows and cells).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from reportgen.document import Role, Row
from reportgen.readers._roles import AMOUNT, column_role, is_total
from reportgen.readers.docx.cells import Part, cell, role
from reportgen.readers.docx.lines import FOOTNOTE, Line, Turn, pieces
from reportgen.ooxml.names import (
    ALTERNATE,
    SDT,
    SDT_CONTENT,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    Element,
    W,
    chosen,
    switched_on,
    value,
    whole,
)
from reportgen.readers.docx.text import Revisions, Story

MOST = 1000  # columns that a cell may span
HIGHEST_HEAD = 4  # rows of a head that is guessed
_CELL_CHANGES = {Revisions.ACCEPTED: f"{W}cellDel", Revisions.ORIGINAL: f"{W}cellIns"}


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


@dataclass(frozen=True, slots=True)
class Square:
    """A `w:tc` (格子): what it says, how its first line looks, whether it goes on from the square above."""

    text: str = ""
    kind: str = ""
    indent: int = 0
    columns: int = 1
    below: bool = False


Squares = dict[int, Square]  # by first grid column


def grid_of(table: Element, story: Story, ours: bool) -> Grid:
    """The table; the head of one that the writer did not make is guessed where it is not marked."""
    notes: list[str] = []
    rows = list(_rows(table, story, notes))
    width = max((_width(squares) for _, squares in rows), default=0)
    filled = [_filled(squares, width) for _, squares in rows]
    heads = sum(1 for _ in takewhile(lambda row: row[0], rows))
    heads = heads if heads or ours else _guessed_head(filled)
    name = value(table.find(f"{W}tblPr"), "tblCaption")
    head = tuple(_parts(filled[:heads], [Role.HEAD] * width, Part.HEAD))
    roles = _roles(filled[:heads], filled[heads:], width)
    body = tuple(_parts(filled[heads:], roles, Part.BODY if heads else Part.FORM))
    return Grid(name, width, head, body, tuple(notes))


def _rows(holder: Element, story: Story, notes: list[str]) -> Iterator[tuple[bool, Squares]]:
    """Of each row that is there whether it is marked as head, and its squares."""
    for row in _inside(holder, TR):
        properties = row.find(TRPR)
        if properties is None or not any(story.removed(each.tag) for each in properties):
            column, squares = 0, {}
            for square in _squares(row, properties, story, notes):
                squares[column] = square
                column += square.columns
            yield bool(switched_on(properties, "tblHeader")), squares


def _inside(holder: Element, kind: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, whatever wraps them."""
    for child in holder:
        if child.tag == kind:
            yield child
        elif child.tag == ALTERNATE:
            yield from _inside(chosen(child), kind)
        elif child.tag in (SDT, SDT_CONTENT, f"{W}customXml"):
            yield from _inside(child, kind)


def _squares(row: Element, properties: Element, story: Story, notes: list[str]) -> Iterator[Square]:
    """The squares of a row from left to right; what it leaves out before and after them is a square."""
    if before := _columns(properties, "gridBefore", 0):
        yield Square(columns=before)
    held: Square | None = None
    for each in _inside(row, TC):
        about = each.find(TCPR)
        if about is not None and about.find(_CELL_CHANGES[story.revisions]) is not None:
            continue
        square = _square(each, about, story, notes)
        across = None if about is None else about.find(f"{W}hMerge")
        if held and across is not None and across.get(VAL) != "restart":
            held = replace(held, columns=held.columns + square.columns)
            continue
        if held:
            yield held
        held = square
    if held:
        yield held
    if after := _columns(properties, "gridAfter", 0):
        yield Square(columns=after)


def _square(element: Element, about: Element, story: Story, notes: list[str]) -> Square:
    merged = None if about is None else about.find(f"{W}vMerge")
    lines = list(_cell_lines(element, story))
    notes += [line.text for line in lines if line.kind == FOOTNOTE]
    lines = [line for line in lines if line.kind != FOOTNOTE]
    first = next((line for line in lines if line.text), lines[0] if lines else Line(""))
    text = "\n".join(line.number + line.text for line in lines)
    below = merged is not None and merged.get(VAL) != "restart"
    return Square(text, first.kind, first.indent, _columns(about, "gridSpan", 1), below)


def _cell_lines(element: Element, story: Story) -> Iterator[Line]:
    """The lines of a cell; of a table in it, what its cells say."""
    for piece in pieces(element, story):
        if isinstance(piece, Line):
            yield piece
        elif not isinstance(piece, Turn):
            for row in _inside(piece, TR):
                for each in _inside(row, TC):
                    yield from _cell_lines(each, story)


def _columns(properties: Element, name: str, least: int) -> int:
    return max(least, min(whole(value(properties, name), least), MOST))


def _width(squares: Squares) -> int:
    return max((column + square.columns for column, square in squares.items()), default=0)


def _filled(squares: Squares, width: int) -> Squares:
    """The row with an empty square for what it lacks."""
    lack = width - _width(squares)
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
