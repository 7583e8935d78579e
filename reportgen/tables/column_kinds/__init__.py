"""Kinds of columns (列的种类): what a column prints in each row.

名称        the label of the row; nothing if another column prints names of the row's dimension
组          the group that the row stands under, one cell over all rows of the group
空          nothing
.字段       what the row's record says there
编码, 维度.款 …  the code of a member, or the digits of one level of it; without a dimension, that of the row
维度.名称    the name of the member
数名, 本行[…]  the figure where row and column meet; 本行 is the measure of the row

A new word is a row of `WORDS`; any other kind is a module here with `read(text)`, which returns None for texts of
other kinds. Either has a row in docs/REGIONS.md.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial

from reportgen.diagnostics import Diagnostic, Location, ReportgenError
from reportgen.discovery import modules_below
from reportgen.document import Figure, Role, Runs, as_runs
from reportgen.figure import FigureId, remembered_text
from reportgen.figures import with_place
from reportgen.grid import Grid, GridCell
from reportgen.quantity import Amount, Count, NumberFormat, Quantity, exact_text, print_quantity
from reportgen.records import dataclass, replace
from reportgen.source import Scalar
from reportgen.tables.definition import BLANK, LABEL, Context, Meetings
from reportgen.tables.rows import RowSpec
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION, NO_MONEY

_LEVELS = [level for levels in CODE_LEVELS.values() for level in levels]
_PARTS = ("编码", "本行编码", *_LEVELS, "至款", "至项")


@dataclass(frozen=True)
class ColumnKind:
    """What a column prints.

    Attributes:
        cell: returns the cell of a row; the location is where the definition writes the column.
        figure: the figure that the column asks for; None unless it prints amounts.
        names: the dimension whose members it names ("": that of the row); None if it names none.
        is_group: whether it prints the group of the row.
    """

    cell: Callable[[RowSpec, Location, "CellMaker"], GridCell]
    figure: FigureId | None = None
    names: str | None = None
    is_group: bool = False


def _figure(figure: FigureId, row: RowSpec, at: Location, maker: "CellMaker") -> GridCell:
    return GridCell(() if row.blank else _amount(figure, row, at, maker), Role.NUMBER)


def _amount(figure: FigureId, row: RowSpec, at: Location, maker: "CellMaker") -> Runs:
    figures = maker.context.figures
    try:
        name, text = maker.meetings.figure(figure, at)
        value = figures.value(name)
    except ReportgenError as mistake:
        maker.mistakes.extend(with_place(mistake, at).diagnostics)
        return ()
    if value is NO_MONEY:
        shown, exact = maker.zero, "0"
    else:
        maker.has_amount = maker.has_amount or _is_amount(value)
        shown, exact = print_quantity(value, maker.form), exact_text(value)
    if maker.blank or not shown:
        return ()
    canonical = name if text or name.derived else figures.names.canonical(name)
    runs: Runs = (Figure(remembered_text(canonical, text), shown, exact),)
    return figures.recorder.recorded(runs, (at, row.at)) if figures.recorder else runs


def _is_amount(value: Quantity | None) -> bool:
    """Whether a value is money or pieces, and not zero."""
    match value:
        case Amount(number) | Count(number, _):
            return bool(number)
    return False


def _read_figure(node: Scalar, context: Context, outer: FigureId) -> ColumnKind:
    name = context.figure(node)
    asked = context.joined(outer, name._replace(measure="") if name.measure == "本行" else name, node.at)
    return ColumnKind(partial(_figure, asked), figure=asked)


def _read_word(text: str) -> ColumnKind | None:
    """Return the column that a word, `.字段`, `编码`, `款`, `维度.编码` or `维度.名称` stands for."""
    if text.startswith("."):
        return ColumnKind(partial(_field, text[1:]))
    dimension, _dot, part = text.rpartition(".")
    if "[" in text or "@" in text or not (part in _PARTS or (dimension and part == "名称")):
        return WORDS.get(text)
    return ColumnKind(partial(_code, dimension, part), names=dimension if part == "名称" else None)


def _label(row: RowSpec, _: Location, maker: "CellMaker") -> GridCell:
    label = "" if row.dimension and row.dimension in maker.named_dimensions else row.label
    return GridCell(as_runs(label), Role.LABEL, row.indent, fact=LABEL)


def _group(row: RowSpec, _: Location, __: "CellMaker") -> GridCell:
    return GridCell(as_runs(row.group), Role.LABEL)


def _blank(_: RowSpec, __: Location, ___: "CellMaker") -> GridCell:
    return GridCell((), Role.LABEL)


def _field(name: str, row: RowSpec, _: Location, maker: "CellMaker") -> GridCell:
    found = row.record.get(name) if row.record else None
    runs: Runs = ()
    try:
        runs = found.lines if found else ()
    except ReportgenError as mistake:
        maker.mistakes.extend(mistake.diagnostics)
    is_number = len(runs) == 1 and isinstance(runs[0], Figure)
    return GridCell(runs, Role.NUMBER if is_number else Role.TEXT, fact=f".{name}")


def _code(dimension: str, part: str, row: RowSpec, _: Location, maker: "CellMaker") -> GridCell:
    dimension = dimension or row.dimension
    member = row.id.member(dimension)
    shown = bool(dimension and member and not row.total) and (part != "本行编码" or row.dimension == dimension)
    if part == "名称":
        name = maker.context.figures.budget.member_name(dimension, member) if shown else ""
        return GridCell(as_runs(name), Role.LABEL)
    return GridCell(as_runs(_digits(dimension, member, part) if shown else ""), Role.CODE)


def _digits(dimension: str, member: str, part: str) -> str:
    """Return the digits of a code at one level (款), down to one level (至款), or all of them (编码)."""
    levels = CODE_LEVELS.get(dimension, {})
    level = part.removeprefix("至")
    if level not in levels:
        return "" if member == ELIMINATION else member
    end = levels[level]
    start = max((n for n in levels.values() if n < end), default=0) if level == part else 0
    return member[start:end] if len(member) >= end else ""


WORDS = {LABEL: ColumnKind(_label), "组": ColumnKind(_group, is_group=True), BLANK: ColumnKind(_blank)}


@cache
def _readers() -> tuple[Callable[[str], ColumnKind | None], ...]:
    return (_read_word, *(module.read for module in modules_below(__name__)))


def read_kind(node: Scalar, context: Context, outer: FigureId) -> ColumnKind:
    """Return what a column or a cell of a form prints; `outer` is what the definition asks for around it.

    Raises:
        ReportgenError: the text is of no kind and names no figure, or names one that `outer` excludes.
    """
    found = (kind for read in _readers() if (kind := read(node.text)))
    return next(found, None) or _read_figure(node, context, outer)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One grid column (末级列): its title (None: it has no head of its own), and what it prints."""

    title: str | None
    kind: ColumnKind
    at: Location


class CellMaker:
    """Prints rows under the columns of one table, half or band.

    Attributes:
        blank: print no amounts. zero: how no money prints.
        meetings: the figures where the row that is printed meets the columns.
        mistakes: what is wrong in cells that cannot be worked out.
        has_amount: whether a printed amount is not zero.
        named_dimensions: the dimensions whose members a column names.
    """

    def __init__(self, context: Context, form: NumberFormat, leaves: Sequence[Leaf], blank: bool = False) -> None:
        self.context, self.form, self.leaves, self.blank = context, form, leaves, blank
        self.mistakes: list[Diagnostic] = []
        self.has_amount = False
        self.zero, self.meetings = print_quantity(NO_MONEY, form), Meetings(context)
        self.named_dimensions = {leaf.kind.names for leaf in leaves}

    def rows(self, rows: Sequence[RowSpec]) -> Grid:
        """Return the cells of the rows.

        Raises:
            ReportgenError: the mistakes of all cells that cannot be worked out.
        """
        grid = [_with_wide_label(self._cells(row), row, self.leaves) for row in rows]
        if self.mistakes:
            raise ReportgenError(*self.mistakes)
        return grid

    def _cells(self, row: RowSpec) -> list[GridCell]:
        self.meetings.begin(row.id)
        return [self._cell(row, leaf) for leaf in self.leaves]

    def _cell(self, row: RowSpec, leaf: Leaf) -> GridCell:
        if row.without and any(leaf.title == title.text for title in row.without):
            return GridCell((), Role.NUMBER)
        return leaf.kind.cell(row, leaf.at, self)


def _with_wide_label(cells: list[GridCell], row: RowSpec, leaves: Sequence[Leaf]) -> list[GridCell]:
    """Return the cells with the label of a written row over the empty code and group columns beside it, as of 合计."""
    if row.dimension or row.blank or row.record:
        return cells
    keys = key_columns(leaves)
    shown = [i for i in range(keys) if cells[i].runs]
    if len(shown) != 1 or keys < 2:
        return cells
    label = cells[shown[0]]
    rest = [replace(label, runs=(), joins_left=True)] * (keys - 1)
    return [replace(label, role=Role.LABEL), *rest, *cells[keys:]]


def key_columns(leaves: Sequence[Leaf]) -> int:
    """Return how many columns from the left stand before the first amount: they name the row."""
    return next((i for i, leaf in enumerate(leaves) if leaf.kind.figure is not None), len(leaves))
