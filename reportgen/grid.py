"""Cells on their grid columns (网格): a cell that spans rows has a place in each of them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reportgen.document import Cell, Row


class Spot(NamedTuple):
    """A cell in one row (格位); `below`: it began in a row above and continues here."""

    column: int
    cell: Cell
    below: bool


def grid(rows: Iterable[Row], width: int) -> Iterator[tuple[Row, list[Spot]]]:
    """Every row with its spots, from left to right; they cover the width exactly.

    Raises:
        ValueError: the cells of a row do not fill the grid; the tree is wrong.
    """
    spans: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        yield row, _spots(row, width, spans)


def _spots(row: Row, width: int, spans: dict[int, tuple[Cell, int]]) -> list[Spot]:
    """The spots of one row. `spans`: by column, the cells that reach down from above and their remaining rows."""
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
