"""Two documents, or two budgets, compared (比对): what moved, what changed, what merely has another year.

differences  two files → all that is different between them
documents    two trees compared          changes   what is different, as data
budgets      figures by name, renamed members, reasons
merging      both in one tree, with tracked changes
grouping     changes by section and table
outputs      what the differences are shown as
"""

from reportgen.diff.documents import Comparison, compare

__all__ = ["Comparison", "compare"]
