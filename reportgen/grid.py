"""Cells on their grid columns (网格): a cell that spans several rows has a position in each of them.

The body of a table, or of a form's band, is made as a grid of positions (`Grid`); which positions are one cell (合并)
is settled last.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise, repeat

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.document import Cell, Role, Row, Runs
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass, replace
from reportgen.source import Scalar

_COUNTING = compiled(r"[栏行列项]次|编号|序号|[甲乙丙丁]|\*+")
_COUNT = compiled(r"(?P<number>[1-9]\d?)(?:=[\d+-]{1,40})?")


class Spot(NamedTuple):
    """A cell in one row (格位); `below` if it began in a row above."""

    column: int
    cell: Cell
    below: bool


_spot: Callable[[tuple[int, Cell, bool]], Spot] = partial(tuple.__new__, Spot)  # all in C: every writer asks for spots


def plain_spots(row: Row) -> list[Spot]:
    """Return the cells of a row where each is one column, and none reaches down into it."""
    return [*map(_spot, zip(range(len(row.cells)), row.cells, repeat(False)))]


def grid(rows: Iterable[Row], width: int) -> Iterator[tuple[Row, list[Spot]]]:
    """Yield every row with its cells from left to right; together they cover the width exactly.

    Raises:
        ValueError: the cells of a row do not fill the grid; the tree is wrong.
    """
    spans: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        yield row, _spots(row, width, spans)


def _spots(row: Row, width: int, spans: dict[int, tuple[Cell, int]]) -> list[Spot]:
    """Return the cells of one row on their grid columns.

    `spans`: column -> (the cell that reaches down from above, its remaining rows); it is changed for the next row.
    """
    if not spans and len(row.cells) == width and _is_plain(row):
        return plain_spots(row)
    spots, cells, column = [], iter(row.cells), 0
    while column < width:
        above = spans.pop(column, None)
        cell = above[0] if above else next(cells, None)
        if cell is None:
            break
        left = above[1] if above else cell.rows
        if left > 1:
            spans[column] = cell, left - 1
        spots.append(_spot((column, cell, above is not None)))
        column += cell.columns
    if column != width or next(cells, None):
        raise ValueError(f"a row of {len(row.cells)} cells does not fill a grid of {width} columns: {row}")
    return spots


def _is_plain(row: Row) -> bool:
    """Whether each cell is one position, as in most rows."""
    for cell in row.cells:  # noqa: SIM110 - `all` takes three times as long
        if cell.rows != 1 or cell.columns != 1:
            return False
    return True


def counts_columns(texts: Iterable[str]) -> bool:
    """Whether a row of a head only counts the columns: 栏次 | 1 | 2 | 3=1+2, ** | 1."""
    filled = list(dict.fromkeys(text for each in texts if (text := each.strip())))
    others = [text for text in filled if not _COUNTING.fullmatch(text)]
    counts = [int(found["number"]) for text in others if (found := _COUNT.fullmatch(text))]
    if len(counts) < len(others) or not counts or counts[0] != 1 or (len(counts) == 1 and len(filled) == 1):
        return False
    return all(after > before for before, after in pairwise(counts)) and counts[-1] <= 2 * len(counts)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One position of the grid: what it prints, or that the cell above or to its left covers it."""

    runs: Runs
    role: Role
    indent: int = 0
    joins_up: bool = False
    joins_left: bool = False
    fact: str = ""

    @property
    def text(self) -> str:
        """The printed text."""
        return "".join(run.text for run in self.runs)


Grid = list[list[GridCell]]


def merge_down(grid: Grid, columns: Sequence[int]) -> Grid:
    """Merge cells downwards (合并): a cell joins the one above if it and all merged cells to its left are equal."""
    out = [list(row) for row in grid]
    for above, below, target in zip(grid, grid[1:], out[1:], strict=False):
        for i in columns:
            if not below[i].text or below[i].text != above[i].text:
                break
            target[i] = replace(below[i], joins_up=True)
    return out


def refuse_unknown_titles(named: Sequence[Scalar], titles: Sequence[str], what: str = "合并") -> None:
    """Refuse titles under 合并 or 空列 that no column has."""
    for name in named:
        if name.text not in titles:
            hint = did_you_mean(name.text, titles)
            raise ReportgenError(error("表", f"要{what}的“{name.text}”不是哪一列的标题", name.at, hint=hint))


class CellSpan(NamedTuple):
    """A cell with its first grid column, and how many columns and rows it covers."""

    column: int
    cell: GridCell
    columns: int
    rows: int


def spans_of(grid: Grid) -> list[list[CellSpan]]:
    """Return the cells of each row that no other cell covers."""
    return [_row_spans(grid, i) for i in range(len(grid))]


def rows_of(grid: Grid, totals: Sequence[bool]) -> tuple[Row, ...]:
    """Return the rows of the document's table; `totals` says which of them are total rows."""
    joined = [any(cell.joins_up or cell.joins_left for cell in row) for row in grid] + [False]
    return tuple(
        Row(tuple(map(_cell, _row_spans(grid, i))) if joined[i] or joined[i + 1] else _alone(row), total)
        for i, (row, total) in enumerate(zip(grid, totals, strict=True))
    )


def _alone(row: Sequence[GridCell]) -> tuple[Cell, ...]:
    """Return the cells of a row in which each stands alone."""
    return tuple([Cell(cell.runs, cell.role, 1, 1, cell.indent, cell.fact) for cell in row])


def _row_spans(grid: Grid, i: int) -> list[CellSpan]:
    return [_span(grid, i, j) for j, cell in enumerate(grid[i]) if not (cell.joins_up or cell.joins_left)]


def _span(grid: Grid, i: int, j: int) -> CellSpan:
    row, right, below = grid[i], j + 1, i + 1
    while right < len(row) and row[right].joins_left:
        right += 1
    while below < len(grid) and grid[below][j].joins_up:
        below += 1
    return CellSpan(j, row[j], right - j, below - i)


def _cell(span: CellSpan) -> Cell:
    cell = span.cell
    return Cell(cell.runs, cell.role, span.columns, span.rows, cell.indent, cell.fact)
