"""Columns (列): the heading tree, what each leaf column prints, and the head rows it makes.

标题: 值 | 标题: {标题: 值, …} | 标题: [列, …] | 标题: 片段 | 片段 | {标题: …, 口径: …, 维度: …, 列: … 或 数: …}
值 = 数名 | 本行[…] | 名称 | 组 | 空 | 编码 | 维度.类 款 项 | 维度.至款 | 维度.编码 | 维度.本行编码 | 维度.名称 | .字段
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.document import Cell, Role, Row, Text
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.profile import fill
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.tables.context import Context
from reportgen.tables.joining import joined
from reportgen.vocabulary import CODE_LEVELS

LABEL, GROUP, BLANK = "名称", "组", "空"
_BARE = (LABEL, GROUP, BLANK)
_PARTS = ("编码", "本行编码", "名称", *(level for levels in CODE_LEVELS.values() for level in levels), "至款", "至项")


@dataclass(frozen=True, slots=True)
class Code:
    """A column that prints a member: its code, a two-digit part of it, or its name."""

    dimension: str  # "" means that of the row
    part: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column that prints what the row's record says (字段)."""

    name: str


Printed = FigureId | Code | Field | str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One grid column (末级列): its title (None: under its parent's), and what it prints."""

    title: str | None
    value: Printed
    at: Location


@dataclass(frozen=True, slots=True)
class Group:
    """A title over columns (列组)."""

    title: str
    columns: tuple["Column", ...]


Column = Leaf | Group


def leaves(columns: tuple[Column, ...]) -> list[Leaf]:
    """Leaf columns from left to right."""
    return [leaf for c in columns for leaf in ([c] if isinstance(c, Leaf) else leaves(c.columns))]


def head(columns: tuple[Column, ...]) -> tuple[Row, ...]:
    """Head rows: a title spans its columns, and down to the last head row where nothing stands under it."""
    depth = max((_depth(c) for c in columns), default=1)
    rows: list[list[Cell]] = [[] for _ in range(depth)]
    _place(columns, 0, depth, rows)
    return tuple(Row(tuple(cells)) for cells in rows)


def _place(columns: tuple[Column, ...], level: int, depth: int, rows: list[list[Cell]]) -> None:
    for column in columns:
        bottom = isinstance(column, Leaf) or _depth(column) == 1
        width = 1 if isinstance(column, Leaf) else len(leaves(column.columns))
        rows[level].append(Cell((Text(column.title or ""),), Role.HEAD, width, depth - level if bottom else 1))
        if isinstance(column, Group) and not bottom:
            _place(column.columns, level + 1, depth, rows)


def _depth(column: Column) -> int:
    if isinstance(column, Leaf):
        return 0 if column.title is None else 1
    return 1 + max(_depth(c) for c in column.columns)


def read_columns(node: Node, context: Context, outer: FigureId) -> tuple[Column, ...]:
    """The columns that a definition writes; `outer` is what the columns around them ask for.

    Raises:
        ReportgenError: what is wrong in them, or there is none.
    """
    columns = tuple(_columns(node, context, outer))
    if not columns:
        raise ReportgenError(error("表", "这里没有写列", node.at, hint="至少写一列，如 项目: 名称"))
    return columns


def _columns(node: Node, context: Context, outer: FigureId) -> Iterator[Column]:
    match node:
        case Scalar():
            yield from _columns(context.piece(node), context, outer)
        case Mapping() if node.get("标题") is not None:
            yield from _explicit(node, context, outer)
        case Mapping():
            for title, value in node.entries:
                yield from _titled(title, value, context, outer)
        case Sequence():
            for item in node.items:
                yield from _columns(item, context, outer)


def _explicit(node: Mapping, context: Context, outer: FigureId) -> Iterator[Column]:
    """`{标题: …, 口径: …, 列: …}`: what it says holds for every column in it; without a title it adds no head."""
    inner = joined(outer, context.conditions(node, "标题", "列", "数"), context.vocabulary, node.at)
    title, below, value = context.title(node), node.get("列"), node.get("数")
    if below is not None and not title:
        yield from _columns(below, context, inner)
    elif below is not None:
        yield Group(title, read_columns(below, context, inner))
    elif isinstance(value, Scalar):
        yield Leaf(title, read_value(value, context, inner), value.at)
    else:
        hint = "“数”后面写一个数名；下面还分列的写“列”"
        raise ReportgenError(error("表", "这一列要写“数”或“列”", node.at, hint=hint))


def _titled(title: Scalar, value: Node, context: Context, outer: FigureId) -> Iterator[Column]:
    name = fill(title, context.words)
    if isinstance(value, Scalar) and not context.has_piece(value.text):
        yield Leaf(name, read_value(value, context, outer), value.at)
    elif (
        isinstance(value, Sequence)
        and value.items
        and all(isinstance(v, Scalar) and v.text in _BARE for v in value.items)
    ):
        yield Group(name, tuple(Leaf(None, v.text, v.at) for v in value.items if isinstance(v, Scalar)))
    else:
        yield Group(name, read_columns(value, context, outer))


def read_value(node: Scalar, context: Context, outer: FigureId) -> Printed:
    """What a column or a cell of a form prints, joined with what stands around it."""
    text = node.text
    if text in _BARE:
        return text
    if text.startswith("."):
        return Field(text[1:])
    dimension, _, part = text.rpartition(".")
    if part in _PARTS and "[" not in text and "@" not in text:
        return Code(dimension, part)
    try:
        name = parse(text)
    except NotationError as e:
        raise ReportgenError(error("数名", str(e), node.at, hint=FORM)) from None
    neutral = name._replace(measure="") if name.measure == "本行" else name
    return joined(outer, neutral, context.vocabulary, node.at)
