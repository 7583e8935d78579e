"""Lists side by side in one table (并列): 科目编码 | 科目名称 | 金额 ‖ 科目编码 | 科目名称 | 金额.

A basic expenditure table often prints 人员经费 at the left and 公用经费 at the right, a long list goes on in a second
one under the same head, and 支出 stands by function and by economic item. A row of the table is then a row of each.
"""

from collections.abc import Sequence
from itertools import groupby

from reportgen.lexicon import spoken
from reportgen.reading.columns import Column


def lists_beside(columns: Sequence[Column]) -> tuple[tuple[tuple[Column, ...], ...], ...]:
    """The lists of a table; of each its columns, and those in which it goes on under the same heads."""
    blocks = _blocks(columns)
    kinds = {tuple(column.kind for column in block) for block in blocks}
    if len(blocks) < 2 or len(kinds) > 1 or not all(spoken().whole("起头的列", block[0].leaf) for block in blocks):
        return ((tuple(columns),),)
    heads = {tuple(column.path for column in block): None for block in blocks}
    return tuple(tuple(b for b in blocks if tuple(c.path for c in b) == head) for head in heads)


def _blocks(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Names or codes with the numbers at their right; none where a table ends in names."""
    runs = [(numbers, list(run)) for numbers, run in groupby(columns, key=lambda column: column.kind == "数值")]
    if len(runs) % 2 or (runs and runs[0][0]):
        return []
    if not all(column.path for column in columns):
        return []
    return [tuple(names + numbers) for (_, names), (_, numbers) in zip(runs[::2], runs[1::2], strict=True)]
