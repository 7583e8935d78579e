"""Changes and shares (增减、占比), computed from operands as printed, so that a reader can recompute them."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction

from reportgen.quantity import EXACT, Precision, as_printed
from reportgen.records import dataclass


class ChangeCase(Enum):
    """The case of a change (变动情形); each has its own wording under this key of the profile."""

    UP = "增加"
    DOWN = "减少"
    EQUAL = "持平"
    NEARLY = "基本持平"
    NEITHER = "均无"
    NEW = "上年无"
    GONE = "本年无"
    IRREGULAR = "不计率"


_RATED = (ChangeCase.UP, ChangeCase.DOWN, ChangeCase.GONE, ChangeCase.EQUAL, ChangeCase.NEARLY)


@dataclass(frozen=True, slots=True)
class Change:
    """This year against a base (增减).

    Attributes:
        amount: the signed difference in 元 (or pieces) of the operands as printed.
        rate: amount ÷ base; None where no rate is printed: the base is zero or negative, or the sign changed.
    """

    case: ChangeCase
    amount: Decimal
    rate: Fraction | None


def change(new: Decimal, old: Decimal, precision: Precision) -> Change:
    """Return the change from `old` to `new`, both exact 元 (or pieces), at a precision."""
    shown_new, shown_old = as_printed(new, precision), as_printed(old, precision)
    amount = EXACT.subtract(shown_new, shown_old)
    case = _case(new, old, shown_new, shown_old)
    has_rate = case in _RATED and shown_old > 0
    return Change(case, amount, Fraction(amount) / Fraction(shown_old) if has_rate else None)


def _case(new: Decimal, old: Decimal, shown_new: Decimal, shown_old: Decimal) -> ChangeCase:
    if new == old:
        return ChangeCase.EQUAL if new else ChangeCase.NEITHER
    if shown_new == shown_old:
        return ChangeCase.NEARLY
    if old == 0 and new > 0:
        return ChangeCase.NEW
    if shown_old <= 0 or new < 0:
        return ChangeCase.IRREGULAR
    if new == 0:
        return ChangeCase.GONE
    return ChangeCase.UP if shown_new > shown_old else ChangeCase.DOWN


def share(part: Decimal, whole: Decimal, precision: Precision) -> Fraction | None:
    """Return part ÷ whole, both as printed, or None where the whole prints as zero. Also used for 完成率."""
    shown = as_printed(whole, precision)
    return Fraction(as_printed(part, precision)) / Fraction(shown) if shown else None
