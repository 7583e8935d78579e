"""What a chart's table says (图的数): names of its series, and rows of a label with an amount for each series."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.document import Cell, Figure, Picture, Row, Table, plain
from reportgen.quantity import NumberFormat, parse_number, print_percent


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of the chart (数): as it prints, and what it is; None where it is no number, or there is none."""

    text: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row (一行); `total` marks 合计, which is no part of the whole."""

    label: str
    amounts: tuple[Amount, ...]
    total: bool = False


def series(chart: Table) -> tuple[str, ...]:
    """Names of the series, from the head."""
    return tuple(" ".join(plain(cell.runs).split()) for row in chart.head[:1] for cell in row.cells[1:])


def entries(chart: Table) -> tuple[Entry, ...]:
    """The rows, in their order, each with at least one amount; shares have no other."""
    last = 2 if chart.picture is Picture.SHARES else chart.width
    return tuple(_entry(row, last) for row in chart.body)


def shares(rows: Sequence[Entry]) -> tuple[str, ...]:
    """For each row the share of its first amount in the whole, `81.21%`, half up.

    None has one where the whole is zero or a part of it below zero: those are no shares of anything.
    """
    every, parts = whole(rows), [row.amounts[0] for row in rows]
    if not every or any(part.value and part.value < 0 for part in parts):
        return ("",) * len(rows)
    return tuple(_share(part, every) for part in parts)


def whole(rows: Sequence[Entry]) -> Fraction:
    """The sum of the parts: of the first amounts of all rows but 合计."""
    return sum((Fraction(row.amounts[0].value or 0) for row in rows if not row.total), Fraction(0))


def _share(part: Amount, every: Fraction) -> str:
    if part.value is None or not part.text:
        return ""
    return f"{print_percent(Fraction(part.value) / every, NumberFormat())}%"


def _entry(row: Row, last: int) -> Entry:
    label, *cells = row.cells
    amounts = tuple(map(_amount, cells[: last - 1]))
    return Entry(" ".join(plain(label.runs).split()), amounts or (Amount(),), row.total)


def _amount(cell: Cell) -> Amount:
    found = next((run for run in cell.runs if isinstance(run, Figure)), None)
    return Amount(plain(cell.runs), None if found is None else parse_number(found.value))
