"""表内：其中项、人员和公用、项目和采购"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import shown, tail_of
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sheet, SheetRow, Sum
from reportgen.reading.row_parts import code_of


def R129(case: Case) -> Iterator[Result]:
    """子项越界

    任何一个组成部分都不能比它的合计大；一个部分和合计一样大、而别的部分又有数，多半是串了行，或把合计数
    复制到了明细里。有负数（如内部抵销）的合计不看。

    怎样改：对照原始数据，把填错位置的数改过来。
    依据：公开文件中常见的错误。
    例：“20701 文化和旅游”418.90万元，下面“2070101 行政运行”4,189.00万元：小数点错了一位。
    """
    found = (result for one in case.reading.sums if one.whole for result in _within(case, one, one.whole))
    yield from or_unknown(found, "没有合计和明细可以对照")


def _within(case: Case, found: Sum, whole: Entry) -> Iterator[Result]:
    if whole.carried or not any(part.number.value < 0 for part in (whole, *found.parts)):
        yield compared(whole, *found.parts)
    if not whole.carried and not any(part.number.value < 0 for part in (whole, *found.parts)):
        yield from (_too_large(found, whole, part) for part in found.parts if _is_too_large(case, found, whole, part))


def _is_too_large(case: Case, found: Sum, whole: Entry, part: Entry) -> bool:
    """More than the whole; or as much, though others stand beside it."""
    over = EXACT.subtract(part.exact, whole.exact)
    others = EXACT.subtract(found.amount, part.exact)
    if over < 0 or (over == 0 and others <= 0):
        return False
    tail = tail_of(case, whole, found.parts)
    return over > tail or (found.complete and over == 0 and others > tail)


def _too_large(found: Sum, whole: Entry, part: Entry) -> Finding:
    over = "大于" if part.exact > whole.exact else "等于"
    message = (
        f"《{found.sheet.name}》“{part.place.row or part.place.column}”{part.number}{over}上级“{found.line.title}”"
        f"{shown(whole.exact, whole)}，疑似填列错位"
    )
    return Finding(message, (part.place, whole.place), hint="对照原始数据，把填错行、填错列或错了位数的数改过来")


_USUAL = {"301": "人员经费", "303": "人员经费", "302": "公用经费", "310": "公用经费"}


@speaks_of(BUDGET, ACCOUNTS)
def R118(case: Case) -> Iterator[Result]:
    """人员/公用归属

    工资福利支出（301）、对个人和家庭的补助（303）通常列人员经费，商品和服务支出（302）、资本性支出（310）
    通常列公用经费。列到另一边不一定错，例如离退休人员的公用经费，但要看清楚，必要时说明。

    怎样改：填错列的改过来；确实是这样安排的，在说明里写一句。
    依据：政府收支分类科目，部门预算支出经济分类；公开文件中常见的错误。
    例：“30302 退休费”23.60万元列在公用经费。
    """
    found = (result for sheet in case.reading.of(TableKind.BASIC) for result in _sides(sheet))
    yield from or_unknown(found, "基本支出表没有分人员经费、公用经费两列")


def _sides(sheet: Sheet) -> Iterator[Result]:
    for column in sheet.columns:
        side = column.conditions.get("经费", "")
        for line in sheet.lines if side else ():
            usual, entry = _USUAL.get(code_of(line)[:3], ""), line.entries.get(column.index)
            if not (usual and entry):
                continue
            yield compared(entry)
            if usual != side and entry.number.value:
                message = f"《基本支出表》“{line.title}”{entry.number}列入{side}，与通常口径不符，请确认"
                hint = f"通常列{usual}：填错列的改过来；确实这样安排的，在说明里写一句"
                yield Finding(message, (entry.place,), Severity.WARNING, hint)


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
