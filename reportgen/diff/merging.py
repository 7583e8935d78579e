"""Both documents in one tree with tracked changes (合并): what only the old one has is deleted, the rest inserted.

Accepting all changes gives the new document, rejecting them the old one. Nothing is moved: what stands elsewhere is
deleted there and inserted here. Everything that is not text (roles, depth, pages turned) is the new document's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.diff.changes import Element, Segment
from reportgen.diff.documents import Comparison
from reportgen.diff.documents.aligning import alike, in_one_order
from reportgen.diff.documents.items import DocumentItem
from reportgen.diff.documents.labels import labelled_columns, labelled_rows
from reportgen.diff.documents.tokens import masked
from reportgen.diff.documents.wording import BothRules, marks, segments
from reportgen.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    ParagraphRole,
    Revised,
    Revision,
    Row,
    Run,
    Runs,
    Section,
    Table,
    Text,
    plain,
)


def merged(comparison: Comparison, by: Revised) -> Document:
    """The tree that holds both documents, with tracked changes.

    Args:
        by: author and time of the changes.
    """
    title: Runs = ()
    blocks: list[Block] = []
    for old, new in comparison.rows:
        if Element.TITLE in (old and old.what, new and new.what):
            title += _title(old, new, comparison.sides)
        else:
            blocks += _blocks(old, new, comparison.sides)
    return replace(comparison.new, title=title, blocks=tuple(blocks), front=(), mark="", revised=by)


def _title(old: DocumentItem | None, new: DocumentItem | None, sides: BothRules) -> Runs:
    return merged_runs(old.runs if old else (), new.runs if new else (), sides)


def _blocks(old: DocumentItem | None, new: DocumentItem | None, sides: BothRules) -> Iterator[Block]:
    if old and new and (both := _merged_block(old, new, sides)):
        yield from both
        return
    yield from (_whole_block(item.block, revision) for item, revision in _one_sided(old, new))


def _one_sided(old: DocumentItem | None, new: DocumentItem | None) -> Iterator[tuple[DocumentItem, Revision]]:
    if old:
        yield old, Revision.DELETED
    if new:
        yield new, Revision.INSERTED


def _merged_block(old: DocumentItem, new: DocumentItem, sides: BothRules) -> tuple[Block, ...]:
    """One block that holds both sides of an item; none where no block can."""
    match old.block, new.block:
        case Section(), Section() if old.level == new.level:
            return (_heading(old.block, new.block, sides),)
        case Paragraph(), Paragraph() if old.block.place is new.block.place:
            return (replace(new.block, runs=merged_runs(old.block.runs, new.block.runs, sides)),)
        case Table(), Table() if old.what is Element.TABLE:
            found = merged_table(old.block, new.block, sides)
            return (found,) if found else ()
        case _ if old.runs == new.runs:  # what is drawn, or was when the file was read
            return (old.block if isinstance(old.block, Table) else new.block,)
        case _:
            return ()


def _heading(old: Section, new: Section, sides: BothRules) -> Section:
    if old.number == new.number:
        return Section(new.level, new.number, merged_runs(old.title, new.title, sides), ())
    numbers = marked_text(old.number, Revision.DELETED) + marked_text(new.number, Revision.INSERTED)
    return Section(new.level, "", numbers + merged_runs(old.title, new.title, sides), ())


def _whole_block(block: Block, revision: Revision) -> Block:
    match block:
        case Section():
            title = marked_text(block.number, revision) + marked(block.title, revision)
            return Section(block.level, "", title, ())
        case Paragraph():
            return replace(block, runs=marked(block.runs, revision))
        case Table():
            return whole_table(block, revision)


LEAST = 50  # percent of the words of a row or note that is still the same one


def merged_table(old: Table, new: Table, sides: BothRules) -> Table | None:
    """One table that holds both. None where the columns differ, or cells that span rows."""
    head = _merged_head(old, new, sides)
    body = _merged_body(old, new, sides)
    if old.width != new.width or head is None or body is None:
        return None
    numbers = marked_text(old.number, Revision.DELETED) + marked_text(new.number, Revision.INSERTED)
    return replace(
        new,
        renumbered=numbers if old.number != new.number else (),
        title=merged_runs(old.title, new.title, sides),
        left=merged_runs(old.left, new.left, sides),
        right=merged_runs(old.right, new.right, sides),
        head=head,
        body=body,
        notes=tuple(_notes(old.notes, new.notes, sides)),
    )


def _merged_head(old: Table, new: Table, sides: BothRules) -> tuple[Row, ...] | None:
    """The head rows, cell by cell; None unless both are cut alike and differ in years and numbers alone."""
    keys = [[column.key for column in labelled_columns(*side)] for side in ((old, sides.old), (new, sides.new))]
    if keys[0] != keys[1] or _shape(old.head) != _shape(new.head):
        return None
    return tuple(merged_row(*pair, sides) for pair in zip(old.head, new.head, strict=True))


def _shape(rows: Sequence[Row]) -> list[list[tuple[int, int]]]:
    """How many columns and rows each cell spans, row by row."""
    return [[(cell.columns, cell.rows) for cell in row.cells] for row in rows]


def _merged_body(old: Table, new: Table, sides: BothRules) -> tuple[Row, ...] | None:
    if _shape(old.body) == _shape(new.body) and _spans_rows(new.body):
        return tuple(merged_row(*pair, sides) for pair in zip(old.body, new.body, strict=True))
    if _spans_rows(old.body) or _spans_rows(new.body):
        return None
    return tuple(_rows(old, new, sides))


def _spans_rows(rows: Sequence[Row]) -> bool:
    return any(cell.rows > 1 for row in rows for cell in row.cells)


def _rows(old: Table, new: Table, sides: BothRules) -> Iterator[Row]:
    left = labelled_rows(old.body, old, range(old.width), sides.old)
    right = labelled_rows(new.body, new, range(new.width), sides.new)
    about = [line.marks for line in left], [line.marks for line in right]
    pairs = alike([line.key for line in left], [line.key for line in right], about, LEAST)
    for i, j in in_one_order(pairs, len(left), len(right)):
        yield from _row(None if i is None else old.body[i], None if j is None else new.body[j], sides)


def _row(old: Row | None, new: Row | None, sides: BothRules) -> Iterator[Row]:
    if old and new and _shape([old]) == _shape([new]):
        yield merged_row(old, new, sides)
        return
    if old:
        yield whole_row(old, Revision.DELETED)
    if new:
        yield whole_row(new, Revision.INSERTED)


def _notes(old: Sequence[Paragraph], new: Sequence[Paragraph], sides: BothRules) -> Iterator[Paragraph]:
    keys = [masked(note.runs, sides.old) for note in old], [masked(note.runs, sides.new) for note in new]
    pairs = alike(*keys, ([marks(key) for key in keys[0]], [marks(key) for key in keys[1]]), LEAST)
    for i, j in in_one_order(pairs, len(old), len(new)):
        runs = merged_runs(() if i is None else old[i].runs, () if j is None else new[j].runs, sides)
        yield Paragraph(runs, ParagraphRole.NOTE)


def marked(runs: Runs, revision: Revision) -> Runs:
    """The runs as inserted or deleted; empty runs fall away."""
    return tuple(replace(run, revision=revision) for run in runs if run.text)


def marked_text(text: str, revision: Revision) -> Runs:
    """The text as one run, inserted or deleted."""
    return marked((Text(text),), revision)


def merged_runs(old: Runs, new: Runs, sides: BothRules) -> Runs:
    """The runs of both sides: equal words once, else the old ones deleted and the new ones inserted."""
    return tuple(run for segment in segments(old, new, sides) for run in _runs(segment))


def _runs(segment: Segment) -> Iterator[Run]:
    if plain(segment.old) == plain(segment.new):
        yield from segment.new
    else:
        yield from marked(segment.old, Revision.DELETED)
        yield from marked(segment.new, Revision.INSERTED)


def whole_row(row: Row, revision: Revision) -> Row:
    """The row with all its words as inserted or deleted."""
    cells = tuple(replace(cell, runs=marked(cell.runs, revision)) for cell in row.cells)
    return replace(row, cells=cells, revision=revision)


def merged_row(old: Row, new: Row, sides: BothRules) -> Row:
    """Two rows whose cells span the same, cell by cell."""
    return replace(new, cells=tuple(_merged_cell(*pair, sides) for pair in zip(old.cells, new.cells, strict=True)))


def _merged_cell(old: Cell, new: Cell, sides: BothRules) -> Cell:
    return replace(new, runs=merged_runs(old.runs, new.runs, sides))


def whole_table(table: Table, revision: Revision) -> Table:
    """The table as inserted or deleted, with caption and notes."""
    return replace(
        table,
        renumbered=marked_text(table.number, revision),
        title=marked(table.title, revision),
        left=marked(table.left, revision),
        right=marked(table.right, revision),
        head=tuple(whole_row(row, revision) for row in table.head),
        body=tuple(whole_row(row, revision) for row in table.body),
        notes=tuple(replace(note, runs=marked(note.runs, revision)) for note in table.notes),
    )
