"""文字里的增减率"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from reportgen.budget.ledger import exact_sum
from reportgen.checks._case import Case
from reportgen.checks._comparing import tolerance, total
from reportgen.checks._results import Compared, Finding, Result, Unknown, compared
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding, finding_if
from reportgen.checks.changes import Operand, current, direction, previous
from reportgen.checks.file import with_digits_turned
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Entry, Mention
from reportgen.records import dataclass


def R402(case: Case) -> Iterator[Result]:
    """增减率

    增减率等于增减额除以上年数。上年数在文件里没有的，用本年数减（加）增减额反算出来。按印出来的数算，四舍五入到印出来的小数。

    怎样改：重算一遍；多半是改了增减额，没有改增减率。
    依据：财预〔2016〕143号，预算收支增减变化情况说明。
    例：本年1205.3万元，增加71.66万元，上年1133.64万元，应写“增长6.32%”，文中写“增长6.23%”。
    """
    for mention in case.reading.mentions:
        if mention.rate and not (mention.completion and _is_of_plan(mention, mention.rate)):
            yield from _rate(case, mention, mention.rate)


def _is_of_plan(mention: Mention, rate: Entry) -> bool:
    """Whether the rate may be a change against the plan that the completion is of, which the sentence states."""
    planned = mention.base.name if mention.base else None
    return not (mention.change and rate.name and (not mention.base or (planned and planned.base != rate.name.base)))


def _rate(case: Case, mention: Mention, rate: Entry) -> Iterator[Result]:
    if rate.carried or case.names:
        yield compared(rate)
        return  # worked out from the file, or typed into it (R905)
    before, now = previous(case, mention), current(case, mention)
    amount = now.entry if now else None
    was, operands = _was(mention, before, amount), [entry for entry in (mention.change, amount) if entry]
    if not was or not operands:
        yield Unknown(f"“{mention.subject}”的上年数不知道，增减率无从重算")
        return
    change = mention.change.exact if mention.change else abs(EXACT.subtract(operands[0].exact, was))
    yield compared(before.entry if before else None)
    slack = Decimal(0) if before else slack_of(operands, rate, was)
    words = {"was": operands[0].shown(was), "change": operands[0].shown(change)}
    told = [*worked_out("R402 不对", rate, Fraction(change) / Fraction(was), *operands, slack=slack, **words)]
    wrong = any(isinstance(one, Finding) for one in told) and not before
    if wrong and amount and mention.change and (right := _turned(mention, amount, mention.change, rate)):
        told[-1] = finding("R402 写颠倒", amount, mention.change, rate, right=amount.shown(right))
    elif (
        wrong
        and amount
        and mention.change
        and mention.word
        and _fits_turned_round(amount, mention.change, mention, rate)
    ):
        other = "减少" if direction(mention.word) > 0 else "增加"
        told[-1] = finding("R402 方向", mention.change, amount, rate, word=mention.word, other=other)
    yield from told


def _fits_turned_round(amount: Entry, change: Entry, mention: Mention, rate: Entry) -> bool:
    """Whether the rate is right if the amount changed the other way."""
    was = EXACT.add(amount.exact, EXACT.multiply(change.exact, Decimal(direction(mention.word))))
    return was > 0 and rounded(Fraction(change.exact) / Fraction(was) * 100, rate.number.places) == rate.number.value


def _turned(mention: Mention, amount: Entry, change: Entry, rate: Entry) -> Decimal | None:
    """Return, in 元, the only amount with two digits exchanged that gives the printed rate; None if there is none."""
    found = list[Decimal]()
    for value in with_digits_turned(amount.number.value):
        own = amount._replace(number=amount.number.other(value=value))
        was = _was(mention, None, own)
        if was and rounded(Fraction(change.exact) / Fraction(was) * 100, rate.number.places) == rate.number.value:
            found.append(own.exact)
    return found[0] if len(found) == 1 else None


def _was(mention: Mention, before: Operand | None, now: Entry | None) -> Decimal | None:
    """Return last year's amount, if unknown worked out from the amount and its change; None unless positive."""
    if before:
        was = before.amount
    elif now and mention.change and direction(mention.word) * direction(mention.rate_word) >= 0:  # else R403
        signed = mention.change.exact * direction(mention.word or mention.rate_word)
        was = EXACT.subtract(now.exact, signed)
    else:
        return None
    return was if was > 0 else None


def slack_of(operands: Sequence[Entry], rate: Entry, was: Decimal) -> Decimal:
    """Return how far rounding of the operands may move the rate, in percentage points."""
    steps = [entry.number.step for entry in operands if entry.number.value]  # 0万元 is nothing, however it is printed
    step, places = max(steps, default=Decimal(0)), rate.number.places
    return rounded(Fraction(step) / Fraction(was) * 100 + Fraction(1, 2 * 10**places), places + 2)


def worked_out(
    what: str, rate: Entry, ratio: Fraction, *operands: Entry, slack: Decimal = Decimal(0), **words: object
) -> Iterator[Result]:
    """Compare a printed rate with the ratio of these numbers, rounded to the same decimals."""
    places = rate.number.places
    wrong = abs(EXACT.subtract(rounded(ratio * 100, places), rate.number.value)) > slack
    return finding_if(wrong, what, rate, *operands, should=rounded(ratio * 100, max(2, places)), **words)


def R411(case: Case) -> Iterator[Result]:
    """比率误作百分数

    增减额除以上年数得到的是比率，写成百分数要乘100。印出来的百分数恰好等于没有乘100的比率时，指出这个原因。

    怎样改：乘100。
    依据：公开文件中常见的错误：表格里的公式漏乘100。
    例：增加0.18万元，上年17.85万元，比率0.0101，应写1.01%，文中写0.01%。
    """
    rated = ((m, m.rate, m.change) for m in case.reading.mentions if m.rate and m.change)
    return (result for one in rated for result in _ratio(case, *one))


def _ratio(case: Case, mention: Mention, rate: Entry, change: Entry) -> Iterator[Result]:
    was = _was(mention, previous(case, mention), mention.amount)
    if was:
        yield compared(rate, change)
    if was and not (rate.carried or case.names):
        ratio, places = Fraction(change.exact) / Fraction(was), rate.number.places
        right, slip = rounded(ratio * 100, places), rounded(ratio, places)
        words = {"change": change.shown(change.exact), "was": change.shown(was), "right": right}
        yield from finding_if(rate.number.value == slip != right, "R411 漏乘", rate, **words)


def R412(case: Case) -> Iterator[Result]:
    """百分点

    两个百分比之差用“个百分点”，不用“%”：占比由50%提高到55%，是提高5个百分点，不是提高5%。

    怎样改：把“%”改成“个百分点”。
    依据：GB/T 15835—2011 出版物上数字用法和统计习惯。
    例：满意度比上年提高2%。
    """
    return _phrases(case, "百分点", "R412 百分点")


def R413(case: Case) -> Iterator[Result]:
    """漏百分号

    “占”“增长”“下降”后面的数要有百分号或单位。

    怎样改：补上百分号。
    依据：公开文件中常见的错误：在 Word 里改数时删掉了百分号。
    例：基本支出978.83万元，占81.21；项目支出……
    """
    return _phrases(case, "漏百分号", "R413 漏百分号")


def _phrases(case: Case, kind: str, what: str) -> Iterator[Result]:
    for passage in case.reading.passages:
        yield compared()
        for found in spoken().form(f"«写错的率:{kind}»").finditer(passage.text):
            yield finding(what, passage.place(found.start(1), len(found[1])), words=found[0])


@of_family("文字里的占比")
def R406(case: Case) -> Iterator[Result]:
    """占比

    占比等于分项除以合计，按印出来的两个数算，四舍五入到印出来的小数。

    怎样改：重算一遍；合计改了，各项占比都要跟着改。
    依据：财预〔2016〕143号，收入预算、支出预算情况说明。
    例：基本支出863.6万元，支出1064.2万元，应写“占81.15%”，文中写“占81.51%”。
    """
    return (result for mention in case.reading.mentions if mention.share for result in _share(mention, mention.share))


def _share(mention: Mention, share: Entry) -> Iterator[Result]:
    part, whole = mention.amount, mention.whole
    if share.carried:
        yield compared(share)  # worked out from the file
    elif part and whole and whole.number.value:
        yield from worked_out("R406 不对", share, Fraction(part.exact) / Fraction(whole.exact), part, whole)
    else:
        yield Unknown(f"“{mention.subject}”是什么数的占比，文中没有写")


@of_family("文字里的占比")
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
        is_complete = abs(EXACT.subtract(total(parts), whole.exact)) <= tolerance(parts, whole)
        slack, together = Fraction(len(listed), 2) * Fraction(listed[0].number.step), total(listed)
        if whole.exact:  # the amounts as printed add up to a little more or less
            slack += abs(Fraction(total(parts)) / Fraction(whole.exact) - 1) * 100
        wrong = is_complete and not all(share.carried for share in listed) and abs(Fraction(together) - 100) > slack
        yield from finding_if(wrong, "R407 不是100%", *listed, together=together, slack=rounded(slack, 3))


_MORE = ("等。", "等；", "等，", "等因素", "等原因")


@dataclass(frozen=True, slots=True)
class _Changed:
    """A change of a figure. `of`: the number that carries the figure: the amount if it is stated, else the change."""

    mention: Mention
    change: Entry
    of: Entry
    name: FigureId

    @property
    def signed(self) -> Decimal:
        """The change, negative if the amount fell."""
        return EXACT.multiply(self.change.exact, Decimal(direction(self.mention.word) or 1))

    def narrower(self, whole: "_Changed") -> str:
        """Return the dimension of the only condition that this adds to the whole's; "" if it is no such part."""
        own, above = self.name, whole.name
        if (own.measure, own.base, len(own.conditions)) != (above.measure, above.base, len(above.conditions) + 1):
            return ""
        more = [dimension for dimension, member in own.conditions if (dimension, member) not in above.conditions]
        return more[0] if len(more) == 1 else ""


@of_family("增减的分解")
def R408(case: Case) -> Iterator[Result]:
    """增减分解

    一段话先写总的增减，再写其中各部分的增减，各部分加起来要等于总的；没有列全的，要用“等”说明，不能让读者以为列全了。

    怎样改：补上没有列的部分，或写明“等”。
    依据：公开文件中常见的错误：只改了总数，没有改分项的增减。
    例：支出增加4.39万元，其中：基本支出增加4.27万元，项目支出增加0.21万元，合计4.48万元。
    """
    yield from _changes(case)
    for whole, parts in _decomposed(case):
        together, changes = exact_sum(part.signed for part in parts), [one.change for one in (whole, *parts)]
        amounts = {"a": together, "b": whole.signed, "d": abs(EXACT.subtract(whole.signed, together))}
        yield from finding_if(_is_off(whole, parts, amounts["d"]), "R408 没有列全", *changes, **amounts)


def _decomposed(case: Case) -> Iterator[tuple[_Changed, list[_Changed]]]:
    """Yield each change with its parts that follow in the same paragraph, but not in its reason."""
    mentions = case.reading.mentions
    changed = [_Changed(m, m.change, m.change, m.change.name) for m in mentions if m.change and m.change.name]
    for i, whole in enumerate(changed):
        line, reason = whole.mention.sentence.line, whole.mention.reason
        after = [one for one in changed[i + 1 :] if one.mention.sentence.line == line]
        parts = [one for one in after if one.narrower(whole) and str(one.change.number) not in reason]
        parts = [one for one in parts if one.narrower(whole) == parts[0].narrower(whole)]  # projects: below 项目支出
        parts = _outermost(case, parts)
        if len(parts) > 1 and not _has_another(case, parts):
            yield whole, parts


def _has_another(case: Case, parts: Sequence[_Changed]) -> bool:
    """Whether a change of something unknown stands among the parts: 项目经费增加13万元."""
    line, (first, *_, last) = parts[0].mention.sentence.line, [one.change.place.start for one in parts]
    others = (m.change.place for m in case.reading.mentions if m.change and not m.change.name)
    return any(place.line == line and first < place.start < last for place in others)


def _is_off(whole: _Changed, parts: Sequence[_Changed], difference: Decimal) -> bool:
    """Whether the difference is more than rounding, and the sentence does not say 等."""
    steps = sum((part.change.number.step for part in parts), whole.change.number.step)
    return 2 * difference > steps and not any(mark in whole.mention.sentence.line for mark in _MORE)


def _outermost(case: Case, parts: Sequence[_Changed]) -> list[_Changed]:
    """Return the parts that are in no other part: 公务用车运行费 is in 公务用车购置及运行费."""
    return [one for one in parts if not any(case.reading.holds(other.name, one.name) for other in parts)]


def _changes(case: Case) -> list[Compared]:
    """Return the result that changes were compared, if sentences state any; else none."""
    return [compared()] if any(mention.change for mention in case.reading.mentions) else []
