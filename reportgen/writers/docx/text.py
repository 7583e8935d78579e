"""Words as WordprocessingML (文字): the one escaping function, runs, paragraphs.

Source: ECMA-376 part 1, 17.3; XML 1.0, 2.2 (legal characters); [MS-OI29500] 2.1.88 (which font a character takes).
"""

import re

from reportgen.document import Revision, Runs
from reportgen.writers.docx.revisions import line_mark, tracked

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
VML = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Characters that exist in Chinese and in Latin fonts: Word takes the Chinese one only when the run says so.
SHARED = "§¨°±·×÷\u2010-\u2027\u2030-\u205e\u2100-\u2bff"

_UNSAFE = re.compile('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_SHARED = re.compile(f"([{SHARED}]+)")
_BREAKS = re.compile("([\n\t])")
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def escaped(text: str) -> str:
    """The text as XML, in contents and in attributes alike; what XML cannot hold becomes U+FFFD."""
    return _UNSAFE.sub(lambda found: _ENTITIES.get(found[0], "\ufffd"), text)


def runs_xml(runs: Runs, revision: Revision | None = None) -> str:
    """The runs, verbatim; those of shared characters are marked as Chinese.

    Args:
        revision: of what they stand in; their own where that has none.
    """
    return "".join([tracked(text_runs(run.text), revision or run.revision) for run in runs])


def text_runs(text: str) -> str:
    """One text as one run, or as several where shared characters begin and end."""
    if text.isascii() or not _SHARED.search(text):
        return _run(text)
    return "".join(_run(part, _HINT if i % 2 else "") for i, part in enumerate(_SHARED.split(text)))


def paragraph(style: str, content: str = "", properties: str = "", revision: Revision | None = None) -> str:
    """A paragraph of a style; further properties come in the order of the schema.

    Args:
        revision: of the paragraph as a whole, which then ends no Word section.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}{line_mark(revision)}</w:pPr>{content}</w:p>'


def field_xml(code: str) -> tuple[str, str]:
    """What begins a field and what ends it; between them stands what it shows."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    told = f'<w:r><w:instrText xml:space="preserve"> {escaped(code)} </w:instrText></w:r>'
    return mark.format("begin") + told + mark.format("separate"), mark.format("end")


def _run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}{_content(text)}</w:r>" if text else ""


def _content(text: str) -> str:
    if "\n" in text or "\t" in text:
        return "".join(_MARKS.get(part) or _words(part) for part in _BREAKS.split(text) if part)
    return _words(text)


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'
