"""收支总表：合计、总计和平衡"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import same
from reportgen.checks.tables._lookup import entry
from reportgen.document import TableKind


def R105(case: Case) -> Iterator[Result]:
    """收支平衡

    《收支总表》的收入总计必须等于支出总计，一分不差。收入总计是本年收入、使用非财政拨款结余和上年结转之和，
    支出总计是本年支出和结转下年之和；两边不等，多半是有一笔收入没有安排支出，或一笔支出没有写资金来源。

    怎样改：对照两边的总计，把少的一边补齐。
    依据：财预〔2016〕143号，部门收支总表。
    例：收入总计1,205.30万元，支出总计1,195.30万元，差10.00万元。
    """
    revenue, expenditure = entry(case, TableKind.TOTALS, "收入"), entry(case, TableKind.TOTALS, "支出")
    if not (revenue and expenditure):
        yield Unknown("没有收支总表，或表里没有收入总计、支出总计")
        return
    yield from same(
        revenue, expenditure, "《收支总表》收入总计{a}与支出总计{b}不平，差{d}", "对照两边的总计，把少的一边补齐"
    )
