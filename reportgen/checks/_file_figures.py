"""Figures of the budget file by the names that a reader gives them (对账): what a printed number should be.

The reader's members are the same for every region, those of a budget file are its region's: each of the region's
members is read as a label would be, and so finds its counterpart. Sums are taken straight from the file's lines.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from reportgen.budget import Budget, UnknownAmount
from reportgen.budget.ledger import Book, total
from reportgen.figure import Conditions, FigureId
from reportgen.quantity import EXACT
from reportgen.reading.columns import narrowed
from reportgen.reading.terms import conditions_of
from reportgen.vocabulary import CODE_LEVELS

# What a region's vocabulary may have no member for, because there it is the whole.
_WHOLE = {("资金", "本年收入"), ("性质", "本年支出"), ("资金", "财政拨款")}


class FileFigures:
    """Amounts of the budget file, in 元 or pieces, by the reader's names."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def amount(self, name: FigureId) -> Decimal | None:
        """The exact amount, or None where the file does not say it, or has no such figure."""
        book = self.budget.books.get(name.base)
        if book is None or name.derived:
            return None
        if name.member("资金") == "其他资金":
            return self._without_grants(name)
        return next((a for own in self._names(name) if (a := _amount(book, own)) is not None), None)

    def figure(self, name: FigureId) -> Decimal | None:
        """An amount, or the exact change of one (增减额); None for what is no amount or not known."""
        if name.derived != "增减额":
            return self.amount(name)
        now, before = self.amount(name.amount), self.amount(replace(name, derived=""))
        return None if now is None or before is None else EXACT.subtract(now, before)

    def own_name(self, name: FigureId) -> FigureId:
        """How the budget file itself calls the figure; the reader's name where it has none."""
        conditions = self._translated(name.amount) if self._measured(name) else None
        return name if conditions is None else replace(name, conditions=conditions)

    def _without_grants(self, name: FigureId) -> Decimal | None:
        """其他资金: what is not 财政拨款."""
        others = tuple((d, m) for d, m in name.conditions if d != "资金")
        whole, grants = self.amount(replace(name, conditions=others)), self.amount(name.where(("资金", "财政拨款")))
        return None if whole is None or grants is None else EXACT.subtract(whole, grants)

    def _names(self, name: FigureId) -> Iterator[FigureId]:
        """How the file's region may call it. Revenue by item is what is spent of it."""
        conditions = self._translated(name)
        if conditions is None or name.measure not in self.budget.vocabulary.measures:
            return
        yield FigureId(name.measure, conditions)
        if name.measure == "收入" and any(d in ("功能", "性质", "项目类别") for d, _ in conditions):
            yield FigureId("支出", conditions)

    def _translated(self, name: FigureId) -> Conditions | None:
        found: dict[str, str] = {}
        for dimension, member in name.conditions:
            own = self._member(dimension, member)
            if own is None and (dimension, member) not in _WHOLE:
                return None
            if own is not None:
                found[dimension] = own
        dimensions = self.budget.vocabulary.measures[name.measure].dimensions if self._measured(name) else ()
        known = {d: m for d, m in found.items() if d in dimensions or name.measure == "收入"}
        return tuple(sorted(known.items()))

    def _measured(self, name: FigureId) -> bool:
        return name.measure in self.budget.vocabulary.measures

    def _member(self, dimension: str, member: str) -> str | None:
        tree = self.budget.vocabulary.trees.get(dimension)
        if dimension in CODE_LEVELS or tree is None:
            return member
        if dimension == "单位":
            names = {name: code for code, name in self.budget.file.department.unit_names.items()}
            return member if member in tree else names.get(member)
        return self._canonical.get((dimension, member), member if member in tree else None)

    @cached_property
    def _canonical(self) -> dict[tuple[str, str], str]:
        """(dimension, the reader's member) -> the region's member, the outermost where several read alike."""
        found: dict[tuple[str, str], str] = {}
        vocabulary = self.budget.vocabulary
        for dimension, tree in vocabulary.trees.items():
            for member in sorted(tree, key=lambda m: len(vocabulary.upward(dimension, m))):
                said: dict[str, str] = {}
                for label in reversed(vocabulary.upward(dimension, member)):
                    said = narrowed(said, conditions_of(label))
                if dimension in said and conditions_of(member):
                    found.setdefault((dimension, said[dimension]), member)
        return found


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
