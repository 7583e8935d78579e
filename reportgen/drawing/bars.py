"""Bars and the columns beside them (条): amounts as lengths, printed amounts and shares at the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.drawing.measure import baseline, breadth, fitting
from reportgen.drawing.series import Entry, shares, whole
from reportgen.drawing.shapes import Anchor, Box, Label, Line, Look, Shape

WIDTH, SIZE = 11000, 423  # of the canvas; of the words, 12 point
BAR, EDGE, SPACE = 460, 20, 300  # height of a bar; room for outlines; between bars and amounts
_APART = 60  # between the bars of a row
_MOST = WIDTH * 6 // 10  # that amounts and shares may take of the width
_LEAST = 60  # of a bar: small parts stay in sight


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts as lengths (比例): where zero is, how long all of it is, and one 元."""

    zero: int
    length: int
    unit: Fraction

    def bar(self, value: Decimal | None) -> tuple[int, int]:
        """Where the bar begins and how long it is; nothing for zero."""
        if not value:
            return self.zero, 0
        room = self.length - self.zero if value > 0 else self.zero
        long = min(room, max(_LEAST, int(abs(Fraction(value)) * self.unit)))
        return (self.zero if value > 0 else self.zero - long), long


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands beside each other (列).

    Attributes:
        scale: of the bars; size: of the amounts; shares: room for the shares at the right.
        rest: whether the rest of the whole is outlined.
    """

    scale: Scale
    size: int
    shares: int
    rest: bool


def columns(rows: Sequence[Entry], parts: bool) -> Columns:
    """The columns of all rows; parts are measured against their whole, everything else against the largest."""
    texts = [amount.text for row in rows for amount in row.amounts]
    told = max((breadth(share, SIZE) + SPACE for share in shares(rows) if share), default=0) if parts else 0
    size = min((fitting(text, SIZE, _MOST - told) for text in texts), default=SIZE)
    broadest = max((breadth(text, size) for text in texts), default=0)
    scale = _scale(rows, WIDTH - 2 * EDGE - SPACE - broadest - told, parts)
    return Columns(scale, size, told, parts and not scale.zero)


def _scale(rows: Sequence[Entry], length: int, parts: bool) -> Scale:
    values = [Fraction(amount.value or 0) for row in rows for amount in row.amounts]
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(0))
    if parts and low >= 0:
        high = max(high, Fraction(whole(rows)))
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    unit = length / (high - low) if high > low else Fraction(0)
    zero = max(int(-low * unit), _LEAST if low else 0)
    return Scale(min(zero, length - (_LEAST if high else 0)), length, unit)


def height(row: Entry) -> int:
    """How high the bars of a row are together."""
    return len(row.amounts) * (BAR + _APART) - _APART


def bars(row: Entry, share: str, top: int, form: Columns) -> Iterator[Shape]:
    """The bars of a row, one under the other, with their amounts, and with the share where there is one."""
    y, scale = top, form.scale
    for amount, look in zip(row.amounts, looks(len(row.amounts)), strict=True):
        x, long = scale.bar(amount.value)
        if long:
            yield Box(EDGE + x, y, long, BAR, look)
        if form.rest and long < scale.length:
            yield Box(EDGE + long, y, scale.length - long, BAR, Look.OUTLINED)
        yield Label(WIDTH - form.shares, baseline(y, BAR, form.size), amount.text, form.size, Anchor.END)
        y += BAR + _APART
    yield Label(WIDTH, baseline(top, BAR, SIZE), share, SIZE, Anchor.END)
    if not form.rest:
        yield Line(EDGE + scale.zero, top, EDGE + scale.zero, top + height(row))


def looks(count: int) -> list[Look]:
    """How the bars of so many series look: the last, this year's, solid, those before it hatched."""
    return [*[Look.HATCHED] * (count - 1), Look.SOLID]
