"""Rows of `equalities.yaml` on items of 基本支出 that are a percentage of others (比例): 职业年金 of 养老保险缴费."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.budget import Book
from reportgen.budget.ledger import exact_sum
from reportgen.budget.ledger import total as total_of
from reportgen.checks._budget_file import lines_in
from reportgen.checks._case import Case
from reportgen.checks._comparing import total
from reportgen.checks._results import Result, grouped
from reportgen.checks._says import Differing, finding_if
from reportgen.checks._texts import percent
from reportgen.checks.tables import basic
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.records import dataclass
from reportgen.source import key

_BASIC = "基本支出"


@dataclass(frozen=True, kw_only=True)
class Proportion(Differing):
    """A 款 of 基本支出 that is a percentage of others; `slack`: how far it may be off, in percent of the right amount.

    `message` may hold {a} {b} {p}: the 款, the first of the others, its percentage.
    """

    code: str = key("款")
    others: tuple[str, ...] = key("与")
    percentage: int = key("百分比")
    slack: int = key("上下")
    severity: Severity = key("级别", Severity.HINT)


def in_proportion(case: Case, row: Proportion) -> Iterator[Result]:
    """Compare the 款 with the percentage of the sum of the others."""
    own, others = basic(case, row.code), [entry for code in row.others for entry in basic(case, code)]
    if not (total(own) and total(others)):
        return
    share = Fraction(total(own)) / Fraction(total(others))
    shares = _by_unit(case, row) or [share]
    wrong = any(abs(one * 100 / row.percentage - 1) > Fraction(row.slack, 100) for one in shares)
    yield from finding_if(wrong, row, *own, *others, a=own[0].number, b=others[0].number, p=percent(share))


def _by_unit(case: Case, row: Proportion) -> list[Fraction]:
    """Return the share in each unit that pays the 款, if the budget file states units: others may not pay it at all."""
    book = case.budget.books[""] if case.budget else None
    paid = [_of_units(book, code) for code in (row.code, *row.others)] if book else [{}]
    units = [unit for unit in paid[0] if unit] if len({unit for each in paid for unit in each}) > 1 else []
    own = ((paid[0][unit], exact_sum(each[unit] for each in paid[1:] if unit in each)) for unit in units)
    return [Fraction(amount) / Fraction(whole) for amount, whole in own if whole]


def _of_units(book: Book, code: str) -> dict[str, Decimal]:
    """Return unit -> what it spends on a 款 in 基本支出; nothing if the lines leave it open."""
    lines = lines_in(book, FigureId("支出").where(("性质", _BASIC), ("经济", code)), "单位") or ()
    return {unit: total_of(own) for unit, own in grouped((line.dims.get("单位", ""), line) for line in lines).items()}
