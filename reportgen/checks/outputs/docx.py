"""A Word file with the findings as comments (批注): the file that was checked itself, if it is one, else the document.

Each place of a finding has a comment at its words; the first says all, the others refer to it. What has no place in the
document, such as a table that is missing, is said at the title. Nothing else of the file changes: not a word, no look.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.checks.finding_markup import MOST_PLACES as MOST_MARKED
from reportgen.checks.outputs import Checked
from reportgen.checks.outputs._in_word import Standing, WordText
from reportgen.checks.outputs._marking import Mark, marks_of
from reportgen.checks.printed import printed_lines
from reportgen.diagnostics import MOST_PLACES, Diagnostic
from reportgen.document import Document, Table, all_runs, plain, walk
from reportgen.ooxml import Element, P
from reportgen.ooxml.comments import WordComment, WordSpot, with_comments
from reportgen.ooxml.package import Package, opened
from reportgen.readers.docx import lines_of

AUTHOR = "reportgen 核查"
_USUAL = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_SIGNED = "origin"  # relationship of digital signatures, which no changed file may keep


def write(checked: Checked) -> bytes:
    """Return the Word file."""
    package = _package(checked)
    body = package.body()
    text = WordText(lines_of(package, body), body)
    standing = Standing(text, _texts(checked.document))
    title = standing.spots(0, 0, len(plain(checked.document.title))) or _beginning(text, body)
    marks = marks_of(checked.document, checked.verdict.findings)
    found = zip(checked.verdict.findings, marks, strict=True)
    comments = [one for n, each in enumerate(found, 1) for one in _comments(n, *each, standing, title)]
    return with_comments(package, body, comments, AUTHOR)


def _package(checked: Checked) -> Package:
    """The file that was checked; where comments cannot be put into it as it is, the document written anew."""
    if checked.word:
        package = opened(checked.word, checked.name)
        strict = _STRICT in package.read(package.main)
        if package.content_type(package.main) == _USUAL and not strict and _SIGNED not in package.relations:
            return package
    from reportgen.writers import writer

    return opened(writer("docx")(checked.document, checked.style), checked.name)


def _texts(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the texts of the tree with their numbers, without those of charts, which are pictures in the file."""
    yield from ((-1, plain(runs)) for runs in all_runs(replace(document, title=(), blocks=())))
    drawn = {n for n, block in enumerate(walk(document.blocks), 1) if isinstance(block, Table) and block.picture}
    for line in printed_lines(document):
        if line.block not in drawn:
            yield from ((text.at, plain(text.runs)) for text in line.texts)


def _beginning(text: WordText, body: Element) -> tuple[WordSpot, WordSpot]:
    """The beginning of a file without title: its first words, else its first paragraph."""
    places = (text.spots(at, at + 1) for at in sorted(text.begins) if at < len(text.places))
    if found := next(filter(None, places), None):
        return found
    first = next(body.iter(P), None)
    if first is None:
        first = body.makeelement(P)
        body.insert(0, first)
    return WordSpot(first, (), 0), WordSpot(first, (), 0)


def _comments(
    number: int, finding: Diagnostic, marks: list[Mark], standing: Standing, title: tuple[WordSpot, WordSpot]
) -> Iterator[WordComment]:
    head = f"{number}. {finding.severity.value} {finding.rule}"
    places = [standing.spots(mark.words.text.at, *mark.span) or title for mark in marks] or [title]
    yield WordComment((head, *_said(finding, len(places))), *places[0])
    for i, place in enumerate(places[1:], 2):
        yield WordComment((f"{head}（第{i}处，共{len(places)}处）", "说明见第1处的批注。"), *place)


def _said(finding: Diagnostic, places: int) -> Iterator[str]:
    """Yield what the first comment of a finding says below its head."""
    yield finding.message
    if finding.hint:
        yield f"建议：{finding.hint}"
    if places > 1:
        more = len(finding.places) - MOST_MARKED
        yield f"这是第1处，共{places}处有批注{f'，另外还有{more}处' if more > 0 else ''}。"
    files = [f"{place} {place.excerpt.strip()}" for place in finding.places if place.line]
    yield from (f"位置：{place}" for place in files[:MOST_PLACES])
