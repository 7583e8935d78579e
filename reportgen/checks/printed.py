"""Where a place of a finding is printed (印在哪里): the lines of a document, and the words in them to mark (标记).

A place names its table or section, its row and column, and quotes a line. The line meant is the one with the quotation
that fits these names best. A place that quotes nothing of the page is the beginning of its table or section.

Findings are numbered from 1 as they are listed, and the first MOST_MARKED places of each from 1: mark `3-1` is the
first place of finding 3. A place in a file has no mark.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, groupby, pairwise
from operator import attrgetter

from reportgen.diagnostics import Diagnostic, Location, in_brief
from reportgen.document import Block, Document, Figure, Paragraph, Row, Runs, Section, Table, Text, in_one_line, plain
from reportgen.reading.layout import LaidRow, LaidTable, layouts
from reportgen.reading.terms import bare
from reportgen.reading.texts import Passage
from reportgen.records import NamedTuple, dataclass, replace

MOST_MARKED = 8  # the most places of one finding that are listed and marked


class PrintedText(NamedTuple):
    """A text of the tree in a line (文字).

    Attributes:
        at: its number among all texts of the tree, in reading order. start: where it begins in the line.
        column: the heads of a cell.
    """

    at: int
    start: int
    runs: Runs
    column: str = ""

    @property
    def end(self) -> int:
        """The position in the line after the text."""
        return self.start + len(plain(self.runs))


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A heading, a paragraph, a line of a caption, a row of a table, or a note (行).

    Attributes:
        block: the number of its block, from 1 in reading order; 0: the title.
        parts: the names that places use for its table or section, the nearest heading first.
        row: of a table, the words of its cells, without numbering.
    """

    block: int
    parts: tuple[str, ...]
    text: str
    texts: tuple[PrintedText, ...]
    row: tuple[str, ...] = ()


class PrintedWords(NamedTuple):
    """Words in a text of the tree (字句), from position `start` to `end` of the line."""

    line: PrintedLine
    text: PrintedText
    start: int
    end: int


def printed_lines(document: Document) -> Iterator[PrintedLine]:
    """Yield all lines, in reading order."""
    at, blocks = count(), count(1)
    yield _line(0, ("标题",), at, document.title)
    yield from _below(document.blocks, (), at, blocks, layouts(document))


def words_at(place: Location, lines: Sequence[PrintedLine]) -> PrintedWords | None:
    """Return the words that a place means; None if it is in a file, or in no table or section of the document."""
    if place.line:
        return None
    excerpt, own = in_one_line(place.excerpt), _near(place.path, lines)
    having = (line for line in own or lines if excerpt in line.text)
    quoting = (words for line in having for words in _quoted(place, excerpt, line))
    found = max(quoting if excerpt.strip() else (), key=lambda words: _likeness(place.path, words), default=None)
    whole = (PrintedWords(line, text, text.start, text.end) for line in own for text in line.texts)
    return found or max(whole, key=lambda words: _likeness(place.path, words), default=None)


def _near(path: str, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of the table or section that the place names; if several names fit, of the longest name.

    The name stands first, or after the page of a PDF, or after the sheet and cell of a workbook.
    """
    found: list[PrintedLine] = []
    longest = 0
    for parts, group in groupby(lines, key=attrgetter("parts")):
        length = max((len(part) for part in parts if f" {part}" in f" {path}"), default=0)
        if length > longest:
            found, longest = [], length
        if length and length == longest:
            found += group
    return found


def _quoted(place: Location, excerpt: str, line: PrintedLine) -> Iterator[PrintedWords]:
    """Yield the marked words of the excerpt, for each time that the line has the excerpt."""
    first = line.text.find(excerpt)
    while first >= 0:
        start = first + max(0, place.marked - 1)
        text = next((text for text in reversed(line.texts) if text.start <= start), line.texts[0])
        yield PrintedWords(line, text, start, min(start + place.length, max(start, text.end)))
        first = line.text.find(excerpt, first + 1)


def _likeness(path: str, words: PrintedWords) -> tuple[bool, bool]:
    """Return whether the row is the one that the place names, and whether the column is."""
    row = any(f"{label}”行" in path for label in words.line.row)
    return row, bool(words.text.column) and f"“{words.text.column}”列" in path


def numbered_heading(section: Section) -> Runs:
    """Return the heading of a section as it is printed, with its number."""
    return (Text(section.number), *section.title) if section.number else section.title


def _below(
    blocks: Sequence[Block], above: tuple[str, ...], at: Iterator[int], number: Iterator[int], laid: Iterator[LaidTable]
) -> Iterator[PrintedLine]:
    for block in blocks:
        own = next(number)
        match block:
            case Section():
                under = (*above, plain(numbered_heading(block)))
                yield _line(own, _names(under), at, numbered_heading(block))
                yield from _below(block.blocks, under, at, number, laid)
            case Paragraph():
                yield _line(own, _names(above), at, block.runs)
            case Table():
                yield from _table(own, next(laid), at)


def _names(above: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that places use for a section: its heading, or the headings below 第N部分."""
    return (in_brief(in_one_line(above[-1])), in_brief(Passage(above, "").part)) if above else ("",)


def _table(block: int, laid: LaidTable, at: Iterator[int]) -> Iterator[PrintedLine]:
    table, parts = laid.table, (in_brief(laid.name), in_brief(laid.table.name))
    yield _line(block, parts, at, table.serial, table.title, between=" ")
    yield _line(block, parts, at, table.left, table.right)
    for row in laid.head:
        yield _row(block, parts, row, [""] * table.width, at)
    heads = [column.title for column in laid.columns] or [""] * table.width
    for row in laid.body:
        yield _row(block, parts, row, heads, at)
    for note in table.notes:
        yield _line(block, parts, at, note.runs)


def _row(block: int, parts: tuple[str, ...], row: LaidRow, heads: Sequence[str], at: Iterator[int]) -> PrintedLine:
    own, starts = (spot for spot in row.spots if not spot.below), row.starts
    texts = tuple(
        PrintedText(next(at), starts[spot.column], spot.cell.runs, in_brief(heads[spot.column])) for spot in own
    )
    labels = tuple(in_brief(label) for words in row.words if (label := bare(words)))
    return PrintedLine(block, parts, row.line, texts, labels)


def _line(block: int, parts: tuple[str, ...], at: Iterator[int], *runs: Runs, between: str = "") -> PrintedLine:
    texts: list[PrintedText] = []
    for each in runs:
        texts.append(PrintedText(next(at), texts[-1].end + len(between) if texts else 0, each))
    return PrintedLine(block, parts, in_one_line(between.join(map(plain, runs))), tuple(texts))


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a finding, and the words that it means (标记)."""

    id: str
    place: Location
    words: PrintedWords

    @property
    def span(self) -> tuple[int, int]:
        """The positions of the words in their text: begin, end."""
        before = self.words.text.start
        return self.words.start - before, self.words.end - before


def marks_of(document: Document, findings: Sequence[Diagnostic]) -> list[list[Mark]]:
    """Return the marks of each finding, in the order of the findings."""
    lines = list(printed_lines(document))
    return [
        [
            Mark(f"{number}-{i}", place, words)
            for i, place in enumerate(finding.places[:MOST_MARKED], 1)
            if (words := words_at(place, lines))
        ]
        for number, finding in enumerate(findings, 1)
    ]


def marked(document: Document, marks: Sequence[Sequence[Mark]]) -> Document:
    """Return the document with these words marked, without the findings in front of a draft."""
    own: dict[int, list[Mark]] = {}
    for mark in (mark for some in marks for mark in some):
        own.setdefault(mark.words.text.at, []).append(mark)
    return replace(_with_texts(document, {at: partial(_cut, marks=some) for at, some in own.items()}), front=())


def replaced(document: Document, edits: Iterable[tuple[PrintedWords, str]]) -> Document:
    """Return the document with other words in place of some, each in a text of its own or behind the one before."""
    own: dict[int, list[tuple[PrintedWords, str]]] = {}
    for words, text in edits:
        own.setdefault(words.text.at, []).append((words, text))
    return _with_texts(document, {at: partial(_rewritten, edits=some) for at, some in own.items()})


def _rewritten(runs: Runs, edits: Sequence[tuple[PrintedWords, str]]) -> Iterator[Text]:
    text = plain(runs)
    for words, new in sorted(edits, key=lambda edit: -edit[0].start):
        before = words.text.start
        text = text[: words.start - before] + new + text[words.end - before :]
    yield Text(text)


_Changes = Mapping[int, Callable[[Runs], Iterable[Text | Figure]]]  # number of a text -> what becomes of it


def _with_texts(document: Document, changes: _Changes) -> Document:
    """Return the document with some of its texts changed."""
    tree = _Tree(changes)
    return replace(document, title=tree.runs(document.title), blocks=tuple(tree.blocks(document.blocks)))


class _Tree:
    """Changes texts of a tree, which come in reading order, as `printed_lines` counts them."""

    def __init__(self, changes: _Changes) -> None:
        self._changes, self._count = changes, count()

    def runs(self, runs: Runs) -> Runs:
        """Return the next text of the tree, changed."""
        change = self._changes.get(next(self._count))
        return tuple(change(runs or (Text(""),))) if change else runs

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Yield the blocks with their texts changed."""
        for block in blocks:
            match block:
                case Section():
                    heading = numbered_heading(block)
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
    """Yield the runs, texts cut where marks begin and end, each with its marks; a figure stays whole."""
    start = 0
    for run in runs:
        end = start + len(run.text)
        edges = {edge for mark in marks for edge in mark.span if start < edge < end}
        for first, last in pairwise((start, *(sorted(edges) if isinstance(run, Text) else ()), end)):
            yield replace(run, text=run.text[first - start : last - start], marks=_on(first, last, marks))
        start = end


def _on(first: int, last: int, marks: Sequence[Mark]) -> tuple[str, ...]:
    """Return the ids of the marks on these characters of a text; an empty text has all marks."""
    return tuple(mark.id for mark in marks if first == last or (mark.span[0] < last and first < mark.span[1]))
