"""Sums of a table (合计与分项): each number that others beside it or below it make up, by its heads and its rows.

Rows that make up others: by codes where there are some (207 = 20701 + 20707), else by labels, indents and numbering. A
row without any number is a heading: what stands below it counts instead.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading.coded_rows import by_code
from reportgen.reading.column_parts import adds_up, column_parts
from reportgen.reading.columns import Column
from reportgen.reading.entries import Entry, Place
from reportgen.reading.labelled_rows import by_label
from reportgen.reading.row_labels import RowParts
from reportgen.reading.sheets import Sheet, SheetRow


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A place in a table and the numbers that make it up.

    Attributes:
        kind: 列 for columns of a row; for rows of a column 科目, 合计, 单位, 其中, 小计, 总计 (see `row_parts`).
        line, column: where the whole stands; whole: None where nothing stands there.
        complete: the parts make up the whole, else they are some of it.
    """

    sheet: Sheet
    kind: str
    line: SheetRow
    column: Column
    whole: Entry | None
    parts: tuple[Entry, ...]
    complete: bool

    @property
    def amount(self) -> Decimal:
        """What the parts make together, in 元."""
        return reduce(EXACT.add, (part.exact for part in self.parts), Decimal(0))

    @property
    def place(self) -> Place:
        """Where the whole stands, or would stand."""
        if self.whole:
            return self.whole.place
        beside = next(iter(self.line.entries.values()), None)
        line = beside.place.line if beside else ""
        return Place(self.sheet.name, self.line.title, self.column.title, line)


def sums_of(sheet: Sheet) -> Iterator[Sum]:
    """Row by row what columns make up, then what rows do; nothing where all of it is empty."""
    for columns in column_parts(sheet.columns):
        own = [_sum(sheet, "列", line, columns.whole, [(line, c) for c in columns.parts]) for line in sheet.lines]
        found = [each for each in own if each]
        complete = _agree(found) if columns.complete is None else columns.complete
        yield from (replace(each, complete=complete) for each in found)
    for rows in row_parts(sheet):
        for column in filter(adds_up, sheet.columns):
            each = _sum(sheet, rows.kind, rows.whole, column, [(line, column) for line in rows.parts])
            if each:
                yield replace(each, complete=rows.complete)


def _sum(
    sheet: Sheet, kind: str, line: SheetRow, column: Column, parts: Sequence[tuple[SheetRow, Column]]
) -> Sum | None:
    amounts = tuple(entry for row, c in parts if (entry := row.entries.get(c.index)))
    total = line.entries.get(column.index)
    return Sum(sheet, kind, line, column, total, amounts, True) if total or amounts else None


def _agree(found: Sequence[Sum]) -> bool:
    """Whether the rows themselves say that the parts are all there is: but for one, they add up."""
    told = [each for each in found if each.whole and each.whole.number.value]
    exact = [each for each in told if each.whole and each.whole.exact == each.amount]
    return len(exact) > 2 and len(told) - len(exact) <= 1


_YEAR = re.compile(r"20\d\d年.*|增减.*")


def row_parts(sheet: Sheet) -> Iterator[RowParts]:
    """Every row of a sheet that is made up of others; none where rows are years."""
    lines = [line for line in sheet.lines if line.label or line.code or line.total]
    if any(_YEAR.fullmatch(line.label) for line in lines):
        return
    if any(line.code for line in lines) and sheet.kind != TableKind.PROJECTS:
        yield from by_code(lines)
    else:
        yield from by_label(sheet, lines)
