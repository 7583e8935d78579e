"""The office's pages (版面): paper, margins, headers and footers of its last upright and its last landscape section.

A section that does not name a header has the one of the section before it (ECMA-376 part 1, 17.10.5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.ooxml.names import SECTION, Element, W, switched_on, whole
from reportgen.ooxml.package import Package
from reportgen.style import Page
from reportgen.writers.docx.reference.cleaning import unmarked

KINDS = ("default", "even", "first")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHORTEST = 2000  # twips: a text block below that is a mistake in the file
_OLD = f"{W}sectPrChange"


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Pages of one kind (版面).

    Attributes:
        page: None where the file does not say it, or nothing that text fits on. The gutter is part of the margins.
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


def spreads(package: Package) -> tuple[Spread | None, Spread | None]:
    """The last upright and the last landscape pages of a file."""
    found: dict[bool, Spread] = {}
    settings = package.part("settings")
    on_top = bool(switched_on(settings, "gutterAtTop"))
    for section, headers, footers in _sections(package):
        titled = bool(switched_on(section, "titlePg"))
        page = _page(section, on_top)
        found[page is not None and page.width > page.height] = Spread(page, section, headers, footers, titled)
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
    """How the office prints page numbers, `numberInDash`; or nothing."""
    said = section.find(f"{W}pgNumType")
    return "" if said is None else said.get(f"{W}fmt", "")


def grid_kind(section: Element) -> str:
    """The kind of the document grid: `lines`, `linesAndChars`; or nothing."""
    said = section.find(f"{W}docGrid")
    return "" if said is None else said.get(f"{W}type", "")
