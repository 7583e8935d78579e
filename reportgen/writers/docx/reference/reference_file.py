"""The office's Word file (参考文档), opened: its styles, its page setups, and our style sheet as it changes it.

Templates (.dotx) are taken as documents are. Files that may carry macros are refused: nobody publishes those.
A section that does not name a header has that of the section before it (ECMA-376 part 1, 17.10.5).

Widths and heights are worked out with the changed style sheet: sizes, line pitch and space come from the office's
styles, paper and margins from its sections. If it has no landscape section, its portrait pages are turned; if these are
as ours, our landscape pages are used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NoReturn

from lxml import etree

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.ooxml import PPR, RPR, SECTION, Element, W, switched_on, whole
from reportgen.ooxml.package import Package, opened
from reportgen.style import CONTENTS, HEADINGS, Page, StyleSheet, TextStyle
from reportgen.writers.docx import styles
from reportgen.writers.docx.reference.cleaning import unmarked
from reportgen.writers.docx.reference.merged_styles import by_id, line_of, matched
from reportgen.writers.docx.styles import styles_xml

KINDS = ("default", "even", "first")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHORTEST = 2000  # twips: a text block below that is a mistake in the file
_OLD = f"{W}sectPrChange"
_MACROS = "macroEnabled"
_ASKED = ("styles", "settings", "numbering", "fontTable", "theme")  # parts that are read, not only copied
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


@dataclass(frozen=True, slots=True, eq=False)
class PageSetup:
    """Page setup of portrait or landscape pages (页面设置).

    Attributes:
        page: None if the file tells none on which text fits. The gutter is part of the margins.
        section: its `w:sectPr`; headers, footers: names of parts by kind of page.
        titled: the first page has headers and footers of its own.
    """

    page: Page | None
    section: Element
    headers: Mapping[str, str]
    footers: Mapping[str, str]
    titled: bool

    def parts(self) -> set[str]:
        """Names of all its headers and footers."""
        return {*self.headers.values(), *self.footers.values()}


def page_setups(package: Package) -> tuple[PageSetup | None, PageSetup | None]:
    """The page setup of the last portrait and of the last landscape section."""
    found: dict[bool, PageSetup] = {}
    settings = package.part("settings")
    on_top = bool(switched_on(settings, "gutterAtTop"))
    for section, headers, footers in _sections(package):
        titled = bool(switched_on(section, "titlePg"))
        page = _page(section, on_top)
        found[page is not None and page.width > page.height] = PageSetup(page, section, headers, footers, titled)
    return found.get(False), found.get(True)


def _sections(package: Package) -> Iterator[tuple[Element, dict[str, str], dict[str, str]]]:
    """Every section with its headers and footers."""
    parts = {link.key: link.target for link in package.links(package.main) if not link.outside}
    headers: dict[str, str] = {}
    footers: dict[str, str] = {}
    for section in package.body().iter(SECTION):
        if section.getparent().tag == _OLD:
            continue
        headers = headers | _named(section, "headerReference", parts, package)
        footers = footers | _named(section, "footerReference", parts, package)
        yield section, headers, footers


def _named(section: Element, tag: str, parts: Mapping[str, str], package: Package) -> dict[str, str]:
    named = {each.get(f"{W}type", "default"): parts.get(each.get(_ID, ""), "") for each in section.iter(f"{W}{tag}")}
    there = {kind: name for kind, name in named.items() if name in package.archive.NameToInfo}
    return {kind: name for kind, name in there.items() if len(unmarked(package.xml(name)))}  # more than our mark


def _page(section: Element, on_top: bool) -> Page | None:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margins is None:
        return None
    top, bottom, left, right, gutter = (
        abs(whole(margins.get(f"{W}{side}"))) for side in ("top", "bottom", "left", "right", "gutter")
    )
    top, left = (top + gutter, left) if on_top else (top, left + gutter)
    page = Page(whole(size.get(f"{W}w")), whole(size.get(f"{W}h")), top, bottom, left, right)
    return page if min(page.text_width, page.text_height) >= _SHORTEST else None


def number_format(section: Element) -> str:
    """The format of page numbers, `numberInDash`; empty if the section does not tell."""
    said = section.find(f"{W}pgNumType")
    return "" if said is None else said.get(f"{W}fmt", "")


def grid_kind(section: Element) -> str:
    """The type of the document grid: `lines`, `linesAndChars`; empty if there is none."""
    said = section.find(f"{W}docGrid")
    return "" if said is None else said.get(f"{W}type", "")


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceFile:
    """The reference document (参考文档).

    Attributes:
        styles, settings: roots of these parts; settings may be None.
        upright, turned: page setup of its last portrait and landscape sections; None if it has none.
        even: whether even pages have headers and footers of their own.
    """

    package: Package
    styles: Element
    settings: Element
    upright: PageSetup | None
    turned: PageSetup | None
    even: bool


@lru_cache(maxsize=4)
def read_reference(content: bytes, path: str = "参考文档") -> ReferenceFile:
    """The reference document in these bytes.

    Raises:
        ReportgenError: they are no Word document, or one that cannot be used.
    """
    package = opened(content, path)
    if _MACROS in package.content_type(package.main):
        _refuse(path, "带宏的文档", "这个Word文档可以带宏", "用Word打开，另存为“Word文档（*.docx）”")
    asked = {kind: package.part(kind) for kind in _ASKED}
    if asked["styles"] is None or asked["styles"].tag != f"{W}styles":
        _refuse(path, "没有样式", "这个Word文档里没有样式", "用Word打开，另存一次，或换一个文件")
    upright, turned = page_setups(package)
    even = bool(switched_on(asked["settings"], "evenAndOddHeaders"))
    around = [name for setup in filter(None, (upright, turned)) for name in setup.parts()]
    for name in [*around, *(name for kind in _ASKED for name in package.relations.get(kind, []))]:
        package.links(name)  # a file that breaks where it is copied is told now, before anything is built
    return ReferenceFile(package, asked["styles"], asked["settings"], upright, turned, even)


def _refuse(path: str, rule: str, message: str, hint: str) -> NoReturn:
    raise ReportgenError(error(rule, message, Location(path), hint=hint))


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
    """The page on its side: the top of an upright page at the right; and back."""
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
