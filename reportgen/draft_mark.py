"""Drafts (草稿): a document with the mark on every page, and with the findings on a page before the title."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from reportgen.diagnostics import Diagnostic, Location, Severity, combined
from reportgen.document import Cell, Document, Paragraph, Role, Row, Section, Table, as_runs, plain
from reportgen.records import replace

DRAFT = "草稿"
FINDINGS = f"{DRAFT}：公开前要改的地方"
_LEADS = {
    Severity.ERROR: "不改好不能公开",
    Severity.WARNING: "逐条核对，确实没有问题的不用改",
    Severity.HINT: "供参考",
}
FINDINGS_HEADS = ("序号", "是什么问题", "在哪里", "怎么改")
_WIDTHS = (3, 18, 12, 15)

_Found = tuple[Severity, Sequence[Diagnostic]]


def as_draft(document: Document) -> Document:
    """Return the document with the mark 草稿 on every page."""
    return replace(document, mark=DRAFT)


def marked_title(document: Document) -> str:
    """Return the title on one line, with the mark, for lists of files and tabs of browsers."""
    title = " ".join(plain(document.title).split())
    return f"{title}（{document.mark}）" if document.mark else title


def with_findings(document: Document, findings: Sequence[Diagnostic]) -> Document:
    """Return the document as a draft, with the findings on a page before everything else, the worst first."""
    found = tuple(_by_severity(combined(findings)))
    page = Section(1, "", as_runs(FINDINGS), (Paragraph(as_runs(_summary(found))), *(_listed(*each) for each in found)))
    return replace(as_draft(document), front=(page,))


def _by_severity(findings: Sequence[Diagnostic]) -> Iterator[_Found]:
    for severity in Severity:
        if found := [finding for finding in findings if finding.severity is severity]:
            yield severity, found


def _summary(found: Sequence[_Found]) -> str:
    counts = "，".join(f"{severity.value}{len(findings)}处" for severity, findings in found)
    lead = f"{counts}。改的是预算文件，改好后重新生成；" if found else "没有查出要改的地方。"
    return f"{lead}这一页和各页的“{DRAFT}”字样在定稿里没有。"


def _listed(severity: Severity, findings: Sequence[Diagnostic]) -> Section:
    title = f"{severity.value}{len(findings)}处：{_LEADS[severity]}"
    head = Row(tuple(Cell(as_runs(name), Role.HEAD) for name in FINDINGS_HEADS))
    body = tuple(_row(number, finding) for number, finding in enumerate(findings, 1))
    table = Table(title, "", (), (), (), len(FINDINGS_HEADS), (head,), body, widths=_WIDTHS)
    return Section(2, "", as_runs(title), (table,))


def _row(number: int, finding: Diagnostic) -> Row:
    texts = (f"[{finding.rule}] {finding.message}", _places(finding.places), finding.hint)
    cells = (Cell(as_runs(text), Role.TEXT) for text in texts)
    return Row((Cell(as_runs(str(number)), Role.CODE), *cells))


def _places(places: Sequence[Location]) -> str:
    """Return the place to edit first, without its folder, and how many places there are."""
    if not places:
        return ""
    first = places[0]
    line = f" 第{first.line}行" if first.line else ""
    others = f"，等{len(places)}处" if len(places) > 1 else ""
    return f"{PurePath(first.path).name}{line}{others}"
