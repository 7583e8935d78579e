"""The office's Word file (参考文档), opened: its styles, its settings, its page setups.

Templates (.dotx) are taken as documents are. Files that may carry macros are refused: nobody publishes those.
A section that does not name a header has that of the section before it (ECMA-376 part 1, 17.10.5).

What must not get into a published file (清理) is taken out: who wrote what and when, changes, comments, links to files.
What is left affects looks only. Source: ECMA-376 part 1, 17.13 (annotations), 17.15.1 (settings).
"""

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from reportgen.diagnostics import Location, refuse
from reportgen.ooxml import (
    DEL,
    INS,
    MOVE_FROM,
    MOVE_TO,
    RELATED,
    RPR,
    SDT,
    SDT_CONTENT,
    SECTION,
    VML,
    Element,
    P,
    R,
    T,
    W,
    switched_on,
    whole,
)
from reportgen.ooxml.package import Package, opened
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.style import Page

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_REMOVED = {DEL, MOVE_FROM} | {
    f"{W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "rsid", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "annotationRef", "lastRenderedPageBreak"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "footnoteReference", "endnoteReference"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    )
}
_OPENED = {INS, MOVE_TO, f"{W}smartTag", f"{W}customXml", f"{W}hyperlink"}
_PROPERTIES = {f"{W}smartTagPr", f"{W}customXmlPr"}
_TRACES = compiled(rf"{re.escape(W)}rsid\w*|{re.escape(_W14)}(?:paraId|textId)")
_SOURCES = (f"{RELATED}link", f"{RELATED}href")
_CLICKED = ("hlinkClick", "hlinkHover", "hlinkMouseOver")  # what a picture leads to
_FILE = compiled(r"(?i)(?:[a-z]:[\\/]|\\\\|file:).*")

# Settings that say how pages look, in the order of the schema.
_SETTINGS = (
    *("zoom", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins", "alignBordersAndEdges"),
    *("bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "autoHyphenation"),
    *("consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders"),
    *("drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery"),
    *("displayVerticalDrawingGridEvery", "noPunctuationKerning", "characterSpacingControl"),
    *("strictFirstAndLastChars", "noLineBreaksAfter", "noLineBreaksBefore", "updateFields", "compat"),
    *("themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator"),
)
HEADER, FOOTER = "header", "footer"
_SHORTEST = 2000  # twips: a text block below that is a mistake in the file
_OLD = f"{W}sectPrChange"
_MOST = 100_000  # elements of the parts that are copied; all styles of Word are 10,000
_MOST_SECTIONS = 1000
_MACROS = "macroEnabled"
_ASKED = ("styles", "settings", "numbering", "fontTable", "theme")  # parts that are read, not only copied
# (HEADER or FOOTER, kind of page: `default`, `even` or `first`) → name of the part
Around = Mapping[tuple[str, str], str]


def clean(root: Element, kept: Collection[str] = ()) -> Element:
    """Return the part without traces of persons, changed in place; `kept`: relationship ids that it may go on using."""
    for each in list(root.iter()):
        _forget_source(each, kept)
        if each.tag in _REMOVED or each.tag in _PROPERTIES or _refers_elsewhere(each, kept):
            _remove(each)
    for each in [each for each in root.iter() if each.tag in _OPENED and not _is_kept_link(each, kept)]:
        _open(each, each)
    for each in list(root.iter(SDT)):  # from outside in: what is inside is moved once
        inside = each.find(SDT_CONTENT)
        _open(each, each if inside is None else inside)
    for each in root.iter():
        for name, stated in list(each.attrib.items()):
            if _TRACES.fullmatch(name) or _FILE.fullmatch(stated):
                del each.attrib[name]
    return root


def unmarked(header: Element) -> Element:
    """Return a header without the watermark of a draft and the line that repeats its words, changed in place."""
    for line in [each for each in header if each.tag == P]:
        art = {each.get("string", "") for each in line.iter(f"{VML}textpath")} - {""}
        if art and {"".join(line.itertext(T)).strip()} == art:
            header.remove(line)
    return header


def settings(root: Element, even: bool, asking: bool) -> Element:
    """Return the settings part with only what affects looks, changed in place.

    Args:
        even: whether even pages have headers and footers of their own.
        asking: whether Word is asked to fill in page numbers.
    """
    for name, on in ((f"{W}evenAndOddHeaders", even), (f"{W}updateFields", asking)):
        for switch in root.findall(name):
            root.remove(switch)
        if on:
            root.append(root.makeelement(name))
    order = {f"{W}{name}": place for place, name in enumerate(_SETTINGS)}
    kept = sorted((each for each in root if each.tag in order), key=lambda each: order[each.tag])
    root[:] = kept
    return root


def _forget_source(picture: Element, kept: Collection[str]) -> None:
    """Remove the links to the file that an embedded picture was taken from."""
    if any(name.startswith(RELATED) and key in kept for name, key in picture.attrib.items()):
        for name in _SOURCES:
            if picture.get(name) not in kept:
                picture.attrib.pop(name, None)


def _refers_elsewhere(element: Element, kept: Collection[str]) -> bool:
    if element.tag in _OPENED:
        return False
    return any(name.startswith(RELATED) and key and key not in kept for name, key in element.attrib.items())


def _is_kept_link(element: Element, kept: Collection[str]) -> bool:
    key = element.get(f"{RELATED}id", "")
    return element.tag == f"{W}hyperlink" and (key in kept or not key)


def _remove(element: Element) -> None:
    """Remove an element; with its run, if the run shows nothing else."""
    run = next((above for above in element.iterancestors() if above.tag == R), None)
    gone = element if run is None or _is_aside(element) else run
    if gone.getparent() is not None:
        gone.getparent().remove(gone)


def _is_aside(element: Element) -> bool:
    """Whether an element is only a property or a link, so that its run may still show something."""
    looks = any(above.tag == RPR for above in element.iterancestors())
    return looks or element.tag.endswith(("PageBreak", *_CLICKED))


def _open(element: Element, inside: Element) -> None:
    """Replace an element by its contents."""
    for child in list(inside):
        element.addprevious(child)
    element.getparent().remove(element)


@dataclass(frozen=True, slots=True, eq=False)
class PageSetup:
    """Page setup of portrait or landscape pages (页面设置).

    Attributes:
        page: None if the file states none on which text fits. The gutter is part of the margins.
        section: its `w:sectPr`.
        around: its headers and footers.
        titled: the first page has headers and footers of its own.
    """

    page: Page | None
    section: Element
    around: Around
    titled: bool

    def stated(self, name: str, attribute: str) -> str:
        """Return an attribute of a section property, empty without it: `("docGrid", "type")` is `linesAndChars`."""
        found = self.section.find(f"{W}{name}")
        return "" if found is None else found.get(f"{W}{attribute}", "")


@dataclass(frozen=True, slots=True, eq=False)
class OfficeFile:
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

    @property
    def setups(self) -> list[PageSetup]:
        """The page setups that the file has, portrait before landscape."""
        return [setup for setup in (self.upright, self.turned) if setup]

    def setup(self, turned: bool) -> PageSetup | None:
        """Return the landscape or portrait pages; if it has none, those of the other kind."""
        return (self.turned or self.upright) if turned else (self.upright or self.turned)


@lru_cache(maxsize=4)
def read_reference(content: bytes, path: str = "参考文档") -> OfficeFile:
    """Return the reference document in these bytes.

    Raises:
        ReportgenError: they are no Word document, or one that cannot be used.
    """
    package = opened(content, path)
    if _MACROS in package.content_type(package.main):
        refuse("带宏的文档", "这个Word文档可以带宏", Location(path), hint="用Word打开，另存为“Word文档（*.docx）”")
    asked = {kind: package.part(kind) for kind in _ASKED}
    styles, settings = asked["styles"], asked["settings"]
    if styles is None or styles.tag != f"{W}styles":
        refuse("没有样式", "这个Word文档里没有样式", Location(path), hint="用Word打开，另存一次，或换一个文件")
    setups = _page_setups(package, on_top=bool(switched_on(settings, "gutterAtTop")))
    around = dict.fromkeys(name for setup in setups.values() for name in setup.around.values())
    for name in [*around, *(name for kind in _ASKED for name in package.relations.get(kind, []))]:
        package.links(name)  # a file that breaks where it is copied is reported now, before anything is built
    copied = [*(part for part in asked.values() if part is not None), *map(package.xml, around)]
    if sum(1 for part in copied for _ in part.iter()) > _MOST:
        hint = "新建一个空白文档，只把要用的样式复制过去，用它"
        refuse("文档过大", "这个Word文档里的样式、编号、页眉页脚多得不像一份文档的", Location(path), hint=hint)
    even = bool(switched_on(settings, "evenAndOddHeaders"))
    return OfficeFile(package, styles, settings, setups.get(False), setups.get(True), even)


def _page_setups(package: Package, on_top: bool) -> dict[bool, PageSetup]:
    """Return the page setup of the last portrait and of the last landscape section; True is landscape.

    No more than _MOST_SECTIONS are looked at, from the end: a small file can have tens of thousands.
    """
    found: dict[bool, PageSetup] = {}
    for section, around in deque(_sections(package), _MOST_SECTIONS):
        page = _page(section, on_top)
        titled = bool(switched_on(section, "titlePg"))
        found[page is not None and page.width > page.height] = PageSetup(page, section, around, titled)
    return found


def _sections(package: Package) -> Iterator[tuple[Element, Around]]:
    """Yield every section with its headers and footers."""
    parts = {link.key: link.target for link in package.links(package.main) if not link.outside}
    full = {name for kind in (HEADER, FOOTER) for name in package.relations.get(kind, []) if _holds(package, name)}
    around: dict[tuple[str, str], str] = {}
    for section in package.body().iter(SECTION):
        if section.getparent().tag != _OLD:
            around = around | _named(section, parts, full)
            yield section, around


def _holds(package: Package, name: str) -> bool:
    """Whether a header or footer is there and holds more than the mark of our drafts."""
    return name in package.archive and len(unmarked(package.xml(name))) > 0


def _named(section: Element, parts: Mapping[str, str], full: set[str]) -> dict[tuple[str, str], str]:
    """Return the headers and footers that a section names, of those that are not empty."""
    return {
        (part, each.get(f"{W}type", "default")): name
        for part in (HEADER, FOOTER)
        for each in section.iter(f"{W}{part}Reference")
        if (name := parts.get(each.get(f"{RELATED}id", ""), "")) in full
    }


def _page(section: Element, on_top: bool) -> Page | None:
    """Return paper and margins; `on_top`: the gutter is at the top."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margins is None:
        return None
    top, bottom, left, right, gutter = (
        abs(whole(margins.get(f"{W}{side}"))) for side in ("top", "bottom", "left", "right", "gutter")
    )
    top, left = (top + gutter, left) if on_top else (top, left + gutter)
    page = Page(whole(size.get(f"{W}w")), whole(size.get(f"{W}h")), top, bottom, left, right)
    return page if min(page.text_width, page.text_height) >= _SHORTEST else None
