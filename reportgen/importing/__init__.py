"""Finished documents of anybody → a budget file in 草稿 (读入). It never states what no document says.

printed    what the documents print of figures, and where they contradict each other
facts      what is printed of one measure, and over which cells its lines may be spread
cells      totals → the cells that they force
blocks     cells → lines, those that a document lists, and what is known apart from them
as_yaml    lines → text; members that the region asks for and no document says: 待填
imported   all together: the region's empty file, filled in
"""

from reportgen.importing.as_yaml import with_asked
from reportgen.importing.imported import Draft, Imported
from reportgen.importing.printed import Contradiction, PrintedFigure, SourceDocument

__all__ = ["Contradiction", "Draft", "Imported", "PrintedFigure", "SourceDocument", "with_asked"]
