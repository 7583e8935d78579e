"""Columns (列): the heading tree over the grid columns, and the head rows that it makes.

标题: 值 | 标题: {标题: 值, …} | 标题: [列, …] | 标题: 片段 | 片段 | {标题: …, 口径: …, 维度: …, 列: … 或 数: …}

A value is of one of the kinds in `column_kinds`: 数名 | 本行[…] | 名称 | 组 | 空 | 编码 | 维度.款 | .字段 …
"""

from collections.abc import Collection, Iterator

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Cell, Role, Row, Text
from reportgen.figure import FigureId
from reportgen.profile import fill
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.tables.column_kinds import Leaf, read_kind
from reportgen.tables.column_kinds.words import WORDS
from reportgen.tables.definition import Context


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
    """Return the columns that are left; a title over nothing goes too."""
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
    """`{标题: …, 口径: …, 列: …}`: its conditions hold for every column in it; without a title it adds no head."""
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
    if isinstance(value, Scalar) and context.piece(value) is None:
        return _leaf(name, value, context, outer)
    if isinstance(value, Sequence) and value.items:
        words = [(WORDS.get(item.text), item.at) for item in value.items if isinstance(item, Scalar)]
        bare = tuple(Leaf(None, kind, at) for kind, at in words if kind)
        if len(bare) == len(value.items):
            return Group(name, bare)
    return Group(name, read_columns(value, context, outer))


def _leaf(title: str, value: Scalar, context: Context, outer: FigureId) -> Leaf:
    return Leaf(title, read_kind(value, context, outer), value.at)
