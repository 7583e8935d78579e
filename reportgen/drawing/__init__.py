"""Charts as pictures (画图): a small table → shapes on a canvas → SVG for pages, EMF for Word files.

series     what a chart's table says
layout     the chart as boxes, strokes and labels on a canvas
svg, emf   the same shapes in two formats

drawing = drawn(chart)
svg(drawing, name, title, description(chart))
emf(drawing)
"""

from reportgen.drawing.emf import emf
from reportgen.drawing.layout import Drawing, drawn
from reportgen.drawing.series import description, heading
from reportgen.drawing.svg import svg

__all__ = ["Drawing", "description", "drawn", "emf", "heading", "svg"]
