"""改了名的项目，元和万元"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.budget import Book, Budget, Line, is_marked
from reportgen.budget.ledger import total
from reportgen.checks._case import Case, Cause, Compared, Finding, Result, Unknown
from reportgen.checks._texts import likeness
from reportgen.diagnostics import Location, Severity
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, plain_digits
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, Sequence
from reportgen.vocabulary import MONEY

_PROJECT = "项目"
_ALIKE = Fraction(1, 2)  # from here on two names may be one project's


def R917(case: Case) -> Iterator[Result]:
    """绩效里的项目改了名

    预算文件“绩效”里写的项目，今年的支出里要有同名的一行。只有往年的数里有这个名称的，多半是今年改了名，“绩效”里没有跟着改：
    绩效目标表上的金额会是零。

    怎样改：改了名的，把“绩效”里的“项目”写成今年的名称，并在“口径调整”里写上旧名和新名，上年的数才接得上；今年不再安排的，
    把绩效里的这一段删掉。
    依据：预算法第三十二条、五十七条及预算绩效管理规定，绩效目标随项目预算编制。
    例：支出里的“全民阅读推广”今年写成了“全民阅读活动”，“绩效”里还是“全民阅读推广”。
    """
    budget = case.budget
    named = list(_named(budget)) if budget else []
    if budget is None or not named:
        yield Unknown("预算文件的“绩效”里没有写项目")
        return
    yield Compared()
    now, before = (
        _projects(budget, ""),
        {name: at for b in budget.books if b for name, at in _projects(budget, b).items()},
    )
    taken = {scalar.text for scalar in named}
    new = [name for name in now if name not in taken and name not in before]
    for scalar in named:
        if now and scalar.text not in now and not is_marked(scalar.text):
            yield _finding(scalar, _likeliest(scalar.text, new), now, budget)


def _named(budget: Budget) -> Iterator[Scalar]:
    """Where 绩效 names a project."""
    for node in budget.file.performance.values():
        yield from _below(node)


def _below(node: Node) -> Iterator[Scalar]:
    match node:
        case Sequence(_, items):
            for item in items:
                yield from _below(item)
        case MappingNode(_, entries):
            for key, value in entries:
                if key.text == _PROJECT and isinstance(value, Scalar):
                    yield value
                yield from _below(value)


def _projects(budget: Budget, base: str) -> Mapping[str, Location]:
    """The projects of the lines, each with the first of them."""
    found: dict[str, Location] = {}
    for line in budget.books[base].lines.get("支出", ()):
        if project := line.dims.get(_PROJECT):
            found.setdefault(project, line.at)
    return found


def _likeliest(name: str, new: list[str]) -> str:
    """Of this year's new projects the one whose name is most alike, if any is."""
    alike = [(likeness(name, other), other) for other in new]
    best = max(alike, default=(Fraction(0), ""))
    return best[1] if best[0] >= _ALIKE else ""


def _finding(scalar: Scalar, renamed: str, now: Mapping[str, Location], budget: Budget) -> Finding:
    name, money = scalar.text, budget.vocabulary.measures
    cause = Cause(frozenset(money), ({_PROJECT: name},), None)
    said = f"“绩效”里的项目“{name}”，今年的支出里没有这个名称"
    if not renamed:
        hint = "今年不再安排的，把“绩效”里的这一段删掉；名称写错的改正"
        return Finding(said, (scalar.at,), hint=hint, cause=cause)
    adjusted = f"“口径调整”里写“{_PROJECT}: {{{name}: {renamed}}}”"
    hint = f"改了名的，这里写“{renamed}”，并在{adjusted}，“核对”里也用新名；没有改名的，把支出里的改回“{name}”"
    return Finding(f"{said}，像是改名成了“{renamed}”", (scalar.at, now[renamed]), hint=hint, cause=cause)


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
                yield _of_scale(measure, line, other, scaled)


def _of_scale(measure: str, line: Line, other: Line, scaled: str) -> Finding:
    factor = Decimal(_SCALE)
    should = EXACT.divide(line.amount, factor) if scaled == "大" else EXACT.multiply(line.amount, factor)
    exact = not should % _CENT
    cause = Cause(frozenset({measure}), (line.dims,), EXACT.subtract(line.amount, should)) if exact else None
    both = f"这一行{plain_digits(line.amount)}元，上年同一行{plain_digits(other.amount)}元"
    message = f"{both}，{scaled}了1万倍左右，像是弄混了元和万元"
    hint = f"核对后，把金额改成{plain_digits(should)}元" if exact else "核对后，改这一行的金额"
    return Finding(message, (line.at, other.at), Severity.WARNING, hint, cause)
