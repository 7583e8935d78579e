"""Figures over several years (逐年): the value of each year from its own document, under the newest document's names.

If a document states another value for the year before than the document of that year, this is a restatement (重述).
The outputs are text, a page with sparklines, and CSV.
"""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import pairwise

from reportgen.diagnostics import columns
from reportgen.diff import ComparedFile, amounts_of
from reportgen.diff.amounts import Amounts, PrintedAmounts
from reportgen.diff.explaining import LAST_YEAR
from reportgen.diff.figures import in_words, is_derived, rank
from reportgen.diff.outputs.html import page_css
from reportgen.diff.renaming import renamings_between
from reportgen.diff.sides import ReportFigures
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.records import dataclass
from reportgen.writers.html.markup import escaped, page_head


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """One figure over the years (一个数的逐年).

    Attributes:
        name, words: the figure in notation, and in words.
        values: the value of each year, in 元 or pieces; None if the document does not state it.
        stated: for each year its value in the next document, if that differs; else None.
    """

    name: str
    words: str
    values: tuple[Decimal | None, ...]
    stated: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class YearByYear:
    """All figures over the years (逐年); `files`: the names of the documents, the oldest first."""

    years: tuple[int, ...]
    files: tuple[str, ...]
    figures: tuple[FigureSeries, ...]

    @property
    def restated(self) -> tuple[FigureSeries, ...]:
        """The figures with a restated value in some year."""
        return tuple(each for each in self.figures if any(said is not None for said in each.stated))


def year_by_year(files: Sequence[ComparedFile]) -> YearByYear:
    """Return every figure that the newest document prints, the most important first."""
    ordered = sorted(files, key=lambda file: file.document.year)
    newest = ordered[-1]
    sides = [_amounts(file, newest) for file in ordered]
    names = sorted(_names(newest, sides[-1]), key=lambda name: (rank(name), str(name)))
    budgets = [file.report.budget for file in reversed(ordered) if file.report]
    years = [file.document.year for file in ordered]
    found = []
    for name in names:
        values = tuple(side.amount(name) for side in sides)
        if any(values):
            words = in_words(str(name), *budgets)
            found.append(FigureSeries(str(name), words, values, _stated(name, values, sides, years)))
    return YearByYear(tuple(years), tuple(f.name for f in ordered), tuple(found))


def _amounts(file: ComparedFile, newest: ComparedFile) -> Amounts:
    old, new = file.report, newest.report
    return amounts_of(file, newest, renamings_between(old, new) if old and new and old is not new else ())


def _names(newest: ComparedFile, side: Amounts) -> list[FigureId]:
    if isinstance(side, PrintedAmounts):
        return [name for name in side.names if not is_derived(name)]
    assert newest.report is not None
    return [name for name in ReportFigures(newest.report).names() if not is_derived(name)]


def _stated(
    name: FigureId, values: Sequence[Decimal | None], sides: Sequence[Amounts], years: Sequence[int]
) -> tuple[Decimal | None, ...]:
    """Return for each year the value in the document of the next year, if both can show that it differs; else None."""
    found: list[Decimal | None] = []
    for (own, value, year), (after, _, next_year) in pairwise(zip(sides, values, years, strict=True)):
        said = after.amount(name._replace(base=LAST_YEAR)) if next_year == year + 1 else None
        step = max(own.step, after.step)
        other = said is not None and value is not None and abs(EXACT.subtract(said, value)) >= step
        found.append(said if other else None)
    return (*found, None)


_MOST = 40
_WIDE, _HIGH = 100, 24  # width and height of a sparkline, in px
FORMATS = ("text", "html", "csv")


def write(name: str, found: YearByYear) -> bytes:
    """Return the figures in one of FORMATS."""
    return {"text": _text, "html": _page, "csv": _csv}[name](found)


def _number(value: Decimal | None) -> str:
    if value is None:
        return "没有写"
    return f"{value:,.2f}" if value % 1 else f"{value:,.0f}"


def _cell(value: Decimal | None, said: Decimal | None) -> str:
    return f"{_number(value)}{f'（后来说{_number(said)}）' if said is not None else ''}"


def _cells(figure: FigureSeries) -> list[str]:
    return [_cell(*pair) for pair in zip(figure.values, figure.stated, strict=True)]


def _text(found: YearByYear) -> bytes:
    """Return the most important figures in columns; money is in 元."""
    shown = found.figures[:_MOST]
    rows = [["", *(f"{year}年" for year in found.years)], *([one.words, *_cells(one)] for one in shown)]
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [f"逐年：{' → '.join(found.files)}（钱的单位：元）", *(f"  {line}" for line in _aligned(rows, widths))]
    if len(found.figures) > _MOST:
        lines.append(f"  ……另有{len(found.figures) - _MOST}个，见 --to html 或 --to csv")
    count = len(found.restated)
    lines += [f"重述：{count}个数，后一年的文件说的和当年的文件不一样"] if count else []
    return "\n".join((*lines, "")).encode()


def _aligned(rows: list[list[str]], widths: list[int]) -> Iterator[str]:
    for first, *rest in rows:
        cells = (" " * (wide - columns(cell)) + cell for cell, wide in zip(rest, widths[1:], strict=True))
        yield f"{first}{' ' * (widths[0] - columns(first))}  {'  '.join(cells)}".rstrip()


def _csv(found: YearByYear) -> bytes:
    """Return all figures for Excel: exact numbers, and the restated values in columns of their own."""
    stream = StringIO()
    rows = csv.writer(stream)
    rows.writerow(
        ["数名", "说法", *(f"{year}年" for year in found.years), *(f"{y}年（重述）" for y in found.years[:-1])]
    )
    for one in found.figures:
        numbers = ("" if value is None else f"{value:f}" for value in (*one.values, *one.stated[:-1]))
        rows.writerow([one.name, one.words, *numbers])
    return stream.getvalue().encode("utf-8-sig")


def _page(found: YearByYear) -> bytes:
    title = f"逐年 {found.years[0]}—{found.years[-1]}"
    heads = "".join(f'<th scope="col" class="amount">{year}年</th>' for year in found.years)
    rows = "".join(_row(one, at) for at, one in enumerate(found.figures, 1))
    files = "".join(
        f"<li>{escaped(name)}（{year}年）</li>\n" for name, year in zip(found.files, found.years, strict=True)
    )
    restated = f"<p>重述的数：{len(found.restated)}个。后一年的文件说的和当年的文件不一样，括号里是后来说的。</p>\n"
    return (
        f"{page_head(title, page_css())}<body>\n<header>\n<h1>{escaped(title)}</h1>\n<ul>\n{files}</ul>\n"
        '</header>\n<main id="main">\n'
        f"{restated if found.restated else ''}<p>钱的单位：元。</p>\n"
        '<div class="scroll" tabindex="0" role="region" aria-label="逐年的数">\n<table>\n'
        f'<thead><tr><th scope="col">数</th>{heads}<th scope="col">走势</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n"
    ).encode()


def _row(one: FigureSeries, at: int) -> str:
    cells = "".join(f'<td class="amount">{escaped(cell)}</td>' for cell in _cells(one))
    return f'<tr id="n{at}"><th scope="row">{escaped(one.words)}</th>{cells}<td>{_sparkline(one)}</td></tr>\n'


def _sparkline(one: FigureSeries) -> str:
    """Return the values as a line over zero, or over the lowest if negative; years without a value are left out."""
    known = [(at, value) for at, value in enumerate(one.values) if value is not None]
    low, high = (bound(Decimal(0), *(value for _, value in known)) for bound in (min, max))
    span, last = (high - low) or Decimal(1), max(len(one.values) - 1, 1)
    points = [(at * _WIDE // last, _HIGH - int((value - low) * _HIGH / span)) for at, value in known]
    lines = "".join(f"M{x} {y}L{to_x} {to_y}" for (x, y), (to_x, to_y) in pairwise(points))
    return (
        f'<svg class="spark" viewBox="-2 -2 {_WIDE + 4} {_HIGH + 4}" width="{_WIDE + 4}" height="{_HIGH + 4}" '
        f'aria-hidden="true"><path d="{lines}" fill="none" stroke="currentColor" stroke-width="2"/></svg>'
    )
