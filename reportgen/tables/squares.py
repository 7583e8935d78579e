"""A half of a table, or a band of a form, as a grid of squares, and which of them are one cell (合并)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.document import Cell, Role, Row, Runs
from reportgen.source import Scalar


@dataclass(frozen=True, slots=True)
class Square:
    """One grid position: what it shows, or that it is part of the cell above or to its left."""

    runs: Runs
    role: Role
    indent: int = 0
    joins_up: bool = False
    joins_left: bool = False
    fact: str = ""

    @property
    def joined(self) -> bool:
        """Whether another cell covers it."""
        return self.joins_up or self.joins_left

    @property
    def text(self) -> str:
        """As printed."""
        return "".join(run.text for run in self.runs)


Grid = list[list[Square]]


def merge_down(grid: Grid, columns: Sequence[int]) -> Grid:
    """合并: a cell joins the one above when it and all merged cells to its left are equal to those above."""
    out = [list(row) for row in grid]
    for above, below, target in zip(grid, grid[1:], out[1:], strict=False):
        for i in columns:
            if not below[i].text or below[i].text != above[i].text:
                break
            target[i] = replace(below[i], joins_up=True)
    return out


def refuse_unknown_titles(named: Sequence[Scalar], titles: Sequence[str], what: str = "合并") -> None:
    """合并 and 空列 name titles of columns that there are."""
    for name in named:
        if name.text not in titles:
            hint = did_you_mean(name.text, titles)
            raise ReportgenError(error("表", f"要{what}的“{name.text}”不是哪一列的标题", name.at, hint=hint))


def rows_of(grid: Grid, totals: Sequence[bool]) -> tuple[Row, ...]:
    """Squares → rows of spanning cells."""
    return tuple(Row(tuple(_cell(span) for span in spans), totals[i]) for i, spans in enumerate(spanned(grid)))


@dataclass(frozen=True, slots=True)
class CellSpan:
    """A square with how many columns and rows it covers."""

    column: int
    square: Square
    columns: int
    rows: int


def spanned(grid: Grid) -> list[list[CellSpan]]:
    """Row by row, the squares that are cells of their own."""
    return [[_span(grid, i, j) for j, square in enumerate(row) if not square.joined] for i, row in enumerate(grid)]


def _span(grid: Grid, i: int, j: int) -> CellSpan:
    width = 1 + _run(grid[i][k].joins_left for k in range(j + 1, len(grid[i])))
    height = 1 + _run(grid[k][j].joins_up for k in range(i + 1, len(grid)))
    return CellSpan(j, grid[i][j], width, height)


def _cell(span: CellSpan) -> Cell:
    square = span.square
    return Cell(square.runs, square.role, span.columns, span.rows, square.indent, square.fact)


def _run(flags: Iterable[bool]) -> int:
    return sum(1 for _ in takewhile(bool, flags))
