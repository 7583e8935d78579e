"""The office's own Word file (参考文档): its styles, page, headers and footers for our contents.

office    what the file is, and what is asked of it     pages     its pages, headers, footers as Word sections
cleaning  nothing of persons, changes and comments      framing   which header and footer stands on which pages
names     which of its styles is which of ours          sheet     the style sheet that widths are worked out for
merging   its styles, completed with ours               parts     its parts that look, and nothing else
packing   how the parts of the new file hang together

Nothing of its text gets into the document.
"""

from reportgen.writers.docx.reference.framing import framing
from reportgen.writers.docx.reference.office import taken
from reportgen.writers.docx.reference.parts import assembled

__all__ = ["assembled", "framing", "taken"]
