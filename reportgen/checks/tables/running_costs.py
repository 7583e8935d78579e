"""表与表：机关运行经费"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget import Budget
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._comparing import exceeds, shown, total, worded
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._texts import sentences
from reportgen.checks.tables._prints import GENERAL, basic, entry, without
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.quantity import EXACT, UNITS, plain_digits, rounded
from reportgen.reading import Entry

_OFFICES = ("行政", "参照公务员", "参公", "机关")
_WHOLE = parse("机关运行经费")
_PUBLIC = parse(f"支出[性质=基本支出 经费=公用经费 资金={GENERAL}]")
_OWN = "无"  # 属于 of a region with a definition of its own
_HINT = "说明口径，如不含工会经费、离退休人员公用经费；填错了就改"


@speaks_of(BUDGET, ACCOUNTS)
def R218(case: Case) -> Iterator[Result]:
    """机关运行经费口径

    机关运行经费是行政单位和参照公务员法管理的事业单位基本支出里的公用经费，总不会大于《基本支出表》的公用经费；
    表里分款列的，每一款也不会大于基本支出表的那一款。各单位的性质在预算文件里写明的，还要等于行政（参公）单位的公用经费；
    扣除工会经费等的，要说明口径。纯事业单位没有机关运行经费。地区另有口径的，由模板的“指标”里机关运行经费的“属于”规定；
    写“无”的不核对。

    怎样改：以批复的公用经费为准；口径不同的，在机关运行经费的说明里写一句。
    依据：财预〔2016〕143号，机关运行经费的说明；名词解释里的定义。
    例：机关运行经费115.20万元，基本支出表公用经费合计105.08万元。
    """
    within = _within(case)
    if within is None:
        yield Unknown("模板没有写机关运行经费属于哪个数")
        return
    costs = list(_costs(case))
    if not costs:
        yield from _nothing_told(case)
        return
    yield from _within_public(case, costs, within)
    if within == _PUBLIC:
        yield from _items(case)
        yield from _by_nature(case, costs[0])


def _within(case: Case) -> FigureId | None:
    """What it is part of: as its region says, else by regulation."""
    if case.profile is None:
        return _PUBLIC
    form = case.profile.file.measures.get(_WHOLE.measure)
    return parse(form.within) if form and form.within not in ("", _OWN) else None


def _costs(case: Case) -> Iterator[Entry]:
    """Prints of the whole, in tables and in the text."""
    yield from (entry for entry in case.reading.in_tables if entry.name == _WHOLE)
    yield from (m.amount for m in case.reading.mentions if m.amount and m.amount.name == _WHOLE)


def _nothing_told(case: Case) -> Iterator[Result]:
    """No number at all: an office that has 公用经费 has 机关运行经费."""
    offices = _offices(case.budget) if case.budget else None
    amount = _public_money(case.file_figures, offices) if case.file_figures and offices else None
    at = case.budget.file.node.at if case.budget and case.budget.file.node else None
    if amount and at:
        text = f"行政（参公）单位基本支出公用经费为{plain_digits(amount)}元，文件里却没有机关运行经费的数"
        yield Finding(text, (at,), Severity.WARNING, "补上机关运行经费的数；确实没有的，说明原因")
    else:
        yield Unknown("文件里没有机关运行经费的数")


def _within_public(case: Case, costs: list[Entry], within: FigureId) -> Iterator[Result]:
    whole = entry(case, TableKind.BASIC, str(within), str(without(within, "资金")))
    items = [e for code in ("302", "310") for e in basic(case, code)] if within == _PUBLIC else []
    if whole:
        for cost in costs:
            yield compared(cost, whole)
            if exceeds(cost, whole):
                text = worded("机关运行经费{a}大于《基本支出表》公用经费合计{b}，差{d}", cost, whole)
                yield Finding(text, (cost.place, whole.place), Severity.WARNING, _HINT)
    elif items:
        for cost in costs:
            yield compared(cost, *items)
            if cost.exact > EXACT.add(total(items), cost.number.step):
                text = f"机关运行经费{cost.number}大于《基本支出表》商品和服务支出等{shown(total(items), cost)}"
                yield Finding(text, (cost.place,), Severity.WARNING, _HINT)
    else:
        yield Unknown(f"表里没有“{within}”这个数")


def _items(case: Case) -> Iterator[Result]:
    """机关运行经费表 by 款: none is more than the 款 of 基本支出表."""
    listed = {e.name.member("经济"): e for s in case.reading.of(TableKind.RUNNING_COSTS) for e in s.entries if e.name}
    for code, cost in listed.items():
        own = basic(case, code) if code else []
        if own and len(own) == 1:
            yield compared(cost, own[0])
            if exceeds(cost, own[0]):
                text = worded("机关运行经费“{name}”{a}大于《基本支出表》的{b}，差{d}", cost, own[0])
                yield Finding(text, (cost.place, own[0].place), Severity.WARNING, _HINT)


def _by_nature(case: Case, cost: Entry) -> Iterator[Result]:
    """What units of each nature need, where the budget file says the nature of all of them."""
    offices = _offices(case.budget) if case.budget else None
    if case.budget is None or offices is None:
        yield Unknown("不知道各单位是行政、参公还是事业单位：预算文件的“部门”或“单位”里写上“性质”，才能核对口径")
        return
    assert case.file_figures
    amount = _public_money(case.file_figures, offices)
    if amount is None:
        return
    yield compared(cost)
    should = rounded(EXACT.divide(amount, Decimal(UNITS[cost.number.unit])), cost.number.places)
    if should != cost.number.value and not any("口径" in s and "运行经费" in s for s in sentences(case)):
        own = f"行政（参公）单位基本支出公用经费为{should:f}{cost.number.unit}"
        yield Finding(f"机关运行经费{cost.number}，而{own}，请说明口径", (cost.place,), Severity.WARNING, _HINT)


def _offices(budget: Budget) -> tuple[str, ...] | None:
    """Codes of the units that have 机关运行经费; None where the nature of some unit is not said."""
    department = budget.file.department
    natures = {u.code: u.nature for u in department.units} or {"": department.nature}
    if not all(natures.values()):
        return None
    return tuple(code for code, nature in natures.items() if any(word in nature for word in _OFFICES))


def _public_money(figures: FileFigures, offices: tuple[str, ...]) -> Decimal | None:
    """公用经费 of these units' basic expenditure from 一般公共预算."""
    name = FigureId("支出", (("性质", "基本支出"), ("经费", "公用经费"), ("资金", GENERAL)))
    found = [figures.amount(name.where(("单位", code)) if code else name) for code in offices]
    known = [amount for amount in found if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None
