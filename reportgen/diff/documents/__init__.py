"""Two documents compared (比文档): items side by side, then their words, tables by the names of rows and columns.

tokens   words: what counts as the same     aligning, alike  two sequences side by side
wording  the words of one place             items      a document as items in a row
parts    a table as rows and columns        tables     two tables: captions and columns; rows, cells in rows
both     what stands on both sides
comparing  all of it
"""

from reportgen.diff.documents.comparing import Comparison, compare

__all__ = ["Comparison", "compare"]
