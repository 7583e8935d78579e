"""The amounts of a budget line in a list of lines (一行的各笔金额): each once, with all that its columns say.

合计 | 基本支出 | 项目支出 | 一般公共预算 | 其他资金: the row says its money twice. Where all of it is of one fund, the
fund holds for each nature; where both are several, nothing says how they go together, and the second is left unsaid.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportgen.budget.ledger import exact_sum
from reportgen.reading.columns import Column
from reportgen.reading.entries import Entry
from reportgen.reading.sheets import Sheet, SheetRow
from reportgen.reading.sums import adds_up, column_parts


class LineAmount(NamedTuple):
    """An amount of a line; `columns`: those that say what it is, the first one prints it."""

    entry: Entry
    columns: tuple[Column, ...]


def line_amounts(sheet: Sheet, line: SheetRow) -> Iterator[LineAmount]:
    """Yield the amounts of a line as finely as its columns tell them apart."""
    parts: dict[int, list[Sequence[Column]]] = {}
    for each in column_parts(sheet.columns):
        parts.setdefault(each.whole.index, []).append(each.parts)
    inner = {column.index for sets in parts.values() for own in sets for column in own}
    for column in sheet.columns:
        if column.index not in inner and adds_up(column):
            yield from _finest(column, parts, line.entries)


def _finest(
    column: Column, parts: Mapping[int, Sequence[Sequence[Column]]], entries: Mapping[int, Entry]
) -> list[LineAmount]:
    """The amounts that a column is made up of, else its own."""
    whole = entries.get(column.index)
    found = [LineAmount(whole, (column,))] if whole and whole.number.value else []
    for own in parts.get(column.index, ()):
        filled = [one for one in own if _amount(one, entries)]
        if not filled or (whole and exact_sum(_amount(one, entries) for one in filled) != whole.exact):
            continue
        inner = [amount for one in filled for amount in _finest(one, parts, entries)]
        if len(found) < 2:
            said = found[0].columns if found else ()
            found = [amount._replace(columns=(*amount.columns, *said)) for amount in inner]
        elif len(inner) == 1:
            found = [amount._replace(columns=(*amount.columns, *inner[0].columns)) for amount in found]
    return found


def _amount(column: Column, entries: Mapping[int, Entry]) -> Decimal:
    entry = entries.get(column.index)
    return entry.exact if entry else Decimal(0)
