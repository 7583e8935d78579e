"""DOCX → tree: what a person sees in a file that Word, WPS, LibreOffice or the writer saved.

paragraphs paragraphs and tables, one after another    styles       what styles mean
text       words of a paragraph, tracked changes       numbering    automatic numbers
tables     rows and cells                              beside_text  comments, headers, footers, properties

Lines become a document in `_outline`. Figures come back as text: their names are nowhere in the file.
"""

from dataclasses import dataclass

from reportgen import garbage
from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.document import Document
from reportgen.fingerprint import fingerprint
from reportgen.ooxml import Element, W, changes
from reportgen.ooxml.package import Package, opened
from reportgen.readers._lines import Piece, TableOnPage, TextLine, runs
from reportgen.readers._outline import outline
from reportgen.readers._patterns import day_in, named_in
from reportgen.readers._projection import as_read
from reportgen.readers.docx import beside_text
from reportgen.readers.docx.beside_text import Comment, around, comments
from reportgen.readers.docx.numbering import counting
from reportgen.readers.docx.paragraphs import Turn, pieces
from reportgen.readers.docx.styles import styles_of
from reportgen.readers.docx.tables import grid_of
from reportgen.readers.docx.text import Revisions, Story

__all__ = ["Comment", "Read", "Revisions", "around", "as_read", "read"]


@dataclass(frozen=True, slots=True)
class Read:
    """What a Word file says (读到的内容).

    Attributes:
        comments: in the order of the words that they are attached to.
        changes: pending tracked changes, in words.
        cover: publisher and date as the cover prints them; empty without a cover.
        stated: the fingerprint that the writer left in the file; empty if it made none.
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
    """What the file says.

    Args:
        revisions: how tracked changes are read.
        publisher, year: if given, they go before those in the file.
        path: the name of the file in diagnostics.

    Raises:
        ReportgenError: the bytes are no Word document, or one that cannot be read.
    """
    package = opened(content, path)
    try:
        with garbage.paused():
            return _read(package, revisions, publisher, year)
    except RecursionError:
        hint = "用Word打开，把内容复制到新的文档里再保存"
        raise ReportgenError(error("文档损坏", "这个Word文档套了太多层，读不出来", Location(path), hint=hint)) from None


def _read(package: Package, revisions: Revisions, publisher: str, year: int) -> Read:
    styles, body = package.part("styles"), package.body()
    story = Story(styles_of(styles), counting(package.part("numbering"), styles), revisions, _notes(package))
    found = outline(_placed(body, story), story.styles.ours)
    who, when = named_in(found.title)
    stated = beside_text.stated(package)
    document = Document(
        runs(found.title),
        publisher or found.publisher or (beside_text.creator(package) if stated else "") or who,
        year or when or (beside_text.created(package) if stated else 0),
        found.blocks,
        mark=beside_text.mark(package),
        front=found.front,
        date=day_in(found.date),
    )
    said = comments(package.part("comments"), list(package.parts("commentsExtended")), story)
    return Read(document, said, tuple(changes(body)), stated, tuple(filter(None, (found.publisher, found.date))))


def _placed(body: Element, story: Story) -> list[Piece]:
    """The lines and tables of the body; each table knows whether its page is landscape."""
    ours, placed, begun = story.styles.ours, list[Piece](), 0
    for piece in pieces(body, story):
        if isinstance(piece, Turn):
            turned = [
                each._replace(landscape=piece.landscape) if isinstance(each, TableOnPage) else each
                for each in placed[begun:]
            ]
            placed[begun:] = turned
            begun = len(placed)
        elif isinstance(piece, TextLine):
            placed.append(piece)
        else:
            placed.append(TableOnPage(grid_of(piece, story, ours), False))
    return placed


def _notes(package: Package) -> dict[tuple[str, str], Element]:
    """Footnotes and endnotes, without separators."""
    return {
        (kind, each.get(f"{W}id", "")): each
        for kind in ("footnote", "endnote")
        for part in package.parts(f"{kind}s")
        for each in part.iter(f"{W}{kind}")
        if each.get(f"{W}type", "normal") == "normal"
    }
