"""The package (文件包) of the office's parts that look: styles, theme, fonts, lists, settings, headers and footers.

Everything else stays behind: text, comments, notes, custom XML, macros, properties, previews, links to files.
Parts get names of their own, for theirs may tell something. Source: ECMA-376 part 2.
"""

from copy import deepcopy

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from lxml import etree

from reportgen.ooxml.names import VAL, Element, W
from reportgen.style import StyleSheet
from reportgen.writers.docx.markup import NAMESPACES, XML, paragraph
from reportgen.writers.docx.pages import BLANK, footers, header_xml
from reportgen.writers.docx.reference.cleaning import clean, settings, unmarked
from reportgen.writers.docx.reference.framing import HEADER, Framing, framing
from reportgen.writers.docx.reference.merging import merged
from reportgen.writers.docx.reference.names import renamed
from reportgen.writers.docx.reference.packing import Parts
from reportgen.writers.docx.reference.pages import grid_kind
from reportgen.writers.docx.styles import PAGE, fonts_xml

_RELATED, _TYPE = RELATIONSHIP_TYPE, CONTENT_TYPE


def assembled(style: StyleSheet, mark: str, own_settings: str) -> tuple[tuple[str, bytes], ...]:
    """All parts but the text and the properties; `own_settings`: for an office that has none."""
    frame = framing(style, mark)
    spread, said = frame.spread(turned=False), frame.office.settings
    kind = "" if spread is None else grid_kind(spread.section)
    root, becomes = merged(frame.office.styles, frame.style, kind)
    told = settings(clean(_root(own_settings) if said is None else deepcopy(said)), frame.even)
    parts = Parts(frame.office.package)
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


def _add_around(parts: Parts, frame: Framing, mark: str, becomes: dict[str, str]) -> None:
    """The headers and footers."""
    own = footers(frame.style)
    for number, (slot, key) in enumerate(frame.keys.items(), 1):
        if slot.part:
            root = renamed(unmarked(parts.copied(slot.part)), becomes)
        else:
            root = _root(_blank_header() if slot.kind == HEADER else own[slot.own or BLANK])
        if mark and slot.kind == HEADER:
            root[:] = [*(root if slot.part else ()), *_root(header_xml(mark, number))]
        related = _RELATED.HEADER if slot.kind == HEADER else _RELATED.FOOTER
        content_type = _TYPE.WML_HEADER if slot.kind == HEADER else _TYPE.WML_FOOTER
        parts.add(key, related, content_type, f"{slot.kind}{number}.xml", root, slot.part)


def _blank_header() -> str:
    return f"{XML}<w:hdr {NAMESPACES}>{paragraph(PAGE)}</w:hdr>"


def _with_our_fonts(fonts: Element, style: StyleSheet) -> Element:
    """The font table with what may replace our Chinese fonts, where the office does not tell it."""
    own = _root(fonts_xml(style))
    if fonts is None:
        return own
    for each in fonts.iter(f"{W}charset"):
        each.attrib.pop(f"{W}characterSet", None)  # LibreOffice writes names that the schema does not know
    known = {each.get(f"{W}name") for each in fonts}
    fonts.extend([each for each in own if each.get(f"{W}name") not in known])
    return fonts


def _without_our_styles(lists: Element, ours: set[str]) -> Element:
    """The lists without the styles that they number by themselves: our headings carry their numbers."""
    for each in list(lists.iter(f"{W}pStyle")):
        if each.get(VAL) in ours:
            each.getparent().remove(each)
    return lists


def _root(xml: str) -> Element:
    return etree.fromstring(xml.encode())
