"""固定列示的科目"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet

_DETAILED = (TableKind.EXPENDITURE, TableKind.GENERAL_BUDGET, TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL)


def R907(case: Case) -> Iterator[Result]:
    """类级清单不全

    《收支总表》《财政拨款收支总表》的支出一栏按类列示，有的地方固定列出一部分类。支出总表、一般公共预算支出表等列到项的表里
    有金额的类，在这两张表里必须有自己的一行；没有，合计就对不上，或者金额进了别的行。

    怎样改：在模板的固定清单里加上这一类，或把这一行补上。
    依据：财预〔2016〕143号，收支总表按支出功能分类的类级列示。
    例：支出总表有“215 资源勘探工业信息等支出”20.00万元，收支总表没有这一行。
    """
    listed = [
        sheet
        for kind in (TableKind.TOTALS, TableKind.GRANTS)
        for sheet in case.reading.of(kind, "支出")
        if _codes(sheet)
    ]
    if not listed:
        yield Unknown("没有按类列示支出的收支总表、财政拨款收支总表")
        return
    for sheet in listed:
        yield from _missing(case, sheet)


def _missing(case: Case, sheet: Sheet) -> Iterator[Result]:
    rows = _codes(sheet)
    for code, entry in _classes(
        case,
        ()
        if sheet.kind == TableKind.TOTALS
        else (TableKind.GENERAL_BUDGET, TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL),
    ).items():
        yield compared(entry)
        if code not in rows:
            message = f"《{sheet.name}》没有列类级科目{code}，{entry.place.part}“{entry.place.row}”有{entry.number}"
            severity = Severity.WARNING if case.is_as_made else Severity.ERROR
            yield Finding(message, (entry.place,), severity, "在模板的清单里加上这一类，或补上这一行")


def _codes(sheet: Sheet) -> set[str]:
    """The functional codes that its rows name."""
    return {code for entry in sheet.entries if entry.name and (code := entry.name.member("功能"))}


def _classes(case: Case, kinds: tuple[TableKind, ...]) -> dict[str, Entry]:
    """The 类 with money, by code, as the tables that go down to 项 print them."""
    found: dict[str, Entry] = {}
    for kind in kinds or _DETAILED:
        for sheet in case.reading.of(kind):
            for line in sheet.lines:
                money = next((e for e in line.entries.values() if e.number.value and e.name and not e.name.base), None)
                if line.dimension == "功能" and money:
                    found.setdefault(line.code[:3], money)
    return found
