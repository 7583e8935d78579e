"""Tracked changes (修订): a tree that holds two documents, and each of the two taken out of it.

Runs and rows say in which of the documents they are; those that say nothing are in both.

- A line (heading, paragraph, line of a caption, note) is inserted or deleted if all its runs are. A table is inserted
  or deleted if all its rows are; each line of its caption goes by its own runs.
- A row is inserted or deleted with all its cells, whatever their runs say.
- The number of a heading that is in both and changes is given as runs of the title, and `number` is empty; that of an
  inserted or deleted heading goes with it.

Accepting or rejecting all changes removes runs and rows, then lines that have no runs left, and tables that have
neither rows nor caption left; their notes then stand alone. A chart goes with its rows. Blocks under a removed heading
stay.
"""

from collections.abc import Iterator

from reportgen.document import Block, Document, Paragraph, Revision, Row, Runs, Section, Table, plain
from reportgen.grid import grid
from reportgen.records import replace


def accepted(document: Document) -> Document:
    """Return the newer document, with all changes accepted."""
    return without(document, Revision.DELETED)


def without(document: Document, gone: Revision) -> Document:
    """Return the document without what was deleted (the newer one), or without what was inserted (the older one)."""
    if not document.revised:
        return document
    front, blocks = (tuple(_blocks(blocks, gone)) for blocks in (document.front, document.blocks))
    return replace(document, title=_runs(document.title, gone), front=front, blocks=blocks, revised=None)


def revision_of(runs: Runs) -> Revision | None:
    """Return whether the line of these runs is inserted or deleted; None if it is in both documents."""
    revisions = {run.revision for run in runs}
    return revisions.pop() if len(revisions) == 1 else None


def revision_of_table(table: Table) -> Revision | None:
    """Return whether all rows are inserted or deleted; None if the table is in both documents."""
    revisions = {row.revision for row in table.head + table.body}
    return revisions.pop() if len(revisions) == 1 else None


def drawn_side(table: Table) -> Table:
    """Return the table that a chart is drawn from: the newer one, or the older one if it was deleted."""
    gone = Revision.INSERTED if revision_of_table(table) is Revision.DELETED else Revision.DELETED
    return _table(table, gone)


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
    """Return the runs that remain, as unchanged ones; all runs if nothing is gone."""
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
    """Yield the rows that remain.

    A cell loses a row of its span for every row that is gone. If its first row is gone, its words are gone too, and the
    cell above takes its place, as in a Word file.
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
    """Return (row, grid column) -> how many of the remaining rows a cell spans, for the row in which it now begins.

    Rows that are gone count neither as beginning nor as spanned; their numbers are not given to others.
    """
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
