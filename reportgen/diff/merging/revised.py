"""Runs, rows and tables with tracked changes (修订), from both sides of a comparison."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.diff.changes import Piece
from reportgen.diff.documents.wording import Side, pieces
from reportgen.document import Cell, Revision, Row, Run, Runs, Table, Text, plain


def marked(runs: Runs, revision: Revision) -> Runs:
    """The runs as inserted, or deleted."""
    return tuple(replace(run, revision=revision) for run in runs if run.text)


def marked_text(text: str, revision: Revision) -> Runs:
    """The text as inserted, or deleted."""
    return marked((Text(text),), revision)


def merged_runs(old: Runs, new: Runs, sides: Side) -> Runs:
    """The runs of both: what says the same once, else the old words deleted and the new ones inserted."""
    return tuple(run for piece in pieces(old, new, sides) for run in _runs(piece))


def _runs(piece: Piece) -> Iterator[Run]:
    if plain(piece.old) == plain(piece.new):
        yield from piece.new
    else:
        yield from marked(piece.old, Revision.DELETED)
        yield from marked(piece.new, Revision.INSERTED)


def whole_row(row: Row, revision: Revision) -> Row:
    """The row as inserted, or deleted."""
    cells = tuple(replace(cell, runs=marked(cell.runs, revision)) for cell in row.cells)
    return replace(row, cells=cells, revision=revision)


def merged_row(old: Row, new: Row, sides: Side) -> Row:
    """A row whose cells span the same on both sides, cell by cell."""
    return replace(new, cells=tuple(_merged_cell(*pair, sides) for pair in zip(old.cells, new.cells, strict=True)))


def _merged_cell(old: Cell, new: Cell, sides: Side) -> Cell:
    return replace(new, runs=merged_runs(old.runs, new.runs, sides))


def whole_table(table: Table, revision: Revision) -> Table:
    """The table as inserted, or deleted, with its caption and notes."""
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
