"""The parts of the new file (部件): the office's styles, theme, fonts, lists, settings, headers and footers.

Everything else is left behind: text, comments, notes, custom XML, macros, properties, previews, links to files. Parts
get new names, for the old ones may tell something. The package is written by hand, so that the same reference document
always gives the same file. Source: ECMA-376 part 2.
"""

import posixpath
from collections.abc import Iterator
from copy import deepcopy

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from lxml import etree

from reportgen.ooxml import VAL, Element, W
from reportgen.ooxml.package import Link, Package
from reportgen.style import StyleSheet
from reportgen.writers.docx.markup import NAMESPACES, XML, escaped, paragraph
from reportgen.writers.docx.pages import BLANK, footers, header_xml
from reportgen.writers.docx.reference.cleaning import clean, settings, unmarked
from reportgen.writers.docx.reference.merged_styles import merged, renamed
from reportgen.writers.docx.reference.reference_file import grid_kind
from reportgen.writers.docx.reference.sections import HEADER, SectionWriter, section_writer
from reportgen.writers.docx.styles import PAGE, fonts_xml

_RELATED, _TYPE = RELATIONSHIP_TYPE, CONTENT_TYPE
_FOLDER, _MAIN = "word", "word/document.xml"
_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_NAMES = "http://schemas.openxmlformats.org/package/2006/"
_MEDIA = {RELATIONSHIP_TYPE.IMAGE: "media/image", RELATIONSHIP_TYPE.FONT: "fonts/font"}
_SAFE = ("http://", "https://", "mailto:")
_ROOT = (
    Link("rId1", RELATIONSHIP_TYPE.OFFICE_DOCUMENT, _MAIN),
    Link("rId2", RELATIONSHIP_TYPE.CORE_PROPERTIES, _CORE),
    Link("rId3", RELATIONSHIP_TYPE.CUSTOM_PROPERTIES, _CUSTOM),
)
_TYPES = {
    _MAIN: CONTENT_TYPE.WML_DOCUMENT_MAIN,
    _CORE: CONTENT_TYPE.OPC_CORE_PROPERTIES,
    _CUSTOM: CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
}


class PartsWriter:
    """Gathers the parts of the new file from the office's package (部件)."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._contents: dict[str, bytes] = {}
        self._types = dict(_TYPES)
        self._links: dict[str, list[Link]] = {"": list(_ROOT), _MAIN: []}
        self._named: dict[str, str] = {}

    def sources(self, kind: str) -> list[str]:
        """Names of the office's parts of a kind, at most one."""
        return [name for name in self._package.relations.get(kind, []) if name in self._package.archive.NameToInfo][:1]

    def copied(self, source: str) -> Element:
        """A part of the office's, cleaned."""
        return clean(self._package.xml(source), {link.key for link in self._kept(source)})

    def add(self, key: str, kind: str, content_type: str, name: str, root: Element, source: str = "") -> None:
        """Adds a part under that relationship id, with the pictures and fonts that its source refers to."""
        path = f"{_FOLDER}/{name}"
        self._links[_MAIN].append(Link(key, kind, path))
        self._types[path] = content_type
        self._contents[path] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        kept = [self._taken(link) for link in self._kept(source)] if source else []
        if kept:
            self._links[path] = kept

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Names and contents of all parts, with content types and relationships."""
        yield "[Content_Types].xml", self._content_types().encode()
        for path, links in self._links.items():
            folder, name = posixpath.split(path)
            yield posixpath.join(folder, "_rels", f"{name}.rels"), _relations(links, folder).encode()
        yield from self._contents.items()

    def _kept(self, source: str) -> list[Link]:
        """Pictures, embedded fonts, and links to public addresses."""
        there = self._package.archive.NameToInfo
        return [
            link
            for link in self._package.links(source)
            if (link.outside and link.target.startswith(_SAFE) and link.kind == RELATIONSHIP_TYPE.HYPERLINK)
            or (not link.outside and link.kind in _MEDIA and link.target in there)
        ]

    def _taken(self, link: Link) -> Link:
        """The link to our copy of its target; each target is copied once."""
        if link.outside:
            return link
        if link.target not in self._named:
            stem, extension = _MEDIA[link.kind], posixpath.splitext(link.target)[1].lower()
            path = f"{_FOLDER}/{stem}{len(self._named) + 1}{extension}"
            self._named[link.target] = path
            self._types[path] = self._package.content_type(link.target)
            self._contents[path] = self._package.read(link.target)
        return Link(link.key, link.kind, self._named[link.target])

    def _content_types(self) -> str:
        parts = "".join(
            f'<Override PartName="/{path}" ContentType="{escaped(kind)}"/>' for path, kind in self._types.items()
        )
        return (
            f'{XML}<Types xmlns="{_NAMES}content-types"><Default Extension="rels" ContentType="'
            f'{CONTENT_TYPE.OPC_RELATIONSHIPS}"/><Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>'
            f"{parts}</Types>"
        )


def assembled(style: StyleSheet, mark: str, own_settings: str) -> tuple[tuple[str, bytes], ...]:
    """Names and contents of all parts but text and properties; `own_settings`: for an office that has none."""
    frame = section_writer(style, mark)
    setup, said = frame.setup(turned=False), frame.office.settings
    kind = "" if setup is None else grid_kind(setup.section)
    root, becomes = merged(frame.office.styles, frame.style, kind)
    told = settings(clean(_root(own_settings) if said is None else deepcopy(said)), frame.even)
    parts = PartsWriter(frame.office.package)
    parts.add("rId1", _RELATED.STYLES, _TYPE.WML_STYLES, "styles.xml", root)
    parts.add("rId2", _RELATED.SETTINGS, _TYPE.WML_SETTINGS, "settings.xml", told)
    source = next(iter(parts.sources("fontTable")), "")
    fonts = _with_our_fonts(parts.copied(source) if source else None, frame.style)
    parts.add("rId3", _RELATED.FONT_TABLE, _TYPE.WML_FONT_TABLE, "fontTable.xml", fonts, source)
    for source in parts.sources("theme"):
        parts.add("rId4", _RELATED.THEME, _TYPE.OFC_THEME, "theme/theme1.xml", parts.copied(source), source)
    for source in parts.sources("numbering"):
        lists = _without_our_styles(renamed(parts.copied(source), becomes), set(becomes.values()))
        parts.add("rId5", _RELATED.NUMBERING, _TYPE.WML_NUMBERING, "numbering.xml", lists, source)
    _add_around(parts, frame, mark, becomes)
    return tuple(parts.files())


def _add_around(parts: PartsWriter, frame: SectionWriter, mark: str, becomes: dict[str, str]) -> None:
    """Adds the headers and footers."""
    own = footers(frame.style)
    for number, (header_footer, key) in enumerate(frame.keys.items(), 1):
        if header_footer.part:
            root = renamed(unmarked(parts.copied(header_footer.part)), becomes)
        else:
            root = _root(_blank_header() if header_footer.kind == HEADER else own[header_footer.own or BLANK])
        if mark and header_footer.kind == HEADER:
            root[:] = [*(root if header_footer.part else ()), *_root(header_xml(mark, number))]
        related = _RELATED.HEADER if header_footer.kind == HEADER else _RELATED.FOOTER
        content_type = _TYPE.WML_HEADER if header_footer.kind == HEADER else _TYPE.WML_FOOTER
        parts.add(key, related, content_type, f"{header_footer.kind}{number}.xml", root, header_footer.part)


def _blank_header() -> str:
    return f"{XML}<w:hdr {NAMESPACES}>{paragraph(PAGE)}</w:hdr>"


def _with_our_fonts(fonts: Element, style: StyleSheet) -> Element:
    """The office's font table, completed with ours and what may replace them."""
    own = _root(fonts_xml(style))
    if fonts is None:
        return own
    for each in fonts.iter(f"{W}charset"):
        each.attrib.pop(f"{W}characterSet", None)  # LibreOffice writes names that the schema does not know
    known = {each.get(f"{W}name") for each in fonts}
    fonts.extend([each for each in own if each.get(f"{W}name") not in known])
    return fonts


def _without_our_styles(lists: Element, ours: set[str]) -> Element:
    """The lists without the levels that number our styles: our headings carry their numbers."""
    for each in list(lists.iter(f"{W}pStyle")):
        if each.get(VAL) in ours:
            each.getparent().remove(each)
    return lists


def _root(xml: str) -> Element:
    return etree.fromstring(xml.encode())


def _relations(links: list[Link], folder: str) -> str:
    told = "".join(_relation(link, folder) for link in links)
    return f'{XML}<Relationships xmlns="{_NAMES}relationships">{told}</Relationships>'


def _relation(link: Link, folder: str) -> str:
    target = link.target if link.outside else posixpath.relpath(link.target, folder or ".")
    mode = ' TargetMode="External"' if link.outside else ""
    return f'<Relationship Id="{escaped(link.key)}" Type="{link.kind}" Target="{escaped(target)}"{mode}/>'
