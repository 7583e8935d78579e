"""Rows (行): written one by one, or one for each member there is.

文字                          the whole of what the table is about: 合计
文字: 数名                     a fixed row; 文字: 空, a blank one
组: [行, …]                   rows under a group name
{标题: …, 数: …, 口径: …, 维度: …, 缩进: 1}
{每个: 功能.类/款/项 | 单位 | 经济.款 + 政府经济.款, 下: [行, …], 全部: 是, 自身: 否, 缩进: 1, 逐级: 1, 序号: "{一}、"}
{每条: 绩效.任务}              one for each record of the budget file (`.指标`: of the record at hand)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.diagnostics import ReportgenError, error
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.figures import Fact, Figures, placed
from reportgen.figures.mistakes import refuse
from reportgen.profile import fill, numbered
from reportgen.quantity import parse_number
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, decode, key
from reportgen.tables.columns import BLANK
from reportgen.tables.context import Context
from reportgen.tables.joining import joined
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row: its label and what it asks for.

    Attributes:
        dimension: the one whose member the row stands for; "" for rows that are written.
        group: what it stands under; total: 合计 and its like; blank: prints a label only.
        record: what the budget file states of it, for columns that print a field.
    """

    label: str
    id: FigureId
    dimension: str = ""
    group: str = ""
    indent: int = 0
    total: bool = False
    blank: bool = False
    record: Fact | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """每个: a generator of rows."""

    what: str = key("每个")
    measure: str = key("数", "")
    below: Sequence | None = key("下", None)
    all: bool = key("全部", False)
    itself: bool = key("自身", True)
    indent: int = key("缩进", 0)
    step: int = key("逐级", 0)
    numbered: str = key("序号", "")


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
        return list(self._rows(node, outer, group))

    def _rows(self, node: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        match node:
            case Sequence():
                for item in node.items:
                    yield from self._rows(item, outer, group)
            case Scalar() if self.context.has_piece(node.text):
                yield from self._rows(self.context.piece(node), outer, group)
            case Scalar():
                self.context.refuse_misspelt(node)
                yield RowSpec(fill(node, self.context.words), outer, group=group, total=bool(node.text))
            case Mapping() if (records := node.get("每条")) is not None:
                yield from self._records(records, outer, group)
            case Mapping() if node.get("每个") is not None:
                yield from self._each(node, outer, group)
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
            yield RowSpec(label, joined(outer, self._name(value), self.context.vocabulary, value.at), group=group)

    def _explicit(self, node: Mapping, outer: FigureId, group: str) -> RowSpec:
        title, stated, indent = self.context.title(node), node.get("数"), node.get("缩进")
        asked = joined(outer, self.context.conditions(node, "标题", "数", "缩进"), self.context.vocabulary, node.at)
        if stated is not None:
            asked = joined(asked, self._name(stated), self.context.vocabulary, stated.at)
        return RowSpec(title, asked, group=group, indent=_level(indent) if indent else 0)

    def _name(self, node: Node) -> FigureId:
        if not isinstance(node, Scalar):
            raise ReportgenError(error("表", "这里要写一个数名", node.at, hint="如 支出[性质=基本支出]"))
        try:
            return parse(node.text)
        except NotationError as e:
            raise ReportgenError(error("数名", str(e), node.at, hint=FORM)) from None

    def _each(self, node: Mapping, outer: FigureId, group: str) -> Iterator[RowSpec]:
        problems = Problems()
        dims = [
            name.text
            for name, _ in node.entries
            if name.text in self.context.vocabulary.dimensions or name.text == "口径"
        ]
        each = decode(node.without(*dims), Each, problems)
        problems.raise_any()
        assert each is not None
        own = Mapping(node.place, tuple(e for e in node.entries if e[0].text in dims))
        inner = joined(outer, self.context.conditions(own), self.context.vocabulary, node.at)
        inner = replace(inner, measure=each.measure or inner.measure)
        try:
            yield from self._members(each, inner, group)
        except ReportgenError as mistake:
            raise placed(mistake, node.at) from None

    def _members(self, each: Each, outer: FigureId, group: str) -> Iterator[RowSpec]:
        dimension, _, levels = each.what.partition(".")
        if "+" in each.what:
            yield from self._pairs(each, outer, group)
        elif dimension in CODE_LEVELS:
            yield from self._levels(each, dimension, levels.split("/"), outer, group, 0)
        else:
            if levels:
                self.figures.names.check_dimension(outer.measure or self.measure, dimension)
                refuse("表", f"“{dimension}”不分级", hint=f"写成“每个: {dimension}”")
            listed = (
                tuple(self.figures.vocabulary.trees.get(dimension, {})) if each.all else self._there(outer, dimension)
            )
            for i, member in enumerate(listed, 1):
                yield from self._one(each, dimension, member, outer, group, i, 0)

    def _levels(
        self, each: Each, dimension: str, levels: list[str], outer: FigureId, group: str, depth: int
    ) -> Iterator[RowSpec]:
        for i, member in enumerate(self._there(outer, dimension, levels[depth]), 1):
            last = depth + 1 == len(levels)
            yield from self._one(each, dimension, member, outer, group, i, depth, below=last)
            if not last:
                yield from self._levels(each, dimension, levels, outer.where((dimension, member)), group, depth + 1)

    def _one(
        self,
        each: Each,
        dimension: str,
        member: str,
        outer: FigureId,
        group: str,
        i: int,
        depth: int,
        below: bool = True,
    ) -> Iterator[RowSpec]:
        asked = outer.where((dimension, member))
        mark = numbered(each.numbered, i) if not depth else ""
        if each.itself:
            label = mark + self.figures.budget.member_name(dimension, member)
            indent = each.indent + depth * each.step
            yield RowSpec(label, asked, dimension, group, indent, record=self._stated(dimension, member))
        if each.below is not None and below:
            yield from self._rows(each.below, asked, group)

    def _stated(self, dimension: str, member: str) -> Fact | None:
        """What 项目 says of a project."""
        node = self.figures.budget.file.projects.get(member) if dimension == "项目" else None
        return Fact(node, f"项目.{member}") if node else None

    def _records(self, path: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        for fact in self.context.fact(path, self.record) or ():
            asked = joined(outer, record_conditions(fact, self.context), self.context.vocabulary, path.at)
            name = fact.get("名称")
            yield RowSpec(name.text if name else "", asked, group=group, record=fact)

    def _there(self, outer: FigureId, dimension: str, level: str = "") -> tuple[str, ...]:
        """Members present this year or in a base that the columns use."""
        return self.figures.members(outer.measure or self.measure, outer.conditions, dimension, level, self.bases)

    def _pairs(self, each: Each, outer: FigureId, group: str) -> Iterator[RowSpec]:
        """`经济.款 + 政府经济.款`: every pair that some line has."""
        parts = re.fullmatch(r"(\w+)\.(\w+)\s*\+\s*(\w+)\.(\w+)", each.what.strip())
        if parts is None:
            refuse("表", f"“{each.what}”要写两个维度，各带一级", hint="如 经济.款 + 政府经济.款")
        one, level, other, below = parts.groups()
        for member in self._there(outer, one, level):
            asked = outer.where((one, member))
            for second in self._there(asked, other, below):
                label = self.figures.budget.member_name(one, member)
                yield RowSpec(label, asked.where((other, second)), one, group, each.indent)


def record_conditions(fact: Fact, context: Context) -> FigureId:
    """The dimensions that a record states: its money is a query like any other."""
    stated = ((name, fact.get(name)) for name in context.vocabulary.dimensions)
    return FigureId("", tuple(sorted((name, found.text) for name, found in stated if found)))


def _level(indent: Node) -> int:
    level = parse_number(indent.text) if isinstance(indent, Scalar) else None
    if level is None or level not in range(10):
        raise ReportgenError(error("表", "“缩进”后面要写0到9", indent.at, hint="一级写 1"))
    return int(level)
