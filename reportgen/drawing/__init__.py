"""Charts (画图): a small table → what it says → shapes on a canvas → SVG for pages. Word draws its own.

series  what a chart's table says
layout  the chart as boxes, strokes and labels on a canvas

The package itself writes these as inline SVG, with the colours and fonts of the page.

drawing = drawn(chart)
svg(drawing, name, title, description(chart))

Everything is drawn in `currentColor`, which suits dark pages and print. A page may colour the classes
`chart-solid`, `chart-hatched` and `chart-outlined` (`fill`, `stroke`). Source: SVG 2; SVG Accessibility API Mappings.
"""

from typing import assert_never

from reportgen.drawing.layout import THIN, Anchor, Box, Drawing, Fill, Label, Shape, Stroke, drawn, stripes
from reportgen.drawing.series import chart_in_one_line, description, heading
from reportgen.patterns import compiled

__all__ = ["Drawing", "chart_in_one_line", "description", "drawn", "heading", "svg"]
_SPECIAL = compiled("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"}
_ANCHORS = {Anchor.START: "", Anchor.MIDDLE: ' text-anchor="middle"', Anchor.END: ' text-anchor="end"'}
_STROKE = f'fill="none" stroke="currentColor" stroke-width="{THIN}"'


def svg(drawing: Drawing, name: str, title: str, description: str) -> str:
    """Return the drawing as one SVG element.

    Args:
        name: the beginning of its ids, in letters and digits; unique for each picture of a page.
        title: its name for screen readers.
        description: what it shows, in words.
    """
    width, height = drawing.width, drawing.height
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}"'
        f' width="{width / 100}mm" height="{height / 100}mm" style="height: auto; max-width: 100%"'
        f' role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" fill="currentColor">'
    )
    texts = f'<title id="{name}-title">{_escaped(title)}</title><desc id="{name}-desc">{_escaped(description)}</desc>'
    return "\n".join((opening, texts, *map(_shape, drawing.shapes), "</svg>"))


def _shape(shape: Shape) -> str:
    match shape:
        case Box(look=Fill.SOLID):
            return f'<rect class="chart-solid" {_place(shape)}/>'
        case Box(look=Fill.HATCHED):
            path = "".join(f"M{line.x} {line.y}L{line.to_x} {line.to_y}" for line in stripes(shape))
            lines = f'<path d="{path}"/>' if path else ""
            return f'<g class="chart-hatched" {_STROKE}><rect {_place(shape)}/>{lines}</g>'
        case Box():
            return f'<rect class="chart-outlined" {_STROKE} {_place(shape)}/>'
        case Stroke(x, y, to_x, to_y):
            return f'<path class="chart-line" {_STROKE} d="M{x} {y}L{to_x} {to_y}"/>'
        case Label(x, y, text, size, anchor, strong):
            weight = ' font-weight="bold"' if strong else ""
            return f'<text x="{x}" y="{y}" font-size="{size}"{_ANCHORS[anchor]}{weight}>{_escaped(text)}</text>'
        case _:
            assert_never(shape)


def _place(box: Box) -> str:
    return f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'


def _escaped(text: str) -> str:
    """Return the text as XML and HTML, for contents and attributes; what a file cannot hold becomes U+FFFD."""
    return _SPECIAL.sub(lambda found: _REFERENCES.get(found[0], "\ufffd"), text)
