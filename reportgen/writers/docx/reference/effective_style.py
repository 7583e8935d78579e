"""The style sheet as a reference document changes it (实际版式): widths and heights are worked out with it.

Sizes, line pitch and space come from the office's styles, paper and margins from its sections. If it has no landscape
section, its portrait pages are turned; if these are as ours, our landscape pages are used.
"""

from dataclasses import replace
from functools import lru_cache

from lxml import etree

from reportgen.ooxml.wordml import PPR, RPR, Element, W, whole
from reportgen.style import CONTENTS, HEADINGS, Page, StyleSheet, TextStyle
from reportgen.writers.docx import styles
from reportgen.writers.docx.reference.merged_styles import by_id, line_of, matched
from reportgen.writers.docx.reference.reference_file import ReferenceFile, read_reference
from reportgen.writers.docx.styles import styles_xml

_IDS = {
    **{"标题": styles.TITLE, "正文": styles.BODY, "页码": styles.PAGE, "目录标题": styles.CONTENTS_TITLE},
    **{"表号": styles.NUMBER, "表题": styles.CAPTION, "表眉": styles.LINE, "表注": styles.NOTE},
    **{"表格": styles.CELL, "表头": styles.HEAD},
    **{kind: styles.heading(level) for level, kind in enumerate(HEADINGS, 1)},
    **{kind: styles.contents_level(level) for level, kind in enumerate(CONTENTS, 1)},
    **dict(zip(("封面标题", "封面署名", "封面日期"), styles.COVER, strict=True)),
}
_CELLS = ("表格", "表头")
_NO_SIZE = 20  # half-points, where no style says any
_SMALLEST, _LARGEST = 2, 200
_DEFAULTS = {PPR: "pPrDefault", RPR: "rPrDefault"}


@lru_cache(maxsize=16)
def style_of(style: StyleSheet) -> StyleSheet:
    """The style sheet as its reference document changes it."""
    office = read_reference(style.reference)
    ours = etree.fromstring(styles_xml(style).encode())
    same, known = matched(ours, office.styles), by_id(office.styles)
    defaults = office.styles.find(f"{W}docDefaults")
    lines = {kind: line_of(same.get(key), known) for kind, key in _IDS.items()}
    texts = {kind: _text(kind, text, lines[kind], defaults) for kind, text in style.texts.items()}
    portrait, landscape = _pages(style, office)
    return replace(style, portrait=portrait, landscape=landscape, texts=texts)


def _pages(style: StyleSheet, office: ReferenceFile) -> tuple[Page, Page]:
    upright = office.upright.page if office.upright else None
    turned = office.turned.page if office.turned else None
    if upright is None:
        return (style.portrait, style.landscape) if turned is None else (_turned(turned), turned)
    return upright, turned or (style.landscape if upright == style.portrait else _turned(upright))


def _turned(page: Page) -> Page:
    """The page on its side, the top of an upright one at the right; and back."""
    if page.width > page.height:
        return Page(page.height, page.width, page.right, page.left, page.top, page.bottom)
    return Page(page.height, page.width, page.left, page.right, page.bottom, page.top)


def _text(kind: str, text: TextStyle, line: list[Element], defaults: Element) -> TextStyle:
    """The text as the office's style sets it; ours if the office has none. `line`: the style, what it is based on, …"""
    if not line:
        return text
    size = whole(_said(line, defaults, RPR, "sz", "val"), _NO_SIZE)
    spacing = {name: _said(line, defaults, PPR, "spacing", name) for name in ("line", "lineRule", "before", "after")}
    own = replace(
        text,
        size=min(max(_SMALLEST, size), _LARGEST),
        line=whole(spacing["line"]) if spacing["lineRule"] == "exact" else 0,
        before=whole(spacing["before"]),
        after=whole(spacing["after"]),
    )
    single = replace(own, line=0)
    return single if kind in _CELLS and own.line == styles.pitch(single, own.size) else own


def _said(line: list[Element], defaults: Element, part: str, name: str, attribute: str) -> str:
    """The attribute in the first style of the line that has it, else in the office's defaults, else an empty text."""
    said = [each.find(f"{part}/{W}{name}") for each in line]
    if defaults is not None:
        said.append(defaults.find(f"{W}{_DEFAULTS[part]}/{part}/{W}{name}"))
    return next((found for each in said if each is not None and (found := each.get(f"{W}{attribute}"))), "")
