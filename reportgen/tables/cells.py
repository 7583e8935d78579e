"""Grid cells: the body of a table or of a form's band as a grid of positions, and which of them are one cell (合并)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.document import Cell, Role, Row, Runs
from reportgen.records import dataclass
from reportgen.source import Scalar


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
    return [
        [_span(grid, i, j) for j, cell in enumerate(row) if not (cell.joins_up or cell.joins_left)]
        for i, row in enumerate(grid)
    ]


def rows_of(grid: Grid, totals: Sequence[bool]) -> tuple[Row, ...]:
    """Return the rows of the document's table; `totals` says which of them are total rows."""
    return tuple(Row(tuple(map(_cell, spans)), total) for spans, total in zip(spans_of(grid), totals, strict=True))


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
