"""DOCX → tree: what a person sees in a file that Word, WPS, LibreOffice or the writer saved.

blocks  paragraphs and tables, one after another    styles       what styles mean
text    words of a paragraph, tracked changes       numbering    automatic numbers
                                                    beside_text  comments, headers, footers, properties
"""

from dataclasses import dataclass

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.document import Document
from reportgen.fingerprint import fingerprint
from reportgen.gc_pause import gc_paused
from reportgen.ooxml import Element, W, changes
from reportgen.ooxml.package import Package, opened
from reportgen.readers._document import Given, document
from reportgen.readers.docx.beside_text import Comment, around, comments, stated_fingerprint, stated_properties
from reportgen.readers.docx.blocks import lines_and_tables
from reportgen.readers.docx.numbering import counting
from reportgen.readers.docx.styles import styles_of
from reportgen.readers.docx.text import Revisions, Story

__all__ = ["Comment", "Read", "Revisions", "around", "read"]


@dataclass(frozen=True, slots=True)
class Read:
    """What a Word file says (读到的内容).

    Attributes:
        comments: in the order of the words that they are attached to.
        changes: pending tracked changes, in words.
        stated: the fingerprint that the writer left in the file; empty if another program made it.
        cover: publisher and date as the cover prints them; empty without a cover.
    """

    document: Document
    comments: tuple[Comment, ...]
    changes: tuple[str, ...]
    stated: str
    cover: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the file as it is now, with cover, comments and pending changes."""
        said = (f"{each.author} {each.words} {each.text}" for each in self.comments)
        return fingerprint(self.document, (*self.cover, *said, *self.changes))


def read(
    content: bytes,
    *,
    revisions: Revisions = Revisions.ACCEPTED,
    publisher: str = "",
    year: int = 0,
    path: str = "文档",
) -> Read:
    """Return what the file says.

    Args:
        revisions: how tracked changes are read.
        publisher, year: if given, they go before those in the file.
        path: the name of the file in diagnostics.

    Raises:
        ReportgenError: the bytes are no Word document, or one that cannot be read.
    """
    package = opened(content, path)
    try:
        with gc_paused():
            return _read(package, revisions, Given(publisher, year))
    except RecursionError:
        hint = "用Word打开，把内容复制到新的文档里再保存"
        raise ReportgenError(error("文档损坏", "这个Word文档套了太多层，读不出来", Location(path), hint=hint)) from None


def _read(package: Package, revisions: Revisions, asked: Given) -> Read:
    styles, body = package.part("styles"), package.body()
    story = Story(styles_of(styles), counting(package.part("numbering"), styles), revisions, _notes(package))
    lines = lines_and_tables(body, story)
    found, cover = document(lines, story.styles.ours, asked, stated_properties(package))
    attached = comments(package.part("comments"), list(package.parts("commentsExtended")), story)
    return Read(found, attached, tuple(changes(body)), stated_fingerprint(package), tuple(filter(None, cover)))


def _notes(package: Package) -> dict[tuple[str, str], Element]:
    """Return footnotes and endnotes by kind and id, without separators."""
    return {
        (kind, each.get(f"{W}id", "")): each
        for kind in ("footnote", "endnote")
        for part in package.parts(f"{kind}s")
        for each in part.iter(f"{W}{kind}")
        if each.get(f"{W}type", "normal") == "normal"
    }
