"""Charts as pictures (画图): a small table → shapes on a canvas → SVG for pages, EMF for Word files.

series   what a chart's table says          measure  how broad words are, lines, sizes that fit
layout   where everything stands            bars     amounts as lengths, in hundredths of a millimetre
shapes   boxes, lines and labels            words    the text alternative
svg, emf the same shapes in two formats

    drawing = drawn(chart)
    svg(drawing, name, title, description(chart))
    emf(drawing)
"""

from reportgen.drawing.emf import emf
from reportgen.drawing.layout import drawn
from reportgen.drawing.shapes import Drawing
from reportgen.drawing.svg import svg
from reportgen.drawing.words import description, heading

__all__ = ["Drawing", "description", "drawn", "emf", "heading", "svg"]
