"""Digits as somebody reads them, against exact values (印出的数和精确值).

A number is asked for as `1,064.2`, `1064.2万元`, `10642000元` or `81.15%`. Without a unit it matches what reads so and
what is exactly so many 元. With a unit it matches numbers of that kind alone, whatever unit they print in. Signs are
not compared, for words carry them: 减少3.20万元.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.document import Figure
from reportgen.figure import FigureId, parsed
from reportgen.figures import Figures
from reportgen.quantity import EXACT, UNITS, Amount, Count, NumberFormat, Quantity, Ratio, parse_number, rounded

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")
_PERCENT = Decimal("0.01")
_NUMBER = re.compile(r"\s*([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|[\u4e00-\u9fff]{0,2})\s*")


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A number without its sign, and the unit that was written, if any."""

    number: Decimal
    unit: str

    @property
    def money(self) -> Decimal | None:
        """The amount in 元; None where no unit of money was written."""
        return self.number * UNITS[self.unit] if self.unit in UNITS else None


def number_of(text: str) -> AskedNumber | None:
    """The number that the text is; None where it is no number."""
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH))
    number = parse_number(found[1]) if found else None
    return AskedNumber(abs(number), found[2]) if found and number is not None else None


def value_of(figure: Figure, figures: Figures) -> Quantity | None:
    """The exact value of a printed figure; None for a fact, whose name is a path."""
    name = figure_of(figure.name, figures)
    return figures.value(name) if name else None


def figure_of(name: str, figures: Figures) -> FigureId | None:
    """The figure of that name; None for the path of a fact, which may look like a figure without a measure."""
    found = parsed(name)
    return found if found and found.measure in figures.vocabulary.measures else None


def distance(asked: AskedNumber, figure: Figure, value: Quantity | None) -> Decimal | None:
    """The difference between a printed figure and the number asked for, 0 where it reads so.

    None where the figure is of another kind: an amount is no ratio.
    """
    shown = parse_number(figure.text)
    if shown is None or not (_same_kind(asked, value) if value else _same_unit(asked, abs(shown), figure)):
        return None
    if not asked.unit and isinstance(value, Amount) and abs(value.yuan) == asked.number:
        return Decimal(0)
    if asked.money is None:
        return abs(abs(shown) - asked.number)
    exact = abs(Decimal(figure.value))
    return min(abs(exact - asked.money), abs(_as_read(abs(shown), exact) - asked.money))


def _same_kind(asked: AskedNumber, value: Quantity) -> bool:
    match value:
        case Amount():
            return not asked.unit or asked.money is not None
        case Ratio():
            return asked.unit in ("", "%")
        case Count(_, unit):
            return asked.unit in ("", unit)


def _same_unit(asked: AskedNumber, shown: Decimal, fact: Figure) -> bool:
    """Whether a fact, of which only digits and value are known, has the unit that was written."""
    scale = _PERCENT if asked.unit == "%" else Decimal(UNITS.get(asked.unit, 1))
    return not asked.unit or shown * scale == abs(Decimal(fact.value))


def _as_read(shown: Decimal, exact: Decimal) -> Decimal:
    """The 元 that a printed amount reads, in the unit in which its exact value rounds to it."""
    places = max(0, -int(shown.as_tuple().exponent))
    scales = map(Decimal, UNITS.values())
    return next((shown * scale for scale in scales if rounded(exact / scale, places) == shown), exact)


@dataclass(frozen=True, slots=True)
class Rounding:
    """Unit and decimals of a printed number (取舍).

    Attributes:
        places: decimals.
        exactly: whether nothing was rounded off.
        trimmed: whether zeros at the end were dropped after rounding (去零).
    """

    unit: str
    places: int
    exactly: bool
    trimmed: bool = False

    def __str__(self) -> str:
        of = "百分数" if self.unit == "%" else f"以{self.unit}为单位"
        zeros = "，末尾的0省去" if self.trimmed else ""
        return f"{of}，{'没有舍去什么' if self.exactly else f'四舍五入到{_decimals_said(self.places)}{zeros}'}"


def rounding(printed: str, value: Quantity | None, forms: Iterable[NumberFormat] = ()) -> Rounding | None:
    """How the exact value was rounded to the printed digits; None where they are words or another number.

    Signs are not compared, for words may carry them: 减少3.20万元.

    Args:
        forms: how the region prints amounts; a form that drops zeros rounds further than the digits show.
    """
    shown = parse_number(printed)
    if shown is None or value is None:
        return None
    places = max(0, -int(shown.as_tuple().exponent))
    found = (_of(abs(shown), places, unit, abs(exact)) for unit, exact in _scaled(value))
    how = next(filter(None, found), None)
    if how is None or how.exactly or not isinstance(value, Amount):
        return how
    finer = [form.places for form in forms if form.trim and form.unit == how.unit and form.places > places]
    exact = EXACT.divide(abs(value.yuan), Decimal(UNITS[how.unit]))
    kept = next((places for places in finer if rounded(exact, places) == abs(shown)), None)
    return how if kept is None else Rounding(how.unit, kept, how.exactly, trimmed=True)


def _of(shown: Decimal, places: int, unit: str, exact: Decimal) -> Rounding | None:
    return Rounding(unit, places, shown == exact) if rounded(exact, places) == shown else None


def _scaled(value: Quantity) -> list[tuple[str, Decimal]]:
    """(unit, value in it) for every unit in which the value may be printed."""
    match value:
        case Amount(yuan):
            return [(unit, EXACT.divide(yuan, Decimal(scale))) for unit, scale in UNITS.items()]
        case Count(number, unit):
            return [(unit, number)]
        case Ratio(ratio):
            percent = ratio * 100
            return [("%", EXACT.divide(Decimal(percent.numerator), Decimal(percent.denominator)))]


def _decimals_said(places: int) -> str:
    return f"{places}位小数" if places else "整数"
