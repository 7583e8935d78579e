"""The office's own Word file (参考文档): its styles, pages, headers and footers, around our contents.

reference_file  the file, opened and checked     merged_styles  its styles, completed with ours
sections        Word sections, with its headers  parts          its parts that look, and nothing else
cleaning        no persons, changes, comments

Nothing of its text gets into the document.
"""

from reportgen.writers.docx.reference.parts import assembled
from reportgen.writers.docx.reference.reference_file import read_reference
from reportgen.writers.docx.reference.sections import section_writer

__all__ = ["assembled", "read_reference", "section_writer"]
