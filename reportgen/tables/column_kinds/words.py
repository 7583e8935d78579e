"""Columns of words (文字列): the label of the row, its group, nothing, a field of its record."""

from functools import partial

from reportgen.diagnostics import Location, ReportgenError
from reportgen.document import Figure, Role, Runs
from reportgen.tables.cells import GridCell
from reportgen.tables.column_kinds import CellMaker, ColumnKind, text_of
from reportgen.tables.definition import BLANK, LABEL
from reportgen.tables.rows import RowSpec


def read(text: str) -> ColumnKind | None:
    """Return the column that a word, or `.字段`, stands for."""
    return ColumnKind(partial(_field, text[1:])) if text.startswith(".") else WORDS.get(text)


def _label(row: RowSpec, _: Location, maker: CellMaker) -> GridCell:
    label = "" if row.dimension and row.dimension in maker.named_dimensions else row.label
    return GridCell(text_of(label), Role.LABEL, row.indent, fact=LABEL)


def _group(row: RowSpec, _: Location, __: CellMaker) -> GridCell:
    return GridCell(text_of(row.group), Role.LABEL)


def _blank(_: RowSpec, __: Location, ___: CellMaker) -> GridCell:
    return GridCell((), Role.LABEL)


def _field(name: str, row: RowSpec, _: Location, maker: CellMaker) -> GridCell:
    found = row.record.get(name) if row.record else None
    runs: Runs = ()
    try:
        runs = found.lines if found else ()
    except ReportgenError as mistake:
        maker.mistakes.extend(mistake.diagnostics)
    is_number = len(runs) == 1 and isinstance(runs[0], Figure)
    return GridCell(runs, Role.NUMBER if is_number else Role.TEXT, fact=f".{name}")


WORDS = {LABEL: ColumnKind(_label), "组": ColumnKind(_group, is_group=True), BLANK: ColumnKind(_blank)}
