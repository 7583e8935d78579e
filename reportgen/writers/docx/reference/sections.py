"""Word sections (节) under a reference document: page setup, and which header and footer stands on which page.

Numbered pages have the office's headers and footers. Cover and contents have only those that print no page number, such
as a letterhead. If the office prints no page numbers and has no footer, ours is printed. Its different first page
(首页不同) is the first page of the document. A draft has its watermark on every page.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import product

from lxml import etree

from reportgen.ooxml import RELATED, Element, P, T, W, whole
from reportgen.records import NamedTuple, dataclass, replace
from reportgen.style import Page, StyleSheet
from reportgen.writers.docx.pages import BLANK, PageNumbers, footer_distance, own_footers
from reportgen.writers.docx.reference.office_file import FOOTER, HEADER, OfficeFile, PageSetup, read_reference
from reportgen.writers.docx.reference.office_styles import style_of

_FIRST_KEY = 6  # first relationship id; those before it belong to other parts
_SEEN = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "instrText", "fldSimple", "sym"))
_PAGE_NUMBER = ("PAGE", "SECTIONPAGES")
_COPIED = "paperSrc", "pgBorders"


class HeaderFooter(NamedTuple):
    """A header or footer (页眉或页脚); blank without a part and a key.

    Attributes:
        kind: HEADER or FOOTER.
        part: name of the office's part.
        own: relationship id of our part.
    """

    kind: str
    part: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SectionWriter:
    """Writes the properties of Word sections.

    Attributes:
        keys: relationship ids of the headers and footers in use.
        even: even pages differ from odd ones.
        own_footers: the footers are ours, since the office prints no page numbers.
        numbered: names of the office's parts that print page numbers.
    """

    office: OfficeFile
    style: StyleSheet
    keys: Mapping[HeaderFooter, str]
    even: bool
    own_footers: bool
    numbered: Collection[str]

    def section(self, turned: bool, numbers: PageNumbers, first: bool) -> str:
        """Return the properties of a Word section; `first`: it is the first of the document."""
        setup, page = self.office.setup(turned), self.style.landscape if turned else self.style.portrait
        titled = first and setup is not None and setup.titled
        around = [
            (each, kind, self.header_footer(each, kind, turned, numbers))
            for each in (HEADER, FOOTER)
            for kind in _kinds(self.even, titled)
        ]
        references = "".join(
            f'<w:{each}Reference w:type="{kind}" r:id="{self.keys[found]}"/>'
            for each, kind, found in around
            if found in self.keys
        )
        return (
            f"<w:sectPr>{references}{_size(page)}{self._margins(page, setup)}{_copied(setup)}"
            f'{_numbers(setup, numbers)}<w:cols w:space="425"/>{"<w:titlePg/>" if titled else ""}'
            f"{_grid(setup, page)}</w:sectPr>"
        )

    def header_footer(self, part: str, kind: str, turned: bool, numbers: PageNumbers) -> HeaderFooter:
        """Return the header or footer of these pages; `kind`: `default`, `even` or `first`."""
        if part == FOOTER and self.own_footers:
            odd, even = own_footers(turned, numbers, self.style)
            return HeaderFooter(FOOTER, own=even if kind == "even" else odd)
        setup = self.office.setup(turned)
        asked = "default" if kind == "even" and not self.office.even else kind
        name = setup.around.get((part, asked), "") if setup else ""
        if not name or (numbers is PageNumbers.NONE and name in self.numbered):
            return HeaderFooter(part, own=BLANK)
        return HeaderFooter(part, name)

    def _margins(self, page: Page, setup: PageSetup | None) -> str:
        """Return the margins; negative if the office's are, so that headers do not push the text down."""
        header, footer = page.top // 2, footer_distance(page, self.style)
        top, bottom = page.top, page.bottom
        margins = None if setup is None else setup.section.find(f"{W}pgMar")
        if setup and margins is not None:
            header = whole(margins.get(f"{W}header"), header)
            footer = footer if self.own_footers else whole(margins.get(f"{W}footer"), footer)
            if setup.page == page:
                top, bottom = (
                    -page_side if whole(margins.get(f"{W}{side}")) < 0 else page_side
                    for side, page_side in (("top", top), ("bottom", bottom))
                )
        return (
            f'<w:pgMar w:top="{top}" w:right="{page.right}" w:bottom="{bottom}" w:left="{page.left}"'
            f' w:header="{header}" w:footer="{footer}" w:gutter="0"/>'
        )


@lru_cache(maxsize=16)
def section_writer(style: StyleSheet, mark: str) -> SectionWriter:
    """Return the writer of sections for documents in this style sheet, which has a reference document."""
    office = read_reference(style.reference)
    headers, footers = _used(office, HEADER), _used(office, FOOTER)
    parts = {name: office.package.xml(name) for name in (*footers, *headers)}
    numbered = frozenset(name for name, root in parts.items() if _prints_number(root))
    own = numbered.isdisjoint(headers) and not any(_is_seen(parts[name]) for name in footers)
    even = office.even or own
    bare = SectionWriter(office, style_of(style), {}, even, own, numbered)
    kinds = _kinds(even, any(setup.titled for setup in office.setups))
    all_pages = product((HEADER, FOOTER), kinds, (False, True), (PageNumbers.ON, PageNumbers.NONE))
    around = dict.fromkeys(bare.header_footer(*pages) for pages in all_pages)
    if not headers and not mark:
        around.pop(HeaderFooter(HEADER, own=BLANK), None)
    return replace(bare, keys={each: f"rId{number}" for number, each in enumerate(around, _FIRST_KEY)})


def _kinds(even: bool, titled: bool) -> list[str]:
    """Return the kinds of pages that have headers and footers of their own."""
    return ["default", *(["even"] if even else []), *(["first"] if titled else [])]


def _used(office: OfficeFile, part: str) -> list[str]:
    """Return the names of the office's headers or footers, each once."""
    names = (name for setup in office.setups for (each, _), name in setup.around.items() if each == part)
    return list(dict.fromkeys(names))


def _is_seen(root: Element) -> bool:
    """Whether a header or footer prints anything."""
    return any(each.text and each.text.strip() for each in root.iter(T)) or next(root.iter(*_SEEN), None) is not None


def _prints_number(root: Element) -> bool:
    fields = ["".join(each.itertext(f"{W}instrText")) for each in root.iter(P)]
    simple = [each.get(f"{W}instr", "") for each in root.iter(f"{W}fldSimple")]
    return any(word in _PAGE_NUMBER for code in (*fields, *simple) for word in code.upper().split())


def _size(page: Page) -> str:
    orient = ' w:orient="landscape"' if page.width > page.height else ""
    return f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'


def _copied(setup: PageSetup | None) -> str:
    """Return paper tray and page borders of the office, unless they refer to other parts."""
    found = [] if setup is None else [setup.section.find(f"{W}{name}") for name in _COPIED]
    plain = [each for each in found if each is not None and not _refers(each)]
    return "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in plain)


def _refers(element: Element) -> bool:
    return any(name.startswith(RELATED) for each in element.iter() for name in each.attrib)


def _numbers(setup: PageSetup | None, numbers: PageNumbers) -> str:
    kind = setup.stated("pgNumType", "fmt") if setup else ""
    form = f' w:fmt="{kind}"' if kind else ""
    start = ' w:start="1"' if numbers is PageNumbers.FROM_1 else ""
    return f"<w:pgNumType{form}{start}/>" if form or start else ""


def _grid(setup: PageSetup | None, page: Page) -> str:
    """Return the document grid; on pages that differ from the office's, only its pitch."""
    if setup is None or setup.section.find(f"{W}docGrid") is None:
        return ""
    names = ("type", "linePitch", "charSpace") if setup.page == page else ("linePitch",)
    stated = "".join(f' w:{name}="{found}"' for name in names if (found := setup.stated("docGrid", name)))
    return f"<w:docGrid{stated}/>"
