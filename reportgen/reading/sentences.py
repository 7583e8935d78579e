"""The narrative as what it says of figures (文字): amounts, changes, shares and reasons, sentence by sentence.

A paragraph is read from number to number: the words between two numbers say what the second one is. Words that are
not understood leave a number without a name, never out.
"""

from collections.abc import Collection, Iterable

from reportgen.document import Document
from reportgen.figure import FigureId
from reportgen.reading.entries import Entry
from reportgen.reading.meanings import Meanings
from reportgen.reading.notes import Notes
from reportgen.reading.paragraphs import Reader
from reportgen.reading.passages import Passage
from reportgen.reading.scopes import Scope, going_on, scope_of
from reportgen.reading.subjects import Codes, Subjects


def read(
    document: Document,
    of: Iterable[Passage],
    names: Codes,
    projects: Collection[str],
    meanings: Meanings | None = None,
) -> list[Notes]:
    """What every paragraph says of figures, and the numbers that belong to none, in reading order.

    Args:
        of: its paragraphs.
        names: 科目名称 as printed in the document's tables -> codes, `行政运行` -> (2010301, 2070101).
        projects: names of projects.
        meanings: what the names mean that its numbers carry.
    """
    subjects = Subjects(names, projects, (document.publisher,))
    found: list[Notes] = []
    known: list[Entry] = []
    opened: FigureId | None = None
    scopes: dict[tuple[str, ...], Scope] = {}
    for passage in of:
        above = scopes.get(passage.headings)
        if above is None:
            above = scopes[passage.headings] = scope_of(passage.headings, projects)
        scope = going_on(above, opened)
        notes = Reader(Notes(passage, opened), scope, subjects, known, meanings).read()
        known += [mention.amount for mention in notes.mentions if mention.amount]
        last = notes.mentions[-1].amount if notes.mentions else None
        opened = last.name if last and passage.text.endswith(("：", ":")) else None
        found.append(notes)
    return found
