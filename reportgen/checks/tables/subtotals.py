"""其中项与子项"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import shown
from reportgen.checks._tails import tail_of
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sum


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
