"""Figures of the budget file by the names that rules ask by (对账): what a printed number should be.

Sums are taken straight from the file's lines.
"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget import UnknownAmount
from reportgen.budget.ledger import Book, total
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.reading.meanings import Meanings


class FileFigures:
    """Amounts of the budget file, in 元 or pieces, by the rules' names; what is worked out is remembered."""

    def __init__(self, meanings: Meanings) -> None:
        self.budget, self.meanings = meanings.budget, meanings
        self._amounts: dict[FigureId, Decimal | None] = {}

    def amount(self, name: FigureId) -> Decimal | None:
        """The exact amount, or None where the file does not say it, or has no such figure."""
        if name not in self._amounts:
            self._amounts[name] = self._worked_out(name)
        return self._amounts[name]

    def figure(self, name: FigureId) -> Decimal | None:
        """An amount, or the exact change of one (增减额); None for what is no amount or not known."""
        if name.derived != "增减额":
            return self.amount(name)
        now, before = self.amount(name.amount), self.amount(name._replace(derived=""))
        return None if now is None or before is None else EXACT.subtract(now, before)

    def own_name(self, name: FigureId) -> FigureId:
        """How the budget file itself calls the figure; the rules' name where it has none."""
        known = name.measure in self.budget.vocabulary.measures
        conditions = self.meanings.own_conditions(name.amount) if known else None
        return name if conditions is None else name._replace(conditions=conditions)

    def _worked_out(self, name: FigureId) -> Decimal | None:
        book = self.budget.books.get(name.base)
        if book is None or name.derived:
            return None
        if name.member("资金") == "其他资金":
            return self._without_grants(name)
        return next((a for own in self._names(name) if (a := _amount(book, own)) is not None), None)

    def _without_grants(self, name: FigureId) -> Decimal | None:
        """其他资金: what is not 财政拨款."""
        others = tuple((d, m) for d, m in name.conditions if d != "资金")
        whole, grants = self.amount(name._replace(conditions=others)), self.amount(name.where(("资金", "财政拨款")))
        return None if whole is None or grants is None else EXACT.subtract(whole, grants)

    def _names(self, name: FigureId) -> Iterator[FigureId]:
        """How the file's region may call it. Revenue by item is what is spent of it."""
        conditions = self.meanings.own_conditions(name)
        if conditions is None or name.measure not in self.budget.vocabulary.measures:
            return
        yield FigureId(name.measure, conditions)
        if name.measure == "收入" and any(d in ("功能", "性质", "项目类别") for d, _ in conditions):
            yield FigureId("支出", conditions)


def _amount(book: Book, name: FigureId) -> Decimal | None:
    """As it is stated whole, else the sum of the lines; None where they leave it open."""
    if name in book.named:
        return book.named[name].amount
    if name.measure not in book.ledgers:
        return None
    try:
        return total(book.ledgers[name.measure].select(name.conditions))
    except UnknownAmount:
        return None
