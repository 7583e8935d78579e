"""Quantities: exact values, and the one place that rounds and prints them.

Money is a Decimal in 元, read from text; ratios are Fractions; no number is ever a float. A value is rounded once, when
it is printed, half up (四舍五入, away from zero). A derived value (change, rate, share) is computed from its operands
as printed at the document's precision (口径精度), so that a reader who recomputes it from the page gets the same.

Changes and shares (增减、占比) are computed here too (`change`, `share`).
"""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import cache

from reportgen.kept import Shelf
from reportgen.patterns import compiled, libraries_kept
from reportgen.records import dataclass

with libraries_kept():
    from fractions import Fraction

UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}  # 金额单位
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
LARGEST_DIGITS = 18  # integer digits of an amount; more are a typing error

_NUMBER = compiled(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_NUMERALS = "零一二三四五六七八九十"
_ZERO = Decimal(0)
_SEPARATORS = Shelf("separators")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money (金额), exact, in 元."""

    yuan: Decimal


@dataclass(frozen=True, slots=True)
class Count:
    """Pieces (数量) of a unit: 人, 辆, 个."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share or a rate (比例): 1/4 prints as 25.00%."""

    ratio: Fraction


Quantity = Amount | Count | Ratio


@dataclass(frozen=True, slots=True)
class Precision:
    """The unit and decimals (口径精度) to which operands of derived figures are rounded."""

    unit: str = "元"
    places: int = 2


class Zero(Enum):
    """How an exact zero prints (零)."""

    DECIMALS = "照小数"
    DIGIT = "0"
    BLANK = "空"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers print in text or in tables (数字格式).

    Attributes:
        unit, places: the unit (金额单位) and decimals of money.
        zero: how an exact zero prints.
        grouped: print thousands separators (千分位).
        trim: drop zeros at the end of the decimals (去零).
        rate_places: decimals of percentages.
        whole_rates: print exactly 0 % and 100 % without decimals, as in text.
        trim_rates: drop zeros at the end of the decimals of percentages (率去零).
    """

    unit: str = "元"
    places: int = 2
    zero: Zero = Zero.DECIMALS
    grouped: bool = False
    trim: bool = False
    rate_places: int = 2
    whole_rates: bool = False
    trim_rates: bool = False


def small_number(text: str) -> int:
    """Return the number that digits or one or two Chinese numerals say: 2, 两, 十二."""
    if text.isdecimal():
        return int(text)
    digits = [_NUMERALS.index(letter) for letter in text.replace("两", "二")]
    if len(digits) == 1:
        return digits[0]
    first, last = digits[0], digits[-1]
    return 10 + last if first == 10 else first * 10 + (last if last < 10 else 0)


def parse_number(text: str) -> Decimal | None:
    """Return the exact number of a text, or None: `1064.2`, `1,064.2`, full-width digits; no exponent, no unit."""
    plain = text.strip()
    if not plain.isascii():
        plain = plain.translate(_FULL_WIDTH)
    if not _NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain.replace(",", ""))
    return number if number.adjusted() < LARGEST_DIGITS else None


def rounded(value: Decimal | Fraction, places: int) -> Decimal:
    """Return the value rounded half up to so many decimals; a negative zero becomes zero."""
    step = Decimal(1).scaleb(-places)
    if isinstance(value, Decimal):
        return EXACT.add(EXACT.quantize(value, step), _ZERO)
    scaled, whole = 2 * abs(value.numerator) * 10**places, 2 * value.denominator
    digits = (scaled + value.denominator) // whole
    return EXACT.multiply(Decimal(digits if value.numerator >= 0 else -digits), step)


def as_printed(yuan: Decimal, precision: Precision) -> Decimal:
    """Return the amount in 元 as a reader sees it at this precision."""
    scale = UNITS[precision.unit]
    return EXACT.multiply(rounded(EXACT.divide(yuan, Decimal(scale)), precision.places), Decimal(scale))


def print_quantity(value: Quantity | None, form: NumberFormat) -> str:
    """Return the printed digits, without unit or percent sign; "" for None."""
    match value:
        case None:
            return ""
        case Amount(yuan):
            return print_amount(yuan, form)
        case Count(number, _):
            return _grouped(_trimmed(number), form.grouped) if number else _zero(form.zero, form.trim, 0)
        case Ratio(ratio):
            return print_percent(ratio, form)


def print_amount(yuan: Decimal, form: NumberFormat) -> str:
    """Return the digits of an amount in the format's unit, rounded once from its exact value."""
    if not yuan:
        return _zero(form.zero, form.trim, form.places)
    shown = rounded(EXACT.divide(yuan, Decimal(UNITS[form.unit])), form.places)
    return _grouped(_trimmed(shown) if form.trim else shown, form.grouped)


def print_percent(ratio: Fraction, form: NumberFormat) -> str:
    """Return the digits of a ratio as a percentage."""
    whole = form.trim or form.whole_rates
    if not ratio:
        return _zero(form.zero, whole, form.rate_places)
    if whole and ratio == 1:
        return "100"
    shown = rounded(ratio * 100, form.rate_places)
    return _grouped(_trimmed(shown) if form.trim_rates else shown, form.grouped)


def plain_digits(number: Decimal) -> str:
    """Return all digits of a number for a message, no separators, no zeros at the end: `8636000`, `0.5`."""
    return f"{_trimmed(number):f}"


def exact_text(value: Quantity | None) -> str:
    """Return a value for machines: 元, pieces, or the ratio as a decimal fraction; no separators, no exponent."""
    match value:
        case None:
            return ""
        case Amount(number) | Count(number, _):
            return plain_digits(number)
        case Ratio(ratio):
            return f"{_trimmed(rounded(ratio, 6)):f}"


@cache
def _zero(zero: Zero, trim: bool, places: int) -> str:
    """Return how an exact zero prints; cached, because most numbers of a large table are zeros."""
    match zero:
        case Zero.BLANK:
            return ""
        case Zero.DIGIT:
            return "0"
        case Zero.DECIMALS:
            return "0" if trim else f"{Decimal(0).scaleb(-places):f}"


def _trimmed(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return EXACT.add(whole, _ZERO) if whole == number else number.normalize(EXACT)


def _grouped(number: Decimal, grouped: bool) -> str:
    if not grouped:
        return f"{number:f}"
    return f"{number:,f}".translate(_separators())


@cache
def _separators() -> dict[int, str]:
    """Return the separators of numbers in Chinese for `str.translate`; from CLDR, by Babel, which is asked once."""
    return _SEPARATORS.get("zh_CN", _asked_of_babel)


def _asked_of_babel() -> dict[int, str]:
    from babel import Locale

    symbols = Locale.parse("zh_CN").number_symbols["latn"]
    return {ord(","): symbols["group"], ord("."): symbols["decimal"]}


def date_in_words(day: str) -> str:
    """Return `2020-02-08` as 2020年2月8日 (GB/T 9704-2012, 7.3.5.4), an empty text as it is."""
    found = date.fromisoformat(day) if day else None
    return f"{found.year}年{found.month}月{found.day}日" if found else ""


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
