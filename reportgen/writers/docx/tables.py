"""Tables (表): caption lines, head rows, body rows, notes.

Widths say the same everywhere (table, grid, cells), so that Word, WPS and LibreOffice agree.
Source: ECMA-376 part 1, 17.4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.document import Cell, Revision, Role, Row, Runs, Table, Text, plain
from reportgen.grid import Spot, grid
from reportgen.style import Page, StyleSheet
from reportgen.tracked_changes import revision_of, revision_of_table
from reportgen.writers.docx import styles
from reportgen.writers.docx.markup import change, escaped, line_mark, paragraph, runs_xml
from reportgen.writers.docx.table_layout import (
    HEAD_ROOM,
    MARGIN,
    TableWidths,
    caption_height,
    layout,
    layouts,
    least_height,
    measured,
    row_heights,
)

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = ("top", HEAD_ROOM), ("left", MARGIN), ("bottom", HEAD_ROOM), ("right", MARGIN)
_ROW = "<w:tr><w:trPr><w:cantSplit/>{}{}</w:trPr>"
_HEAD_ROW = "<w:tr><w:trPr><w:cantSplit/>{}<w:tblHeader/>{}</w:trPr>"
_KEEP_NEXT = "<w:keepNext/>"
_STYLES = {
    **{Role.HEAD: styles.HEAD, Role.NUMBER: styles.RIGHT, Role.CODE: styles.CENTRED},
    **{Role.LABEL: styles.CELL, Role.TEXT: styles.CELL},
}
_FILLED = 96  # percent of a page that may be counted on
_READABLE = 15  # half-points: 小六 and 七号 are for tables that do not fit otherwise


@dataclass(frozen=True, slots=True)
class CellLook:
    """What the cells of a table share (格式): grid lines in twips, font size in half-points, style ids in that size."""

    lines: tuple[int, ...]
    size: int
    names: dict[str, str]


class TableFit(NamedTuple):
    """How a table is set (排版).

    Attributes:
        whole: it is a form that stands on one page.
        least: twips that a row has at least; 0 for no such limit.
    """

    layout: TableWidths
    whole: bool = False
    least: int = 0


class HeadingsAbove(NamedTuple):
    """The headings right above a table (表上的标题).

    Attributes:
        starts_page: they, or the table without any, start a page.
        height: in twips.
    """

    starts_page: bool
    height: int = 0


class Setting(NamedTuple):
    """Where a table stands (表的位置).

    Attributes:
        before, end: properties of its first and of its last paragraph, or empty.
        title: the words of the title, with its bookmark.
        level: outline level of the title.
        above: the headings that stay with it.
        after: style of the paragraph that ends it, or empty.
        ending: revision of the Word section that ends here, if all of it was inserted or deleted.
    """

    before: str
    end: str
    title: str
    level: int
    above: HeadingsAbove
    after: str
    ending: Revision | None


def table_xml(table: Table, style: StyleSheet, setting: Setting) -> Iterator[str]:
    """Yield the table from caption to notes, row by row, then a tiny paragraph: no table may end a section in Word.

    That paragraph is left out before a heading or a title on a new page: it might find no room below the table.
    """
    page = style.landscape if table.landscape else style.portrait
    yield from caption(table, page.text_width, setting)
    if table.head or table.body:
        yield from _grid_xml(table, style, page, setting.above)
    for note in table.notes:
        yield paragraph(styles.NOTE, runs_xml(note.runs), revision=revision_of(note.runs))
    if setting.after:
        revision = revision_of_table(table) if setting.after == styles.AFTER else setting.ending
        yield paragraph(setting.after, "", line_mark(revision) + setting.end)


def caption(table: Table, width: int, setting: Setting) -> Iterator[str]:
    """Yield number, title and the line under it, as far as there are any; the first paragraph carries `before`."""
    before, title, level = setting.before, setting.title, setting.level
    outline = f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    number, _, line = caption_lines(table)
    lines = (
        (styles.NUMBER, number, runs_xml(number), ""),
        (styles.CAPTION, table.title, title, outline),
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


def _grid_xml(table: Table, style: StyleSheet, page: Page, above: HeadingsAbove) -> Iterator[str]:
    fit, whole, least = fitted(table, style, page, above)
    names = {name: styles.sized(name, fit.size, style) for name in styles.CELLS}
    if not table.head:  # a form: its numbers stand beside labels, not below each other
        names[styles.RIGHT] = names[styles.CENTRED]
    look = CellLook(fit.edges, fit.size, names)
    yield f"<w:tbl>{_table_properties(table, style.border, page.text_width)}{_columns(fit.widths)}"
    height = f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least else ""
    for rows, opening in ((table.head, _HEAD_ROW), (table.body, _ROW)):
        for row, spots in grid(rows, table.width):
            heads = {cell.role for cell in row.cells} == {Role.HEAD}
            keep = _KEEP_NEXT if heads or (whole and row is not rows[-1]) else ""
            start = opening.format(height, change(row.revision))
            yield f"{start}{''.join([_cell(spot, row, look, keep) for spot in spots])}</w:tr>"
    yield "</w:tbl>"


def fitted(table: Table, style: StyleSheet, page: Page, above: HeadingsAbove) -> TableFit:
    """Return how the table is set on a page.

    A form, or a table that starts a page, is set smaller if it would run over by a little, as long as it is easy to
    read. If it leaves room, its rows are made higher.
    """
    size, width = style.texts["表格"].size, page.text_width
    room = page.text_height * _FILLED // 100 - caption_height(table, style, width) - above.height
    if len(table.head + table.body) * 2 * HEAD_ROOM > room:
        return TableFit(layout(table, width, size, style.smallest))
    smallest = max(style.smallest, min(size, _READABLE)) if above.starts_page or not table.head else size
    rows = list(measured(table))
    fits = list(layouts(table, rows, width, size, smallest))
    for fit in fits:
        heights = row_heights(rows, fit, style)
        if sum(heights) <= room:
            return TableFit(fit, not table.head, least_height(heights, room))
    return TableFit(fits[0])


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
    indent = f'<w:ind w:left="{cell.indent * look.size * 10}"/>' if cell.indent and not row.total else ""
    name = look.names[_style_name(cell, row)]
    content = "" if below else runs_xml(cell.runs, row.revision)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(name, content, keep + indent)}</w:tc>"
    )


def _style_name(cell: Cell, row: Row) -> str:
    """Return the style of a cell; labels of total rows are centred."""
    return styles.CENTRED if cell.role is Role.LABEL and row.total else _STYLES[cell.role]
