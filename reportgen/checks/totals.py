"""收支总表：合计、总计和平衡"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import same
from reportgen.checks._lookup import entry
from reportgen.checks._sums import checked
from reportgen.document import TableKind


def R101(case: Case) -> Iterator[Result]:
    """收支总表·收入总计

    《收支总表》的收入总计，等于本年收入合计加上使用非财政拨款结余和上年结转。表里没有本年收入合计这一行的，
    等于各项收入之和。

    怎样改：先看本年收入合计以下的几行有没有漏填，再核对收入总计。
    依据：财预〔2016〕143号，部门收支总表。
    例：收入总计1,205.30万元，本年收入合计1,196.70万元加结余3.86万元、上年结转4.73万元是1,205.29万元，
    相差的0.01万元是四舍五入的尾差；相差10.00万元就不是。
    """
    hint = "核对收入总计，以及它上面的合计、使用结余、上年结转各行"
    message = "《收支总表》{name}{a}与本年收入合计、使用结余和上年结转等各项之和{b}不等，差{d}"
    yield from checked(case, "R101", message, hint, "没有收支总表，或表里没有收入总计")


def R102(case: Case) -> Iterator[Result]:
    """收支总表·本年收入合计

    《收支总表》的本年收入合计，等于它上面各项收入来源之和。“1.”“2.”这样的下级行不重复相加。

    怎样改：把各项来源加一遍，改合计，或补上漏掉的来源。
    依据：财预〔2016〕143号，部门收支总表。
    例：本年收入合计1,196.70万元，各项来源之和1,182.44万元，差14.26万元，正好是漏掉的事业收入。
    """
    message = "《收支总表》{name}{a}不等于各收入来源之和{b}，差{d}"
    yield from checked(case, "R102", message, "把各项来源加一遍，改合计或漏掉的来源", "收支总表里没有本年收入合计")


def R103(case: Case) -> Iterator[Result]:
    """收支总表·支出总计

    《收支总表》的支出总计，等于本年支出合计加上结转下年。表里没有本年支出合计这一行的，等于各项支出之和。

    怎样改：看结转下年有没有漏填，再核对支出总计。
    依据：财预〔2016〕143号，部门收支总表。
    例：支出总计1,205.30万元，本年支出合计1,204.10万元，结转下年1.20万元。
    """
    message = "《收支总表》{name}{a}与本年支出合计、结转下年等各项之和{b}不等，差{d}"
    hint = "核对支出总计，以及它上面的合计、结转下年各行"
    yield from checked(case, "R103", message, hint, "没有收支总表，或表里没有支出总计")


def R104(case: Case) -> Iterator[Result]:
    """收支总表·支出类求和

    《收支总表》的本年支出合计，等于各类支出之和；款、项不重复相加。

    怎样改：属于四舍五入的尾差就加注说明，不是就更正。
    依据：财预〔2016〕143号，部门收支总表。
    例：本年支出合计1,204.10万元，六类支出之和1,190.25万元，差13.85万元：漏了“其他支出”。
    """
    message = "《收支总表》{name}{a}与各类支出之和{b}相差{d}"
    hint = "把各类支出加一遍；是四舍五入的尾差就加注说明"
    yield from checked(case, "R104", message, hint, "收支总表里没有本年支出合计")


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
