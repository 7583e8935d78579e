"""What the styles are called (样式名), and which one table text of a size has.

These are the ids within the file; what an officer sees are the names that `styles_part` gives them.
"""

from reportgen.style import StyleSheet, TextStyle

TITLE, BODY, NUMBER, CAPTION, LINE = "Title", "Normal", "TableNumber", "TableTitle", "TableLine"
NOTE, PAGE, AFTER, LAST = "TableNote", "PageNumber", "TableAfter", "TableLast"
COVER = COVER_TITLE, COVER_SIGNATURE, COVER_DATE = "CoverTitle", "CoverSignature", "CoverDate"
CONTENTS_TITLE, PICTURE = "ContentsTitle", "Picture"
CELLS = CELL, HEAD, CENTRED, RIGHT = "Cell", "CellHead", "CellCentred", "CellRight"
LEVELS = 9


def heading(level: int) -> str:
    """The style of a heading; level 0 is the title of the document."""
    return f"Heading{min(level, LEVELS)}" if level > 0 else TITLE


def heading_kind(level: int) -> str:
    """The kind of a heading in the style sheet."""
    return f"{'一二三四'[min(level, 4) - 1]}级标题"


def contents_level(level: int) -> str:
    """The style of an entry of the contents."""
    return f"TOC{level}"


def sized(name: str, size: int, style: StyleSheet) -> str:
    """The style of table text set as small as the table needs it; heads shrink by as much as the rest."""
    smaller = style.texts["表格"].size - size
    return f"{name}{shrunk(name, smaller, style)}" if smaller > 0 else name


def pitch(text: TextStyle, size: int) -> int:
    """Twips from line to line in a cell: exact, for Word, WPS and LibreOffice differ in what a single line is."""
    return text.line or size * 25 // 2


def shrunk(name: str, smaller: int, style: StyleSheet) -> int:
    """Half-points of table text that is smaller by so many, as far as the style sheet allows it."""
    size = style.texts["表头" if name == HEAD else "表格"].size
    return max(size - smaller, min(size, style.smallest))
