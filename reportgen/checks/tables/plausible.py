"""Whether numbers are plausible (数是否合理), and 机关运行经费 against 公用经费 of 基本支出表 and of the budget file.

The pages of these rules are rows of `equalities.yaml`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reportgen.budget import Budget, Line
from reportgen.budget.ledger import total as ledger_total
from reportgen.checks._budget_file import lines_in
from reportgen.checks._case import Case
from reportgen.checks._comparing import as_in, at_most, total
from reportgen.checks._results import Finding, Result, Unknown, compared, firsts, grouped
from reportgen.checks._says import finding, finding_if
from reportgen.checks._texts import percent, sentences
from reportgen.checks.file import same_digits
from reportgen.checks.tables import GENERAL, basic, first_print
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sheet
from reportgen.vocabulary import NOT_APPLICABLE

_PART = Fraction(1, 5)
_ITEMS = ("因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费")


def _ratio(part: Decimal, whole: Decimal) -> Fraction:
    return Fraction(part) / Fraction(whole)


def R803(case: Case) -> Iterator[Result]:
    """Compare items called 其他 with the item above."""
    sheets = (sheet for kind in (TableKind.GENERAL_BUDGET, TableKind.BASIC) for sheet in case.reading.of(kind))
    return (result for sheet in sheets for result in _others(_totals(sheet)))


def _others(totals: dict[str, Entry]) -> Iterator[Result]:
    """Yield findings on items called 其他 that are a large part of the item above, or of the sum of its items."""
    for code, entry in totals.items():
        if not (code.endswith("99") and "其他" in entry.place.row):
            continue
        above = totals.get(code[:-2])
        parts = [above] if above else [e for other, e in totals.items() if other[:-2] == code[:-2]]
        if (above or len(parts) > 1) and total(parts):
            share, name = _ratio(entry.exact, total(parts)), above.place.row if above else code[:-2]
            yield from finding_if(share > _PART, "R803 偏高", entry, name=name, share=percent(share))


def _totals(sheet: Sheet) -> dict[str, Entry]:
    """Return code -> this year's whole amount of the item."""
    named = ((entry.name, entry) for entry in sheet.entries if entry.name)
    whole = (
        (name.member("功能") or name.member("经济"), entry)
        for name, entry in named
        if not (name.base or name.derived or name.member("经费") or name.member("项目类别"))
        and (sheet.kind == TableKind.BASIC or not name.member("性质"))
    )
    return firsts((code, entry) for code, entry in whole if code)


def R804(case: Case) -> Iterator[Result]:
    """Compare last year's spending with last year's budget and this year's."""
    return (result for item in _ITEMS for result in _hardly_spent(case, item))


def _hardly_spent(case: Case, item: str) -> Iterator[Result]:
    figure = f"{TableKind.THREE_PUBLIC.value} 三公经费[费目={item}]"
    now, planned, spent = (first_print(case, f"{figure}{base}") for base in ("", "@上年预算", "@上年执行数"))
    if now and planned and spent:
        wrong = planned.exact and 2 * spent.exact < planned.exact <= now.exact
        share = percent(_ratio(spent.exact, planned.exact)) if wrong else ""
        yield from finding_if(wrong, "R804 未压减", now, planned, spent, item=item, share=share)


_WHOLE = parse("机关运行经费")
_PUBLIC = parse(f"支出[性质=基本支出 经费=公用经费 资金={GENERAL}]")
_MANY_SAME = 4  # where so many items are all that the unit spends, one that is less is a slip
_OWN = "无"  # the value of 属于 in regions with a definition of their own


def R218(case: Case) -> Iterator[Result]:
    """Compare 机关运行经费 with 公用经费, of which it is part, and with that of the offices among the units."""
    within = _within(case)
    if within is None:
        yield Unknown("模板没有写机关运行经费属于哪个数")
        return
    costs = [entry for entry in case.reading.in_tables if entry.name == _WHOLE]
    costs += [m.amount for m in case.reading.mentions if m.amount and m.amount.name == _WHOLE]
    if not costs:
        yield _nothing_stated(case)
        return
    items = [*_items(case)] if within == _PUBLIC else []
    named = any(isinstance(one, Finding) for one in items)  # an item is wrong: the whole comes of it
    whole = _within_public(case, costs, within)
    yield from (one for one in whole if not (named and isinstance(one, Finding)))
    yield from _turned_cost(case, within)
    yield from items
    if within == _PUBLIC:
        yield from _by_nature(case, costs[0])


def _turned_cost(case: Case, within: FigureId) -> Iterator[Finding]:
    """Yield a remark on the only line of the costs whose digits in another order make them all of what holds them."""
    file = case.file_figures
    lines = file.budget.books[""].lines.get(_WHOLE.measure, ()) if file else ()
    whole = file.amount(within) if file and len(lines) > 1 else None
    off = EXACT.subtract(ledger_total(lines), whole) if whole else Decimal(0)
    turned = [o for o in lines if off and same_digits(o.amount, EXACT.subtract(o.amount, off))]
    if len(turned) == 1 and file:
        yield finding(
            "R218 写颠倒", turned[0].at, should=EXACT.subtract(turned[0].amount, off), within=within, whole=whole
        )


def _within(case: Case) -> FigureId | None:
    """Return the figure that 机关运行经费 is part of, by region, else by regulation; None if the region defines it."""
    if case.profile is None:
        return _PUBLIC
    form = case.profile.file.measures.get(_WHOLE.measure)
    return parse(form.within) if form and form.within not in ("", _OWN) else None


def _nothing_stated(case: Case) -> Result:
    """Return a finding if no number is stated although an office has 公用经费; else Unknown."""
    amount = _of_offices(case, case.budget) if case.budget else None
    if amount and case.budget and case.budget.file.node:
        return finding("R218 没有写", case.budget.file.node.at, amount=amount)
    return Unknown("文件里没有机关运行经费的数")


def _within_public(case: Case, costs: list[Entry], within: FigureId) -> Iterator[Result]:
    kind = TableKind.BASIC.value
    whole = first_print(case, f"{kind} {within}", f"{kind} {within.without('资金')}")
    items = [entry for code in ("302", "310") for entry in basic(case, code)] if within == _PUBLIC else []
    for cost in costs:
        if whole:
            yield from at_most(cost, whole, "R218 大于公用经费")
        elif items:
            yield compared(*items)
            wrong = cost.exact > EXACT.add(total(items), cost.number.step)
            yield from finding_if(wrong, "R218 大于各款", cost, items=total(items))
    own = case.file_figures.amount(within) if case.file_figures and not (whole or items) else None
    for cost in costs if own else ():
        more = cost.exact - cost.number.step > (own or 0)
        yield from finding_if(more, "R218 大于支出", cost, within=within, whole=own)
    if not (whole or items or own):
        yield Unknown(f"表里没有“{within}”这个数")


def _items(case: Case) -> Iterator[Result]:
    """Compare each 款 of 机关运行经费表 with that of 基本支出表: it is not greater."""
    listed = {e.name.member("经济"): e for s in case.reading.of(TableKind.RUNNING_COSTS) for e in s.entries if e.name}
    for code, cost in listed.items():
        own = basic(case, code) if code else []
        if len(own) == 1:
            yield from at_most(cost, own[0], "R218 一款大于")
    yield from _of_units(case.budget) if case.budget else ()


def _of_units(budget: Budget) -> Iterator[Result]:
    """Compare each 款 of each unit's 机关运行经费 with what the unit spends on the 款."""
    keys = ("单位", "经济")
    every = budget.books[""].lines.get(_WHOLE.measure, ())
    lines = [line for line in every if all(line.dims.get(key, NOT_APPLICABLE) != NOT_APPLICABLE for key in keys)]
    if wrong := [found for line in lines if (found := _written_otherwise(budget, line, lines))]:
        yield from wrong
        return
    same, less = Counter[str](), dict[str, list[Finding]]()
    for members, own in grouped((tuple(line.dims[key] for key in keys), line) for line in lines).items():
        name = FigureId("支出", (("性质", "基本支出"), *zip(keys, members, strict=True)))
        spent = lines_in(budget.books[""], name)
        off = EXACT.subtract(ledger_total(own), ledger_total(_of_funds(budget, own, spent or ())))
        if spent is None or off == 0 or _is_of_offices(budget, own, spent):
            same[members[0]] += 1 if spent else 0
            continue
        unit, code = (budget.member_name(key, member) for key, member in zip(keys, members, strict=True))
        words = {"unit": unit, "code": code, "own": ledger_total(own), "whole": ledger_total(spent)}
        said = finding("R218 单位" if off > 0 else "R218 只差一款", own[0].at, *(o.at for o in spent[:1]), **words)
        if off > 0:
            yield said
        else:
            less.setdefault(members[0], []).append(said)
    yield from (found[0] for unit, found in less.items() if len(found) == 1 and same[unit] >= _MANY_SAME)


def _of_funds(budget: Budget, own: Sequence[Line], spent: Sequence[Line]) -> Sequence[Line]:
    """Return what is spent from the funds that the costs state: 其他收入 may pay for offices as well."""
    funds, below = {line.dims.get("资金", "") for line in own}, budget.vocabulary.below
    of = (line.dims.get("资金", "") for line in spent)
    own_fund = {fund: any(below("资金", fund, one) for one in funds) for fund in of}
    return spent if "" in funds else [line for line in spent if own_fund[line.dims.get("资金", "")]]


def _written_otherwise(budget: Budget, line: Line, listed: Sequence[Line]) -> Finding | None:
    """Return a finding on costs that no line of 支出 has, if one line has the amount under another code or fund."""
    keys = [key for key in ("单位", "经济", "资金") if key in line.dims]
    members = [(key, line.dims[key]) for key in keys]
    spent = lines_in(budget.books[""], FigureId("支出", tuple(sorted((("性质", "基本支出"), *members)))))
    if spent is None or spent or not line.amount:
        return None
    for key in ("经济", "资金") if "资金" in keys else ("经济",):
        others = tuple(sorted((("性质", "基本支出"), *(pair for pair in members if pair[0] != key))))
        of_others = lines_in(budget.books[""], FigureId("支出", others)) or ()
        near = [o for o in of_others if o.amount == line.amount and key in o.dims]  # lines by 功能 say no 经济
        free = [o for o in near if all(any(o.dims.get(k) != one.dims.get(k) for k in keys) for one in listed)]
        if len(free) == 1:
            names = {k: budget.member_name(k, line.dims[k]) for k in ("单位", key)}
            words = {"unit": names["单位"], "code": names[key], "other": budget.member_name(key, free[0].dims[key])}
            return finding("R218 写错了", line.at, free[0].at, own=line.amount, key=key, **words)
    return None


def _is_of_offices(budget: Budget, own: Sequence[Line], spent: Sequence[Line]) -> bool:
    """Whether the costs are what is spent without 事业运行, which runs no office."""
    offices = [line for line in spent if not _is_of_bodies(budget, line)]
    return ledger_total(own) == ledger_total(offices)


def _by_nature(case: Case, cost: Entry) -> Iterator[Result]:
    """Compare 机关运行经费 with 公用经费 of the offices, if the budget file states the nature of every unit."""
    if case.budget is None or not all(_natures(case.budget).values()):
        yield Unknown("不知道各单位是行政、参公还是事业单位：预算文件的“部门”或“单位”里写上“性质”，才能核对口径")
        return
    amount = _of_offices(case, case.budget)
    if amount is None:
        return
    stated = any("口径" in s and "运行经费" in s for s in sentences(case))
    own, without = as_in(cost, amount), as_in(cost, EXACT.subtract(amount, _of_bodies(case, case.budget)))
    yield from finding_if(cost.number.value not in (own, without) and not stated, "R218 口径", cost, own=own)


def _of_bodies(case: Case, budget: Budget) -> Decimal:
    """Return what of 公用经费 is spent on 事业运行."""
    name = case.file_figures.own_name(_PUBLIC) if case.file_figures else _PUBLIC
    return ledger_total([line for line in lines_in(budget.books[""], name) or () if _is_of_bodies(budget, line)])


def _is_of_bodies(budget: Budget, line: Line) -> bool:
    return spoken().within("不是机关运行", budget.member_name("功能", line.dims.get("功能", ""))) != ""


def _of_offices(case: Case, budget: Budget) -> Decimal | None:
    """Return 公用经费 of the offices among the units; None if that, or the nature of some unit, is unknown."""
    natures = _natures(budget)
    offices = [code for code, nature in natures.items() if spoken().within("机关的性质", nature)]
    names = [_PUBLIC.where(("单位", code)) if code else _PUBLIC for code in offices]
    amounts = [case.file_figures.amount(name) if case.file_figures else None for name in names]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if all(natures.values()) and len(known) == len(amounts) else None


def _natures(budget: Budget) -> dict[str, str]:
    """Return code -> nature of each unit; "" -> that of the department, if it has no units."""
    department = budget.file.department
    return {unit.code: unit.nature for unit in department.units} or {"": department.nature}
