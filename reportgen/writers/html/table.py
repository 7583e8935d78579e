"""A table as HTML: caption, head rows, body rows, notes. `header_cells` says which cells head which.

Ids of cells come from their row and column: `t3-2-5`.
"""

from reportgen.document import Cell, Paragraph, Revision, Role, Row, Table, plain
from reportgen.style import StyleSheet
from reportgen.writers.html.css import table_size
from reportgen.writers.html.header_cells import CellPlace, CellRow, PlacedCell, own_heads, placed_cells
from reportgen.writers.html.markup import escaped, link_words, phrase

LONG = 40  # body rows from which a table scrolls under its head
SHORT, AMPLE = 4, 8  # characters up to which a head stays on one line, from which a label asks for room
CLASSES = {Role.HEAD: "head", Role.CODE: "code", Role.LABEL: "label", Role.NUMBER: "number", Role.TEXT: "text"}
REVISIONS = {Revision.INSERTED: "inserted", Revision.DELETED: "deleted"}


def table_block(table: Table, anchor: str, style: StyleSheet) -> str:
    """The table in a box of its own, with its notes below."""
    form, long = not table.head, len(table.body) >= LONG
    kinds = (("form", form), ("landscape", table.landscape), ("long", long and not form))
    classes = " ".join(["table", *(name for name, holds in kinds if holds)])
    notes = "".join([_note(note) for note in table.notes])
    return (
        f'<div class="{classes}" id="{anchor}" style="--size:{table_size(table, style)}">\n'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escaped(table.name)}">\n'
        f"<table>\n{_caption(table)}{_columns(table)}{_rows(table, anchor)}</table>\n</div>\n{notes}</div>\n"
    )


def _note(note: Paragraph) -> str:
    return f'<p class="note">{phrase(note.runs)}</p>\n'


def _caption(table: Table) -> str:
    name = _line("serial", link_words(table.serial)) + _line("title", phrase(table.title))
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


def _rows(table: Table, anchor: str) -> str:
    lines, heads = placed_cells(table), len(table.head)
    owns = own_heads(lines, heads, table.width)
    named = {place for places in owns.values() for place in places}
    marked = [
        _row(row, [_cell(placed, _links(anchor, placed, owns, named), table.frozen) for placed in _beginning(line, at)])
        for at, (row, line) in enumerate(zip(table.head + table.body, lines, strict=True))
    ]
    return _group("thead", marked[:heads]) + _group("tbody", marked[heads:])


def _beginning(line: CellRow, row: int) -> list[PlacedCell]:
    """The cells that begin in this row."""
    return [placed for placed in line if placed.place[0] == row]


def _links(anchor: str, placed: PlacedCell, owns: dict[CellPlace, tuple[CellPlace, ...]], named: set[CellPlace]) -> str:
    """What ties a cell to its heads: their ids, or its own where a cell below or beside names it."""
    own = owns.get(placed.place, ())
    tied = f' headers="{" ".join([_id(anchor, place) for place in own])}"' if own else ""
    return f' id="{_id(anchor, placed.place)}"' if placed.place in named else tied


def _id(anchor: str, place: CellPlace) -> str:
    return f"{anchor}-{place[0] + 1}-{place[1] + 1}"


def _group(tag: str, rows: list[str]) -> str:
    return f"<{tag}>\n{''.join(rows)}</{tag}>\n" if rows else ""


def _row(row: Row, cells: list[str]) -> str:
    kinds = ["total"] if row.total else []
    kinds += [REVISIONS[row.revision]] if row.revision else []
    opening = f'<tr class="{" ".join(kinds)}">' if kinds else "<tr>"
    return f"{opening}{''.join(cells)}</tr>\n"


def _cell(placed: PlacedCell, links: str, frozen: int) -> str:
    cell, words = placed.cell, phrase(placed.cell.runs)
    attributes = f' class="{CLASSES[cell.role]}{_room(cell)}{_kept(cell, placed.place[1], frozen)}"{links}'
    if cell.columns > 1:
        attributes += f' colspan="{cell.columns}"'
    if cell.rows > 1:
        attributes += f' rowspan="{cell.rows}"'
    if cell.indent:
        attributes += f' style="--indent:{cell.indent}"'
    if placed.scope:
        return f'<th scope="{placed.scope}"{attributes}>{words}</th>'
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
