"""Comparison of two documents or two budgets (比对): what moved, what changed, what merely belongs to another year.

`differences` finds everything that is different between two files: of the documents, and of the budgets if both are
budget files. If only one is, numbers in the other that were edited by hand are reported.

comparison    two documents                     changes   what is different, as data
  tokens      words and numbers; likeness       wording   two texts
  items       blocks, rows and columns          tables    two tables
  aligning    pairs of what belongs together    rows      pairs of equal rows
contradictions numbers edited by hand, with the lines of the budget file
series        figures over several years, and their outputs
explaining    why totals changed, in items      amounts   what one side states
figures       two budgets, figure by figure     facts     numbers without a measure
  sides       the figures of one budget         reasons   what the budget files say in words
renaming      members under two names           printed_names what two documents show of that
likeness      which names and texts are alike
outputs       text, page, Word file, JSON
"""

from collections.abc import Iterator
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.diff.amounts import MEASURES, Amounts, BudgetAmounts, PrintedAmounts
from reportgen.diff.changes import ChangeKind, DocumentChange
from reportgen.diff.comparison import Comparison, compare, stale_years
from reportgen.diff.contradictions import contradictions
from reportgen.diff.explaining import ExplainedChange, explained
from reportgen.diff.figures import FigureChange, figure_changes, most_important_first
from reportgen.diff.reasons import TextChange, reason_changes
from reportgen.diff.renaming import Renaming, renamings_between
from reportgen.diff.sides import ReportFigures
from reportgen.document import Document, Revised, Table, all_runs, walk
from reportgen.profile import load
from reportgen.records import dataclass, replace
from reportgen.report import Report
from reportgen.style import StyleSheet


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences between two files.

    Attributes:
        old, new: the names of the two files, usually their paths.
        by: author and time of the tracked changes.
        style: the style sheet for a Word file that shows the differences.
        contradictions: numbers edited by hand, each with the lines of the budget file that it contradicts.
        remarks: comments and pending changes of Word files, in words.
        outside: differences in contents, headers and the like, in words.
        figures: of two budget files, the changes of figures, the most important first.
        renamings: of two budget files, members under two names.
        reasons: of two budget files, the changes of their texts, such as reasons.
        explanations: the items that each changed total is made of.
        stale: places where a year stayed that should have moved, in words.
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
    outside: tuple[str, ...] = ()
    explanations: tuple[ExplainedChange, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether anything is different."""
        return bool(self.comparison.changes or self.figures or self.renamings or self.reasons or self.outside)

    @property
    def restated(self) -> tuple[DocumentChange, ...]:
        """The changes in which the later document restates an amount of the earlier one's year."""
        return tuple(one for one in self.comparison.changes if one.kind is ChangeKind.RESTATED)

    @property
    def others(self) -> tuple[str, ...]:
        """Differences beside the document: in contents and headers, as comments, as pending changes."""
        return (*self.outside, *self.remarks)


_ROW, _EACH, _MOST = 60, 5, 520_000  # cost of a row, of a cell or paragraph, beside its characters; most of a file
_LARGE = "文件里的文字、表格太多，没有比"
_SMALLER = "检查是否选对了文件；几个单位合在一起的，分开来一个单位一个单位地比"


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """One of the two files (一边).

    Attributes:
        name: the name of the file, usually its path.
        report: the report of a budget file; None for other files.
        remarks: of a Word file, its comments and pending changes, in words.
        outside: what its contents, headers and the like say that is not in the document, in words.
        cover: the lines below the title on its cover.
    """

    name: str
    document: Document
    report: Report | None = None
    remarks: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()


def differences(old: ComparedFile, new: ComparedFile, by: Revised) -> Differences:
    """Return all differences; `by`: author and time of the tracked changes."""
    comparison = compared(old, new)
    renamings = _renamings(old, new, comparison)
    remarks = tuple(f"{given.name}：{said}" for given in (old, new) for said in given.remarks)
    outside = (*_outside(old, new), *_outside(new, old), *_on_covers(old, new))
    report = new.report or old.report
    style = report.profile.style if report else load("default", Path()).style
    wrong, stale = _contradictions(old, new, comparison), tuple(stale_years(comparison))
    found = Differences(old.name, new.name, comparison, by, style, wrong, remarks, outside=outside, stale=stale)
    found = replace(found, renamings=renamings)
    if bool(old.report) != bool(new.report) and old.document.year == new.document.year:
        return found  # a budget and a file made from it
    if not (old.report and new.report):
        sides = amounts_of(old, new, renamings), amounts_of(new, old)
        return replace(found, explanations=_explanations(*sides, old, new, renamings))
    mine, yours = ReportFigures(old.report), ReportFigures(new.report)
    both = BudgetAmounts(mine, new.document.year - old.document.year, renamings), BudgetAmounts(yours)
    found = replace(found, explanations=_explanations(*both, old, new, renamings))
    figures = most_important_first(figure_changes(mine, yours, renamings))
    return replace(found, figures=figures, reasons=reason_changes(old.report, new.report, renamings))


def _outside(one: ComparedFile, other: ComparedFile) -> Iterator[str]:
    """Yield what the contents, headers and the like of one file say and those of the other do not."""
    return (f"{one.name}：{said}" for said in one.outside if said not in other.outside)


def _on_covers(old: ComparedFile, new: ComparedFile) -> Iterator[str]:
    """Yield the lines that only one cover has, of a budget and of a file made from it."""
    if old.cover and new.cover and bool(old.report) != bool(new.report):
        for one, other in ((old, new), (new, old)):
            yield from (f"{one.name}：封面上写的是“{line}”" for line in one.cover if line not in other.cover)


def _renamings(old: ComparedFile, new: ComparedFile, comparison: Comparison) -> tuple[Renaming, ...]:
    """Those of the budget files, and what the documents show beside."""
    renamings = renamings_between(old.report, new.report) if old.report and new.report else ()
    settled = {(r.dimension, member) for r in renamings for member in (r.old, r.new)}
    shown = (r for r in comparison.renamings if not {(r.dimension, r.old), (r.dimension, r.new)} & settled)
    return (*renamings, *shown)


def amounts_of(file: ComparedFile, other: ComparedFile, renamings: tuple[Renaming, ...] = ()) -> Amounts:
    """Return the amounts of a file, from its budget or its tables; tables are read with the region of either side."""
    apart = other.document.year - file.document.year
    if file.report:
        return BudgetAmounts(ReportFigures(file.report), apart, renamings)
    profile = other.report.profile if other.report else load("default", Path())
    return PrintedAmounts(file.document, profile.vocabulary, apart, renamings)


def _explanations(
    mine: Amounts, yours: Amounts, old: ComparedFile, new: ComparedFile, renamings: tuple[Renaming, ...] = ()
) -> tuple[ExplainedChange, ...]:
    """Return the totals that changed, each divided into items."""
    years = old.document.year, new.document.year
    totals = (explained(measure, mine, yours, renamings) for measure in MEASURES)
    return tuple(ExplainedChange(total, years) for total in totals if total and total.delta)


def compared(old: ComparedFile, new: ComparedFile) -> Comparison:
    """Return the comparison of the documents alone.

    Raises:
        ReportgenError: a file holds more words than can be compared in moments.
    """
    large = [file for file in (old, new) if not file.report and _words(file.document) > _MOST]
    if large:
        raise ReportgenError(*(error("文件过大", _LARGE, Location(file.name), hint=_SMALLER) for file in large))
    return compare(old.document, new.document)


def _words(document: Document) -> int:
    """Return the cost of a comparison: characters, and a surcharge for each row, cell and paragraph."""
    rows = sum(len(block.body) for block in walk(document.blocks) if isinstance(block, Table))
    return _ROW * rows + sum(_EACH + sum(len(run.text) for run in runs) for runs in all_runs(document))


def _contradictions(old: ComparedFile, new: ComparedFile, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """Return numbers edited by hand, if exactly one of the files is a budget file."""
    if old.report and not new.report:
        return contradictions(comparison.changes, old.report, new.document, new.name)
    if new.report and not old.report:
        return contradictions(comparison.reversed_changes, new.report, old.document, old.name)
    return ()
