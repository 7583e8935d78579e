"""Approved figures (核对) against the budget's own: they have to agree to the 分.

The budget's own are the plain figures of the engine, for which no region has to be known: one stated whole in its book
goes before a sum of lines.
"""

from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget import Book, Budget, UnknownAmount
from reportgen.budget.ledger import Named, total
from reportgen.diagnostics import Location, ReportgenError, listed
from reportgen.figure import FigureId
from reportgen.figures.names import Names
from reportgen.quantity import EXACT, rounded

_FEN = 2  # decimals of 元


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An approved figure that the budget does not come to; amounts in 元, or pieces.

    Attributes:
        name: as the budget calls it; of a unit's document without the unit.
        own: what the lines make, or None where they do not say; then `why` does.
        at: where the approved amount stands.
    """

    name: FigureId
    approved: Decimal
    own: Decimal | None
    at: Location
    why: str = ""

    @property
    def difference(self) -> Decimal | None:
        """By how much the budget is higher, or None where it does not say."""
        return None if self.own is None else EXACT.subtract(self.own, self.approved)


def disagreements(budget: Budget, names: Names | None = None) -> list[Disagreement]:
    """The approved figures that the budget's own differ from, or that it does not say, in the file's order."""
    names = names or Names(budget)
    whole = {base: _whole(book, names) for base, book in budget.books.items()}
    compared = [_compared(name, one, budget, names, whole) for name, one in budget.approved.items()]
    return [
        found for found in compared if found.own is None or rounded(found.own, _FEN) != rounded(found.approved, _FEN)
    ]


def _whole(book: Book, names: Names) -> dict[FigureId, Decimal]:
    """What a book states whole, under the one name that each spelling has."""
    return {names.canonical(name): stated.amount for name, stated in book.named.items()}


def _compared(
    name: FigureId, approved: Named, budget: Budget, names: Names, whole: dict[str, dict[FigureId, Decimal]]
) -> Disagreement:
    own, why = None, ""
    try:
        canonical = names.canonical(name).amount
        own = whole[name.base].get(canonical)
        if own is None:
            own, why = _sum(canonical, budget.books[name.base])
    except ReportgenError as mistake:
        why = "；".join(found.message for found in mistake.diagnostics)
    return Disagreement(name, approved.amount, own, approved.node.at, why)


def _sum(name: FigureId, book: Book) -> tuple[Decimal | None, str]:
    """The sum of the lines, or why there is none."""
    if not book.states(name.measure):
        return None, f"{f'“{book.name}”里' if book.name else '预算文件里'}没有写“{name}”"
    try:
        return total(book.ledgers[name.measure].select(name.conditions)), ""
    except UnknownAmount as unknown:
        open_ = list(dict.fromkeys(dimension for _, dimension in unknown.lines))
        return None, f"{name.measure}有{len(unknown.lines)}行没有写“{listed(open_)}”，或写得不够细"
