"""assemble(): budget file → Report, everything that writers, checks, diff and preview read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.budget import Budget, budget_of, open_file
from reportgen.diagnostics import Diagnostic, ReportgenError, combined
from reportgen.document import Block, Document, Figure, Paragraph, Place, Runs, Section, Table, Text
from reportgen.figures import Figures, has_tail, idle_statements
from reportgen.garbage import paused
from reportgen.narrative import narrate
from reportgen.profile import Profile, fill, load
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
    profile = load(file.template, path.parent, file.kind, named.at if named else None)
    budget = budget_of(file, profile.vocabulary)
    figures = Figures(budget, profile)
    mistakes: list[Diagnostic] = []
    made = None
    try:
        made = tables(figures)
    except ReportgenError as mistake:
        mistakes.extend(mistake.diagnostics)
    try:
        blocks, findings = narrate(figures, made)
    except ReportgenError as mistake:
        raise ReportgenError(*combined([*mistakes, *mistake.diagnostics])) from None
    if mistakes:
        raise ReportgenError(*combined(mistakes))
    title = (Text(fill(profile.file.title, figures.words)),)
    document = Document(title, file.department.name, file.year, _with_tail_notes(blocks, figures, profile))
    return Report(budget, profile, figures, document, (*budget.findings, *idle_statements(figures), *findings))


def _with_tail_notes(blocks: tuple[Block, ...], figures: Figures, profile: Profile) -> tuple[Block, ...]:
    """The blocks, with the note 尾数误差 wherever printed parts miss their printed total."""
    return tuple(_with_tail_note(block, figures, profile) for block in blocks)


def _with_tail_note(block: Block, figures: Figures, profile: Profile) -> Block:
    notes = profile.file.tail_notes
    match block:
        case Section():
            return replace(block, blocks=_with_tail_notes(block.blocks, figures, profile))
        case Paragraph() if has_tail(_printed([block.runs]), figures):
            return replace(block, runs=(*block.runs, Text(notes.in_text)))
        case Table() if has_tail(_printed(cell.runs for row in block.body for cell in row.cells), figures):
            return replace(block, notes=(*block.notes, Paragraph((Text(notes.in_table),), Place.NOTE)))
        case _:
            return block


def _printed(runs: Iterable[Runs]) -> list[Figure]:
    return [run for one in runs for run in one if isinstance(run, Figure)]
