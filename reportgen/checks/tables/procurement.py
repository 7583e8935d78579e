"""项目支出表和政府采购预算表"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, compared
from reportgen.checks._comparing import shown
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sheet, SheetRow


def R124(case: Case) -> Iterator[Result]:
    """Counts and prices, besides the sums of `sums.yaml`."""
    for sheet in case.reading.of(TableKind.PROCUREMENT):
        for line in sheet.lines:
            yield from _priced(sheet, line)


def _priced(sheet: Sheet, line: SheetRow) -> Iterator[Result]:
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


def _below(sheet: Sheet, line: SheetRow, word: str) -> Entry | None:
    return next((_at(line, c.index) for c in sheet.columns if c.leaf.startswith(word)), None)


def _at(line: SheetRow, index: int) -> Entry | None:
    return line.entries.get(index)
