"""A figure's change in words (数的变动): its name, both values with one unit, how much, and how fast."""

import re

from reportgen.change import Case
from reportgen.diff.changes import Kind
from reportgen.diff.figures import FigureChange
from reportgen.quantity import NumberFormat, print_percent

_UNIT = re.compile(r"[^0-9.,]*$")
_ROW = re.compile(r"“[0-9 ]*(?:[一二三四五六七八九十]+、)?([^”]+)”行")
_CODE = re.compile(r"=[0-9]+[\] ]")
_NOTHING = "无"


def meaning(change: FigureChange) -> str:
    """What a name with a code is about, by the row that prints it; empty where nobody says or the name says it."""
    places = (*change.new.places, *change.old.places)
    rows = (found[1] for found in map(_ROW.search, places) if found) if _CODE.search(change.name) else ()
    return next((row for row in rows if row not in change.name and "计" not in row), "")


def values(change: FigureChange) -> tuple[str, str, str]:
    """Old and new as printed without the unit that both have, and that unit; `无` where there is no such figure."""
    old, new = (side.text or _NOTHING for side in (change.old, change.new))
    units = [_unit(text) for text in (old, new)]
    if units[0] == units[1] and units[0]:
        return old.removesuffix(units[0]), new.removesuffix(units[0]), units[0]
    return old, new, ""


def _unit(text: str) -> str:
    found = _UNIT.search(text)
    return found[0] if found and found[0] != text else ""


def rate(change: FigureChange) -> str:
    """`6.32%`, `-2.11%`, or why there is none; empty where there is none to be expected."""
    if change.rate is not None:
        return f"{print_percent(change.rate, NumberFormat(trim=True))}%"
    return "上年无" if change.case is Case.NEW and change.kind is Kind.NUMBER else ""


def direction(change: FigureChange) -> str:
    """`增加71.66万元`, `减少2人`; empty where nobody knows."""
    text = change.delta_text
    word = "减少" if text.startswith("-") else "增加"
    return f"{word}{text.lstrip('+-')}" if text else ""
