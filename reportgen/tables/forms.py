"""Forms (表单): labelled cells in bands, such as the performance target forms of every region.

    表单:
      - {部门（单位）名称: 部门.名称, 预算编码: 部门.编码}      labels, each with its value beside it; "": a value alone
      - {旁题: 年度主要任务, 列: [...], 每条: 绩效.任务, 末行: [...]}   column heads over one row for each record
      - {旁题: 资金构成, 列: [...], 行: [{每个: 子项目}]}             column heads over rows as in other tables
      - {旁题: 资金支出计划, 列: [...]}                           column heads over one row of values
      - {旁题: 预算规模及资金用途, 下: [带, 带]}                    bands beside a title at their left
      - 片段                                                  a band, or several, that regions share
    宽: [2, 3, 2, 3] in a band: relative widths of its cells, a side title (旁题) taking the first.

A value is a path (部门.名称, `.用途` of the record at hand), a figure (支出[资金=财政拨款]), or `名称`: what this
copy of the form (每份) is about; `空` is blank; a list prints those that are there below each other. A band's cells
take the whole width; the grid has a line wherever some band has one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.document import Role, Row, Runs, Text, in_a_row
from reportgen.figure import FigureId
from reportgen.profile import fill
from reportgen.quantity import NumberFormat
from reportgen.source import Mapping, Node, Problems, Scalar, decode, key
from reportgen.source import Sequence as SequenceNode
from reportgen.tables.cells import CellMaker
from reportgen.tables.columns import BLANK, LABEL, Leaf, Printed, leaves, read_columns, read_value
from reportgen.tables.context import Context
from reportgen.tables.placing import Edges, FormCell, Lines, cell_of, edges_of, heads, placed, weights
from reportgen.tables.rows import RowReader
from reportgen.tables.spec import RowSpec
from reportgen.tables.squares import merge_down, refuse_unknown_titles, spanned

SIDE, WHOLE = Fraction(1, 10), 1000  # width of a side title; of the grid, in whole parts


@dataclass(frozen=True, slots=True)
class BandForm:
    """The keys of a band that is no mere list of labels."""

    side: Scalar | None = key("旁题", None)
    columns: SequenceNode | Mapping | None = key("列", None)
    below: SequenceNode | None = key("下", None)
    records: Scalar | None = key("每条", None)
    rows: Node | None = key("行", None)
    last: SequenceNode | None = key("末行", None)
    widths: Node | None = key("宽", None)
    merged: tuple[Scalar, ...] = key("合并", ())


@dataclass(frozen=True)
class FormBuilder:
    """Builds the rows of one form; `id` is what the form as a whole is about."""

    reader: RowReader
    form: NumberFormat
    id: FigureId

    @property
    def context(self) -> Context:
        """What reading the definition needs."""
        return self.reader.context

    def build(self, bands: SequenceNode) -> tuple[tuple[Row, ...], tuple[int, ...]]:
        """Rows of spanning cells, and the relative widths of the grid columns."""
        lines = self._bands(bands, Fraction(0))
        if not any(lines):
            raise ReportgenError(error("表", "表单里没有写内容", bands.at, hint="如 - {部门名称: 部门.名称}"))
        edges = sorted({edge for row in lines for cell in row for edge in (cell.left, cell.right)})
        place = {edge: i for i, edge in enumerate(edges)}
        made = tuple(Row(tuple(cell_of(cell, place) for cell in row)) for row in lines)
        return made, tuple(int((b - a) * WHOLE) for a, b in pairwise(edges))

    def _bands(self, node: Node, left: Fraction) -> Lines:
        """The lines of a band, or of several one below the other, that begin at `left`."""
        match node:
            case SequenceNode():
                return [line for band in node.items for line in self._bands(band, left)]
            case Scalar() if self.context.has_piece(node.text):
                return self._bands(self.context.piece(node), left)
            case Mapping() if not any(node.get(name) for name in ("列", "旁题", "下")):
                return [self._pairs(node, left)]
        problems = Problems()
        band = decode(node, BandForm, problems)
        problems.raise_any()
        assert band is not None
        return self._beside(band, left) if band.below else self._listing(band, node.at, left)

    def _beside(self, band: BandForm, left: Fraction) -> Lines:
        """A title at the side of other bands."""
        assert band.below is not None
        start = edges_of(left, weights(band.widths, [1, 9]))[0][1] if band.side else left
        return self._with_side(band, self._bands(band.below, start), left, start)

    def _with_side(self, band: BandForm, lines: Lines, left: Fraction, start: Fraction) -> Lines:
        if band.side and lines:
            title = (Text(fill(band.side, self.context.words)),)
            lines[0].insert(0, FormCell(left, start, title, Role.HEAD, len(lines)))
        return lines

    def _pairs(self, node: Mapping, left: Fraction) -> list[FormCell]:
        """Labels, each with its value beside it; without a label the value stands alone."""
        entries = node.without("宽").entries
        if not entries:
            raise ReportgenError(error("表", "这一条没有写内容", node.at, hint="如 {部门名称: 部门.名称}"))
        cells: list[tuple[Runs, Role, str]] = []
        for label, value in entries:
            if label.text:
                cells.append(((Text(fill(label, self.context.words)),), Role.HEAD, ""))
            cells.append((*self._value(value), value.text if isinstance(value, Scalar) else ""))
        edges = edges_of(left, weights(node.get("宽"), [2 if role is Role.HEAD else 3 for _, role, _ in cells]))
        return [FormCell(*edge, runs, role, fact=fact) for edge, (runs, role, fact) in zip(edges, cells, strict=True)]

    @property
    def _row(self) -> RowSpec:
        """The form as a row: what it is called, its figures, its record."""
        return RowSpec(self.context.words.get(LABEL, ""), self.id, record=self.reader.record)

    def _value(self, node: Node) -> tuple[Runs, Role]:
        if isinstance(node, SequenceNode):
            return in_a_row([runs for item in node.items if (runs := self._value(item)[0])], "\n"), Role.TEXT
        if not isinstance(node, Scalar):
            hint = "如 部门.名称、支出[资金=财政拨款]；没有的写 空"
            raise ReportgenError(error("表", "这里要写一个路径或数名", node.at, hint=hint))
        if node.text in ("", BLANK):
            return (), Role.TEXT
        if node.text == LABEL or re.split(r"[\[@【＠［]", node.text)[0] in self.context.vocabulary.measures:
            return self._printed(read_value(node, self.context, FigureId("")), node)
        fact = self.context.fact(node, self.reader.record)
        return fact.lines if fact else (), Role.TEXT

    def _printed(self, printed: Printed, node: Scalar) -> tuple[Runs, Role]:
        leaf = Leaf(None, printed, node.at)
        maker = CellMaker(self.reader.figures, self.form, [leaf])
        (square,) = maker.row(self._row)
        if maker.mistakes:
            raise ReportgenError(*maker.mistakes)
        return square.runs, Role.TEXT if node.text == LABEL else square.role

    def _listing(self, band: BandForm, at: Location, left: Fraction) -> Lines:
        """Column heads over one row for each record, with a title at the side of them all."""
        columns = read_columns(band.columns, self.context, FigureId("")) if band.columns else ()
        flat = leaves(columns)
        if not flat:
            raise ReportgenError(error("表", "这一条要写“列”", at, hint="如 列: [任务名称: .名称, 主要内容: .内容]"))
        sides = [len(flat) * SIDE / (1 - SIDE)] if band.side else []
        edges = edges_of(left, weights(band.widths, [*sides, *[Fraction(1)] * len(flat)]))
        start, inner = (edges[0][1], edges[1:]) if band.side else (left, edges)
        return self._with_side(band, [*heads(columns, inner), *self._lines(band, flat, inner)], left, start)

    def _lines(self, band: BandForm, flat: Sequence[Leaf], edges: Sequence[Edges]) -> Lines:
        maker = CellMaker(self.reader.figures, self.form, flat)
        squares = [maker.row(row) for row in self._specs(band)]
        if maker.mistakes:
            raise ReportgenError(*maker.mistakes)
        titles = [leaf.title or "" for leaf in flat]
        refuse_unknown_titles(band.merged, titles)
        named = {name.text for name in band.merged}
        merged = merge_down(squares, [i for i, title in enumerate(titles) if title in named])
        return [[placed(span, edges) for span in spans] for spans in spanned(merged)]

    def _specs(self, band: BandForm) -> list[RowSpec]:
        """Rows as they are written, one for each record, or one of values."""
        rows = band.rows
        if band.records:
            rows = Mapping(band.records.place, ((Scalar(band.records.place, "每条"), band.records),))
        body = self.reader.rows(rows, self.id) if rows else [self._row]
        return [*body, *(self.reader.rows(band.last, self.id) if band.last else [])]
