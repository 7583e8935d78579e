"""Every text of a document with its place (各处文字), its paragraphs (段落), and the numbers in a text.

Texts are in the order of the page, as printed; a line break inside a cell is `⏎`.
"""

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain, pairwise
from operator import itemgetter
from typing import Literal

from reportgen.document import Block, Document, Figure, Paragraph, Runs, Section, Table, in_one_line, plain
from reportgen.fingerprint import DRAWN
from reportgen.patterns import compiled
from reportgen.reading.entries import NUMBER, Number, Place, number, place_of
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.records import NamedTuple, dataclass, field

Kind = Literal["标题", "节题", "段落", "表号", "表题", "表眉", "表头", "格", "表注"]
PROSE: tuple[Kind, ...] = ("段落", "表注")


class Wording(NamedTuple):
    """One text (一处文字).

    Attributes:
        place: with all of the text marked; for a cell, `row` is the label of its row and `column` its heads.
        table: the table that it belongs to. level: of a heading, from 1. column: the grid column of a cell, from 0.
    """

    kind: Kind
    place: Place
    table: Table | None = None
    level: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The text as printed, on one line."""
        return self.place.line


class Texts:
    """Every text of a document that is not empty, by number in reading order; that of a cell is made when asked for.

    `lines`: each different text, in one line -> the numbers of the texts that say it. `slots`: number -> the text; None
    for a cell, also for an empty one.
    """

    def __init__(self, document: Document, layouts: Iterable[LaidTable]) -> None:
        self.lines = defaultdict[str, "array[int]"](partial(array, "L"))
        self.slots: list[Wording | None] = []
        self._rows: list[tuple[int, LaidTable, LaidRow]] = []  # number of its first column, its table, the row
        self.add("标题", "标题", plain(document.title))
        _add_below(self, "", document.blocks, iter(layouts))

    def add(self, kind: Kind, part: str, text: str, table: Table | None = None, level: int = 0) -> None:
        """Add a text that is no cell; an empty one only if it is a heading."""
        line = in_one_line(text)
        if line.strip() or kind in ("标题", "节题"):
            self.lines[line].append(len(self.slots))
            self.slots.append(Wording(kind, place_of((part, "", "", line, 0, len(line))), table, level))

    def add_row(self, layout: LaidTable, row: LaidRow) -> None:
        """Add the cells of a row, one number for each grid column."""
        start, lines = len(self.slots), self.lines
        self._rows.append((start, layout, row))
        self.slots += [None] * layout.table.width
        for (column, _, below), words in zip(row.spots, row.words, strict=True):
            if below or not words or words.isspace():
                continue
            lines[in_one_line(words) if "\n" in words else words].append(start + column)

    def __getitem__(self, number: int) -> Wording:
        return self.slots[number] or self._cell(number)

    def _cell(self, number: int) -> Wording:
        start, layout, row = self._rows[bisect_right(self._rows, number, key=itemgetter(0)) - 1]
        line, head = in_one_line(row.texts[number - start]), layout.columns[number - start :][:1]
        place = Place(layout.name, row.label, head[0].title if head else "", line, 0, len(line))
        return Wording("格", place, layout.table, column=number - start)

    def __iter__(self) -> Iterator[Wording]:
        return map(self.__getitem__, sorted(chain.from_iterable(self.lines.values())))

    def twice(self, length: int) -> Iterator[tuple[Wording, Wording]]:
        """Yield each text of at least so many letters that says what the text before it says, after that text."""
        found: dict[str, list[int]] = {}
        for line, numbers in self.lines.items():
            if len(line) >= length and len(said := line.strip()) >= length:
                found.setdefault(said, []).extend(numbers)
        pairs = sorted(pair for own in found.values() if len(own) > 1 for pair in pairwise(sorted(own)))
        there = set(chain.from_iterable(self.lines.values())) if pairs else set()
        for first, second in pairs:
            if not any(number in there for number in range(first + 1, second)):
                yield self[first], self[second]

    @cached_property
    def but_cells(self) -> tuple[Wording, ...]:
        """The texts that are no cells."""
        return tuple(filter(None, self.slots))


_DRAWN = compiled(f"［图：.*］|{DRAWN}", re.DOTALL)  # a picture's name in plain text, or the sign in its place


def _add_below(found: Texts, part: str, blocks: Sequence[Block], layouts: Iterator[LaidTable]) -> None:
    for block in blocks:
        match block:
            case Section():
                heading = in_one_line(f"{block.number}{plain(block.title)}")
                found.add("节题", heading, heading, level=block.level)
                _add_below(found, heading, block.blocks, layouts)
            case Paragraph() if _DRAWN.fullmatch(plain(block.runs)):
                continue
            case Paragraph():
                found.add("段落", part, plain(block.runs))
            case Table():
                _add_table(found, next(layouts))


def _add_table(found: Texts, layout: LaidTable) -> None:
    """Add the texts of a table; of a chart only those drawn, not its left side and its corner."""
    part, table = layout.name, layout.table
    found.add("表号", part, table.number, table)
    found.add("表题", part, plain(table.title), table)
    found.add("表眉", part, "" if table.picture else plain(table.left), table)
    found.add("表眉", part, plain(table.right), table)
    for row in layout.head:
        for spot, words in zip(row.spots, row.words, strict=True):
            if not (spot.below or (table.picture and spot.column == 0)):
                found.add("表头", part, words, table)
    for row in layout.body:
        found.add_row(layout, row)
    for note in table.notes:
        found.add("表注", part, plain(note.runs), table)


# Longest first: 个百分点 before 个. A number before other words has no unit.
_UNITS = (
    "个百分点|百分点|亿元|万元|千元|元|[%％‰]|台（套）|台\\(套\\)|平方米|平方公里|公里|公顷|人次|批次|场次|户次|"
    "年|月|日|号|个|人|名|户|项|辆|台|套|家|次|批|场|册|件|所|处|条|座|栋|间|亩|吨|份|期|天|岁|万余元|余万元|余元|余[个人名户项家]"
)
_NUMBERS = compiled(rf"(?P<digits>{NUMBER.pattern})[ \u3000]*(?P<unit>{_UNITS})?")
_DIGIT = compiled("[0-9０-９]")
_ORDINAL = compiled(r"\s*[（(]?(?P<digits>[0-9０-９]{1,2})(?:[)）、]|[.．](?![0-9０-９])|[.．](?=[0-9０-９]{4}年))")
_DIVISION = compiled(r"第[一二三四五六七八九十]+部分")
_CALENDAR = ("年", "月", "日", "号")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph (段落) in one line, with the printed headings above it, outermost first.

    `carried`: start of a number with a name -> its figure; `page`: of a PDF, else 0; `origin`: its cell in a workbook.
    """

    headings: tuple[str, ...]
    text: str
    carried: Mapping[int, Figure] = field(default_factory=dict, hash=False, compare=False)
    page: int = field(default=0, compare=False)
    origin: str = field(default="", compare=False)

    @property
    def part(self) -> str:
        """The headings as one name, from below the last 第N部分; that one alone if none follows."""
        return _part(self.headings)

    def place(self, start: int, length: int) -> Place:
        """Return a part of the paragraph as a place."""
        return place_of((self.part, "", "", self.text, start, length))

    def sentence(self, start: int) -> Place:
        """Return the sentence around the character at `start`."""
        first = self.text.rfind("。", 0, start) + 1
        last = self.text.find("。", start)
        return self.place(first, (last + 1 if last >= 0 else len(self.text)) - first)


@lru_cache(maxsize=1024)
def _part(headings: tuple[str, ...]) -> str:
    last = max((i for i, heading in enumerate(headings) if _DIVISION.match(heading)), default=-1)
    return " ".join(headings[last + 1 :] or headings[last:])


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a text (数字): digits from `start` to `stop`, unit to `end`; `ordinal`: it numbers the paragraph."""

    number: Number
    start: int
    stop: int
    end: int
    ordinal: bool = False

    @property
    def is_calendar(self) -> bool:
        """Whether the number is part of a date, or numbers the paragraph."""
        return self.ordinal or self.number.unit in _CALENDAR


def passages(document: Document) -> Iterator[Passage]:
    """Yield every paragraph of the narrative in reading order, without those of tables."""
    return _passages(document.blocks, ())


def _passages(blocks: tuple[Block, ...], above: tuple[str, ...]) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Section():
                yield from _passages(block.blocks, (*above, block.number + plain(block.title)))
            case Paragraph():
                yield Passage(
                    above, in_one_line(plain(block.runs)), dict(placed_figures(block.runs)), block.page, block.origin
                )


def placed_figures(runs: Runs) -> Iterator[tuple[int, Figure]]:
    """Yield each figure among the runs with the position in their text where it begins."""
    at = 0
    for run in runs:
        if isinstance(run, Figure):
            yield at, run
        at += len(run.text)


@lru_cache(maxsize=1 << 11)  # several rules ask for those of a paragraph
def tokens(text: str) -> tuple[Token, ...]:
    """Return every number of the text, in order."""
    if not _DIGIT.search(text):
        return ()
    first = _ORDINAL.match(text)
    found = [_token(first, ordinal=True)] if first else []
    found += [_token(match) for match in _NUMBERS.finditer(text, first.end() if first else 0)]
    return tuple(token for token in found if token)


def _token(match: re.Match[str], ordinal: bool = False) -> Token | None:
    unit = "" if ordinal else (match["unit"] or "").replace("％", "%")
    value = number(match["digits"].replace("－", "-"), unit)
    return Token(value, match.start("digits"), match.end("digits"), match.end(), ordinal) if value else None
