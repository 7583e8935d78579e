"""Derived figures (推算数): one module per family. Each declares `KINDS`, a mapping from the kind's name to its row."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Protocol

from reportgen.budget import Budget
from reportgen.figure import Conditions, FigureId
from reportgen.figures.names import Names
from reportgen.profile import Profile
from reportgen.quantity import Precision, Quantity
from reportgen.records import dataclass
from reportgen.vocabulary import MONEY, Vocabulary

_PIECES = Precision("元", 0)  # counts are compared whole


class Operands(Protocol):
    """What a family computes with: the budget's other figures (see `Figures`)."""

    budget: Budget
    profile: Profile
    vocabulary: Vocabulary
    names: Names

    def number(self, name: FigureId) -> Decimal:
        """Return the exact number of a figure."""

    def members(
        self, measure: str, conditions: Conditions, dimension: str, level: str = "", bases: Iterable[str] = ("",)
    ) -> tuple[str, ...]:
        """Return the members of a dimension that lines under the conditions have."""


@dataclass(frozen=True, slots=True)
class DerivedKind:
    """One kind of derived figure.

    Attributes:
        value: computes the figure.
        inputs: the figures that it is computed from.
        formula: for a reader who recomputes it; {0}, {1} are the inputs, {base} and {argument} those of the name.
        exact: its inputs are taken exactly, not as printed at 口径精度.
        standalone: it needs no base (支出@占比) and may have an argument.
    """

    value: Callable[[Operands, FigureId], Quantity | None]
    inputs: Callable[[FigureId], tuple[FigureId, ...]]
    formula: str = ""
    exact: bool = False
    standalone: bool = False


def precision(figures: Operands, measure: str) -> Precision:
    """Return the precision (口径精度) at which operands of a measure are taken."""
    figures.names.check_measure(measure)
    return figures.profile.precision(measure) if figures.vocabulary.measures[measure].unit == MONEY else _PIECES
