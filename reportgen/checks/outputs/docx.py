"""A Word file with the findings as comments (批注): the checked file if it is one, else the document as a new file.

Each place of a finding has a comment at its words; the first has the whole text, the others refer to it. A finding
without place in the document, such as a missing table, stands at the title. Nothing else of the file changes.

Document and file are read in the same order. The words of a text have to come next in the file, from the beginning
of a word to the end of one, white space aside. If the file has more than the document (a cover, empty cells), the text
may come later, if it is long enough to be unique.
"""

from collections.abc import Iterable, Iterator, Sequence

from reportgen.checks.outputs import Checked
from reportgen.checks.printed import MOST_MARKED, Mark, marks_of, printed_lines
from reportgen.diagnostics import MOST_PLACES, Diagnostic
from reportgen.document import Document, Table, all_runs, plain, walk
from reportgen.fingerprint import UNSEEN, dense
from reportgen.ooxml import TEXT_BOX, Element, P
from reportgen.ooxml.comments import WordComment, WordSpot, with_comments
from reportgen.ooxml.package import Package, opened
from reportgen.patterns import compiled
from reportgen.readers.docx import WordLine, lines_of
from reportgen.records import dataclass, field, replace

_LONG = 6  # the fewest letters of a text that is searched further on
_FAR = 20_000  # characters within which such a text is searched
_DIGITS = compiled("[0-9.,%-]+")
AUTHOR = "reportgen 核查"
_USUAL = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_SIGNED = "origin"  # relationship of digital signatures, which a change would break


@dataclass
class WordText:
    """The words of a file without white space (文字流).

    Attributes:
        places: for each character, the index of its line and its position there. begins, ends: positions of words.
    """

    lines: Sequence[WordLine]
    body: Element
    words: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)
    begins: set[int] = field(default_factory=set)
    ends: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        pieces: list[str] = []
        for at, line in enumerate(self.lines):
            number = dense(line.number)
            pieces.append(number)
            self.begins.add(len(self.places))
            self.places += [(at, 0)] * len(number)
            for start, word in _words("".join(text for _, text in line.printed)):
                self.begins.add(len(self.places))
                self.places += [(at, start + i) for i in range(len(word))]
                self.ends.add(len(self.places))
                pieces.append(word)
        self.words = "".join(pieces)

    def found(self, text: str, follows: str, after: int) -> int:
        """Return where the text begins, from `after` on; -1 if nowhere.

        A short text is searched with the words that follow it (`follows`), as it may stand in many places.
        """
        if self._is_whole(after, text) and self.words.startswith(text, after):
            return after
        sought = next((each for each in (text, text + follows) if len(_DIGITS.sub("", each)) >= _LONG), "")
        at = self.words.find(sought, after, after + _FAR) if sought else -1
        while at >= 0 and not self._is_whole(at, text):
            at = self.words.find(sought, at + 1, after + _FAR)
        return at

    def _is_whole(self, at: int, text: str) -> bool:
        """Whether the text, if it stands there, begins and ends with whole words."""
        return at in self.begins and at + len(text) in self.ends

    def spots(self, start: int, end: int) -> tuple[WordSpot, WordSpot] | None:
        """Return the places before and after these characters; None in text boxes and notes, which take no comment."""
        (first, begins), (last, ends) = self.places[start], self.places[end - 1]
        lines = self.lines[first], self.lines[last]
        if any(self._is_outside(line.paragraph) for line in lines):
            return None
        return WordSpot(lines[0].paragraph, lines[0].printed, begins), WordSpot(
            lines[1].paragraph, lines[1].printed, ends + 1
        )

    def _is_outside(self, paragraph: Element) -> bool:
        around = list(paragraph.iterancestors())
        return self.body not in around or any(each.tag == TEXT_BOX for each in around)


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words between white space, each with its position."""
    start = 0
    for gap in UNSEEN.finditer(text):
        if gap.start() > start:
            yield start, text[start : gap.start()]
        start = gap.end()
    if start < len(text):
        yield start, text[start:]


class Standing:
    """Where the texts of a document stand in a Word file, by the numbers of the texts."""

    def __init__(self, file: WordText, printed: Iterable[tuple[int, str]]) -> None:
        """Find the texts; `printed`: their numbers and words, in reading order; -1 for findings before the title."""
        self._file, after = file, 0
        self._texts: dict[int, str] = {}
        self._begins: dict[int, int] = {}
        texts = [(number, words, text) for number, words in printed if (text := dense(words))]
        nexts = [*(text for _, _, text in texts), ""][1:]
        for (number, words, text), follows in zip(texts, nexts, strict=True):
            if (at := file.found(text, follows, after)) >= 0:
                self._texts[number], self._begins[number] = words, at
                after = at + len(text)

    def spots(self, number: int, start: int, end: int) -> tuple[WordSpot, WordSpot] | None:
        """Return the places of these characters of a text; if they are not in the file, of the nearest text before."""
        if number in self._texts and (own := self._within(number, start, end)):
            return own
        before = (self._within(one, 0, len(self._texts[one])) for one in reversed(self._texts) if one < number)
        return next(filter(None, before), None)

    def _within(self, number: int, start: int, end: int) -> tuple[WordSpot, WordSpot] | None:
        """Return the places of these characters of a text, at least of one character."""
        words, at = self._texts[number], self._begins[number]
        first = min(len(dense(words[:start])), len(dense(words)) - 1)
        return self._file.spots(at + first, at + max(first + 1, len(dense(words[:end]))))


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
    """Return the checked file; if comments cannot be added to it, the document written anew."""
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
    """Return the places of a file without title: its first words, else its first paragraph."""
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
    yield WordComment((head, *_comment_lines(finding, len(places))), *places[0])
    for i, place in enumerate(places[1:], 2):
        yield WordComment((f"{head}（第{i}处，共{len(places)}处）", "说明见第1处的批注。"), *place)


def _comment_lines(finding: Diagnostic, places: int) -> Iterator[str]:
    """Yield the lines of the first comment of a finding, below its head."""
    yield finding.message
    if finding.hint:
        yield f"建议：{finding.hint}"
    if places > 1:
        more = len(finding.places) - MOST_MARKED
        yield f"这是第1处，共{places}处有批注{f'，另外还有{more}处' if more > 0 else ''}。"
    files = [f"{place} {place.excerpt.strip()}" for place in finding.places if place.line]
    yield from (f"位置：{place}" for place in files[:MOST_PLACES])
