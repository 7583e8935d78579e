"""Forms (表单): labelled cells in bands, such as the performance target forms of every region.

    表单:
      - {部门（单位）名称: 部门.名称, 预算编码: 部门.编码}      labels, each with its value beside it
      - {旁题: 年度主要任务, 列: [...], 每条: 绩效.任务, 末行: [...]}   column heads over one row for each record
      - {旁题: 资金支出计划, 列: [...]}                           column heads over one row of values
    宽: [2, 3, 2, 3] in a band: relative widths of its cells, a side title (旁题) taking the first.

A value is a path (部门.名称, `.用途` of the record at hand), or a figure (支出[资金=财政拨款]); `空` is blank. A band's
cells take the whole width; the grid has a line wherever some band has one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from reportgen.diagnostics import ReportgenError
from reportgen.document import Cell, Role, Row, Runs, Text
from reportgen.figure import FigureId
from reportgen.grid import grid
from reportgen.profile import fill
from reportgen.quantity import NumberFormat
from reportgen.source import Mapping, Problems, Scalar, decode, key
from reportgen.source import Sequence as SequenceNode
from reportgen.tables.cells import CellMaker, Span, merge_down, spanned
from reportgen.tables.columns import BLANK, Column, Group, Leaf, Printed, head, leaves, read_columns, read_value
from reportgen.tables.context import Context
from reportgen.tables.rows import RowReader, RowSpec

SIDE, WHOLE = Fraction(1, 10), 1000
Edges = tuple[Fraction, Fraction]  # left and right of a cell, of the whole width


@dataclass(frozen=True, slots=True)
class BandForm:
    """The keys of a band that is no mere list of labels."""

    side: Scalar | None = key("旁题", None)
    columns: SequenceNode | Mapping | None = key("列", None)
    records: Scalar | None = key("每条", None)
    last: SequenceNode | None = key("末行", None)
    widths: tuple[int, ...] = key("宽", ())
    merged: tuple[str, ...] = key("合并", ())


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell on its way to the grid: from `left` to `right` of the whole width, over so many rows."""

    left: Fraction
    right: Fraction
    runs: Runs
    role: Role
    rows: int = 1


@dataclass
class FormBuilder:
    """Builds the rows of one form; `id` and `record` are what the form as a whole is about."""

    reader: RowReader
    context: Context
    form: NumberFormat
    id: FigureId
    rows: list[list[Placed]] = field(default_factory=list)

    def build(self, bands: SequenceNode) -> tuple[tuple[Row, ...], tuple[int, ...]]:
        """Rows of spanning cells, and the relative widths of the grid columns."""
        for band in bands.items:
            self._band(band)
        edges = sorted({edge for row in self.rows for cell in row for edge in (cell.left, cell.right)})
        place = {edge: i for i, edge in enumerate(edges)}
        made = tuple(Row(tuple(_cell(cell, place) for cell in row)) for row in self.rows)
        return made, tuple(int((b - a) * WHOLE) for a, b in pairwise(edges))

    def _band(self, node: object) -> None:
        if isinstance(node, Mapping) and node.get("列") is None and node.get("旁题") is None:
            self.rows.append(self._pairs(node))
            return
        problems = Problems()
        band = decode(node, BandForm, problems)  # type: ignore[arg-type]
        problems.raise_any()
        assert band is not None
        self._listing(band)

    def _pairs(self, node: Mapping) -> list[Placed]:
        """Labels, each with its value beside it."""
        widths = node.get("宽")
        entries = node.without("宽").entries
        weights = (
            [int(w.text) for w in widths.items if isinstance(w, Scalar)] if isinstance(widths, SequenceNode) else []
        )
        edges = _edges(Fraction(0), weights or [2, 3] * len(entries))
        cells = []
        for i, (label, value) in enumerate(entries):
            runs, role = self._value(value, RowSpec("", self.id, record=self.reader.record))
            cells.append(Placed(*edges[2 * i], (Text(fill(label, self.context.words)),), Role.HEAD))
            cells.append(Placed(*edges[2 * i + 1], runs, role))
        return cells

    def _value(self, node: object, row: RowSpec) -> tuple[Runs, Role]:
        assert isinstance(node, Scalar)
        if node.text in ("", BLANK):
            return (), Role.TEXT
        if re.split(r"[\[@【＠［]", node.text)[0] in self.context.vocabulary.measures:
            return self._printed(read_value(node, self.context, FigureId("")), node, row)
        fact = self.context.fact(node, row.record)
        return fact.lines if fact else (), Role.TEXT

    def _printed(self, printed: Printed, node: Scalar, row: RowSpec) -> tuple[Runs, Role]:
        leaf = Leaf(None, printed, node.at)
        maker = CellMaker(self.reader.figures, self.form, [leaf])
        (square,) = maker.row(row)
        if maker.mistakes:
            raise ReportgenError(*maker.mistakes)
        return square.runs, square.role

    def _listing(self, band: BandForm) -> None:
        """Column heads over one row for each record, with a title at the side of them all."""
        columns = read_columns(band.columns, self.context, FigureId("")) if band.columns else ()
        flat = leaves(columns)
        start = (SIDE if not band.widths else Fraction(band.widths[0], sum(band.widths))) if band.side else Fraction(0)
        weights = list(band.widths[1:] if band.side else band.widths) or [1] * len(flat)
        edges = _edges(start, weights)
        body = [*_heads(columns, edges), *self._lines(band, flat, edges)]
        if band.side:
            title = (Text(fill(band.side, self.context.words)),)
            body[0].insert(0, Placed(Fraction(0), start, title, Role.HEAD, len(body)))
        self.rows += body

    def _lines(self, band: BandForm, flat: Sequence[Leaf], edges: Sequence[Edges]) -> list[list[Placed]]:
        maker = CellMaker(self.reader.figures, self.form, flat)
        squares = [maker.row(row) for row in self._specs(band)]
        if maker.mistakes:
            raise ReportgenError(*maker.mistakes)
        merged = merge_down(squares, [i for i, leaf in enumerate(flat) if leaf.title in band.merged])
        return [[_placed(span, edges) for span in spans] for spans in spanned(merged)]

    def _specs(self, band: BandForm) -> list[RowSpec]:
        last = self.reader.rows(band.last, self.id) if band.last else []
        if band.records is None:
            return [RowSpec("", self.id, record=self.reader.record), *last]
        path = Mapping(band.records.place, ((Scalar(band.records.place, "每条"), band.records),))
        return [*self.reader.rows(path, self.id), *last]


def _heads(columns: tuple[Column, ...], edges: Sequence[Edges]) -> list[list[Placed]]:
    """The head rows of a listing; one whose titles are all blank has none."""
    if not any(_titled(column) for column in columns):
        return []
    return [
        [
            Placed(
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


def _placed(span: Span, edges: Sequence[Edges]) -> Placed:
    right = edges[span.column + span.columns - 1][1]
    return Placed(edges[span.column][0], right, span.square.runs, span.square.role, span.rows)


def _titled(column: Column) -> bool:
    return bool(column.title) or (isinstance(column, Group) and any(_titled(c) for c in column.columns))


def _edges(start: Fraction, weights: Sequence[int]) -> list[Edges]:
    """Left and right of each cell of a band that takes the width from `start`."""
    unit, left, out = (1 - start) / sum(weights), start, []
    for weight in weights:
        out.append((left, left + weight * unit))
        left += weight * unit
    return out


def _cell(cell: Placed, place: dict[Fraction, int]) -> Cell:
    return Cell(cell.runs, cell.role, place[cell.right] - place[cell.left], cell.rows)
