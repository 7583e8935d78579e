"""Phrases for several outputs: the number of differences, the change of a figure, the difference of two cells."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Location
from reportgen.diff import Differences
from reportgen.diff.changes import ChangeKind, DocumentChange, Element
from reportgen.diff.figures import FigureChange
from reportgen.diff.reasons import TextChange
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, Amount, ChangeCase, NumberFormat, parse_number, print_amount, print_percent

_UNIT = compiled(r"[^0-9.,]*$")
_ROW = compiled(r"“[0-9 ]{0,20}(?:[一二三四五六七八九十]{1,9}、)?([^”]{1,500})”行")
_CODE = compiled(r"=[0-9]+[\] ]")
_RATES = compiled(r"%|％|占比|比例|比重|增减率|增长率")


def summary(differences: Differences) -> str:
    """Return `共491处不同：数变了404处（表里389、文中15），文字改了29处……`, or that there is nothing."""
    changes = differences.comparison.changes
    others = list(_counts_beside_changes(differences))
    if changes:
        return f"共{len(changes)}处不同：{'，'.join([*_counted(changes), *others])}"
    return f"文字和表没有差异，另有：{'，'.join(others)}" if others else "没有差异"


def _counted(changes: tuple[DocumentChange, ...]) -> Iterator[str]:
    numbers = [one for one in changes if one.kind is ChangeKind.NUMBER]
    in_tables = sum(1 for one in numbers if one.what is Element.CELL)
    if numbers:
        where = f"（表里{in_tables}、文中{len(numbers) - in_tables}）" if 0 < in_tables < len(numbers) else ""
        yield f"数变了{len(numbers)}处{where}"
    for kind in (ChangeKind.RESTATED, ChangeKind.WORDING, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED):
        if count := sum(1 for one in changes if one.kind is kind):
            yield f"{'文字改了' if kind is ChangeKind.WORDING else kind.value}{count}处"


def _counts_beside_changes(differences: Differences) -> Iterator[str]:
    counted = (
        ("数变了", () if differences.comparison.changes else differences.figures, "个"),
        ("改名", differences.renamings, "个"),
        ("预算文件里的说明", differences.reasons, "处"),
        ("改错的数", differences.contradictions, "处"),
        ("目录、页眉等改了", differences.outside, "处"),
        ("批注等", differences.remarks, "处"),
    )
    return (f"{word}{len(found)}{unit}" for word, found, unit in counted if found)


def meaning(change: FigureChange) -> str:
    """Return the label of the row that prints a figure named by a code; "" if the words of the change contain it."""
    places = (*change.new.places, *change.old.places)
    rows = (found[1] for found in map(_ROW.search, places) if found) if _CODE.search(change.name) else ()
    return next((row for row in rows if row not in change.words and "计" not in row), "")


def values(change: FigureChange) -> tuple[str, str, str]:
    """Return (old text, new text, unit): the texts lack a unit that both have; `无` stands for a missing figure.

    Both amounts are in the unit of their difference, with its decimals.
    """
    form = NumberFormat(change.precision.unit, change.precision.places, grouped=True)
    amounts = [side.value for side in (change.old, change.new)]
    if all(isinstance(value, Amount | None) for value in amounts) and any(amounts):
        shown = [print_amount(value.yuan, form) if isinstance(value, Amount) else "" for value in amounts]
        old, new = (text or side.text or "无" for text, side in zip(shown, (change.old, change.new), strict=True))
        return old, new, form.unit
    old, new = (side.text or "无" for side in (change.old, change.new))
    unit = _unit(old)
    if unit and unit == _unit(new):
        return old.removesuffix(unit), new.removesuffix(unit), unit
    return old, new, ""


def _unit(text: str) -> str:
    found = _UNIT.search(text)
    return found[0] if found and found[0] != text else ""


def rate(change: FigureChange) -> str:
    """Return `增长6.32%`, `下降2.11%` or `上年无`; "" if there is no rate."""
    if change.rate is not None:
        word = "下降" if change.rate < 0 else "增长"
        return f"{word}{print_percent(abs(change.rate), NumberFormat(trim=True))}%"
    return "上年无" if change.case is ChangeCase.NEW and change.kind is ChangeKind.NUMBER else ""


def direction(change: FigureChange) -> str:
    """Return `增加71.66万元`, `减少2人`; "" if the difference is unknown."""
    text = change.delta_text
    word = "减少" if text.startswith("-") else "增加"
    return f"{word}{text.lstrip('+-')}" if text else ""


def about(change: TextChange) -> str:
    """Return what a text of the budget file is about: unit, key, figure or path."""
    what = "" if change.words.startswith(change.what) else change.what
    return " ".join(filter(None, (change.owner, what, change.words)))


def member(code: str, name: str) -> str:
    """Return a member with its name, or the member alone if it has no other name."""
    return code if name == code or not name else f"{code} {name}"


def restated(change: DocumentChange) -> str:
    """Return `公开05表 …：“2070104 图书馆”行“2025年预算数”列 原来 8.00 → 现在 8.50（+0.50）`."""
    old, new = (text.strip() or "没有" for text in (change.old_text, change.new_text))
    by = moved(change)
    said = f"原来 {old} → 现在 {new}{f'（{signed(by)}）' if by else ''}"
    return f"{change.where.table}：{cell_name(change)} {said}"


def moved(change: DocumentChange) -> Decimal | None:
    """Return new minus old of a cell, in the printed unit; None unless both sides are numbers, or both percentages."""
    if change.kind is ChangeKind.WORDING:  # a code
        return None
    texts = [text.strip() for text in (change.old_text, change.new_text)]
    if texts[0].endswith("%") != texts[1].endswith("%"):
        return None
    old, new = (parse_number(text.removesuffix("%")) for text in texts)
    return None if old is None or new is None else EXACT.subtract(new, old)


def signed(number: Decimal) -> str:
    """Return the number with its sign and all its decimals: `+71.66`, `-0.90`; zero has no sign."""
    return f"{number:+,f}" if number else f"{number:f}"


def largest(cells: Sequence[DocumentChange]) -> str:
    """Return the amount that changed most, or any cell: `最大的：“合计”行“预算数”列 1,133.64 → 1,205.30（+71.66）`."""
    amounts = [(abs(by), one, by) for one in cells if not _is_rate(one) and (by := moved(one))]
    if not amounts:
        return next(
            (f"如：{cell_name(one)} {_or_empty(one.old_text)} → {_or_empty(one.new_text)}" for one in cells), ""
        )
    _, one, by = max(amounts, key=lambda found: found[0])
    return f"最大的：{cell_name(one)} {one.old_text} → {one.new_text}（{signed(by)}）"


def _or_empty(text: str) -> str:
    return " ".join(text.split()) or "（空）"


def _is_rate(change: DocumentChange) -> bool:
    """Whether a cell holds a rate or a share, by its column or its sign; rates do not compare with amounts."""
    return bool(_RATES.search(_column(change))) or change.new_text.strip().endswith("%")


def _column(change: DocumentChange) -> str:
    return change.where.column.rpartition(" → ")[2]


def cell_name(change: DocumentChange) -> str:
    """Return `“合计”行“预算数”列`; the word for the element if the change has neither row nor column."""
    row, column = change.where.row, _column(change)
    return "".join((f"“{row}”行" if row else "", f"“{column}”列" if column else "")) or change.what.value


def lines_of(found: Diagnostic) -> list[Location]:
    """Return the lines of the budget file that a finding names, each once, in order."""
    first = {(place.path, place.line): place for place in reversed(found.places)}
    return list(first.values())[::-1]
