"""Two documents, or two budgets, compared (比对): what moved, what changed, what merely has another year.

documents  two trees: the comparison        changes   what is different, as data
budgets    figures by name, renamed members, reasons
drift      numbers edited by hand           merging   both in one tree, with tracked changes
finding    two files to all that is different, the result
grouping   by section and table             outputs   what it is shown as
"""

from reportgen.diff.documents import Comparison, compare

__all__ = ["Comparison", "compare"]
