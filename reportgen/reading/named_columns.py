"""What columns are by the names that their numbers carry (带名的列): base, change, and which is part of which."""

from collections.abc import Mapping, Sequence

from reportgen.reading.columns import Column
from reportgen.reading.meanings import Meaning, Meanings, Sort
from reportgen.reading.sheets import Sheet
from reportgen.records import replace

_AMOUNTS = (Sort.AMOUNT, Sort.BASE, Sort.COUNT)
_SOME = 6  # rows examined to see which columns are part of which
_Row = Mapping[int, Meaning]  # grid column -> what its number means


def with_wholes(sheet: Sheet, meanings: Meanings) -> Sheet:
    """Return the sheet with columns as the names of their numbers say; every number carries a name."""
    lines = sheet.lines[:: max(1, len(sheet.lines) // _SOME)] if len(sheet.columns) > 1 else ()
    some = [{i: meanings.meaning_of(e.carried, sheet.kind) for i, e in line.entries.items()} for line in lines]
    return replace(sheet, columns=tuple([_by_its_numbers(column, sheet, some, meanings) for column in sheet.columns]))


def _inside(own: int, columns: Sequence[Column], rows: Sequence[_Row], meanings: Meanings) -> dict[int, str]:
    """Return the columns that this one is part of -> the dimension that divides them.

    This is the same in all rows, so a sample of rows is enough.
    """
    rows = [row for row in rows if own in row]
    others = (column.index for column in columns if column.index != own)
    return {other: by for other in others if (by := _parted_by(own, other, rows, meanings))}


def _parted_by(own: int, other: int, rows: Sequence[_Row], meanings: Meanings) -> str:
    """Return the dimension by which one column is part of the other, the same in all rows; else ""."""
    found = ""
    for row in rows:
        if other in row and row[other].sort in _AMOUNTS:
            by = meanings.parted_by(row[other].own, row[own].own)
            if not by or (found and by != found):
                return ""
            found = by
    return found


def _by_its_numbers(column: Column, sheet: Sheet, rows: Sequence[_Row], meanings: Meanings) -> Column:
    """Return the column with base, kind of change and wholes from its numbers, whatever its head says."""
    own = [line.entries.get(column.index) for line in sheet.lines]
    said = {(e.name.base, e.name.derived) for e in own if e and e.name}
    base, derived = said.pop() if len(said) == 1 else (column.base, column.derived)
    index, path, kind, conditions = column.index, column.path, column.kind, column.conditions
    inside = _inside(index, sheet.columns, rows, meanings)
    return Column(index, path, kind, conditions, base, derived, column.unit, column.among, inside)
