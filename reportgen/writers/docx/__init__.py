"""DOCX (Word 文档): a package of styles and footers, and a body written as text.

package       the file and its properties       body          the tree as paragraphs, tables and Word sections
styles        style sheet → Word styles         front_matter  cover and contents
pages         paper, page numbers, watermark    tables        captions, rows, cells, notes
markup        runs, paragraphs, changes         table_layout  column widths and row heights
reference/    the office's own Word file        pictures      charts
"""

from reportgen.document import Document
from reportgen.style import StyleSheet
from reportgen.writers.docx import package


def write(document: Document, style: StyleSheet) -> bytes:
    """The document as a .docx file."""
    return package.packed(document, style)
