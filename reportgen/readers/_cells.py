"""Cells of a table on their grid (格子) → head and body: what each cell spans, and what it is for.

A cell that continues the one above becomes part of it; if none of the same width is above, it is a cell of its own. A
row that is too short ends with an empty cell.

In files of the writer, styles tell what a cell is for: 表格居中 is for codes, for labels of total rows and for numbers
of a form; 表格 is for labels and, in a form, for text. In other files the column decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from reportgen.document import Cell, Role, Row, as_runs
from reportgen.grid import counts_columns
from reportgen.patterns import compiled
from reportgen.readers._work import spend_on_grid, spend_on_text
from reportgen.records import NamedTuple

INDENT = "\u3000"
CELL, CENTRED, RIGHT, HEAD = CELLS = "表格", "表格居中", "表格居右", "表头"  # styles of the DOCX writer
_SPACE = " \t\r\n"
_AMOUNT = compiled(r"[-－+]?[\d,]*\d(\.\d+)?%?|[-—－]+")
_PRINTED_AMOUNT = compiled(r"[-－]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-－]?\d+\.\d+")
_CODE = compiled("[A-Za-z0-9.]+")
_ITEM_CODE = compiled("[1-9][0-9]{2,6}")
_FORM_OF = {Role.NUMBER: _AMOUNT, Role.CODE: _CODE}
_CODE_HEADS = compiled("类|款|项|.*(编码|代码).*")
_TOTAL = compiled(".*(合计|总计)")
_INDICATORS = compiled("[一二三]级指标")
_KINDS = {Role.HEAD: HEAD, Role.NUMBER: RIGHT, Role.CODE: CENTRED}
_HIGHEST_HEAD = 4  # the most rows of a guessed head


class TablePart(Enum):
    """A part of a table (表的部分). Only a body below a head has total rows."""

    HEAD = "表头"
    BODY = "表体"
    FORM = "表格式"


class ReadCell(NamedTuple):
    """A cell of a row (格子).

    Attributes:
        kind: the style of its first line, else empty; indent: of that line, in levels.
        columns: grid columns that it spans.
        below: it continues the cell above.
        origin: where it stands in a workbook, 收入总表!C12.
    """

    text: str = ""
    kind: str = ""
    indent: int = 0
    columns: int = 1
    below: bool = False
    origin: str = ""


GridRow = dict[int, ReadCell]  # by first grid column


class TableRows(NamedTuple):
    """A table without its caption (表体).

    Attributes:
        name: the file's own name of the table, or empty.
        width: grid columns.
        notes: footnotes attached to its cells.
    """

    name: str
    width: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...]


def grid(name: str, rows: Sequence[GridRow], heads: int, ours: bool, notes: Sequence[str] = ()) -> TableRows:
    """Return the table of these rows, of which the first `heads` are marked as head.

    In a file that the writer did not make, a head is guessed if none is marked.
    """
    width = max(map(width_of, rows), default=0)
    spend_on_grid(width, len(rows))
    for cell in (cell for row in rows for cell in row.values()):
        spend_on_text(cell.text)
    filled = [_filled(row, width) for row in rows]
    heads = heads if heads or ours else guessed_head(filled)
    head = tuple(_rows(filled[:heads], [Role.HEAD] * width, TablePart.HEAD))
    roles = column_roles(filled[:heads], filled[heads:], width)
    body = tuple(_rows(filled[heads:], roles, TablePart.BODY if heads else TablePart.FORM))
    return TableRows(name, width, head, body, tuple(notes))


def width_of(row: GridRow) -> int:
    """Return how many grid columns a row fills."""
    return max((column + cell.columns for column, cell in row.items()), default=0)


def _filled(row: GridRow, width: int) -> GridRow:
    """Return the row with one empty cell at its end that fills it up to `width` grid columns."""
    lack = width - width_of(row)
    return {**row, width - lack: ReadCell(columns=lack)} if lack else row


def _rows(rows: Sequence[GridRow], roles: Sequence[Role], part: TablePart) -> Iterator[Row]:
    """Yield the rows of one part; `roles` are those of the columns."""
    heights = heights_of(rows)
    for at, row in enumerate(rows):
        total = part is TablePart.BODY and is_total(cell.text for cell in row.values())
        cells = (
            tree_cell(cell, role(cell.kind, cell.text, part, total, roles[column]), heights[at, column])
            for column, cell in row.items()
            if (at, column) in heights
        )
        yield Row(tuple(cells), total)


def heights_of(rows: Sequence[GridRow]) -> dict[tuple[int, int], int]:
    """Return how many rows each cell spans, by the row and the grid column in which it begins."""
    heights: dict[tuple[int, int], int] = {}
    first: dict[int, int] = {}  # grid column → the row in which its cell begins
    above: GridRow = {}
    for at, row in enumerate(rows):
        for column, cell in row.items():
            if not (cell.below and column in above and above[column].columns == cell.columns):
                first[column] = at
            place = first[column], column
            heights[place] = heights.get(place, 0) + 1
        above = row
    return heights


def guessed_head(rows: Sequence[GridRow]) -> int:
    """Return how many rows stand above the first row of the body; 0 for a form.

    A table is taken for a form if no row near the top begins a body, if a cell reaches into that row from above, or if
    a row below the first has heads of indicators (一级指标).
    """
    if any(_INDICATORS.fullmatch(cell.text.strip()) for row in rows[1:] for cell in row.values()):
        return 0
    for at, row in enumerate(rows[: _HIGHEST_HEAD + 1]):
        if _begins_body(list(row.values())) or (at + 1 < len(rows) and all(map(_is_label, rows[at : at + 2]))):
            return 0 if any(cell.below for cell in row.values()) else at
    return 0


def _begins_body(row: Sequence[ReadCell]) -> bool:
    """Whether a row is no head: it is blank or a total, begins with a code, or holds amounts.

    Numbers of columns, 栏次 | 1 | 2 | 3 and ** | 1, belong to the head.
    """
    texts = [cell.text.strip() for cell in row]
    amounts = [text for text in texts if _AMOUNT.fullmatch(text)]
    words = [text for text in texts if text and text not in amounts]
    if counts_columns(texts):
        return False
    if not any(cell.below for cell in row) and all(is_total([text]) for text in words):
        return True
    return (
        bool(_ITEM_CODE.fullmatch(texts[0]))
        or any(map(_PRINTED_AMOUNT.fullmatch, amounts))
        or len(amounts) * 3 >= len(texts)
    )


def _is_label(row: GridRow) -> bool:
    """Whether a row has a label and nothing else."""
    filled = [bool(cell.text.strip()) for cell in row.values()]
    return len(filled) > 1 and filled[0] and not any(filled[1:])


def column_roles(head: Sequence[GridRow], body: Sequence[GridRow], width: int) -> list[Role]:
    """Return the roles of the columns; in a form, which has no head, all are text."""
    if not head:
        return [Role.TEXT] * width
    heads, filled = _words_by_column(head, width), _words_by_column(body, width)
    return [_column_role(*pair) for pair in zip(heads, filled, strict=True)]


def _words_by_column(rows: Sequence[GridRow], width: int) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for column, cell in row.items():
            if words := cell.text.strip():
                columns[column].append(words)
    return columns


def _column_role(heads: Sequence[str], filled: Sequence[str]) -> Role:
    """Return the role of most cells of a column, by its lowest head, else by its cells that are not empty."""
    if heads and _CODE_HEADS.fullmatch(heads[-1]):
        return Role.CODE
    amounts = sum(1 for text in filled if _AMOUNT.fullmatch(text))
    return Role.NUMBER if amounts * 2 >= len(filled) else Role.LABEL


def cell_role(words: str, column: Role) -> Role:
    """Return the role of a cell in a column of that role: words among numbers or codes are a label."""
    return Role.LABEL if words and column in _FORM_OF and not _FORM_OF[column].fullmatch(words) else column


def is_total(texts: Iterable[str]) -> bool:
    """Whether a row with these texts is a total: 合 计, 收入总计."""
    return any("计" in text and _TOTAL.fullmatch(compiled(r"\s").sub("", text)) for text in texts)


def kind_of(role: Role, total_row: bool, part: TablePart) -> str:
    """Return the style that prints a role: labels of total rows and numbers of forms are centred."""
    centred = (role is Role.LABEL and total_row) or (role is Role.NUMBER and part is TablePart.FORM)
    return CENTRED if centred else _KINDS.get(role, CELL)


def role(kind: str, text: str, part: TablePart, total: bool, column: Role) -> Role:
    """Return the role of a cell, which its style tells, or else its column.

    Args:
        kind: the name of its style; "" or another program's if it does not tell the role.
        text: its words. part: the part of the table that it stands in.
        total: whether its row is a total row.
        column: the role of its column.
    """
    words = text.strip()
    if kind == HEAD:
        return Role.HEAD
    if kind == RIGHT or (kind == CENTRED and part is TablePart.FORM and _AMOUNT.fullmatch(words)):
        return Role.NUMBER
    if kind == CENTRED:
        return Role.LABEL if total and words and not _CODE.fullmatch(words) else Role.CODE
    if kind == CELL:
        return Role.TEXT if part is TablePart.FORM else Role.LABEL
    return cell_role(words, column)


def tree_cell(cell: ReadCell, role: Role, rows: int) -> Cell:
    """Return the cell of the tree, which spans so many rows; ideographic spaces before words are indents."""
    words = cell.text.rstrip(_SPACE).lstrip(_SPACE + INDENT)
    before = cell.text[: cell.text.find(words)] if role in (Role.LABEL, Role.TEXT) else ""
    return Cell(as_runs(words), role, cell.columns, rows, cell.indent + before.count(INDENT), origin=cell.origin)
