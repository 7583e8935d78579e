"""表与表：收支总表、收入总表、支出总表"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, places
from reportgen.checks._comparing import adds_up, agree, at_most, shown, tolerance, total
from reportgen.checks.tables._prints import (
    BOOKS,
    FUNDS,
    agreeing,
    all_general,
    all_grants,
    entries,
    entry,
    of,
    prints,
    sheet,
)
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry

_PARTS = "性质? 功能? 经济? 项目类别?"


def R202(case: Case) -> Iterator[Result]:
    """总表=支出表

    《收支总表》的支出总计，等于《支出总表》的合计加上结转下年；没有结转下年的，两个数相等。
    收支总表印了本年支出合计的，就拿它和支出总表的合计比，一分不差。

    怎样改：对照两张表的各类支出，补上漏的那一类；结转下年只列在收支总表。
    依据：财预〔2016〕143号，部门收支总表、部门支出总表。
    例：收支总表支出总计1,205.30万元，其中结转下年1.20万元，支出总表合计应是1,204.10万元。
    """
    spent = list(entries(case, TableKind.EXPENDITURE, "支出[性质=本年支出]"))
    own, whole = entry(case, TableKind.TOTALS, "支出[性质=本年支出]"), entry(case, TableKind.TOTALS, "支出")
    if not spent or not (own or whole):
        yield Unknown("要有收支总表的支出总计和支出总表的合计，才能核对")
        return
    hint = "对照两张表的各类支出，补上漏的那一类"
    rest = entry(case, TableKind.TOTALS, "支出[性质=结转下年]")
    for other in spent:
        if own:
            yield from agree(own, other, own, "《收支总表》本年支出合计{a}与《支出总表》合计{b}不一致，差{d}", hint)
        elif whole and rest and rest.number.value:
            message = "《收支总表》支出总计{a}与《支出总表》合计加结转下年{b}不一致，差{d}"
            yield from adds_up(case, whole, [other, rest], message, hint=hint)
        elif whole:
            message = "《收支总表》支出总计{a}与《支出总表》合计{b}不一致，差{d}"
            yield from agree(whole, other, whole, message, hint)


def R204(case: Case) -> Iterator[Result]:
    """收支总表 lists the funds, 财政拨款收支总表 only their sum."""
    whole = entry(case, TableKind.GRANTS, "收入[年份=本年 资金=财政拨款]")
    parts = [e for f in FUNDS if (e := entry(case, TableKind.TOTALS, f"收入[年份=本年 资金={f}]"))]
    listed = [f for f in FUNDS if entry(case, TableKind.GRANTS, f"收入[年份=本年 资金={f}]")]
    if whole and parts and not listed:
        message = "财政拨款收入在《财政拨款收支总表》为{a}，《收支总表》各项合计为{b}，差{d}"
        yield from adds_up(case, whole, parts, message)


def R210(case: Case) -> Iterator[Result]:
    """支出总表分列

    《支出总表》把支出分成基本支出、项目支出等，这些数在《收支总表》《基本支出表》《项目支出表》里再印的时候要一样。
    三本预算的支出表是其中一部分：同一科目的数加起来不能大于支出总表；全部是财政拨款的，就要相等。

    怎样改：对照支出总表的那一行、那一列，改错的那张表。
    依据：财预〔2016〕143号，部门支出总表；项目支出表是它的明细。
    例：支出总表项目支出218.86万元，项目支出表合计210.22万元，差的8.64万元漏在国有资本经营预算。
    """
    nature = of(case, "支出", _PARTS)
    found = prints(
        case,
        (TableKind.EXPENDITURE, TableKind.TOTALS, TableKind.BASIC, TableKind.PROJECTS),
        lambda name: nature(name) and _is_part(name.conditions),
    )
    both = {name: es for name, es in found.items() if any(e.kind == TableKind.EXPENDITURE for e in es)}
    yield from agreeing(both, "“{name}”行“{column}”列在《{t1}》为{a}，在《{t2}》为{b}，不一致，差{d}")
    yield from _of_funds(case)


def _of_funds(case: Case) -> Iterator[Result]:
    """Items by fund: within 支出总表; where all revenue is grants, or all is spent from one fund, they make it up."""
    by_fund = {kind: prints(case, (kind,), of(case, "支出", _PARTS, 资金=fund)) for fund, kind in BOOKS.items()}
    complete = all_general(case) or (all_grants(case) and all(sheet(case, kind) for kind in BOOKS.values()))
    for name, wholes in prints(case, (TableKind.EXPENDITURE,), of(case, "支出", _PARTS)).items():
        own = (
            by_fund[kind].get(case.plain(name.where(("资金", fund)))) for fund, kind in BOOKS.items() if by_fund[kind]
        )
        parts = [entries[0] for entries in own if entries]
        if complete and parts:
            yield from _made_up(case, wholes[0], parts)
        elif len(parts) == 1:
            message = "“{name}”行“{column}”列在《{t1}》为{a}，大于《{t2}》的{b}"
            yield from at_most(parts[0], wholes[0], message, "一本预算是全部支出的一部分，对照两张表改错的一处")
        elif parts:
            yield from _within(wholes[0], parts)


def _made_up(case: Case, whole: Entry, parts: list[Entry]) -> Iterator[Result]:
    if len(parts) == 1:
        message = "全部是财政拨款，“{name}”行“{column}”列在《{t1}》为{a}，在《{t2}》却为{b}，差{d}"
        yield from agree(whole, parts[0], parts[0], message)
    else:
        name = f"“{whole.place.row}”行“{whole.place.column}”列"
        yield from adds_up(case, whole, parts, f"{name}在《支出总表》为{{a}}，三本预算加起来为{{b}}，差{{d}}")


def _within(whole: Entry, parts: list[Entry]) -> Iterator[Result]:
    yield compared(whole, *parts)
    if whole.number.value >= 0 and total(parts) > EXACT.add(whole.exact, tolerance(parts, whole)):
        name = f"“{whole.place.row}”行“{whole.place.column}”列"
        text = f"{name}三本预算加起来{shown(total(parts), whole)}，大于《支出总表》的{whole.number}"
        yield Finding(text, (whole.place, *places(parts)), hint="一本预算是全部支出的一部分，对照各表改错的一处")


def _is_part(conditions: tuple[tuple[str, str], ...]) -> bool:
    stated = dict(conditions)
    return "项目类别" in stated or "经济" in stated or stated.get("性质") not in (None, "本年支出", "结转下年")


def R224(case: Case) -> Iterator[Result]:
    """What is carried over is what 收入总表 lists of it by fund."""
    whole, parts = entry(case, TableKind.TOTALS, "收入[年份=上年结转]"), list(_carried(case))
    if whole and len(parts) > 1:
        yield from adds_up(case, whole, parts, "《收支总表》上年结转{a}不等于《收入总表》各项结转之和{b}，差{d}")


def _carried(case: Case) -> Iterator[Entry]:
    """What 收入总表 lists of last year's rest, by fund."""
    for prints_ in prints(case, (TableKind.REVENUE,), of(case, "收入", "资金", 年份="上年结转")).values():
        yield prints_[0]
