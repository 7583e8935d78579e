"""Rows (行): written one by one, or one for each member there is.

文字                          the whole of what the table is about: 合计
文字: 数名                     a fixed row; 文字: 空, a blank one
组: [行, …]                   rows under a group name
{标题: …, 数: …, 口径: …, 维度: …, 缩进: 1, 空列: [列的标题]}
{每个: 功能.类/款/项 | 单位 | 经济.款 + 政府经济.款, 下: [行, …], 全部: 是, 自身: 否, 缩进: 1, 逐级: 1, 序号: "{一}、"}
{每条: 绩效.任务}              one for each record of the budget file (`.指标`: of the record at hand)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.diagnostics import ReportgenError, error
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.figures import Fact, Figures
from reportgen.profile import fill
from reportgen.quantity import parse_number
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.tables import members
from reportgen.tables.columns import BLANK
from reportgen.tables.context import Context
from reportgen.tables.joining import joined
from reportgen.tables.spec import RowSpec, record_conditions


@dataclass(frozen=True)
class RowReader:
    """Reads rows of one table; `measure` and `bases` say where members are looked for."""

    figures: Figures
    context: Context
    measure: str
    bases: tuple[str, ...]
    record: Fact | None = None

    def rows(self, node: Node, outer: FigureId, group: str = "") -> list[RowSpec]:
        """The rows that a definition writes; `outer` is what the rows around them ask for."""
        found = []
        for row in self._rows(node, outer, group):
            found.append(row)
            self.context.made.one_more(node)
        return found

    def _rows(self, node: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        match node:
            case Sequence():
                for item in node.items:
                    yield from self._rows(item, outer, group)
            case Scalar() if self.context.has_piece(node.text):
                yield from self._rows(self.context.piece(node), outer, group)
            case Scalar():
                self.context.refuse_misspelt(node)
                yield RowSpec(fill(node, self.context.words), outer, group=group, total=bool(node.text), at=node.at)
            case Mapping() if (records := node.get("每条")) is not None:
                yield from self._records(records, outer, group)
            case Mapping() if node.get("每个") is not None:
                yield from members.each(self, node, outer, group)
            case Mapping() if node.get("标题") is not None:
                yield self._explicit(node, outer, group)
            case Mapping():
                for title, value in node.entries:
                    yield from self._titled(title, value, outer, group)

    def _titled(self, title: Scalar, value: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        label = fill(title, self.context.words)
        if not isinstance(value, Scalar) or self.context.has_piece(value.text):
            yield from self._rows(value, outer, label)
        elif value.text == BLANK:
            yield RowSpec(label, outer, group=group, blank=True)
        else:
            asked = joined(outer, self._name(value), self.context.vocabulary, value.at)
            yield RowSpec(label, asked, group=group, at=value.at)

    def _explicit(self, node: Mapping, outer: FigureId, group: str) -> RowSpec:
        title, stated, indent = self.context.title(node), node.get("数"), node.get("缩进")
        own = self.context.conditions(node.without("空列"), "标题", "数", "缩进")
        asked = joined(outer, own, self.context.vocabulary, node.at)
        if stated is not None:
            asked = joined(asked, self._name(stated), self.context.vocabulary, stated.at)
        level = _level(indent) if indent else 0
        return RowSpec(title, asked, group=group, indent=level, without=_titles(node.get("空列")), at=node.at)

    def _name(self, node: Node) -> FigureId:
        if not isinstance(node, Scalar):
            raise ReportgenError(error("表", "这里要写一个数名", node.at, hint="如 支出[性质=基本支出]"))
        try:
            return parse(node.text)
        except NotationError as e:
            raise ReportgenError(error("数名", str(e), node.at, hint=FORM)) from None

    def _records(self, path: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        for fact in self.context.fact(path, self.record) or ():
            own = record_conditions(fact, self.context)
            asked = joined(outer, own, self.context.vocabulary, path.at)
            name = fact.get("名称")
            label = name.text if name else next((m for _, m in own.conditions), "")
            yield RowSpec(label, asked, group=group, record=fact, at=path.at)

    def there(self, outer: FigureId, dimension: str, level: str = "") -> tuple[str, ...]:
        """Members present this year or in a base that the columns use."""
        return self.figures.members(outer.measure or self.measure, outer.conditions, dimension, level, self.bases)


def _titles(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Sequence) else (node,) if node else ()
    return tuple(item for item in items if isinstance(item, Scalar))


def _level(indent: Node) -> int:
    level = parse_number(indent.text) if isinstance(indent, Scalar) else None
    if level is None or level not in range(10):
        raise ReportgenError(error("表", "“缩进”后面要写0到9", indent.at, hint="一级写 1"))
    return int(level)
