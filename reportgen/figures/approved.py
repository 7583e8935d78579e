"""Approved figures (核对) against the budget's own: they have to agree to the 分."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget.ledger import Named
from reportgen.diagnostics import Diagnostic, Location, ReportgenError
from reportgen.figure import FigureId
from reportgen.figures.engine import Figures
from reportgen.quantity import EXACT, rounded

_FEN = 2  # decimals of 元


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An approved figure that the budget does not come to; amounts in 元, or pieces.

    Attributes:
        name: as the budget calls it; of a unit's document without the unit.
        own: what the lines make, or None where they do not say, as `why` tells.
        at: where the approved amount stands.
    """

    name: FigureId
    approved: Decimal
    own: Decimal | None
    at: Location
    why: tuple[Diagnostic, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """By how much the budget is higher, or None where it does not say."""
        return None if self.own is None else EXACT.subtract(self.own, self.approved)


def disagreements(figures: Figures) -> list[Disagreement]:
    """The approved figures that the budget's own differ from, in the file's order."""
    return [found for name, stated in figures.budget.approved.items() for found in _compared(name, stated, figures)]


def _compared(name: FigureId, stated: Named, figures: Figures) -> Iterator[Disagreement]:
    try:
        own = figures.number(name)
    except ReportgenError as unknown:
        yield Disagreement(name, stated.amount, None, stated.node.at, unknown.diagnostics)
    else:
        if rounded(own, _FEN) != rounded(stated.amount, _FEN):
            yield Disagreement(name, stated.amount, own, stated.node.at)
