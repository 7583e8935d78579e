"""How much of a page a table takes (表高), about: enough to say whether a form can stay on one."""

from collections.abc import Sequence

from reportgen.document import Cell, Table, plain
from reportgen.grid import grid
from reportgen.style import Page
from reportgen.writers.docx.widths import MARGIN, breadth

_LINE = 14  # twips that a line takes for each half-point of its size, with what is above and below it in a cell
_CAPTION = 5  # lines above the table


def fits_page(table: Table, edges: Sequence[int], size: int, page: Page) -> bool:
    """Whether the table, its grid lines at these `edges` (twips), takes no more than one page."""
    lines = _CAPTION
    for _, spots in grid(table.head + table.body, table.width):
        taken = [_lines(cell, edges, size, column) for column, cell, below in spots if not below and cell.rows == 1]
        lines += max(taken, default=1)
    return lines * size * _LINE <= page.text_height


def _lines(cell: Cell, edges: Sequence[int], size: int, column: int) -> int:
    """How many lines a cell takes; half an em is five twips for each half-point."""
    width = edges[column + cell.columns] - edges[column] - 2 * MARGIN
    return sum(-(-breadth(line) * size * 5 // width) or 1 for line in plain(cell.runs).split("\n"))
