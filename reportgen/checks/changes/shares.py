"""文字里的占比"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, or_unknown
from reportgen.checks._comparing import tolerance, total
from reportgen.diagnostics import Severity
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Entry, Mention


def R406(case: Case) -> Iterator[Result]:
    """占比

    占比等于分项除以合计，按印出来的两个数算，四舍五入到印出来的小数。

    怎样改：重算一遍；合计改了，各项占比都要跟着改。
    依据：财预〔2016〕143号，收入预算、支出预算情况说明。
    例：基本支出863.6万元，支出1064.2万元，应写“占81.15%”，文中写“占81.51%”。
    """
    found = (result for mention in case.reading.mentions if mention.share for result in _share(mention, mention.share))
    return or_unknown(found, "文字里没有占比")


def _share(mention: Mention, share: Entry) -> Iterator[Result]:
    part, whole, places = mention.amount, mention.whole, share.number.places
    if share.carried:
        yield compared(share)  # worked out from the file
    elif part and whole and whole.number.value:
        looked = compared(share, part, whole)
        yield looked
        ratio = Fraction(part.exact) / Fraction(whole.exact) * 100
        if rounded(ratio, places) != share.number.value:
            should, quotient = rounded(ratio, max(2, places)), f"{part.number}÷{whole.number}"
            message = f"占比应为{should:f}%，文中写{share.number}（{quotient}）"
            yield Finding(message, looked.places, hint="用分项除以合计重算一遍")
    else:
        yield Unknown(f"“{mention.subject}”是什么数的占比，文中没有写")


def R407(case: Case) -> Iterator[Result]:
    """占比合计

    一句话里把一个数的各部分都列出来的，各部分的占比加起来是100%；每项各自四舍五入，相差不能超过每项0.005个百分点。

    怎样改：逐项重算占比；漏列了一项的，补上。
    依据：财预〔2016〕143号，收入预算、支出预算情况说明。
    例：基本支出占81.15%，项目支出占19.85%，合计101.00%。
    """
    stated = [(m, m.share, m.amount, m.whole) for m in case.reading.mentions]
    shares = [(m, share, part, whole) for m, share, part, whole in stated if share and part and whole]
    for (_, whole), own in groupby(shares, key=lambda one: (one[0].sentence.line, one[3])):
        _, listed, parts, _ = zip(*own, strict=True)
        looked = compared(*listed)
        yield looked
        is_complete = abs(EXACT.subtract(total(parts), whole.exact)) <= tolerance(parts, whole)
        if is_complete and not all(share.carried for share in listed) and (message := _wrong_total(listed)):
            yield Finding(message, looked.places, Severity.WARNING, "逐项重算占比")
    if not shares:
        yield Unknown("文字里没有占比")


def _wrong_total(shares: Sequence[Entry]) -> str:
    """What is wrong with shares that should make 100%, or nothing."""
    together = sum((share.number.value for share in shares), Decimal(0))
    slack = Fraction(len(shares), 2) * Fraction(shares[0].number.step)
    wrong = abs(Fraction(together) - 100) > slack
    return f"各项占比合计{together:f}%，不等于100%（允许尾差±{rounded(slack, 3):f}%）" if wrong else ""
