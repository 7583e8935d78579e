"""One side of a change in figures (一边): what a document says of a figure, how it prints it, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from reportgen.quantity import Amount, Count, Quantity, Ratio


class Known(Enum):
    """Whether a budget can tell a figure (知否)."""

    KNOWN = "有"
    ABSENT = "无"  # it has no such project, unit …: as good as zero
    UNKNOWN = "无法得知"  # it does not say, or not so finely: never a zero


@dataclass(frozen=True, slots=True)
class Side:
    """A figure on one side.

    Attributes:
        names: what it is called there; several where they became one on the other side, and are added up.
        value: exact; None where there is none.
        text: as printed, in a sentence if anywhere, with its unit; otherwise as the region would print it.
        places: where it is printed, in words.
    """

    names: tuple[str, ...]
    known: Known
    value: Quantity | None
    text: str
    places: tuple[str, ...] = ()

    @property
    def number(self) -> Decimal | Fraction | None:
        """元, pieces, or the ratio; zero where there is no such thing, None where nobody knows."""
        match self.value:
            case Amount(number) | Count(number, _):
                return number
            case Ratio(ratio):
                return ratio
            case None:
                return Decimal(0) if self.known is Known.ABSENT else None

    @property
    def stands(self) -> bool:
        """Whether the document prints it, or it is more than nothing."""
        return bool(self.places or self.number)


def added_up(sides: Sequence[Side]) -> Side:
    """Several figures as one, without a text; unknown where one of them is, or where they cannot be added."""
    names = tuple(name for side in sides for name in side.names)
    places = tuple(place for side in sides for place in side.places)
    value = _sum([side.value for side in sides])
    return Side(names, Known.KNOWN if value else Known.UNKNOWN, value, "", places)


def _sum(values: Sequence[Quantity | None]) -> Quantity | None:
    amounts = [value.yuan for value in values if isinstance(value, Amount)]
    counts = [value for value in values if isinstance(value, Count)]
    if len(amounts) == len(values):
        return Amount(sum(amounts, Decimal(0)))
    if len(counts) == len(values):
        return Count(sum((count.number for count in counts), Decimal(0)), counts[0].unit)
    return None
