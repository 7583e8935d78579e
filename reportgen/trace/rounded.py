"""How a printed number came of its exact value (取舍): in which unit, with how many decimals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.quantity import EXACT, UNITS, Amount, Count, NumberFormat, Quantity, Ratio, parse_number, rounded


@dataclass(frozen=True, slots=True)
class Rounding:
    """Unit and decimals of a printed number (取舍).

    Attributes:
        exactly: nothing was lost; trimmed: zeros at the end of what was rounded do not print (去零).
    """

    unit: str
    places: int
    exactly: bool
    trimmed: bool = False

    def __str__(self) -> str:
        of = "百分数" if self.unit == "%" else f"以{self.unit}为单位"
        zeros = "，末尾的0省去" if self.trimmed else ""
        return f"{of}，{'没有舍去什么' if self.exactly else f'四舍五入到{_decimals(self.places)}{zeros}'}"


def rounding(printed: str, value: Quantity | None, forms: Iterable[NumberFormat] = ()) -> Rounding | None:
    """How the printed digits came of the value; None where they did not: words, or a number that says something else.

    A sign is not compared: words may carry it, 减少3.20万元. `forms` are those in which the region prints amounts: one
    that drops zeros at the end rounds further than the digits show.
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
    """The value in every unit in which it may be printed."""
    match value:
        case Amount(yuan):
            return [(unit, EXACT.divide(yuan, Decimal(scale))) for unit, scale in UNITS.items()]
        case Count(number, unit):
            return [(unit, number)]
        case Ratio(ratio):
            percent = ratio * 100
            return [("%", EXACT.divide(Decimal(percent.numerator), Decimal(percent.denominator)))]


def _decimals(places: int) -> str:
    return f"{places}位小数" if places else "整数"
