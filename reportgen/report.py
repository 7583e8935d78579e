"""Budget file → `Report`, which writers, checks, diff and preview read: of the whole department, or of one unit."""

from pathlib import Path

from reportgen.budget import UNSTATED, Budget, Units, omissions_in_print, open_file
from reportgen.diagnostics import Diagnostic, ReportgenError, combined
from reportgen.document import Document, Text
from reportgen.document import figures as printed_figures
from reportgen.draft_mark import as_draft
from reportgen.figure import parsed
from reportgen.figures import Figures, Recorder, idle_statements
from reportgen.narrative import narrate
from reportgen.profile import Profile, fill, fill_known, load
from reportgen.records import dataclass
from reportgen.resources import gc_paused
from reportgen.tables import Charts, tables


@dataclass(frozen=True)
class Report:
    """Budget, profile, figures and the finished document, with the findings made on the way."""

    budget: Budget
    profile: Profile
    figures: Figures
    document: Document
    findings: tuple[Diagnostic, ...]


class Disclosure:
    """All documents of one budget file: of the whole department and of each unit. Every file is read once.

    Raises:
        ReportgenError: what is wrong in the region, or in the file apart from its measures.
    """

    def __init__(self, path: Path) -> None:
        self.file, self.folder = open_file(path), path.parent
        self._profiles: dict[str, Profile] = {}
        self.units = Units(self.file, self._profile(self.file.kind).vocabulary)

    @gc_paused()
    def report(self, unit: str = "") -> Report:
        """Return the report of the whole, or of the unit with that name or code.

        Raises:
            ReportgenError: everything that keeps it from being built.
        """
        budget = self.units.budget(self.units.named(unit)) if unit else self.units.whole
        return _report(budget, self._profile(budget.file.kind))

    def _profile(self, kind: str) -> Profile:
        if kind not in self._profiles:
            stated = [self.file.node.get(name) if self.file.node else None for name in ("模板", "文种")]
            at, kind_at = (node.at if node else None for node in stated)
            self._profiles[kind] = load(self.file.template, self.folder, kind, at, kind_at)
        return self._profiles[kind]


def assemble(path: Path, unit: str = "") -> Report:
    """Return the report of one budget file, or of one of its units.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    return Disclosure(path).report(unit)


def document_of(budget: Budget, profile: Profile, recorder: Recorder | None = None) -> Document:
    """Return the document of a budget in a region; the recorder records what asked for each number.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    return _document(Figures(budget, profile, recorder))


def _report(budget: Budget, profile: Profile) -> Report:
    figures = Figures(budget, profile)
    document = _document(figures)
    omitted = _omissions_in(document, budget)
    remarks = (one for one in budget.findings if not (omitted and one.rule == UNSTATED))
    findings = (*omitted, *budget.file.unfilled, *remarks, *idle_statements(figures), *profile.departures)
    return Report(budget, profile, figures, document, findings)


def _omissions_in(document: Document, budget: Budget) -> list[Diagnostic]:
    """Return findings for members that the form lists and the document prints, but the budget file leaves out (漏项).

    There are none for a unit whose lines stand in the department's file: there the whole department is checked.
    """
    if budget.unit:
        return []
    names = {name for printed in printed_figures(document) if (name := parsed(printed.name))}
    return [*omissions_in_print(budget.books[""], budget.vocabulary, names, budget.file.is_draft)]


def _document(figures: Figures) -> Document:
    file, profile = figures.budget.file, figures.profile
    mistakes: list[Diagnostic] = []
    made = None
    try:
        made = tables(figures)
    except ReportgenError as mistake:
        mistakes.extend(mistake.diagnostics)
    try:
        blocks = narrate(figures, made, Charts(figures))
    except ReportgenError as mistake:
        raise ReportgenError(*combined([*mistakes, *mistake.diagnostics])) from None
    if mistakes:
        raise ReportgenError(*combined(mistakes))
    title = (Text(fill(profile.file.title, figures.title_words)),)
    cover = fill_known(profile.file.cover, figures.title_words)
    document = Document(title, file.department.name, file.year, blocks, date=file.date, cover=cover)
    return as_draft(document) if file.is_draft else document
