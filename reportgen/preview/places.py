"""Where in the page something stands (位置): the lines of a document with the ids and numbers that are in them.

Items are counted as `diff` counts them (title, headings, paragraphs, tables that say anything), numbers as the page has
them: `nth` is the place of a number among the `data` elements of its name, from 0.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportgen.diagnostics import Location
from reportgen.diff.documents.tokens import clean
from reportgen.document import Document, Figure, Paragraph, Runs, Section, Table, Text, plain
from reportgen.grid import Spot, grid
from reportgen.writers.html.blocks import Placed, outline

_BESIDE, _ABOVE = " | ", "〃"  # as `reading` writes the row of a table in one line


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a line: from which character to which, and which of those with its name it is."""

    start: int
    end: int
    name: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading, a row of a table (行).

    Attributes:
        item: which item of the document it belongs to; anchor: the nearest id at or above it.
        part: the table or the section, as places of findings begin.
    """

    item: int
    anchor: str
    part: str
    text: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where to go: an item, or a number in it."""

    line: Line
    number: Number | None = None


def lines(document: Document) -> tuple[Line, ...]:
    """Every line of the document in the order of the page."""
    seen: Counter[str] = Counter()
    return tuple(_counted(line, seen) for line in _lines(document))


def spot_of(place: Location, every: Iterable[Line]) -> Standing | None:
    """Where a finding's place stands, if it is on the page at all: by its excerpt, in the part that it names."""
    excerpt = place.excerpt.replace("\n", "⏎")
    if place.line or not excerpt.strip():
        return None
    having = [line for line in every if excerpt in line.text]
    line = max(having, key=lambda line: len(line.part) if place.path.startswith(line.part) else -1, default=None)
    if line is None:
        return None
    start = line.text.index(excerpt) + max(0, place.marked - 1)
    marked = (number for number in line.numbers if number.start < start + place.length and start < number.end)
    return Standing(line, next(marked, None))


def spot_in(own: Sequence[Line], names: Iterable[str]) -> Standing | None:
    """Of the lines of an item: the first number that has one of those names, or else the item."""
    wanted = set(names)
    named = (Standing(line, number) for line in own for number in line.numbers if number.name in wanted)
    return next(named, Standing(own[0]) if own else None)


def by_item(every: Iterable[Line]) -> dict[int, list[Line]]:
    """The lines of each item."""
    return {item: list(own) for item, own in groupby(every, key=lambda line: line.item)}


def _counted(line: Line, seen: Counter[str]) -> Line:
    numbers = []
    for number in line.numbers:
        numbers.append(replace(number, nth=seen[number.name]))
        seen[number.name] += 1
    return replace(line, numbers=tuple(numbers))


def _lines(document: Document) -> Iterator[Line]:
    at = -1
    if clean(document.title):
        at = 0
        yield _line(at, "", "标题", document.title)
    for placed, anchor, part in _blocks(outline(document.blocks), "", ""):
        match placed.block:
            case Section() as section:
                runs = (Text(section.number), *section.title)
                at += bool(clean(runs))
                yield _line(at, anchor, part, runs)
            case Paragraph() as block:
                at += bool(clean(block.runs))
                yield _line(at, anchor, part, block.runs)
            case Table() as table:
                at += 1
                yield from _table(table, at, anchor)


def _blocks(placed: tuple[Placed, ...], anchor: str, part: str) -> Iterator[tuple[Placed, str, str]]:
    for one in placed:
        own = one.anchor or anchor
        if isinstance(one.block, Section):
            part = one.block.number + plain(one.block.title)
        yield one, own, part
        yield from _blocks(one.inside, own, part)


def _table(table: Table, at: int, anchor: str) -> Iterator[Line]:
    part = table.number or table.name
    yield _line(at, anchor, part, (*table.serial, Text(" "), *table.title))
    yield _line(at, anchor, part, (*table.left, *table.right))
    for _, spots in grid(table.head + table.body, table.width):
        yield _line(at, anchor, part, tuple(_row(spots)))
    for note in table.notes:
        yield _line(at, anchor, part, note.runs)


def _row(spots: list[Spot]) -> Iterator[Text | Figure]:
    for i, spot in enumerate(spots):
        yield Text(_BESIDE if i else "")
        yield from (Text(_ABOVE),) if spot.below else spot.cell.runs


def _line(item: int, anchor: str, part: str, runs: Runs) -> Line:
    numbers, start = [], 0
    for run in runs:
        if isinstance(run, Figure):
            numbers.append(Number(start, start + len(run.text), run.name))
        start += len(run.text)
    return Line(item, anchor, part, plain(runs).replace("\n", "⏎"), tuple(numbers))
