"""Derived figures (推算数): one module per family, found by itself; each declares KINDS, kind -> DerivedKind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from reportgen.budget import Budget
from reportgen.figure import Conditions, FigureId
from reportgen.figures.names import Names
from reportgen.profile import Profile
from reportgen.quantity import Quantity
from reportgen.vocabulary import Vocabulary


class Operands(Protocol):
    """What a family computes with: the budget's other figures (see `Figures`)."""

    budget: Budget
    profile: Profile
    vocabulary: Vocabulary
    names: Names

    def number(self, name: FigureId) -> Decimal:
        """A figure's exact number."""

    def members(
        self, measure: str, conditions: Conditions, dimension: str, level: str = "", bases: Iterable[str] = ("",)
    ) -> tuple[str, ...]:
        """The members of a dimension that lines have under the conditions."""


@dataclass(frozen=True, slots=True)
class DerivedKind:
    """One kind of derived figure: how its value is computed, and from which figures.

    Attributes:
        formula: for a reader who recomputes it; {0}, {1} the inputs, {base}, {argument} as in the name.
        exact: whether inputs are taken exactly, not as printed at 口径精度.
    """

    value: Callable[[Operands, FigureId], Quantity | None]
    inputs: Callable[[FigureId], tuple[FigureId, ...]]
    formula: str = ""
    exact: bool = False
