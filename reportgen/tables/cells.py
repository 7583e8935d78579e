"""One half of a table as a grid: what stands in each cell and which cells are one (合并)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from reportgen.diagnostics import Diagnostic, ReportgenError, did_you_mean, error
from reportgen.document import Cell, Figure, Role, Row, Runs, Text
from reportgen.figure import FigureId, NotationError, parse
from reportgen.figures import Figures, placed, printed
from reportgen.quantity import Amount, Count, NumberFormat, exact_text, print_quantity
from reportgen.source import Scalar
from reportgen.tables.columns import BLANK, GROUP, LABEL, Code, Field, Leaf
from reportgen.tables.joining import joined
from reportgen.tables.rows import RowSpec
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True, slots=True)
class Square:
    """One grid position: what it shows, or that it is part of the cell above or to its left."""

    runs: Runs
    role: Role
    indent: int = 0
    joins_up: bool = False
    joins_left: bool = False

    @property
    def joined(self) -> bool:
        """Whether another cell covers it."""
        return self.joins_up or self.joins_left

    @property
    def text(self) -> str:
        """As printed."""
        return "".join(run.text for run in self.runs)


Grid = list[list[Square]]


class CellMaker:
    """Fills the squares of one half; `mistakes` gathers cells that cannot be worked out."""

    def __init__(self, figures: Figures, form: NumberFormat, leaves: Sequence[Leaf], blank: bool = False) -> None:
        self.figures, self.form, self.leaves, self.blank = figures, form, leaves, blank
        self.mistakes: list[Diagnostic] = []
        self.any_amount = False
        self._named = {
            leaf.value.dimension for leaf in leaves if isinstance(leaf.value, Code) and leaf.value.part == "名称"
        }

    def row(self, row: RowSpec) -> list[Square]:
        """The squares of one row."""
        return _label_spread([self._square(row, leaf) for leaf in self.leaves], row, self.leaves)

    def _square(self, row: RowSpec, leaf: Leaf) -> Square:
        match leaf.value:
            case FigureId():
                return Square(self._number(row, leaf), Role.NUMBER)
            case Field(name):
                return Square(self._field(row, name), Role.TEXT)
            case Code():
                text = self._code(row, leaf.value)
                return Square(_text(text), Role.LABEL if leaf.value.part == "名称" else Role.CODE)
            case str() as word:
                shown = {LABEL: self._label(row), GROUP: row.group, BLANK: ""}[word]
                return Square(_text(shown), Role.LABEL, row.indent if word == LABEL else 0)

    def _field(self, row: RowSpec, name: str) -> Runs:
        """What the record says; `=数名` is the figure with its unit, so that a form cannot disagree with the ledger."""
        found = row.record.get(name) if row.record else None
        if found is None:
            return ()
        if not found.text.startswith("="):
            return found.lines
        try:
            asked = parse(found.text[1:])
            return printed(str(asked), self.figures.value(asked), self.figures.profile.text_format_of(asked.measure))
        except NotationError as mistake:
            self.mistakes.append(error("数名", str(mistake), found.node.at))
        except ReportgenError as mistake:
            self.mistakes.extend(placed(mistake, found.node.at).diagnostics)
        return ()

    def _label(self, row: RowSpec) -> str:
        """The row's label, unless another column prints names of the dimension that the row stands for."""
        return "" if row.dimension and row.dimension in self._named else row.label

    def _number(self, row: RowSpec, leaf: Leaf) -> Runs:
        assert isinstance(leaf.value, FigureId)
        if row.blank:
            return ()
        try:
            name = joined(row.id, leaf.value, self.figures.vocabulary, leaf.at)
            value = self.figures.value(name)
        except ReportgenError as mistake:
            self.mistakes.extend(placed(mistake, leaf.at).diagnostics)
            return ()
        if isinstance(value, (Amount, Count)) and (value.yuan if isinstance(value, Amount) else value.number):
            self.any_amount = True
        shown = "" if self.blank else print_quantity(value, self.form)
        canonical = name if name.derived else self.figures.names.canonical(name)
        return (Figure(str(canonical), shown, exact_text(value)),) if shown else ()

    def _code(self, row: RowSpec, code: Code) -> str:
        dimension = code.dimension or row.dimension
        member = row.id.member(dimension)
        if not dimension or not member or row.total or (code.part == "本行编码" and row.dimension != dimension):
            return ""
        if code.part == "名称":
            return self.figures.budget.member_name(dimension, member)
        levels = CODE_LEVELS.get(dimension, {})
        part = code.part.removeprefix("至")
        if part not in levels:
            return member
        end = levels[part]
        start = max((n for n in levels.values() if n < end), default=0) if part == code.part else 0
        return member[start:end] if len(member) >= end else ""


def _text(text: str) -> Runs:
    return (Text(text),) if text else ()


def _label_spread(squares: list[Square], row: RowSpec, leaves: Sequence[Leaf]) -> list[Square]:
    """A written row's label takes the empty code and group columns beside it (合计 spans them)."""
    if row.dimension or row.blank:
        return squares
    keys = leading(leaves)
    shown = [i for i in range(keys) if squares[i].runs]
    if len(shown) != 1 or keys < 2:
        return squares
    label = squares[shown[0]]
    rest = [replace(label, runs=(), joins_left=True)] * (keys - 1)
    return [replace(label, role=Role.LABEL), *rest, *squares[keys:]]


def leading(leaves: Sequence[Leaf]) -> int:
    """How many columns from the left name the row."""
    return next((i for i, leaf in enumerate(leaves) if isinstance(leaf.value, FigureId)), len(leaves))


def merge_down(grid: Grid, columns: Sequence[int]) -> Grid:
    """合并: a cell joins the one above when it and all merged cells to its left are equal to those above."""
    out = [list(row) for row in grid]
    for above, below, target in zip(grid, grid[1:], out[1:], strict=False):
        for i in columns:
            if not below[i].text or below[i].text != above[i].text:
                break
            target[i] = replace(below[i], joins_up=True)
    return out


def refuse_unknown_titles(merged: Sequence[Scalar], titles: Sequence[str]) -> None:
    """合并 names titles of columns that there are."""
    for name in merged:
        if name.text not in titles:
            hint = did_you_mean(name.text, titles)
            raise ReportgenError(error("表", f"要合并的“{name.text}”不是哪一列的标题", name.at, hint=hint))


def rows_of(grid: Grid, totals: Sequence[bool]) -> tuple[Row, ...]:
    """Squares → rows of spanning cells."""
    return tuple(Row(tuple(_cell(span) for span in spans), totals[i]) for i, spans in enumerate(spanned(grid)))


@dataclass(frozen=True, slots=True)
class Span:
    """A square with how many columns and rows it covers."""

    column: int
    square: Square
    columns: int
    rows: int


def spanned(grid: Grid) -> list[list[Span]]:
    """Row by row, the squares that are cells of their own."""
    return [[_span(grid, i, j) for j, square in enumerate(row) if not square.joined] for i, row in enumerate(grid)]


def _span(grid: Grid, i: int, j: int) -> Span:
    width = 1 + _run(grid[i][k].joins_left for k in range(j + 1, len(grid[i])))
    height = 1 + _run(grid[k][j].joins_up for k in range(i + 1, len(grid)))
    return Span(j, grid[i][j], width, height)


def _cell(span: Span) -> Cell:
    return Cell(span.square.runs, span.square.role, span.columns, span.rows, span.square.indent)


def _run(flags: Iterable[bool]) -> int:
    return sum(1 for _ in takewhile(bool, flags))
