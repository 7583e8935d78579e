"""项目支出表和政府采购预算表"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._comparing import shown
from reportgen.checks._sums import checked, comes_out, sums_for
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Line, Sheet


def R123(case: Case) -> Iterator[Result]:
    """项目支出表

    《项目支出表》每个项目的合计等于各资金来源之和；合计行等于各项目之和。按单位、科目分层列示的，每一层都要对。

    怎样改：先看项目有没有列全，再核对每个项目的资金来源。
    依据：财预〔2016〕143号，项目支出表。
    例：“非遗展示馆布展”合计26.00万元，一般公共预算16.00万元，差10.00万元。
    """
    message = "《项目支出表》{row}{col}{a}与明细之和{b}不符，差{d}"
    hint = "看项目有没有列全，再核对每个项目的资金来源"
    yield from checked(case, "R123", message, hint, "没有项目支出表，或表里没有数")


def R124(case: Case) -> Iterator[Result]:
    """政府采购表

    《政府采购预算表》的合计等于货物、工程、服务之和，每一行的合计等于各资金来源之和；有数量和单价的，
    金额等于数量乘单价。

    怎样改：先核对数量和单价，再核对资金来源和合计。
    依据：政府采购法，政府采购应编入部门预算；公开文件中常见的错误。
    例：合计99.71万元，货物24.00万元、工程39.85万元、服务25.86万元，差10.00万元。
    """
    found = sums_for(case, "R124")
    message = "《政府采购预算表》{row}{col}{a}不等于明细之和{b}，差{d}"
    for each in found:
        yield from comes_out(case, each, message, "核对货物、工程、服务各行和各资金来源")
    for sheet in case.reading.of(TableKind.PROCUREMENT):
        for line in sheet.lines:
            yield from _priced(sheet, line)
    if not found:
        yield Unknown("没有政府采购预算表，或表里没有数")


def _priced(sheet: Sheet, line: Line) -> Iterator[Result]:
    """数量 × 单价 is what the row costs."""
    count, price = _below(sheet, line, "数量"), _below(sheet, line, "单价")
    whole = next((_at(line, c.index) for c in sheet.columns if c.leaf in ("总计", "合计", "金额", "总价")), None)
    if not (count and price and whole):
        return
    yield compared(count, price, whole)
    amount = EXACT.multiply(count.number.value, price.exact)
    rounded = EXACT.add(whole.number.step, EXACT.multiply(count.number.value, price.number.step))  # twice as much
    if abs(EXACT.subtract(amount, whole.exact)) > EXACT.divide(rounded, Decimal(2)):
        message = (
            f"《政府采购预算表》“{line.title}”金额{whole.number}不等于数量{count.number.value:f}乘单价"
            f"{price.number}的{shown(amount, whole)}"
        )
        yield Finding(message, (whole.place, count.place, price.place), hint="核对数量、单价和它们的单位")


def _below(sheet: Sheet, line: Line, word: str) -> Entry | None:
    return next((_at(line, c.index) for c in sheet.columns if c.leaf.startswith(word)), None)


def _at(line: Line, index: int) -> Entry | None:
    return line.entries.get(index)
