"""The lines of the page with their ids and numbers (位置).

Items are counted as `diff` counts them: the title, headings, paragraphs, and tables, unless they are empty. Numbers are
counted as the page has them: `nth` is the place of a number among the `data` elements of its name, from 0.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportgen.diagnostics import Location
from reportgen.diff.tokens import clean
from reportgen.document import Document, Figure, Paragraph, Runs, Section, Table, Text, in_one_line, plain
from reportgen.grid import Spot, grid
from reportgen.writers.html.blocks import AnchoredBlock, outline

_BESIDE, _ABOVE = " | ", "〃"  # as `reading` writes the row of a table in one line


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number in a line.

    Attributes:
        start, end: its characters. name: of the figure.
        nth: its place among the numbers of that name in the page, from 0.
    """

    start: int
    end: int
    name: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class PageLine:
    """A paragraph, heading or row of a table (行).

    Attributes:
        item: the number of its item in the document, from 0. anchor: the nearest id at or above it.
        part: its table or section; places of findings begin with it.
    """

    item: int
    anchor: str
    part: str
    text: str
    numbers: tuple[NumberSpan, ...]


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A place to go to: a line, or a number in it."""

    line: PageLine
    number: NumberSpan | None = None


def lines(document: Document) -> tuple[PageLine, ...]:
    """Return all lines of the document in the order of the page."""
    seen: Counter[str] = Counter()
    return tuple(_counted(line, seen) for line in _lines(document))


def target_of(place: Location, every: Iterable[PageLine]) -> PageTarget | None:
    """Return the target of a place of a finding, by excerpt and part; None if it is not on the page."""
    excerpt = in_one_line(place.excerpt)
    if place.line or not excerpt.strip():
        return None
    having = [line for line in every if excerpt in line.text]
    line = max(having, key=lambda line: len(line.part) if place.path.startswith(line.part) else -1, default=None)
    if line is None:
        return None
    start = line.text.index(excerpt) + max(0, place.marked - 1)
    marked = (number for number in line.numbers if number.start < start + place.length and start < number.end)
    return PageTarget(line, next(marked, None))


def target_in(own: Sequence[PageLine], names: Iterable[str]) -> PageTarget | None:
    """Return the first number in these lines that has one of the names, else the first line."""
    wanted = set(names)
    named = (PageTarget(line, number) for line in own for number in line.numbers if number.name in wanted)
    return next(named, PageTarget(own[0]) if own else None)


def by_item(every: Iterable[PageLine]) -> dict[int, list[PageLine]]:
    """Return the lines of each item."""
    return {item: list(own) for item, own in groupby(every, key=lambda line: line.item)}


def _counted(line: PageLine, seen: Counter[str]) -> PageLine:
    numbers = []
    for number in line.numbers:
        numbers.append(replace(number, nth=seen[number.name]))
        seen[number.name] += 1
    return replace(line, numbers=tuple(numbers))


def _lines(document: Document) -> Iterator[PageLine]:
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


def _blocks(placed: tuple[AnchoredBlock, ...], anchor: str, part: str) -> Iterator[tuple[AnchoredBlock, str, str]]:
    for one in placed:
        own = one.anchor or anchor
        if isinstance(one.block, Section):
            part = one.block.number + plain(one.block.title)
        yield one, own, part
        yield from _blocks(one.inside, own, part)


def _table(table: Table, at: int, anchor: str) -> Iterator[PageLine]:
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


def _line(item: int, anchor: str, part: str, runs: Runs) -> PageLine:
    numbers, start = [], 0
    for run in runs:
        if isinstance(run, Figure):
            numbers.append(NumberSpan(start, start + len(run.text), run.name))
        start += len(run.text)
    return PageLine(item, anchor, part, in_one_line(plain(runs)), tuple(numbers))
