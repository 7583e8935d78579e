"""元和万元"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._causes import Cause
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, plain_digits
from reportgen.vocabulary import MONEY

_SCALE = 10_000
_LEAST, _MOST = 2_000, 50_000  # how many times last year's a total is that is in another unit
_CLOSE, _FAR = 5_000, 20_000  # the same of one line
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Amount:
    """What is compared: this year's, and what it is compared with."""

    now: Decimal
    before: Decimal

    def scaled(self, least: int, most: int) -> str:
        """`大了` or `小了`, where one is about ten thousand times the other."""
        if self.now <= 0 or self.before <= 0:
            return ""
        if least <= self.now / self.before <= most:
            return "大"
        return "小" if least <= self.before / self.now <= most else ""


def R918(case: Case) -> Iterator[Result]:
    """元和万元弄混

    本年的总数是上年的一万倍左右（或万分之一左右），是“金额单位”写错了；某一行是上年同一行的一万倍左右，是这一行把万元当成了元，
    或反过来。一个错会让许多表、许多句子跟着错，这里合成一条。

    怎样改：整个文件的，改“金额单位”；一行的，改那一行的金额，或在数后面写上单位，如 21.9万元。
    依据：公开文件中常见的错误：从以万元为单位的表里抄数。
    例：送戏下乡写成28，上年是280000.00元：像是以万元为单位。
    """
    budget = case.budget
    bases = [book for name, book in budget.books.items() if name] if budget else []
    if budget is None or not bases:
        yield Unknown("没有可以比较的上年数")
        return
    yield Compared()
    whole = list(_whole(budget, bases))
    yield from whole or _lines(budget, bases)


def _whole(budget: Budget, bases: Iterable[Book]) -> Iterator[Finding]:
    node = budget.file.node.get("金额单位") if budget.file.node else None
    for measure in ("收入", "支出"):
        for book in bases:
            amount = _Amount(_total(budget.books[""], measure), _total(book, measure))
            if node and (scaled := amount.scaled(_LEAST, _MOST)):
                times = max(amount.now / amount.before, amount.before / amount.now)
                both = f"本年{measure}{plain_digits(amount.now)}元，{book.name}{plain_digits(amount.before)}元"
                message = f"{both}，{scaled}了{times:.0f}倍，像是弄混了元和万元"
                hint = f"看“金额单位: {budget.file.unit}”是不是写错了：它管这个文件里所有没有写单位的金额"
                cause = Cause(frozenset(budget.vocabulary.measures), ({},), None)
                yield Finding(message, (node.at,), Severity.WARNING, hint, cause)
                return


def _total(book: Book, measure: str) -> Decimal:
    stated = book.named.get(FigureId(measure))
    return stated.amount if stated else total(book.lines.get(measure, ()))


def _lines(budget: Budget, bases: Iterable[Book]) -> Iterator[Finding]:
    """Lines beside the same lines of the year before."""
    money = [name for name, measure in budget.vocabulary.measures.items() if measure.unit == MONEY]
    for measure in money:
        before: dict[frozenset[tuple[str, str]], Line] = {}
        for book in bases:
            for line in book.lines.get(measure, ()):
                before.setdefault(frozenset(line.dims.items()), line)
        for line in budget.books[""].lines.get(measure, ()) if before else ():
            other = before.get(frozenset(line.dims.items()))
            scaled = _Amount(line.amount, other.amount).scaled(_CLOSE, _FAR) if other else ""
            if other and scaled:
                yield _finding(measure, line, other, scaled)


def _finding(measure: str, line: Line, other: Line, scaled: str) -> Finding:
    factor = Decimal(_SCALE)
    should = EXACT.divide(line.amount, factor) if scaled == "大" else EXACT.multiply(line.amount, factor)
    exact = not should % _CENT
    cause = Cause(frozenset({measure}), (line.dims,), EXACT.subtract(line.amount, should)) if exact else None
    both = f"这一行{plain_digits(line.amount)}元，上年同一行{plain_digits(other.amount)}元"
    message = f"{both}，{scaled}了1万倍左右，像是弄混了元和万元"
    hint = f"核对后，把金额改成{plain_digits(should)}元" if exact else "核对后，改这一行的金额"
    return Finding(message, (line.at, other.at), Severity.WARNING, hint, cause)
