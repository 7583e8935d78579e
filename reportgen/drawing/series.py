"""What a chart says (图的数): its series, its rows with an amount for each series, and its text alternative."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from reportgen.change import share
from reportgen.document import Cell, Figure, Picture, Row, Table, plain
from reportgen.quantity import EXACT, UNITS, NumberFormat, Precision, as_printed, parse_number, print_percent


@dataclass(frozen=True, slots=True)
class ChartAmount:
    """An amount of the chart (数): as printed, and its value; None if it is no number or missing."""

    text: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row (一行); `total` marks 合计, which is not part of the whole."""

    label: str
    amounts: tuple[ChartAmount, ...]
    total: bool = False


def series(chart: Table) -> tuple[str, ...]:
    """Names of the series, from the head."""
    return tuple(" ".join(plain(cell.runs).split()) for row in chart.head[:1] for cell in row.cells[1:])


def entries(chart: Table) -> tuple[ChartRow, ...]:
    """The rows, each with at least one amount; with exactly one in a chart of shares."""
    last = 2 if chart.picture is Picture.SHARES else chart.width
    return tuple(_entry(row, last) for row in chart.body)


def shares(rows: Sequence[ChartRow]) -> tuple[str, ...]:
    """For each row the share of its first amount in the whole, `81.21%`, both as printed, as in the text.

    Empty texts if the whole is zero or a part of it negative.
    """
    parts, every = [row.amounts[0] for row in rows], whole(rows)
    if any(part.value and part.value < 0 for part in parts):
        return ("",) * len(rows)
    precision = _precision(parts)
    return tuple(_share(part, every, precision) for part in parts)


def whole(rows: Sequence[ChartRow]) -> Decimal:
    """The sum of the parts: of the first amounts of all rows but 合计."""
    return reduce(EXACT.add, (row.amounts[0].value or Decimal(0) for row in rows if not row.total), Decimal(0))


def _share(part: ChartAmount, every: Decimal, precision: Precision) -> str:
    ratio = share(part.value, every, precision) if part.value is not None and part.text else None
    return "" if ratio is None else f"{print_percent(ratio, NumberFormat())}%"


def _precision(parts: Sequence[ChartAmount]) -> Precision:
    """Unit and decimals in which the amounts are printed; those of 分 if they are no money."""
    told = [(part.value, part.text) for part in parts if part.value is not None and part.text]
    places = max((len(text.partition(".")[2]) for _, text in told), default=0)
    for unit, scale in UNITS.items():
        precision = Precision(unit, places)
        if all(_times(parse_number(text), scale) == as_printed(value, precision) for value, text in told):
            return precision
    return Precision()


def _times(number: Decimal | None, scale: int) -> Decimal | None:
    return None if number is None else EXACT.multiply(number, Decimal(scale))


def _entry(row: Row, last: int) -> ChartRow:
    label = plain(row.cells[0].runs) if row.cells else ""
    amounts = tuple(map(_amount, row.cells[1:last]))
    return ChartRow(" ".join(label.split()), amounts or (ChartAmount(),), row.total)


def _amount(cell: Cell) -> ChartAmount:
    found = next((run for run in cell.runs if isinstance(run, Figure)), None)
    return ChartAmount(plain(cell.runs), None if found is None else parse_number(found.value))


def description(chart: Table) -> str:
    """`2026年支出结构（单位：万元）：基本支出978.83，占81.21%；项目支出226.49，占18.79%。`"""
    rows = entries(chart)
    if chart.picture is Picture.SHARES:
        told = [_part(row, share) for row, share in zip(rows, shares(rows), strict=True)]
    else:
        told = [_compared(row, series(chart)) for row in rows]
    return f"{heading(chart)}：{'；'.join(told)}。" if told else f"{heading(chart)}。"


def heading(chart: Table) -> str:
    """The title with the unit, on one line: `2026年支出结构（单位：万元）`."""
    unit = _plain(plain(chart.right))
    return _plain(plain(chart.title)) + (f"（{unit}）" if unit else "")


def _part(row: ChartRow, share: str) -> str:
    told = f"{row.label} {row.amounts[0].text}".strip()
    return f"{told}，占{share}" if share else told


def _compared(row: ChartRow, names: tuple[str, ...]) -> str:
    told = (f"{name} {amount.text}" for name, amount in zip(names, row.amounts, strict=False) if amount.text)
    return "，".join((row.label, *told))


def _plain(text: str) -> str:
    return " ".join(text.split())
