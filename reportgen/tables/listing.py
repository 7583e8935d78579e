"""Columns over rows (列, 行), and two halves side by side (并列)."""

from dataclasses import dataclass, replace

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Role, Row
from reportgen.figure import FigureId
from reportgen.quantity import NumberFormat
from reportgen.source import Mapping, Problems, Scalar, decode
from reportgen.tables.cells import CellMaker, leading
from reportgen.tables.columns import GROUP, Column, leaves, read_columns
from reportgen.tables.definition import Definition
from reportgen.tables.joining import joined
from reportgen.tables.rows import RowReader
from reportgen.tables.spec import RowSpec, is_total
from reportgen.tables.squares import Grid, Square, merge_down, refuse_unknown_titles, rows_of


@dataclass(frozen=True, slots=True)
class Half:
    """A table, or one side of it; `keys`: how many columns name the row; `filled`: an amount stands in it."""

    columns: tuple[Column, ...]
    body: Grid
    last: Grid
    totals: tuple[bool, ...]
    keys: int
    filled: bool


@dataclass(frozen=True)
class Listing:
    """Builds the halves of one table; `id` is what the table as a whole is limited to."""

    reader: RowReader
    form: NumberFormat
    id: FigureId
    definition: Definition
    node: Mapping

    def halves(self, blank: bool) -> list[Half]:
        """The halves; `blank`: without their amounts."""
        if self.definition.halves is None:
            return [self._half(self.definition, self.id, blank)]
        if not self.definition.halves.items:
            raise ReportgenError(
                error("表", "“并列”里没有写内容", self.definition.halves.at, hint="每一边写“列”和“行”")
            )
        problems = Problems()
        found = [decode(node, Definition, problems) for node in self.definition.halves.items]
        problems.raise_any()
        return [self._half(half, self._narrowed(half), blank) for half in found if half is not None]

    def _narrowed(self, half: Definition) -> FigureId:
        context = self.reader.context
        if half.restricted is None:
            return self.id
        return joined(self.id, context.conditions(half.restricted), context.vocabulary, half.restricted.at)

    def _half(self, d: Definition, outer: FigureId, blank: bool) -> Half:
        if d.columns is None:
            raise ReportgenError(error("表", "这张表没有写“列”", self.node.at, hint="写上“列”和“行”"))
        columns = read_columns(d.columns, self.reader.context, FigureId(""))
        flat = leaves(columns)
        reader = self._reader_of([leaf.value for leaf in flat if isinstance(leaf.value, FigureId)])
        body, last = ([*reader.rows(node, outer)] if node else [] for node in (d.rows, d.last))
        last = [replace(row, total=row.total or is_total(row.label)) for row in last]
        for row in (*body, *last):
            refuse_unknown_titles(row.without, [leaf.title or "" for leaf in flat], "留空")
        maker = CellMaker(reader.figures, self.form, flat, blank)
        grid = _grouped(merge_down([maker.row(row) for row in body], _merged_columns(columns, d.merged)), body, columns)
        feet = [maker.row(row) for row in last]
        if maker.mistakes:
            raise ReportgenError(*maker.mistakes)
        totals = tuple(row.total for row in (*body, *last))
        return Half(columns, grid, feet, totals, leading(flat), maker.any_amount)

    def _reader_of(self, asked: list[FigureId]) -> RowReader:
        """Members are looked for in the measure and bases that the columns use."""
        measure = next((name.measure for name in asked if name.measure), "支出")
        bases = tuple(dict.fromkeys(["", *(name.base for name in asked if name.base)]))
        return replace(self.reader, measure=measure, bases=bases)


def _merged_columns(columns: tuple[Column, ...], titles: tuple[Scalar, ...]) -> list[int]:
    """Grid columns under the titles that 合并 names."""
    named = {title.text for title in titles}
    refuse_unknown_titles(titles, [column.title or "" for column in columns])
    found: list[int] = []
    start = 0
    for column in columns:
        width = len(leaves((column,)))
        found += range(start, start + width) if column.title in named else []
        start += width
    return found


def _grouped(grid: Grid, rows: list[RowSpec], columns: tuple[Column, ...]) -> Grid:
    """Group cells (组) reach down over the rows that stand under them."""
    places = [i for i, leaf in enumerate(leaves(columns)) if leaf.value == GROUP]
    out = [list(row) for row in grid]
    for n in range(1, len(rows)):
        if rows[n].group and rows[n].group == rows[n - 1].group:
            for i in places:
                out[n][i] = replace(out[n][i], runs=(), joins_up=True)
    return out


def side_by_side(halves: list[Half], blank_rows: int) -> tuple[Row, ...]:
    """The halves' rows beside each other, the shorter filled up; last rows stand at the bottom."""
    body = max(len(half.body) for half in halves) + blank_rows
    last = max(len(half.last) for half in halves)
    grid: Grid = []
    totals = []
    for i in range(body + last):
        squares, total = [], False
        for half in halves:
            line, is_total = _line(half, i, body, last, blank_rows)
            squares += line
            total = total or is_total
        grid.append(squares)
        totals.append(total)
    return rows_of(grid, totals)


def _line(half: Half, i: int, body: int, last: int, blank_rows: int) -> tuple[list[Square], bool]:
    """Row `i` of a half; blank rows of an empty table stand before its total rows."""
    offset = i - blank_rows
    own = half.body
    if i < body and 0 <= offset < len(own):
        return own[offset], half.totals[offset]
    at = i - body - (last - len(half.last))
    if i >= body and 0 <= at < len(half.last):
        return half.last[at], half.totals[len(own) + at]
    return _blank(half), False


def _blank(half: Half) -> list[Square]:
    """A row that a half does not have; a group column and the labels beside it are one cell."""
    flat = leaves(half.columns)
    grouped = any(leaf.value == GROUP for leaf in flat)
    labels = [Square((), Role.LABEL, joins_left=grouped and j > 0) for j in range(half.keys)]
    return [*labels, *(Square((), Role.NUMBER) for _ in flat[half.keys :])]
