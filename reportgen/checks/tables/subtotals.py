"""其中项与子项"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
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
    looked = False
    for found in case.reading.sums:
        if found.whole and found.whole.carried:
            looked = True
            yield compared(found.whole, *found.parts)
        elif found.whole and not any(part.number.value < 0 for part in (found.whole, *found.parts)):
            looked = True
            yield compared(found.whole, *found.parts)
            yield from (
                _too_large(found, found.whole, part) for part in found.parts if _is_too_large(case, found, part)
            )
    if not looked:
        yield Unknown("没有合计和明细可以对照")


def _is_too_large(case: Case, found: Sum, part: Entry) -> bool:
    """More than the whole; or as much, though others stand beside it."""
    if not found.whole:
        return False
    over = EXACT.subtract(part.exact, found.whole.exact)
    others = EXACT.subtract(found.amount, part.exact)
    if over < 0 or (over == 0 and others <= 0):
        return False
    tail = tail_of(case, found.whole, found.parts)
    return over > tail or (found.complete and over == 0 and others > tail)


def _too_large(found: Sum, whole: Entry, part: Entry) -> Finding:
    over = "大于" if part.exact > whole.exact else "等于"
    message = (
        f"《{found.sheet.name}》“{part.place.row or part.place.column}”{part.number}{over}上级“{found.line.title}”"
        f"{shown(whole.exact, whole)}，疑似填列错位"
    )
    return Finding(message, (part.place, whole.place), hint="对照原始数据，把填错行、填错列或错了位数的数改过来")
