"""Cells on their grid columns (网格): a cell that spans several rows has a position in each of them."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from reportgen.document import Cell, Row
from reportgen.patterns import compiled

_COUNTING = compiled(r"[栏行列项]次|编号|序号|[甲乙丙丁]|\*+")
_COUNT = compiled(r"(?P<number>[1-9]\d?)(?:=[\d+-]{1,40})?")


class Spot(NamedTuple):
    """A cell in one row (格位); `below` if it began in a row above."""

    column: int
    cell: Cell
    below: bool


def grid(rows: Iterable[Row], width: int) -> Iterator[tuple[Row, list[Spot]]]:
    """Yield every row with its cells from left to right; together they cover the width exactly.

    Raises:
        ValueError: the cells of a row do not fill the grid; the tree is wrong.
    """
    spans: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        yield row, _spots(row, width, spans)


def _spots(row: Row, width: int, spans: dict[int, tuple[Cell, int]]) -> list[Spot]:
    """The cells of one row; `spans` maps a column to the cell that reaches down from above, with its remaining rows."""
    spots, cells, column = [], iter(row.cells), 0
    while column < width:
        above = spans.pop(column, None)
        cell = above[0] if above else next(cells, None)
        if cell is None:
            break
        left = above[1] if above else cell.rows
        if left > 1:
            spans[column] = cell, left - 1
        spots.append(Spot(column, cell, above is not None))
        column += cell.columns
    if column != width or next(cells, None):
        raise ValueError(f"a row of {len(row.cells)} cells does not fill a grid of {width} columns: {row}")
    return spots


def counts_columns(texts: Iterable[str]) -> bool:
    """Whether a row of a head only counts the columns: 栏次 | 1 | 2 | 3=1+2, ** | 1."""
    filled = list(dict.fromkeys(text for each in texts if (text := each.strip())))
    others = [text for text in filled if not _COUNTING.fullmatch(text)]
    counts = [int(found["number"]) for text in others if (found := _COUNT.fullmatch(text))]
    if len(counts) < len(others) or not counts or counts[0] != 1 or (len(counts) == 1 and len(filled) == 1):
        return False
    return all(after > before for before, after in pairwise(counts)) and counts[-1] <= 2 * len(counts)
