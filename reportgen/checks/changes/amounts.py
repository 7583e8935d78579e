"""文字里的增减额和增减方向"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._comparing import shown
from reportgen.checks.changes._previous import Previous, current, direction, previous
from reportgen.diagnostics import Severity
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry, Mention, Place


def R401(case: Case) -> Iterator[Result]:
    """增减额

    文字里写的增减额要等于本年数减去上年数。上年数先看这句话里有没有写，再看表里的上年一栏，再看预算文件里的上年数；
    本年数和上年数都按印出来的数算，读者照着文件重算要得到同样的结果。

    怎样改：用本年数减上年数重算一遍；上年数口径调整过的，要在文件里说明。
    依据：财预〔2016〕143号，预算收支增减变化情况说明。
    例：本年1149.34万元，上年1091.64万元，应写“增加57.70万元”，文中写“增加75.70万元”。
    """
    for mention in case.reading.mentions:
        before = previous(case, mention) if mention.change else None
        now = mention.amount.exact if mention.amount else current(case, mention)
        if mention.change and now is not None and before:
            yield compared(mention.change, mention.amount, before.entry)
            if not (mention.change.carried or case.names):  # one that was typed is found where it was (R905)
                yield from _wrong_change(mention, mention.change, now, before)
        elif mention.change and before is None:
            yield Unknown(f"“{mention.subject or mention.change.place.part}”的上年数不在文件里，也不在预算文件里")


def _wrong_change(mention: Mention, change: Entry, now: Decimal, before: Previous) -> Iterator[Finding]:
    difference = EXACT.subtract(now, before.amount)
    should = _in_unit_of(change, abs(difference))
    if should != change.number.value:
        message = f"增减额应为{should:f}{change.number.unit}，文中写{change.number}"
        detail = f"（本年{shown(now, change)}，上年{shown(before.amount, change)}）"
        places = tuple(entry.place for entry in (change, mention.amount, before.entry) if entry)
        yield Finding(message + detail, places, hint="用本年数减上年数重算一遍")


def _in_unit_of(entry: Entry, amount: Decimal) -> Decimal:
    """The amount as the entry would print it; no coarser than to two decimals, where zeros may have been dropped."""
    places = max(entry.number.places, 2)
    return rounded(EXACT.divide(amount, Decimal(UNITS.get(entry.number.unit, 1))), places)


def R403(case: Case) -> Iterator[Result]:
    """方向

    本年数比上年数大写“增加”“增长”，小写“减少”“下降”，一样写“持平”；增减额和增减率的说法要同向。

    怎样改：按本年数和上年数改动词；改了动词，后面的原因也要跟着看一遍。
    依据：公开文件中常见的错误：沿用上年的文字，数变了，“增加”“减少”没有变。
    例：本年1.58万元，上年1.86万元，应写“减少”，文中写“增加”。
    """
    for mention in case.reading.mentions:
        if not (mention.word or mention.rate_word):
            continue
        if mention.word and mention.rate_word:
            yield compared(mention.change, mention.rate)
            word, rate = direction(mention.word), direction(mention.rate_word)
            if word != rate and (word or not case.names):  # 持平 and a rate may be said of two years
                message = f"前面写“{mention.word}”，后面写“{mention.rate_word}”，方向相反"
                yield Finding(message, _places(mention), Severity.WARNING, "按本年数和上年数，两处写成同一个方向")
        before = previous(case, mention)
        if mention.amount and before:
            yield compared(mention.amount, mention.change, before.entry)
            yield from _wrong_direction(mention, mention.amount, before)


def _wrong_direction(mention: Mention, amount: Entry, before: Previous) -> Iterator[Finding]:
    difference = EXACT.subtract(amount.exact, before.amount)
    word = mention.word or mention.rate_word
    should = "增加" if difference > 0 else "减少" if difference < 0 else "持平"
    said = direction(word)
    right = said == (difference > 0) - (difference < 0) or (not difference and mention.change is not None)
    nearly = difference and spoken().is_("持平", "基本持平", word)
    if not right and not (nearly and abs(difference) <= amount.number.step):
        message = f"本年{amount.number}，上年{shown(before.amount, amount)}，应写“{should}”，文中写“{word}”"
        yield Finding(message, _places(mention), Severity.WARNING, "改动词，再看后面的原因是不是说得通")


def R404(case: Case) -> Iterator[Result]:
    """零基数

    上年是0、本年有数，增长率没有意义，不能写“增长100%”，要写“上年无此项预算”；上年有数、本年是0，下降率一定是100%。

    怎样改：去掉增长率，写“上年无此项预算”（和上年执行数比的，写“上年无此项支出”）。
    依据：增减率以上年数为分母，分母为零无意义。
    例：上年0万元，本年26万元，写成“增加26万元，增长100%”。
    """
    looked = False
    for mention in case.reading.mentions:
        before = previous(case, mention) if mention.amount and mention.word else None
        if mention.amount and before and (not before.amount or not mention.amount.number.value):
            looked = True
            yield compared(mention.amount, mention.rate, before.entry)
            yield from _wrong_at_zero(mention, mention.amount, before)
    if not looked:
        yield from _nothing_to_compare(case)


def _wrong_at_zero(mention: Mention, amount: Entry, before: Previous) -> Iterator[Finding]:
    if mention.rate and not before.amount and amount.number.value:
        message = f"上年为0，增长率无可比性，不得写“{mention.rate_word or '增长'}{mention.rate.number}”"
        yield Finding(message, (mention.rate.place,), Severity.WARNING, "去掉增长率，写“上年无此项预算”")
    if mention.rate and before.amount and not amount.number.value and mention.rate.number.value != 100:
        message = f"本年为0，应写“下降100%”，文中写{mention.rate.number}"
        yield Finding(message, (mention.rate.place,), Severity.WARNING, "改成100%")


def R405(case: Case) -> Iterator[Result]:
    """零变动

    没有变动，写“与上年预算持平”，不写“增加0万元”“增长0%”：读者会以为漏了数。

    怎样改：改成“与上年预算持平”。
    依据：预算公开的行文习惯。
    例：政府性基金收支增加0万元。
    """
    looked = False
    for mention in case.reading.mentions:
        for entry in (mention.change, mention.rate):
            if entry:
                looked = True
                yield compared(entry)
        if mention.change and not mention.change.number.value and direction(mention.word):
            message = f"没有增减，建议写“持平”，不写“{mention.word}{mention.change.number}”"
            yield Finding(message, (mention.change.place,), Severity.HINT, "改成“与上年预算持平”")
    if not looked:
        yield from _nothing_to_compare(case)


def _nothing_to_compare(case: Case) -> Iterator[Result]:
    """No sentence speaks of such a change: that is seen, where there are sentences with amounts at all."""
    if case.reading.mentions:
        yield compared()
    else:
        yield Unknown("文字里没有和上年比较的话")


def _places(mention: Mention) -> tuple[Place, ...]:
    return tuple(e.place for e in (mention.change, mention.rate, mention.amount) if e) or (mention.sentence,)
