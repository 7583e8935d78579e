"""DOCX → tree: what a person sees in a file that Word, WPS, LibreOffice or the writer saved.

blocks  paragraphs and tables, one after another    styles     what styles mean
text    words of a paragraph, tracked changes       numbering  automatic numbers
beside  what somebody typed elsewhere           charts     words and numbers of charts

Comments and properties are read here. The tree has no place for headers and footers, and the writer
makes none but page numbers and the watermark. Whoever wants the name or the sign of the office there adds it by hand,
or in a reference document.

Source: ECMA-376 part 1, 17.13.4 (comments); [MS-DOCX] 2.5.1 (answers).
"""

from collections.abc import Iterator, Sequence

from reportgen.document import Document
from reportgen.fingerprint import PROPERTY, fingerprint
from reportgen.ooxml import VML, W14, W15, Element, P, T, W, changes, whole
from reportgen.ooxml.package import Package, opened
from reportgen.patterns import compiled
from reportgen.readers._document import DocumentData, document
from reportgen.readers._lines import TextLine
from reportgen.readers._work import limited, spend
from reportgen.readers.docx.beside import beside, strays, unlisted
from reportgen.readers.docx.blocks import lines_and_tables, pieces
from reportgen.readers.docx.charts import ReadChart, charts_of, with_charts
from reportgen.readers.docx.numbering import counting
from reportgen.readers.docx.styles import styles_of
from reportgen.readers.docx.text import Revisions, Story, WordLine
from reportgen.records import dataclass

__all__ = ["Comment", "ReadWord", "Revisions", "WordLine", "lines_of", "read"]

_COPY = "用Word打开，把内容复制到新的文档里再保存"
_WRITTEN = 20  # characters of a change that count as one step
_MARK = compiled(r"\w{0,4}稿")
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CREATED = "{http://purl.org/dc/terms/}created"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment (批注).

    Attributes:
        words: the words that it is attached to; empty if it stands between two words.
        answer: it answers the last comment before it that is not itself an answer.
    """

    author: str
    text: str
    words: str = ""
    answer: bool = False


@dataclass(frozen=True, slots=True)
class ReadWord:
    """What a Word file says (读到的内容).

    Attributes:
        comments: in the order of the words that they are attached to.
        changes: pending tracked changes, in words.
        stated: the fingerprint that the writer left in the file; empty if another program made it.
        cover: the lines of the cover below the title; empty without a cover.
        beside: what was typed where the tree has no place for it, such as headers and contents.
        drawn: its pictures and charts, in order.
        strays: lines in its table of contents that name no heading and no table; `beside` has them too.
        unlisted: headings that its contents leave out though they list the others.
    """

    document: Document
    comments: tuple[Comment, ...]
    changes: tuple[str, ...]
    stated: str
    cover: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    drawn: tuple[ReadChart, ...] = ()
    strays: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def with_charts(self) -> Document:
        """The document with each chart as a table, where `document` only holds its place."""
        return with_charts(self.document, self.drawn)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the file as it is now, with charts, cover, comments and pending changes."""
        attached = (f"{each.author} {each.words} {each.text}" for each in self.comments)
        return fingerprint(self.document, (*(each.said for each in self.drawn), *self.cover, *attached, *self.changes))


def read(
    content: bytes,
    *,
    revisions: Revisions = Revisions.ACCEPTED,
    publisher: str = "",
    year: int = 0,
    path: str = "文档",
) -> ReadWord:
    """Return what the file says.

    Args:
        revisions: how tracked changes are read.
        publisher, year: if given, they take precedence over those in the file.
        path: the name of the file in diagnostics.

    Raises:
        ReportgenError: the bytes are no Word document, or one that cannot be read.
    """
    with limited(path, "文档", _COPY):
        return _read(opened(content, path), revisions, DocumentData(publisher, year))


def lines_of(package: Package, body: Element) -> list[WordLine]:
    """Return the lines of a body in reading order, with the elements that print their words.

    Raises:
        ReportgenError: the file cannot be read.
    """
    with limited(package.path, "文档", _COPY):
        story = _story(package, Revisions.ACCEPTED)
        story.lines = []
        lines_and_tables(body, story)
        return story.lines


def _story(package: Package, revisions: Revisions) -> Story:
    styles = package.part("styles")
    numbers = counting(package.part("numbering"), styles)
    return Story(styles_of(styles), numbers, revisions, _notes(package), charts_of(package))


def _read(package: Package, revisions: Revisions, asked: DocumentData) -> ReadWord:
    body, story = package.body(), _story(package, revisions)
    lines = lines_and_tables(body, story)
    found, cover = document(lines, story.styles.ours, asked, _stated_properties(package))
    attached = _comments(package.part("comments"), list(package.parts("commentsExtended")), story)
    stated = _stated_fingerprint(package)
    unlike, drawn = tuple(strays(story.contents, found)), tuple(story.drawn)
    typed = beside(package, body, story, found.mark, unlike)
    missing = () if unlike else tuple(unlisted(story.contents, found))
    return ReadWord(found, attached, tuple(_pending(body)), stated, cover, typed, drawn, unlike, missing)


def _notes(package: Package) -> dict[tuple[str, str], Element]:
    """Return footnotes and endnotes by kind and id, without separators."""
    return {
        (kind, each.get(f"{W}id", "")): each
        for kind in ("footnote", "endnote")
        for part in package.parts(f"{kind}s")
        for each in part.iter(f"{W}{kind}")
        if each.get(f"{W}type", "normal") == "normal"
    }


def _pending(body: Element) -> Iterator[str]:
    """Yield the pending changes as texts; a change within a change is in both."""
    for each in changes(body):
        spend(len(each) // _WRITTEN)
        yield each


def _mark(package: Package) -> str:
    """Return the watermark (水印), or a word like 草稿 that is all a header says; empty if there is none."""
    headers = list(package.parts("header"))
    art = (each.get("string", "").strip() for header in headers for each in header.iter(f"{VML}textpath"))
    words = ("".join(line.itertext(T)).strip() for header in headers for line in header.iter(P))
    return next(filter(None, art), "") or next(filter(_MARK.fullmatch, words), "")


def _stated_fingerprint(package: Package) -> str:
    """Return the fingerprint that the writer left in the file; empty if another program made it."""
    custom = package.part("custom-properties")
    properties = () if custom is None else custom.iter(f"{_CUSTOM}property")
    return next(("".join(each.itertext()).strip() for each in properties if each.get("name") == PROPERTY), "")


def _stated_properties(package: Package) -> DocumentData:
    """Return the mark of a draft and, in files of the writer, the publisher and the year of the budget."""
    core = package.part("core-properties") if _stated_fingerprint(package) else None
    creator, created = ("" if core is None else core.findtext(name) or "" for name in (_CREATOR, _CREATED))
    return DocumentData(creator.strip(), whole(created.strip()[:4]), _mark(package))


def _comments(root: Element, answers: Sequence[Element], story: Story) -> tuple[Comment, ...]:
    """Return the comments, in the order of the words that they are attached to.

    Args:
        root: of the comments part, or None.
        answers: roots of the parts that say which comments are answers.
        story: the file, read to its end.
    """
    if root is None:
        return ()
    found = {each.get(f"{W}id", ""): each for each in root.iter(f"{W}comment")}
    places = {key: at for at, key in enumerate(story.marked)}
    answering = {key for each in answers for key in _answering(each)}
    in_order = sorted(found, key=lambda key: places.get(key, len(places)))
    words = {key: "".join(story.marked.get(key, ())) for key in in_order}
    return tuple(_comment(found[key], words[key], answering, story) for key in in_order)


def _answering(root: Element) -> Iterator[str]:
    """Yield the paragraph ids that mark comments as answers; each is the id of the last paragraph of a comment."""
    for each in root.iter(f"{W15}commentEx"):
        if each.get(f"{W15}paraIdParent"):
            yield each.get(f"{W15}paraId", "")


def _comment(element: Element, words: str, answering: set[str], story: Story) -> Comment:
    lines = [piece.text for piece in pieces(element, story) if isinstance(piece, TextLine)]
    last = [each.get(f"{W14}paraId", "") for each in element.iter(P)][-1:]
    return Comment(element.get(f"{W}author", ""), "\n".join(lines).strip(), words, bool(answering & set(last)))
