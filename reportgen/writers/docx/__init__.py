"""DOCX (Word 文档): parts and their relationships written by hand, the body streamed into the file as text.

body          the tree as paragraphs, tables, sections     styles      style sheet → Word styles
tables        captions, rows, cells, notes                   pages       paper, page numbers, watermark, page breaks
table_layout  column widths                                  charts      charts as Word draws them
table_pages   row heights, tables on pages                   line_breaks where heads and titles break
front_matter  cover and contents                             reference/  the office's own Word file, with python-docx
markup        runs, paragraphs, tracked changes

The same tree gives the same bytes: no time, path or person gets into the file. Its properties hold title, publisher,
date, language and a fingerprint of the contents, by which a later build sees whether somebody has changed them since.

Source: ECMA-376 part 1, 17.15 (settings); part 2, 11 (core properties).
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from reportgen.document import Document, Table, below_title, walk
from reportgen.draft_mark import marked_title
from reportgen.fingerprint import PROPERTY, fingerprint
from reportgen.ooxml import PACKAGE, PROPERTIES_TYPE, RELATED_TO, XML, escaped, properties_xml, zipped
from reportgen.records import replace
from reportgen.style import StyleSheet
from reportgen.tracked_changes import accepted
from reportgen.writers.docx.body import body_xml, chart_parts, with_charts
from reportgen.writers.docx.front_matter import has_cover, needs_page_numbers, with_contents_fitted
from reportgen.writers.docx.markup import NAMESPACES, signed
from reportgen.writers.docx.pages import EVEN_HEADER, ODD_HEADER, PageNumbers, footers, header_xml, section_properties
from reportgen.writers.docx.styles import fonts_xml, styles_xml

if TYPE_CHECKING:
    from reportgen.writers.docx.reference import SectionWriter

_BODY, _CONTENT_TYPES = "word/document.xml", "[Content_Types].xml"
_AT_ONCE = 100  # rows or paragraphs
_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_MAIN, _RELATED = "application/vnd.openxmlformats-officedocument.wordprocessingml", f"{PACKAGE}/relationships"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_LISTING = XML.replace('"', "'")  # begins the parts that list others
_CORE_NAMES = (
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_SETTINGS = f"""{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>\
<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:doNotExpandShiftReturn/>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>\
</w:settings>"""


def write(document: Document, style: StyleSheet) -> bytes:
    """Return the document as a .docx file."""
    return packed(document, style)


def packed(document: Document, style: StyleSheet) -> bytes:
    """Return the file as bytes: parts in a fixed order, with fixed dates."""
    newer, body, pending = accepted(document), document_xml(document, style), list[str]()
    frame = replace(with_contents_fitted(newer, style), pages=())
    looks = _sections(frame, document.mark).style if style.reference else frame
    whole = with_charts(
        dict(skeleton(frame, document.mark, needs_page_numbers(newer, style))), chart_parts(document, looks)
    )
    parts: dict[str, Iterable[bytes]] = {name: (content,) for name, content in whole.items()}
    if document.revised:
        body = list(signed(body, escaped(document.revised.author), document.revised.date))
        pending = _pending("".join(body))
    parts[_CORE] = [core_xml(newer).encode()]
    parts[_CUSTOM] = [custom_xml(newer, style, pending).encode()]
    parts[_BODY] = _encoded(body)
    ordered = sorted(parts, key=lambda name: (name != _CONTENT_TYPES, not name.startswith("_rels"), name))
    return zipped({name: parts[name] for name in ordered})


def _encoded(body: Iterable[str]) -> Iterator[bytes]:
    """Yield the body in parts of many pieces, since each is compressed in a call of its own."""
    pieces = iter(body)
    while some := list(islice(pieces, _AT_ONCE)):
        yield "".join(some).encode()


@lru_cache(maxsize=16)
def skeleton(style: StyleSheet, mark: str, asking: bool = False) -> tuple[tuple[str, bytes], ...]:
    """Return names and contents of all parts of an empty document in this style, with this mark.

    Args:
        asking: whether Word is asked to fill in page numbers.
    """
    if style.reference:
        from reportgen.writers.docx.reference import skeleton_like

        return skeleton_like(style, mark, _SETTINGS, asking, _CUSTOM)
    parts = _parts(style, mark, asking)
    whole = {
        _CONTENT_TYPES: _content_types(parts.values()),
        "_rels/.rels": _relations(
            ("rId1", f"{RELATED_TO}/officeDocument", _BODY),
            ("rId2", f"{_RELATED}/metadata/core-properties", _CORE),
            ("rId3", f"{RELATED_TO}/custom-properties", _CUSTOM),
        ),
        "word/_rels/document.xml.rels": _relations(
            *((key, f"{RELATED_TO}/{kind}", f"{name}.xml") for key, (kind, name, _) in parts.items())
        ),
        **{f"word/{name}.xml": content for _, name, content in parts.values()},
    }
    return tuple((name, content.encode()) for name, content in whole.items())


def _content_types(parts: Iterable[tuple[str, str, str]]) -> str:
    kinds = {_BODY: f"{_MAIN}.document.main+xml", _CORE: _CORE_TYPE, _CUSTOM: PROPERTIES_TYPE}
    kinds |= {f"word/{name}.xml": f"{_MAIN}.{kind}+xml" for kind, name, _ in parts}
    each = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in sorted(kinds.items()))
    return (
        f'{_LISTING}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def _relations(*links: tuple[str, str, str]) -> str:
    each = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, kind, to in links)
    return f'{_LISTING}<Relationships xmlns="{_RELATED}">{each}</Relationships>'


def _parts(style: StyleSheet, mark: str, asking: bool) -> dict[str, tuple[str, str, str]]:
    """Return kind, name and content of our parts, by relationship id."""
    settings = _SETTINGS.replace("<w:compat>", "<w:updateFields/><w:compat>") if asking else _SETTINGS
    headers = {
        ODD_HEADER: ("header", "header1", header_xml(mark, 1)),
        EVEN_HEADER: ("header", "header2", header_xml(mark, 2)),
    }
    return {
        **{key: ("footer", f"footer{i}", xml) for i, (key, xml) in enumerate(footers(style).items(), 1)},
        "rId3": ("styles", "styles", styles_xml(style)),
        "rId4": ("settings", "settings", settings),
        "rId5": ("fontTable", "fontTable", fonts_xml(style)),
        **(headers if mark else {}),
    }


def _sections(style: StyleSheet, mark: str) -> "SectionWriter":
    """Return the writer of sections that have the page setups of the office's own Word file."""
    from reportgen.writers.docx.reference import section_writer

    return section_writer(style, mark)


def _pending(body: str) -> list[str]:
    """Return the tracked changes of the main part."""
    from lxml import etree

    from reportgen.ooxml import changes

    return list(changes(etree.fromstring(body.encode())))


def document_xml(document: Document, style: StyleSheet) -> Iterable[str]:
    """Yield the main part, piece by piece."""
    yield f"{XML}<w:document {NAMESPACES}><w:body>"
    if style.reference:
        frame = _sections(replace(style, pages=()), document.mark)
        yield from body_xml(document, replace(frame.style, pages=style.pages), frame.section)
    else:
        yield from body_xml(document, style, partial(_own_section, style, bool(document.mark)))
    yield "</w:body></w:document>"


def _own_section(style: StyleSheet, marked: bool, turned: bool, numbers: PageNumbers, first: bool) -> str:  # noqa: ARG001
    return section_properties(turned, numbers, style, marked)


def core_xml(document: Document) -> str:
    """Return the core properties; the date is the document's, else January 1 of its year."""
    day = f'xsi:type="dcterms:W3CDTF">{document.date or f"{document.year:04}-01-01"}T00:00:00Z'
    publisher = escaped(document.publisher)
    return (
        f"{XML}<cp:coreProperties{_CORE_NAMES}>"
        f"<dc:title>{escaped(marked_title(document))}</dc:title><dc:creator>{publisher}</dc:creator>"
        f"<dc:language>{escaped(document.language)}</dc:language>"
        f"<cp:lastModifiedBy>{publisher}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {day}</dcterms:created><dcterms:modified {day}</dcterms:modified></cp:coreProperties>"
    )


def custom_xml(document: Document, style: StyleSheet, changes: Iterable[str] = ()) -> str:
    """Return the custom properties: the fingerprint of the document, its charts, its cover and its tracked changes."""
    charts = (_charted(block) for block in walk(document.blocks) if isinstance(block, Table) and block.picture)
    cover = below_title(document) if has_cover(document, style) else ()
    return XML + properties_xml({PROPERTY: fingerprint(document, (*charts, *cover, *changes))})


def _charted(table: Table) -> str:
    from reportgen.drawing import chart_in_one_line

    return chart_in_one_line(table)
