"""Two files, whatever they are, to all that is different between them (查找差异)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.diagnostics import Diagnostic
from reportgen.diff.budgets.figures import figure_changes
from reportgen.diff.budgets.importance import most_important_first
from reportgen.diff.budgets.reasons import reason_changes
from reportgen.diff.budgets.renamed import Renaming, figure_followed
from reportgen.diff.budgets.renaming import renamings
from reportgen.diff.documents import Comparison, compare
from reportgen.diff.drift import contradictions
from reportgen.diff.result import Differences
from reportgen.document import Document, Revised
from reportgen.figure import NotationError, parse
from reportgen.profile import load
from reportgen.report import Report
from reportgen.style import StyleSheet


@dataclass(frozen=True, slots=True)
class Given:
    """One of the two files (一边).

    Attributes:
        name: what it is called. report: of a budget file. remarks: what a Word file holds beside its text.
    """

    name: str
    document: Document
    report: Report | None = None
    remarks: tuple[str, ...] = ()


def differences(old: Given, new: Given, by: Revised) -> Differences:
    """All that is different; `by` is said to have made the changes."""
    known = _renamings(old, new)
    comparison = compare(old.document, new.document, renamed=_called(known))
    found = _found(old, new, comparison, by)
    if not (old.report and new.report):
        return found
    return replace(
        found,
        figures=most_important_first(figure_changes(old.report, new.report, known)),
        renamings=known,
        reasons=reason_changes(old.report, new.report, known),
    )


def compared(old: Given, new: Given) -> Comparison:
    """What is different in the documents alone; renamed members are taken for what they are."""
    return compare(old.document, new.document, renamed=_called(_renamings(old, new)))


def _renamings(old: Given, new: Given) -> tuple[Renaming, ...]:
    """Of two budget files; of others nobody knows."""
    return renamings(old.report, new.report) if old.report and new.report else ()


def _found(old: Given, new: Given, comparison: Comparison, by: Revised) -> Differences:
    remarks = tuple(f"{given.name}：{said}" for given in (old, new) for said in given.remarks)
    wrong = _contradictions(old, new, comparison)
    return Differences(old.name, new.name, comparison, by, _style(old, new), wrong, remarks)


def _called(known: tuple[Renaming, ...]) -> Callable[[str], str]:
    """What the new side calls a figure of the old one; the path of a fact stays."""

    def called(name: str) -> str:
        try:
            return str(figure_followed(known, parse(name)))
        except NotationError:
            return name

    return called if known else str


def _contradictions(old: Given, new: Given, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """Numbers that contradict the budget file, where one side alone is one."""
    if old.report and not new.report:
        return contradictions(comparison.changes, old.report.figures, new.name)
    if new.report and not old.report:
        return contradictions(comparison.turned, new.report.figures, old.name)
    return ()


def _style(old: Given, new: Given) -> StyleSheet:
    """The style of the region that either side is of, the new one before the old; else the baseline's."""
    report = new.report or old.report
    return report.profile.style if report else load("default", Path()).style
