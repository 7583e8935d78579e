"""Budget files to begin with (起草): an empty one for a region, and next year's from this year's.

Both are texts for an officer to fill in, with 状态: 草稿 and what is open marked 待填 (reportgen.budget.drafts).
"""

from reportgen.drafts.rollover import Change, Kind, RolledOver, Terms, rolled_over, terms_of
from reportgen.drafts.skeleton import blank_file

__all__ = ["Change", "Kind", "RolledOver", "Terms", "blank_file", "rolled_over", "terms_of"]
