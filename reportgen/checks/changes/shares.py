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
    shares = ((mention, mention.share) for mention in case.reading.mentions if mention.share)
    yield from or_unknown((r for mention, share in shares for r in _share(mention, share)), "文字里没有占比")


def _share(mention: Mention, share: Entry) -> Iterator[Result]:
    if share.carried:
        yield compared(share)  # worked out from the file
    elif mention.amount and mention.whole and mention.whole.number.value:
        yield compared(share, mention.amount, mention.whole)
        yield from _wrong_share(share, mention.amount, mention.whole)
    else:
        yield Unknown(f"“{mention.subject}”是什么数的占比，文中没有写")


def _wrong_share(share: Entry, part: Entry, whole: Entry) -> Iterator[Finding]:
    ratio = Fraction(part.exact) / Fraction(whole.exact) * 100
    if rounded(ratio, share.number.places) != share.number.value:
        places = max(2, share.number.places)
        message = f"占比应为{rounded(ratio, places):f}%，文中写{share.number}（{part.number}÷{whole.number}）"
        yield Finding(message, (share.place, part.place, whole.place), hint="用分项除以合计重算一遍")


def R407(case: Case) -> Iterator[Result]:
    """占比合计

    一句话里把一个数的各部分都列出来的，各部分的占比加起来是100%；每项各自四舍五入，相差不能超过每项0.005个百分点。

    怎样改：逐项重算占比；漏列了一项的，补上。
    依据：财预〔2016〕143号，收入预算、支出预算情况说明。
    例：基本支出占81.15%，项目支出占19.85%，合计101.00%。
    """
    shares = [m for m in case.reading.mentions if m.share and m.amount and m.whole]
    for (_, _), own in groupby(shares, key=lambda m: (m.sentence.line, m.whole)):
        listed = list(own)
        yield compared(*(m.share for m in listed))
        if _is_complete(listed) and not all(m.share and m.share.carried for m in listed):
            yield from _wrong_total([m.share for m in listed if m.share])
    if not shares:
        yield Unknown("文字里没有占比")


def _is_complete(listed: Sequence[Mention]) -> bool:
    """Whether the parts make the whole, tails aside."""
    parts, whole = [m.amount for m in listed if m.amount], listed[0].whole
    return whole is not None and abs(EXACT.subtract(total(parts), whole.exact)) <= tolerance(parts, whole)


def _wrong_total(shares: Sequence[Entry]) -> Iterator[Finding]:
    together = sum((share.number.value for share in shares), Decimal(0))
    slack = Fraction(len(shares), 2) * Fraction(shares[0].number.step)
    if abs(Fraction(together) - 100) > slack:
        message = f"各项占比合计{together:f}%，不等于100%（允许尾差±{rounded(slack, 3):f}%）"
        yield Finding(message, tuple(share.place for share in shares), Severity.WARNING, "逐项重算占比")
