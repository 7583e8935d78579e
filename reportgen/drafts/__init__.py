"""Budget files to begin with (起草): an empty one for a region, and next year's from this year's.

Both are texts for an officer to fill in, with 状态: 草稿 and what is open marked 待填 (reportgen.budget.drafts).
"""

from reportgen.drafts.blank import blank_file
from reportgen.drafts.edits import EditedLine, EditKind, RolledOver
from reportgen.drafts.rollover import KeyTerms, rolled_over, terms_of

__all__ = ["EditKind", "EditedLine", "KeyTerms", "RolledOver", "blank_file", "rolled_over", "terms_of"]
