"""Table definitions (表的定义): the models of templates/<region>/tables/*.yaml, and what reading them needs."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import Enum
from itertools import count

from reportgen.diagnostics import Location, ReportgenError, did_you_mean, error
from reportgen.document import Picture, TableKind
from reportgen.figure import FORM, Conditions, FigureId, NotationError, parse, written
from reportgen.figures import Fact, Figures
from reportgen.profile import NumberForm, ZeroColumns, fill
from reportgen.records import NamedTuple, dataclass, field
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, Sequence, key
from reportgen.vocabulary import Vocabulary

LABEL, BLANK = "名称", "空"  # words for a row's label, and for what prints nothing
_MOST_ROWS = 200_000  # of one definition: every line of the largest department has several
_ONCE = "行、列、限定里只留一处"


class Paper(Enum):
    """The orientation of a table's page (页面)."""

    PORTRAIT = "纵向"
    LANDSCAPE = "横向"


class EmptyNumbers(Enum):
    """What an empty table prints for its amounts (空表.数)."""

    BLANK = "空"
    ZERO = "零"


@dataclass(frozen=True, slots=True)
class Empty:
    """How a table without amounts prints (空表)."""

    note: Scalar | None = key("说明", None)
    numbers: EmptyNumbers = key("数", EmptyNumbers.BLANK)
    rows: Scalar | None = key("空行", None)


@dataclass(frozen=True, slots=True)
class Definition:
    """A table, or one half of a table, as its file writes it."""

    columns: Node | None = key("列", None)
    rows: Node | None = key("行", None)
    last: Node | None = key("末行", None)
    restricted: MappingNode | None = key("限定", None)
    merged: tuple[Scalar, ...] = key("合并", ())
    halves: Sequence | None = key("并列", None)
    form: Sequence | None = key("表单", None)
    copies: Node | None = key("每份", None)
    in_text: bool = key("随文", False)
    picture: Picture | None = key("图", None)
    kind: TableKind | None = key("种类", None)
    number: Scalar | None = key("编号", None)
    title: Scalar | None = key("标题", None)
    paper: Paper = key("页面", Paper.PORTRAIT)
    amounts: NumberForm = key("金额", NumberForm())
    left: Scalar | None = key("表眉左", None)
    right: Scalar | None = key("表眉右", None)
    column_marks: tuple[Scalar, ...] = key("列号", ())
    notes: tuple[Scalar, ...] = key("注", ())
    empty: Empty = key("空表", Empty())
    zero_columns: ZeroColumns | None = key("空列", None)


@dataclass(frozen=True)
class Context:
    """The words (`<年度>`), pieces (片段) and vocabulary of one budget under one profile."""

    figures: Figures
    words: Mapping[str, str]
    _rows_made: Iterator[int] = field(default_factory=count, repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the budget."""
        return self.figures.vocabulary

    def count_row(self, node: Node) -> None:
        """Count one more row of the definition.

        Raises:
            ReportgenError: it is one too many, as with 每个 within 每个.
        """
        if next(self._rows_made) >= _MOST_ROWS:
            hint = "检查“每个”“下”是不是套得太多"
            raise ReportgenError(error("表", f"这里写出来的行超过{_MOST_ROWS}", node.at, hint=hint))

    def fact(self, path: Node, record: Fact | None) -> Fact | None:
        """Return what a path names: `绩效.任务` in the budget file, `.指标` in the record; None if it is not there."""
        if not isinstance(path, Scalar):
            raise ReportgenError(error("表", "这里要写一个路径", path.at, hint="如 部门.名称、绩效.任务"))
        if path.text.startswith("."):
            return record.get(path.text[1:]) if record else None
        head, _, rest = path.text.partition(".")
        whole = self.figures.budget.file.node
        node = whole.get(head) if whole else None
        found = Fact(self.figures, node, head) if node else None
        return found.get(rest) if found and rest else found

    def region_piece(self, name: Scalar) -> Node | None:
        """Return the region's piece of that name, or None."""
        return self.figures.profile.piece_of(name.text, self.figures.budget.file.year)

    def needed_piece(self, name: Scalar) -> Node:
        """Return the region's piece of that name; refuse an unknown one."""
        if (piece := self.region_piece(name)) is None:
            hint = did_you_mean(name.text, self.figures.profile.file.pieces)
            raise ReportgenError(error("表", f"没有“{name.text}”这个片段", name.at, hint=hint))
        return piece

    def refuse_misspelt(self, name: Scalar) -> None:
        """Refuse a bare word that is nearly the name of a piece: it would silently become a row of the whole amount."""
        pieces = self.figures.profile.file.pieces
        near = get_close_matches(name.text, pieces, n=1, cutoff=7 / 10) if len(name.text) > len("合计") else []
        if near:
            hint = f"是不是“{near[0]}”？确实是一行的名称，写成 {{标题: {name.text}}}"
            raise ReportgenError(error("表", f"没有“{name.text}”这个片段", name.at, hint=hint))

    def title(self, node: MappingNode) -> str:
        """Return the 标题 of a mapping with its words filled in."""
        title = node.get("标题")
        if not isinstance(title, Scalar):
            at = title.at if title else node.at
            raise ReportgenError(error("表", "“标题”后面要写文字", at, hint='没有标题的写 ""'))
        return fill(title, self.words)

    def figure(self, node: Node) -> FigureId:
        """Return the figure that a value names."""
        if not isinstance(node, Scalar):
            raise ReportgenError(error("表", "这里要写一个数名", node.at, hint="如 支出[性质=基本支出]"))
        try:
            return parse(node.text)
        except NotationError as e:
            raise ReportgenError(error("数名", str(e), node.at, hint=FORM)) from None

    def conditions(self, node: MappingNode, *other: str) -> FigureId:
        """Return what a mapping asks for by dimensions and 口径; `other` are the keys that mean something else."""
        aspect, pairs = FigureId(""), []
        for name, value in node.entries:
            if name.text in other:
                continue
            if not isinstance(value, Scalar) or not value.text:
                hint = "写成“维度: 成员”，或“口径: 上年预算”"
                raise ReportgenError(error("表", f"“{name.text}”后面要写一个值", name.at, hint=hint))
            if name.text == "口径":
                aspect = _aspect(value)
            elif name.text in self.vocabulary.dimensions:
                pairs.append((name.text, value.text))
            else:
                hint = did_you_mean(name.text, [*other, "口径", *self.vocabulary.dimensions])
                raise ReportgenError(error("表", f"没有“{name.text}”这个键", name.at, hint=hint))
        return FigureId("", tuple(sorted(pairs))).seen_as(aspect)

    def joined(self, row: FigureId, column: FigureId, at: Location) -> FigureId:
        """Return the figure where a row and a column meet (行列相交): it has the conditions of both.

        Where both name a member of one dimension, one within the other, the narrower one holds.

        Raises:
            ReportgenError: they ask for different measures or bases, or for members that exclude each other.
        """
        if row.measure and column.measure and row.measure != column.measure:
            raise ReportgenError(error("表", f"行要{row}，列要{column}：不是同一个指标", at, hint=_ONCE))
        if (row.base or row.derived) and (column.base or column.derived) and row.aspect != column.aspect:
            raise ReportgenError(error("表", f"行要{row}，列要{column}：口径不同", at, hint=_ONCE))
        own = {condition[0]: condition for condition in row.conditions}
        for condition in column.conditions:
            own[condition[0]] = self._narrower(own.get(condition[0], condition), condition, at)
        aspect = row if row.base or row.derived else column
        conditions = tuple(sorted(own.values()))
        return FigureId(row.measure or column.measure, conditions, aspect.base, aspect.derived, aspect.argument)

    def _narrower(self, one: tuple[str, str], other: tuple[str, str], at: Location) -> tuple[str, str]:
        if one is other or self.vocabulary.below(*one, other[1]):
            return one
        if self.vocabulary.below(*other, one[1]):
            return other
        raise ReportgenError(error("表", f"“{one[0]}”不能既是“{one[1]}”又是“{other[1]}”", at, hint=_ONCE))


class Meeting(NamedTuple):
    """Where rows of one shape meet a column: how the name of each such figure is put together.

    Attributes:
        order: of the conditions, as places among those of the row with those of the column behind them.
        shared: the places where the row has to have these conditions, since the column asks for the same dimensions.
        aspect: the figure's measure, base, derived kind and argument. tail: how its text ends.
        column: the conditions of the column; written: the same as text.
        is_canonical: whether its name is the figure's one name.
    """

    order: tuple[int, ...]
    shared: tuple[tuple[int, tuple[str, str]], ...]
    aspect: FigureId
    tail: str
    column: Conditions
    written: list[str]
    is_canonical: bool


class Meetings:
    """The figures where the rows of a table meet its columns (行列相交).

    Rows that ask for the same dimensions have one shape, and a table has few: what `Context.joined` does is done once
    for each shape and column.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_shape: dict[object, dict[int, Meeting]] = {}
        self._here: dict[int, Meeting] = {}
        self._row, self._written = FigureId(""), list[str]()

    def begin(self, row: FigureId) -> None:
        """Begin a row."""
        shape = row._replace(conditions=()), tuple([dimension for dimension, _ in row.conditions])
        self._here = self._by_shape.setdefault(shape, {})
        self._row, self._written = row, [written(condition) for condition in row.conditions]

    def figure(self, column: FigureId, at: Location) -> tuple[FigureId, str]:
        """Return the figure where the row meets a column, and its name as text.

        The text is "" if that name may not be the figure's one name. Columns are known by `id`, so they have to live as
        long as this object.

        Raises:
            ReportgenError: as `Context.joined`.
        """
        own, found = self._row.conditions, self._here.get(id(column))
        if found is None or (found.shared and any(own[i] != condition for i, condition in found.shared)):
            found = self._here[id(column)] = self._meeting(column, at)
        order, _, aspect, tail, more, texts, is_canonical = found
        both = own + more
        name = FigureId(aspect.measure, tuple([both[i] for i in order]) if more else both, *aspect[2:])
        if not is_canonical:
            return name, ""
        words = self._written + texts
        inner = " ".join([words[i] for i in order])
        return name, f"{aspect.measure}[{inner}]{tail}" if inner else f"{aspect.measure}{tail}"

    def _meeting(self, column: FigureId, at: Location) -> Meeting:
        joined, own = self._context.joined(self._row, column, at), self._row.conditions
        order = tuple(map((*own, *column.conditions).index, joined.conditions))
        shared = tuple((i, condition) for i, condition in enumerate(own) if column.member(condition[0]))
        aspect = joined._replace(conditions=())
        tail = str(aspect).removeprefix(aspect.measure)
        is_canonical = not joined.member("项目")
        return Meeting(order, shared, aspect, tail, column.conditions, [*map(written, column.conditions)], is_canonical)


def _aspect(node: Scalar) -> FigureId:
    """Return the aspect that stands under 口径: `上年预算`, `上年预算.增减额`, `其余[资金=财政拨款]`."""
    try:
        return parse(f"@{node.text}")
    except NotationError as e:
        raise ReportgenError(error("数名", str(e), node.at, hint="如 上年预算、上年预算.增减额")) from None
