"""What a PDF shows of its document (排版): on which pages the headings are, and which fonts were not there.

pages  its outline and printed page numbers     fonts  its fonts, beside those of the style sheet
"""

from reportgen.printed.fonts import substituted
from reportgen.printed.pages import Heading, first_numbered, heading_pages, printed_pages

__all__ = ["Heading", "first_numbered", "heading_pages", "printed_pages", "substituted"]
