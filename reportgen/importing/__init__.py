"""Finished documents of anybody → a budget file in 草稿 (读入). The file never states what no document says.

printed    what the documents print of figures, and where they contradict each other
facts      what is printed of one measure, and over which cells its lines may be spread
cells      totals → the cells that they force
eliminated what units pay each other (内部往来), and the totals before it is taken off
blocks     cells → lines; the lines that a document lists; totals that cannot be joined to them
as_yaml    lines → text, with 待填 for members that the region asks for and no document says
imported   all together: the region's empty file, filled in
"""

from reportgen.importing.as_yaml import with_asked
from reportgen.importing.imported import Draft, Imported
from reportgen.importing.printed import Contradiction, PrintedFigure, SourceDocument

__all__ = ["Contradiction", "Draft", "Imported", "PrintedFigure", "SourceDocument", "with_asked"]
