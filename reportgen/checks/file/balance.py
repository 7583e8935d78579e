"""预算文件里的收和支"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, grouped
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks.file._slips import Off, Slip, slips
from reportgen.diagnostics import Location, Severity
from reportgen.figure import Conditions, FigureId
from reportgen.quantity import EXACT, plain_digits
from reportgen.vocabulary import ELIMINATION

_BOTH = frozenset({"收入", "支出"})
_Signed = tuple[Line, int]  # 1: it is spent, -1: it comes
_STEPS = (Decimal(1000), Decimal(100))  # 万元 to one decimal, to two


@speaks_of(BUDGET, ACCOUNTS)
def R903(case: Case) -> Iterator[Result]:
    """各资金收支相等

    预算文件里，每一种资金的收入（连同这种资金的上年结转）要等于用这种资金安排的支出（连同结转下年）。总数平了，
    资金不平，说明有一笔支出写错了资金来源，按资金分列的表就会错。内部往来抵销的数不在内。

    怎样改：对照这种资金的收入行和支出行，把写错的“资金”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，收入总表和支出总表按资金来源列示。
    例：事业收入142600元，用事业收入安排的支出只有140000元，差2600元。
    """
    yield from _balanced(case, "资金", "单位")


@speaks_of(BUDGET, ACCOUNTS)
def R904(case: Case) -> Iterator[Result]:
    """各单位收支相等

    预算文件里，每个预算单位的收入要等于它的支出（连同结转下年）。部门的总数平了、单位不平，说明有一行写错了单位。

    怎样改：对照这个单位的收入行和支出行，把写错的“单位”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，部门预算由各单位预算汇总。
    例：云溪县图书馆收入2645387.55元，支出2637387.55元，差8000.00元。
    """
    yield from _balanced(case, "单位", "资金")


def R915(case: Case) -> Iterator[Result]:
    """上年收支相等

    上年预算（年初预算）也是一本平衡的预算：收入合计（连同上年结转）要等于支出合计（连同结转下年），每一种资金、每一个单位
    也是。行里漏了一笔，文件就会印出一个收、支不等的上年，增减额、增减率跟着错。上年数各行四舍五入过的（如照万元的表抄），
    差在尾数以内只提示。上年只写了支出、没有写收入的，不比。

    怎样改：对照上年公开的收支总表，补上漏掉的一行，或改写错的金额、资金、单位；上年结转、结转下年各写一行。
    依据：财预〔2016〕143号，部门收支总表；增减变化以上年数为基础。
    例：上年预算的收入合计是18100000元，支出合计是17000000元，差1100000元：支出漏了一行。
    """
    if case.budget is None:
        yield Unknown("没有预算文件")
    elif case.budget.file.unfilled:
        yield Unknown("预算文件还有没填的")
    else:
        yield from _bases_balanced(case.budget)


def _bases_balanced(budget: Budget) -> Iterator[Result]:
    sides = [
        (b, _side(b, "收入"), _side(b, "支出")) for n, b in budget.books.items() if n in budget.vocabulary.balanced
    ]
    stated = [(book, come, gone) for book, come, gone in sides if come and gone]
    if not stated:
        yield Unknown("预算文件里没有上年的收入和支出")
    for book, come, gone in stated:
        yield Compared()
        yield from _unequal(budget, book, come, gone)


@dataclass(frozen=True)
class _BaseSide:
    """收入 or 支出 of a base: what it comes to, its lines, and where it is written."""

    total: Decimal
    lines: tuple[Line, ...]
    at: tuple[Location, ...]


def _side(book: Book, measure: str) -> _BaseSide | None:
    lines = tuple(line for line in book.lines.get(measure, ()) if line.dims.get("单位") != ELIMINATION)
    whole = book.named.get(FigureId(measure))
    if whole:
        return _BaseSide(whole.amount, lines, (whole.node.at,))
    written = tuple(one.title.at for one in book.written.get(measure, ()))
    return _BaseSide(total(lines), lines, (*written, *book.places[1:])) if measure in book.lines else None


def _unequal(budget: Budget, book: Book, come: _BaseSide, gone: _BaseSide) -> Iterator[Finding]:
    """One finding on a base, with the funds and units that it is about."""
    parts = [part for dimension in ("资金", "单位") for part in _parts(budget, book, dimension, come, gone)]
    difference = EXACT.subtract(come.total, gone.total)
    most = max((abs(part.difference) for part in parts), default=Decimal(0))
    if not difference and not most:
        return
    where = "、".join(part.said for part in parts)
    message = f"“{book.name}”的收入合计是{_yuan(come.total)}，支出合计是{_yuan(gone.total)}"
    message += f"，差{_yuan(abs(difference))}" if difference else "，合计相等"
    message += f"；对不上的是{where}" if where else ""
    hint = "对照上年的收支总表，补上漏掉的一行，或改写错的金额、资金、单位；上年结转、结转下年各写一行"
    short, long = (gone, come) if (difference or parts[0].difference) > 0 else (come, gone)
    same = [line.at for line in long.lines if line.amount == abs(difference)]
    tail = max(abs(difference), most) <= _rounding((*come.lines, *gone.lines))
    severity = Severity.HINT if tail else Severity.ERROR
    yield Finding(message, tuple(dict.fromkeys((*short.at, *long.at, *same))), severity, hint)


@dataclass(frozen=True)
class _Part:
    """A fund or a unit whose revenue is not its expenditure."""

    name: str
    come: Decimal
    gone: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much revenue is higher."""
        return EXACT.subtract(self.come, self.gone)

    @property
    def said(self) -> str:
        """For a message."""
        return f"{self.name}（收入{_yuan(self.come)}、支出{_yuan(self.gone)}）"


def _parts(budget: Budget, book: Book, dimension: str, come: _BaseSide, gone: _BaseSide) -> Iterator[_Part]:
    """The members of a dimension that do not balance: those that lines state, or else those that are stated whole."""
    lines = (*come.lines, *gone.lines)
    if come.lines and gone.lines and all(dimension in line.dims for line in lines):
        members = dict.fromkeys(line.dims[dimension] for line in lines)
        upward = {member: budget.vocabulary.upward(dimension, member) for member in members}
        top = {member: [m for m in upward[member] if m in members][-1] for member in members}
        for member in dict.fromkeys(top.values()):
            own = [total([o for o in side.lines if top[o.dims[dimension]] == member]) for side in (come, gone)]
            if own[0] != own[1]:
                yield _Part(budget.member_name(dimension, member), own[0], own[1])
    else:
        for name in (n for n in book.named if n.measure == "收入" and [d for d, _ in n.conditions] == [dimension]):
            amounts = [book.named[n].amount for n in (name, name._replace(measure="支出")) if n in book.named]
            if len({*amounts}) > 1:
                yield _Part(budget.member_name(dimension, name.member(dimension)), *amounts)


def _yuan(amount: Decimal) -> str:
    return f"{plain_digits(amount)}元"


def _rounding(lines: Sequence[Line]) -> Decimal:
    """What rounding may make of so many lines that were copied from a table in 万元; none where they are exact."""
    step = next((s for s in _STEPS if not any(EXACT.remainder(line.amount, s) for line in lines)), Decimal(0))
    return EXACT.divide(EXACT.multiply(step, Decimal(len(lines))), Decimal(2))


def _balanced(case: Case, dimension: str, other: str) -> Iterator[Result]:
    if case.budget is None:
        yield Unknown("没有预算文件")
        return
    lines = [
        *((line, -1) for line in _lines(case.budget, "收入")),
        *((line, 1) for line in _lines(case.budget, "支出")),
    ]
    if len({sign for _, sign in lines}) < 2:
        yield Unknown("预算文件里没有分行写收入和支出")
    elif any(dimension not in line.dims for line, _ in lines):
        yield Unknown(f"有的行没有写“{dimension}”")
    else:
        yield Compared()
        offs = [_narrowed(off, other) for off in _offs(lines, dimension, ())]
        for slip in slips(offs, case.budget.vocabulary, _BOTH):
            yield _finding(slip, dimension, case.budget)


def _lines(budget: Budget, measure: str) -> list[Line]:
    lines = budget.books[""].lines.get(measure, ())
    return [line for line in lines if line.dims.get("单位") != ELIMINATION]


def _offs(lines: Iterable[_Signed], dimension: str, within: Conditions) -> list[Off]:
    """The members of which more is spent than comes, or less."""
    by_member = grouped((line.dims.get(dimension, ""), (line, sign)) for line, sign in lines)
    return [
        Off(FigureId("支出", tuple(sorted((*within, (dimension, member))))), difference, tuple(own))
        for member, own in by_member.items()
        if (difference := _left(own))
    ]


def _left(lines: Iterable[_Signed]) -> Decimal:
    left = Decimal(0)
    for line, sign in lines:
        left = EXACT.add(left, line.amount * sign)
    return left


def _narrowed(off: Off, dimension: str) -> Off:
    """Where only one member of the other dimension is off, and all of them say theirs: that one."""
    if any(dimension not in line.dims for line, _ in off.lines):
        return off
    own = _offs(off.lines, dimension, off.name.conditions)
    return own[0] if len(own) == 1 else off


def _finding(slip: Slip, dimension: str, budget: Budget) -> Finding:
    """What comes and what is spent, of each member that is off."""
    lacks = [m for m, sign in (("收入", -1), ("支出", 1)) if all(own != sign for _, own in slip.offs[0].lines)]
    looks = f"没有一行{lacks[0]}" if lacks else slip.looks
    message = "；".join(filter(None, (*(_differs(off, budget) for off in slip.offs), looks)))
    lines = _same_amount(slip.offs[0]) if lacks else slip.lines or _same_amount(slip.offs[0])
    hint = f"对照这些行，把写错的“{dimension}”或金额改过来，漏掉的补上"
    hint = f"漏了{lacks[0]}就补上这一行，不是就改写错的“{dimension}”" if lacks else slip.hint or hint
    return Finding(message, tuple(line.at for line in lines), hint=hint, cause=slip.cause)


def _same_amount(off: Off) -> list[Line]:
    """The lines, first those whose amount is what is left over."""
    return sorted((line for line, _ in off.lines), key=lambda line: abs(line.amount) != abs(off.difference))


def _differs(off: Off, budget: Budget) -> str:
    come, gone = (total([line for line, own in off.lines if own == sign]) for sign in (-1, 1))
    name = "的".join(budget.member_name(d, m) for d, m in off.name.conditions)
    return (
        f"{name}的收入是{plain_digits(come)}元，支出是{plain_digits(gone)}元，差{plain_digits(abs(off.difference))}元"
    )
