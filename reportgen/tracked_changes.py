"""The two documents in a tree with tracked changes (修订): the newer one with all of them accepted, the older without.

What is in neither any more is gone: lines without runs, rows, and tables that had rows and have neither rows nor a
caption left; their notes stand alone then. A chart goes with its rows. What stood under a heading stays where it is.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.document import Block, Document, Paragraph, Revision, Row, Runs, Section, Table, plain, revision_of
from reportgen.grid import grid


def accepted(document: Document) -> Document:
    """The newer document."""
    return _side(document, Revision.DELETED)


def rejected(document: Document) -> Document:
    """The older document."""
    return _side(document, Revision.INSERTED)


def revision_of_table(table: Table) -> Revision | None:
    """What the table is as a whole: inserted, deleted, or in both documents."""
    revisions = {row.revision for row in table.head + table.body}
    return revisions.pop() if len(revisions) == 1 else None


def drawn_side(table: Table) -> Table:
    """What a table is drawn from: the newer one, and the older one where it is deleted."""
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
    """The runs that are left, in both documents from now on; without what is gone all of them."""
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
    """The rows that are left.

    A cell is as many rows shorter as are gone that it spans. If the one is gone that it begins in, so are its words,
    and its place goes to the cell above, as in a Word file.
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
    """How many rows each cell still spans, by the row that is left where it begins and its grid column."""
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
