"""The narrative as what it says of figures (文字): amounts, changes, shares and reasons, sentence by sentence.

A paragraph is read from number to number: the words between two numbers say what the second one is. Words that are
not understood leave a number without a name, never out.
"""

from collections.abc import Collection, Mapping

from reportgen.document import Document
from reportgen.figure import FigureId
from reportgen.reading.entries import Entry, Mention
from reportgen.reading.paragraphs import Reader, Told
from reportgen.reading.passages import passages
from reportgen.reading.scopes import going_on, scope_of
from reportgen.reading.subjects import Subjects


def mentions(
    document: Document, names: Mapping[str, tuple[str, ...]] | None = None, projects: Collection[str] = ()
) -> tuple[Mention, ...]:
    """What the sentences say of figures, in reading order.

    Args:
        names: 科目名称 as printed in the document's tables -> codes, `行政运行` -> (2010301, 2070101).
        projects: names of projects.
    """
    return tuple(mention for told in _told(document, names or {}, projects) for mention in told.mentions)


def numbers_in(document: Document) -> tuple[Entry, ...]:
    """Every number of the narrative that belongs to no mention: people, dates, goals; the words are in its place."""
    return tuple(entry for told in _told(document, {}, ()) for entry in told.numbers)


def _told(document: Document, names: Mapping[str, tuple[str, ...]], projects: Collection[str]) -> list[Told]:
    subjects = Subjects(names, projects, (document.publisher,))
    told: list[Told] = []
    known: list[Entry] = []
    open_: FigureId | None = None
    for passage in passages(document):
        scope = going_on(scope_of(passage.headings, projects), open_)
        said = Reader(passage, scope, subjects, tuple(known), open_).told()
        known += [mention.amount for mention in said.mentions if mention.amount]
        last = said.mentions[-1].amount if said.mentions else None
        open_ = last.name if last and passage.text.endswith(("：", ":")) else None
        told.append(said)
    return told
