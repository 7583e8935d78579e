"""Names of figures: whether a figure exists, and which of its spellings is its one name (规范数名).

A project fixes its 性质, 项目类别, 功能 and 单位, so 支出[项目=甲] and 支出[性质=项目支出 项目=甲] are one figure. The
canonical name leaves out the conditions that follow from the project.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from reportgen.budget import Budget, is_marked
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, did_you_mean, refuse
from reportgen.figure import FigureId
from reportgen.records import replace
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, code_form, is_code

_FIXED_BY_PROJECT = ("性质", "项目类别", "功能", "单位")
Dims = Mapping[str, str]


def with_place(mistake: ReportgenError, at: Location) -> ReportgenError:
    """Return the error with the place that asked for the figure: as its place if it has none, else under `used`."""
    return ReportgenError(*(_finding_with_place(d, at) for d in mistake.diagnostics))


def _finding_with_place(finding: Diagnostic, at: Location) -> Diagnostic:
    if not finding.places:
        return replace(finding, places=(at,))
    return finding if at in finding.places else replace(finding, used=(*finding.used, at))


class Names:
    """The names of the figures of one budget."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.vocabulary = budget, budget.vocabulary
        self._open = budget.vocabulary.open
        self._with_consequences = {"项目", *(rule.source for rule in budget.vocabulary.derivations)}
        self._checked: dict[str, set[tuple[str, str]]] = {}  # measure -> conditions that it may have
        self._refused: dict[FigureId, tuple[Diagnostic, ...]] = {}
        self._canonical: dict[FigureId, FigureId] = {}
        self._completed: dict[FigureId, FigureId] = {}

    def canonical(self, name: FigureId) -> FigureId:
        """Return the one name of a figure.

        Raises:
            ReportgenError: the measure, a dimension or a member does not exist.
        """
        checked = self._checked.get(name.measure)
        if checked is None or not checked.issuperset(name.conditions):
            self._check(name)
        for dimension, _ in name.conditions:
            if dimension == "项目":
                return self._canonical.get(name) or self._canonical.setdefault(name, self._without_implied(name))
        return name

    def completed(self, name: FigureId) -> FigureId:
        """Return the name with the conditions that follow from its own: from a project, from a code (推导).

        Raises:
            ReportgenError: there is no such figure.
        """
        if name not in self._completed:
            self._check(name)
            self._completed[name] = self.with_implied(name)
        return self._completed[name]

    def with_implied(self, name: FigureId) -> FigureId:
        """Return what `completed` does, for a figure that is known to exist.

        The result is not kept: a document may print hundreds of thousands of figures.
        """
        if not any(dimension in self._with_consequences for dimension, _ in name.conditions):
            return name
        implied = list(self._implied(name))
        return name.where(*implied) if implied else name

    def check_measure(self, measure: str) -> None:
        """Refuse an unknown measure."""
        if measure not in self.vocabulary.measures:
            refuse("数名", f"没有“{measure}”这个指标", hint=did_you_mean(measure, self.vocabulary.measures))

    def check_dimension(self, measure: str, dimension: str) -> None:
        """Refuse an unknown measure, or a dimension that the measure does not have."""
        self.check_measure(measure)
        known = self.vocabulary.measures[measure].dimensions
        if dimension not in known:
            refuse("数名", f"{measure}不能按“{dimension}”分", hint=did_you_mean(dimension, known))

    def _check(self, name: FigureId) -> None:
        if name.measure not in self._checked:
            self.check_measure(name.measure)
            self._checked[name.measure] = set()
        known = self._checked[name.measure]
        if known.issuperset(name.conditions):
            return
        if name in self._refused:
            raise ReportgenError(*self._refused[name])
        try:
            for dimension, member in name.conditions:
                self.check_dimension(name.measure, dimension)
                self.check_member(dimension, member)
        except ReportgenError as mistake:
            self._refused[name] = mistake.diagnostics
            raise
        known.update(name.conditions)

    def check_member(self, dimension: str, member: str) -> None:
        """Refuse an unknown member; one that a draft leaves open (待填) is allowed and has no lines."""
        if member == NOT_APPLICABLE or (is_marked(member) and dimension not in CODE_LEVELS):
            return
        if dimension in CODE_LEVELS:
            if not is_code(dimension, member):
                refuse("数名", f"“{member}”不是{dimension}科目编码", hint=code_form(dimension, member))
            return
        known = self._open_members[dimension] if dimension in self._open else self.vocabulary.trees.get(dimension, {})
        if member not in known:
            refuse("数名", f"“{dimension}”没有“{member}”", hint=did_you_mean(member, known))

    @cached_property
    def _open_members(self) -> dict[str, dict[str, None]]:
        """Open dimension -> its members on the lines and in the names of this year and the bases."""
        found: dict[str, dict[str, None]] = {dimension: {} for dimension in self._open}
        for book in self.budget.books.values():
            stated = [line.dims for line in book.every_line()]
            for dims in [*stated, *(dict(name.conditions) for name in book.stated)]:
                for dimension in self._open:
                    found[dimension][dims.get(dimension, NOT_APPLICABLE)] = None
        return found

    def _without_implied(self, name: FigureId) -> FigureId:
        project = name.member("项目")
        if project in ("", NOT_APPLICABLE):
            return name
        lines = self._project_lines.get((name.measure, project), [])
        kept = tuple(c for c in name.conditions if not (lines and self._follows(c, lines)))
        return name._replace(conditions=kept)

    def _follows(self, condition: tuple[str, str], lines: list[Dims]) -> bool:
        dimension, member = condition
        return dimension in _FIXED_BY_PROJECT and all(
            dimension in dims and self.vocabulary.below(dimension, dims[dimension], member) for dims in lines
        )

    def _implied(self, name: FigureId) -> Iterator[tuple[str, str]]:
        """Yield the conditions that follow from a figure's project and codes, unless they are wider than its own."""
        found = [*self._of_project(name), *self._of_codes(name)]
        for dimension, member in found:
            stated = name.member(dimension)
            if not stated or self.vocabulary.below(dimension, member, stated):
                yield dimension, member

    def _of_project(self, name: FigureId) -> Iterator[tuple[str, str]]:
        lines = self._project_lines.get((name.measure, name.member("项目")), [])
        for dimension in _FIXED_BY_PROJECT if lines else ():
            paths = [self.vocabulary.upward(dimension, dims.get(dimension, "")) for dims in lines]
            common = next((member for member in paths[0] if member and all(member in path for path in paths)), "")
            if common:
                yield dimension, common

    def _of_codes(self, name: FigureId) -> Iterator[tuple[str, str]]:
        known = self.vocabulary.measures[name.measure].dimensions
        for rule in self.vocabulary.derivations:
            if rule.dimension in known and (member := rule.member(name.member(rule.source))):
                yield rule.dimension, member

    @cached_property
    def _project_lines(self) -> dict[tuple[str, str], list[Dims]]:
        """(measure, project) -> the dimensions of each of its lines of this year, of a breakdown if no other has it."""
        found: dict[tuple[str, str], list[Dims]] = {}
        for measure, ledgers in self.budget.books[""].ledgers.items():
            for lines in (ledgers.main.lines, *(own.lines for _, own in ledgers.completed_breakdowns)):
                known = set(found)
                for line in lines:
                    key = (measure, line.dims.get("项目", ""))
                    if key[1] and key not in known:
                        found.setdefault(key, []).append(line.dims)
        return found
