"""Comparison of two documents or two budgets (比对): what moved, what changed, what merely belongs to another year.

differences   two files → everything that is different between them, with contradictions, numbers edited by hand
comparison    two documents                     changes   what is different, as data
  tokens      words and numbers of a text       wording   two texts
  items       blocks, rows and columns          tables    two tables
  aligning    pairs of what belongs together
series        figures over several years
explaining    why totals changed, in items that add up
figures       two budgets, figure by figure     renaming  members under two names
  sides       the figures of one budget         reasons   what the budget files say in words
outputs       text, page, Word file, JSON
"""

from reportgen.diff.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
