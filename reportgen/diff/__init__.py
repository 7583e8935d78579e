"""Two documents, or two budgets, compared (比对): what moved, what changed, what merely has another year.

tokens     words: what counts as the same        aligning   two sequences side by side
wording    the words of one place                items      a document as items in a row
parts      a table as rows and columns           tables     two tables
documents  two documents                         changes    what is different, as data
drift      numbers edited by hand                grouping   by section and table
merging    both in one tree, with tracked changes: merging_tables for tables, revised for runs and rows
renaming   members that two budgets call differently (by likeness and members); renamed: what they are called
figures    figures of two budgets by their names (sides, facts); importance: their order in a summary
reasons    what two budget files say in words (words: of which figure or unit, where)
result     all of it, for outputs                outputs    what it is shown as
"""

from reportgen.diff.documents import Comparison, compare

__all__ = ["Comparison", "compare"]
