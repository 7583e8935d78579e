"""Budget files → documents (文档): assembled, checked, marked where they are drafts; what cannot be built is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli._building.telling import Telling
from reportgen.cli._files import file_name
from reportgen.cli._parser import Unusable

if TYPE_CHECKING:
    from reportgen.document import Document
    from reportgen.report import Disclosure
    from reportgen.style import StyleSheet


@dataclass(frozen=True, slots=True)
class Ready:
    """A document that may be written (可以生成的文档).

    Attributes:
        stem: what its files are called, no two of a run alike; called: how messages call it.
    """

    stem: str
    called: str
    document: "Document"
    style: "StyleSheet"


def refuse_same_names(sources: Sequence[Path]) -> None:
    """Two budget files whose documents would be the same files.

    Raises:
        Unusable: there are such.
    """
    stems: dict[str, Path] = {}
    for path in sources:
        other = stems.setdefault(path.stem.lower(), path)
        if other is not path:
            raise Unusable(f"{other} 和 {path} 会生成同名的文件；分两次生成，用 -o 放到不同的文件夹")


class Documents:
    """The documents of a run, one after another."""

    def __init__(self, draft: bool, telling: Telling) -> None:
        self.draft, self.telling = draft, telling
        self._named: dict[str, str] = {}

    def of(self, path: Path, unit: str | None, all_units: bool) -> Iterator[Ready]:
        """Those that are asked for of one budget file."""
        from reportgen.diagnostics import ReportgenError
        from reportgen.report import Disclosure

        try:
            disclosure = Disclosure(path)
            names = {u.name: u.code for u in disclosure.units.listed}
            asked: Iterable[str] = names if all_units else [] if unit is None else [disclosure.units.named(unit).name]
        except ReportgenError as mistake:
            self.telling.refused(mistake, str(path))
            return
        stems = _stems(path.stem, names)
        for name in [*([] if unit is not None else [""]), *asked]:
            called = f"{path} 的{name}" if name else str(path)
            yield from self._document(disclosure, name, called, stems[name] if name else path.stem)

    def _document(self, disclosure: "Disclosure", unit: str, called: str, stem: str) -> Iterator[Ready]:
        """The document of the whole or of one unit, unless it cannot be built."""
        from reportgen.checks import case_of, check
        from reportgen.diagnostics import ReportgenError
        from reportgen.draft_mark import with_findings

        other = self._named.setdefault(stem.lower(), called)
        if other is not called:
            told = f"{other}和{called}会生成同名的文件，后一个没有生成：用 -o 放到不同的文件夹。"
            self.telling.say(told, 2)
            return
        try:
            report = disclosure.report(unit)
            verdict = check(case_of(report)).joined_by(report.findings)
        except ReportgenError as mistake:
            self.telling.refused(mistake, called)
            return
        draft = self.draft or report.budget.file.is_draft
        if self.telling.verdict(verdict, called, draft):
            document = with_findings(report.document, verdict.findings) if draft else report.document
            yield Ready(stem, called, document, report.profile.style)


def _stems(stem: str, units: dict[str, str]) -> dict[str, str]:
    """What the files of units are called, each its own on Windows: 名称 -> `budget-图书馆`."""
    safe = {name: f"{stem}-{file_name(name, '_')}" for name in units}
    often = [one.lower() for one in safe.values()]
    return {n: s if often.count(s.lower()) == 1 else f"{s}-{file_name(units[n], '_')}" for n, s in safe.items()}
