"""Charts (画图): a small table → what it says → shapes on a canvas → SVG for pages. Word draws its own.

series  what a chart's table says
layout  the chart as boxes, strokes and labels on a canvas
svg     these as inline SVG

drawing = drawn(chart)
svg(drawing, name, title, description(chart))
"""

from reportgen.drawing.layout import Drawing, drawn
from reportgen.drawing.series import description, heading, said
from reportgen.drawing.svg import svg

__all__ = ["Drawing", "description", "drawn", "heading", "said", "svg"]
