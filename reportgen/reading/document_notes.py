"""What the paragraphs of a document say of figures, in reading order: each begins where the one before left off."""

from collections.abc import Collection, Iterable

from reportgen.document import Document, plain
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.reading.clauses import Conditions, Scope, fund_in, going_on, scope_of
from reportgen.reading.entries import Entry
from reportgen.reading.meanings import Meanings
from reportgen.reading.notes import Notes
from reportgen.reading.paragraphs import Reader
from reportgen.reading.subjects import Codes, Subjects
from reportgen.reading.texts import Passage

_NUMBER = r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]"
_LABEL = compiled(rf"{_NUMBER}(?P<title>(?!.{{0,40}}（[类款项]）)[^，。；：,;:0-9]{{2,24}})[。：:]")
_ITEM = compiled(_NUMBER)
_ITEM_ALONE = compiled(rf"{_NUMBER}[^，；0-9]{{3,80}}（[款项]）[。：:]?")


def read(
    document: Document,
    of: Iterable[Passage],
    names: Codes,
    projects: Collection[str],
    meanings: Meanings | None = None,
) -> list[Notes]:
    """Return the notes of every paragraph, in reading order.

    Args:
        of: the paragraphs.
        names: item names as the document's tables print them -> codes: `行政运行` -> (2010301, 2070101).
        projects: names of projects.
        meanings: given where numbers carry names of a known budget.
    """
    subjects = Subjects(names, projects, (document.publisher,))
    found: list[Notes] = []
    known: list[Entry] = []
    opened: FigureId | None = None
    listed: Conditions = {}
    scopes: dict[tuple[str, ...], Scope] = {}
    title = ""  # the paragraph before
    for passage in of:
        label = _LABEL.match(passage.text)
        headings = (*passage.headings, label["title"]) if label else passage.headings
        above = scopes.get(headings)
        if above is None:
            above = scopes[headings] = scope_of(headings, projects, plain(document.title))
        listed = listed if _ITEM.match(passage.text) else {}
        scope = going_on(above, opened, listed)
        title = next((each for each in (title, *passage.headings[-1:]) if _ITEM_ALONE.fullmatch(each)), "")
        notes = Reader(Notes(passage, opened), scope, subjects, known, meanings, document.year, title=title).read()
        title = passage.text
        known += [mention.amount for mention in notes.mentions if mention.amount]
        last = notes.mentions[-1].amount if notes.mentions else None
        opens = passage.text.endswith(("：", ":"))
        if not (opened and passage.text.endswith(("；", ";"))):  # the list goes on
            opened = last.name if last and opens and not _is_of_parts(notes, last) else None
        listed = fund_in(passage.text.rpartition("。")[2]) if opens and not notes.mentions else listed
        found.append(notes)
    return found


def _is_of_parts(notes: Notes, last: Entry) -> bool:
    """Whether the amount is the last of some parts in a sentence before: 其中：……，项目支出30万元。具体如下："""
    text = notes.passage.text
    natures = {m.amount.name.member("性质") for m in notes.mentions if m.amount and m.amount.name}
    return last.place.start < text.rfind("。") and len(natures - {""}) > 1
