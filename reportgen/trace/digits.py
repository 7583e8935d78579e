"""Numbers as somebody reads them, compared with exact values (印出的数和精确值).

A number is asked for as `1,064.2`, `1064.2万元`, `10642000元` or `81.15%`. Without a unit it matches numbers that print
with these digits, and amounts of exactly so many 元. With a unit it matches only numbers of that kind, whatever unit
they print in. Signs are not compared, since words may carry them: 减少3.20万元.
"""

from collections.abc import Iterable
from decimal import Decimal

from reportgen.document import Figure
from reportgen.figure import FigureId, parsed
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS, Amount, Count, NumberFormat, Quantity, Ratio, parse_number, rounded
from reportgen.records import dataclass

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")
_PERCENT = Decimal("0.01")
_NUMBER = compiled(r"\s*([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*+(%|[\u4e00-\u9fff]{0,2})\s*+")


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A number without its sign, and the unit that was written; empty if none was."""

    number: Decimal
    unit: str

    @property
    def money(self) -> Decimal | None:
        """The amount in 元; None where no unit of money was written."""
        return self.number * UNITS[self.unit] if self.unit in UNITS else None


def number_of(text: str) -> AskedNumber | None:
    """Return the number that a text writes, with its unit; None if the text is no number."""
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH))
    number = parse_number(found[1]) if found else None
    return None if found is None or number is None else AskedNumber(abs(number), found[2])


def value_of(figure: Figure, figures: Figures) -> Quantity | None:
    """Return the exact value of a printed figure; None for a fact, whose name is a path."""
    name = figure_of(figure.name, figures)
    return figures.value(name) if name else None


def figure_of(name: str, figures: Figures) -> FigureId | None:
    """Return the figure of that name; None for the path of a fact, which may look like a figure without a measure."""
    found = parsed(name)
    return found if found and found.measure in figures.vocabulary.measures else None


def distance(asked: AskedNumber, figure: Figure, value: Quantity | None) -> Decimal | None:
    """Return the difference between a printed figure and the number asked for: 0 if they match; 元 for a unit of money.

    None if they are of different kinds, such as an amount and a ratio.
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
    """Whether a fact has the unit that was written, as far as its digits and its value show."""
    scale = _PERCENT if asked.unit == "%" else Decimal(UNITS.get(asked.unit, 1))
    return not asked.unit or shown * scale == abs(Decimal(fact.value))


def _as_read(shown: Decimal, exact: Decimal) -> Decimal:
    """Return the amount in 元 that printed digits say, in the unit in which the exact value rounds to them.

    If it does so in no unit, the exact value.
    """
    scales = map(Decimal, UNITS.values())
    return next((shown * scale for scale in scales if rounded(exact / scale, _decimals(shown)) == shown), exact)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a number was rounded to be printed (取舍).

    Attributes:
        places: number of decimals.
        exactly: whether nothing was rounded off.
        trimmed: whether zeros at the end were dropped after rounding (去零).
    """

    unit: str
    places: int
    exactly: bool
    trimmed: bool = False

    def __str__(self) -> str:
        of = "百分数" if self.unit == "%" else f"以{self.unit}为单位"
        if self.exactly:
            return f"{of}，没有舍去什么"
        places = f"{self.places}位小数" if self.places else "整数"
        return f"{of}，四舍五入到{places}{'，末尾的0省去' if self.trimmed else ''}"


def rounding(printed: str, value: Quantity | None, forms: Iterable[NumberFormat] = ()) -> Rounding | None:
    """Return how the exact value was rounded to the printed digits; None if the print is no number or another one.

    Args:
        forms: how the region prints amounts; one that drops zeros rounds to more places than the digits show.
    """
    shown = parse_number(printed)
    if shown is None or value is None:
        return None
    shown, places = abs(shown), _decimals(shown)
    scaled = ((unit, abs(exact)) for unit, exact in _scaled(value))
    unit, exact = next(((unit, exact) for unit, exact in scaled if rounded(exact, places) == shown), ("", None))
    if exact is None:
        return None
    if shown != exact and isinstance(value, Amount):
        finer = (form.places for form in forms if form.trim and form.unit == unit and form.places > places)
        kept = next((more for more in finer if rounded(exact, more) == shown), None)
        if kept is not None:
            return Rounding(unit, kept, exactly=False, trimmed=True)
    return Rounding(unit, places, shown == exact)


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _scaled(value: Quantity) -> list[tuple[str, Decimal]]:
    """Return each unit in which the value may be printed, with the value in it."""
    match value:
        case Amount(yuan):
            return [(unit, EXACT.divide(yuan, Decimal(scale))) for unit, scale in UNITS.items()]
        case Count(number, unit):
            return [(unit, number)]
        case Ratio(ratio):
            percent = ratio * 100
            return [("%", EXACT.divide(Decimal(percent.numerator), Decimal(percent.denominator)))]
