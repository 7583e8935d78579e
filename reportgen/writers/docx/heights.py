"""How much of a page tables and headings take (高度), about: enough to say whether a table can stay on one."""

from collections.abc import Sequence

from reportgen.document import Cell, Section, Table, plain
from reportgen.grid import grid
from reportgen.style import StyleSheet, TextStyle
from reportgen.writers.docx.styles import heading_kind, pitch
from reportgen.writers.docx.widths import MARGIN, Layout, breadth

EASY = 400  # twips, 7 mm
_STEP = 20
HEAD_ROOM = 10  # twips, above and below the text of a cell
_BORDER = 10
_SINGLE = 13  # twips of a single line for each half-point of its size


def heading_height(section: Section, style: StyleSheet, width: int) -> int:
    """Twips that a heading takes."""
    kind = heading_kind(section.level) if section.level else "标题"
    return _height(section.number + plain(section.title), style.texts[kind], width)


def caption_height(table: Table, style: StyleSheet, width: int) -> int:
    """Twips that stand above and below the rows: number, title, the line under it, notes."""
    side = plain(table.left) or plain(table.right)
    above = ((plain(table.serial), "表号"), (plain(table.title), "表题"), (side, "表眉"))
    notes = ((plain(note.runs), "表注") for note in table.notes)
    return sum(_height(text, style.texts[kind], width) for text, kind in (*above, *notes) if text)


def row_heights(table: Table, fit: Layout, style: StyleSheet) -> list[int]:
    """Twips that each row takes."""
    line, heights = pitch(style.texts["表格"], fit.size), []
    for _, spots in grid(table.head + table.body, table.width):
        taken = [_lines(cell, fit, column) for column, cell, below in spots if not below and cell.rows == 1]
        heights.append(max(taken, default=1) * line + 2 * HEAD_ROOM + _BORDER)
    return heights


def least_height(heights: Sequence[int], room: int) -> int:
    """How high every row can be at least, up to a height that is easy to read, so that all of them fill the room."""
    choices = range(EASY, max(0, min(heights, default=0)), -_STEP)
    return next((least for least in choices if sum(max(least, height) for height in heights) <= room), 0)


def _height(text: str, style: TextStyle, width: int) -> int:
    lines = -(-breadth(text) * style.size * 5 // width) or 1
    return lines * (style.line or style.size * _SINGLE) + style.before + style.after


def _lines(cell: Cell, fit: Layout, column: int) -> int:
    """How many lines a cell takes; half an em is five twips for each half-point."""
    width = fit.edges[column + cell.columns] - fit.edges[column] - 2 * MARGIN
    return sum(-(-breadth(line) * fit.size * 5 // width) or 1 for line in plain(cell.runs).split("\n"))
