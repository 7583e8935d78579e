"""What the words around a number say of it (文字的说法): the reader's guess, from the document without its names."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.document import Document
from reportgen.figure import FigureId
from reportgen.reading import Entry, Mention, Reading
from reportgen.region_check.prints import Key, key_of, nameless

_ROLES = ("amount", "base", "change", "rate", "share", "points", "completion")  # of the numbers of a sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of a number.

    Attributes:
        name: what the words mean, in the reader's members; None where they are not understood.
        compared: the base as it is called there; whole: of a share, what it is said to be a share of.
        by_item: whether it stands in a table of items (科目), as some revenue tables are.
        role: which part of a sentence it is, `amount`, `change`, `share` …; empty in tables.
    """

    entry: Entry
    compared: str
    whole: FigureId | None = None
    role: str = ""
    by_item: bool = False

    @property
    def name(self) -> FigureId | None:
        """What the words mean."""
        return self.entry.name


def claims(document: Document) -> dict[Key, list[Claim]]:
    """What is said of each number, by where it stands; one number may be several figures (收、支总计各)."""
    found: dict[Key, list[Claim]] = {}
    for claim in _claims(Reading(nameless(document))):
        found.setdefault(key_of(claim.entry.place), []).append(claim)
    return found


def _claims(reading: Reading) -> Iterator[Claim]:
    for sheet in (*reading.sheets, *reading.pictures):
        by_item = not sheet.side and any(line.code for line in sheet.lines)
        yield from (_of_cell(entry, by_item) for entry in sheet.entries)
    for form in reading.forms:
        yield from (_of_cell(entry) for entry in form.entries)
    for mention in reading.mentions:
        yield from _of_mention(mention)
    for entry in reading.numbers:
        yield Claim(entry, "")


def _of_cell(entry: Entry, by_item: bool = False) -> Claim:
    return Claim(entry, entry.place.column or entry.place.row, by_item=by_item)


def _of_mention(mention: Mention) -> Iterator[Claim]:
    whole = mention.whole.name if mention.whole else None
    for role in _ROLES:
        if entry := getattr(mention, role):
            yield Claim(entry, mention.compared, whole if role == "share" else None, role)
