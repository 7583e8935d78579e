"""Where a document prints its numbers (出处): a cell with its row and column, or a sentence with the number marked."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from reportgen.document import Block, Cell, Document, Figure, Paragraph, Role, Row, Runs, Section, Table, plain
from reportgen.grid import Spot, grid
from reportgen.patterns import compiled
from reportgen.records import dataclass

_SENTENCE_END = compiled("[。；！？\n]")
_CLAUSE_START = compiled("^[^，、：]*[，、：](?=.)")
_CLAUSE_END = compiled("[，、：][^，、：]*$")
_AROUND = 32  # characters of a sentence that are shown on each side of a number
_MOST = 16  # characters of a row's or column's name that are shown


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One printed number, and where it stands, in words."""

    figure: Figure
    where: str


def occurrences(document: Document) -> Iterator[Occurrence]:
    """Yield every number of the document in reading order."""
    yield from _in_runs(document.title, "标题")
    yield from _in_blocks(document.blocks, "正文")


def _in_blocks(blocks: Sequence[Block], heading: str) -> Iterator[Occurrence]:
    for block in blocks:
        match block:
            case Section():
                own = block.number + plain(block.title)
                yield from _in_runs(block.title, "小标题")
                yield from _in_blocks(block.blocks, own)
            case Paragraph():
                yield from _in_runs(block.runs, heading)
            case Table():
                yield from _in_table(block)
            case _:
                assert_never(block)


def _in_runs(runs: Runs, heading: str) -> Iterator[Occurrence]:
    """Each number with its sentence."""
    text, at = plain(runs), 0
    for run in runs:
        if isinstance(run, Figure):
            yield Occurrence(run, f"{heading}：“{_sentence(text, at, at + len(run.text))}”")
        at += len(run.text)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a number, which is marked by 【】; a long sentence is cut."""
    before, after = _SENTENCE_END.split(text[:start])[-1], text[end:]
    stop = _SENTENCE_END.search(after)
    after = after[: stop.start()] if stop else after
    head = before if len(before) <= _AROUND else f"……{_CLAUSE_START.sub('', before[-_AROUND:])}"
    tail = after if len(after) <= _AROUND else f"{_CLAUSE_END.sub('', after[:_AROUND])}……"
    return f"{head.lstrip()}【{text[start:end]}】{tail.rstrip()}"


def _in_table(table: Table) -> Iterator[Occurrence]:
    called = " ".join(filter(None, (table.number, plain(table.title)))) or table.name
    for runs in (table.title, table.left, table.right):
        yield from _in_runs(runs, called)
    heads = [spots for _, spots in grid(table.head, table.width)]
    bands: list[list[Spot]] = []
    for row, spots in grid(table.body, table.width):
        if _heads_columns(row):
            bands.append(spots)
        for i, spot in enumerate(spots):
            if not spot.below:
                column = _column(heads or ([] if _beside_head(spots[:i]) else bands[-1:]), spot.column)
                named = [part for part in (_row(spots[:i]), column) if part]
                for figure in (run for run in spot.cell.runs if isinstance(run, Figure)):
                    yield Occurrence(figure, f"{called}：{'，'.join([*named, _in_cell(spot.cell, figure)])}")
    for note in table.notes:
        yield from _in_runs(note.runs, called)


def _in_cell(cell: Cell, figure: Figure) -> str:
    """The digits; in a cell of words, the sentence with the number marked."""
    if cell.role is Role.NUMBER:
        return figure.text
    start = sum(len(run.text) for run in cell.runs[: cell.runs.index(figure)])
    return f"“{_sentence(plain(cell.runs), start, start + len(figure.text))}”"


def _heads_columns(row: Row) -> bool:
    return all(cell.role is Role.HEAD for cell in row.cells)


def _beside_head(left: Sequence[Spot]) -> bool:
    """Whether the cell has a head directly to its left, as in forms."""
    return bool(left) and left[-1].cell.role is Role.HEAD and not left[-1].below


def _row(left: Sequence[Spot]) -> str:
    """The label of the row: the head to the left, else the nearest cells to the left that are no numbers."""
    names: list[str] = []
    left = left[-1:] if _beside_head(left) else left
    for spot in reversed(left):
        if spot.cell.role is not Role.NUMBER:
            names.insert(0, plain(spot.cell.runs))
        elif names:
            break
    text = " ".join(_short(name) for name in names if name.strip())
    return f"“{text}”行" if text else ""


def _column(heads: Sequence[Sequence[Spot]], column: int) -> str:
    """The heads above a grid column, the widest first."""
    above = [s.cell for spots in heads for s in spots if s.column <= column < s.column + s.cell.columns]
    names = dict.fromkeys(_short(plain(cell.runs)) for cell in above)
    text = " → ".join(name for name in names if name)
    return f"“{text}”列" if text else ""


def _short(text: str) -> str:
    line = "".join(text.split())
    return line if len(line) <= _MOST else f"{line[:_MOST]}……"
