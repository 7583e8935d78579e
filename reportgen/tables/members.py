"""Members as rows (每个): a row for every member that lines state, level by level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reportgen.diagnostics import Location, ReportgenError
from reportgen.figure import FigureId
from reportgen.figures import Fact, placed
from reportgen.figures.mistakes import refuse
from reportgen.profile import numbered
from reportgen.source import Mapping, Problems, Sequence, decode, key
from reportgen.tables.joining import joined
from reportgen.tables.spec import RowSpec
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION

if TYPE_CHECKING:
    from reportgen.tables.rows import RowReader


Level = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


@dataclass(frozen=True, slots=True)
class _Each:
    """每个: a generator of rows."""

    what: str = key("每个")
    measure: str = key("数", "")
    below: Sequence | None = key("下", None)
    all: bool = key("全部", False)
    itself: bool = key("自身", True)
    indent: Level = key("缩进", 0)
    step: Level = key("逐级", 0)
    numbered: str = key("序号", "")


def each(reader: "RowReader", node: Mapping, outer: FigureId, group: str) -> Iterator[RowSpec]:
    """The rows that `{每个: …}` stands for."""
    problems = Problems()
    known = (*reader.context.vocabulary.dimensions, "口径")
    limits = Mapping(node.place, tuple(e for e in node.entries if e[0].text in known))
    rule = decode(node.without(*known), _Each, problems)
    problems.raise_any()
    assert rule is not None
    inner = joined(outer, reader.context.conditions(limits), reader.context.vocabulary, node.at)
    try:
        yield from _Members(reader, rule, group, node.at).rows(inner._replace(measure=rule.measure or inner.measure))
    except ReportgenError as mistake:
        raise placed(mistake, node.at) from None


@dataclass(frozen=True)
class _Members:
    """The rows of one 每个; `outer` is what the rows around them ask for."""

    reader: "RowReader"
    rule: _Each
    group: str
    at: Location

    def rows(self, outer: FigureId) -> Iterator[RowSpec]:
        """A row for every member, and those that stand under it."""
        dimension, _, levels = self.rule.what.partition(".")
        if "+" in self.rule.what:
            yield from self._pairs(outer)
        elif dimension in CODE_LEVELS:
            yield from self._levels(dimension, levels.split("/"), outer, 0)
        else:
            if levels:
                self.reader.figures.names.check_dimension(outer.measure or self.reader.measure, dimension)
                refuse("表", f"“{dimension}”不分级", hint=f"写成“每个: {dimension}”")
            for i, member in enumerate(self._listed(dimension, outer), 1):
                yield from self._one(dimension, member, outer, i, 0)

    def _listed(self, dimension: str, outer: FigureId) -> tuple[str, ...]:
        if not self.rule.all:
            return self.reader.there(outer, dimension)
        tree = self.reader.figures.vocabulary.trees.get(dimension, {})
        transferred = ELIMINATION in tree and ELIMINATION in self.reader.there(outer, dimension)
        return tuple(member for member in tree if member != ELIMINATION or transferred)

    def _levels(self, dimension: str, levels: list[str], outer: FigureId, depth: int) -> Iterator[RowSpec]:
        for i, member in enumerate(self.reader.there(outer, dimension, levels[depth]), 1):
            last = depth + 1 == len(levels)
            yield from self._one(dimension, member, outer, i, depth, below=last)
            if not last:
                yield from self._levels(dimension, levels, outer.where((dimension, member)), depth + 1)

    def _one(
        self, dimension: str, member: str, outer: FigureId, i: int, depth: int, below: bool = True
    ) -> Iterator[RowSpec]:
        rule, asked = self.rule, outer.where((dimension, member))
        mark = numbered(rule.numbered, i) if not depth else ""
        if rule.itself:
            label = mark + self.reader.figures.budget.member_name(dimension, member)
            record = self._stated(member) if dimension == "项目" else None
            indent = rule.indent + depth * rule.step
            yield RowSpec(label, asked, dimension, self.group, indent, record=record, at=self.at)
        if rule.below is not None and below:
            yield from self.reader.rows(rule.below, asked, self.group)

    def _stated(self, project: str) -> Fact | None:
        """What 项目 says of a project."""
        node = self.reader.figures.budget.file.projects.get(project)
        return self.reader.context.fact_of(node, f"项目.{project}") if node else None

    def _pairs(self, outer: FigureId) -> Iterator[RowSpec]:
        """`经济.款 + 政府经济.款`: every pair that some line has."""
        what = self.rule.what
        parts = re.fullmatch(r"(\w+)\.(\w+)\s*\+\s*(\w+)\.(\w+)", what.strip())
        if parts is None:
            refuse("表", f"“{what}”要写两个维度，各带一级", hint="如 经济.款 + 政府经济.款")
        one, level, other, below = parts.groups()
        for member in self.reader.there(outer, one, level):
            asked = outer.where((one, member))
            for second in self.reader.there(asked, other, below):
                label = self.reader.figures.budget.member_name(one, member)
                yield RowSpec(label, asked.where((other, second)), one, self.group, self.rule.indent, at=self.at)
