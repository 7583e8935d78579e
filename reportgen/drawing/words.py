"""The text alternative of a chart (图的文字说明): what it shows, in one sentence, with its numbers as they print."""

from reportgen.document import Picture, Table, plain
from reportgen.drawing.series import Entry, entries, series, shares


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


def _part(row: Entry, share: str) -> str:
    told = f"{row.label} {row.amounts[0].text}".strip()
    return f"{told}，占{share}" if share else told


def _compared(row: Entry, names: tuple[str, ...]) -> str:
    told = (f"{name} {amount.text}" for name, amount in zip(names, row.amounts, strict=False) if amount.text)
    return "，".join((row.label, *told))


def _plain(text: str) -> str:
    return " ".join(text.split())
