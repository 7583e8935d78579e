"""The lines of the page with their ids and numbers (位置).

Items are counted as `diff` counts them: the title, headings, paragraphs, and tables, unless they are empty. Numbers are
counted as the page has them: `nth` is the place of a number among the `data` elements of its name, from 0.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reportgen.checks.printed import PrintedLine, printed_lines, words_at
from reportgen.diagnostics import Location
from reportgen.diff.tokens import clean
from reportgen.document import Document, Paragraph, Section, Table, Text
from reportgen.reading.texts import placed_figures
from reportgen.records import dataclass
from reportgen.writers.html.blocks import AnchoredBlock, outline


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
    nth: int


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line with its place in the page (行).

    Attributes:
        item: the number of its item in the document, from 0. anchor: the nearest id at or above it.
    """

    item: int
    anchor: str
    printed: PrintedLine
    numbers: tuple[NumberSpan, ...]

    @property
    def text(self) -> str:
        """The words of the line."""
        return self.printed.text

    @property
    def part(self) -> str:
        """The table or section of the line."""
        return self.printed.parts[0]


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A place to go to: a line, or a number in it."""

    line: PageLine
    number: NumberSpan | None = None


def lines(document: Document) -> tuple[PageLine, ...]:
    """Return all lines of the document in the order of the page."""
    seen: Counter[str] = Counter()
    items = list(_items(document))
    return tuple(PageLine(*items[line.block], line, tuple(_numbers(line, seen))) for line in printed_lines(document))


def target_of(place: Location, every: Sequence[PageLine]) -> PageTarget | None:
    """Return the target of a place of a finding; None if it is not on the page."""
    words = words_at(place, [line.printed for line in every])
    if words is None:
        return None
    line = next(line for line in every if line.printed is words.line)
    marked = (number for number in line.numbers if number.start < words.end and words.start < number.end)
    return PageTarget(line, next(marked, None))


def target_in(own: Sequence[PageLine], names: Iterable[str]) -> PageTarget | None:
    """Return the first number in these lines that has one of the names, else the first line."""
    wanted = set(names)
    named = (PageTarget(line, number) for line in own for number in line.numbers if number.name in wanted)
    return next(named, PageTarget(own[0]) if own else None)


def by_item(every: Iterable[PageLine]) -> dict[int, list[PageLine]]:
    """Return the lines of each item."""
    return {item: list(own) for item, own in groupby(every, key=lambda line: line.item)}


def table_with(anchor: str, document: Document) -> Table | None:
    """Return the table with that id."""
    every = (one for one, _ in _blocks(outline(document.blocks), "") if one.anchor == anchor)
    return next((one.block for one in every if isinstance(one.block, Table)), None)


def _items(document: Document) -> Iterator[tuple[int, str]]:
    """Yield item and anchor of the title, then of each block in reading order."""
    at = int(bool(clean(document.title))) - 1
    yield at, ""
    for placed, anchor in _blocks(outline(document.blocks), ""):
        match placed.block:
            case Section() as section:
                at += bool(clean((Text(section.number), *section.title)))
            case Paragraph() as block:
                at += bool(clean(block.runs))
            case Table():
                at += 1
        yield at, anchor


def _blocks(placed: tuple[AnchoredBlock, ...], anchor: str) -> Iterator[tuple[AnchoredBlock, str]]:
    for one in placed:
        own = one.anchor or anchor
        yield one, own
        yield from _blocks(one.inside, own)


def _numbers(line: PrintedLine, seen: Counter[str]) -> Iterator[NumberSpan]:
    for text in line.texts:
        for at, figure in placed_figures(text.runs):
            start = text.start + at
            yield NumberSpan(start, start + len(figure.text), figure.name, seen[figure.name])
            seen[figure.name] += 1
