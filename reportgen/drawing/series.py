"""What a chart says (图的数): its series, its rows with an amount for each series, its text alternative."""

from collections.abc import Sequence
from decimal import Context, Decimal
from functools import reduce

from reportgen.document import Cell, Figure, Picture, Row, Table, plain
from reportgen.quantity import EXACT, UNITS, NumberFormat, Precision, as_printed, parse_number, print_percent, share
from reportgen.records import dataclass

_KEPT = Context(prec=15)


@dataclass(frozen=True, slots=True)
class ChartAmount:
    """An amount of the chart (数): as printed, and its value, None if it is missing or no number."""

    text: str = ""
    value: Decimal | None = None

    @property
    def number(self) -> Decimal | None:
        """The printed number, in its unit (万元, not 元); None if the text is no number."""
        return parse_number(self.text)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of the chart (一行); `total` marks 合计, which is not part of the whole."""

    label: str
    amounts: tuple[ChartAmount, ...]
    total: bool = False


def series(chart: Table) -> tuple[str, ...]:
    """Return the names of the series, from the head."""
    return tuple(single_spaced(plain(cell.runs)) for row in chart.head[:1] for cell in row.cells[1:])


def entries(chart: Table) -> tuple[ChartRow, ...]:
    """Return the rows, each with at least one amount, with exactly one in a chart of shares."""
    last = 2 if chart.picture is Picture.SHARES else chart.width
    return tuple(_entry(row, last) for row in chart.body)


def columns(chart: Table) -> list[tuple[str, list[ChartAmount]]]:
    """Return each series, at least one: its name and an amount of each row."""
    rows = entries(chart)
    count = max((len(row.amounts) for row in rows), default=1)
    names = (*series(chart)[:count], *[""] * count)
    blank = (ChartAmount(),) * count
    return [(names[i], [(row.amounts + blank)[i] for row in rows]) for i in range(count)]


def chart_in_one_line(chart: Table) -> str:
    """Return title, labels, series and numbers of the chart as one line, for the fingerprint.

    Numbers are in the fifteen digits that programs keep.
    """
    labels = _joined([row.label for row in entries(chart)])
    numbers = [
        (name, _joined([digits("" if each.number is None else str(each.number)) for each in amounts]))
        for name, amounts in columns(chart)
    ]
    return heading(chart) + labels + "".join(f"|{name}{printed}" for name, printed in numbers if printed)


def _joined(points: Sequence[str]) -> str:
    return "".join(f"|{at}:{text}" for at, text in enumerate(points) if text)


def digits(text: str) -> str:
    """Return a number as spreadsheet programs keep it, in fifteen digits; a text that is no number stays as it is."""
    try:
        return str(_KEPT.add(Decimal(text.strip()), Decimal(0)).normalize(_KEPT)) if text else ""
    except ArithmeticError:
        return text


def shares(rows: Sequence[ChartRow]) -> tuple[str, ...]:
    """Return for each row the share of its first amount in the whole, such as `81.21%`, both taken as printed.

    The texts are empty if the whole is zero or a part of it is negative.
    """
    parts, every = [row.amounts[0] for row in rows], whole(rows)
    if any(part.value and part.value < 0 for part in parts):
        return ("",) * len(rows)
    precision = _precision(parts)
    return tuple(_share(part, every, precision) for part in parts)


def whole(rows: Sequence[ChartRow]) -> Decimal:
    """Return what the parts make up: the sum of the first amounts of all rows but 合计."""
    return reduce(EXACT.add, (row.amounts[0].value or Decimal(0) for row in rows if not row.total), Decimal(0))


def _share(part: ChartAmount, every: Decimal, precision: Precision) -> str:
    ratio = share(part.value, every, precision) if part.value is not None and part.text else None
    return "" if ratio is None else f"{print_percent(ratio, NumberFormat())}%"


def _precision(parts: Sequence[ChartAmount]) -> Precision:
    """Return the unit and the decimals in which amounts are printed; the default, 分, if no unit of money fits."""
    printed = [(part.value, part.text) for part in parts if part.value is not None and part.text]
    places = max((len(text.partition(".")[2]) for _, text in printed), default=0)
    for unit in UNITS:
        precision = Precision(unit, places)
        if all(_yuan(text, unit) == as_printed(value, precision) for value, text in printed):
            return precision
    return Precision()


def _yuan(text: str, unit: str) -> Decimal | None:
    number = parse_number(text)
    return None if number is None else EXACT.multiply(number, Decimal(UNITS[unit]))


def _entry(row: Row, last: int) -> ChartRow:
    label = plain(row.cells[0].runs) if row.cells else ""
    amounts = tuple(map(_amount, row.cells[1:last]))
    return ChartRow(single_spaced(label), amounts or (ChartAmount(),), row.total)


def _amount(cell: Cell) -> ChartAmount:
    found = next((run for run in cell.runs if isinstance(run, Figure)), None)
    return ChartAmount(plain(cell.runs), None if found is None else parse_number(found.value))


def description(chart: Table) -> str:
    """Return the chart in words: `支出结构（单位：万元）：基本支出978.83，占81.21%；项目支出226.49，占18.79%。`"""
    rows = entries(chart)
    if chart.picture is Picture.SHARES:
        parts = [_part(row, share) for row, share in zip(rows, shares(rows), strict=True)]
    else:
        parts = [_compared(row, series(chart)) for row in rows]
    return f"{heading(chart)}：{'；'.join(parts)}。" if parts else f"{heading(chart)}。"


def heading(chart: Table) -> str:
    """Return the title with the unit, on one line: `2026年支出结构（单位：万元）`."""
    unit = single_spaced(plain(chart.right))
    return single_spaced(plain(chart.title)) + (f"（{unit}）" if unit else "")


def _part(row: ChartRow, share: str) -> str:
    amount = f"{row.label} {row.amounts[0].text}".strip()
    return f"{amount}，占{share}" if share else amount


def _compared(row: ChartRow, names: tuple[str, ...]) -> str:
    amounts = (f"{name} {amount.text}" for name, amount in zip(names, row.amounts, strict=False) if amount.text)
    return "，".join((row.label, *amounts))


def single_spaced(text: str) -> str:
    """Return the text on one line, with single spaces."""
    return " ".join(text.split())
