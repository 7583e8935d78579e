"""Two files, whatever they are, to all that is different between them (比对结果), for every output to show as it can.

A number that was edited by hand (走样) contradicts the budget file that the document was made from. In Word people may
edit words but no number: every other table and sentence that prints the number would disagree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.diff.budgets.figures import FigureChange, figure_changes, most_important_first
from reportgen.diff.budgets.reasons import TextChange, reason_changes
from reportgen.diff.budgets.renaming import Renaming, figure_followed, renamings
from reportgen.diff.changes import DocumentChange, DocumentPlace, Segment, SegmentKind, Segments
from reportgen.diff.documents import Comparison, compare
from reportgen.diff.documents.tokens import DIRECTION
from reportgen.document import Document, Figure, Revised, Run, plain
from reportgen.figure import NotationError, parse
from reportgen.figures import Figures
from reportgen.profile import load
from reportgen.report import Report
from reportgen.style import StyleSheet
from reportgen.trace import lines_of


@dataclass(frozen=True, slots=True)
class Differences:
    """What is different between two files.

    Attributes:
        old, new: what the two sides are called, as a rule the names of their files.
        by: who is said to have made the tracked changes; style: how a Word file that shows them looks.
        contradictions: numbers edited by hand that contradict a budget file, each with the lines it contradicts.
        remarks: what Word files hold beside their text: comments, tracked changes.
        figures, renamings, reasons: of two budget files, figures by name, the most important first; members under two
            names; what the files say in words.
    """

    old: str
    new: str
    comparison: Comparison
    by: Revised
    style: StyleSheet
    contradictions: tuple[Diagnostic, ...] = ()
    remarks: tuple[str, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    reasons: tuple[TextChange, ...] = ()

    @property
    def found(self) -> bool:
        """Whether anything is different."""
        return bool(self.comparison.changes or self.figures or self.renamings or self.reasons)


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """One of the two files (一边).

    Attributes:
        name: what it is called. report: of a budget file. remarks: what a Word file holds beside its text.
    """

    name: str
    document: Document
    report: Report | None = None
    remarks: tuple[str, ...] = ()


def differences(old: ComparedFile, new: ComparedFile, by: Revised) -> Differences:
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


def compared(old: ComparedFile, new: ComparedFile) -> Comparison:
    """What is different in the documents alone; renamed members are taken for what they are."""
    return compare(old.document, new.document, renamed=_called(_renamings(old, new)))


def _renamings(old: ComparedFile, new: ComparedFile) -> tuple[Renaming, ...]:
    """Of two budget files; of others nobody knows."""
    return renamings(old.report, new.report) if old.report and new.report else ()


def _found(old: ComparedFile, new: ComparedFile, comparison: Comparison, by: Revised) -> Differences:
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


def _contradictions(old: ComparedFile, new: ComparedFile, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """Numbers that contradict the budget file, where one side alone is one."""
    if old.report and not new.report:
        return contradictions(comparison.changes, old.report.figures, new.name)
    if new.report and not old.report:
        return contradictions(comparison.turned, new.report.figures, old.name)
    return ()


def _style(old: ComparedFile, new: ComparedFile) -> StyleSheet:
    """The style of the region that either side is of, the new one before the old; else the baseline's."""
    report = new.report or old.report
    return report.profile.style if report else load("default", Path()).style


RULE = "数被改了"
_ADVICE = "数要变，就改预算文件里的这一行，再重新生成；不要变的，在文件里改回来"


def contradictions(changes: Iterable[DocumentChange], figures: Figures, edited: str) -> tuple[Diagnostic, ...]:
    """Every number that the edited file gives another value than the budget, with the lines that it contradicts.

    Args:
        changes: from what the budget makes to the edited file. edited: what that file is called.
    """
    return tuple(
        _contradiction(figure, segment, change.where, figures, edited)
        for change in changes
        for at, segment in enumerate(change.segments)
        if segment.kind is SegmentKind.NUMBER and (figure := _contradicted_figure(change.segments[at:]))
    )


def _contradicted_figure(segments: Segments) -> Figure | None:
    """The figure that the first piece prints; of a word for its direction, such as 增加, the figure after it."""
    said = segments[0].old
    if (printed := _first_figure(said)) or not DIRECTION.fullmatch(plain(said)):
        return printed
    after = _first_figure(run for segment in segments for run in segment.old)
    return after if after and ".增减" in after.name else None


def _first_figure(runs: Iterable[Run]) -> Figure | None:
    return next((run for run in runs if isinstance(run, Figure)), None)


def _contradiction(figure: Figure, segment: Segment, where: DocumentPlace, figures: Figures, file: str) -> Diagnostic:
    was, now = plain(segment.old), plain(segment.new).strip()
    said = f"改成了{now}" if now else "删掉了"
    message = f"{file}里，{where}，把{was}{said}；按预算文件，“{figure.name}”印成{was}"
    return error(RULE, message, *_contradicted(figure, figures), hint=_ADVICE)


def _contradicted(figure: Figure, figures: Figures) -> tuple[Location, ...]:
    try:
        return lines_of(figure.name, figures)
    except ReportgenError:
        return ()
