"""Budget file → Report, everything that writers, checks, diff and preview read: of the whole, or of one unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.budget import UNSTATED, Budget, Units, omissions_in_print, open_file
from reportgen.diagnostics import Diagnostic, ReportgenError, combined
from reportgen.document import Document, Text
from reportgen.document import figures as printed_figures
from reportgen.draft_mark import as_draft
from reportgen.figure import parsed
from reportgen.figures import Figures, Recorder, idle_statements
from reportgen.gc_pause import gc_paused
from reportgen.narrative import narrate
from reportgen.profile import Profile, fill, load
from reportgen.tables import Charts, tables


@dataclass(frozen=True)
class Report:
    """Budget, profile, figures and the finished document, with findings met on the way."""

    budget: Budget
    profile: Profile
    figures: Figures
    document: Document
    findings: tuple[Diagnostic, ...]


class Disclosure:
    """All that one budget file publishes: the document of the whole and of each unit. Every file is read once.

    Raises:
        ReportgenError: what is wrong in the file, its measures aside, or in the region.
    """

    def __init__(self, path: Path) -> None:
        self.file, self.folder = open_file(path), path.parent
        self._profiles: dict[str, Profile] = {}
        self.units = Units(self.file, self._profile(self.file.kind).vocabulary)

    @gc_paused()
    def report(self, unit: str = "") -> Report:
        """The report of the whole, or of the unit of that name or code.

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
    """The report of one budget file, or of one of its units.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    return Disclosure(path).report(unit)


def document_of(budget: Budget, profile: Profile, recorder: Recorder | None = None) -> Document:
    """The document that a budget and a region make; the recorder is told what asked for each number.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    return _document(Figures(budget, profile, recorder))


def _report(budget: Budget, profile: Profile) -> Report:
    figures = Figures(budget, profile)
    document = _document(figures)
    left_out = tuple(_left_out(budget, document))
    remarks = [one for one in budget.findings if not (left_out and one.rule == UNSTATED)]
    told = (*left_out, *budget.file.unfilled, *remarks, *idle_statements(figures), *profile.departures)
    return Report(budget, profile, figures, document, told)


def _left_out(budget: Budget, document: Document) -> Iterator[Diagnostic]:
    """What the document prints of a list of the form, and the budget file does not state.

    A unit whose lines stand in the department's file has no list of its own there: the whole is held to it.
    """
    if budget.unit:
        return iter(())
    names = {name for printed in printed_figures(document) if (name := parsed(printed.name))}
    return omissions_in_print(budget.books[""], budget.vocabulary, names, budget.file.is_draft)


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
    title = (Text(fill(profile.file.title, figures.words)),)
    document = Document(title, file.department.name, file.year, blocks, date=file.date)
    return as_draft(document) if file.is_draft else document
