"""财政拨款收支总表"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import same
from reportgen.checks._lookup import entry
from reportgen.checks._sums import comes_out, sums_for
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet


def R111(case: Case) -> Iterator[Result]:
    """财政拨款总表·行

    《财政拨款收支总表》支出一边每一行的合计，等于一般公共预算、政府性基金预算、国有资本经营预算三列之和。

    怎样改：把这一行三列加一遍，改合计或写错的一列。
    依据：财预〔2016〕143号，财政拨款收支总表；预算法第五条，四本预算分别编制。
    例：“文化旅游体育与传媒支出”合计912.09万元，一般公共预算909.09万元加政府性基金3.00万元。
    """
    found = sums_for(case, "R111")
    message = "《财政拨款收支总表》{row}{col}{a}不等于三本预算之和{b}，差{d}"
    for each in found:
        yield from comes_out(case, each, message, "把这一行各列加一遍，改合计或写错的一列")
    if not found:
        yield Unknown("没有财政拨款收支总表，或支出没有按三本预算分列")


def R112(case: Case) -> Iterator[Result]:
    """财政拨款总表·平衡

    《财政拨款收支总表》的收入总计和支出总计必须相等，一分不差。本年收入等于三本预算拨款之和，收入总计等于本年
    收入加上年结转；本年支出等于各类之和，支出总计等于本年支出加结转下年，分列的每一列都是这样。

    怎样改：两边不等的，先看上年结转和结转下年，再看各类支出的资金来源。
    依据：财预〔2016〕143号，财政拨款收支总表。
    例：收入总计1,174.83万元，支出总计1,164.83万元，差10.00万元。
    """
    message = "《财政拨款收支总表》{row}{col}{a}不等于上面各项之和{b}，差{d}"
    for each in sums_for(case, "R112"):
        yield from comes_out(case, each, message, "把上面各行加一遍，改合计或漏掉的一行")
    balance = "《财政拨款收支总表》收入总计{a}与支出总计{b}不平，差{d}"
    pairs = list(
        zip(case.reading.of(TableKind.GRANTS, "收入"), case.reading.of(TableKind.GRANTS, "支出"), strict=False)
    )
    for revenue, expenditure in pairs:
        left, right = _grand_total(case, revenue), _grand_total(case, expenditure)
        if left and right:
            yield from same(left, right, balance, "先看上年结转和结转下年，再看各类支出的资金来源")
        else:
            yield Unknown("财政拨款收支总表里没有收入总计或支出总计")
    if not pairs:
        yield Unknown("没有财政拨款收支总表")


def _grand_total(case: Case, sheet: Sheet) -> Entry | None:
    """All grants of the side, by their name; without names the first number of the last total row."""
    if case.names:
        return entry(case, TableKind.GRANTS, f"{sheet.side}[资金=财政拨款]")
    totals = [line for line in sheet.lines if line.total and not line.groups and line.entries]
    return totals[-1].entries[min(totals[-1].entries)] if totals else None
