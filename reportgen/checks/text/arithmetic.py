"""手写的算式

Calculations that officers type into texts of the budget file: prices times numbers of people, things or months; parts
of a total; shares of a whole.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from math import prod
from typing import NamedTuple

from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures, masked, records
from reportgen.checks._case import Case, Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks._sentences import Sentence
from reportgen.checks.file import same_digits
from reportgen.checks.text.typed import is_rate
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import UNITS
from reportgen.source import Scalar

_DIGITS, _MONEY = r"[0-9]{1,12}(?:\.[0-9]{1,6})?", "(?P<unit>亿元|万元|千元|元)"
_TERM = rf"{_DIGITS}[^0-9×xX*✕+＋\-－=＝，。；、：（）()\n]{{0,10}}"
_FORMULA = compiled(
    rf"(?<![0-9.+＋\-－×xX*✕])(?P<terms>{_TERM}(?:[×xX*✕+＋]{_TERM}){{1,8}})(?:[=＝](?P<result>{_DIGITS}){_MONEY})?"
)
_FACTOR = compiled(r"(?P<digits>[0-9.]+)(?P<scale>亿|万|千(?=元)|[%％])?")
_SCALES = dict.fromkeys("%％", Decimal("0.01")) | {"": Decimal(1)}
_SCALES |= {"亿": Decimal(10**8), "万": Decimal(10**4), "千": Decimal(1000)}
_PER, _HUNDRED = "(?P<per>年|月|天|日|次|期|季度|学期)", Decimal(100)
_EACH = rf"每(?P<piece>«算式:件»)(?:每{_PER})?[^，。；、0-9]{{0,10}}(?P<digits>{_DIGITS}){_MONEY}"
_A_PIECE = rf"(?P<digits>{_DIGITS}){_MONEY}[/／](?P<piece>«算式:件»)(?:[/／·.]{_PER})?"
_ON_AVERAGE = rf"(?P<piece>[人户])均(?P<per>年|月)?[^，。；、0-9]{{0,6}}(?P<digits>{_DIGITS}){_MONEY}"
_MOVED = r"(?:增加|减少|新增|退休|去世|调[入出]|划[入转出])[^，。；、到至0-9]{0,8}[0-9]+[人名户]"
_A_TIME = rf"(?<!«算式的人»)每(?P<per>月|季度|天|日|期|学期)[^，。；、0-9每]{{0,10}}(?P<digits>{_DIGITS}){_MONEY}"
_FAR, _FAR_AWAY = "[^，。；、0-9]{0,12}", 200  # letters before a total in which its parts may stand
_TO_EACH = rf"(?<![0-9.])(?P<n>{_DIGITS})(?P<piece>«算式:件»){_FAR}各(?P<per>){_FAR}(?P<digits>{_DIGITS}){_MONEY}"
_RATES = (_EACH, _A_PIECE, _TO_EACH, _ON_AVERAGE, _A_TIME)
_RESULT = rf"(?:合计|共计|总计|小计|共(?:需|增加|减少|安排)?)(?P<result>{_DIGITS}){_MONEY}"
_SPELLED, _YEAR = {"月": "个月", "天": "[天日]", "日": "[天日]"}, Decimal(12)


class Product(NamedTuple):
    """A price times a number, in 元: its words, where they begin, and the result that the text states, or None."""

    value: Decimal
    words: str
    start: int
    said: Decimal | None

    @property
    def is_right(self) -> bool:
        """Whether the text states no other result."""
        return self.said is None or _is_nearly(self.value, self.said)


def R934(case: Case, file: FileFigures) -> Iterator[Result]:
    """单价和数量

    预算文件的文字里写了单价和数量的（120人×500元=……，36人、每人每年2400元），乘出来要和写的得数一样，也不能比它说明的那个数大：
    原因、用途看写的是哪个数，绩效看这个项目的金额。写了约、左右、不超过的不看；乘出来小的，可能还有别的开支，也不看。
    用途里列了几笔钱的，加起来也不能比这个数大。

    怎样改：重新乘一遍，改错的单价、数量、月数，或者改金额。
    依据：公开文件中常见的错误：标准、人数改了，金额没有改。
    例：项目安排8.64万元，写“36人，每人每月500元，12个月”，乘出来是21.6万元。
    """
    yield Compared()
    products = cache(_products)  # a text that explains a figure is a sentence too
    for sentence in case.sentences:
        for one in products(sentence.scalar.text):
            if not one.is_right:
                at = sentence.at(one.start, len(one.words))
                yield finding("R934 得数", at, words=one.words, made=one.value, said=one.said)
    for name, bases, at, text in _texts_of_figures(case):
        made = _listed(text)
        whole = file.amount(name) if made and not bases else None
        if whole and made > whole and not _is_nearly(made, whole):
            yield finding("R934 各部分", at, made=made, name=name, most=whole)
        for one in products(text):
            known = [(abs(amount), own) for own in _own(name, bases, text) if (amount := file.figure(own))]
            if one.is_right and known and one.value > max(known)[0] and not _is_nearly(one.value, max(known)[0]):
                yield finding("R934 大于", at, words=one.words, made=one.value, most=max(known)[0], name=max(known)[1])


def _is_nearly(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= other / _HUNDRED  # rounding explains so much


def _texts_of_figures(case: Case) -> Iterator[tuple[FigureId, list[str], Location, str]]:
    """Yield each text that explains a figure: figure, bases that it may be about (a reason: all), place, words.

    Of 绩效 only those that state money.
    """
    budget = case.budget
    if budget is None:
        return
    bases = [base for base in budget.books if base]
    yield from ((name, bases, one.at, one.text) for name, one in budget.reasons.items())
    yield from ((name, [], one.at, one.text) for name, one in budget.purposes.items())
    for project in records(budget.file.performance.get("项目")):
        if isinstance(called := project.get("项目"), Scalar):
            name = FigureId("支出", (("项目", called.text),))
            texts = (one for _, one in case.values(project) if "元" in one.text and one is not called)
            yield from ((name, [], one.at, one.text) for one in texts)


def _own(name: FigureId, bases: Sequence[str], text: str) -> list[FigureId]:
    """Return this year's figure, and for each base that of the base and the change; of what moved, only the change."""
    if bases and compiled(_MOVED).search(text):
        return [name._replace(base=base, derived="增减额") for base in bases]
    return [name, *(name._replace(base=base, derived=derived) for base in bases for derived in ("", "增减额"))]


def _listed(text: str) -> Decimal:
    """Return the sum of the amounts in a list, 设计8万元、设备10万元; 0 if they may be anything else."""
    clear = "元" in text and not spoken().form("«算式:约数»|«算式:别的»|«算式:减去»|«算式:不是各部分»").search(text)
    amounts = (
        list(compiled(rf"(?<![0-9.,])(?P<digits>{_DIGITS}){_MONEY}(?=[，、；。]|和|$)").finditer(text)) if clear else []
    )
    return exact_sum(_money(one, "digits") for one in amounts) if len(amounts) > 1 else Decimal(0)


def _products(text: str) -> list[Product]:
    """Return the products in the sentences, from formulas, else from words."""
    sentences = compiled("[^。]+").finditer(masked(text)) if "元" in text else ()
    return [one for sentence in sentences for one in _products_in(sentence[0], sentence.start())]


def _products_in(text: str, at: int) -> list[Product]:
    numbers = "，".join(clause for clause in compiled("[，；]").split(text) if compiled("[0-9]").search(clause))
    if "元" not in numbers or spoken().form("«算式:约数»").search(numbers):
        return []
    found = [one for formula in _FORMULA.finditer(text) if (one := _formula(formula))] or list(_in_words(text))
    return [one._replace(start=at + one.start) for one in found]


def _formula(found: re.Match[str]) -> Product | None:
    """Return the product of 120人×500元+30人×200元=6.6万元; None if it is no product of money."""
    if "元" not in found["terms"] or not compiled("[×xX*✕]").search(found["terms"]):
        return None
    factors = (map(_factor, compiled("[×xX*✕]").split(one)) for one in compiled("[+＋]").split(found["terms"]))
    value = exact_sum(prod(each, start=Decimal(1)) for each in factors)
    return Product(value, found[0], found.start(), _money(found, "result") if found["result"] else None)


def _factor(term: str) -> Decimal:
    found = _FACTOR.match(term)
    return Decimal(found["digits"]) * _SCALES[found["scale"] or ""] if found else Decimal(0)


def _money(found: re.Match[str], digits: str) -> Decimal:
    return Decimal(found[digits]) * UNITS[found["unit"]]


def _in_words(text: str) -> Iterator[Product]:
    """Yield the product of 36人，每人每月500元，12个月: one price, one number of things, one time."""
    rates = [one for form in _RATES for one in spoken().form(form).finditer(text)]
    if len(rates) == 1 and (count := _count(rates[0], text)) and (times := _times(rates[0]["per"], text)):
        results = list(compiled(_RESULT).finditer(text))
        said = _money(results[0], "result") if len(results) == 1 else None
        yield Product(_money(rates[0], "digits") * count * times, rates[0][0], rates[0].start(), said)


def _count(rate: re.Match[str], text: str) -> Decimal | None:
    """Return how many things have the price; None if the text gives no number of them, or several."""
    if "piece" not in rate.re.groupindex:
        return Decimal(1)
    if "n" in rate.re.groupindex:
        return Decimal(rate["n"])
    same = "«算式的人»" if spoken().form("«算式的人»").fullmatch(rate["piece"]) else re.escape(rate["piece"])
    found = {one[1] for one in spoken().form(rf"(?<![0-9.每])({_DIGITS}万?){same}(?![月次均])").finditer(text)}
    return _factor(found.pop()) if len(found) == 1 else None


def _times(per: str | None, text: str) -> Decimal | None:
    """Return how often the price is paid; None if the text does not say."""
    if per in (None, "", "年"):
        return Decimal(1)
    found = {one[1] for one in compiled(rf"(?<![0-9.每])({_DIGITS}){_SPELLED.get(per, per)}").finditer(text)}
    return Decimal(found.pop()) if len(found) == 1 else _YEAR if per == "月" and not found else None


_NUMBER = r"(?<![0-9.,])[0-9]{1,12}(?:\.[0-9]{1,6})?"
_UNIT = r"(?:亿元|万元|千元|元|[人名个家辆户场次项册本台套间所件条亩])"
_WHOLE = rf"(?P<whole>{_NUMBER})(?P<unit>{_UNIT})"
_LED = r"[，,：:（(；;。]\s{0,4}(?P<lead>其中|包括|分别)[：:]?(?P<led>[^。）)]{1,200})"
_COUNTED = compiled(rf"({_NUMBER})({_UNIT})")
_BEHIND = compiled(rf"{_WHOLE}(?:{_LED}|[，,：:（(](?P<parts>[^。；）)]{{1,200}}))")
_TOGETHER = compiled(rf"[，,、；。](?:合计|共计|总计)[为是]?{_WHOLE}")
_PERCENT = compiled(r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]{1,4})?)[%％]")
_CLAUSE, _SENTENCE = compiled("[，、；（）()：:]"), compiled("[^。]+")


def R927(case: Case, _: FileFigures) -> Iterator[Result]:
    """手写的合计

    预算文件的文字里自己写的“合计……，其中……、……”，各部分之和不能比合计大，最后写了“其他……”的也不能小；像是颠倒了数字的（8013，应为8103）
    也提出。各部分用分号隔开的，先写各部分、后写“合计……”的，也一样加。

    怎样改：重新加一遍，改错的一处。
    依据：公开文件中常见的错误：手写的数加不起来。
    例：总投资8013万元，其中一期7998万元、二期105万元。
    """
    yield Compared()
    for sentence in case.sentences:
        text = masked(sentence.scalar.text)
        for found in _BEHIND.finditer(text):
            yield from _parts_behind(sentence, found)
        for found in _TOGETHER.finditer(text):
            yield from _parts_before(sentence, found)
        for piece in _SENTENCE.finditer(text) if "其中" in text and "；" in text else ():
            yield from _in_segments(sentence, piece)


def _parts_behind(sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding if parts after their total contradict it: 总投资80万元，其中一期70万元；二期15万元."""
    words = spoken().form("«算式:别的»").split(found["led"] or found["parts"])[0]
    whole, parts = Decimal(found["whole"]), _parts(words, found["unit"])
    made = exact_sum(parts)
    is_money = found["lead"] and "元" in found["unit"]  # people may be counted in two of the parts
    is_all = spoken().form("«算式:其他»").search(words)
    if same_digits(whole, made) or (is_money and (made > whole or (is_all and made < whole))):
        yield from _told(sentence, found, parts)


def _parts_before(sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding if parts before their total contradict it: 一期70万元、二期15万元，合计80万元."""
    before = compiled("[。⏎\n]").split(found.string[max(0, found.start() - _FAR_AWAY) : found.start()])[-1]
    parts = _parts(before, found["unit"])
    if exact_sum(parts) != Decimal(found["whole"]) and not spoken().form("«算式:别的»|«算式:减去»").search(before):
        yield from _told(sentence, found, parts)


def _in_segments(sentence: Sentence, piece: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding on a wrong sum, if another is right: 合同26个，职工5948人，其中企业19个，职工2200人；区域……"""
    before, lead, led = piece[0].partition("其中")
    head, segments = before.rpartition("；")[2], [_by_unit(one) for one in led.split("；")]
    if not lead or "其中" in led or len(segments) < 2:
        return
    sums = {
        unit: (whole, exact_sum(Decimal(one[unit][0][1]) for one in segments))
        for unit, (whole, *others) in _by_unit(head).items()
        if not others and all(unit in one for one in segments)
    }
    off = {unit: made for unit, (whole, made) in sums.items() if made != Decimal(whole[1])}
    for unit, made in off.items() if len(off) < len(sums) else ():
        whole = sums[unit][0]
        at = sentence.at(piece.start() + len(before) - len(head) + whole.start(), len(whole[1]))
        yield finding("R927 加不起来", at, made=made, whole=whole[1], unit=unit)


def _by_unit(words: str) -> dict[str, list[re.Match[str]]]:
    return grouped((one[2], one) for one in _COUNTED.finditer(words) if not is_rate(one))


def _parts(words: str, unit: str) -> list[Decimal]:
    """Return the numbers with this unit that are not rates; none if parts have parts."""
    numbers = compiled(rf"({_NUMBER}){unit}").finditer(words) if "其中" not in words else ()
    return [Decimal(one[1]) for one in numbers if not is_rate(one)]


def _told(sentence: Sentence, found: re.Match[str], parts: Sequence[Decimal]) -> Iterator[Finding]:
    at, words = sentence.at(found.start("whole"), len(found["whole"])), {"whole": found["whole"], "unit": found["unit"]}
    yield from [finding("R927 加不起来", at, made=exact_sum(parts), **words)] if len(parts) > 1 else ()


def R933(case: Case, _: FileFigures) -> Iterator[Result]:
    """手写的比例

    预算文件的文字里，分次付款、各方分担、各部分各占的百分比，加起来不能超过100%。累计的（付至80%）、质保金、界限（不低于60%）不算；
    各占多少的，写了三部分以上才看：两部分的多半说的不是同一个整体。

    怎样改：重新加一遍，改错的一处；说的不是同一个整体的，不用改。
    依据：公开文件中常见的错误：手写的比例加不起来。
    例：分三次付款（30%、50%、30%）。
    """
    yield Compared()
    for one in (one for one in case.sentences if _PERCENT.search(one.scalar.text)):
        yield from (
            told for piece in _SENTENCE.finditer(one.scalar.text) for told in _shares(one, piece.start(), piece[0])
        )


def _shares(sentence: Sentence, start: int, text: str) -> Iterator[Finding]:
    """Yield a finding on the first kind of shares that exceed their whole."""
    found = [one for one in _PERCENT.finditer(text) if not spoken().form("«份额:不算»").search(_clause(one))]
    for kind, words in spoken().patterns("份额的话") if not spoken().form("«份额:累计»").search(text) else ():
        own = found if kind == "付款" and words.search(text) else [one for one in found if words.search(_clause(one))]
        made = exact_sum(Decimal(one[1]) for one in own)
        if len(own) > 1 + (kind == "占") and _HUNDRED < made < 2 * _HUNDRED:
            at = sentence.at(start + own[0].start(), own[-1].end() - own[0].start())
            yield finding("R933 超过", at, made=made, shares="、".join(one[0] for one in own))
            return


def _clause(found: re.Match[str]) -> str:
    """Return the clause around a percentage, with ＿ in its place."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    return f"{_CLAUSE.split(before)[-1]}＿{_CLAUSE.split(behind, maxsplit=1)[0]}"
