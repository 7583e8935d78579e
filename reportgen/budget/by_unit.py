"""A department's own lines by unit (分单位): each unit's part as a budget of its own.

A line belongs to the unit that it states; a line of a measure without 单位, to the unit of its project.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import replace

from reportgen.budget.book import Book, StatedFigure
from reportgen.budget.books import BookReader
from reportgen.budget.breakdowns import part_of
from reportgen.budget.files import file_of
from reportgen.budget.ledger import Line
from reportgen.budget.models import Budget, Explanation
from reportgen.budget.unit_files import file_of_unit, unit_kind
from reportgen.diagnostics import ReportgenError, error
from reportgen.figure import FigureId
from reportgen.known import known_in
from reportgen.source import Mapping, Problems
from reportgen.vocabulary import NOT_APPLICABLE

_Lines = dict[str, dict[str, list[Line]]]  # base -> measure -> lines


class UnitBudgets:
    """The budgets of the units of one department's file; all lines are sorted once.

    `heads`: what each unit's own file would say apart from measures.
    """

    def __init__(self, whole: Budget, heads: Dict[str, Mapping]) -> None:
        self.whole, self.heads = whole, heads
        self._units_of_projects = self._projects_of_units()
        self._unassigned: set[tuple[str, str]] = set()
        self._open: dict[str, list[Line]] = {}
        self._lines: dict[str, _Lines] = {code: {} for code in heads}
        self._named: dict[str, dict[str, dict[FigureId, StatedFigure]]] = {code: {} for code in heads}
        for book in whole.books.values():
            self._sort(book)

    def budget(self, code: str) -> Budget:
        """Return the unit's budget.

        Raises:
            ReportgenError: lines that do not say of which unit they are.
        """
        whole = self.whole
        books = {base: self.book(code, base) for base in whole.books}
        members = _members_written(books.values(), whole.vocabulary.open)
        projects = members.get("项目", set())
        file = file_of(file_of_unit(whole.file, code, self.heads[code], projects, whole.vocabulary.bases))
        file = replace(file, kind=unit_kind(file.kind))
        vocabulary, problems = books[""].vocabulary, Problems()
        reader = BookReader(vocabulary, file, problems)
        reasons = {**_about(whole.reasons, code, members), **reader.explanations("原因")}
        purposes = {**_about(whole.purposes, code, members), **reader.explanations("用途")}
        differences = known_in(file.differences, problems)
        problems.raise_any()
        approved = {n.without("单位"): one for n, one in whole.approved.items() if n.member("单位") == code}
        said = (reasons, purposes, whole.restated, whole.findings, code)
        return Budget(file, vocabulary, books, *said, approved, differences)

    def book(self, code: str, base: str) -> Book:
        """Return the unit's part of this year or of a base.

        A measure that is stated for the department is stated for each unit, unless no line says whose it is.

        Raises:
            ReportgenError: lines that do not say of which unit they are.
        """
        if self._open:
            self._refuse_open()
        book, vocabulary = self.whole.books[base], self.whole.vocabulary
        own = self._lines[code].get(base, {})
        lines = {m: tuple(own.get(m, ())) for m in book.lines if (base, m) not in self._unassigned}
        alone = vocabulary.with_default("单位", code).with_members("单位", {code: ""})
        named = self._named[code].get(base, {})
        apart = part_of(code, book.apart)
        return replace(book, lines=lines, stated=named, vocabulary=alone, transfers=None, breakdowns=apart)

    def _projects_of_units(self) -> dict[str, set[str]]:
        """Project -> the units that have lines of it."""
        found: dict[str, set[str]] = {}
        for book in self.whole.books.values():
            for line in book.every_line():
                if (project := line.dims.get("项目")) and (unit := line.dims.get("单位")):
                    found.setdefault(project, set()).add(unit)
        return found

    def _unit_of(self, dims: Dict[str, str]) -> str:
        """The unit that is stated, else the only unit that has the project, else ""."""
        units = self._units_of_projects.get(dims.get("项目", ""), set())
        return dims.get("单位") or (next(iter(units)) if len(units) == 1 else "")

    def _sort(self, book: Book) -> None:
        for measure, lines in book.lines.items():
            for line in lines:
                self._sort_line(book.name, measure, line)
        for name, stated in book.stated.items():
            unit = self._unit_of(dict(name.conditions))
            if unit in self._named:
                self._named[unit].setdefault(book.name, {})[name.without("单位")] = stated

    def _sort_line(self, base: str, measure: str, line: Line) -> None:
        unit = self._unit_of(line.dims)
        if unit in self._lines:
            self._lines[unit].setdefault(base, {}).setdefault(measure, []).append(line)
        elif "单位" in self.whole.vocabulary.measures[measure].dimensions and unit != NOT_APPLICABLE:
            self._open.setdefault(measure, []).append(line)
        else:
            self._unassigned.add((base, measure))

    def _refuse_open(self) -> None:
        lines = [line for lines in self._open.values() for line in lines]
        hint = "补上“单位: 编码”，分给各个单位；只生成部门的文件时不用"
        what = f"{'、'.join(self._open)}的这一行没有写“单位”，不知道是哪个单位的"
        raise ReportgenError(error("单位", what, *(line.at for line in lines), hint=hint))


def _members_written(books: Iterable[Book], dimensions: Iterable[str]) -> dict[str, set[str]]:
    """Open dimension -> its members in the lines and names of the books."""
    found: dict[str, set[str]] = {dimension: set() for dimension in dimensions}
    for book in books:
        stated = [line.dims for line in book.every_line()]
        for dims in [*stated, *(dict(name.conditions) for name in book.stated)]:
            for dimension in found.keys() & dims.keys():
                found[dimension].add(dims[dimension])
    return found


def _about(said: Dict[FigureId, Explanation], code: str, members: Dict[str, set[str]]) -> dict[FigureId, Explanation]:
    """What is said of the unit's figures; what names the unit goes before what names none."""
    found: dict[FigureId, Explanation] = {}
    for name, one in sorted(said.items(), key=lambda item: bool(item[0].member("单位"))):
        others = any(m not in members.get(d, {m}) for d, m in name.conditions)
        if name.member("单位") in ("", code) and not others:
            found[name.without("单位")] = one
    return found
