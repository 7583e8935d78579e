"""Sums of a table (合计与分项): each number with the numbers beside or below it that make it up.

Rows make up a row by codes and set-in labels, columns a column by heads (`column_parts.py`). A row without numbers is a
heading: the rows below it count instead.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.document import TableKind
from reportgen.patterns import compiled
from reportgen.reading.column_parts import adds_up, column_parts
from reportgen.reading.columns import Column
from reportgen.reading.entries import Entry, Place, sum_of
from reportgen.reading.line_lists import blocks, members_below
from reportgen.reading.row_parts import RowParts, by_code, by_label, has_departments, made_up
from reportgen.reading.sheets import Sheet, SheetRow
from reportgen.records import dataclass, replace
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A number, or an empty place for one, with the numbers that make it up.

    Attributes:
        kind: 列 for columns of a row; for rows 科目, 合计, 单位, 其中, 小计 or 总计 (see `row_parts`).
        line, column: where the whole stands. whole: None if that place is empty.
        complete: the parts make up all of the whole, else only some.
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
        """The sum of the parts, in 元; not kept, because a document has many sums."""
        return sum_of(self.parts)

    @property
    def place(self) -> Place:
        """The place of the whole."""
        if self.whole:
            return self.whole.place
        beside = next(iter(self.line.entries.values()), None)
        line = beside.place.line if beside else ""
        return Place(self.sheet.name, self.line.title, self.column.title, line)


def sums_of(sheet: Sheet) -> Iterator[Sum]:
    """Yield the sums of a sheet: first of columns, row by row, then of rows."""
    is_of_revenue = sheet.kind == TableKind.REVENUE or sheet.side == "收入"
    for columns in column_parts(sheet.columns):
        inner = [column.index for column in columns.parts]
        rows = ((line, [own for i in inner if (own := line.entries.get(i))]) for line in sheet.lines)
        found = [one for line, parts in rows if (one := _sum(sheet, "列", line, columns.whole, parts))]
        guessed = columns.guessed and not is_of_revenue  # heads of revenue are funds, whatever they are called
        complete = _agree(found) if columns.complete is None or guessed else columns.complete
        if complete or not guessed:
            yield from found if complete else (replace(each, complete=False) for each in found)
    summed = [column for column in sheet.columns if adds_up(column)]
    for made in row_parts(sheet):
        if _lists_two_levels(made, summed):
            continue
        below = [line.entries for line in made.parts]
        for column in summed:
            parts = [own for entries in below if (own := entries.get(column.index))]
            if one := _sum(sheet, made.kind, made.whole, column, parts, made.complete):
                yield one


def _lists_two_levels(made: RowParts, columns: Sequence[Column]) -> bool:
    """Whether rows that differ come to twice their total in every column: units and, not set in, what each has."""
    wholes = ((column.index, whole.exact) for column in columns if (whole := made.whole.entries.get(column.index)))
    stated = [(index, whole) for index, whole in wholes if whole]
    if len(made.parts) < _LEVELS or not stated:
        return False
    twice = all(
        exact_sum(line.entries[index].exact for line in made.parts if index in line.entries) == whole + whole
        for index, whole in stated
    )
    return twice and len({line.label for line in made.parts}) == len(made.parts)


def _sum(
    sheet: Sheet, kind: str, line: SheetRow, column: Column, parts: Sequence[Entry], complete: bool = True
) -> Sum | None:
    total = line.entries.get(column.index)
    return Sum(sheet, kind, line, column, total, tuple(parts), complete) if total or parts else None


def _agree(found: Sequence[Sum]) -> bool:
    """Whether the rows show that the parts are complete: all rows but at most one add up."""
    stated = [each for each in found if each.whole and each.whole.number.value]
    exact = [each for each in stated if each.whole and each.whole.exact == each.amount]
    return len(exact) > 2 and len(stated) - len(exact) <= 1


_LEVELS = 4  # fewer rows do not show two levels
_YEAR_ROW = compiled(r"20\d\d年.*|增减.*")


def row_parts(sheet: Sheet) -> Iterator[RowParts]:
    """Yield every row that is the sum of others; none in a table whose rows are years."""
    lines = [line for line in sheet.lines if line.label or line.code or line.total]
    if sheet.has_lines:
        yield from (each for whole, own in of_lines(lines) for each in made_up("合计", whole, own))
        return
    if any(_YEAR_ROW.fullmatch(line.label) for line in lines):
        return
    if sheet.kind != TableKind.PROJECTS and (any(line.code for line in lines) or has_departments(lines)):
        yield from by_code(lines)
    else:
        yield from by_label(sheet, lines)


# Columns side by side, one of which is the sum of others: 基本支出, 人员经费, 公用经费.


def of_lines(lines: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, list[SheetRow]]]:
    """Yield the totals of a list of lines, marked by a word or not, each with its lines.

    A row is a total if rows with codes below its own follow, or if it is the sum of rows that say more; else a line.
    """
    below = members_below([line.stated for line in lines])
    totals = {at for at, line in enumerate(lines) if line.total or not (line.stated and line.entries)}
    for at in sorted(below, key=lambda one: len(below[one])):
        under = [lines[other] for other in below[at] if other not in totals]
        if at in totals or any(_is_coarser(lines[at], other) for other in under) or _is_sum(lines[at], under):
            totals.add(at)
            yield lines[at], under
    bare_totals = [line.total and not line.stated for line in lines]
    for at, own in blocks(bare_totals, [at not in totals for at in range(len(lines))]):
        yield lines[at], [lines[other] for other in own]


def _is_coarser(line: SheetRow, other: SheetRow) -> bool:
    return any(len(other.stated[d].code) > len(own.code) > 0 for d, own in line.stated.items() if d in CODE_LEVELS)


def _is_sum(line: SheetRow, parts: Sequence[SheetRow]) -> bool:
    own = [(entry.exact, [p.entries[i].exact for p in parts if i in p.entries]) for i, entry in line.entries.items()]
    return bool(own) and all(exact_sum(amounts) == whole for whole, amounts in own)
