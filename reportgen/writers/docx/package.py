"""The package (文件包): python-docx makes the parts and how they hang together, the body is written into it.

The same tree gives the same bytes: nothing in the file knows the time, a path or a person.
Source: ECMA-376 part 1, 17.15 (settings); part 2 (packages, core properties).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from reportgen.document import Document
from reportgen.ooxml.changes import changes
from reportgen.revising import accepted
from reportgen.style import StyleSheet
from reportgen.writers.docx.body import body_xml
from reportgen.writers.docx.fonts import fonts_xml
from reportgen.writers.docx.pages import EVEN_HEADER, ODD_HEADER, Numbers, footers, section_properties
from reportgen.writers.docx.pictures import chart_parts, with_charts
from reportgen.writers.docx.properties import core_xml, custom_xml
from reportgen.writers.docx.reference import assembled, framing
from reportgen.writers.docx.revisions import signed
from reportgen.writers.docx.styles_part import styles_xml
from reportgen.writers.docx.text import NAMESPACES, XML, escaped
from reportgen.writers.docx.watermark import header_xml

_BODY, _CONTENT_TYPES = "word/document.xml", "[Content_Types].xml"
_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold
_SETTINGS = f"""{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>\
<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:doNotExpandShiftReturn/>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>\
</w:settings>"""


def packed(document: Document, style: StyleSheet) -> bytes:
    """The file: parts in a fixed order, with fixed dates."""
    frame = replace(style, pages=())
    whole = with_charts(dict(skeleton(frame, document.mark)), chart_parts(document))
    parts: dict[str, Iterable[bytes]] = {name: (content,) for name, content in whole.items()}
    newer, body = accepted(document), document_xml(document, style)
    if document.revised:
        body = list(signed(body, escaped(document.revised.author), document.revised.date))
    parts[_CORE] = [core_xml(newer).encode()]
    parts[_CUSTOM] = [custom_xml(newer, style, _changes(body) if document.revised else ()).encode()]
    parts[_BODY] = (piece.encode() for piece in body)
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != _CONTENT_TYPES, not name.startswith("_rels"), name)):
            with archive.open(_entry(name), "w") as part:
                for piece in parts[name]:
                    part.write(piece)
    return stream.getvalue()


@lru_cache(maxsize=16)
def skeleton(style: StyleSheet, mark: str) -> tuple[tuple[str, bytes], ...]:
    """Names and contents of all parts of a document in this style, with this mark, that has no contents yet."""
    if style.reference:
        return assembled(style, mark, _SETTINGS)
    template = docx.Document()
    package, body = template.part.package, template.part
    package.rels.clear()
    body.rels.clear()
    package.relate_to(body, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    package.core_properties.revision = 1
    package.relate_to(Part(PackURI(f"/{_CUSTOM}"), _CUSTOM_TYPE, b"", package), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    for key, (kind, content_type, name, content) in _parts(style, mark).items():
        part = Part(PackURI(f"/word/{name}.xml"), content_type, content.encode(), package)
        body.load_rel(kind, part, key)
    stream = BytesIO()
    template.save(stream)
    with ZipFile(stream) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _parts(style: StyleSheet, mark: str) -> dict[str, tuple[str, str, str, str]]:
    """Relationship id -> kind of relationship, content type, name and content of each part the body refers to."""
    of, kind = CONTENT_TYPE, RELATIONSHIP_TYPE
    headers = {
        ODD_HEADER: (kind.HEADER, of.WML_HEADER, "header1", header_xml(mark, 1)),
        EVEN_HEADER: (kind.HEADER, of.WML_HEADER, "header2", header_xml(mark, 2)),
    }
    return {
        **{
            key: (kind.FOOTER, of.WML_FOOTER, f"footer{i}", xml)
            for i, (key, xml) in enumerate(footers(style).items(), 1)
        },
        "rId3": (kind.STYLES, of.WML_STYLES, "styles", styles_xml(style)),
        "rId4": (kind.SETTINGS, of.WML_SETTINGS, "settings", _SETTINGS),
        "rId5": (kind.FONT_TABLE, of.WML_FONT_TABLE, "fontTable", fonts_xml(style)),
        **(headers if mark else {}),
    }


def document_xml(document: Document, style: StyleSheet) -> Iterable[str]:
    """The main part, piece by piece."""
    yield f"{XML}<w:document {NAMESPACES}><w:body>"
    if style.reference:
        frame = framing(replace(style, pages=()), document.mark)
        yield from body_xml(document, replace(frame.style, pages=style.pages), frame.section)
    else:
        yield from body_xml(document, style, partial(_own_section, style, bool(document.mark)))
    yield "</w:body></w:document>"


def _own_section(style: StyleSheet, marked: bool, turned: bool, numbers: Numbers, first: bool) -> str:  # noqa: ARG001
    return section_properties(turned, numbers, style, marked)


def _changes(body: Iterable[str]) -> Iterator[str]:
    """The tracked changes as a reader of the file tells them."""
    return changes(etree.fromstring("".join(body).encode()))


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _OLDEST)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
