"""预算文件里的收和支"""

from collections.abc import Iterator

from reportgen.budget import Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._kinds import BUDGET, speaks_of
from reportgen.quantity import EXACT
from reportgen.vocabulary import ELIMINATION


@speaks_of(BUDGET)
def R903(case: Case) -> Iterator[Result]:
    """各资金收支相等

    预算文件里，每一种资金的收入（连同这种资金的上年结转）要等于用这种资金安排的支出（连同结转下年）。总数平了，
    资金不平，说明有一笔支出写错了资金来源，按资金分列的表就会错。内部往来抵销的数不在内。

    怎样改：对照这种资金的收入行和支出行，把写错的“资金”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，收入总表和支出总表按资金来源列示。
    例：事业收入142600元，用事业收入安排的支出只有140000元，差2600元。
    """
    yield from _balanced(case, "资金")


@speaks_of(BUDGET)
def R904(case: Case) -> Iterator[Result]:
    """各单位收支相等

    预算文件里，每个预算单位的收入要等于它的支出（连同结转下年）。部门的总数平了、单位不平，说明有一行写错了单位。

    怎样改：对照这个单位的收入行和支出行，把写错的“单位”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，部门预算由各单位预算汇总。
    例：云溪县图书馆收入2645387.55元，支出2637387.55元，差8000.00元。
    """
    yield from _balanced(case, "单位")


def _balanced(case: Case, dimension: str) -> Iterator[Result]:
    if case.budget is None:
        yield Unknown("没有预算文件")
        return
    revenue, expenditure = _lines(case.budget, "收入"), _lines(case.budget, "支出")
    if not (revenue and expenditure):
        yield Unknown("预算文件里没有分行写收入和支出")
    elif any(dimension not in line.dims for line in (*revenue, *expenditure)):
        yield Unknown(f"有的行没有写“{dimension}”")
    else:
        for member in dict.fromkeys(line.dims[dimension] for line in (*revenue, *expenditure)):
            yield Compared()
            own = _of(revenue, dimension, member), _of(expenditure, dimension, member)
            yield from _differs(case.budget, dimension, member, *own)


def _lines(budget: Budget, measure: str) -> list[Line]:
    lines = budget.books[""].lines.get(measure, ())
    return [line for line in lines if line.dims.get("单位") != ELIMINATION]


def _of(lines: list[Line], dimension: str, member: str) -> list[Line]:
    return [line for line in lines if line.dims[dimension] == member]


def _differs(
    budget: Budget, dimension: str, member: str, revenue: list[Line], expenditure: list[Line]
) -> Iterator[Finding]:
    come, gone = total(revenue), total(expenditure)
    difference = EXACT.subtract(come, gone)
    if difference:
        name = budget.member_name(dimension, member)
        message = f"{name}的收入是{come:f}元，支出是{gone:f}元，差{abs(difference):f}元"
        lines = sorted((*revenue, *expenditure), key=lambda line: abs(line.amount) != abs(difference))
        hint = f"对照这些行，把写错的“{dimension}”或金额改过来，漏掉的补上"
        yield Finding(message, tuple(line.at for line in lines), hint=hint)
