"""What a table file may say (表的定义): the models of templates/<region>/tables/*.yaml."""

from dataclasses import dataclass
from enum import Enum

from reportgen.document import Picture, TableKind
from reportgen.profile import NumberForm
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, Sequence, key


class Paper(Enum):
    """页面: how the page of a table is turned."""

    PORTRAIT = "纵向"
    LANDSCAPE = "横向"


class EmptyNumbers(Enum):
    """What an empty table prints for its amounts (空表.数)."""

    BLANK = "空"
    ZERO = "零"


@dataclass(frozen=True, slots=True)
class Empty:
    """空表: how a table prints when it has no amount."""

    note: Scalar | None = key("说明", None)
    numbers: EmptyNumbers = key("数", EmptyNumbers.BLANK)
    rows: Scalar | None = key("空行", None)


@dataclass(frozen=True, slots=True)
class Definition:
    """A table, or one half of one, as its file writes it."""

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
