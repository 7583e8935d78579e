"""A chart as shapes on a canvas (版面): title, unit, legend, then row by row a label above its bars.

Lengths are whole hundredths of a millimetre, from the upper left corner. Labels stand above their bars, not beside
them: long names need not be cut, and the picture fits telephones, with words of 12 point on paper. Amounts and shares
stand in columns at the right.

构成: a bar is a part of the whole, the rest of the whole is outlined. 对比: a bar for each series, the last one (this
year) solid, those before it hatched. Bars begin at zero; amounts below zero go to the left.

Widths of words are estimates: a Chinese character is as wide as its size, any other at most 13 twentieths of that. In
宋体 letters and digits take half a character; the rest is room for fonts that may replace it.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from reportgen.document import Picture, Table, plain
from reportgen.drawing.series import ChartRow, entries, series, shares, single_spaced, whole
from reportgen.patterns import compiled
from reportgen.records import dataclass

_BROAD = compiled("[^\x00-\u02ff]")
_CHARACTER, _OTHER = 20, 13  # width of a Chinese and of any other character, in twentieths of the size
_PIECE = compiled(r"[!-~]{1,16} ?|.[，。、；：！？）》〉】”’,.;:!?)\]]{0,3}", re.DOTALL)  # what stays on one line

_WIDTH = 11000  # of the canvas
_SIZE = 423  # of the words: 12 point
_TITLE = 459  # of the title: 13 point
_LINE = 600  # height of a line of words
_GAP = 280  # between rows
_BAR = 460  # height of a bar
_APART = 60  # between the bars of a row
_LEAST = 60  # length of the shortest bar, so that small parts can be seen
_EDGE = 20  # room for outlines
_SPACE = 300  # between bars and amounts
_MOST = _WIDTH * 6 // 10  # width that amounts and shares may take
_SWATCH = 700  # width of a box of the legend
_STEP = 120  # between the stripes of a hatched box
THIN = 20  # width of every line


class Fill(Enum):
    """How a box is filled (填充): three ways that can be told apart in black and white."""

    SOLID = "实心"
    HATCHED = "斜线"
    OUTLINED = "空心"


class Anchor(Enum):
    """The point of a label that its position names (对齐点)."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle (方块)."""

    x: int
    y: int
    width: int
    height: int
    look: Fill


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight thin line (线)."""

    x: int
    y: int
    to_x: int
    to_y: int


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words (文字): `x` is that of its anchor, `y` its baseline, `size` the height of a character."""

    x: int
    y: int
    text: str
    size: int
    anchor: Anchor = Anchor.START
    strong: bool = False


Shape = Box | Stroke | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture (图): shapes on a canvas, in drawing order."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def stripes(box: Box) -> Iterator[Stroke]:
    """Yield the diagonals of a hatched box, rising to the right; programs do not agree on patterns, only on lines."""
    for along in range(_STEP, box.width + box.height, _STEP):
        left, top = max(0, along - box.height), max(0, along - box.width)
        yield Stroke(box.x + left, box.y + along - left, box.x + along - top, box.y + top)


def breadth(text: str, size: int) -> int:
    """Return the greatest width that the text may take, in hundredths of a millimetre like `size`."""
    broad = len(_BROAD.findall(text))
    return -(-(broad * _CHARACTER + (len(text) - broad) * _OTHER) * size // 20)


def _fitting(text: str, size: int, width: int) -> int:
    """Return the size, or the largest smaller one in which the text fits the width."""
    needed = breadth(text, size)
    return size if needed <= width else max(1, (width - len(text)) * size // needed)


def lines(text: str, size: int, width: int) -> list[str]:
    """Return the text broken into lines no wider than `width`, at least one; any white space becomes a space.

    `size` of the letters and `width` are in units of the canvas.
    """
    found = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if found[-1] and breadth(found[-1] + piece.rstrip(), size) > width:
            found.append("")
        found[-1] += piece
    return [line.strip() for line in found]


def _baseline(top: int, height: int, size: int) -> int:
    """Return the baseline that centres words of this size in a height; Chinese reaches 0.86 up and 0.14 down."""
    return top + (height * 50 + size * 36) // 100


@dataclass(frozen=True, slots=True)
class _Scale:
    """Amounts as lengths (比例): position of zero, length of the axis, length of one 元; in units of the canvas."""

    zero: int
    length: int
    unit: Fraction

    def bar(self, value: Decimal | None) -> tuple[int, int]:
        """Return the left end of the bar of a value, and its length, which is 0 for zero."""
        if not value:
            return self.zero, 0
        room = self.length - self.zero if value > 0 else self.zero
        long = min(room, max(_LEAST, int(abs(Fraction(value)) * self.unit)))
        return (self.zero if value > 0 else self.zero - long), long


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of bars, amounts and shares (列).

    Attributes:
        scale: of the bars.
        size: font size of the amounts.
        shares: width of the shares at the right.
        rest: whether the rest of the whole is outlined.
    """

    scale: _Scale
    size: int
    shares: int
    rest: bool


def _columns(rows: Sequence[ChartRow], parts: bool) -> _Columns:
    """Return the columns for all rows; parts are measured against their whole, other amounts against the largest."""
    texts = [amount.text for row in rows for amount in row.amounts]
    share = max((breadth(text, _SIZE) + _SPACE for text in shares(rows) if text), default=0) if parts else 0
    size = min((_fitting(text, _SIZE, _MOST - share) for text in texts), default=_SIZE)
    broadest = max((breadth(text, size) for text in texts), default=0)
    scale = _scale(rows, _WIDTH - 2 * _EDGE - _SPACE - broadest - share, parts)
    return _Columns(scale, size, share, parts and not scale.zero)


def _scale(rows: Sequence[ChartRow], length: int, parts: bool) -> _Scale:
    values = [Fraction(amount.value or 0) for row in rows for amount in row.amounts]
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(0))
    if parts and low >= 0:
        high = max(high, Fraction(whole(rows)))
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    unit = length / (high - low) if high > low else Fraction(0)
    zero = max(int(-low * unit), _LEAST if low else 0)
    return _Scale(min(zero, length - (_LEAST if high else 0)), length, unit)


def _height(row: ChartRow) -> int:
    """Return the height of all bars of a row."""
    return len(row.amounts) * (_BAR + _APART) - _APART


def _bars(row: ChartRow, share: str, top: int, form: _Columns) -> Iterator[Shape]:
    """Yield the bars of a row, one below the other, with their amounts, and the share if there is one."""
    y, scale = top, form.scale
    for amount, look in zip(row.amounts, _looks(len(row.amounts)), strict=True):
        x, long = scale.bar(amount.value)
        if long:
            yield Box(_EDGE + x, y, long, _BAR, look)
        if form.rest and long < scale.length:
            yield Box(_EDGE + long, y, scale.length - long, _BAR, Fill.OUTLINED)
        yield Label(_WIDTH - form.shares, _baseline(y, _BAR, form.size), amount.text, form.size, Anchor.END)
        y += _BAR + _APART
    yield Label(_WIDTH, _baseline(top, _BAR, _SIZE), share, _SIZE, Anchor.END)
    if not form.rest:
        yield Stroke(_EDGE + scale.zero, top, _EDGE + scale.zero, top + _height(row))


def _looks(count: int) -> list[Fill]:
    """Return the fill of the bars of so many series: solid for the last, this year's, hatched for those before it."""
    return [*[Fill.HATCHED] * (count - 1), Fill.SOLID]


def drawn(chart: Table) -> Drawing:
    """Return the chart as shapes; all charts have the same width, and the height they need."""
    rows, parts = entries(chart), chart.picture is Picture.SHARES
    form = _columns(rows, parts)
    y, shapes = _head(chart)
    for row, share in zip(rows, shares(rows), strict=True):
        y += _GAP
        for line in lines(row.label, _SIZE, _WIDTH):
            shapes.append(Label(0, _baseline(y, _LINE, _SIZE), line, _SIZE))
            y += _LINE
        shapes.extend(_bars(row, share if parts else "", y, form))
        y += _height(row)
    seen = (shape for shape in shapes if not isinstance(shape, Label) or shape.text)
    return Drawing(_WIDTH, y + _EDGE, tuple(seen))


def _head(chart: Table) -> tuple[int, list[Shape]]:
    """Return the height at which the rows begin, and the shapes above them: title, unit and legend."""
    y, shapes = 0, list[Shape]()
    for line in lines(plain(chart.title), _TITLE, _WIDTH):
        shapes.append(Label(_WIDTH // 2, _baseline(y, _LINE, _TITLE), line, _TITLE, Anchor.MIDDLE, strong=True))
        y += _LINE
    unit = single_spaced(plain(chart.right))
    names = series(chart) if chart.picture is Picture.COMPARISON else ()
    if not unit and not names:
        return y, shapes
    size = _fitting(unit, _SIZE, _WIDTH)
    shapes.append(Label(_WIDTH, _baseline(y, _LINE, size), unit, size, Anchor.END))
    y, legend = _legend(names, y, _WIDTH - breadth(unit, size) - _SPACE)
    return y + _LINE, [*shapes, *legend]


def _legend(names: Sequence[str], y: int, room: int) -> tuple[int, list[Shape]]:
    """Return the legend, a box and a name for each series, and the top of its last line.

    The first line begins at `y` and has only `room` to the right; those that follow are as wide as the canvas.
    """
    x, shapes = 0, list[Shape]()
    for name, look in zip(names, _looks(len(names)), strict=False):
        size = _fitting(name, _SIZE, _WIDTH - _SWATCH - _SPACE)
        wide = _SWATCH + _SPACE // 2 + breadth(name, size)
        if x + wide > room:
            x, y, room = 0, y + _LINE, _WIDTH
        shapes.append(Box(x + _EDGE, y + (_LINE - _BAR) // 2, _SWATCH - _EDGE, _BAR, look))
        shapes.append(Label(x + _SWATCH + _SPACE // 2, _baseline(y, _LINE, size), name, size))
        x += wide + _SPACE
    return y, shapes
