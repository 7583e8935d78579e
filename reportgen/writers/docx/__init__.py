"""DOCX (Word 文档): a package of styles and footers, and a body written as text.

text     escaping, runs, paragraphs        styles   the style sheet as Word styles
grid     cells put on their grid columns   pages    paper, margins, page numbers
widths   column widths from contents       blocks   the tree as paragraphs, tables and Word sections
tables   captions, rows, cells, notes      package  the parts, and the file: same tree, same bytes
watermark  the mark of a draft, behind every page     reference/  the office's own file: styles, pages, headers
"""

from reportgen.document import Document
from reportgen.style import StyleSheet
from reportgen.writers.docx import package


def write(document: Document, style: StyleSheet) -> bytes:
    """The document as a .docx file."""
    return package.packed(document, style)
