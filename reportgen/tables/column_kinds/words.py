"""Columns of words and codes (文字列、编码列).

The label of the row, its group, nothing, a field of its record; the code or the name of a member.
"""

from functools import partial

from reportgen.diagnostics import Location, ReportgenError
from reportgen.document import Figure, Role, Runs
from reportgen.grid import GridCell
from reportgen.tables.column_kinds import CellMaker, ColumnKind, text_of
from reportgen.tables.definition import BLANK, LABEL
from reportgen.tables.rows import RowSpec
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION

_LEVELS = [level for levels in CODE_LEVELS.values() for level in levels]
_PARTS = ("编码", "本行编码", *_LEVELS, "至款", "至项")


def read(text: str) -> ColumnKind | None:
    """Return the column that a word, `.字段`, `编码`, `款`, `维度.编码` or `维度.名称` stands for."""
    if text.startswith("."):
        return ColumnKind(partial(_field, text[1:]))
    dimension, _dot, part = text.rpartition(".")
    if "[" in text or "@" in text or not (part in _PARTS or (dimension and part == "名称")):
        return WORDS.get(text)
    return ColumnKind(partial(_code, dimension, part), names=dimension if part == "名称" else None)


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


def _code(dimension: str, part: str, row: RowSpec, _: Location, maker: CellMaker) -> GridCell:
    dimension = dimension or row.dimension
    member = row.id.member(dimension)
    shown = bool(dimension and member and not row.total) and (part != "本行编码" or row.dimension == dimension)
    if part == "名称":
        name = maker.context.figures.budget.member_name(dimension, member) if shown else ""
        return GridCell(text_of(name), Role.LABEL)
    return GridCell(text_of(_digits(dimension, member, part) if shown else ""), Role.CODE)


def _digits(dimension: str, member: str, part: str) -> str:
    """The digits of a code at one level (款), down to one level (至款), or all of them (编码)."""
    levels = CODE_LEVELS.get(dimension, {})
    level = part.removeprefix("至")
    if level not in levels:
        return "" if member == ELIMINATION else member
    end = levels[level]
    start = max((n for n in levels.values() if n < end), default=0) if level == part else 0
    return member[start:end] if len(member) >= end else ""


WORDS = {LABEL: ColumnKind(_label), "组": ColumnKind(_group, is_group=True), BLANK: ColumnKind(_blank)}
