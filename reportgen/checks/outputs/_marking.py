"""The places of findings as words of the document, and the tree with these words marked (标记).

Findings are numbered from 1 as they are listed, and of each the first MOST_PLACES places from 1: mark `3-1` is the
first place of finding 3. A place in a file has no mark.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise

from reportgen.checks.finding_markup import MOST_PLACES
from reportgen.checks.printed import PrintedWords, headed, printed_lines, words_at
from reportgen.diagnostics import Diagnostic, Location
from reportgen.document import Block, Document, Figure, Paragraph, Row, Runs, Section, Table, Text
from reportgen.records import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a finding, and the words that it means (标记)."""

    id: str
    place: Location
    words: PrintedWords

    @property
    def span(self) -> tuple[int, int]:
        """Where the words begin and end in their text."""
        before = self.words.text.start
        return self.words.start - before, self.words.end - before


def marks_of(document: Document, findings: Sequence[Diagnostic]) -> list[list[Mark]]:
    """Return the marks of each finding."""
    lines = list(printed_lines(document))
    return [
        [
            Mark(f"{number}-{i}", place, words)
            for i, place in enumerate(finding.places[:MOST_PLACES], 1)
            if (words := words_at(place, lines))
        ]
        for number, finding in enumerate(findings, 1)
    ]


def marked(document: Document, marks: Sequence[Sequence[Mark]]) -> Document:
    """Return the document with its words marked, without the findings that a draft has in front."""
    own: dict[int, list[Mark]] = {}
    for mark in (mark for some in marks for mark in some):
        own.setdefault(mark.words.text.at, []).append(mark)
    tree = _Tree(own)
    return replace(document, title=tree.runs(document.title), blocks=tuple(tree.blocks(document.blocks)), front=())


class _Tree:
    """Marks the texts of a tree, which come in reading order, as `printed_lines` counts them."""

    def __init__(self, marks: Mapping[int, Sequence[Mark]]) -> None:
        self._marks, self._count = marks, count()

    def runs(self, runs: Runs) -> Runs:
        """Return the next text."""
        marks = self._marks.get(next(self._count))
        return tuple(_cut(runs or (Text(""),), marks)) if marks else runs

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Yield the next blocks."""
        for block in blocks:
            match block:
                case Section():
                    heading = headed(block)
                    title = self.runs(heading)
                    inside = tuple(self.blocks(block.blocks))
                    whole = Section(block.level, "", title, inside)
                    yield replace(block, blocks=inside) if title is heading else whole
                case Paragraph():
                    yield replace(block, runs=self.runs(block.runs))
                case Table():
                    yield self._table(block)

    def _table(self, table: Table) -> Table:
        return replace(
            table,
            renumbered=self.runs(table.serial),
            title=self.runs(table.title),
            left=self.runs(table.left),
            right=self.runs(table.right),
            head=tuple(map(self._row, table.head)),
            body=tuple(map(self._row, table.body)),
            notes=tuple(replace(note, runs=self.runs(note.runs)) for note in table.notes),
        )

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(replace(cell, runs=self.runs(cell.runs)) for cell in row.cells))


def _cut(runs: Runs, marks: Sequence[Mark]) -> Iterator[Text | Figure]:
    """Yield the runs, texts cut where marks begin and end, with the marks that are on them; a figure stays whole."""
    start = 0
    for run in runs:
        end = start + len(run.text)
        edges = {edge for mark in marks for edge in mark.span if start < edge < end}
        for first, last in pairwise((start, *(sorted(edges) if isinstance(run, Text) else ()), end)):
            yield replace(run, text=run.text[first - start : last - start], marks=_on(first, last, marks))
        start = end


def _on(first: int, last: int, marks: Sequence[Mark]) -> tuple[str, ...]:
    """The marks on these characters of a text; an empty text has all of them."""
    return tuple(mark.id for mark in marks if first == last or (mark.span[0] < last and first < mark.span[1]))
