"""Numbers beside each other (数的对比): how much a printed number moved, exactly, as far as both are numbers."""

import re
from decimal import Decimal

from reportgen.diff.changes import Change
from reportgen.quantity import EXACT, parse_number

_RATES = re.compile(r"%|％|占比|比例|比重|增减率|增长率")


def delta(old: str, new: str) -> Decimal | None:
    """How much more the new one is; None where one is no number. Per cent are taken as they print."""
    if old.strip().endswith("%") != new.strip().endswith("%"):
        return None
    numbers = [parse_number(text.strip().removesuffix("%")) for text in (old, new)]
    return None if numbers[0] is None or numbers[1] is None else EXACT.subtract(numbers[1], numbers[0])


def signed(number: Decimal) -> str:
    """`+71.66`, `-0.90`, with the decimals it has."""
    return f"{number:+,f}" if number else f"{number:f}"


def moved(change: Change) -> Decimal | None:
    """How much the number in a cell moved."""
    return delta(change.old_text, change.new_text)


def is_rate(change: Change) -> bool:
    """Whether a cell is a rate or a share by its column or its sign: its size compares with no amount."""
    column = change.where.column.rpartition(" → ")[2]
    return bool(_RATES.search(column)) or change.new_text.strip().endswith("%")
