"""Lines (行) of a file and what they are for. The kinds are named as the styles of the DOCX writer."""

from dataclasses import dataclass

NUMBER, CAPTION, LINE, NOTE, AFTER = CAPTIONS = "表号", "表题", "表眉", "表注", "表后"
CELL, CENTRED, RIGHT, HEAD = CELLS = "表格", "表格居中", "表格居右", "表头"
COVER_TITLE, COVER_PUBLISHER, COVER_DATE = COVER = "封面标题", "封面署名", "封面日期"
TITLE, FOOTNOTE = "title", "脚注"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph as it is printed (段落行).

    Attributes:
        number: what is counted and printed in front of it. kind: what it is for, as far as the file tells.
        level: of a heading; 0: it is none. indent: levels it is set in.
    """

    text: str
    number: str = ""
    kind: str = ""
    level: int = 0
    align: str = ""
    indent: int = 0
