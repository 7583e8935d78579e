"""A budget file → its page (页面): the document first, then verdict and changes, which take longer.

The finished files (下载) are those that `build` would write; while there are errors, drafts with the findings in front.
"""

import time
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path

from reportgen import converters, writers
from reportgen.checks import Rule, Verdict, case_of, check, rules_for
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity, combined, render
from reportgen.diff import ComparedFile, Differences, differences
from reportgen.diff.comparison import Comparison
from reportgen.diff.outputs.docx import merged
from reportgen.document import Document, Revised, Table, plain
from reportgen.draft_mark import with_findings
from reportgen.figure import parsed
from reportgen.libreoffice import located
from reportgen.preview.page_lines import PageLine, lines
from reportgen.profile import Profile
from reportgen.records import dataclass, replace
from reportgen.report import Report, assemble
from reportgen.style import StyleSheet
from reportgen.writers.html import HtmlPart, TablePart, body_markup, body_parts, page_style, sheet_style, table_part

_NANOSECONDS = 1_000_000  # of a millisecond

Other = Callable[[Report], ComparedFile | None]  # returns what a report is compared with, if anything


class Superseded(Exception):
    """The file was saved again, so nobody needs the result."""


@dataclass(frozen=True)
class PreviewPage:
    """A document as it was built (页面).

    Attributes:
        parts, css: as the HTML writer makes them.
        built: milliseconds that it took.
        verdict, differences: None until they are known; without another document there are no differences.
        unlike: why there is no comparison, although one was asked for; else empty.
    """

    report: Report
    parts: tuple[HtmlPart, ...]
    css: str
    built: int
    verdict: Verdict | None = None
    differences: Differences | None = None
    unlike: tuple[Diagnostic, ...] = ()

    @property
    def comparison(self) -> Comparison | None:
        """The comparison of the documents."""
        return self.differences.comparison if self.differences else None

    @cached_property
    def lines(self) -> tuple[PageLine, ...]:
        """The lines of the page with their numbers."""
        return lines(self.report.document)

    @cached_property
    def figures_by_line(self) -> dict[tuple[str, int], str]:
        """(File name, line number) -> the printed figure that the line is part of: of several, that of fewest lines."""
        figures, found = self.report.figures, dict[tuple[str, int], tuple[int, str]]()
        for name in dict.fromkeys(number.name for line in self.lines for number in line.numbers):
            figure = parsed(name)
            try:
                sources = [] if figure is None or figure.derived else [*figures.sources(figure)]
            except ReportgenError:
                continue
            for one in sources:
                at = one.node.at
                key = Path(at.path).name, at.line
                found[key] = min(found.get(key, (len(sources), name)), (len(sources), name), key=lambda pair: pair[0])
        return {key: name for key, (_, name) in found.items()}

    @cached_property
    def revised(self) -> str:
        """The article with tracked changes against the other document; empty without a comparison."""
        style, nobody = self.report.profile.style, Revised("", "")  # the page does not say who changed what
        return body_markup(merged(self.comparison, nobody), style) if self.comparison else ""


class KeptTables:
    """Makes the tables of a page, and keeps them: one that is the same as in the last page is not made again."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Table, StyleSheet, HtmlPart]] = {}

    def __call__(self, table: Table, anchor: str, style: StyleSheet) -> HtmlPart:
        """Return the element of a table."""
        last = self._last.get(anchor)
        is_same = last and last[0] == table and last[1] == style
        part = last[2] if last and is_same else table_part(table, anchor, style)
        self._last[anchor] = table, style, part  # also where it is the same: the last page's own can go
        return part


def built(path: Path, unit: str = "", made: TablePart = table_part) -> PreviewPage:
    """Return the page of a budget file or of one of its units, without verdict and comparison; `made` makes tables.

    Raises:
        ReportgenError: the document cannot be built.
    """
    start = time.perf_counter_ns()
    report = assemble(path, unit)
    document, style = report.document, report.profile.style
    parts, css = body_parts(document, style, made), page_style(document, style) + sheet_style(style)
    return PreviewPage(report, parts, css, (time.perf_counter_ns() - start) // _NANOSECONDS)


def verdict_of(report: Report, superseded: Callable[[], bool] = lambda: False) -> Verdict:
    """Return the findings of `check`, and those made while the document was assembled.

    Raises:
        Superseded: `superseded()` was true; it is asked before every rule.
    """
    return check(case_of(report), _while_needed(report.profile, superseded)).joined_by(report.findings)


def differences_of(report: Report, other: Other) -> tuple[Differences | None, tuple[Diagnostic, ...]]:
    """Return the differences from the other document, or why there are none."""
    try:
        old = other(report)
        this = ComparedFile("这份预算文件", report.document, report)
        return (differences(old, this, Revised("", "")) if old else None), ()
    except ReportgenError as mistake:
        return None, tuple(combined(mistake.diagnostics))


def last_year(report: Report) -> ComparedFile | None:
    """Return the document of last year's budget file, if the budget names one.

    Raises:
        ReportgenError: that document cannot be built.
    """
    budget = report.budget
    bases = (budget.books[base] for base in budget.vocabulary.bases if base not in budget.vocabulary.same_year)
    path = next((book.places[0].path for book in bases if book.places), None)
    if path is None:
        return None
    old = assemble(Path(path), budget.unit)
    return ComparedFile(path, old.document, old)


def _while_needed(profile: Profile, superseded: Callable[[], bool]) -> Iterator[Rule]:
    for rule in rules_for(profile):
        if superseded():
            raise Superseded
        yield rule


@dataclass(frozen=True, slots=True)
class State:
    """What a tab shows of a budget file (状态).

    Attributes:
        version: counts up with every change; 0: nothing was built yet.
        name: the budget file and its unit.
        at: when the last save was seen, in milliseconds since 1970.
        page: the last good page, None if the file could never be built.
        wrong: why the file cannot be built as it is now; empty if `page` shows it.
        pending: whether verdict and comparison are still to come.
    """

    version: int
    name: str
    at: int = 0
    page: PreviewPage | None = None
    wrong: tuple[Diagnostic, ...] = ()
    pending: bool = True

    @property
    def title(self) -> str:
        """The document's title; the file's name if there is no document."""
        return plain(self.page.report.document.title) if self.page else self.name


MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "txt": "text/plain",
}


@cache
def download_formats() -> tuple[str, ...]:
    """Return the formats that can be made on this computer."""
    download = [name for name in (*writers.formats(), *writers.on_request()) if name in MEDIA_TYPES]
    converted = [name for name in converters.formats() if name in MEDIA_TYPES and name not in download and located()]
    return tuple(sorted((*download, *converted)))


def download(
    page: PreviewPage, format_: str, given_up: Callable[[], bool] = lambda: False, table: Table | None = None
) -> bytes | str:
    """Return the finished file, or that of a single table, or why it could not be made.

    Raises:
        Superseded: `given_up()` was true; nobody waits for the file any more.
    """
    converted = format_ not in (*writers.formats(), *writers.on_request())
    by = converters.converter(format_) if converted else None
    document, style = published(page, given_up), page.report.profile.style
    if table:
        document = replace(document, title=(), blocks=(table,), front=(), cover=())
        style = replace(style, cover=False, contents=0)
    try:
        content = writers.writer(by.SOURCE if by else format_)(document, style)
    except ReportgenError as mistake:
        return "\n".join(map(render, mistake.diagnostics))
    if by is None:
        return content
    result = by.convert({"": content}, given_up)
    return result.files.get("") or f"{result.why}。\n建议：{result.hint}"


def published(page: PreviewPage, given_up: Callable[[], bool]) -> Document:
    """Return the document as `build` would make it: finished, or a draft."""
    report = page.report
    verdict = page.verdict or verdict_of(report, given_up)
    draft = report.budget.file.is_draft or verdict.count(Severity.ERROR)
    return with_findings(report.document, verdict.findings) if draft else report.document
