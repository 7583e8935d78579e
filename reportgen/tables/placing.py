"""Cells of a form on their way to the grid: where they begin and end, of the whole width."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Cell, Role, Runs
from reportgen.grid import grid
from reportgen.source import Node, Scalar
from reportgen.source import Sequence as SequenceNode
from reportgen.tables.columns import Column, Group, head
from reportgen.tables.squares import CellSpan

Edges = tuple[Fraction, Fraction]  # left and right of a cell, of the whole width


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell on its way to the grid: from `left` to `right` of the whole width, over so many rows."""

    left: Fraction
    right: Fraction
    runs: Runs
    role: Role
    rows: int = 1
    fact: str = ""


Lines = list[list[FormCell]]


def heads(columns: tuple[Column, ...], edges: Sequence[Edges]) -> list[list[FormCell]]:
    """The head rows of a listing; one whose titles are all blank has none."""
    if not any(_titled(column) for column in columns):
        return []
    return [
        [
            FormCell(
                edges[spot.column][0],
                edges[spot.column + spot.cell.columns - 1][1],
                spot.cell.runs,
                Role.HEAD,
                spot.cell.rows,
            )
            for spot in spots
            if not spot.below
        ]
        for _, spots in grid(head(columns), len(edges))
    ]


def placed(span: CellSpan, edges: Sequence[Edges]) -> FormCell:
    """A cell of a listing, in its columns' places."""
    right = edges[span.column + span.columns - 1][1]
    return FormCell(edges[span.column][0], right, span.square.runs, span.square.role, span.rows, span.square.fact)


def _titled(column: Column) -> bool:
    return bool(column.title) or (isinstance(column, Group) and any(_titled(c) for c in column.columns))


def weights(widths: Node | None, otherwise: Sequence[Fraction | int]) -> list[Fraction]:
    """Relative widths as they are written, one for each cell, else the usual ones."""
    if widths is None:
        return [Fraction(weight) for weight in otherwise]
    written = widths.items if isinstance(widths, SequenceNode) else (widths,)
    found = [int(w.text) for w in written if isinstance(w, Scalar) and re.fullmatch("[1-9][0-9]?", w.text)]
    if len(found) != len(otherwise):
        hint = f"这一条有{len(otherwise)}格，写{len(otherwise)}个1到99的整数，如 [{'、'.join('2' * len(otherwise))}]"
        raise ReportgenError(error("表", "“宽”写得不对", widths.at, hint=hint.replace("、", ", ")))
    return [Fraction(weight) for weight in found]


def edges_of(start: Fraction, weights: Sequence[Fraction]) -> list[Edges]:
    """Left and right of each cell of a band that takes the width from `start`."""
    unit, left, out = (1 - start) / sum(weights), start, []
    for weight in weights:
        out.append((left, left + weight * unit))
        left += weight * unit
    return out


def cell_of(cell: FormCell, place: dict[Fraction, int]) -> Cell:
    """The cell on the grid whose lines stand in these places."""
    return Cell(cell.runs, cell.role, place[cell.right] - place[cell.left], cell.rows, fact=cell.fact)
