"""Rows of units (单位的行): the department as a whole, or its own unit of the same name (局机关)."""

from collections.abc import Collection, Iterator, Sequence

from reportgen.reading.sheets import SheetRow
from reportgen.reading.terms import unit_in


def of_own_unit(lines: Sequence[SheetRow], publisher: str, units: Collection[str]) -> Iterator[int]:
    """Yield the places of the rows that bear the publisher's name and are one of its units.

    Such a row stands beside those of the other units, neither above them by indent nor by code, and a total above or
    below it prints more.
    """
    named = [at for at, line in enumerate(lines) if line.label == publisher and not line.total]
    total = next((_largest(line) for line in lines if line.total and not line.groups), None)
    if named and total is not None:
        others = [line for line in lines if line.label != publisher and _is_of_unit(line, units)]
        yield from (at for at in named if _is_beside(lines[at], others) and _largest(lines[at]) != total)


def _is_of_unit(line: SheetRow, units: Collection[str]) -> bool:
    return not line.total and not line.code and (line.label in units or bool(unit_code(line)))


def _is_beside(line: SheetRow, others: Sequence[SheetRow]) -> bool:
    code = unit_code(line).rstrip("0")
    return any(other.level <= line.level and not (code and unit_code(other).startswith(code)) for other in others)


def unit_code(line: SheetRow) -> str:
    """Return the code of the unit that the row prints; "" without one."""
    code = unit_in(line.fields, "编码")
    return code if code.isdecimal() else ""


def _largest(line: SheetRow) -> object:
    return max((abs(entry.number.value) for entry in line.entries.values()), default=None)
