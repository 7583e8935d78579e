"""文字里的增减额和增减方向

Rules on changes (增减), in sentences and in tables. Here: amounts and directions; beside: rates, shares, reasons.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import product

from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._comparing import as_in, is_one_small_digit, of_this_year
from reportgen.checks._results import Result, Unknown, compared, grouped
from reportgen.checks._says import finding, finding_if
from reportgen.figure import Conditions, FigureId
from reportgen.lexicon import Lexicon, spoken
from reportgen.quantity import EXACT, UNITS, Precision, as_printed, rounded
from reportgen.reading import Entry, Mention
from reportgen.reading.wholes import WHOLE_YEAR
from reportgen.records import dataclass

_PLACES = 2  # decimals for working out changes if no region states 口径精度
_SEVERAL = 3  # so many changes that all say the opposite have one cause
_DIRECTIONS = {"增加": 1, "减少": -1}


@dataclass(frozen=True, slots=True)
class Operand:
    """An amount that a change is worked out from, in 元, and its print; `entry`: None if only the file has it."""

    amount: Decimal
    entry: Entry | None = None


def direction(word: str) -> int:
    """Return 1 for 增加 增长 大于 …, -1 for 减少 下降 小于 …, 0 for 持平 and for no word."""
    return _direction_of(spoken(), word) if word else 0


@lru_cache(maxsize=1 << 7)
def _direction_of(lexicon: Lexicon, word: str) -> int:
    known = (*lexicon.patterns("增减"), *lexicon.patterns("大小"))
    return next((_DIRECTIONS.get(member, 0) for member, pattern in known if pattern.match(word)), 0)


def previous(case: Case, mention: Mention) -> Operand | None:
    """Return last year's amount: from the sentence, else from tables, else from the budget file; None if unknown."""
    return case.remembered((previous, id(mention)), lambda: _previous(case, mention))


def _previous(case: Case, mention: Mention) -> Operand | None:
    changed = next((e.name for e in (mention.change, mention.rate) if e and e.name), None)
    of_another = changed and mention.base and mention.base.name and changed.base != mention.base.name.base
    if mention.base and not of_another:
        return Operand(mention.base.exact, mention.base)
    if changed is not None:
        return _known(case, mention, changed._replace(derived=""))
    if mention.amount and mention.amount.name and mention.word:
        base = "上年执行数" if "执行" in mention.compared else "上年预算"
        return _known(case, mention, mention.amount.name._replace(base=base))
    return None


def current(case: Case, mention: Mention) -> Operand | None:
    """Return this year's amount; if only a change is stated (基本支出增加4.27万元), from elsewhere.

    That is from tables, from the file, or from other sentences if they agree. None if unknown.
    """
    if mention.amount:
        return Operand(mention.amount.exact, mention.amount)
    name = mention.change.name if mention.change else None
    if not name:
        return None
    return _known(case, mention, name.amount) or _stated(case, name.amount)


def _stated(case: Case, name: FigureId) -> Operand | None:
    said = [m.amount for m in case.reading.mentions if m.amount and m.amount.name == name]
    return Operand(said[0].exact, said[0]) if said and len({entry.exact for entry in said}) == 1 else None


def _known(case: Case, mention: Mention, name: FigureId) -> Operand | None:
    """Return the figure as tables print it, the finest print first, else from the budget file; None if unknown.

    The tables of a fund print its 本年支出.
    """
    whole = name.measure == "支出" and not name.member("性质")
    names = {name, name.where(("性质", "本年支出"))} if whole else {name}
    printed = [entry for one in names for entry in case.reading.by_name.get(one, ())]
    if printed:
        finest = min(printed, key=lambda entry: (entry.number.step, entry.name != name))
        return Operand(finest.exact, finest)
    amount = case.file_figures.amount(_meant(case.file_figures, mention, name)) if case.file_figures else None
    return None if amount is None else Operand(as_printed(amount, _precision(case, name, mention)))


def _meant(file: FileFigures, mention: Mention, name: FigureId) -> FigureId:
    """Return the name; without what is carried over, if the sentence prints this year's amount without that."""
    printed, spent = mention.amount, of_this_year(name)
    if not (printed and printed.name and spent):
        return name
    now, this_year = file.amount(name.amount), file.amount(spent.amount)
    same = [amount is not None and as_in(printed, amount) == printed.number.value for amount in (now, this_year)]
    return spent if same == [False, True] else name


def _precision(case: Case, name: FigureId, mention: Mention) -> Precision:
    """Return the precision for working out changes: the region's 口径精度, else two decimals of the sentence's unit."""
    if case.profile and name.measure in case.profile.vocabulary.measures:
        return case.profile.precision(name.measure)
    unit = next((e.number.unit for e in (mention.amount, mention.change) if e and e.number.is_money), "万元")
    return Precision(unit, _PLACES)


def R401(case: Case) -> Iterator[Result]:
    """增减额

    文字里写的增减额要等于本年数减去上年数。上年数先看这句话里有没有写，再看表里的上年一栏，再看预算文件里的上年数；
    本年数和上年数都按印出来的数算，读者照着文件重算要得到同样的结果。

    怎样改：用本年数减上年数重算一遍；上年数口径调整过的，要在文件里说明。
    依据：财预〔2016〕143号，预算收支增减变化情况说明。
    例：本年1149.34万元，上年1091.64万元，应写“增加57.70万元”，文中写“增加75.70万元”。
    """
    for mention in case.reading.mentions:
        now, before = current(case, mention), previous(case, mention) if mention.change else None
        if mention.change and before is None:
            yield Unknown(f"“{mention.subject or mention.change.place.part}”的上年数不在文件里，也不在预算文件里")
        elif mention.change and before and now:
            typed = mention.change.carried or case.names  # a typed one is reported where it was typed (R905)
            should = _change(mention.change, now.amount, before.amount)
            wrong, at = not typed and should != mention.change.number.value, (mention.amount, before.entry)
            both = {"now": now.amount, "before": before.amount}
            yield from finding_if(wrong, "R401 不对", mention.change, *at, should=should, **both)


def _change(like: Entry, now: Decimal, before: Decimal) -> Decimal:
    """Return the change in the unit of a printed one, with at least two decimals: sentences drop zeros at the end."""
    yuan = Decimal(UNITS.get(like.number.unit, 1))
    return rounded(EXACT.divide(abs(EXACT.subtract(now, before)), yuan), max(like.number.places, 2))


def R403(case: Case) -> Iterator[Result]:
    """方向

    本年数比上年数大写“增加”“增长”，小写“减少”“下降”，一样写“持平”；增减额和增减率的说法要同向。全文每一处都反的，
    是模板的词写反了，或者两年的数放反了，只说一次。

    怎样改：按本年数和上年数改动词；改了动词，后面的原因也要跟着看一遍。
    依据：公开文件中常见的错误：沿用上年的文字，数变了，“增加”“减少”没有变。
    例：本年1.58万元，上年1.86万元，应写“减少”，文中写“增加”。
    """
    turned = _all_turned_round(case)
    if turned:
        yield finding("R403 全反", turned[0].sentence, count=len(turned), word=turned[0].word)
    for mention in (m for m in case.reading.mentions if m.word or m.rate_word):
        places = compared(mention.change, mention.rate, mention.amount).places or (mention.sentence,)
        if mention.word and mention.rate_word:
            word, rate = direction(mention.word), direction(mention.rate_word)
            wrong = word != rate and (word or not case.names)  # 持平 and a rate may be said of two years
            yield compared(mention.change, mention.rate)
            yield from finding_if(
                wrong and not turned, "R403 相反", *places, word=mention.word, other=mention.rate_word
            )
        before = previous(case, mention)
        if mention.amount and before and not turned:
            yield compared(mention.amount, mention.change, before.entry)
            small = max(mention.amount.number.step, _untold(case, before.amount))
            should, said = _direction(mention, mention.amount, before.amount, small), mention.word or mention.rate_word
            both = {"now": mention.amount.number, "before": mention.amount.shown(before.amount)}
            grave = before.entry and not spoken().is_word_of("持平", "基本持平", said)
            yield from finding_if(should, "R403 不对", *places, **both, should=should, word=said, grave=grave)


def _all_turned_round(case: Case) -> list[Mention]:
    """Return every mention of a change, if there are several and each says the opposite: the words are exchanged."""
    both = ((m, previous(case, m)) for m in case.reading.mentions if m.amount and direction(m.word))
    signed = [
        (m, direction(m.word) * EXACT.subtract(m.amount.exact, before.amount))
        for m, before in both
        if m.amount and before
    ]
    turned = [mention for mention, by in signed if by < 0]
    return turned if len(turned) >= _SEVERAL and len(turned) == sum(by != 0 for _, by in signed) else []


def _untold(case: Case, before: Decimal) -> Decimal:
    """Return the largest change, in 元, that the region calls 基本持平 (增减起点)."""
    least = case.profile.file.changes["缺省"].unchanged_below if case.profile else Decimal(0)
    return EXACT.multiply(abs(before), least) / 100


def _direction(mention: Mention, amount: Entry, before: Decimal, small: Decimal) -> str:
    """Return the verb that should stand there; "" if the verb is right. A change up to `small` is 基本持平."""
    difference, word = EXACT.subtract(amount.exact, before), mention.word or mention.rate_word
    if direction(word) == (difference > 0) - (difference < 0) or (not difference and mention.change):
        return ""
    if difference and abs(difference) <= small and spoken().is_word_of("持平", "基本持平", word):
        return ""
    return "增加" if difference > 0 else "减少" if difference < 0 else "持平"


def R404(case: Case) -> Iterator[Result]:
    """零基数

    上年是0、本年有数，增长率没有意义，不能写“增长100%”，要写“上年无此项预算”；上年有数、本年是0，下降率一定是100%。
    只写了本年数和增加额的，增加额不会比本年数大；两个数一样，就是上年为0，写了增长率的只能是100%。
    减少不会超过100%；本年是0的，正好减少100%。

    怎样改：去掉增长率，写“上年无此项预算”（和上年执行数比的，写“上年无此项支出”）。
    依据：增减率以上年数为分母，分母为零无意义。
    例：上年0万元，本年26万元，写成“增加26万元，增长100%”。
    """
    if case.reading.mentions:
        yield compared()
    for mention in case.reading.mentions:
        now, rate, before = mention.amount, mention.rate, previous(case, mention) if mention.word else None
        if not before:
            yield from (*_all_new(case, mention), *_all_gone(mention))
        if not now or not before or (before.amount and now.number.value):
            continue
        yield compared(now, before.entry)
        if rate and before.amount:
            yield from finding_if(rate.number.value != 100, "R404 本年为0", rate)
        elif rate:
            yield from finding_if(now.number.value, "R404 上年为0", rate, word=mention.rate_word or "增长")


def _all_new(case: Case, mention: Mention) -> Iterator[Result]:
    """Yield results for an increase of at least this year's whole amount, if nothing else gives last year's."""
    now, change, rate = mention.amount, mention.change, mention.rate
    if not now or not change or case.names or direction(mention.word) < 1 or change.exact < now.exact:
        return
    yield compared(now, change)
    more = EXACT.subtract(change.exact, now.exact) > EXACT.add(change.number.step, now.number.step)
    yield from finding_if(more, "R404 比本年多", change, now)
    if rate and not more:
        yield from finding_if(rate.number.value != 100, "R404 全是新增", rate, change, now)


def _all_gone(mention: Mention) -> Iterator[Result]:
    """Yield results for a decrease by more than all, or by less where nothing is left, if nothing gives last year's."""
    now, rate = mention.amount, mention.rate
    if now and rate and now.number.value >= 0 and direction(mention.rate_word) < 0:
        yield compared(now, rate)
        wrong = rate.number.value > 100 or (not now.number.value and rate.number.value != 100)
        yield from finding_if(wrong, "R404 减过了头", rate, now)


def R405(case: Case) -> Iterator[Result]:
    """零变动

    没有变动，写“与上年预算持平”，不写“增加0万元”“增长0%”：读者会以为漏了数。

    怎样改：改成“与上年预算持平”。
    依据：预算公开的行文习惯。
    例：政府性基金收支增加0万元。
    """
    for mention in case.reading.mentions:
        yield compared(mention.change, mention.rate)
        if mention.change and not mention.change.number.value and direction(mention.word):
            yield finding("R405 没有增减", mention.change, word=mention.word)


def R416(case: Case) -> Iterator[Result]:
    """收支增减一致

    预算收支相等，今年是，上年也是。收入、支出的总数今年一样的，比上年的增减额也应当一样。同一种资金的收入和支出一样的，
    上年可能有结转，增减额不一样的作警告。

    怎样改：核对上年的收入总数和支出总数，改错的一个。
    依据：预算法第三十二条，各部门预算收支平衡；公开文件中常见的错误：改了一处，另一处没有改。
    例：收入预算630.77万元，比上年增加76.62万元；支出预算630.77万元，比上年增加76.26万元。
    """
    stated = grouped((whole, each) for each in case.reading.mentions if (whole := _compared_whole(each)))
    for (measure, conditions, base), revenue in stated.items() if not case.names else ():
        spent = stated.get(("支出", conditions, base), []) if measure == "收入" else []
        for one, other in product(revenue, spent):
            if one.amount and other.amount and one.change and other.change and one.amount.exact == other.amount.exact:
                yield compared(one.change, other.change)
                a, b = (m.change.exact * direction(m.word) for m in (one, other) if m.change)
                wrong = abs(EXACT.subtract(a, b)) > EXACT.add(one.change.number.step, other.change.number.step) / 2
                what = "R416 资金" if conditions else "R416 总数"
                grave = not conditions or is_one_small_digit(one.change, abs(EXACT.subtract(a, b)))
                words = {"said": one.word, "other": other.word, "grave": grave}
                yield from finding_if(wrong, what, one.change, other.change, **words)


def _compared_whole(mention: Mention) -> tuple[str, Conditions, str] | None:
    """Return measure, fund and base, if the sentence states a change of all 收入 or 支出, or of one fund's."""
    name, change = mention.amount and mention.amount.name, mention.change and mention.change.name
    if not name or not change or name.base or not change.base or name.measure not in ("收入", "支出"):
        return None
    whole = tuple(c for c in name.conditions if c not in WHOLE_YEAR)
    return (name.measure, whole, change.base) if {d for d, _ in whole} <= {"资金"} else None
