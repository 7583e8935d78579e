"""Derived figures (推算数): one module per family, found by itself; each declares KINDS, kind -> Kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.figure import FigureId
from reportgen.quantity import Quantity

if TYPE_CHECKING:
    from reportgen.figures.engine import Figures


@dataclass(frozen=True, slots=True)
class DerivedKind:
    """One kind of derived figure: how its value is computed, and from which figures.

    Attributes:
        formula: for a reader who recomputes it; {0}, {1} the inputs, {base}, {argument} as in the name.
        exact: whether inputs are taken exactly, not as printed at 口径精度.
    """

    value: "Callable[[Figures, FigureId], Quantity | None]"
    inputs: Callable[[FigureId], tuple[FigureId, ...]]
    formula: str = ""
    exact: bool = False
