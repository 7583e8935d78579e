"""财政拨款收支总表"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import agree
from reportgen.checks.tables._prints import entry
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet


def R112(case: Case) -> Iterator[Result]:
    """All that comes is all that goes, besides the sums of `sums.yaml`."""
    balance = "《财政拨款收支总表》收入总计{a}与支出总计{b}不平，差{d}"
    pairs = list(
        zip(case.reading.of(TableKind.GRANTS, "收入"), case.reading.of(TableKind.GRANTS, "支出"), strict=False)
    )
    for revenue, expenditure in pairs:
        left, right = _grand_total(case, revenue), _grand_total(case, expenditure)
        if left and right:
            yield from agree(left, right, left, balance, "先看上年结转和结转下年，再看各类支出的资金来源")
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
