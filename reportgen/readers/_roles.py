"""What cells are for, from what stands in their columns (格的角色)."""

import re
from collections.abc import Iterable, Sequence

from reportgen.document import Role

INDENT = "\u3000"
AMOUNT = re.compile(r"[-－+]?[\d,]*\d(\.\d+)?%?|[-—－]+")
CODE = re.compile("[A-Za-z0-9.]+")
_FORM_OF = {Role.NUMBER: AMOUNT, Role.CODE: CODE}
_CODES = re.compile("类|款|项|.*(编码|代码).*")
_TOTAL = re.compile(".*(合计|总计)")


def column_role(heads: Sequence[str], filled: Sequence[str]) -> Role:
    """What most cells of a column are for: by its lowest head, else by what stands in those that are not empty."""
    if heads and _CODES.fullmatch(heads[-1]):
        return Role.CODE
    amounts = sum(1 for text in filled if AMOUNT.fullmatch(text))
    return Role.NUMBER if amounts * 2 >= len(filled) else Role.LABEL


def cell_role(words: str, column: Role) -> Role:
    """What one cell of such a column is for: words among numbers or codes are a label."""
    return Role.LABEL if words and column in _FORM_OF and not _FORM_OF[column].fullmatch(words) else column


def is_total(texts: Iterable[str]) -> bool:
    """Whether a row with these texts sums up others: 合 计, 收入总计."""
    return any("计" in text and _TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts)
