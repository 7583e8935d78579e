"""The office's Word file (参考文档): its styles, pages, headers and footers, around our contents.

office_file    the file, opened and cleaned    sections  Word sections, with their headers and footers
office_styles  its styles, with ours

`skeleton_like` puts what affects looks into the new file: styles, theme, fonts, lists, settings, headers and footers.
All else is left behind: text, comments, notes, custom XML, macros, properties, previews, links to files. Parts get new
names, for the old ones may reveal something. python-docx makes the package of them.
"""

import posixpath
from copy import deepcopy
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from reportgen.ooxml import PROPERTIES_TYPE, VAL, XML, Element, W
from reportgen.ooxml.package import Link, Package
from reportgen.records import NamedTuple
from reportgen.style import StyleSheet
from reportgen.writers.docx.markup import NAMESPACES, paragraph
from reportgen.writers.docx.pages import BLANK, footers, header_xml
from reportgen.writers.docx.reference.office_file import FOOTER, HEADER, clean, read_reference, settings, unmarked
from reportgen.writers.docx.reference.office_styles import merged, renamed
from reportgen.writers.docx.reference.sections import HeaderFooter, SectionWriter, section_writer
from reportgen.writers.docx.styles import PAGE, fonts_xml

__all__ = ["SectionWriter", "read_reference", "section_writer", "skeleton_like"]

_RELATED, _TYPE = RELATIONSHIP_TYPE, CONTENT_TYPE
_MEDIA = {RELATIONSHIP_TYPE.IMAGE: "media/image", RELATIONSHIP_TYPE.FONT: "fonts/font"}
_SHOWN = ("image/", "application/x-font", "application/vnd.openxmlformats-officedocument.obfuscatedfont")
_SAFE = ("http://", "https://", "mailto:")
_BLANK_HEADER = f"{XML}<w:hdr {NAMESPACES}>{paragraph(PAGE)}</w:hdr>"


class NewPart(NamedTuple):
    """What a part of the new file is: the id and kind of its relationship, its content type, its name below word/."""

    key: str
    kind: str
    content_type: str
    name: str


_STYLES = NewPart("rId1", _RELATED.STYLES, _TYPE.WML_STYLES, "styles.xml")
_SETTINGS = NewPart("rId2", _RELATED.SETTINGS, _TYPE.WML_SETTINGS, "settings.xml")
_FONTS = NewPart("rId3", _RELATED.FONT_TABLE, _TYPE.WML_FONT_TABLE, "fontTable.xml")
_THEME = NewPart("rId4", _RELATED.THEME, _TYPE.OFC_THEME, "theme/theme1.xml")
_LISTS = NewPart("rId5", _RELATED.NUMBERING, _TYPE.WML_NUMBERING, "numbering.xml")


_OF_KIND = {HEADER: (_RELATED.HEADER, _TYPE.WML_HEADER), FOOTER: (_RELATED.FOOTER, _TYPE.WML_FOOTER)}


class OfficeParts:
    """Copies parts of the office's package into the new one (部件), with what they refer to."""

    def __init__(self, package: Package, body: Any) -> None:
        self._package = package
        self._body = body
        self._media: dict[str, Any] = {}  # each is copied once

    def source(self, kind: str) -> list[str]:
        """Return the name of the office's part of a kind, in a list that is empty if there is none."""
        names = self._package.relations.get(kind, [])
        return list(islice((name for name in names if name in self._package.archive), 1))

    def copied(self, source: str) -> Element:
        """Return the root of one of the office's parts, without traces of persons (`clean`)."""
        return clean(self._package.xml(source), {link.key for link in self._kept(source)})

    def add(self, new: NewPart, root: Element, source: str = "") -> None:
        """Add a part with this root to the new file, and what the office's part `source` refers to: pictures, fonts."""
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = self._new_part(new.name, new.content_type, content)
        self._body.load_rel(new.kind, part, new.key)
        for link in self._kept(source) if source else ():
            part.load_rel(link.kind, link.target if link.outside else self._copy(link), link.key, link.outside)

    def _new_part(self, name: str, content_type: str, content: bytes) -> Any:
        return Part(PackURI(f"/word/{name}"), content_type, content, self._body.package)

    def _kept(self, source: str) -> list[Link]:
        """Return the links to pictures, embedded fonts and public addresses."""
        there = self._package.archive
        return [
            link
            for link in self._package.links(source)
            if (link.outside and link.target.startswith(_SAFE) and link.kind == _RELATED.HYPERLINK)
            or (not link.outside and link.kind in _MEDIA and link.target in there and self._shows(link.target))
        ]

    def _shows(self, name: str) -> bool:
        """Whether a part is a picture or a font, and no program or page under that name."""
        return self._package.content_type(name).lower().startswith(_SHOWN)

    def _copy(self, link: Link) -> Any:
        if link.target not in self._media:
            name = f"{_MEDIA[link.kind]}{len(self._media) + 1}{posixpath.splitext(link.target)[1].lower()}"
            content_type, content = self._package.content_type(link.target), self._package.read(link.target)
            self._media[link.target] = self._new_part(name, content_type, content)
        return self._media[link.target]


def skeleton_like(
    style: StyleSheet, mark: str, own_settings: str, asking: bool, properties: str
) -> tuple[tuple[str, bytes], ...]:
    """Return names and contents of all parts of an empty document; `properties`: name of the part with our own.

    Args:
        own_settings: the settings part, for an office's file that has none.
        asking: whether Word is asked to fill in page numbers.
    """
    template = docx.Document()
    package, body = template.part.package, template.part
    package.rels.clear()
    body.rels.clear()
    package.relate_to(body, _RELATED.OFFICE_DOCUMENT)
    package.core_properties.revision = 1
    custom = Part(PackURI(f"/{properties}"), PROPERTIES_TYPE, b"", package)
    package.relate_to(custom, _RELATED.CUSTOM_PROPERTIES)
    _add_parts(body, style, mark, own_settings, asking)
    stream = BytesIO()
    template.save(stream)
    with ZipFile(stream) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _add_parts(body: Any, style: StyleSheet, mark: str, own_settings: str, asking: bool) -> None:
    """Add every part that affects looks, and relate it to the main part `body`."""
    frame = section_writer(style, mark)
    root, becomes = merged(frame.office, frame.style)
    stated = frame.office.settings
    kept = settings(clean(_root(own_settings) if stated is None else deepcopy(stated)), frame.even, asking)
    parts = OfficeParts(frame.office.package, body)
    parts.add(_STYLES, root)
    parts.add(_SETTINGS, kept)
    source = next(iter(parts.source("fontTable")), "")
    fonts = _with_our_fonts(parts.copied(source) if source else None, frame.style)
    parts.add(_FONTS, fonts, source)
    for source in parts.source("theme"):
        parts.add(_THEME, parts.copied(source), source)
    for source in parts.source("numbering"):
        lists = _without_our_styles(renamed(parts.copied(source), becomes), set(becomes.values()))
        parts.add(_LISTS, lists, source)
    for number, (each, key) in enumerate(frame.keys.items(), 1):
        root = _header_footer(parts, frame, each, becomes)
        if mark and each.kind == HEADER:
            root[:] = [*(root if each.part else ()), *_root(header_xml(mark, number))]
        parts.add(NewPart(key, *_OF_KIND[each.kind], f"{each.kind}{number}.xml"), root, each.part)


def _header_footer(parts: OfficeParts, frame: SectionWriter, each: HeaderFooter, becomes: dict[str, str]) -> Element:
    """Return the root of the office's header or footer, or of ours."""
    if each.part:
        return renamed(unmarked(parts.copied(each.part)), becomes)
    return _root(_BLANK_HEADER if each.kind == HEADER else footers(frame.style)[each.own or BLANK])


def _with_our_fonts(fonts: Element, style: StyleSheet) -> Element:
    """Return the office's font table, completed with ours and what may replace them."""
    own = _root(fonts_xml(style))
    if fonts is None:
        return own
    for each in fonts.iter(f"{W}charset"):
        each.attrib.pop(f"{W}characterSet", None)  # LibreOffice writes names that the schema does not know
    known = {each.get(f"{W}name") for each in fonts}
    fonts.extend([each for each in own if each.get(f"{W}name") not in known])
    return fonts


def _without_our_styles(lists: Element, ours: set[str]) -> Element:
    """Return the lists without the levels that number our styles: our headings carry their numbers."""
    for each in list(lists.iter(f"{W}pStyle")):
        if each.get(VAL) in ours:
            each.getparent().remove(each)
    return lists


def _root(xml: str) -> Element:
    return etree.fromstring(xml.encode())
