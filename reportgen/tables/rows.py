"""Rows (行): written one by one, or one for each member there is.

文字                          the whole of what the table is about: 合计
文字: 数名                     a fixed row; 文字: 空, a blank one
组: [行, …]                   rows under a group name
{标题: …, 数: …, 口径: …, 维度: …, 缩进: 1, 空列: [列的标题]}
{每个: 功能.类/款/项 | 单位 | 经济.款 + 政府经济.款, 下: [行, …], 全部: 是, 自身: 否, 缩进: 1, 逐级: 1, 序号: "{一}、"}
{每条: 绩效.任务}              one for each record of the budget file (`.指标`: of the current record)
"""

from collections.abc import Iterator
from typing import Literal

from reportgen.diagnostics import Location, ReportgenError, error, refuse
from reportgen.figure import Conditions, FigureId
from reportgen.figures import Fact, with_place
from reportgen.patterns import compiled
from reportgen.profile import fill, numbered
from reportgen.quantity import parse_number
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence, decoded, key
from reportgen.tables.definition import BLANK, Context
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row: its label and what it asks for.

    Attributes:
        dimension: the dimension whose member the row stands for; "" for written rows.
        group: the group that it stands under.
        total: whether it is a total row (合计).
        blank: whether it prints its label only.
        record: what the budget file states of the member or record, for columns that print a field.
        without: titles of columns that the row leaves blank (空列).
        at: where the definition writes the row.
    """

    label: str
    id: FigureId
    dimension: str = ""
    group: str = ""
    indent: int = 0
    total: bool = False
    blank: bool = False
    record: Fact | None = None
    without: tuple[Scalar, ...] = ()
    at: Location | None = None


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one table.

    Attributes:
        measures, bases: where members are looked for.
        record: the record that a copy of the table is about.
    """

    context: Context
    measures: tuple[str, ...] = ("支出",)
    bases: tuple[str, ...] = ("",)
    record: Fact | None = None

    def rows(self, node: Node, outer: FigureId, group: str = "") -> list[RowSpec]:
        """Return the rows that a definition writes; `outer` is what the rows around them ask for."""
        found = []
        for row in self._rows(node, outer, group):
            found.append(row)
            self.context.count_row(node)
        return found

    def _rows(self, node: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        match node:
            case Sequence():
                for item in node.items:
                    yield from self._rows(item, outer, group)
            case Scalar() if (piece := self.context.region_piece(node)) is not None:
                yield from self._rows(piece, outer, group)
            case Scalar():
                self.context.refuse_misspelt(node)
                yield RowSpec(fill(node, self.context.words), outer, group=group, total=bool(node.text), at=node.at)
            case Mapping() if (records := node.get("每条")) is not None:
                yield from self._records(records, outer, group)
            case Mapping() if node.get("每个") is not None:
                yield from self._members(node, outer, group)
            case Mapping() if node.get("标题") is not None:
                yield self._explicit(node, outer, group)
            case Mapping():
                for title, value in node.entries:
                    yield from self._titled(title, value, outer, group)

    def _titled(self, title: Scalar, value: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        label = fill(title, self.context.words)
        if not isinstance(value, Scalar) or self.context.region_piece(value) is not None:
            yield from self._rows(value, outer, label)
        elif value.text == BLANK:
            yield RowSpec(label, outer, group=group, blank=True)
        else:
            asked = self.context.joined(outer, self.context.figure(value), value.at)
            yield RowSpec(label, asked, group=group, at=value.at)

    def _explicit(self, node: Mapping, outer: FigureId, group: str) -> RowSpec:
        title, stated, indent = self.context.title(node), node.get("数"), node.get("缩进")
        own = self.context.conditions(node.without("空列"), "标题", "数", "缩进")
        asked = self.context.joined(outer, own, node.at)
        if stated is not None:
            asked = self.context.joined(asked, self.context.figure(stated), stated.at)
        level = _level(indent) if indent else 0
        return RowSpec(title, asked, group=group, indent=level, without=_titles(node.get("空列")), at=node.at)

    def _records(self, path: Node, outer: FigureId, group: str) -> Iterator[RowSpec]:
        for fact in self.context.fact(path, self.record) or ():
            own = self._conditions_of(fact)
            name = fact.get("名称")
            called = min(own.conditions, key=lambda each: each[0] == "单位", default=("", ""))[
                1
            ]  # a unit says only whose
            label = name.text if name else called
            asked = self.context.joined(outer, own, path.at)
            yield RowSpec(label, asked, group=group, record=fact, at=path.at)

    def _conditions_of(self, record: Fact) -> FigureId:
        """The conditions that a record states by dimensions: they select the amounts that its row prints."""
        stated = [(name, found) for name in self.context.vocabulary.dimensions if (found := record.get(name))]
        for dimension, found in stated:
            try:
                self.context.figures.names.check_member(dimension, found.text)
            except ReportgenError as mistake:
                raise with_place(mistake, found.node.at) from None
        return FigureId("", tuple(sorted((name, found.text) for name, found in stated)))

    def _members(self, node: Mapping, outer: FigureId, group: str) -> Iterator[RowSpec]:
        """The rows that `{每个: …}` stands for."""
        known = (*self.context.vocabulary.dimensions, "口径")
        limits = Mapping(node.place, tuple(e for e in node.entries if e[0].text in known))
        rule = decoded(node.without(*known), _EachMember)
        inner = self.context.joined(outer, self.context.conditions(limits), node.at)
        try:
            yield from _MemberRows(self, rule, group, node.at).rows(
                inner._replace(measure=rule.measure or inner.measure)
            )
        except ReportgenError as mistake:
            raise with_place(mistake, node.at) from None

    def members(self, outer: FigureId, dimension: str, level: str = "") -> tuple[str, ...]:
        """Return the members that this year or a base of the columns has; an unknown measure is refused."""
        figures, asked = self.context.figures, (outer.measure,) if outer.measure else self.measures
        having = [measure for measure in asked if not self._lacks(measure, dimension)] or asked[:1]
        found = [figures.members(m, self._outer_conditions(m, outer), dimension, level, self.bases) for m in having]
        if len(found) == 1:
            return found[0]
        every = dict.fromkeys(member for members in found for member in members)
        tree = self.context.vocabulary.trees.get(dimension)
        return tuple(m for m in tree if m in every) if tree else tuple(sorted(every))

    def _outer_conditions(self, measure: str, outer: FigureId) -> Conditions:
        """The conditions of the rows around; of several measures, without those on dimensions that this one lacks."""
        if len(self.measures) == 1:
            return outer.conditions
        return tuple(c for c in outer.conditions if not self._lacks(measure, c[0]))

    def _lacks(self, measure: str, dimension: str) -> bool:
        """Whether the measure has no such dimension; of an unknown one nobody knows."""
        known = self.context.vocabulary.measures.get(measure)
        return known is not None and dimension not in known.dimensions


def _titles(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Sequence) else (node,) if node else ()
    return tuple(item for item in items if isinstance(item, Scalar))


def _level(indent: Node) -> int:
    level = parse_number(indent.text) if isinstance(indent, Scalar) else None
    if level is None or level not in range(10):
        raise ReportgenError(error("表", "“缩进”后面要写0到9", indent.at, hint="一级写 1"))
    return int(level)


Level = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


@dataclass(frozen=True, slots=True)
class _EachMember:
    """每个: a row for each member."""

    what: str = key("每个")
    measure: str = key("数", "")
    below: Sequence | None = key("下", None)
    all: bool = key("全部", False)
    itself: bool = key("自身", True)
    indent: Level = key("缩进", 0)
    step: Level = key("逐级", 0)
    numbered: str = key("序号", "")


@dataclass(frozen=True)
class _MemberRows:
    """The rows of one 每个."""

    reader: RowReader
    rule: _EachMember
    group: str
    at: Location

    def rows(self, outer: FigureId) -> Iterator[RowSpec]:
        """Yield a row for every member, and the rows below it; `outer` is what the rows around them ask for."""
        dimension, _, levels = self.rule.what.partition(".")
        if "+" in self.rule.what:
            yield from self._pairs(outer)
        elif dimension in CODE_LEVELS:
            yield from self._levels(dimension, levels.split("/"), outer, 0)
        else:
            if levels:
                self.reader.context.figures.names.check_dimension(outer.measure or self.reader.measures[0], dimension)
                refuse("表", f"“{dimension}”不分级", hint=f"写成“每个: {dimension}”")
            for i, member in enumerate(self._listed(dimension, outer), 1):
                yield from self._rows_of_member((dimension, member), outer, numbered(self.rule.numbered, i))

    def _listed(self, dimension: str, outer: FigureId) -> tuple[str, ...]:
        if not self.rule.all:
            return self.reader.members(outer, dimension)
        tree = self.reader.context.vocabulary.trees.get(dimension, {})
        transferred = ELIMINATION in tree and ELIMINATION in self.reader.members(outer, dimension)
        return tuple(member for member in tree if member != ELIMINATION or transferred)

    def _levels(self, dimension: str, levels: list[str], outer: FigureId, depth: int) -> Iterator[RowSpec]:
        for i, member in enumerate(self.reader.members(outer, dimension, levels[depth]), 1):
            last = depth + 1 == len(levels)
            mark = "" if depth else numbered(self.rule.numbered, i)
            yield from self._rows_of_member((dimension, member), outer, mark, depth, below=last)
            if not last:
                yield from self._levels(dimension, levels, outer.where((dimension, member)), depth + 1)

    def _rows_of_member(
        self, condition: tuple[str, str], outer: FigureId, mark: str, depth: int = 0, below: bool = True
    ) -> Iterator[RowSpec]:
        """Yield the row of a member and those below it; `mark`: its number, `depth`: its level."""
        rule, asked, (dimension, member) = self.rule, outer.where(condition), condition
        if rule.itself:
            label = mark + self.reader.context.figures.budget.member_name(dimension, member)
            record = self._project_fact(member) if dimension == "项目" else None
            indent = rule.indent + depth * rule.step
            yield RowSpec(label, asked, dimension, self.group, indent, record=record, at=self.at)
        if rule.below is not None and below:
            yield from self.reader.rows(rule.below, asked, self.group)

    def _project_fact(self, project: str) -> Fact | None:
        """What 项目 says of a project."""
        figures = self.reader.context.figures
        node = figures.budget.file.projects.get(project)
        return Fact(figures, node, f"项目.{project}") if node else None

    def _pairs(self, outer: FigureId) -> Iterator[RowSpec]:
        """`经济.款 + 政府经济.款`: a row for every pair of members that a line has."""
        what = self.rule.what
        parts = compiled(r"(\w+)\.(\w+)\s*\+\s*(\w+)\.(\w+)").fullmatch(what.strip())
        if parts is None:
            refuse("表", f"“{what}”要写两个维度，各带一级", hint="如 经济.款 + 政府经济.款")
        one, level, other, below = parts.groups()
        for member in self.reader.members(outer, one, level):
            asked = outer.where((one, member))
            label = self.reader.context.figures.budget.member_name(one, member)
            for second in self.reader.members(asked, other, below):
                yield RowSpec(label, asked.where((other, second)), one, self.group, self.rule.indent, at=self.at)
