"""Amounts as they are written (金额): `1064.2`, `1,064.2`, `0.53万元`, and in which unit."""

import re
from decimal import Decimal

from reportgen.quantity import EXACT, UNITS, parse_number
from reportgen.vocabulary import MONEY, Measure

_WITH_UNIT = re.compile(rf"(.*?)\s*({'|'.join(UNITS)})")


def exact_amount(text: str, measure: Measure, unit: str) -> Decimal | None:
    """Exact 元 (or pieces), or None: a unit of its own goes before `unit`; pieces have none."""
    found = _WITH_UNIT.fullmatch(text) if measure.unit == MONEY else None
    number = parse_number(found[1] if found else text)
    if number is None:
        return None
    scale = UNITS[found[2] if found else unit] if measure.unit == MONEY else 1
    return EXACT.multiply(number, Decimal(scale))


def amount_form(measure: Measure) -> tuple[str, str]:
    """What an amount of the measure is called, and how it is written: `金额`, `只写数字，如 1064.2，单位只能是…`."""
    if measure.unit == MONEY:
        return "金额", f"只写数字，如 1064.2，单位只能是{'、'.join(UNITS)}"
    return "数量", "只写数字，如 1064.2，不带单位"
