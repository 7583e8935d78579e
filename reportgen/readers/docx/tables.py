"""Tables (表格): rows, cells and what they span.

Source: ECMA-376 part 1, 17.4; 17.13.5 (tracked rows and cells).
"""

from itertools import takewhile

from reportgen.ooxml.names import Element, W, value
from reportgen.readers._lines.grids import Grid, grid
from reportgen.readers.docx.squares import rows_of, without_slivers
from reportgen.readers.docx.text import Story


def grid_of(table: Element, story: Story, ours: bool) -> Grid:
    """The table; the head of one that the writer did not make is guessed where it is not marked."""
    notes: list[str] = []
    marked, found = [], []
    for head_row, squares in rows_of(table, story, notes):
        marked.append(head_row)
        found.append(squares)
    rows = without_slivers(found, table.find(f"{W}tblGrid"))
    heads = sum(1 for _ in takewhile(bool, marked))
    return grid(value(table.find(f"{W}tblPr"), "tblCaption"), rows, heads, ours, notes)
