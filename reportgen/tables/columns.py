"""Columns (列): the heading tree over the grid columns, the head rows that it makes, and the body of rows under them.

标题: 值 | 标题: {标题: 值, …} | 标题: [列, …] | 标题: 片段 | 片段 | {标题: …, 口径: …, 维度: …, 列: … 或 数: …}

A value is of one of the kinds in `column_kinds`: 数名 | 本行[…] | 名称 | 组 | 空 | 编码 | 维度.款 | .字段 …

A body stands in one half, or in several side by side (并列).
"""

from collections.abc import Collection, Iterator
from collections.abc import Sequence as List
from decimal import Decimal
from itertools import compress

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Cell, Figure, Role, Row, Text
from reportgen.figure import FigureId
from reportgen.grid import Grid, GridCell, merge_down, refuse_unknown_titles, rows_of
from reportgen.profile import fill
from reportgen.quantity import NumberFormat
from reportgen.records import dataclass, replace
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, decode
from reportgen.tables.column_kinds import WORDS, CellMaker, Leaf, key_columns, read_kind
from reportgen.tables.definition import Context, Definition
from reportgen.tables.rows import RowReader, RowSpec


@dataclass(frozen=True, slots=True)
class Group:
    """A title over columns (列组)."""

    title: str
    columns: tuple["Column", ...]


Column = Leaf | Group


def leaves(columns: tuple[Column, ...]) -> list[Leaf]:
    """Return the grid columns from left to right."""
    return [leaf for c in columns for leaf in ([c] if isinstance(c, Leaf) else leaves(c.columns))]


def without(columns: tuple[Column, ...], gone: Collection[Leaf]) -> tuple[Column, ...]:
    """Return the columns without those that are gone, and without titles that have no column left."""
    groups = (Group(c.title, without(c.columns, gone)) if isinstance(c, Group) else c for c in columns)
    return tuple(c for c in groups if (c.columns if isinstance(c, Group) else c not in gone))


def head(columns: tuple[Column, ...]) -> tuple[Row, ...]:
    """Return the head rows: a title spans its columns, and all rows down to the last if no title stands under it."""
    depth = max((_depth(c) for c in columns), default=1)
    rows: list[list[Cell]] = [[] for _ in range(depth)]
    _add_titles(columns, 0, depth, rows)
    return tuple(Row(tuple(cells)) for cells in rows)


def _add_titles(columns: tuple[Column, ...], level: int, depth: int, rows: list[list[Cell]]) -> None:
    for column in columns:
        bottom = isinstance(column, Leaf) or _depth(column) == 1
        rows[level].append(
            Cell((Text(column.title or ""),), Role.HEAD, len(leaves((column,))), depth - level if bottom else 1)
        )
        if isinstance(column, Group) and not bottom:
            _add_titles(column.columns, level + 1, depth, rows)


def _depth(column: Column) -> int:
    if isinstance(column, Leaf):
        return 0 if column.title is None else 1
    return 1 + max(_depth(c) for c in column.columns)


def read_columns(node: Node, context: Context, outer: FigureId) -> tuple[Column, ...]:
    """Return the columns that a definition writes; `outer` is what the columns around them ask for.

    Raises:
        ReportgenError: a mistake in one of them, or there is no column.
    """
    columns = tuple(_columns(node, context, outer))
    if not columns:
        raise ReportgenError(error("表", "这里没有写列", node.at, hint="至少写一列，如 项目: 名称"))
    return columns


def _columns(node: Node, context: Context, outer: FigureId) -> Iterator[Column]:
    match node:
        case Scalar():
            yield from _columns(context.needed_piece(node), context, outer)
        case Mapping() if node.get("标题") is not None:
            yield from _explicit(node, context, outer)
        case Mapping():
            for title, value in node.entries:
                yield _titled(title, value, context, outer)
        case Sequence():
            for item in node.items:
                yield from _columns(item, context, outer)


def _explicit(node: Mapping, context: Context, outer: FigureId) -> Iterator[Column]:
    """Yield the columns of `{标题: …, 口径: …, 列: …}`, all under its conditions; without a title it adds no head."""
    inner = context.joined(outer, context.conditions(node, "标题", "列", "数"), node.at)
    title, below, value = context.title(node), node.get("列"), node.get("数")
    if below is not None and not title:
        yield from _columns(below, context, inner)
    elif below is not None:
        yield Group(title, read_columns(below, context, inner))
    elif isinstance(value, Scalar):
        yield _leaf(title, value, context, inner)
    else:
        hint = "“数”后面写一个数名；下面还分列的写“列”"
        raise ReportgenError(error("表", "这一列要写“数”或“列”", node.at, hint=hint))


def _titled(title: Scalar, value: Node, context: Context, outer: FigureId) -> Column:
    name = fill(title, context.words)
    if isinstance(value, Scalar) and context.region_piece(value) is None:
        return _leaf(name, value, context, outer)
    if isinstance(value, Sequence) and value.items:
        words = [(WORDS.get(item.text), item.at) for item in value.items if isinstance(item, Scalar)]
        bare = tuple(Leaf(None, kind, at) for kind, at in words if kind)
        if len(bare) == len(value.items):
            return Group(name, bare)
    return Group(name, read_columns(value, context, outer))


def _leaf(title: str, value: Scalar, context: Context, outer: FigureId) -> Leaf:
    return Leaf(title, read_kind(value, context, outer), value.at)


@dataclass(frozen=True, slots=True)
class Half:
    """A table, or one side of it.

    Attributes:
        body, last: the rows, and the last rows (末行) that stand at the bottom.
        totals: which of the rows and last rows are total rows.
        keys: how many columns name the row.
        has_amount: whether an amount is not zero.
        shown: for each column that the definition writes, whether it is printed.
    """

    columns: tuple[Column, ...]
    body: Grid
    last: Grid
    totals: tuple[bool, ...]
    keys: int
    has_amount: bool
    shown: tuple[bool, ...]


@dataclass(frozen=True)
class HalfBuilder:
    """Builds the halves of one table; `id` has the conditions that hold for all its figures."""

    reader: RowReader
    form: NumberFormat
    id: FigureId
    definition: Definition
    node: Mapping

    def halves(self, blank: bool) -> list[Half]:
        """Return the halves; `blank` leaves out their amounts."""
        sides = self.definition.halves
        if sides is None:
            return [self._half(self.definition, self.id, blank)]
        if not sides.items:
            raise ReportgenError(error("表", "“并列”里没有写内容", sides.at, hint="每一边写“列”和“行”"))
        problems = Problems()
        found = [decode(node, Definition, problems) for node in sides.items]
        problems.raise_any()
        return [self._half(half, self._narrowed(half), blank) for half in found if half is not None]

    def _narrowed(self, half: Definition) -> FigureId:
        context = self.reader.context
        if half.restricted is None:
            return self.id
        return context.joined(self.id, context.conditions(half.restricted), half.restricted.at)

    def _half(self, d: Definition, outer: FigureId, blank: bool) -> Half:
        if d.columns is None:
            raise ReportgenError(error("表", "这张表没有写“列”", self.node.at, hint="写上“列”和“行”"))
        columns = read_columns(d.columns, self.reader.context, FigureId(""))
        flat = leaves(columns)
        reader = self._reader_of([leaf.kind.figure for leaf in flat if leaf.kind.figure])
        body, last = ([*reader.rows(node, outer)] if node else [] for node in (d.rows, d.last))
        last = [replace(row, total=row.total or row.label.endswith("计")) for row in last]  # 合计, 总计, not 上年结转
        rows = [*body, *last]
        for row in rows:
            refuse_unknown_titles(row.without, [leaf.title or "" for leaf in flat], "留空")
        maker = CellMaker(reader.context, self.form, flat, blank)
        refuse_unknown_titles(d.merged, [column.title or "" for column in columns])
        grid = maker.rows(rows)
        gone = self._zero_columns(flat, grid, reader.measures[0]) if maker.has_amount and self._leaves_out(d) else set()
        shown = tuple(i not in gone for i in range(len(flat)))
        columns, grid = without(columns, [flat[i] for i in gone]), [list(compress(row, shown)) for row in grid]
        upper = merge_down(grid[: len(body)], _merged_columns(columns, d.merged))
        upper, totals = _with_groups_merged(upper, body, leaves(columns)), tuple(row.total for row in rows)
        return Half(columns, upper, grid[len(body) :], totals, key_columns(flat), maker.has_amount, shown)

    def _leaves_out(self, d: Definition) -> bool:
        """Whether columns of zeros are left out: by 空列 of the half, the table or the region; never in a chart."""
        profile, table = self.reader.context.figures.profile.file, self.definition
        return (d.zero_columns or table.zero_columns or profile.zero_columns) == "省略" and not table.picture

    def _zero_columns(self, flat: List[Leaf], grid: Grid, usual: str) -> set[int]:
        """Return the indexes of columns of parts that are zero in every row, this year and in each year beside it.

        A measure whose members the form lists (列全) keeps all its columns.
        """
        measures, alike = self.reader.context.figures.profile.file.measures, dict[FigureId, list[int]]()
        for i, leaf in enumerate(flat):
            name = leaf.kind.figure
            if name and (name.conditions or name.argument) and not measures[name.measure or usual].complete:
                change = name.base and not name.argument
                alike.setdefault(name._replace(base="", derived="" if change else name.derived), []).append(i)
        zero = [places for places in alike.values() if all(_is_nothing(row[i]) for row in grid for i in places)]
        return {i for places in zero for i in places}

    def _reader_of(self, asked: list[FigureId]) -> RowReader:
        """Return the reader that looks for members in the measures and the bases of the columns."""
        measures = tuple(dict.fromkeys(name.measure for name in asked if name.measure)) or ("支出",)
        bases = tuple(dict.fromkeys(["", *(name.base for name in asked if name.base)]))
        return replace(self.reader, measures=measures, bases=bases)


def _is_nothing(cell: GridCell) -> bool:
    return not any(not isinstance(run, Figure) or Decimal(run.value) for run in cell.runs)


def _merged_columns(columns: tuple[Column, ...], titles: tuple[Scalar, ...]) -> list[int]:
    """Return the indexes of the grid columns under the titles that 合并 names."""
    named = {title.text for title in titles}
    chosen = [column.title in named for column in columns for _ in leaves((column,))]
    return [i for i, is_named in enumerate(chosen) if is_named]


def _with_groups_merged(grid: Grid, rows: list[RowSpec], flat: list[Leaf]) -> Grid:
    """Return the grid in which each group cell (组) covers all rows of the group."""
    places = [i for i, leaf in enumerate(flat) if leaf.kind.is_group]
    out = [list(row) for row in grid]
    for n in range(1, len(rows)):
        if rows[n].group and rows[n].group == rows[n - 1].group:
            for i in places:
                out[n][i] = replace(out[n][i], runs=(), joins_up=True)
    return out


def side_by_side(halves: list[Half], blank_rows: int) -> tuple[Row, ...]:
    """Return the rows of the halves beside each other; a shorter half is filled up above its last rows (末行)."""
    body = max(len(half.body) for half in halves) + blank_rows
    last = max(len(half.last) for half in halves)
    lines = [[_row_of_half(half, i, body, last, blank_rows) for half in halves] for i in range(body + last)]
    grid = [[cell for cells, _ in line for cell in cells] for line in lines]
    return rows_of(grid, [any(total for _, total in line) for line in lines])


def _row_of_half(half: Half, i: int, body: int, last: int, blank_rows: int) -> tuple[list[GridCell], bool]:
    """Return row `i` of a half, and whether it is a total row; blank rows of an empty table stand before its rows."""
    offset = i - blank_rows
    if i < body and 0 <= offset < len(half.body):
        return half.body[offset], half.totals[offset]
    at = i - body - (last - len(half.last))
    if i >= body and 0 <= at < len(half.last):
        return half.last[at], half.totals[len(half.body) + at]
    return _filler(half), False


def _filler(half: Half) -> list[GridCell]:
    """Return a row of empty cells for the shorter half; a group column and the labels beside it are one cell."""
    flat = leaves(half.columns)
    grouped = any(leaf.kind.is_group for leaf in flat)
    labels = [GridCell((), Role.LABEL, joins_left=grouped and j > 0) for j in range(half.keys)]
    return [*labels, *(GridCell((), Role.NUMBER) for _ in flat[half.keys :])]
