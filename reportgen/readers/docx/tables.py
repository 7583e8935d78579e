"""Tables (表格): rows, cells and what they span, as the tree has them.

A cell that goes on from above has no cell of its own; one that goes on from nothing of the same width is a cell.
Rows that are too short end with an empty cell.
Source: ECMA-376 part 1, 17.4; 17.13.5 (tracked rows and cells).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

from reportgen.document import Role, Row
from reportgen.ooxml.names import (
    ALTERNATE,
    SDT,
    SDT_CONTENT,
    TC,
    TCPR,
    TR,
    TRPR,
    Element,
    W,
    chosen,
    said,
    switched_on,
    value,
    whole,
)
from reportgen.readers._roles import AMOUNT, column_role, is_total
from reportgen.readers.docx.cells import Part, cell, role
from reportgen.readers.docx.lines import FOOTNOTE, Line, Turn, pieces
from reportgen.readers.docx.text import Revisions, Story

MOST = 1000  # columns that a cell may span
SLIVER = 15  # twips, a quarter of a millimetre, below which a grid column is none
HIGHEST_HEAD = 4  # rows of a head that is guessed
_SPAN, _MERGE = f"{W}gridSpan", f"{W}vMerge"
_NO_LINE = Line("")
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
    marked, found = [], []
    for head_row, squares in _rows(table, story, notes):
        marked.append(head_row)
        found.append(squares)
    rows = _without_slivers(found, table.find(f"{W}tblGrid"))
    width = max(map(_width, rows), default=0)
    filled = [_filled(squares, width) for squares in rows]
    heads = sum(1 for _ in takewhile(bool, marked))
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


def _without_slivers(rows: list[Squares], grid: Element) -> list[Squares]:
    """The rows without the grid columns that nobody can see: LibreOffice makes such where edges miss by a twip."""
    widths = [] if grid is None else [whole(each.get(f"{W}w")) for each in grid.findall(f"{W}gridCol")]
    seen = [0, *accumulate(int(width > SLIVER) for width in widths)]
    if seen[-1] == len(widths) or any(_width(squares) > len(widths) for squares in rows):
        return rows
    kept = [
        {seen[at]: replace(square, columns=seen[at + square.columns] - seen[at]) for at, square in squares.items()}
        for squares in rows
    ]
    return kept if all(square.columns for squares in kept for square in squares.values()) else rows


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
    if before := whole(value(properties, "gridBefore")):
        yield Square(columns=_within(before))
    held: Square | None = None
    for each in _inside(row, TC):
        properties_of = each.find(TCPR)
        about = {} if properties_of is None else {one.tag: one for one in properties_of}
        if _CELL_CHANGES[story.revisions] in about:
            continue
        square = _square(each, about, story, notes)
        if held and said(about, f"{W}hMerge", "continue" if f"{W}hMerge" in about else "restart") != "restart":
            held = replace(held, columns=held.columns + square.columns)
            continue
        if held:
            yield held
        held = square
    if held:
        yield held
    if after := whole(value(properties, "gridAfter")):
        yield Square(columns=_within(after))


def _square(element: Element, about: Mapping[str, Element], story: Story, notes: list[str]) -> Square:
    lines = list(_cell_lines(element, story))
    if any(line.kind == FOOTNOTE for line in lines):
        notes += [line.text for line in lines if line.kind == FOOTNOTE]
        lines = [line for line in lines if line.kind != FOOTNOTE]
    first = next((line for line in lines if line.text), lines[0] if lines else _NO_LINE)
    text = "\n".join([line.number + line.text for line in lines])
    columns = _within(whole(said(about, _SPAN))) if _SPAN in about else 1
    return Square(text, first.kind, first.indent, columns, _MERGE in about and said(about, _MERGE) != "restart")


def _cell_lines(element: Element, story: Story) -> Iterator[Line]:
    """The lines of a cell; of a table in it, what its cells say."""
    for piece in pieces(element, story):
        if isinstance(piece, Line):
            yield piece
        elif not isinstance(piece, Turn):
            for row in _inside(piece, TR):
                for each in _inside(row, TC):
                    yield from _cell_lines(each, story)


def _within(columns: int) -> int:
    """What a cell can span."""
    return max(1, min(columns, MOST))


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
