"""A tree with tracked changes (修订) as the newer document, all accepted, and as the older one, all rejected.

What belongs only to the other document is removed: runs, lines without runs left, rows, and tables without rows and
caption left; their notes stand alone then. A chart goes with its rows. Blocks under a removed heading stay.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.document import Block, Document, Paragraph, Revision, Row, Runs, Section, Table, plain, revision_of
from reportgen.grid import grid


def accepted(document: Document) -> Document:
    """The newer document, with all changes accepted."""
    return _side(document, Revision.DELETED)


def rejected(document: Document) -> Document:
    """The older document, with all changes rejected."""
    return _side(document, Revision.INSERTED)


def revision_of_table(table: Table) -> Revision | None:
    """Inserted or deleted, if all rows are; None if the table is in both documents."""
    revisions = {row.revision for row in table.head + table.body}
    return revisions.pop() if len(revisions) == 1 else None


def drawn_side(table: Table) -> Table:
    """The table that a chart is drawn from: the newer one, or the older one if it was deleted."""
    gone = Revision.INSERTED if revision_of_table(table) is Revision.DELETED else Revision.DELETED
    return _table(table, gone)


def _side(document: Document, gone: Revision) -> Document:
    if not document.revised:
        return document
    front, blocks = (tuple(_blocks(blocks, gone)) for blocks in (document.front, document.blocks))
    return replace(document, title=_runs(document.title, gone), front=front, blocks=blocks, revised=None)


def _blocks(blocks: tuple[Block, ...], gone: Revision) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Section():
                inside = tuple(_blocks(block.blocks, gone))
                if revision_of(block.title) is gone:
                    yield from inside
                else:
                    yield replace(block, title=_runs(block.title, gone), blocks=inside)
            case Paragraph():
                yield from _paragraphs((block,), gone)
            case Table():
                table = _table(block, gone)
                said = "" if table.picture else table.number + plain(table.title + table.left + table.right)
                yield from (table,) if said or table.head or table.body else table.notes


def _paragraphs(paragraphs: tuple[Paragraph, ...], gone: Revision) -> Iterator[Paragraph]:
    return (replace(each, runs=_runs(each.runs, gone)) for each in paragraphs if revision_of(each.runs) is not gone)


def _runs(runs: Runs, gone: Revision | None) -> Runs:
    """The runs that remain, as unchanged ones; all runs if nothing is gone."""
    kept = (run for run in runs if run.revision is None or run.revision is not gone)
    return tuple(replace(run, revision=None) if run.revision else run for run in kept)


def _table(table: Table, gone: Revision) -> Table:
    return replace(
        table,
        number=plain(_runs(table.serial, gone)),
        title=_runs(table.title, gone),
        left=_runs(table.left, gone),
        right=_runs(table.right, gone),
        head=tuple(_rows(table.head, table.width, gone)),
        body=tuple(_rows(table.body, table.width, gone)),
        notes=tuple(_paragraphs(table.notes, gone)),
        renumbered=(),
    )


def _rows(rows: tuple[Row, ...], width: int, gone: Revision) -> Iterator[Row]:
    """The rows that remain.

    A cell loses a row of its span for every row that is gone. If its first row is gone, so are its words, and the cell
    above takes its place, as in a Word file.
    """
    heights = _heights(rows, width, gone)
    for at, (row, spots) in enumerate(grid(rows, width)):
        cells = (
            replace(cell, runs=() if below else _runs(cell.runs, None if row.revision else gone), rows=rows_left)
            for column, cell, below in spots
            if (rows_left := heights.get((at, column)))
        )
        if row.revision is not gone:
            yield replace(row, cells=tuple(cells), revision=None)


def _heights(rows: tuple[Row, ...], width: int, gone: Revision) -> dict[tuple[int, int], int]:
    """How many rows each cell still spans, by the first remaining row and its grid column."""
    heights: dict[tuple[int, int], int] = {}
    above: dict[int, tuple[int, int]] = {}  # where the cells of the row above begin and what they span, by grid column
    for at, (row, spots) in enumerate(grid(rows, width)):
        if row.revision is gone:
            continue
        here: dict[int, tuple[int, int]] = {}
        for column, cell, below in spots:
            first, columns = above.get(column, (at, 0))
            first = first if below and columns == cell.columns else at
            here[column] = first, cell.columns
            heights[first, column] = heights.get((first, column), 0) + 1
        above = here
    return heights
