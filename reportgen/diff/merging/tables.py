"""Two tables in one (合表), where their columns are the same: captions, rows and cells with tracked changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.diff.documents.aligning import together
from reportgen.diff.documents.alike import alike
from reportgen.diff.documents.parts import columns, lines
from reportgen.diff.documents.tokens import masked
from reportgen.diff.documents.wording import Side, marks
from reportgen.diff.merging.revised import marked_text, merged_row, merged_runs, whole_row
from reportgen.document import Paragraph, Place, Revision, Row, Table

LEAST = 50  # percent of the words of a row or note that is still the same one


def merged_table(old: Table, new: Table, sides: Side) -> Table | None:
    """The table that holds both, or None where their columns, or cells that span rows, differ."""
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


def _merged_head(old: Table, new: Table, sides: Side) -> tuple[Row, ...] | None:
    """The heads, cell by cell, where they are cut alike and say the same but for years and numbers."""
    keys = [[column.key for column in columns(*side)] for side in ((old, sides.old), (new, sides.new))]
    if keys[0] != keys[1] or _shape(old.head) != _shape(new.head):
        return None
    return tuple(merged_row(*pair, sides) for pair in zip(old.head, new.head, strict=True))


def _shape(rows: Sequence[Row]) -> list[list[tuple[int, int]]]:
    """What the cells of each row span."""
    return [[(cell.columns, cell.rows) for cell in row.cells] for row in rows]


def _merged_body(old: Table, new: Table, sides: Side) -> tuple[Row, ...] | None:
    if _shape(old.body) == _shape(new.body) and _spans_rows(new.body):
        return tuple(merged_row(*pair, sides) for pair in zip(old.body, new.body, strict=True))
    if _spans_rows(old.body) or _spans_rows(new.body):
        return None
    return tuple(_rows(old, new, sides))


def _spans_rows(rows: Sequence[Row]) -> bool:
    return any(cell.rows > 1 for row in rows for cell in row.cells)


def _rows(old: Table, new: Table, sides: Side) -> Iterator[Row]:
    left = lines(old.body, old, range(old.width), sides.old)
    right = lines(new.body, new, range(new.width), sides.new)
    about = [line.marks for line in left], [line.marks for line in right]
    pairs = alike([line.key for line in left], [line.key for line in right], about, LEAST)
    for i, j in together(pairs, len(left), len(right)):
        yield from _row(None if i is None else old.body[i], None if j is None else new.body[j], sides)


def _row(old: Row | None, new: Row | None, sides: Side) -> Iterator[Row]:
    if old and new and _shape([old]) == _shape([new]):
        yield merged_row(old, new, sides)
        return
    if old:
        yield whole_row(old, Revision.DELETED)
    if new:
        yield whole_row(new, Revision.INSERTED)


def _notes(old: Sequence[Paragraph], new: Sequence[Paragraph], sides: Side) -> Iterator[Paragraph]:
    keys = [masked(note.runs, sides.old) for note in old], [masked(note.runs, sides.new) for note in new]
    pairs = alike(*keys, ([marks(key) for key in keys[0]], [marks(key) for key in keys[1]]), LEAST)
    for i, j in together(pairs, len(old), len(new)):
        runs = merged_runs(() if i is None else old[i].runs, () if j is None else new[j].runs, sides)
        yield Paragraph(runs, Place.NOTE)
