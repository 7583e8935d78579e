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
from reportgen.diff.budgets.renaming import Renaming, new_figure, renamings
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
    """All that is different between two files.

    Attributes:
        old, new: what the two files are called, as a rule their paths.
        by: author and time of the tracked changes.
        style: the style sheet of a Word file that shows them.
        contradictions: numbers edited by hand that contradict a budget file, each with the lines that it contradicts.
        remarks: comments and pending changes of Word files, in words.
        figures: of two budget files, the changes of figures, the most important first.
        renamings: of two budget files, members under two names.
        reasons: of two budget files, the changes of what they say in words.
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
        name: what the file is called.
        report: of a budget file, else None.
        remarks: of a Word file, its comments and pending changes, in words.
    """

    name: str
    document: Document
    report: Report | None = None
    remarks: tuple[str, ...] = ()


def differences(old: ComparedFile, new: ComparedFile, by: Revised) -> Differences:
    """All that is different; `by` is the author of the tracked changes."""
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
    """The documents alone compared. Members that were renamed count as the same."""
    return compare(old.document, new.document, renamed=_called(_renamings(old, new)))


def _renamings(old: ComparedFile, new: ComparedFile) -> tuple[Renaming, ...]:
    """The members under two names; none unless both files are budget files."""
    return renamings(old.report, new.report) if old.report and new.report else ()


def _found(old: ComparedFile, new: ComparedFile, comparison: Comparison, by: Revised) -> Differences:
    remarks = tuple(f"{given.name}：{said}" for given in (old, new) for said in given.remarks)
    wrong = _contradictions(old, new, comparison)
    return Differences(old.name, new.name, comparison, by, _style(old, new), wrong, remarks)


def _called(known: tuple[Renaming, ...]) -> Callable[[str], str]:
    """A function from the name of a figure on the old side to its name on the new one; paths of facts stay."""

    def called(name: str) -> str:
        try:
            return str(new_figure(known, parse(name)))
        except NotationError:
            return name

    return called if known else str


def _contradictions(old: ComparedFile, new: ComparedFile, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """The numbers that contradict a budget file, where one of the files is a budget file and the other is not."""
    if old.report and not new.report:
        return contradictions(comparison.changes, old.report.figures, new.name)
    if new.report and not old.report:
        return contradictions(comparison.turned, new.report.figures, old.name)
    return ()


def _style(old: ComparedFile, new: ComparedFile) -> StyleSheet:
    """The style sheet of the region of the new file, or of the old one, or of `default`."""
    report = new.report or old.report
    return report.profile.style if report else load("default", Path()).style


RULE = "数被改了"
_ADVICE = "数要变，就改预算文件里的这一行，再重新生成；不要变的，在文件里改回来"


def contradictions(changes: Iterable[DocumentChange], figures: Figures, edited: str) -> tuple[Diagnostic, ...]:
    """The numbers that were edited by hand and now contradict the budget file, each with its lines.

    Args:
        changes: from the document that the budget file makes to the edited one.
        edited: what the edited file is called.
    """
    return tuple(
        _contradiction(figure, segment, change.where, figures, edited)
        for change in changes
        for at, segment in enumerate(change.segments)
        if segment.kind is SegmentKind.NUMBER and (figure := _contradicted_figure(change.segments[at:]))
    )


def _contradicted_figure(segments: Segments) -> Figure | None:
    """The figure that the first segment prints. A word of direction, such as 增加, stands for the figure after it."""
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
