"""预算文件里的收和支"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.budget import Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._slips import Off, Slip, slips
from reportgen.figure import Conditions, FigureId
from reportgen.quantity import EXACT
from reportgen.vocabulary import ELIMINATION

_BOTH = frozenset({"收入", "支出"})
_Signed = tuple[Line, int]  # 1: it is spent, -1: it comes


def R903(case: Case) -> Iterator[Result]:
    """各资金收支相等

    预算文件里，每一种资金的收入（连同这种资金的上年结转）要等于用这种资金安排的支出（连同结转下年）。总数平了，
    资金不平，说明有一笔支出写错了资金来源，按资金分列的表就会错。内部往来抵销的数不在内。

    怎样改：对照这种资金的收入行和支出行，把写错的“资金”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，收入总表和支出总表按资金来源列示。
    例：事业收入142600元，用事业收入安排的支出只有140000元，差2600元。
    """
    yield from _balanced(case, "资金", "单位")


def R904(case: Case) -> Iterator[Result]:
    """各单位收支相等

    预算文件里，每个预算单位的收入要等于它的支出（连同结转下年）。部门的总数平了、单位不平，说明有一行写错了单位。

    怎样改：对照这个单位的收入行和支出行，把写错的“单位”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，部门预算由各单位预算汇总。
    例：云溪县图书馆收入2645387.55元，支出2637387.55元，差8000.00元。
    """
    yield from _balanced(case, "单位", "资金")


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
            yield _told(slip, dimension, case.budget)


def _lines(budget: Budget, measure: str) -> list[Line]:
    lines = budget.books[""].lines.get(measure, ())
    return [line for line in lines if line.dims.get("单位") != ELIMINATION]


def _offs(lines: Iterable[_Signed], dimension: str, within: Conditions) -> list[Off]:
    """The members of which more is spent than comes, or less."""
    by_member: dict[str, list[_Signed]] = {}
    for line, sign in lines:
        by_member.setdefault(line.dims.get(dimension, ""), []).append((line, sign))
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


def _told(slip: Slip, dimension: str, budget: Budget) -> Finding:
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
    return f"{name}的收入是{come:f}元，支出是{gone:f}元，差{abs(off.difference):f}元"
