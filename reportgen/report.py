"""assemble(): budget file → Report, everything that writers, checks, diff and preview read."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.budget import Budget, budget_of, open_file
from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.document import Document, Text
from reportgen.figures import Figures
from reportgen.garbage import paused
from reportgen.narrative import narrate
from reportgen.profile import Profile, fill, load, words_of
from reportgen.tables import tables


@dataclass(frozen=True)
class Report:
    """Budget, profile, figures and the finished document, with findings met on the way."""

    budget: Budget
    profile: Profile
    figures: Figures
    document: Document
    findings: tuple[Diagnostic, ...]


@paused()
def assemble(path: Path) -> Report:
    """The report of one budget file.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    file = open_file(path)
    assert file.node is not None
    named = file.node.get("模板")
    profile = load(file.template, path.parent, named.at if named else None)
    budget = budget_of(file, profile.vocabulary)
    figures = Figures(budget, profile)
    department = file.department
    words = words_of(file.kind, file.year, department.name, department.full_name, department.code, department.level)
    mistakes: list[Diagnostic] = []
    made = {}
    try:
        made = tables(figures, profile, words)
    except ReportgenError as mistake:
        mistakes.extend(mistake.diagnostics)
    try:
        blocks, findings = narrate(figures, profile, words, made)
    except ReportgenError as mistake:
        raise ReportgenError(*mistakes, *mistake.diagnostics) from None
    if mistakes:
        raise ReportgenError(*mistakes)
    title = (Text(fill(profile.file.title, words)),)
    document = Document(title, department.name, file.year, blocks)
    return Report(budget, profile, figures, document, tuple(findings))
