"""What stands in each square of a row: the figure where row and column meet, a label, a code, a field."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.document import Figure, Role, Runs, Text
from reportgen.figure import FigureId
from reportgen.figures import Figures, placed
from reportgen.quantity import Amount, Count, NumberFormat, exact_text, print_quantity
from reportgen.tables.columns import BLANK, GROUP, LABEL, Code, Field, Leaf
from reportgen.tables.joining import joined
from reportgen.tables.spec import RowSpec
from reportgen.tables.squares import Square
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION


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
        if any(leaf.title == title.text for title in row.without):
            return Square((), Role.NUMBER)
        match leaf.value:
            case FigureId():
                return Square(self._number(row, leaf), Role.NUMBER)
            case Field(name):
                runs = self._field(row, name)
                number = len(runs) == 1 and isinstance(runs[0], Figure)
                return Square(runs, Role.NUMBER if number else Role.TEXT, fact=f".{name}")
            case Code():
                text = self._code(row, leaf.value)
                return Square(_text(text), Role.LABEL if leaf.value.part == "名称" else Role.CODE)
            case str() as word:
                shown = {LABEL: self._label(row), GROUP: row.group, BLANK: ""}[word]
                of_row = word == LABEL
                return Square(_text(shown), Role.LABEL, row.indent if of_row else 0, fact=LABEL if of_row else "")

    def _field(self, row: RowSpec, name: str) -> Runs:
        """What the record says."""
        found = row.record.get(name) if row.record else None
        try:
            return found.lines if found else ()
        except ReportgenError as mistake:
            self.mistakes.extend(mistake.diagnostics)
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
        runs: Runs = (Figure(str(canonical), shown, exact_text(value)),) if shown else ()
        recorder = self.figures.recorder
        return recorder.keep(runs, (leaf.at, row.at)) if recorder else runs

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
            return "" if member == ELIMINATION else member
        end = levels[part]
        start = max((n for n in levels.values() if n < end), default=0) if part == code.part else 0
        return member[start:end] if len(member) >= end else ""


def _text(text: str) -> Runs:
    return (Text(text),) if text else ()


def _label_spread(squares: list[Square], row: RowSpec, leaves: Sequence[Leaf]) -> list[Square]:
    """A written row's label takes the empty code and group columns beside it (合计 spans them); fields stay apart."""
    if row.dimension or row.blank or row.record:
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
