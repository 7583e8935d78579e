"""The style sheet (版式) of the writers: page, fonts, sizes, spacing, as a region's style.yaml states them.

Lengths are in twips (1/20 point, 1 mm = 56.7), font sizes in half-points, as in OOXML; all are whole numbers.
Source of the baseline values: GB/T 9704-2012, 5 (page), 7 (text).
"""

from enum import Enum

from reportgen.records import dataclass, field


class Align(Enum):
    """Paragraph alignment (对齐)."""

    LEFT = "左"
    CENTRE = "居中"
    RIGHT = "右"
    JUSTIFY = "两端"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one kind of paragraph is set (文字样式).

    Attributes:
        east_asian, latin: font names for Chinese and for Latin letters and digits.
        size: half-points (三号 = 32).
        line: exact line pitch in twips; 0 means single spacing.
        spacing: twips between characters (字距); negative: they are closer than their size.
        before, after: twips; indent: first-line indent in characters.
        new_page: starts a page, except at the very top; on the title of a table it applies to the table.
    """

    east_asian: str
    latin: str
    size: int
    bold: bool = False
    align: Align = Align.LEFT
    line: int = 0
    before: int = 0
    after: int = 0
    indent: int = 0
    new_page: bool = False
    spacing: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in twips (页面), as the page is held."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def text_width(self) -> int:
        """Width of the text block (版心), in twips."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """Height of the text block."""
        return self.height - self.top - self.bottom


HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")
CONTENTS = ("一级目录", "二级目录", "三级目录")  # contents list three levels at most
TEXTS = (
    *("封面标题", "封面署名", "封面日期", "目录标题", *CONTENTS),
    *("标题", *HEADINGS, "正文"),
    *("表号", "表题", "表眉", "表头", "表格", "表注", "页码"),
)  # the kinds of text that a style sheet defines


class TurnedNumber(Enum):
    """The place of the page number on a landscape page (横向页码)."""

    STANDARD = "国标"  # as on upright pages, once the page is turned upright: GB/T 9704-2012, 8
    FOOT = "页脚"  # at the foot of the page as it is read


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The looks of a document.

    Attributes:
        texts: by kind, all of TEXTS.
        smallest: the smallest table text, half-points.
        row_least, row_most: least and most height, in twips, of a row of a table with heads, if the page has room.
        tables_share: whether a short table stands on the page of the table before it, where there is room.
        border: line width of tables in eighths of a point.
        gaps: whether there are small gaps between Chinese and Latin characters (中西文间距).
        cover: whether the title has a page of its own; contents: levels of headings that the contents list, 0 for none.
        numbered: whether the contents print page numbers; Word is asked to fill in what `pages` does not state.
        pages: page numbers of the listed headings, in order; empty: unknown.
        reference: a Word file whose styles, pages, headers and footers override these; empty: none.
    """

    portrait: Page
    landscape: Page
    texts: dict[str, TextStyle] = field(hash=False)
    smallest: int = 14
    row_least: int = 284
    row_most: int = 397
    tables_share: bool = False
    border: int = 4
    gaps: bool = True
    turned_number: TurnedNumber = TurnedNumber.FOOT
    cover: bool = False
    contents: int = 0
    numbered: bool = True
    pages: tuple[int, ...] = ()
    reference: bytes = field(default=b"", repr=False)
