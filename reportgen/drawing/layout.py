"""Where everything of a chart stands (版面): title, unit, legend, then row by row a label above its bars.

Lengths are hundredths of a millimetre. Labels stand above their bars, not beside them: long names need not be cut, and
the picture fits telephones, with words of 12 point on paper. Amounts and shares stand in columns at the right.

构成: a bar is a part of the whole, the rest of the whole is outlined. 对比: a bar for each series, the last one (this
year) solid, those before it hatched. Bars begin at zero; amounts below zero go to the left.

Widths of words are estimates: a Chinese character takes its size, any other at most 13 twentieths of it. In 宋体
letters and digits take half a character; the rest is room for fonts that may replace it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.document import Picture, Table, plain
from reportgen.drawing.series import ChartRow, entries, series, shares, whole
from reportgen.drawing.shapes import Anchor, Box, Drawing, Fill, Label, Shape, Stroke

_BROAD = re.compile("[^\x00-\u02ff]")
_CHARACTER, _OTHER = 20, 13  # twentieths of the size
_PIECE = re.compile(r"[!-~]{1,16} ?|.[，。、；：！？）》〉】”’,.;:!?)\]]{0,3}", re.DOTALL)  # what stays on one line
WIDTH, SIZE = 11000, 423  # of the canvas; of the words, 12 point
BAR, EDGE, SPACE = 460, 20, 300  # height of a bar; room for outlines; between bars and amounts
_APART = 60  # between the bars of a row
_MOST = WIDTH * 6 // 10  # that amounts and shares may take of the width
_LEAST = 60  # of a bar: small parts stay in sight
_TITLE = 459  # 13 point
_LINE, _GAP = 600, 280  # a line of words; between rows
_SWATCH = 700  # width of a box of the legend


def breadth(text: str, size: int) -> int:
    """The width of the text, at most."""
    broad = len(_BROAD.findall(text))
    return -(-(broad * _CHARACTER + (len(text) - broad) * _OTHER) * size // 20)


def fitting(text: str, size: int, width: int) -> int:
    """The size, or the largest smaller one in which the text fits the width."""
    needed = breadth(text, size)
    return size if needed <= width else max(1, (width - len(text)) * size // needed)


def lines(text: str, size: int, width: int) -> list[str]:
    """The text broken into lines, at least one; all white space is a space."""
    found = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if found[-1] and breadth(found[-1] + piece.rstrip(), size) > width:
            found.append("")
        found[-1] += piece
    return [line.strip() for line in found]


def baseline(top: int, height: int, size: int) -> int:
    """The baseline that centres words of a size in a height: Chinese reaches 0.86 up and 0.14 down."""
    return top + (height * 50 + size * 36) // 100


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts as lengths (比例): position of zero, length of the axis, length of one 元."""

    zero: int
    length: int
    unit: Fraction

    def bar(self, value: Decimal | None) -> tuple[int, int]:
        """Where the bar begins, and its length; 0 for zero."""
        if not value:
            return self.zero, 0
        room = self.length - self.zero if value > 0 else self.zero
        long = min(room, max(_LEAST, int(abs(Fraction(value)) * self.unit)))
        return (self.zero if value > 0 else self.zero - long), long


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns beside each other (列).

    Attributes:
        scale: of the bars; size: font size of the amounts; shares: width of the shares at the right.
        rest: whether the rest of the whole is outlined.
    """

    scale: Scale
    size: int
    shares: int
    rest: bool


def columns(rows: Sequence[ChartRow], parts: bool) -> Columns:
    """The columns of all rows. Parts are measured against their whole, other amounts against the largest."""
    texts = [amount.text for row in rows for amount in row.amounts]
    told = max((breadth(share, SIZE) + SPACE for share in shares(rows) if share), default=0) if parts else 0
    size = min((fitting(text, SIZE, _MOST - told) for text in texts), default=SIZE)
    broadest = max((breadth(text, size) for text in texts), default=0)
    scale = _scale(rows, WIDTH - 2 * EDGE - SPACE - broadest - told, parts)
    return Columns(scale, size, told, parts and not scale.zero)


def _scale(rows: Sequence[ChartRow], length: int, parts: bool) -> Scale:
    values = [Fraction(amount.value or 0) for row in rows for amount in row.amounts]
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(0))
    if parts and low >= 0:
        high = max(high, Fraction(whole(rows)))
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    unit = length / (high - low) if high > low else Fraction(0)
    zero = max(int(-low * unit), _LEAST if low else 0)
    return Scale(min(zero, length - (_LEAST if high else 0)), length, unit)


def height(row: ChartRow) -> int:
    """The height of all bars of a row."""
    return len(row.amounts) * (BAR + _APART) - _APART


def bars(row: ChartRow, share: str, top: int, form: Columns) -> Iterator[Shape]:
    """The bars of a row, one below the other, with their amounts, and the share if there is one."""
    y, scale = top, form.scale
    for amount, look in zip(row.amounts, looks(len(row.amounts)), strict=True):
        x, long = scale.bar(amount.value)
        if long:
            yield Box(EDGE + x, y, long, BAR, look)
        if form.rest and long < scale.length:
            yield Box(EDGE + long, y, scale.length - long, BAR, Fill.OUTLINED)
        yield Label(WIDTH - form.shares, baseline(y, BAR, form.size), amount.text, form.size, Anchor.END)
        y += BAR + _APART
    yield Label(WIDTH, baseline(top, BAR, SIZE), share, SIZE, Anchor.END)
    if not form.rest:
        yield Stroke(EDGE + scale.zero, top, EDGE + scale.zero, top + height(row))


def looks(count: int) -> list[Fill]:
    """The fill of the bars of so many series: the last, this year's, solid, those before it hatched."""
    return [*[Fill.HATCHED] * (count - 1), Fill.SOLID]


def drawn(chart: Table) -> Drawing:
    """The chart as shapes; all charts have the same width, the height is what it needs."""
    rows, parts = entries(chart), chart.picture is Picture.SHARES
    form = columns(rows, parts)
    y, shapes = _head(chart)
    for row, share in zip(rows, shares(rows), strict=True):
        y += _GAP
        for line in lines(row.label, SIZE, WIDTH):
            shapes.append(Label(0, baseline(y, _LINE, SIZE), line, SIZE))
            y += _LINE
        shapes.extend(bars(row, share if parts else "", y, form))
        y += height(row)
    seen = (shape for shape in shapes if not isinstance(shape, Label) or shape.text)
    return Drawing(WIDTH, y + EDGE, tuple(seen))


def _head(chart: Table) -> tuple[int, list[Shape]]:
    """Title, unit and legend, and where the rows begin."""
    y, shapes = 0, list[Shape]()
    for line in lines(plain(chart.title), _TITLE, WIDTH):
        shapes.append(Label(WIDTH // 2, baseline(y, _LINE, _TITLE), line, _TITLE, Anchor.MIDDLE, strong=True))
        y += _LINE
    unit = " ".join(plain(chart.right).split())
    names = series(chart) if chart.picture is Picture.COMPARISON else ()
    if not unit and not names:
        return y, shapes
    size = fitting(unit, SIZE, WIDTH)
    shapes.append(Label(WIDTH, baseline(y, _LINE, size), unit, size, Anchor.END))
    y, legend = _legend(names, y, WIDTH - breadth(unit, size) - SPACE)
    return y + _LINE, [*shapes, *legend]


def _legend(names: Sequence[str], y: int, room: int) -> tuple[int, list[Shape]]:
    """A box and the name of each series, on the line of the unit, then on further lines."""
    x, shapes = 0, list[Shape]()
    for name, look in zip(names, looks(len(names)), strict=False):
        size = fitting(name, SIZE, WIDTH - _SWATCH - SPACE)
        wide = _SWATCH + SPACE // 2 + breadth(name, size)
        if x + wide > room:
            x, y, room = 0, y + _LINE, WIDTH
        shapes.append(Box(x + EDGE, y + (_LINE - BAR) // 2, _SWATCH - EDGE, BAR, look))
        shapes.append(Label(x + _SWATCH + SPACE // 2, baseline(y, _LINE, size), name, size))
        x += wide + SPACE
    return y, shapes
