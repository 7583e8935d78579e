"""What is asked for (要查的): a number as somebody reads it, `1,064.2`, `1064.2万元`, `10642000元`, `81.15%`.

A number without a unit is found where it reads so, and where it is the exact 元; signs are not compared, for words
carry them. With a unit only numbers of that kind are found, whatever unit they print in.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.document import Figure
from reportgen.figure import FigureId, parsed
from reportgen.figures import Figures
from reportgen.quantity import UNITS, Amount, Count, Quantity, Ratio, parse_number, rounded

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")
_PERCENT = Decimal("0.01")
_NUMBER = re.compile(r"\s*([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|[\u4e00-\u9fff]{0,2})\s*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number without its sign, with its unit or none."""

    number: Decimal
    unit: str

    @property
    def money(self) -> Decimal | None:
        """The 元, where a unit of money was written."""
        return self.number * UNITS[self.unit] if self.unit in UNITS else None


def number_of(text: str) -> Number | None:
    """The number that the text is, or None: then it may be a name."""
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH))
    number = parse_number(found[1]) if found else None
    return Number(abs(number), found[2]) if found and number is not None else None


def value_of(figure: Figure, figures: Figures) -> Quantity | None:
    """The exact value of a printed figure; None for a fact, whose name is a path."""
    name = figure_of(figure.name, figures)
    return figures.value(name) if name else None


def figure_of(name: str, figures: Figures) -> FigureId | None:
    """The figure of that name; None for the path of a fact, which may look like one of no measure."""
    found = parsed(name)
    return found if found and found.measure in figures.vocabulary.measures else None


def distance(asked: Number, figure: Figure, value: Quantity | None) -> Decimal | None:
    """How far a printed figure is from what is asked, 0 where it reads so; None where it is of another kind."""
    shown = parse_number(figure.text)
    if shown is None or not (_same_kind(asked, value) if value else _same_unit(asked, abs(shown), figure)):
        return None
    if not asked.unit and isinstance(value, Amount) and abs(value.yuan) == asked.number:
        return Decimal(0)
    if asked.money is None:
        return abs(abs(shown) - asked.number)
    exact = abs(Decimal(figure.value))
    return min(abs(exact - asked.money), abs(_as_read(abs(shown), exact) - asked.money))


def _same_kind(asked: Number, value: Quantity) -> bool:
    match value:
        case Amount():
            return not asked.unit or asked.money is not None
        case Ratio():
            return asked.unit in ("", "%")
        case Count(_, unit):
            return asked.unit in ("", unit)


def _same_unit(asked: Number, shown: Decimal, fact: Figure) -> bool:
    """Whether a fact, of which only digits and value are known, is of the unit that was written."""
    scale = _PERCENT if asked.unit == "%" else Decimal(UNITS.get(asked.unit, 1))
    return not asked.unit or shown * scale == abs(Decimal(fact.value))


def _as_read(shown: Decimal, exact: Decimal) -> Decimal:
    """The 元 that a printed amount reads, in the unit in which it rounds to what is printed."""
    places = max(0, -int(shown.as_tuple().exponent))
    scales = map(Decimal, UNITS.values())
    return next((shown * scale for scale in scales if rounded(exact / scale, places) == shown), exact)
