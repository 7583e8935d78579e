"""The finished files (下载): what `build` would write; while there are mistakes a draft, with its findings in front."""

from functools import cache

from reportgen import converters, writers
from reportgen.diagnostics import ReportgenError, Severity, render
from reportgen.document import Document
from reportgen.draft_mark import with_findings
from reportgen.libreoffice import located
from reportgen.preview.building import Page, verdict_of

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
    "txt": "text/plain",
}


@cache
def formats() -> tuple[str, ...]:
    """The formats that can be made on this computer."""
    made = [name for name in writers.formats() if name in KINDS]
    converted = [name for name in converters.formats() if name in KINDS and name not in made and located()]
    return tuple(sorted((*made, *converted)))


def made(page: Page, format_: str) -> bytes | str:
    """The file, or why it could not be made."""
    converted = format_ not in writers.formats()
    by = converters.converter(format_) if converted else None
    document, style = published(page), page.report.profile.style
    try:
        content = writers.writer(by.SOURCE if by else format_)(document, style)
    except ReportgenError as mistake:
        return "\n".join(map(render, mistake.diagnostics))
    if by is None:
        return content
    result = by.convert({"": content})
    return result.files.get("") or f"{result.why}。\n建议：{result.hint}"


def published(page: Page) -> Document:
    """The document as it would be built: finished, or as a draft."""
    report = page.report
    verdict = page.verdict or verdict_of(report)
    draft = report.budget.file.is_draft or verdict.count(Severity.ERROR)
    return with_findings(report.document, verdict.findings) if draft else report.document
