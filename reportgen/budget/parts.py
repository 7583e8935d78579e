"""A department's own lines, unit by unit (分单位): each unit's part as the budget of a file of its own.

A line is the unit's that it states; of a measure without 单位, that of its project. Lines are sorted out once for all
units.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import replace

from reportgen.budget.files import file_of
from reportgen.budget.ledger import Book, Line, Named
from reportgen.budget.listing import unit_kind
from reportgen.budget.models import Budget, Said
from reportgen.budget.reading import said_in
from reportgen.budget.records import of_unit
from reportgen.diagnostics import Diagnostic, ReportgenError, error
from reportgen.figure import FigureId
from reportgen.known import known_in
from reportgen.source import Mapping, Problems
from reportgen.vocabulary import NOT_APPLICABLE

_Lines = dict[str, dict[str, list[Line]]]  # base -> measure -> lines


class Parts:
    """The parts of a budget by unit; `heads`: what each unit's own file would say besides its measures."""

    def __init__(self, whole: Budget, heads: Dict[str, Mapping]) -> None:
        self.whole, self.heads = whole, heads
        self._projects = self._projects_of_units()
        self._unassigned: set[tuple[str, str]] = set()
        self._open: dict[str, list[Line]] = {}
        self._lines: dict[str, _Lines] = {code: {} for code in heads}
        self._named: dict[str, dict[str, dict[FigureId, Named]]] = {code: {} for code in heads}
        for book in whole.books.values():
            self._sort(book)

    def budget(self, code: str) -> Budget:
        """The unit's budget.

        Raises:
            ReportgenError: lines that do not say of which unit they are.
        """
        if self._open:
            raise ReportgenError(*self._told_open())
        books = {base: self._book(code, book) for base, book in self.whole.books.items()}
        written = _written(books, self.whole.vocabulary.open)
        projects, bases = written.get("项目", set()), self.whole.vocabulary.bases
        file = file_of(of_unit(self.whole.file, code, self.heads[code], projects, bases))
        file = replace(file, kind=unit_kind(file.kind))
        vocabulary = books[""].vocabulary
        problems = Problems()
        own = said_in(file, vocabulary, problems)
        reasons = {**_about(self.whole.reasons, code, written), **own[0]}
        purposes = {**_about(self.whole.purposes, code, written), **own[1]}
        differences = known_in(file.differences, problems)
        problems.raise_any()
        said = (reasons, purposes, self.whole.restated, self.whole.findings, code)
        return Budget(file, vocabulary, books, *said, _approved(self.whole.approved, code), differences)

    def base(self, code: str, base: str) -> Book:
        """The unit's part of a base.

        Raises:
            ReportgenError: lines that do not say of which unit they are.
        """
        if self._open:
            raise ReportgenError(*self._told_open())
        return self._book(code, self.whole.books[base])

    def _projects_of_units(self) -> dict[str, set[str]]:
        """Project -> the units that have lines of it."""
        found: dict[str, set[str]] = {}
        for book in self.whole.books.values():
            for line in (line for lines in book.lines.values() for line in lines):
                if (project := line.dims.get("项目")) and (unit := line.dims.get("单位")):
                    found.setdefault(project, set()).add(unit)
        return found

    def _unit_of(self, dims: Dict[str, str]) -> str:
        """The unit that is stated, else the only one that has the project, else nothing."""
        units = self._projects.get(dims.get("项目", ""), set())
        return dims.get("单位") or (next(iter(units)) if len(units) == 1 else "")

    def _sort(self, book: Book) -> None:
        for measure, lines in book.lines.items():
            for line in lines:
                self._sort_line(book.name, measure, line)
        for name, stated in book.named.items():
            unit = self._unit_of(dict(name.conditions))
            if unit in self._named:
                kept = name._replace(conditions=tuple(c for c in name.conditions if c[0] != "单位"))
                self._named[unit].setdefault(book.name, {})[kept] = stated

    def _sort_line(self, base: str, measure: str, line: Line) -> None:
        unit = self._unit_of(line.dims)
        if unit in self._lines:
            self._lines[unit].setdefault(base, {}).setdefault(measure, []).append(line)
        elif "单位" in self.whole.vocabulary.measures[measure].dimensions and unit != NOT_APPLICABLE:
            self._open.setdefault(measure, []).append(line)
        else:
            self._unassigned.add((base, measure))

    def _book(self, code: str, book: Book) -> Book:
        """A measure that is stated for the department is stated for each unit, unless nobody knows whose lines are."""
        own = self._lines[code].get(book.name, {})
        stated = [m for m in book.lines if (book.name, m) not in self._unassigned]
        lines = {measure: tuple(own.get(measure, ())) for measure in stated}
        vocabulary = self.whole.vocabulary
        alone = replace(vocabulary, defaults={**vocabulary.defaults, "单位": code}).with_members("单位", {code: ""})
        named = self._named[code].get(book.name, {})
        return replace(book, lines=lines, named=named, vocabulary=alone, transfers=None)

    def _told_open(self) -> list[Diagnostic]:
        hint = "补上“单位: 编码”，分给各个单位；只生成部门的文件时不用"
        return [
            error("单位", f"{measure}的这一行没有写“单位”，不知道是哪个单位的", *(line.at for line in lines), hint=hint)
            for measure, lines in self._open.items()
        ]


def _written(books: Dict[str, Book], dimensions: Iterable[str]) -> dict[str, set[str]]:
    """Members of open dimensions that the unit's lines and names have."""
    found: dict[str, set[str]] = {dimension: set() for dimension in dimensions}
    for book in books.values():
        stated = [line.dims for lines in book.lines.values() for line in lines]
        for dims in [*stated, *(dict(name.conditions) for name in book.named)]:
            for dimension in found.keys() & dims.keys():
                found[dimension].add(dims[dimension])
    return found


def _about(said: Dict[FigureId, Said], code: str, written: Dict[str, set[str]]) -> dict[FigureId, Said]:
    """What is said of the unit's figures: those that state it go before those that state none."""
    found: dict[FigureId, Said] = {}
    for name, one in sorted(said.items(), key=lambda item: bool(item[0].member("单位"))):
        others = any(m not in written.get(d, {m}) for d, m in name.conditions)
        if name.member("单位") in ("", code) and not others:
            kept = tuple(c for c in name.conditions if c[0] != "单位")
            found[name._replace(conditions=kept)] = one
    return found


def _approved(stated: Dict[FigureId, Named], code: str) -> dict[FigureId, Named]:
    """What is approved for the unit by name; what names none is the department's, even where the unit has it alone."""
    own = {name: one for name, one in stated.items() if name.member("单位") == code}
    return {n._replace(conditions=tuple(c for c in n.conditions if c[0] != "单位")): one for n, one in own.items()}
