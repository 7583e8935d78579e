"""Grid cells → the head and body of a table (表体): what each cell spans and what its role is.

A cell that continues one above becomes part of it; if none of the same width is there, it is a cell of its own. A row
that is too short ends with an empty cell.

In files of the writer styles tell the role: 表格居中 is for codes, for labels of total rows and for numbers of a form;
表格 is for labels and, in a form, for text. In other files the role is guessed from the column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.document import Cell, Role, Row, Text
from reportgen.readers._patterns import AMOUNT, CODE, INDENT, cell_role, column_role, is_total

_SPACE = " \t\r\n"
# What cells are for is told by the names of the DOCX writer's styles.
CELL, CENTRED, RIGHT, HEAD = CELLS = "表格", "表格居中", "表格居右", "表头"
_KINDS = {Role.HEAD: HEAD, Role.NUMBER: RIGHT, Role.CODE: CENTRED}
SET_IN = (Role.LABEL, Role.TEXT)
HIGHEST_HEAD = 4  # rows of a head that is guessed


class TablePart(Enum):
    """A part of a table (表的部分). Only a body below a head has total rows."""

    HEAD = "表头"
    BODY = "表体"
    FORM = "表格式"


def kind_of(role: Role, total_row: bool, part: TablePart) -> str:
    """The kind of cell that prints a role: labels of total rows and numbers of forms are centred."""
    centred = (role is Role.LABEL and total_row) or (role is Role.NUMBER and part is TablePart.FORM)
    return CENTRED if centred else _KINDS.get(role, CELL)


def cell(text: str, indent: int, role: Role, columns: int, rows: int) -> Cell:
    """The cell of the tree; ideographic spaces before a label are indents."""
    words = text.rstrip(_SPACE).lstrip(_SPACE + INDENT)
    levels = indent + text[: text.find(words)].count(INDENT) if role in SET_IN else indent
    return Cell((Text(words),) if words else (), role, columns, rows, levels)


def role(kind: str, text: str, part: TablePart, total: bool, column: Role) -> Role:
    """The role of a cell.

    Args:
        kind: name of its style. total: its row is a total row.
        column: role of its column, for styles that do not tell.
    """
    words = text.strip()
    if kind == HEAD:
        return Role.HEAD
    if kind == RIGHT or (kind == CENTRED and part is TablePart.FORM and AMOUNT.fullmatch(words)):
        return Role.NUMBER
    if kind == CENTRED:
        return Role.LABEL if total and words and not CODE.fullmatch(words) else Role.CODE
    if kind == CELL:
        return Role.TEXT if part is TablePart.FORM else Role.LABEL
    return cell_role(words, column)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a row (格子).

    Attributes:
        kind, indent: of its first line. columns: that it spans. below: it continues the cell above.
    """

    text: str = ""
    kind: str = ""
    indent: int = 0
    columns: int = 1
    below: bool = False


GridRow = dict[int, GridCell]  # by first grid column


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table without its caption (表体).

    Attributes:
        name: as the file calls it, or empty. width: grid columns. notes: those attached to its cells.
    """

    name: str
    width: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...]


def grid(name: str, rows: Sequence[GridRow], heads: int, ours: bool, notes: Sequence[str] = ()) -> TableRows:
    """The table of these rows; the first `heads` of them are marked as head.

    In a file that the writer did not make, a head is guessed if none is marked.
    """
    width = max(map(width_of, rows), default=0)
    filled = [_filled(row, width) for row in rows]
    heads = heads if heads or ours else _guessed_head(filled)
    head = tuple(_parts(filled[:heads], [Role.HEAD] * width, TablePart.HEAD))
    roles = _roles(filled[:heads], filled[heads:], width)
    body = tuple(_parts(filled[heads:], roles, TablePart.BODY if heads else TablePart.FORM))
    return TableRows(name, width, head, body, tuple(notes))


def width_of(row: GridRow) -> int:
    """How many grid columns a row fills."""
    return max((column + grid_cell.columns for column, grid_cell in row.items()), default=0)


def _filled(row: GridRow, width: int) -> GridRow:
    """The row, completed with an empty cell."""
    lack = width - width_of(row)
    return {**row, width - lack: GridCell(columns=lack)} if lack else row


def _parts(rows: Sequence[GridRow], roles: Sequence[Role], part: TablePart) -> Iterator[Row]:
    """The rows of one part; `roles` are those of the columns."""
    heights = _heights(rows)
    for at, row in enumerate(rows):
        total = part is TablePart.BODY and is_total(grid_cell.text for grid_cell in row.values())
        yield Row(
            tuple(
                cell(
                    grid_cell.text,
                    grid_cell.indent,
                    role(grid_cell.kind, grid_cell.text, part, total, roles[column]),
                    grid_cell.columns,
                    heights[at, column],
                )
                for column, grid_cell in row.items()
                if (at, column) in heights
            ),
            total,
        )


def _heights(rows: Sequence[GridRow]) -> dict[tuple[int, int], int]:
    """Row and column of every cell → the rows it spans."""
    heights: dict[tuple[int, int], int] = {}
    open_: dict[int, tuple[int, int]] = {}  # column -> the cell that may go on, and its columns
    for at, row in enumerate(rows):
        going: dict[int, tuple[int, int]] = {}
        for column, grid_cell in row.items():
            first, columns = open_.get(column, (at, 0))
            if grid_cell.below and columns == grid_cell.columns:
                heights[first, column] += 1
            else:
                first = at
                heights[at, column] = 1
            going[column] = first, grid_cell.columns
        open_ = going
    return heights


def _roles(head: Sequence[GridRow], body: Sequence[GridRow], width: int) -> list[Role]:
    """The roles of the columns; in a form, which has no head, all are text."""
    if not head:
        return [Role.TEXT] * width
    heads: list[list[str]] = [[] for _ in range(width)]
    filled: list[list[str]] = [[] for _ in range(width)]
    for rows, columns in ((head, heads), (body, filled)):
        for row in rows:
            for column, grid_cell in row.items():
                if words := grid_cell.text.strip():
                    columns[column].append(words)
    return [column_role(*pair) for pair in zip(heads, filled, strict=True)]


def _guessed_head(rows: Sequence[GridRow]) -> int:
    """How many rows stand above the first with amounts; 0 for a form: none has any, or the first is far below."""
    for at, row in enumerate(rows[: HIGHEST_HEAD + 1]):
        texts = [grid_cell.text.strip() for grid_cell in row.values()]
        if is_total(texts) or sum(1 for text in texts if AMOUNT.fullmatch(text)) * 3 >= len(texts):
            return at
    return 0
