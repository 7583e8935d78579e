"""Word sections (节) under a reference document: page setup, and which header and footer stands on which page.

Numbered pages have the office's headers and footers. Cover and contents have only those that print no page number, such
as a letterhead. If the office prints no page numbers and has no footer, ours is printed. Its different first page
(首页不同) is the first page of the document. A draft has its watermark on every page.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from lxml import etree

from reportgen.ooxml import Element, P, T, W, whole
from reportgen.style import Page, StyleSheet
from reportgen.writers.docx.pages import BLANK, PageNumbers, footer_distance, own_footers
from reportgen.writers.docx.reference.cleaning import RELATED
from reportgen.writers.docx.reference.reference_file import (
    KINDS,
    PageSetup,
    ReferenceFile,
    number_format,
    read_reference,
    style_of,
)

HEADER, FOOTER = "header", "footer"
FIRST_KEY = 6  # of relationships; those before are of the other parts
_SEEN = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "instrText", "fldSimple", "sym"))
_PAGE_NUMBER = ("PAGE", "SECTIONPAGES")
_COPIED = "paperSrc", "pgBorders"


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """A header or footer (页眉或页脚).

    Attributes:
        kind: `header` or `footer`. part: name of the office's part; own: key of ours; without either it is blank.
    """

    kind: str
    part: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SectionWriter:
    """Writes the properties of Word sections.

    Attributes:
        keys: relationship id of every header and footer in use. even: even pages differ from odd ones.
        own_footers: page numbers are ours. numbered: names of the office's parts that print page numbers.
    """

    office: ReferenceFile
    style: StyleSheet
    keys: Mapping[HeaderFooter, str]
    even: bool
    own_footers: bool
    numbered: Collection[str]

    def section(self, turned: bool, numbers: PageNumbers, first: bool) -> str:
        """The properties of a Word section; `first`: of the document."""
        setup, page = self.setup(turned), self.style.landscape if turned else self.style.portrait
        titled = first and setup is not None and setup.titled
        kinds = [kind for kind, used in zip(KINDS, (True, self.even, titled), strict=True) if used]
        around = [
            (kind, self.header_footer(part, kind, turned, numbers)) for part in (HEADER, FOOTER) for kind in kinds
        ]
        references = "".join(
            f'<w:{each.kind}Reference w:type="{kind}" r:id="{self.keys[each]}"/>'
            for kind, each in around
            if each in self.keys
        )
        return (
            f"<w:sectPr>{references}{_size(page)}{self._margins(page, setup)}{_copied(setup)}"
            f'{_numbers(setup, numbers)}<w:cols w:space="425"/>{"<w:titlePg/>" if titled else ""}'
            f"{_grid(setup, page)}</w:sectPr>"
        )

    def setup(self, turned: bool) -> PageSetup | None:
        """The office's landscape or portrait pages; if it has none, those of the other kind."""
        office = self.office
        return (office.turned or office.upright) if turned else (office.upright or office.turned)

    def header_footer(self, part: str, kind: str, turned: bool, numbers: PageNumbers) -> HeaderFooter:
        """The header or footer of these pages."""
        if part == FOOTER and self.own_footers:
            odd, even = own_footers(turned, numbers, self.style)
            return HeaderFooter(FOOTER, own=even if kind == "even" else odd)
        setup = self.setup(turned)
        named = {} if setup is None else setup.headers if part == HEADER else setup.footers
        name = named.get("default" if kind == "even" and not self.office.even else kind, "")
        if not name or (numbers is PageNumbers.NONE and name in self.numbered):
            return HeaderFooter(part, own=BLANK)
        return HeaderFooter(part, name)

    def _margins(self, page: Page, setup: PageSetup | None) -> str:
        said = None if setup is None or setup.page != page else setup.section.find(f"{W}pgMar")
        other = None if setup is None else setup.section.find(f"{W}pgMar")
        top, bottom = (_with_sign(said, side, getattr(page, side)) for side in ("top", "bottom"))
        header = page.top // 2 if other is None else whole(other.get(f"{W}header"), page.top // 2)
        footer = footer_distance(page, self.style)
        if not self.own_footers and other is not None:
            footer = whole(other.get(f"{W}footer"), footer)
        return (
            f'<w:pgMar w:top="{top}" w:right="{page.right}" w:bottom="{bottom}" w:left="{page.left}"'
            f' w:header="{header}" w:footer="{footer}" w:gutter="0"/>'
        )


@lru_cache(maxsize=16)
def section_writer(style: StyleSheet, mark: str) -> SectionWriter:
    """The writer of sections for documents in this style sheet, which has a reference document."""
    office = read_reference(style.reference)
    parts = {name: office.package.xml(name) for name in (*_used(office, FOOTER), *_used(office, HEADER))}
    numbered = frozenset(name for name, root in parts.items() if _prints_number(root))
    headers = [*_used(office, HEADER)]
    own = numbered.isdisjoint(headers) and not any(_is_seen(parts[name]) for name in _used(office, FOOTER))
    even = office.even or own
    bare = SectionWriter(office, style_of(style), {}, even, own, numbered)
    titled = any(setup.titled for setup in (office.upright, office.turned) if setup)
    kinds = [kind for kind, used in zip(KINDS, (True, even, titled), strict=True) if used]
    all_pages = product((HEADER, FOOTER), kinds, (False, True), (PageNumbers.ON, PageNumbers.NONE))
    around = dict.fromkeys(bare.header_footer(*pages) for pages in all_pages)
    if not headers and not mark:
        around.pop(HeaderFooter(HEADER, own=BLANK), None)
    keys = {header_footer: f"rId{number}" for number, header_footer in enumerate(around, FIRST_KEY)}
    return replace(bare, keys=keys)


def _used(office: ReferenceFile, part: str) -> Iterator[str]:
    page_setups = filter(None, (office.upright, office.turned))
    names = (name for each in page_setups for name in (each.headers if part == HEADER else each.footers).values())
    return iter(dict.fromkeys(names))


def _is_seen(root: Element) -> bool:
    """Whether anything is printed."""
    return any(each.text and each.text.strip() for each in root.iter(T)) or next(root.iter(*_SEEN), None) is not None


def _prints_number(root: Element) -> bool:
    fields = ["".join(each.itertext(f"{W}instrText")) for each in root.iter(P)]
    simple = [each.get(f"{W}instr", "") for each in root.iter(f"{W}fldSimple")]
    return any(word in _PAGE_NUMBER for code in (*fields, *simple) for word in code.upper().split())


def _with_sign(margins: Element, side: str, width: int) -> int:
    """A margin; negative if the office's is: then headers do not push the text down."""
    return -width if margins is not None and whole(margins.get(f"{W}{side}")) < 0 else width


def _size(page: Page) -> str:
    orient = ' w:orient="landscape"' if page.width > page.height else ""
    return f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'


def _copied(setup: PageSetup | None) -> str:
    """Paper tray and page borders of the office."""
    found = [] if setup is None else [setup.section.find(f"{W}{name}") for name in _COPIED]
    plain = [each for each in found if each is not None and not _refers(each)]
    return "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in plain)


def _refers(element: Element) -> bool:
    return any(name.startswith(RELATED) for each in element.iter() for name in each.attrib)


def _numbers(setup: PageSetup | None, numbers: PageNumbers) -> str:
    kind = "" if setup is None else number_format(setup.section)
    form = f' w:fmt="{kind}"' if kind else ""
    start = ' w:start="1"' if numbers is PageNumbers.FROM_1 else ""
    return f"<w:pgNumType{form}{start}/>" if form or start else ""


def _grid(setup: PageSetup | None, page: Page) -> str:
    """The document grid; on pages that differ from the office's, only its pitch."""
    found = None if setup is None else setup.section.find(f"{W}docGrid")
    if found is None or setup is None:
        return ""
    names = ("type", "linePitch", "charSpace") if setup.page == page else ("linePitch",)
    said = "".join(f' w:{name}="{found.get(W + name)}"' for name in names if found.get(W + name))
    return f"<w:docGrid{said}/>"
