"""The pure function of a batch, `built(BuildTask) -> BuildOutcome`: a budget file → documents as bytes, messages.

    task = BuildTask(Path("data/example-2026.yaml"), formats=("docx", "html"))
    for made in built(task).documents:        # the whole department, then each unit that was asked for
        made.contents["docx"], made.findings, made.about

It reads the budget file, the files it names, and its region; it writes and prints nothing, and the same inputs give the
same outcome in every process. Tasks and outcomes are frozen data that can be pickled: tasks go to worker processes and
other computers, outcomes come back to the caller, who saves and prints. A mistake in the input is part of the
outcome, never raised.

For more of a document than the formats hold (figures as data, tables as CSV), `BuildTask.also` names functions of
modules: each gets report and verdict in the worker, and its files come back in `BuiltDocument.more`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import resources
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity
from reportgen.records import dataclass, field, replace

if TYPE_CHECKING:
    from reportgen.checks import Verdict
    from reportgen.document import Document
    from reportgen.report import Disclosure, Report
    from reportgen.style import StyleSheet

Also = Callable[["Report", "Verdict"], Mapping[str, bytes]]  # a function of a module: workers import it by its name


@dataclass(frozen=True, slots=True)
class BuildTask:
    """One budget file, and what is to be made of it (一件任务).

    Attributes:
        path: the budget file, as messages name it. folder: where the caller saves the files.
        formats: names of writers; empty: the document is only checked.
        unit: the one unit that is asked for; all_units: the department and all its units.
        draft: documents with errors are built, as drafts. Without it they have findings and no contents.
        reference: the Word file whose looks are taken. numbered: whether the contents list has page numbers.
        also: functions that make further files of each document.
    """

    path: Path
    formats: tuple[str, ...] = ()
    unit: str | None = None
    all_units: bool = False
    draft: bool = False
    reference: bytes = b""
    numbered: bool = True
    also: tuple[Also, ...] = ()
    folder: Path = Path()


@dataclass(frozen=True, slots=True)
class About:
    """Which document it is (哪一份). `unit` is empty for the whole department's; `title` is on one line."""

    department: str
    unit: str
    year: int
    kind: str
    region: str
    title: str


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """A document of a budget file, or why there is none (一份文档的结果).

    Attributes:
        stem: the name of its files without extension; "" if the budget file cannot be read. folder: as in the task.
        called: the document's name in messages.
        findings: all, 错误 first; of a document that cannot be made, the mistakes.
        refused: whether it cannot be made at all. draft: whether the file says that it is a draft, or was built as one.
        unfilled: how many places of a draft are empty (待填).
        contents: by format; none if it was refused, or has errors and is no draft.
        more: what `BuildTask.also` made, by name.
    """

    stem: str
    called: str
    findings: tuple[Diagnostic, ...] = ()
    refused: bool = False
    draft: bool = False
    unfilled: int = 0
    about: About | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    more: Mapping[str, bytes] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def place(self) -> str:
        """Where its files are, without extension: no two documents of a run have the same."""
        return str(self.folder / self.stem)

    def count(self, severity: Severity) -> int:
        """Return how many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def may_be_built(self) -> bool:
        """Whether there is a document to write."""
        return not self.refused and (self.draft or not self.count(Severity.ERROR))


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """The outcome of a task (结果).

    Attributes:
        documents: the whole department's, then those of units.
        inputs: the budget file and those that it names -> the checksum of what was read; "" if it could not be read.
        unchanged: whether nothing was made, because the files of an earlier run still hold.
    """

    documents: tuple[BuiltDocument, ...]
    inputs: Mapping[Path, str] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def named(self) -> tuple[Path, ...]:
        """The files that the budget file names."""
        return tuple(self.inputs)[1:]


Known = Callable[[BuildTask], BuildOutcome | None]  # returns the outcome of a task if it is known without doing it


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document before it is written (待写的文档): live objects, which stay in their process."""

    made: BuiltDocument
    document: "Document"
    style: "StyleSheet"


def built(task: BuildTask) -> BuildOutcome:
    """Return the outcome of a task: its documents in all formats asked for, and checksums of what was read."""
    from reportgen.budget.files import collected_names
    from reportgen.source.text_file import collected_reads

    with collected_names() as names, collected_reads() as read:
        documents = tuple(written(one, task.formats) if isinstance(one, Drawn) else one for one in drawn(task))
    resources.task_ended()
    ours = (*resources.program(), regions_beside(task.path))  # not listed, as a process reads them only once
    files = {path: sum for path, sum in read.items() if not any(map(path.is_relative_to, ours))}
    return BuildOutcome(documents, {**dict.fromkeys((task.path, *names), ""), **files})


def regions_beside(budget: Path) -> Path:
    """Return the folder of regions that a budget file brings along."""
    return budget.parent / "templates"


def written(drawn: Drawn, formats: Iterable[str]) -> BuiltDocument:
    """Return the document with its contents (bytes) in these formats, or the mistake for which one refused it."""
    from reportgen.writers import writer

    try:
        return replace(drawn.made, contents={name: writer(name)(drawn.document, drawn.style) for name in formats})
    except ReportgenError as mistake:
        return _refused(drawn.made.stem, drawn.made.called, mistake, drawn.made.folder)


def drawn(task: BuildTask) -> Iterator[Drawn | BuiltDocument]:
    """Yield the documents that are asked for, one by one; one that cannot be written comes as `BuiltDocument`."""
    from reportgen.report import Disclosure

    try:
        disclosure = Disclosure(task.path)
        names = {unit.name: unit.code for unit in disclosure.units.listed}
        asked = list(names) if task.all_units else []
        asked += [] if task.unit is None else [disclosure.units.named(task.unit).name]
    except ReportgenError as mistake:
        yield _refused("", str(task.path), mistake, task.folder)
        return
    stems = _stems(task.path.stem, names)
    for name in [*([] if task.unit is not None else [""]), *asked]:
        called, stem = (f"{task.path} 的{name}", stems[name]) if name else (str(task.path), task.path.stem)
        try:
            yield _drawn_or_faulty(disclosure, name, called, stem, task)
        except ReportgenError as mistake:
            yield _refused(stem, called, mistake, task.folder)


def _drawn_or_faulty(
    disclosure: "Disclosure", unit: str, called: str, stem: str, task: BuildTask
) -> Drawn | BuiltDocument:
    from reportgen.checks import case_of, check
    from reportgen.draft_mark import with_findings

    report = disclosure.report(unit)
    verdict = check(case_of(report)).joined_by(report.findings)
    made = BuiltDocument(
        stem,
        called,
        verdict.findings,
        draft=task.draft or report.budget.file.is_draft,
        unfilled=report.budget.file.empty,
        about=_about(disclosure, report, unit),
        more={name: content for make in task.also for name, content in make(report, verdict).items()},
        folder=task.folder,
    )
    if not made.may_be_built:
        return made
    document = with_findings(report.document, verdict.findings) if made.draft else report.document
    return Drawn(made, document, replace(report.profile.style, reference=task.reference, numbered=task.numbered))


def _about(disclosure: "Disclosure", report: "Report", unit: str) -> About:
    from reportgen.document import plain

    file, title = report.budget.file, " ".join(plain(report.document.title).split())
    return About(disclosure.file.department.name, unit, file.year, file.kind, file.template, title)


def _refused(stem: str, called: str, mistake: ReportgenError, folder: Path) -> BuiltDocument:
    return BuiltDocument(stem, called, mistake.diagnostics, refused=True, folder=folder)


def _stems(stem: str, units: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each unit's files, `budget-图书馆`, unique on Windows too."""
    from reportgen.saving import file_name

    safe = {name: f"{stem}-{file_name(name, '_')}" for name in units}
    often = [one.lower() for one in safe.values()]
    return {n: s if often.count(s.lower()) == 1 else f"{s}-{file_name(units[n], '_')}" for n, s in safe.items()}
