"""Tables of a Word file (表格): rows, their cells by grid column, and what cells span.

Source: ECMA-376 part 1, 17.4; 17.13.5 (tracked rows and cells).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, takewhile

from reportgen.ooxml import (
    ALTERNATE,
    SDT,
    SDT_CONTENT,
    TC,
    TCPR,
    TR,
    TRPR,
    Element,
    P,
    W,
    chosen,
    said,
    switched_on,
    value,
    whole,
)
from reportgen.readers._lines import FOOTNOTE, TextLine
from reportgen.readers._table_rows import GridCell, GridRow, TableRows, grid, width_of
from reportgen.readers.docx.paragraphs import Turn, lone_line, pieces
from reportgen.readers.docx.text import Revisions, Story

MOST = 1000  # columns that a cell may span
SLIVER = 15  # twips, a quarter of a millimetre, below which a grid column is none
_SPAN, _MERGE = f"{W}gridSpan", f"{W}vMerge"
_NO_LINE = TextLine("")
_CELL_CHANGES = {Revisions.ACCEPTED: f"{W}cellDel", Revisions.ORIGINAL: f"{W}cellIns"}


def rows_of(holder: Element, story: Story, notes: list[str]) -> Iterator[tuple[bool, GridRow]]:
    """For each row that is not removed: whether it is marked as head, and its cells."""
    for row in _inside(holder, TR):
        properties = row.find(TRPR)
        if properties is None or not any(story.removed(each.tag) for each in properties):
            column, squares = 0, {}
            for square in _squares(row, properties, story, notes):
                squares[column] = square
                column += square.columns
            yield bool(switched_on(properties, "tblHeader")), squares


def without_slivers(rows: list[GridRow], grid: Element) -> list[GridRow]:
    """The rows without grid columns too narrow to see: LibreOffice adds them where edges differ by a twip."""
    widths = [] if grid is None else [whole(each.get(f"{W}w")) for each in grid.findall(f"{W}gridCol")]
    seen = [0, *accumulate(int(width > SLIVER) for width in widths)]
    if seen[-1] == len(widths) or any(width_of(squares) > len(widths) for squares in rows):
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


def _squares(row: Element, properties: Element, story: Story, notes: list[str]) -> Iterator[GridCell]:
    """The cells of a row from left to right; columns left out before and after them count as a cell."""
    if before := whole(value(properties, "gridBefore")):
        yield GridCell(columns=_within(before))
    held: GridCell | None = None
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
        yield GridCell(columns=_within(after))


def _square(element: Element, about: Mapping[str, Element], story: Story, notes: list[str]) -> GridCell:
    lines = list(_cell_lines(element, story))
    if len(lines) > 1:
        notes += [line.text for line in lines if line.kind == FOOTNOTE]
        lines = [line for line in lines if line.kind != FOOTNOTE]
    first = next((line for line in lines if line.text), lines[0] if lines else _NO_LINE)
    text = "\n".join([line.number + line.text for line in lines]) if len(lines) > 1 else first.number + first.text
    columns = _within(whole(said(about, _SPAN))) if _SPAN in about else 1
    return GridCell(text, first.kind, first.indent, columns, _MERGE in about and said(about, _MERGE) != "restart")


def _cell_lines(element: Element, story: Story) -> Iterator[TextLine]:
    """The lines of a cell, and of tables within it."""
    lone = [each.tag for each in element] == [TCPR, P] and not story.fields
    for piece in lone_line(element, story) if lone else pieces(element, story):
        if isinstance(piece, TextLine):
            yield piece
        elif not isinstance(piece, Turn):
            for row in _inside(piece, TR):
                for each in _inside(row, TC):
                    yield from _cell_lines(each, story)


def _within(columns: int) -> int:
    """The columns, limited to what a cell can span."""
    return max(1, min(columns, MOST))


def grid_of(table: Element, story: Story, ours: bool) -> TableRows:
    """The table; a head is guessed if none is marked and the writer did not make the file."""
    notes: list[str] = []
    marked, found = [], []
    for head_row, squares in rows_of(table, story, notes):
        marked.append(head_row)
        found.append(squares)
    rows = without_slivers(found, table.find(f"{W}tblGrid"))
    heads = sum(1 for _ in takewhile(bool, marked))
    return grid(value(table.find(f"{W}tblPr"), "tblCaption"), rows, heads, ours, notes)
