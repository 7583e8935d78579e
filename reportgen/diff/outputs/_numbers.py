"""Numbers beside each other (数的对比): how much a printed number moved, exactly, as far as both are numbers."""

import re
from collections.abc import Sequence
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


def largest(cells: Sequence[Change]) -> str:
    """The amount that moved most, `最大的：“合计”行“预算数”列 1,133.64 → 1,205.30（+71.66）`; empty without any."""
    amounts = [(abs(by), one, by) for one in cells if not is_rate(one) and (by := moved(one))]
    if not amounts:
        return ""
    _, one, by = max(amounts, key=lambda found: found[0])
    return f"最大的：{cell_name(one)} {one.old_text} → {one.new_text}（{signed(by)}）"


def cell_name(change: Change) -> str:
    """`“合计”行“预算数”列`; what it is where it stands in no row and no column."""
    row, column = change.where.row, change.where.column.rpartition(" → ")[2]
    return "".join((f"“{row}”行" if row else "", f"“{column}”列" if column else "")) or change.what.value
