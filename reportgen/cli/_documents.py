"""The first phase of `reportgen build` (生成): budget files → checked documents, marked if they are drafts.

With `--toc pages` the contents state page numbers, which LibreOffice finds by converting all documents in one call.
Contents are on pages of their own before the first numbered page, so adding the numbers moves nothing. If the numbers
are not certain, none are stated.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import Unusable
from reportgen.cli._files import file_name

if TYPE_CHECKING:
    from reportgen.checks import Verdict
    from reportgen.diagnostics import ReportgenError
    from reportgen.document import Document
    from reportgen.report import Disclosure
    from reportgen.style import StyleSheet


class Messages:
    """Prints messages to the error stream and keeps the exit code that follows from them.

    Attributes:
        code: 0 all is done, 1 a person has to look, 2 something could not be made.
    """

    def __init__(self) -> None:
        self.code = 0
        self._said: set[str] = set()

    def verdict(self, verdict: "Verdict", called: str, draft: bool) -> bool:
        """Print all findings but hints, which are only counted; return whether the document may be built."""
        from reportgen.diagnostics import Severity, render

        for finding in verdict.findings:
            if finding.severity is not Severity.HINT:
                self.say(render(finding))
        errors, hints = verdict.count(Severity.ERROR), verdict.count(Severity.HINT)
        if errors and not draft:
            self.say(f"{called}：有{errors}处错误，没有生成文件。改正后再生成；要先看样子，加 --draft 生成草稿。", 1)
        elif hints:
            self.say(f"{called}：另有{hints}处提示，用 reportgen check 查看。")
        return draft or not errors

    def refused(self, mistake: "ReportgenError", called: str) -> None:
        """Print why a document cannot be built; a mistake that several documents share is printed once."""
        from reportgen.diagnostics import render

        for message in map(render, mistake.diagnostics):
            if message not in self._said:
                self._said.add(message)
                self.say(message)
        self.say(f"{called}：{len(mistake.diagnostics)}处不能用，没有生成文件。", 2)

    def say(self, text: str, code: int = 0) -> None:
        """Print the text and raise the exit code to `code` at least."""
        print(text, file=sys.stderr)
        self.code = max(self.code, code)


@dataclass(frozen=True, slots=True)
class ReadyDocument:
    """A document that may be written (可以生成的文档).

    Attributes:
        stem: the name of its files without extension, unique in a run.
        called: how messages call it.
    """

    stem: str
    called: str
    document: "Document"
    style: "StyleSheet"


def refuse_same_names(sources: Sequence[Path]) -> None:
    """Refuse budget files whose documents would have the same names.

    Raises:
        Unusable: there are such.
    """
    stems: dict[str, Path] = {}
    for path in sources:
        other = stems.setdefault(path.stem.lower(), path)
        if other is not path:
            raise Unusable(f"{other} 和 {path} 会生成同名的文件；分两次生成，用 -o 放到不同的文件夹")


class DocumentBuilder:
    """Makes the documents of a run, one after another."""

    def __init__(self, draft: bool, messages: Messages) -> None:
        self.draft, self.messages = draft, messages
        self._named: dict[str, str] = {}

    def of(self, path: Path, unit: str | None, all_units: bool) -> Iterator[ReadyDocument]:
        """Yield the documents that are asked for of one budget file."""
        from reportgen.diagnostics import ReportgenError
        from reportgen.report import Disclosure

        try:
            disclosure = Disclosure(path)
            names = {u.name: u.code for u in disclosure.units.listed}
            asked: Iterable[str] = names if all_units else [] if unit is None else [disclosure.units.named(unit).name]
        except ReportgenError as mistake:
            self.messages.refused(mistake, str(path))
            return
        stems = _stems(path.stem, names)
        for name in [*([] if unit is not None else [""]), *asked]:
            called = f"{path} 的{name}" if name else str(path)
            yield from self._document(disclosure, name, called, stems[name] if name else path.stem)

    def _document(self, disclosure: "Disclosure", unit: str, called: str, stem: str) -> Iterator[ReadyDocument]:
        """Yield the document of the whole or of one unit, unless it cannot be built."""
        from reportgen.checks import case_of, check
        from reportgen.diagnostics import ReportgenError
        from reportgen.draft_mark import with_findings

        other = self._named.setdefault(stem.lower(), called)
        if other is not called:
            self.messages.say(f"{other}和{called}会生成同名的文件，后一个没有生成：用 -o 放到不同的文件夹。", 2)
            return
        try:
            report = disclosure.report(unit)
            verdict = check(case_of(report)).joined_by(report.findings)
        except ReportgenError as mistake:
            self.messages.refused(mistake, called)
            return
        draft = self.draft or report.budget.file.is_draft
        if self.messages.verdict(verdict, called, draft):
            document = with_findings(report.document, verdict.findings) if draft else report.document
            yield ReadyDocument(stem, called, document, report.profile.style)


def _stems(stem: str, units: dict[str, str]) -> dict[str, str]:
    """Return the name of each unit's files, `budget-图书馆`, unique on Windows too."""
    safe = {name: f"{stem}-{file_name(name, '_')}" for name in units}
    often = [one.lower() for one in safe.values()]
    return {n: s if often.count(s.lower()) == 1 else f"{s}-{file_name(units[n], '_')}" for n, s in safe.items()}


CONTENTS = ("fields", "pages", "links")


def with_pages(ready: Sequence[ReadyDocument], messages: Messages) -> list[ReadyDocument]:
    """Return the documents; those with contents get the page of each heading that the contents list."""
    from reportgen.libreoffice import Fault, pdfs

    files = _word_files(ready)
    rendering = pdfs(files)
    if files and rendering.fault is Fault.NOT_INSTALLED:
        messages.say(f"{rendering.fault.value}，排不出页码：目录的页码由 Word 打开时填。")
        messages.say("  建议：安装 LibreOffice（免费）后再生成")
        return list(ready)
    for one in ready:
        if one.stem in files and one.stem not in rendering.pdfs:
            messages.say(f"{one.called}：{rendering.fault.value}，目录的页码由 Word 打开时填。")
    paged = [_paged(one, rendering.pdfs.get(one.stem), messages) for one in ready]
    _report_fonts([one for one in paged if one.style.pages], rendering.pdfs, messages)
    return paged


def _word_files(ready: Sequence[ReadyDocument]) -> dict[str, bytes]:
    """Return the Word files of the documents with contents, by stem; one that cannot be written is reported later."""
    from reportgen.diagnostics import ReportgenError
    from reportgen.writers import writer

    files = {}
    for one in ready:
        if one.style.contents:
            with suppress(ReportgenError):
                files[one.stem] = writer("docx")(one.document, one.style)
    return files


def _paged(one: ReadyDocument, pdf: bytes | None, messages: Messages) -> ReadyDocument:
    """Return the document with the pages of its headings, if every heading was found in the PDF."""
    from reportgen.pdf_reading import printed_pages
    from reportgen.writers.docx.front_matter import listed
    from reportgen.writers.docx.styles import LEVELS

    if pdf is None:
        return one
    outline = listed(one.document, LEVELS)
    found = printed_pages([entry.text for entry in outline], pdf)
    if found is None:
        messages.say(f"{one.called}：排出来的标题和页码跟文件里的对不上，目录的页码由 Word 打开时填。")
        return one
    pages = (page for entry, page in zip(outline, found, strict=True) if entry.level <= one.style.contents)
    return replace(one, style=replace(one.style, pages=tuple(pages)))


def _report_fonts(paged: Sequence[ReadyDocument], pdfs: dict[str, bytes], messages: Messages) -> None:
    """Print which fonts this computer lacks: in Word, which has them, pages may end elsewhere."""
    from reportgen.pdf_reading import substituted

    lacking = {font for one in paged for font in substituted(one.document, one.style, pdfs[one.stem])}
    if lacking:
        messages.say(
            f"这台电脑没有{'、'.join(sorted(lacking))}，目录页码按代用字体排出，和 Word 里的可能不同；"
            "在 Word 里右击目录，“更新域”，选“只更新页码”。"
        )
