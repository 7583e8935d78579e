"""What the file says of itself (文件属性): title, publisher, date, language, and a fingerprint of its contents.

By the fingerprint a later build sees whether somebody has changed the contents since. Nothing tells how, by whom or on
which machine the file was made.
Source: ECMA-376 part 2, 11 (core properties); part 1, 22.3 (custom properties).
"""

from collections.abc import Iterable

from reportgen.document import Document, marked_title
from reportgen.fingerprint import PROPERTY, fingerprint
from reportgen.style import StyleSheet
from reportgen.writers.docx.cover import below_title, has_cover
from reportgen.writers.docx.text import XML, escaped

_CORE = (
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_CUSTOM = (
    ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties; they are counted from 2


def core_xml(document: Document) -> str:
    """The core properties; the date is the document's own, else the first of the year."""
    day = f'xsi:type="dcterms:W3CDTF">{document.date or f"{document.year:04}-01-01"}T00:00:00Z'
    publisher = escaped(document.publisher)
    return (
        f"{XML}<cp:coreProperties{_CORE}>"
        f"<dc:title>{escaped(marked_title(document))}</dc:title><dc:creator>{publisher}</dc:creator>"
        f"<dc:language>{escaped(document.language)}</dc:language>"
        f"<cp:lastModifiedBy>{publisher}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {day}</dcterms:created><dcterms:modified {day}</dcterms:modified></cp:coreProperties>"
    )


def custom_xml(document: Document, style: StyleSheet, changes: Iterable[str] = ()) -> str:
    """The custom properties: the fingerprint of all that a reader sees, the cover too, and of tracked changes."""
    cover = filter(None, below_title(document)) if has_cover(document, style) else ()
    return (
        f'{XML}<Properties{_CUSTOM}><property fmtid="{_FORMAT}" pid="2" name="{PROPERTY}">'
        f"<vt:lpwstr>{fingerprint(document, (*cover, *changes))}</vt:lpwstr></property></Properties>"
    )
