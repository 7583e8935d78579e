"""Phrases of several outputs: how much is different (共几处), how a figure changed, how far a number moved."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.change import ChangeCase
from reportgen.diagnostics import Diagnostic, Location
from reportgen.diff.budgets.figures import FigureChange
from reportgen.diff.changes import ChangeKind, DocumentChange, Element
from reportgen.diff.differences import Differences
from reportgen.quantity import EXACT, NumberFormat, parse_number, print_percent

NOTHING = "没有差异"
_VERBS = {
    ChangeKind.WORDING: "文字改了",
    ChangeKind.ADDED: "新增",
    ChangeKind.REMOVED: "删去",
    ChangeKind.MOVED: "移动",
}


def summary(differences: Differences) -> str:
    """`共491处不同：数变了404处（表里389、文中15），文字改了29处……`, or that there is nothing."""
    changes = differences.comparison.changes
    parts = [*_others(differences)]
    if changes:
        return f"共{len(changes)}处不同：{'，'.join([*_counted(changes), *parts])}"
    return f"文字和表没有差异，另有：{'，'.join(parts)}" if parts else NOTHING


def _counted(changes: tuple[DocumentChange, ...]) -> Iterator[str]:
    numbers = [one for one in changes if one.kind is ChangeKind.NUMBER]
    in_tables = sum(1 for one in numbers if one.what is Element.CELL)
    if numbers:
        where = f"（表里{in_tables}、文中{len(numbers) - in_tables}）" if 0 < in_tables < len(numbers) else ""
        yield f"数变了{len(numbers)}处{where}"
    for kind, word in _VERBS.items():
        if count := sum(1 for one in changes if one.kind is kind):
            yield f"{word}{count}处"


def _others(differences: Differences) -> Iterator[str]:
    counted = (
        ("改名", differences.renamings, "个"),
        ("预算文件里的说明", differences.reasons, "处"),
        ("改错的数", differences.contradictions, "处"),
        ("批注等", differences.remarks, "处"),
    )
    if differences.figures and not differences.comparison.changes:
        yield f"数变了{len(differences.figures)}个"
    yield from (f"{word}{len(found)}{unit}" for word, found, unit in counted if found)


_UNIT = re.compile(r"[^0-9.,]*$")
_ROW = re.compile(r"“[0-9 ]*(?:[一二三四五六七八九十]+、)?([^”]+)”行")
_CODE = re.compile(r"=[0-9]+[\] ]")
_NO_FIGURE = "无"


def meaning(change: FigureChange) -> str:
    """The label of the row that prints a figure named by a code; empty where the name has it or nothing prints it."""
    places = (*change.new.places, *change.old.places)
    rows = (found[1] for found in map(_ROW.search, places) if found) if _CODE.search(change.name) else ()
    return next((row for row in rows if row not in change.name and "计" not in row), "")


def values(change: FigureChange) -> tuple[str, str, str]:
    """Old text, new text, common unit. The texts lack the unit if both have it; `无` where there is no such figure."""
    old, new = (side.text or _NO_FIGURE for side in (change.old, change.new))
    units = [_unit(text) for text in (old, new)]
    if units[0] == units[1] and units[0]:
        return old.removesuffix(units[0]), new.removesuffix(units[0]), units[0]
    return old, new, ""


def _unit(text: str) -> str:
    found = _UNIT.search(text)
    return found[0] if found and found[0] != text else ""


def rate(change: FigureChange) -> str:
    """`6.32%`, `-2.11%`, `上年无`; empty where there is no rate."""
    if change.rate is not None:
        return f"{print_percent(change.rate, NumberFormat(trim=True))}%"
    return "上年无" if change.case is ChangeCase.NEW and change.kind is ChangeKind.NUMBER else ""


def direction(change: FigureChange) -> str:
    """`增加71.66万元`, `减少2人`; empty where the difference is unknown."""
    text = change.delta_text
    word = "减少" if text.startswith("-") else "增加"
    return f"{word}{text.lstrip('+-')}" if text else ""


_RATES = re.compile(r"%|％|占比|比例|比重|增减率|增长率")


def delta(old: str, new: str) -> Decimal | None:
    """New minus old; None where either is no number. Of per cent the difference of the printed digits."""
    if old.strip().endswith("%") != new.strip().endswith("%"):
        return None
    numbers = [parse_number(text.strip().removesuffix("%")) for text in (old, new)]
    return None if numbers[0] is None or numbers[1] is None else EXACT.subtract(numbers[1], numbers[0])


def signed(number: Decimal) -> str:
    """`+71.66`, `-0.90`, with the decimals of the number."""
    return f"{number:+,f}" if number else f"{number:f}"


def moved(change: DocumentChange) -> Decimal | None:
    """New minus old of a cell; None where it holds no number."""
    return delta(change.old_text, change.new_text)


def is_rate(change: DocumentChange) -> bool:
    """Whether a cell holds a rate or a share, by its column or its sign; it does not compare with amounts."""
    column = change.where.column.rpartition(" → ")[2]
    return bool(_RATES.search(column)) or change.new_text.strip().endswith("%")


def largest(cells: Sequence[DocumentChange]) -> str:
    """The amount that changed most: `最大的：“合计”行“预算数”列 1,133.64 → 1,205.30（+71.66）`; empty without any."""
    amounts = [(abs(by), one, by) for one in cells if not is_rate(one) and (by := moved(one))]
    if not amounts:
        return ""
    _, one, by = max(amounts, key=lambda found: found[0])
    return f"最大的：{cell_name(one)} {one.old_text} → {one.new_text}（{signed(by)}）"


def cell_name(change: DocumentChange) -> str:
    """`“合计”行“预算数”列`; the word for the element where it has neither row nor column."""
    row, column = change.where.row, change.where.column.rpartition(" → ")[2]
    return "".join((f"“{row}”行" if row else "", f"“{column}”列" if column else "")) or change.what.value


def lines_of(found: Diagnostic) -> list[Location]:
    """The lines of the budget file that a printed number contradicts, each once, in their order."""
    first = {(place.path, place.line): place for place in reversed(found.places)}
    return list(first.values())[::-1]
