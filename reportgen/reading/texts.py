"""Every text of a document with its place (各处文字): titles, headings, sentences, captions, heads, cells, notes.

For rules about words. In the order of the page; the words are as printed, a line break inside a cell is `⏎`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reportgen.document import Block, Document, Paragraph, Row, Section, Table, in_one_line, plain
from reportgen.grid import grid
from reportgen.reading.columns import columns_of
from reportgen.reading.entries import Place
from reportgen.reading.sheets import table_name
from reportgen.reading.terms import bare

Kind = Literal["标题", "节题", "段落", "表号", "表题", "表眉", "表头", "格", "表注"]
PROSE: tuple[Kind, ...] = ("段落", "表注")
CAPTIONS: tuple[Kind, ...] = ("表题", "表眉")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text (一处文字).

    Attributes:
        place: all of it is marked; of a cell `row` and `column` are what its row begins with and its heads.
        table: that it belongs to; level: of a heading, from 1.
    """

    kind: Kind
    place: Place
    table: Table | None = None
    level: int = 0

    @property
    def text(self) -> str:
        """As printed."""
        return self.place.line


def texts(document: Document) -> Iterator[Wording]:
    """Every text of the document; empty ones are left out."""
    title = in_one_line(plain(document.title))
    yield Wording("标题", Place("标题", line=title, length=len(title)))
    yield from _below("", document.blocks, document.year)


_DRAWN = re.compile("［图：.*］", re.DOTALL)  # the name of a picture in a text


def _below(part: str, blocks: tuple[Block, ...], year: int) -> Iterator[Wording]:
    for block in blocks:
        match block:
            case Section():
                heading = in_one_line(f"{block.number}{plain(block.title)}")
                yield Wording("节题", Place(heading, line=heading, length=len(heading)), level=block.level)
                yield from _below(heading, block.blocks, year)
            case Paragraph() if _DRAWN.fullmatch(plain(block.runs)):
                continue
            case Paragraph():
                yield from _one("段落", part, plain(block.runs))
            case Table():
                yield from _of_table(block, part, year)


def _of_table(table: Table, heading: str, year: int) -> Iterator[Wording]:
    part = table_name(table, heading)
    yield from _one("表号", part, table.number, table)
    yield from _one("表题", part, plain(table.title), table)
    yield from _one("表眉", part, plain(table.left), table)
    yield from _one("表眉", part, plain(table.right), table)
    yield from _cells(table.head, part, "表头", table, ())
    yield from _cells(table.body, part, "格", table, tuple(column.title for column in columns_of(table, year)))
    for note in table.notes:
        yield from _one("表注", part, plain(note.runs), table)


def _cells(rows: tuple[Row, ...], part: str, kind: Kind, table: Table, titles: tuple[str, ...]) -> Iterator[Wording]:
    for _, spots in grid(rows, table.width):
        label = next((bare(plain(cell.runs)) for _, cell, _ in spots if plain(cell.runs).strip()), "")
        for column, cell, below in spots:
            if not below:
                title = titles[column] if titles else ""
                yield from _one(kind, part, plain(cell.runs), table, label if kind == "格" else "", title)


def _one(
    kind: Kind, part: str, text: str, table: Table | None = None, row: str = "", column: str = ""
) -> Iterator[Wording]:
    line = in_one_line(text)
    if line.strip():
        yield Wording(kind, Place(part, row, column, line, 0, len(line)), table)
