"""A table: caption, head rows, body rows with the cells that name them, notes.

Who heads what, for readers who cannot see it. Scopes are `col` and `row` alone: of a cell that spans several of them
they mean all it spans, while `colgroup` and `rowgroup` would reach to the end of a group that nested heads do not have.
"""

from collections.abc import Callable

from reportgen.document import Cell, Paragraph, Role, Row, Table, plain
from reportgen.grid import grid
from reportgen.style import StyleSheet
from reportgen.writers.html.markup import escaped, phrase
from reportgen.writers.html.paper import table_size

LONG = 40  # body rows from which a table scrolls under its head
SHORT, AMPLE = 4, 8  # characters up to which a head stays on one line, from which a label asks for room
CLASSES = {Role.HEAD: "head", Role.CODE: "code", Role.LABEL: "label", Role.NUMBER: "number", Role.TEXT: "text"}
VALUES = (Role.NUMBER, Role.TEXT)


def table_block(table: Table, anchor: str, style: StyleSheet) -> str:
    """The table in a box of its own, with its notes below."""
    form, long = not table.head, len(table.body) >= LONG
    kinds = (("form", form), ("landscape", table.landscape), ("long", long and not form))
    classes = " ".join(["table", *(name for name, holds in kinds if holds)])
    notes = "".join([_note(note) for note in table.notes])
    return (
        f'<div class="{classes}" id="{anchor}" style="--size:{table_size(table, style)}">\n'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escaped(table.name)}">\n'
        f"<table>\n{_caption(table)}{_columns(table)}{_head(table)}{_body(table)}</table>\n</div>\n{notes}</div>\n"
    )


def _note(note: Paragraph) -> str:
    return f'<p class="note">{phrase(note.runs)}</p>\n'


def _caption(table: Table) -> str:
    name = _line("serial", escaped(table.number)) + _line("title", phrase(table.title))
    sides = _line("left", phrase(table.left)) + _line("right", phrase(table.right))
    name = name and f"<div>{name}</div>"
    sides = sides and f'<div class="sides">{sides}</div>'
    return f"<caption>{name}{sides}</caption>\n" if name or sides else ""


def _line(name: str, words: str) -> str:
    return words and f'<p class="{name}">{words}</p>'


def _columns(table: Table) -> str:
    """Widths, where the table states them."""
    columns = [f'<col style="width:{width * 100 // sum(table.widths)}%">' for width in table.widths]
    return f"<colgroup>{''.join(columns)}</colgroup>\n" if columns else ""


def _head(table: Table) -> str:
    return _group("thead", table.head, table, _head_scopes)


def _body(table: Table) -> str:
    return _group("tbody", table.body, table, _body_scopes)


def _group(tag: str, rows: tuple[Row, ...], table: Table, scopes: Callable[[Row], list[str]]) -> str:
    if not rows:
        return ""
    lines = [
        _row(row, [spot.column for spot in spots if not spot.below], scopes(row), table.frozen)
        for row, spots in grid(rows, table.width)
    ]
    return f"<{tag}>\n{''.join(lines)}</{tag}>\n"


def _row(row: Row, columns: list[int], scopes: list[str], frozen: int) -> str:
    opening = '<tr class="total">' if row.total else "<tr>"
    cells = [_cell(*each, frozen) for each in zip(row.cells, columns, scopes, strict=True)]
    return f"{opening}{''.join(cells)}</tr>\n"


def _head_scopes(row: Row) -> list[str]:
    return ["col"] * len(row.cells)


def _body_scopes(row: Row) -> list[str]:
    """What each cell of a body row heads: a label the values to its right, a row of words the columns below."""
    last = max((index for index, cell in enumerate(row.cells) if cell.role in VALUES), default=-1)
    return [_scope(cell, index < last, last < 0) for index, cell in enumerate(row.cells)]


def _scope(cell: Cell, before_value: bool, words_only: bool) -> str:
    match cell.role:
        case Role.HEAD if words_only:
            return "col"
        case Role.HEAD | Role.LABEL if before_value or cell.rows > 1:
            return "row"
        case _:
            return ""


def _cell(cell: Cell, column: int, scope: str, frozen: int) -> str:
    words = phrase(cell.runs)
    attributes = f' class="{CLASSES[cell.role]}{_room(cell)}{_kept(cell, column, frozen)}"'
    if cell.columns > 1:
        attributes += f' colspan="{cell.columns}"'
    if cell.rows > 1:
        attributes += f' rowspan="{cell.rows}"'
    if cell.indent:
        attributes += f' style="--indent:{cell.indent}"'
    if scope and words.strip():
        return f'<th scope="{scope}"{attributes}>{words}</th>'
    return f"<td{attributes}>{words}</td>"


def _room(cell: Cell) -> str:
    """Class that keeps a head or a label from being squeezed to a column of single characters."""
    match cell.role:
        case Role.HEAD if len(plain(cell.runs)) <= SHORT:
            return " short"
        case Role.LABEL if len(plain(cell.runs)) >= AMPLE:
            return " ample"
        case _:
            return ""


def _kept(cell: Cell, column: int, frozen: int) -> str:
    """Class of the cells that stay in sight when the table scrolls sideways: the last that names its row."""
    if frozen and column + cell.columns == frozen:
        return " kept" if column == frozen - 1 else " kept across"
    return ""
