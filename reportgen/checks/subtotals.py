"""其中项与子项"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._comparing import shown
from reportgen.checks._sums import comes_out, sums_for, tail_of
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sum


def R106(case: Case) -> Iterator[Result]:
    """其中项

    有下级的一行，等于它下面“1.”“（一）”“其中：”各行之和；写在“小计”旁边的各列也一样。只列了一部分的
    （“其中：财政拨款”“面向中小企业”），不能比上级大。

    怎样改：把下级各项加一遍；多半是改了下级没有改上级，或者一项填到了别的行。
    依据：财预〔2016〕143号各表的行列关系。
    例：“一、财政拨款收入”100万元，下面一般公共预算拨款80万元、政府性基金拨款10万元，差10万元。
    """
    found = sums_for(case, "R106")
    hint = "把下级各项加一遍，改上级或写错的一项"
    all_of_it = "《{table}》{row}{col}{a}与其下级明细之和{b}不符，差{d}"
    some_of_it = "《{table}》{row}{col}{a}比其中各项{b}还小，差{d}"
    for each in found:
        yield from comes_out(case, each, all_of_it if each.complete else some_of_it, hint)
    if not found:
        yield Unknown("表里没有带“其中”或下级明细的行和列")


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
