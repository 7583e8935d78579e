"""Two documents compared (比文档): items side by side, then their words; tables by the labels of rows and columns.

items      a document as items in a row        aligning  two sequences side by side
tokens     words, and which count as the same  wording   the words of one place
labels     rows and columns by their labels    tables    two tables
comparing  all of it
"""

from reportgen.diff.documents.comparing import Comparison, compare

__all__ = ["Comparison", "compare"]
