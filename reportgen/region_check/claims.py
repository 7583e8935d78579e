"""Every number that a region printed (印出的数), and what the words around it say of it (文字的说法).

A number has its name, a place on the page, and a place in the region that asked for it. Words say what it is a figure
of, and which kind of number it is. They are read from the document without the names of figures. Kinds of numbers are
this year's amount, last year's, a change, a rate, a share.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from reportgen.document import Block, Document, Figure, Paragraph, Row, Runs, Section, Table, Text, plain, walk
from reportgen.figure import Conditions, FigureId, parsed
from reportgen.figures import Asked, Recorder
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Entry, Mention, Place, Reading
from reportgen.reading.clauses import last_part
from reportgen.reading.layout import layouts
from reportgen.reading.texts import passages, placed_figures
from reportgen.records import dataclass, replace

_SEVERAL = 3  # so many places of a region agree in what they print
Key = tuple[str, str, int]  # part, line, position in the line
_ROLES = ("amount", "base", "change", "rate", "share", "points", "completion")  # of the numbers of a sentence
_AMOUNTS = ("", "其余", "合计", "个数")  # kinds of figures that print as an amount, or a number of pieces
_OF_ROLES = {"amount": "", "base": "", "change": "增减额", "rate": "增减率", "share": "占比", "completion": "完成率"}
_CHANGE = compiled("[增减变差幅升降涨]")
_NOT_NOW = compiled(r"[0-9]{4}|[上去前][一两]?年|上期|年初|比|增|减|变|差|升|降|率|幅|占|调整|执行|决算|完成")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """One printed number.

    Attributes:
        figure, name: its run, and the figure name of the run.
        asked: the template or table that asked for it.
        place: where it stands on the page.
        table: its table; None in sentences.
    """

    figure: Figure
    name: FigureId
    asked: Asked
    place: Place
    table: Table | None = None

    @property
    def context(self) -> str:
        """The name of the table that the number stands in, or the template of its section."""
        return self.place.part if self.table else self.asked.places[0].path

    @property
    def words_before(self) -> str:
        """The words of the line before the number."""
        return self.place.line[: self.place.start]

    @property
    def end(self) -> int:
        """The position in the line after the number and its unit."""
        return self.place.start + len(self.figure.text) + len(self.asked.after)


def key_of(place: Place) -> Key:
    """Return the key by which a number is found: part, line, position in the line."""
    return place.part, place.line, place.start


def prints(document: Document, recorder: Recorder, measures: frozenset[str]) -> Iterator[PrintedNumber]:
    """Yield the numbers that name a figure and that a template or table asked for, in reading order."""
    for figure, place, table in _numbers(document):
        asked, name = recorder.of(figure), parsed(figure.name)
        if asked and asked.places and name and name.measure in measures:
            yield PrintedNumber(figure, name, asked, place, table)


def _numbers(document: Document) -> Iterator[tuple[Figure, Place, Table | None]]:
    for layout in layouts(document):
        for row in layout.body:
            starts = row.starts
            for spot in row.spots:
                for at, figure in () if spot.below else placed_figures(spot.cell.runs):
                    place = Place(layout.name, line=row.line, start=starts[spot.column] + at)
                    yield figure, place, layout.table
    paragraphs = (block for block in walk(document.blocks) if isinstance(block, Paragraph))
    for passage, paragraph in zip(passages(document), paragraphs, strict=True):
        for at, figure in placed_figures(paragraph.runs):
            yield figure, passage.place(at, len(figure.text)), None


def in_sentences(found: Iterable[PrintedNumber]) -> Iterator[tuple[list[PrintedNumber], list[PrintedNumber]]]:
    """Yield, for each number in a sentence, the numbers before it in its line, and itself with those after it."""
    for _, group in groupby((one for one in found if not one.table), key=lambda one: one.place.line):
        numbers = [*group]
        yield from ((numbers[:i], numbers[i:]) for i in range(len(numbers)))


def common_to_all(found: Iterable[PrintedNumber]) -> dict[str, Conditions]:
    """Return, by context, the conditions that all numbers of a section or table share: its subject."""
    every: dict[str, list[PrintedNumber]] = {}
    for one in found:
        every.setdefault(one.context, []).append(one)
    return {context: _common(own) for context, own in every.items()}


def _common(found: list[PrintedNumber]) -> Conditions:
    """Return the conditions that these numbers share; none if so few places asked that all may be wrong together."""
    if len({(one.asked.places[0], one.asked.nth) for one in found}) < _SEVERAL:
        return ()
    return tuple(sorted(frozenset.intersection(*(frozenset(one.name.conditions) for one in found))))


def nameless(document: Document) -> Document:
    """Return the document with all numbers as plain text, so that a reader cannot go by names of figures."""
    return replace(document, blocks=tuple(map(_block, document.blocks)))


def _block(block: Block) -> Block:
    match block:
        case Section():
            return replace(block, title=_runs(block.title), blocks=tuple(map(_block, block.blocks)))
        case Paragraph():
            return replace(block, runs=_runs(block.runs))
        case Table():
            return replace(block, body=tuple(map(_row, block.body)))


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(replace(cell, runs=_runs(cell.runs)) for cell in row.cells))


def _runs(runs: Runs) -> Runs:
    return (Text(plain(runs)),) if runs else ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of a number.

    Attributes:
        compared: the base as the words call it.
        whole: for a share, the figure that the words say it is a share of.
        role: of the number in its sentence: `amount`, `change`, `share`, …; empty in tables.
        by_item: whether it stands in a table of items (科目), as in some tables of revenue.
    """

    entry: Entry
    compared: str
    whole: FigureId | None = None
    role: str = ""
    by_item: bool = False

    @property
    def name(self) -> FigureId | None:
        """The figure that the words mean, in the reader's members; None if they are not understood."""
        return self.entry.name


def claims(document: Document) -> dict[Key, list[Claim]]:
    """Return the readings of each number, by its key; one number may be several figures (收、支总计各)."""
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


def other_kind(claim: Claim, carried: FigureId, table: bool) -> str:
    """Return the kind of number that the words say, if the printed number is of another kind; else empty."""
    said, derived = claim.name, "" if carried.derived in _AMOUNTS else carried.derived
    if said is None:
        return _kind_of_unknown(claim, derived, bool(carried.base), table)
    kind = said.derived or (f"{said.base}数" if said.base else "本年数")
    if table and not said.derived and derived in ("增减额", "增减率") and _CHANGE.search(claim.entry.place.column):
        return ""  # a head of its own, such as 变动数
    if said.derived != derived or bool(said.base) != bool(carried.base):
        return kind
    return kind if said.base != carried.base and _is_explicit(said.base, claim.compared) else ""


def _kind_of_unknown(claim: Claim, derived: str, of_base: bool, table: bool) -> str:
    """Return what `other_kind` does, for words that do not say what the number is a figure of."""
    place, other = claim.entry.place, bool(derived or of_base)
    if table:
        return "本年数" if other and not _NOT_NOW.search(f"{place.part}{place.row}{place.column}") else ""
    if not claim.role and claim.entry.number.unit:
        return "本年数" if other and not _NOT_NOW.search(last_part(place.line[: place.start])) else ""
    if claim.role not in _OF_ROLES or (claim.role == "base") == of_base == (not derived):
        return ""
    said = _OF_ROLES[claim.role]
    if said != derived:
        return said or "金额"
    return "本年数" if claim.role == "amount" and of_base else ""


def _is_explicit(base: str, words: str) -> bool:
    """Whether the words name the base in full: 上年 alone may be any base of last year."""
    return base != "上年预算" or "预算" in words


def typed_direction(entry: Entry, one: PrintedNumber) -> str:
    """Return the verb of a change (增加) that a template typed itself instead of using a phrase (同比); else empty."""
    if one.name.derived not in ("增减额", "增减率") or one.table or not spoken().whole("增减", entry.word):
        return ""
    return "" if one.asked.before else entry.word
