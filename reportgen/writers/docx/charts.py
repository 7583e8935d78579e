"""Charts (图) as Word draws them: lying bars, labels on the left, the printed number at the end of each bar.

As on a page: this year solid, years before hatched, no axis but the line at zero; parts are measured against their
whole, with their shares. The part keeps what it shows, so that it is drawn without its workbook, which Word opens when
somebody edits the data. A share stands in the format of its number, for not all programs know labels from cells.

Source: ECMA-376 part 1, 21.2 (charts).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reportgen.document import Picture, Table
from reportgen.drawing import heading
from reportgen.drawing.layout import breadth, lines
from reportgen.drawing.series import ChartAmount, ChartRow, columns, entries, shares
from reportgen.ooxml import XML, escaped
from reportgen.ooxml.workbook import (
    GENERAL,
    Look,
    SheetCell,
    SheetLine,
    WrittenSheet,
    columns_xml,
    number_form,
    workbook,
)
from reportgen.quantity import rounded
from reportgen.records import dataclass
from reportgen.source.sheet import column_letters
from reportgen.style import StyleSheet, TextStyle
from reportgen.writers.docx.markup import NAMESPACES

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
CHART = f"{DRAWING}/chart"
SHEET = "Sheet1"  # of the workbook with its numbers
_INK = "1F4E79"  # a blue that prints as a dark grey
_HATCHES = ("wdUpDiag", "wdDnDiag", "ltHorz")  # of the years before this one
_KNOWN_AS = {"宋体": "SimSun"}  # by the name that LibreOffice can replace where it is missing
_LINE = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln>'
_NOTHING = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_APART = "\u2003"  # between number and share
_TWIP, _HALF_POINT = Fraction(635, 360), Fraction(635, 36)  # hundredths of a millimetre
_BAR, _BETWEEN, _SPACE = 480, 320, 250
_MOST_LABELS, _MOST_NUMBERS = Fraction(2, 5), Fraction(9, 20)  # of the width


@dataclass(frozen=True, slots=True)
class WordChart:
    """A chart with its measures, in hundredths of a millimetre (版面).

    Attributes:
        top, left, right: room around the bars: for title and legend; for labels; for numbers.
        size: font size, in hundredths of a point; smaller than the style's where a page could not hold all rows.
        labels: of the rows, broken into lines: not all programs break them where the axis stands amid the bars.
        shares: of the rows, empty without any.
        grouped: numbers print with thousands separators.
    """

    table: Table
    text: TextStyle
    labels: tuple[str, ...]
    shares: tuple[str, ...]
    width: int
    height: int
    top: int
    left: int
    right: int
    size: int
    grouped: bool


def measured_chart(table: Table, style: StyleSheet) -> WordChart:
    """Return the chart, as wide as the text, and as high as its rows need or a page allows."""
    text, page = style.texts["表眉"], style.portrait
    size, width = int(text.size * _HALF_POINT), int(page.text_width * _TWIP)
    rows = entries(table)
    found = shares(rows) if table.picture is Picture.SHARES else ()
    found = found if any(found) else ()
    left = min(max((breadth(row.label, size) for row in rows), default=0), int(width * _MOST_LABELS))
    labels = tuple("\n".join(lines(row.label, size, left)) for row in rows)
    right = min(_broadest(rows, found, size), int(width * _MOST_NUMBERS))
    top = _SPACE + size * (2 * len(lines(heading(table), size, width)) + 3 * _named(table))
    words = max((label.count("\n") + 1 for label in labels), default=1) * size * 13 // 10
    height = top + _SPACE + max(len(labels), 1) * (max(words, len(columns(table)) * _BAR) + _BETWEEN)
    allowed = int((page.text_height - style.texts["正文"].size * 20) * _TWIP)
    less = min(Fraction(1), Fraction(allowed, height))
    top, height, size = int(top * less), int(height * less), max(100, int(text.size * 50 * less))
    grouped = any("," in amount.text for row in rows for amount in row.amounts)
    return WordChart(table, text, labels, found, width, height, top, left + _SPACE, right + _SPACE, size, grouped)


def _broadest(rows: Sequence[ChartRow], found: Sequence[str], size: int) -> int:
    """Return the room for numbers and shares at the end of bars, in hundredths of a millimetre."""
    numbers = (breadth(amount.text, size) for row in rows for amount in row.amounts)
    return max(numbers, default=0) + max((breadth(_APART + share, size) for share in found), default=0)


def _named(table: Table) -> bool:
    """Whether the chart has a legend, which names its series."""
    return table.picture is Picture.COMPARISON and any(name for name, _ in columns(table))


def chart_data(chart: WordChart) -> bytes:
    """Return the workbook of the chart: labels, and a column for each series."""
    found = columns(chart.table)
    heads = [SheetCell(name) for name, _ in found]
    rows = [[_number(series[at], chart) or SheetCell() for _, series in found] for at in range(len(chart.labels))]
    lines = [[SheetCell(label), *row] for label, row in zip(("", *chart.labels), (heads, *rows), strict=True)]
    return workbook({SHEET: WrittenSheet([SheetLine(dict(enumerate(line))) for line in lines], columns_xml([30]))})


def span(column: int, rows: int) -> str:
    """Return the address of the cells of a column below its head, as many as `rows`; columns are counted from 0."""
    letters = column_letters(column)
    return f"{SHEET}!${letters}$2:${letters}${max(rows, 1) + 1}"


def _number(amount: ChartAmount, chart: WordChart) -> SheetCell | None:
    """Return a cell with the number, in the format that shows it as printed; None for what is no number."""
    if amount.number is None:
        return None
    places = len(amount.text.partition(".")[2].strip())
    return SheetCell(amount.number, Look(number_form(places, chart.grouped)))


def chart_part(chart: WordChart, key: str) -> bytes:
    """Return the part of the Word file that holds the chart (XML); `key`: id of its relationship to the workbook."""
    low, high = _axis_ends(chart)
    ends = "".join(f'<c:{name} val="{end:f}"/>' for name, end in (("max", high), ("min", low)) if end is not None)
    legend = f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_words(chart)}</c:legend>'
    return (
        f'{XML}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}/main" {NAMESPACES}><c:date1904 val="0"/>'
        f'<c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>{_title(chart)}<c:plotArea>{_place(chart)}'
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{"".join(_series(chart))}<c:gapWidth val="{_gap(chart)}"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling>{_axis("l", 0, "low")}'
        f'<c:spPr>{_LINE}</c:spPr>{_words(chart)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="50"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{ends}</c:scaling>{_axis("t", 1, "none")}'
        f'<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>{_NOTHING}</c:plotArea>'
        f'{legend if _named(chart.table) else ""}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'{_NOTHING}{_words(chart)}<c:externalData r:id="{key}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _axis(side: str, deleted: int, labels: str) -> str:
    return (
        f'<c:delete val="{deleted}"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'
    )


def _axis_ends(chart: WordChart) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of the axis; None where Word finds one. Below the lowest bar there is room for its number."""
    values = [amount.number or Decimal(0) for _, series in columns(chart.table) for amount in series]
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if low >= 0:
        rows = entries(chart.table)
        every = rounded(sum((Fraction(row.amounts[0].number or 0) for row in rows if not row.total), Fraction(0)), 2)
        return Decimal(0), max(high, every) if chart.shares else None
    room = min(Fraction(chart.right, chart.width - chart.left - chart.right), Fraction(1, 2))
    least = (Fraction(low) - max(Fraction(high), Fraction(0)) * room) / (1 - room)
    return rounded(least, 2), None if high > 0 else Decimal(0)


def _gap(chart: WordChart) -> int:
    """Return the gap between rows of bars, in percent of the thickness of a bar."""
    row = (chart.height - chart.top - _SPACE) // max(len(chart.table.body), 1)
    return max(30, min((row - len(columns(chart.table)) * _BAR) * 100 // _BAR, 500))


def _place(chart: WordChart) -> str:
    """Return the place of the bars, as fractions of the size of the chart."""
    wide, high = chart.width - chart.left - chart.right, chart.height - chart.top - _SPACE // 2
    parts = (chart.left, chart.width), (chart.top, chart.height), (wide, chart.width), (high, chart.height)
    each = "".join(f'<c:{name} val="{rounded(Fraction(*part), 4)}"/>' for name, part in zip("xywh", parts, strict=True))
    edges = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{edges}{each}</c:manualLayout></c:layout>"


def _look(chart: WordChart, *, strong: bool = False) -> str:
    """Return size, colour and fonts of words, as the inside of an element of run properties."""
    latin, chinese = (escaped(_KNOWN_AS.get(name, name)) for name in (chart.text.latin, chart.text.east_asian))
    fonts = f'<a:latin typeface="{latin}"/><a:ea typeface="{chinese}"/><a:cs typeface="{latin}"/>'
    ink = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    return f'sz="{chart.size}" b="{strong:d}">{ink}{fonts}'


def _words(chart: WordChart, wrap: str = "square") -> str:
    look = f"<a:pPr><a:defRPr {_look(chart)}</a:defRPr></a:pPr>"
    return f'<c:txPr><a:bodyPr wrap="{wrap}"/><a:p>{look}<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _title(chart: WordChart) -> str:
    if not heading(chart.table):
        return '<c:autoTitleDeleted val="1"/>'
    look = f"<a:pPr><a:defRPr {_look(chart, strong=True)}</a:defRPr></a:pPr>"
    run = (
        f'<a:r><a:rPr lang="zh-CN" {_look(chart, strong=True)}</a:rPr><a:t>{escaped(heading(chart.table))}</a:t></a:r>'
    )
    rich = f"<c:rich><a:bodyPr/><a:p>{look}{run}</a:p></c:rich>"
    return f'<c:title><c:tx>{rich}</c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'


def _series(chart: WordChart) -> Iterator[str]:
    """Yield each series with what it shows; the last is this year's."""
    found = columns(chart.table)
    labels = _strings("c:cat", span(0, len(chart.labels)), chart.labels)
    for at, (name, amounts) in enumerate(found):
        numbers = [_number(amount, chart) for amount in amounts]
        head = f"{SHEET}!${column_letters(at + 1)}$1"
        hatch = f'<a:pattFill prst="{_HATCHES[at % len(_HATCHES)]}"><a:fgClr><a:srgbClr val="{_INK}"/></a:fgClr>'
        hatched = f'{hatch}<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
        solid = f'<a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill>'
        fill = solid if at == len(found) - 1 else hatched
        yield (
            f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{_strings("c:tx", head, [name])}<c:spPr>{fill}{_LINE}'
            f'</c:spPr><c:invertIfNegative val="0"/>{_value_labels(chart, numbers)}{labels}{_values_xml(at, numbers)}'
            "</c:ser>"
        )


def _strings(tag: str, where: str, texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escaped(each)}</c:v></c:pt>' for i, each in enumerate(texts))
    cache = f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'
    return f"<{tag}><c:strRef><c:f>{where}</c:f>{cache}</c:strRef></{tag}>"


def _usual(numbers: Sequence[SheetCell | None]) -> str:
    return next((number.look.form for number in numbers if number), GENERAL)


def _values_xml(at: int, numbers: Sequence[SheetCell | None]) -> str:
    """Return the numbers of a series as XML, each with its format."""
    usual = _usual(numbers)
    points = "".join(
        f'<c:pt idx="{i}"{_format_unless_usual(usual, number.look.form)}><c:v>{number.value:f}</c:v></c:pt>'
        for i, number in enumerate(numbers)
        if number
    )
    cache = f'<c:numCache><c:formatCode>{usual}</c:formatCode><c:ptCount val="{len(numbers)}"/>{points}</c:numCache>'
    return f"<c:val><c:numRef><c:f>{span(at + 1, len(numbers))}</c:f>{cache}</c:numRef></c:val>"


def _format_unless_usual(usual: str, form: str) -> str:
    return "" if form == usual else f' formatCode="{form}"'


_SHOWN = (
    '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _value_labels(chart: WordChart, numbers: Sequence[SheetCell | None]) -> str:
    """Return the labels at the end of bars: the numbers as they print, with their shares."""
    shares = (f"{_APART}{share}" if share else "" for share in chart.shares or [""] * len(numbers))
    forms = [number and _format(number.look.form, share) for number, share in zip(numbers, shares, strict=True)]
    usual, near = _format(_usual(numbers)), _NOTHING + _words(chart, "none")
    points = (
        f'<c:dLbl><c:idx val="{i}"/>{form}{near}{_SHOWN}</c:dLbl>'
        for i, form in enumerate(forms)
        if form not in (None, usual)
    )
    return f"<c:dLbls>{''.join(points)}{usual}{near}{_SHOWN}</c:dLbls>"


def _format(form: str, share: str = "") -> str:
    quoted = escaped(f'"{share}"') if share else ""
    return f'<c:numFmt formatCode="{form}{quoted}" sourceLinked="0"/>'
