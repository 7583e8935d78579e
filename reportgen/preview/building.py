"""A budget file → the page that is shown (页面): first the document, then what takes longer, verdict and changes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.checks import Rule, Verdict, case_of, check, rules
from reportgen.diagnostics import Diagnostic, ReportgenError, combined
from reportgen.diff import Comparison
from reportgen.diff.finding import Given, compared
from reportgen.diff.merging import merged
from reportgen.document import Revised, plain
from reportgen.preview.places import Line, lines
from reportgen.report import Report, assemble
from reportgen.writers.html import body_markup, page_style, sheet_style

_NANOSECONDS = 1_000_000  # of a millisecond

Other = Callable[[Report], Given | None]  # what a report is compared with, if there is anything


class Superseded(Exception):
    """Nobody needs the result any more: the file was saved again."""


@dataclass(frozen=True)
class Page:
    """A document as it was built (页面).

    Attributes:
        report: all that is known of it; article, css: as the HTML writer makes them.
        built: milliseconds that it took.
        verdict, comparison: None until they are worked out; without anything to compare with, no comparison at all.
        unlike: why there is no comparison where one was asked for.
    """

    report: Report
    article: str
    css: str
    built: int
    verdict: Verdict | None = None
    comparison: Comparison | None = None
    unlike: tuple[Diagnostic, ...] = ()

    @property
    def title(self) -> str:
        """The document's title."""
        return plain(self.report.document.title)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the document with the numbers in it, as the page has them; found when it is first asked for."""
        return lines(self.report.document)

    @cached_property
    def revised(self) -> str:
        """The article with its changes against the other document in it; empty without a comparison."""
        style, nobody = self.report.profile.style, Revised("", "")  # the page does not say who changed what
        return body_markup(merged(self.comparison, nobody), style) if self.comparison else ""


def built(path: Path, unit: str = "") -> Page:
    """The page of a budget file, or of one of its units, without verdict and changes.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    start = time.perf_counter_ns()
    report = assemble(path, unit)
    document, style = report.document, report.profile.style
    article, css = body_markup(document, style), page_style(document, style) + sheet_style(style)
    return Page(report, article, css, (time.perf_counter_ns() - start) // _NANOSECONDS)


def verdict_of(report: Report, superseded: Callable[[], bool] = lambda: False) -> Verdict:
    """What `check` finds, with what was remarked upon while the document was made.

    Raises:
        Superseded: it is not needed any more; asked before every rule.
    """
    return check(case_of(report), _while_needed(superseded)).joined_by(report.findings)


def comparison_of(report: Report, other: Other) -> tuple[Comparison | None, tuple[Diagnostic, ...]]:
    """What is different from the other document, or why that cannot be told."""
    try:
        old = other(report)
    except ReportgenError as mistake:
        return None, tuple(combined(mistake.diagnostics))
    return (compared(old, Given("", report.document, report)) if old else None), ()


def last_year(report: Report) -> Given | None:
    """The document of last year's own budget file, where the budget names one.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    budget = report.budget
    bases = (budget.books[base] for base in budget.vocabulary.bases if base not in budget.vocabulary.same_year)
    path = next((book.places[0].path for book in bases if book.places), None)
    if path is None:
        return None
    old = assemble(Path(path), budget.unit)
    return Given(path, old.document, old)


def _while_needed(superseded: Callable[[], bool]) -> Iterator[Rule]:
    for rule in rules():
        if superseded():
            raise Superseded
        yield rule
