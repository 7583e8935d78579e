"""手写的算式

Calculations that officers type into texts of the budget file: prices times numbers of people, things or months.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from math import prod

from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures, masked
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result
from reportgen.checks._says import finding
from reportgen.checks.file import with_digits_turned
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS
from reportgen.records import NamedTuple
from reportgen.source import Scalar, records

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
    yield from (*_turned_prices(case, file), *_turned_in_reasons(file))
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


def _turned_prices(case: Case, file: FileFigures) -> Iterator[Finding]:
    """Yield findings on prices and numbers of pieces in targets that make a project's amount but for two digits."""
    for project in records(file.budget.file.performance.get("项目")):
        called, texts = project.get("项目"), [one for _, one in case.values(project)]
        name = FigureId("支出", (("项目", called.text if isinstance(called, Scalar) else ""),))
        amount = file.amount(name)
        prices = [(text, rate) for text in texts for rate in _prices(text.text)] if amount else []
        for at, rate in prices:
            pieces, each = _pieces(rate["piece"], texts), _money(rate, "digits")
            if amount and not any(EXACT.multiply(each, number) == amount for *_, number in pieces):
                for other, said, number in pieces[:1]:
                    words = {"name": name, "amount": amount, "each": rate[0], "count": said}
                    if right := _turned(each, amount, number):
                        right = EXACT.divide(right, Decimal(UNITS[rate["unit"]]))
                        yield finding("R934 写颠倒", at.at, other.at, what=rate[0], right=right, **words)
                    elif right := _turned(number, amount, each):
                        yield finding("R934 写颠倒", other.at, at.at, what=said, right=right, **words)


def _turned_in_reasons(file: FileFigures) -> Iterator[Finding]:
    """Yield findings on prices in reasons that, but for two digits, times the last number of pieces make a project."""
    names = [FigureId("支出", (("项目", project),)) for project in file.projects]
    projects = {amount: name for name in names if (amount := file.amount(name))}
    for reason in file.budget.reasons.values() if projects else ():
        for rate in _prices(reason.text):
            each, pieces = _money(rate, "digits"), _counted(rate["piece"], reason.text)
            if not any(EXACT.multiply(each, n) in projects for _, n in pieces):
                for said, number in pieces[-1:]:
                    right = next((r for r in with_digits_turned(each) if EXACT.multiply(r, number) in projects), None)
                    if right:
                        amount = EXACT.multiply(right, number)
                        words = {"name": projects[amount], "amount": amount, "each": rate[0], "count": said}
                        shown = EXACT.divide(right, Decimal(UNITS[rate["unit"]]))
                        yield finding("R934 写颠倒", reason.at, what=rate[0], right=shown, **words)


def _prices(text: str) -> Iterator[re.Match[str]]:
    """Yield the prices of one thing, once or a year."""
    found = (one for way in (_EACH, _A_PIECE, _ON_AVERAGE) for one in spoken().form(way).finditer(text))
    return (one for one in found if one["per"] in (None, "", "年"))


def _pieces(piece: str, texts: Sequence[Scalar]) -> list[tuple[Scalar, str, Decimal]]:
    """Return the numbers of these pieces in the texts: the text, the number with its unit, and the number."""
    return [(one, said, number) for one in texts for said, number in _counted(piece, one.text)]


def _counted(piece: str, text: str) -> list[tuple[str, Decimal]]:
    form = spoken().form(rf"(?<![0-9.每])([0-9]{{2,7}}){_same_piece(piece)}(?![月次均])")
    return [(found[0], Decimal(found[1])) for found in form.finditer(text)]


def _same_piece(piece: str) -> str:
    """Return a pattern of the units that count the same: 人, 名 and 位 for people."""
    return "(?:«算式的人»)" if spoken().form("«算式的人»").fullmatch(piece) else re.escape(piece)


def _turned(wrong: Decimal, amount: Decimal, by: Decimal) -> Decimal | None:
    """Return the number with two digits turned if that times the other makes the amount; else None."""
    return next((right for right in with_digits_turned(wrong) if EXACT.multiply(right, by) == amount), None)


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
    form = spoken().form(rf"(?<![0-9.每])({_DIGITS}万?){_same_piece(rate['piece'])}(?![月次均])")
    found = {one[1] for one in form.finditer(text)}
    return _factor(found.pop()) if len(found) == 1 else None


def _times(per: str | None, text: str) -> Decimal | None:
    """Return how often the price is paid; None if the text does not say."""
    if per in (None, "", "年"):
        return Decimal(1)
    found = {one[1] for one in compiled(rf"(?<![0-9.每])({_DIGITS}){_SPELLED.get(per, per)}").finditer(text)}
    return Decimal(found.pop()) if len(found) == 1 else _YEAR if per == "月" and not found else None


_CLAUSE, _SENTENCE = compiled("[，、；（）()：:]"), compiled("[^。]+")
