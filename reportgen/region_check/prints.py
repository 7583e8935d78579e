"""Every number that a region printed (印出的数): its name, where it stands on the page, what asked for it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from reportgen.document import Block, Document, Figure, Paragraph, Row, Runs, Section, Table, Text, plain, walk
from reportgen.figure import Conditions, FigureId, parsed
from reportgen.figures import Asked, Recorder
from reportgen.reading import Place
from reportgen.reading.layout import layouts
from reportgen.reading.texts import passages
from reportgen.records import dataclass

_SEVERAL = 3  # places of a region that agree in what they print
Key = tuple[str, str, int]  # part, line, position in the line


@dataclass(frozen=True, slots=True)
class Print:
    """One printed number.

    Attributes:
        figure, name: its run, and the name that the run carries.
        asked: what asked for it.
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
        """The table that it stands in, or the template of its section."""
        return self.place.part if self.table else self.asked.places[0].path

    @property
    def words_before(self) -> str:
        """The line in front of it."""
        return self.place.line[: self.place.start]

    @property
    def end(self) -> int:
        """The position in the line behind it and its unit."""
        return self.place.start + len(self.figure.text) + len(self.asked.after)


def key_of(place: Place) -> Key:
    """Return what a number that was read is found by."""
    return place.part, place.line, place.start


def prints(document: Document, recorder: Recorder, measures: frozenset[str]) -> Iterator[Print]:
    """Yield the numbers that name a figure and that a template or table asked for, in reading order."""
    for figure, place, table in _numbers(document):
        asked, name = recorder.of(figure), parsed(figure.name)
        if asked and asked.places and name and name.measure in measures:
            yield Print(figure, name, asked, place, table)


def _numbers(document: Document) -> Iterator[tuple[Figure, Place, Table | None]]:
    for layout in layouts(document):
        for row in layout.body:
            for spot in row.spots:
                for figure, at in [] if spot.below else _figures(spot.cell.runs):
                    place = Place(layout.name, line=row.line, start=row.starts[spot.column] + at)
                    yield figure, place, layout.table
    paragraphs = (block for block in walk(document.blocks) if isinstance(block, Paragraph))
    for passage, paragraph in zip(passages(document), paragraphs, strict=True):
        for figure, at in _figures(paragraph.runs):
            yield figure, passage.place(at, len(figure.text)), None


def _figures(runs: Runs) -> Iterator[tuple[Figure, int]]:
    at = 0
    for run in runs:
        if isinstance(run, Figure):
            yield run, at
        at += len(run.text)


def in_sentences(found: Iterable[Print]) -> Iterator[tuple[list[Print], list[Print]]]:
    """Yield, for every number in a sentence, those before it in its line, and itself with those behind it."""
    for _, group in groupby((one for one in found if not one.table), key=lambda one: one.place.line):
        numbers = [*group]
        yield from ((numbers[:i], numbers[i:]) for i in range(len(numbers)))


def common_to_all(found: Iterable[Print]) -> dict[str, Conditions]:
    """Return the conditions that all numbers of a section or table have: what it is about, however it is titled."""
    every: dict[str, list[Print]] = {}
    for one in found:
        every.setdefault(one.context, []).append(one)
    return {context: _common(own) for context, own in every.items()}


def _common(found: list[Print]) -> Conditions:
    """None where few places of the region asked for them, since these may be wrong together."""
    if len({(one.asked.places[0], one.asked.nth) for one in found}) < _SEVERAL:
        return ()
    return tuple(sorted(frozenset.intersection(*(frozenset(one.name.conditions) for one in found))))


def nameless(document: Document) -> Document:
    """Return the document as words alone, so that a reader cannot go by names."""
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
