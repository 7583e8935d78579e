"""Tables (表): caption lines, head rows, body rows, notes.

Widths say the same everywhere (table, grid, cells), so that Word, WPS and LibreOffice agree.
Source: ECMA-376 part 1, 17.4.
"""

from collections.abc import Iterator
from itertools import pairwise

from reportgen.document import Cell, Revision, Role, Row, Runs, Table, Text, plain
from reportgen.grid import Spot, grid
from reportgen.ooxml import escaped
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass
from reportgen.style import Align, Page, StyleSheet
from reportgen.tracked_changes import revision_of, revision_of_table
from reportgen.writers.docx import styles
from reportgen.writers.docx.line_breaks import BROADER, narrowed
from reportgen.writers.docx.markup import change, line_mark, paragraph, runs_xml
from reportgen.writers.docx.table_layout import MARGIN
from reportgen.writers.docx.table_pages import HEAD_ROOM, HeadingsAbove, TableFits

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = ("top", HEAD_ROOM), ("left", MARGIN), ("bottom", HEAD_ROOM), ("right", MARGIN)
_ROW = "<w:tr><w:trPr><w:cantSplit/>{}{}</w:trPr>"
_HEAD_ROW = "<w:tr><w:trPr><w:cantSplit/>{}<w:tblHeader/>{}</w:trPr>"
_KEEP_NEXT = "<w:keepNext/>"
_SHORT = 20  # the longest text, in characters, that breaks only between words
_NARROW = (Role.NUMBER, Role.CODE)  # no text of theirs breaks
_AMOUNT = compiled(r"-?[0-9,]*[0-9](\.[0-9]+)?")
_STYLES = {
    **{Role.HEAD: styles.HEAD, Role.NUMBER: styles.RIGHT, Role.CODE: styles.CENTRED},
    **{Role.LABEL: styles.CELL, Role.TEXT: styles.CELL},
}


@dataclass(frozen=True, slots=True)
class CellLook:
    """What the cells of a table share (格式).

    Attributes:
        lines: grid lines in twips. size: of the font, half-points. names: style ids in that size.
        below: in a form, the first columns of amounts that stand below each other; other numbers are centred.
    """

    lines: tuple[int, ...]
    size: int
    names: dict[str, str]
    below: frozenset[int] | None


class Setting(NamedTuple):
    """Where a table stands (表的位置).

    Attributes:
        before, end: properties of its first and of its last paragraph, or empty.
        title: the words of the title, with its bookmark.
        level: outline level of the title.
        above: the headings that stay with it.
        after: style of the paragraph that ends it, or empty.
        ending: revision of the Word section that ends here, if all of it was inserted or deleted.
        turned: it stands on a landscape page.
    """

    before: str
    end: str
    title: str
    level: int
    above: HeadingsAbove
    after: str
    ending: Revision | None
    turned: bool


def table_xml(table: Table, fits: TableFits, setting: Setting) -> Iterator[str]:
    """Yield the table from caption to notes, row by row, then a tiny paragraph: no table may end a section in Word.

    That paragraph is left out before a heading or a title on a new page: it might find no room below the table.
    """
    style = fits.style
    page = style.landscape if setting.turned else style.portrait
    yield from caption(table, style, page.text_width, setting)
    if table.head or table.body:
        yield from _grid_xml(table, fits, page, setting.above)
    for note in table.notes:
        yield paragraph(styles.NOTE, runs_xml(note.runs), revision=revision_of(note.runs))
    if setting.after:
        revision = revision_of_table(table) if setting.after == styles.AFTER else setting.ending
        yield paragraph(setting.after, "", line_mark(revision) + setting.end)


def caption(table: Table, style: StyleSheet, width: int, setting: Setting) -> Iterator[str]:
    """Yield number, title and the line under it, as far as there are any; the first paragraph carries `before`."""
    before, title, level = setting.before, setting.title, setting.level
    outline = f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    title_style = style.texts["表题"]
    sides = set_in(plain(table.title), title_style.size, width) if title_style.align is Align.CENTRE else ""
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    number, _, line = caption_lines(table)
    lines = (
        (styles.NUMBER, number, runs_xml(number), ""),
        (styles.CAPTION, table.title, title, sides + outline),
        (styles.LINE, line, runs_xml(line), stop),
    )
    for name, runs, content, properties in lines:
        if content:
            yield paragraph(name, content, before + properties, revision_of(runs))
            before = ""
    if before:
        yield paragraph(styles.AFTER, properties=before)


def caption_lines(table: Table) -> tuple[Runs, Runs, Runs]:
    """Return number, title and the line under it; the tab before its right side is inserted or deleted with that."""
    tab = (Text("\t", revision_of(table.right)),) if plain(table.right) else ()
    return table.serial, table.title, (*table.left, *tab, *table.right)


def _grid_xml(table: Table, fits: TableFits, page: Page, above: HeadingsAbove) -> Iterator[str]:
    style, (fit, kept, least, _) = fits.style, fits.fit_of(table, page, above)
    names = {name: styles.sized(name, fit.size, style) for name in styles.CELLS}
    look = CellLook(fit.edges, fit.size, names, None if table.head else _below_each_other(table))
    yield f"<w:tbl>{_table_properties(table, style.border, page.text_width)}{_columns(fit.widths)}"
    height = f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least else ""
    for rows, opening, first in ((table.head, _HEAD_ROW, 0), (table.body, _ROW, len(table.head))):
        for i, (row, spots) in enumerate(grid(rows, table.width), first):
            heads = {cell.role for cell in row.cells} == {Role.HEAD}
            keep = _KEEP_NEXT if heads or i in kept else ""
            start = opening.format(height, change(row.revision))
            yield f"{start}{''.join([_cell(spot, row, look, keep) for spot in spots])}</w:tr>"
    yield "</w:tbl>"


def _table_properties(table: Table, border: int, width: int) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="{border}" w:space="0" w:color="auto"/>' for side in _SIDES)
    margins = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side, margin in _MARGINS)
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblCaption w:val="{escaped(table.name)}"/></w:tblPr>'
    )


def _columns(widths: tuple[int, ...]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _cell(spot: Spot, row: Row, look: CellLook, keep: str) -> str:
    column, cell, below = spot
    width = look.lines[column + cell.columns] - look.lines[column]
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "<w:vMerge/>" if below else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    indent = _indent(cell, row, look.size, width)
    name = look.names[_style_name(cell, row, look.below is None or (column in look.below and _is_amount(cell)))]
    content = "" if below else runs_xml(cell.runs, row.revision)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(name, content, keep + indent)}</w:tc>"
    )


def _below_each_other(form: Table) -> frozenset[int]:
    """Return the first columns of a form's amounts that have others right above or below."""
    rows = [
        {spot.column for spot in spots if not spot.below and _is_amount(spot.cell)}
        for _, spots in grid(form.body, form.width)
    ]
    return frozenset(column for one, other in pairwise(rows) for column in one & other)


def _is_amount(cell: Cell) -> bool:
    return cell.role is Role.NUMBER and bool(_AMOUNT.fullmatch(plain(cell.runs)))


def _indent(cell: Cell, row: Row, size: int, width: int) -> str:
    """Return the indent of a label's level, and of texts that would otherwise break inside a word."""
    if cell.role in _NARROW and not cell.indent:
        return ""
    left, text = 0 if row.total else cell.indent * size * 10, plain(cell.runs)
    is_text = cell.role is Role.TEXT
    if not left and (cell.role is Role.HEAD or (cell.role is Role.LABEL and row.total)):
        return set_in(text, size, width - 2 * MARGIN)
    parts = cell.role in (Role.HEAD, Role.LABEL) or (is_text and len(text) <= _SHORT)
    right = narrowed(text, size, width - 2 * MARGIN - left, BROADER, not is_text) if parts else 0
    right += 0 < right == left  # with equal indents on both sides the left one would be no level
    return f'<w:ind w:left="{left}" w:right="{right}"/>' if left or right else ""


def set_in(text: str, size: int, width: int) -> str:
    """Return the indents that keep a centred text from breaking inside a word; empty if it needs none."""
    side = narrowed(text, size, width) // 2
    return f'<w:ind w:left="{side}" w:right="{side}"/>' if side else ""


def _style_name(cell: Cell, row: Row, below: bool) -> str:
    """Return the style of a cell; labels of total rows are centred, and numbers that may not stand `below` others."""
    centred = row.total if cell.role is Role.LABEL else cell.role is Role.NUMBER and not below
    return styles.CENTRED if centred else _STYLES[cell.role]
