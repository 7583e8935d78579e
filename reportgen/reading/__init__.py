"""Reading a finished document (读文件): its tables by kind, and its sentences.

In a document that we made, every number carries its figure's name. In others, heads, labels and words tell what a
number is. Rules work in the same way on both.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain

from reportgen.document import Document, TableKind, plain
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.reading.entries import Entry, Mention, Place
from reportgen.reading.forms import Form, form_of
from reportgen.reading.item_names import ItemNames, names_of
from reportgen.reading.layout import LaidTable, layouts
from reportgen.reading.line_sheets import line_sheet
from reportgen.reading.meanings import Meanings
from reportgen.reading.naming import RowNames, named
from reportgen.reading.notes import Notes
from reportgen.reading.paragraphs import Reader
from reportgen.reading.scopes import Conditions, fund_in, going_on, scope_of
from reportgen.reading.sheets import Sheet, SheetRow, of_years, sheets_of
from reportgen.reading.sources import Sources
from reportgen.reading.subjects import Codes, Subjects
from reportgen.reading.sums import Sum, sums_of
from reportgen.reading.terms import unit_in
from reportgen.reading.texts import Passage, Texts, Wording, passages
from reportgen.reading.wholes import holds
from reportgen.records import dataclass

__all__ = ["Entry", "Form", "Mention", "Place", "Reading", "Sheet", "SheetRow", "Sum", "Wording"]


@dataclass(frozen=True)
class Reading:
    """A document as rules see it; each part is read once, when first asked for.

    `meanings`: what the names mean that numbers carry; None if the budget behind the document is unknown.
    """

    document: Document
    meanings: Meanings | None = None

    @cached_property
    def layouts(self) -> tuple[LaidTable, ...]:
        """Every table and picture on its grid, in reading order."""
        return tuple(layouts(self.document))

    @cached_property
    def tables(self) -> tuple[LaidTable, ...]:
        """Every table on its grid, in reading order."""
        return tuple(layout for layout in self.layouts if not layout.table.picture)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every table with its numbers named, in reading order; two-sided ones are two sheets."""
        return self._named_sheets[0]

    @cached_property
    def _named_sheets(self) -> tuple[tuple[Sheet, ...], RowNames]:
        """The sheets, and what their rows are called. Numbers without names are not kept."""
        bare = tuple(sheet for layout in self.tables for sheet in self._sheets_of(layout))
        bare = bare if self.meanings else of_years(bare)
        printed = [(line.code, line.label) for sheet in bare for line in sheet.lines if line.code]
        units = dict.fromkeys(unit_in(line.fields, "名称", "预算单位") for sheet in bare for line in sheet.lines)
        publisher = self.document.publisher
        known = RowNames(names_of(printed), publisher, tuple(name for name in units if name not in ("", publisher)))
        return tuple(named(sheet, known, self.document.year, self.meanings) for sheet in bare), known

    @cached_property
    def pictures(self) -> tuple[Sheet, ...]:
        """The tables behind pictures (图), with their numbers named; rules only check whether the numbers are right."""
        found = (s for layout in self.layouts if layout.table.picture for s in sheets_of(layout, self.meanings))
        return tuple(named(sheet, self._named_sheets[1], self.document.year, self.meanings) for sheet in found)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every table without rows of heads, in reading order."""
        found = (form_of(layout, self.meanings) for layout in self.tables)
        return tuple(form for form in found if form)

    @property
    def sums(self) -> Iterator[Sum]:
        """Every number in tables that is the sum of others, table by table; found anew each time."""
        return chain.from_iterable(map(sums_of, self.sheets))

    @property
    def names(self) -> ItemNames:
        """Item names with their codes, from the catalogue and from the document's own tables."""
        return self._named_sheets[1].items

    def _sheets_of(self, layout: LaidTable) -> tuple[Sheet, ...]:
        lines = None if self.meanings else line_sheet(layout)
        return (lines,) if lines else sheets_of(layout, self.meanings)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """What the sentences say of figures, in reading order."""
        return tuple(mention for notes in self._notes for mention in notes.mentions)

    @cached_property
    def in_tables(self) -> tuple[Entry, ...]:
        """Every number of the tables, in reading order; none of forms."""
        return tuple([entry for sheet in self.sheets for entry in sheet.entries])

    @cached_property
    def in_sentences(self) -> tuple[Entry, ...]:
        """Every number that sentences state of figures, in reading order."""
        return tuple(entry for mention in self.mentions for entry in mention.entries)

    @property
    def entries(self) -> Iterator[Entry]:
        """Every number: of tables, pictures and forms, of sentences, then all others of sentences."""
        yield from self.in_tables
        yield from (entry for sheet in self.pictures for entry in sheet.entries)
        yield from (entry for form in self.forms for entry in form.entries)
        yield from self.in_sentences
        yield from self.numbers

    @cached_property
    def numbers(self) -> tuple[Entry, ...]:
        """Every other number of the sentences, with its unit: people, vehicles, dates."""
        return tuple(entry for notes in self._notes for entry in notes.numbers)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every paragraph of the narrative, in reading order."""
        return tuple(passages(self.document))

    @cached_property
    def _notes(self) -> list[Notes]:
        return notes_of(self, self.printed_names, self.projects, self.meanings)

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Unit of money -> the most decimals of an amount in sentences, which drop zeros at the end."""
        found: dict[str, int] = {}
        for mention in self.mentions:
            if mention.amount:
                said = mention.amount.number
                found[said.unit] = max(found.get(said.unit, 0), said.places)
        return found

    def numbers_beside(self, other: "Reading", projects: Collection[str]) -> tuple[Entry, ...]:
        """Return every number of the sentences, read with these projects and the item names of another document."""
        notes = notes_of(self, other.printed_names, projects)
        stated = (entry for each in notes for mention in each.mentions for entry in mention.entries)
        return (*stated, *(entry for each in notes for entry in each.numbers))

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """The names of projects that tables print."""
        return tuple(_members(self.in_tables, "项目"))

    @property
    def units(self) -> Collection[str]:
        """The names of the department's units that tables print, without its own."""
        return self._named_sheets[1].units

    @cached_property
    def printed_names(self) -> dict[str, tuple[str, ...]]:
        """Item names as tables print them -> their codes."""
        found: dict[str, tuple[str, ...]] = {}
        for sheet in self.sheets:
            for line in sheet.lines:
                names = _members(line.entries.values(), line.dimension or "功能")
                for code in filter(None, (line.code, *names)):
                    known = found.get(line.label, ())
                    if code not in known:
                        found[line.label] = (*known, code)
        return found

    @cached_property
    def texts(self) -> Texts:
        """Every text with its place, in reading order."""
        return Texts(self.document, self.layouts)

    @cached_property
    def by_name(self) -> Mapping[FigureId, Sequence[Entry]]:
        """Every print of each figure in tables, in reading order."""
        found: dict[FigureId, tuple[Entry, ...]] = {}
        for sheet in self.sheets:
            own = sheet.by_name
            several = {name: found[name] + own[name] for name in found.keys() & own.keys()}
            found.update(own)
            found.update(several)
        return found

    @cached_property
    def steps(self) -> dict[tuple[str, str], Decimal]:
        """(unit, table) -> the smallest printed step there, one unit of the last place. Table "" means all tables."""
        each = {(entry.number.unit, entry.number.places, entry.place.part): entry.number for entry in self.in_tables}
        found: dict[tuple[str, str], Decimal] = {}
        for (unit, places, own), number in each.items():
            for part in ("", own) if places else ("",):
                found[unit, part] = min(number.step, found.get((unit, part), number.step))
        return found

    @cached_property
    def sources(self) -> Sources:
        """Where the places of the document were read."""
        return Sources(self.passages, self.tables)

    def holds(self, whole: FigureId, part: FigureId) -> bool:
        """Whether one figure is part of the other: by the lines of the budget if known, else by their conditions."""
        return self.meanings.holds(whole, part) if self.meanings else holds(whole, part)

    def of(self, kind: TableKind | None, side: str = "") -> tuple[Sheet, ...]:
        """Return the sheets of a kind, and of a side if one is given."""
        own = self._by_kind.get(kind, ())
        return tuple(sheet for sheet in own if sheet.side == side) if side else own

    @cached_property
    def _by_kind(self) -> dict[TableKind | None, tuple[Sheet, ...]]:
        kinds = dict.fromkeys(sheet.kind for sheet in self.sheets)
        return {kind: tuple(sheet for sheet in self.sheets if sheet.kind == kind) for kind in kinds}


def _members(entries: Iterable[Entry], dimension: str) -> dict[str, None]:
    """Return the members of a dimension that the names of these numbers have, each once."""
    named = [entry.name.conditions for entry in entries if entry.name]
    return dict.fromkeys([m for conditions in named for d, m in conditions if d == dimension and m])


_NUMBER = r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]"
_LABEL = compiled(rf"{_NUMBER}(?P<title>(?!.{{0,40}}（[类款项]）)[^，。；：,;:0-9]{{2,24}})[。：:]")
_ITEM = compiled(_NUMBER)
_OPENING = ("：", ":")
_AMONG = "其中"
_ITEM_ALONE = compiled(rf"{_NUMBER}[^，；0-9]{{3,80}}（[款项]）[。：:]?")


def notes_of(
    reading: Reading, names: Codes, projects: Collection[str], meanings: Meanings | None = None
) -> list[Notes]:
    """Return the notes of every paragraph, in reading order.

    Args:
        names: item names as the document's tables print them -> codes: `行政运行` -> (2010301, 2070101).
        projects: names of projects.
        meanings: if numbers carry names of a known budget.
    """
    document = reading.document
    subjects = Subjects(names, projects, (document.publisher,))
    scope_below = cache(lambda headings: scope_of(headings, projects, plain(document.title), reading.units))
    found: list[Notes] = []
    known: list[Entry] = []
    opened: FigureId | None = None
    listed: Conditions = {}
    title = ""  # the paragraph before
    above: tuple[tuple[str, ...], FigureId | None] = ((), None)  # headings and figure over a list of lists
    for passage in reading.passages:
        listed = listed if _ITEM.match(passage.text) else {}
        if passage.text.endswith(_OPENING) and not _ITEM.match(passage.text):
            opened = opened or (above[1] if above[0] == passage.headings else None)
            above = passage.headings, opened
        scope = going_on(scope_below(_headings_above(passage)), opened, listed)
        title = next((each for each in (title, *passage.headings[-1:]) if _ITEM_ALONE.fullmatch(each)), "")
        within = _fund_above(found[-1:], passage) if passage.text.startswith(_AMONG) else {}
        notes = Notes(passage, opened, known, scope.settled, within=within)
        Reader(notes, scope, subjects, meanings, title, year=document.year).read()
        title = passage.text
        known += [mention.amount for mention in notes.mentions if mention.amount]
        opened = _opened(notes, opened)
        if title.endswith(_OPENING) and not notes.mentions:
            listed = fund_in(title.rpartition("。")[2])
        found.append(notes)
    return found


def _fund_above(before: Sequence[Notes], passage: Passage) -> Conditions:
    """Return the fund of the first figure of the paragraph before, whose parts a paragraph with 其中 lists."""
    near = [notes for notes in before if notes.passage.headings == passage.headings]
    names = [m.amount.name for notes in near for m in notes.mentions if m.amount and m.amount.name][:1]
    return {d: m for name in names for d, m in name.conditions if d == "资金"}


def _headings_above(passage: Passage) -> tuple[str, ...]:
    """Return the headings above a paragraph, and the label that it begins with: 1、会议费。"""
    label = _LABEL.match(passage.text)
    return (*passage.headings, label["title"]) if label else passage.headings


def _opened(notes: Notes, before: FigureId | None) -> FigureId | None:
    """Return the figure whose parts the next paragraph lists; `before`: the one whose parts this paragraph lists."""
    if before and notes.passage.text.endswith(("；", ";")):  # the list goes on
        return before
    last = notes.mentions[-1].amount if notes.mentions and notes.passage.text.endswith(_OPENING) else None
    return last.name if last and not _is_of_parts(notes, last) else None


def _is_of_parts(notes: Notes, last: Entry) -> bool:
    """Whether the amount is the last of several parts in an earlier sentence: 其中：……，项目支出30万元。具体如下："""
    text = notes.passage.text
    natures = {m.amount.name.member("性质") for m in notes.mentions if m.amount and m.amount.name}
    return last.place.start < text.rfind("。") and len(natures - {""}) > 1
