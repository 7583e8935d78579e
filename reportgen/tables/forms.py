"""Forms (表单): labelled cells in bands, such as the performance target forms of every region.

    表单:
      - {部门（单位）名称: 部门.名称, 预算编码: 部门.编码}      labels, each with its value beside it; "": a value alone
      - {旁题: 年度主要任务, 列: [...], 每条: 绩效.任务, 末行: [...]}   column heads over one row for each record
      - {旁题: 资金构成, 列: [...], 行: [{每个: 子项目}]}             column heads over rows as in other tables
      - {旁题: 资金支出计划, 列: [...]}                           column heads over one row of values
      - {旁题: 预算规模及资金用途, 下: [带, 带]}                    bands beside a title at their left
      - 片段                                                  a band, or several, that regions share
    宽: [2, 3, 2, 3] in a band: relative widths of its cells; a side title (旁题) takes the first.

A value is a path (部门.名称, `.用途` of the current record), a figure (支出[资金=财政拨款]), or `名称`, the name of
what this copy of the form (每份) is about; `空` is blank. A list prints its values below each other. The cells of a
band take the whole width, and the grid has a line wherever a band has one.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.document import Cell, Role, Row, Runs, Text, in_a_row
from reportgen.figure import FigureId
from reportgen.grid import grid, merge_down, refuse_unknown_titles, spans_of
from reportgen.patterns import compiled
from reportgen.profile import fill
from reportgen.quantity import NumberFormat
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, decoded, key, scalar_at
from reportgen.source import Sequence as SequenceNode
from reportgen.tables.column_kinds import CellMaker, Leaf, read_kind
from reportgen.tables.columns import Column, Group, head, leaves, read_columns
from reportgen.tables.definition import BLANK, LABEL, Context
from reportgen.tables.rows import RowReader, RowSpec

SIDE, WHOLE = Fraction(1, 10), 1000  # the width of a side title; the width of the grid in whole parts
Edges = tuple[Fraction, Fraction]  # left and right of a cell, as fractions of the whole width


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell before it has grid columns: from `left` to `right` of the whole width, over so many rows."""

    left: Fraction
    right: Fraction
    runs: Runs
    role: Role
    rows: int = 1
    fact: str = ""


Lines = list[list[FormCell]]


@dataclass(frozen=True, slots=True)
class FormBand:
    """A band that is more than a list of labels."""

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
        """The context of the definition."""
        return self.reader.context

    def build(self, bands: SequenceNode) -> tuple[tuple[Row, ...], tuple[int, ...]]:
        """Return the rows of spanning cells, and the relative widths of the grid columns."""
        lines = self._bands(bands, Fraction(0))
        if not any(lines):
            raise ReportgenError(error("表", "表单里没有写内容", bands.at, hint="如 - {部门名称: 部门.名称}"))
        edges = sorted({edge for row in lines for cell in row for edge in (cell.left, cell.right)})
        place = {edge: i for i, edge in enumerate(edges)}
        rows = tuple(Row(tuple(_on_grid(cell, place) for cell in row)) for row in lines)
        return rows, tuple(int((b - a) * WHOLE) for a, b in pairwise(edges))

    def _bands(self, node: Node, left: Fraction) -> Lines:
        """The lines of a band, or of several below each other, that begin at `left`."""
        match node:
            case SequenceNode():
                return [line for band in node.items for line in self._bands(band, left)]
            case Scalar() if (piece := self.context.region_piece(node)) is not None:
                return self._bands(piece, left)
            case Mapping() if not any(node.get(name) for name in ("列", "旁题", "下")):
                return [self._labelled(node, left)]
        band = decoded(node, FormBand)
        return self._beside(band, band.below, left) if band.below else self._listed(band, node.at, left)

    def _beside(self, band: FormBand, below: SequenceNode, left: Fraction) -> Lines:
        """The lines of other bands, with the band's title at their side."""
        start = _edges(left, _weights(band.widths, [1, 9]))[0][1] if band.side else left
        return self._with_side(band, self._bands(below, start), left, start)

    def _with_side(self, band: FormBand, lines: Lines, left: Fraction, start: Fraction) -> Lines:
        if band.side and lines:
            title = (Text(fill(band.side, self.context.words)),)
            lines[0].insert(0, FormCell(left, start, title, Role.HEAD, len(lines)))
        return lines

    def _labelled(self, node: Mapping, left: Fraction) -> list[FormCell]:
        """The cells of labels, each with its value beside it; a value without a label stands alone."""
        entries = node.without("宽").entries
        if not entries:
            raise ReportgenError(error("表", "这一条没有写内容", node.at, hint="如 {部门名称: 部门.名称}"))
        cells: list[tuple[Runs, Role, str]] = []
        for label, value in entries:
            if label.text:
                cells.append(((Text(fill(label, self.context.words)),), Role.HEAD, ""))
            cells.append((*self._value(value), value.text if isinstance(value, Scalar) else ""))
        edges = _edges(left, _weights(node.get("宽"), [2 if role is Role.HEAD else 3 for _, role, _ in cells]))
        return [FormCell(*edge, runs, role, fact=fact) for edge, (runs, role, fact) in zip(edges, cells, strict=True)]

    @property
    def _row(self) -> RowSpec:
        """The form as a row: its name, its figures, its record."""
        return RowSpec(self.context.words.get(LABEL, ""), self.id, record=self.reader.record)

    def _value(self, node: Node) -> tuple[Runs, Role]:
        if isinstance(node, SequenceNode):
            return in_a_row([runs for item in node.items if (runs := self._value(item)[0])], "\n"), Role.TEXT
        if not isinstance(node, Scalar):
            hint = "如 部门.名称、支出[资金=财政拨款]；没有的写 空"
            raise ReportgenError(error("表", "这里要写一个路径或数名", node.at, hint=hint))
        if node.text in ("", BLANK):
            return (), Role.TEXT
        if node.text == LABEL or compiled(r"[\[@【＠［]").split(node.text)[0] in self.context.vocabulary.measures:
            leaf = Leaf(None, read_kind(node, self.context, FigureId("")), node.at)
            [[cell]] = CellMaker(self.context, self.form, [leaf]).rows([self._row])
            return cell.runs, Role.TEXT if node.text == LABEL else cell.role
        fact = self.context.fact(node, self.reader.record)
        return fact.lines if fact else (), Role.TEXT

    def _listed(self, band: FormBand, at: Location, left: Fraction) -> Lines:
        """Return the lines of a band that has column heads and rows; its title stands at the side of all of them."""
        columns = read_columns(band.columns, self.context, FigureId("")) if band.columns else ()
        flat = leaves(columns)
        if not flat:
            raise ReportgenError(error("表", "这一条要写“列”", at, hint="如 列: [任务名称: .名称, 主要内容: .内容]"))
        sides = [len(flat) * SIDE / (1 - SIDE)] if band.side else []
        edges = _edges(left, _weights(band.widths, [*sides, *[1] * len(flat)]))
        start, inner = (edges[0][1], edges[1:]) if band.side else (left, edges)
        return self._with_side(band, [*_heads(columns, inner), *self._lines(band, flat, inner)], left, start)

    def _lines(self, band: FormBand, flat: Sequence[Leaf], edges: Sequence[Edges]) -> Lines:
        cells = CellMaker(self.context, self.form, flat).rows(self._rows(band))
        titles = [leaf.title or "" for leaf in flat]
        refuse_unknown_titles(band.merged, titles)
        named = {name.text for name in band.merged}
        merged = merge_down(cells, [i for i, title in enumerate(titles) if title in named])
        return [
            [
                FormCell(*_over(edges, one.column, one.columns), one.cell.runs, one.cell.role, one.rows, one.cell.fact)
                for one in spans
            ]
            for spans in spans_of(merged)
        ]

    def _rows(self, band: FormBand) -> list[RowSpec]:
        """Rows as they are written, one for each record, or one of values."""
        rows = band.rows
        if band.records:
            rows = Mapping(band.records.place, ((scalar_at(band.records.place, "每条"), band.records),))
        body = self.reader.rows(rows, self.id) if rows else [self._row]
        return [*body, *(self.reader.rows(band.last, self.id) if band.last else [])]


def _heads(columns: tuple[Column, ...], edges: Sequence[Edges]) -> Lines:
    """The head rows of columns; none where all titles are blank."""
    if not any(_has_title(column) for column in columns):
        return []
    return [
        [
            FormCell(*_over(edges, spot.column, spot.cell.columns), spot.cell.runs, Role.HEAD, spot.cell.rows)
            for spot in spots
            if not spot.below
        ]
        for _, spots in grid(head(columns), len(edges))
    ]


def _has_title(column: Column) -> bool:
    return bool(column.title) or (isinstance(column, Group) and any(map(_has_title, column.columns)))


def _over(edges: Sequence[Edges], first: int, columns: int) -> Edges:
    """Left and right of a cell that covers so many columns."""
    return edges[first][0], edges[first + columns - 1][1]


def _weights(widths: Node | None, otherwise: Sequence[Fraction | int]) -> tuple[Fraction | int, ...]:
    """Return the relative widths that are written (宽), one for each cell; `otherwise` if none are."""
    if widths is None:
        return tuple(otherwise)
    written = widths.items if isinstance(widths, SequenceNode) else (widths,)
    found = [int(w.text) for w in written if isinstance(w, Scalar) and compiled("[1-9][0-9]?").fullmatch(w.text)]
    if len(found) != len(otherwise):
        example = ", ".join("2" * len(otherwise))
        hint = f"这一条有{len(otherwise)}格，写{len(otherwise)}个1到99的整数，如 [{example}]"
        raise ReportgenError(error("表", "“宽”写得不对", widths.at, hint=hint))
    return tuple(found)


@lru_cache(maxsize=1024)
def _edges(start: Fraction, weights: tuple[Fraction | int, ...]) -> tuple[Edges, ...]:
    """Left and right of each cell of a band that takes the width from `start` on."""
    unit = (1 - start) / sum(weights)
    return tuple(pairwise(accumulate((weight * unit for weight in weights), initial=start)))


def _on_grid(cell: FormCell, place: dict[Fraction, int]) -> Cell:
    """The cell with its number of grid columns; `place` gives the index of each grid line."""
    return Cell(cell.runs, cell.role, place[cell.right] - place[cell.left], cell.rows, fact=cell.fact)
