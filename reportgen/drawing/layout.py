"""Where everything of a chart stands (版面): title, unit, legend, then row by row a label over its bars.

Labels stand above their bars, not beside them: long names need not be cut, and the picture stays narrow enough for
telephones, with words of 12 point on paper. Amounts stand in a column at the right.

构成: a bar is its part of the whole, the rest of the whole is outlined. 对比: a bar for each series, the last one (this
year) solid, those before it hatched; they begin at zero, what is below zero goes to the left.
"""

from collections.abc import Sequence

from reportgen.document import Picture, Table, plain
from reportgen.drawing.bars import BAR, EDGE, SIZE, SPACE, WIDTH, bars, columns, height, looks
from reportgen.drawing.measure import baseline, breadth, fitting, lines
from reportgen.drawing.series import entries, series, shares
from reportgen.drawing.shapes import Anchor, Box, Drawing, Label, Shape

_TITLE = 459  # 13 point
_LINE, _GAP = 600, 280  # a line of words; between rows
_SWATCH = 700  # width of a box of the legend


def drawn(chart: Table) -> Drawing:
    """The chart as shapes; as broad as every other, as high as it needs."""
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
    """A box and the name of each series, on the line of the unit and on lines of their own when that is full."""
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
