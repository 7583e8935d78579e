"""Amounts of 收支总表 and 财政拨款收支总表 against the tables that detail them: 收入总表, 支出总表, those of the funds.

The pages of these rules are rows of `equalities.yaml`; the functions check what the rows cannot express.
"""

from collections.abc import Iterable, Iterator

from reportgen.checks._case import Case
from reportgen.checks._comparing import adds_up, agree, at_most, tolerance, total
from reportgen.checks._results import Result, Unknown, compared, firsts
from reportgen.checks._says import finding_if
from reportgen.checks.tables import (
    BOOKS,
    GENERAL,
    agreeing,
    all_general,
    all_grants,
    first_print,
    in_two_tables,
    lowest,
    missing,
    prints,
)
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sheet
from reportgen.records import dataclass
from reportgen.source import key

_PARTS = "性质=? 功能=? 经济=? 项目类别=?"


def R202(case: Case) -> Iterator[Result]:
    """Compare 本年支出, or 支出总计 less 结转下年, with the total of 支出总表."""
    spent = first_print(case, "支出总表 支出[性质=本年支出]")
    own = first_print(case, "收支总表 支出[性质=本年支出]", "收支总表 支出")
    rest = first_print(case, "收支总表 支出[性质=结转下年]")
    if not (own and spent):
        return
    if own.name == FigureId("支出") and rest and rest.number.value:
        yield from adds_up(case, own, [spent, rest], "R202 加结转")
    else:
        called = "支出总计" if own.name == FigureId("支出") else "本年支出合计"
        yield from agree(own, spent, own, "R202 不一致", called=called)


def R203(case: Case) -> Iterator[Result]:
    """Compare each functional item in all tables; if there is other revenue, grants must not exceed the whole."""
    rest, only_grants = first_print(case, "收支总表 支出[性质=结转下年]"), all_grants(case)
    earned = [] if rest and rest.number.value else ["收入[功能=*]"]  # what is not left for next year is spent
    granted = "支出[功能=* 资金=财政拨款]"
    tables = [TableKind.TOTALS, TableKind.EXPENDITURE, *([TableKind.GRANTS] if only_grants else []), TableKind.REVENUE]
    patterns = ["支出[功能=*]", *earned, *([granted] if only_grants else [])]
    found = prints(case, tables, patterns, _spent)
    yield from agreeing(found, "R203 不一致")
    for name, parts in prints(case, [TableKind.GRANTS], [granted]).items() if not only_grants else ():
        for whole in found.get(_spent(name), ())[:1]:
            yield from at_most(parts[0], whole, "R203 大于")
    if not in_two_tables(found):
        yield Unknown("没有两张表印了同一个功能科目的全部支出")


def _spent(name: FigureId) -> FigureId:
    return FigureId("支出", name.without("资金").conditions)


def R204(case: Case) -> Iterator[Result]:
    """Compare the funds in 收支总表 with 财政拨款收支总表, if that prints only their sum."""
    whole = first_print(case, "财政拨款收支总表 收入[年份=本年 资金=财政拨款]")
    parts = [e for fund in BOOKS if (e := first_print(case, f"收支总表 收入[年份=本年 资金={fund}]"))]
    if (
        whole
        and parts
        and not any(first_print(case, f"财政拨款收支总表 收入[年份=本年 资金={fund}]") for fund in BOOKS)
    ):
        yield from adds_up(case, whole, parts, "R204 各项合计")


def R224(case: Case) -> Iterator[Result]:
    """Compare what is carried over with the sum of the funds in 收入总表."""
    whole = first_print(case, "收支总表 收入[年份=上年结转]")
    parts = [own[0] for own in prints(case, [TableKind.REVENUE], ["收入[年份=上年结转 资金=*]"]).values()]
    if whole and len(parts) > 1:
        yield from adds_up(case, whole, parts, "R224 各项之和")


def R210(case: Case) -> Iterator[Result]:
    """Compare each item of 支出总表 with its funds: they do not exceed it, and equal it if there are only grants."""
    by_fund = [prints(case, [kind], [f"支出[{_PARTS} 资金={fund}]"], _whole) for fund, kind in BOOKS.items()]
    every = all_general(case) or (all_grants(case) and all(map(case.reading.of, BOOKS.values())))
    complete = every and not _carried_over(case)
    for name, (whole, *_) in prints(case, [TableKind.EXPENDITURE], [f"支出[{_PARTS}]"]).items():
        if parts := [found[name][0] for found in by_fund if name in found]:
            yield from _all_of_it(case, whole, parts) if complete else _some_of_it(whole, parts)


def _whole(name: FigureId) -> FigureId:
    return name.without("资金")


def _all_of_it(case: Case, whole: Entry, parts: list[Entry]) -> Iterator[Result]:
    if len(parts) == 1:
        yield from agree(whole, parts[0], parts[0], "R210 全部是财政拨款")
    else:
        yield from adds_up(case, whole, parts, "R210 三本预算")


def _some_of_it(whole: Entry, parts: list[Entry]) -> Iterator[Result]:
    if len(parts) == 1:
        yield from at_most(parts[0], whole, "R210 一本大于")
        return
    over = whole.number.value >= 0 and total(parts) > EXACT.add(whole.exact, tolerance(parts, whole))
    yield from finding_if(over, "R210 三本大于", whole, *parts, together=total(parts))


def R221(case: Case) -> Iterator[Result]:
    """Compare the amount of 政府采购 in a sentence with all expenditure, if no table prints it."""
    stated = next((entry for entry in case.reading.in_sentences if entry.name == FigureId("政府采购")), None)
    spent = first_print(case, "支出总表 支出[性质=本年支出]", "收支总表 支出[性质=本年支出]", "收支总表 支出")
    if stated and spent and not case.reading.of(TableKind.PROCUREMENT):
        yield from at_most(stated, spent, "R221 大于")


def R112(case: Case) -> Iterator[Result]:
    """Compare the two grand totals of 财政拨款收支总表."""
    left, right = (first_print(case, f"财政拨款收支总表 {side}[资金=财政拨款]") for side in ("收入", "支出"))
    if left and right:
        yield from agree(left, right, left, "R112 不平")
    elif case.reading.of(TableKind.GRANTS):
        yield Unknown("财政拨款收支总表里没有收入总计或支出总计")


def _carried_over(case: Case) -> Entry | None:
    """Return the grants carried over from last year if the tables of the funds leave them out: they print 当年拨款."""
    return case.remembered(_carried_over, lambda: _left_out_of_funds(case))


def _left_out_of_funds(case: Case) -> Entry | None:
    whole = first_print(case, *(f"财政拨款收支总表 支出[{of}资金=财政拨款]" for of in ("性质=本年支出 ", "")))
    old = first_print(case, "财政拨款收支总表 收入[年份=上年结转 资金=财政拨款]")
    own = [first_print(case, f"{kind.value} 支出[性质=本年支出 资金={fund}]") for fund, kind in BOOKS.items()]
    printed = [entry for entry in own if entry]
    if not (whole and old and old.number.value and printed):
        return None
    parts = [*printed, old]
    return old if abs(EXACT.subtract(whole.exact, total(parts))) <= tolerance(parts, whole) else None


def R205(case: Case) -> Iterator[Result]:
    """Compare the totals of 一般公共预算, or of all three funds if 财政拨款收支总表 does not list them."""
    whole = first_print(case, "财政拨款收支总表 支出[性质=本年支出 资金=财政拨款]")
    if whole and not prints(case, [TableKind.GRANTS], [f"支出[功能=? 性质=? 资金={GENERAL}]"]):
        old = _carried_over(case)
        yield from [compared(whole, old)] if old else _sum_of_books(case, whole)
    else:
        yield from _total_of(case, GENERAL)


def _sum_of_books(case: Case, whole: Entry) -> Iterator[Result]:
    totals = {kind: first_print(case, f"{kind.value} 支出[性质=本年支出 资金={fund}]") for fund, kind in BOOKS.items()}
    gone = [kind for kind, found in totals.items() if not found]
    unknown = [kind for kind in gone if not any(sheet.is_empty for sheet in case.reading.of(kind)[:1])]
    if unknown:
        kinds = "、".join(kind.value for kind in unknown)
        yield Unknown(f"财政拨款收支总表没有分三本预算，又没有{kinds}的合计")
        return
    yield from adds_up(case, whole, [entry for entry in totals.values() if entry], "R205 三本预算")


@dataclass(frozen=True)
class FundBook:
    """A fund with a table of its own (一本预算); `total`: whether totals are compared, not the 类 alone."""

    fund: str = key("资金")
    total: bool = key("合计", True)


def as_in_book(case: Case, book: FundBook) -> Iterator[Result]:
    """Compare the amounts of the fund in 财政拨款收支总表 and in its own table."""
    if book.total:
        yield from _total_of(case, book.fund)
    yield from _by_class(case, book.fund)


def _total_of(case: Case, fund: str) -> Iterator[Result]:
    """Compare the total expenditure of the fund in both tables."""
    kind = BOOKS[fund].value
    words = {"kind": kind, "fund": "国有资本经营" if fund == "国有资本经营预算" else fund}
    table = next(iter(case.reading.of(BOOKS[fund])), None)
    if not case.reading.of(TableKind.GRANTS) or not table:
        yield Unknown(f"要有财政拨款收支总表和{kind}，才能核对")
        return
    own = first_print(case, f"{kind} 支出[性质=本年支出 资金={fund}]")
    granted = first_print(case, *(f"财政拨款收支总表 支出[{of}资金={fund}]" for of in ("性质=本年支出 ", "")))
    rest = first_print(case, f"财政拨款收支总表 支出[性质=结转下年 资金={fund}]")
    listed = any(c.conditions.get("资金") == fund for s in case.reading.of(TableKind.GRANTS) for c in s.columns)
    match granted, own:
        case None, _ if table.is_empty:
            yield compared()
        case None, Entry() if listed:
            yield from missing(own, "R205 没有列", **words)
        case None, _:
            yield Unknown(f"财政拨款收支总表没有分列{words['fund']}支出")
        case Entry(), None if table.is_empty:
            yield from missing(granted, "R205 空表", **words)
        case Entry(), None:
            yield Unknown(f"{kind}没有合计行")
        case Entry(), Entry() if rest and rest.number.value and granted.name and not granted.name.member("性质"):
            yield from adds_up(case, granted, [own, rest], "R205 加结转", **words)
        case Entry(), Entry() if granted.carried and granted.name != own.name:
            yield compared(granted, own)  # with what is carried over, and without
        case Entry(), Entry() if _carried_over(case):
            yield from at_most(own, granted, "R208 大于")
        case Entry(), Entry():
            yield from agree(granted, own, own, "R205 不一致", **words)


def _by_class(case: Case, fund: str) -> Iterator[Result]:
    """Compare the expenditure of the fund in both tables, 类 by 类."""
    kind, pattern = BOOKS[fund], f"支出[功能=* 资金={fund}]"
    granted, own = prints(case, [TableKind.GRANTS], [pattern]), prints(case, [kind], [pattern])
    if not granted:
        yield from _within_grants(case, kind, pattern)
        return
    codes = {name.member("功能"): entries[0] for name, entries in own.items()}
    alone = _carried_over(case)
    for name, (whole, *_) in granted.items():
        below = [codes[code] for code in lowest(codes, name.member("功能"))]
        if alone:
            yield from at_most(own[name][0], whole, "R208 大于") if name in own else ()
        elif name in own:
            yield from agreeing({name: [whole, *own[name]]}, "R208 不一致", kind=kind.value)
        elif below:
            yield from adds_up(case, whole, below, "R208 不一致", kind=kind.value)
        elif own:
            yield from missing(whole, "R208 没有这一类", kind=kind.value)
    for name, entries in own.items():
        if len(name.member("功能")) == 3 and name not in granted:
            yield from missing(entries[0], "R208 总表没有", kind=kind.value)


def _within_grants(case: Case, kind: TableKind, pattern: str) -> Iterator[Result]:
    """Compare 类 if 财政拨款收支总表 has one column for all funds: a single fund never exceeds all."""
    wholes = prints(case, [TableKind.GRANTS], ["支出[功能=* 资金=财政拨款]"])
    for name, parts in prints(case, [kind], [pattern]).items():
        for whole in wholes.get(case.plain(name.where(("资金", "财政拨款"))), ())[:1]:
            yield from at_most(parts[0], whole, "R208 大于")


def R907(case: Case) -> Iterator[Result]:
    """Look for every 类 with money in a table of items among the rows of the tables that list 类."""
    sheets = [sheet for kind in (TableKind.TOTALS, TableKind.GRANTS) for sheet in case.reading.of(kind, "支出")]
    listed = [(sheet, codes) for sheet in sheets if (codes := _codes(sheet))]
    for sheet, codes in listed:
        detailed = [*([TableKind.EXPENDITURE] if sheet.kind == TableKind.TOTALS else []), *BOOKS.values()]
        for code, entry in _classes_with_money(case, detailed).items():
            grave = not case.is_as_made
            yield from finding_if(code not in codes, "R907 没有列", entry, grave=grave, name=sheet.name, code=code)


def _codes(sheet: Sheet) -> set[str]:
    """Return the functional codes that rows of the sheet have."""
    return {code for entry in sheet.entries if entry.name and (code := entry.name.member("功能"))}


def _classes_with_money(case: Case, kinds: Iterable[TableKind]) -> dict[str, Entry]:
    """Return 类 -> its first amount in tables that go down to 项."""
    lines = (line for kind in kinds for sheet in case.reading.of(kind) for line in sheet.lines)
    money = ((line.code[:3], e) for line in lines if line.dimension == "功能" for e in line.entries.values())
    return firsts((code, e) for code, e in money if e.number.value and e.name and not e.name.base)
