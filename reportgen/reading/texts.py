"""Every text of a document with its place (各处文字): titles, headings, sentences, captions, heads, cells, notes.

For rules about words. In the order of the page; the words are as printed, a line break inside a cell is `⏎`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from reportgen.document import Block, Document, Paragraph, Section, Table, in_one_line, plain
from reportgen.reading.entries import Place
from reportgen.reading.layout import LaidRow, LaidTable

Kind = Literal["标题", "节题", "段落", "表号", "表题", "表眉", "表头", "格", "表注"]
PROSE: tuple[Kind, ...] = ("段落", "表注")
CAPTIONS: tuple[Kind, ...] = ("表题", "表眉")


class Wording(NamedTuple):
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


def texts(document: Document, layouts: Iterable[LaidTable]) -> Iterator[Wording]:
    """Every text of the document, whose tables are given as they lie on their grids; empty ones are left out."""
    title = in_one_line(plain(document.title))
    yield Wording("标题", Place("标题", line=title, length=len(title)))
    yield from _below("", document.blocks, iter(layouts))


_DRAWN = re.compile("［图：.*］", re.DOTALL)  # the name of a picture in a text


def _below(part: str, blocks: tuple[Block, ...], layouts: Iterator[LaidTable]) -> Iterator[Wording]:
    for block in blocks:
        match block:
            case Section():
                heading = in_one_line(f"{block.number}{plain(block.title)}")
                yield Wording("节题", Place(heading, line=heading, length=len(heading)), level=block.level)
                yield from _below(heading, block.blocks, layouts)
            case Paragraph() if _DRAWN.fullmatch(plain(block.runs)):
                continue
            case Paragraph():
                yield from _one("段落", part, plain(block.runs))
            case Table():
                yield from _of_table(next(layouts))


def _of_table(layout: LaidTable) -> Iterator[Wording]:
    part, table = layout.name, layout.table
    yield from _one("表号", part, table.number, table)
    yield from _one("表题", part, plain(table.title), table)
    yield from _one("表眉", part, plain(table.left), table)
    yield from _one("表眉", part, plain(table.right), table)
    heads = [column.title for column in layout.columns]
    yield from (w for row in layout.head for w in _cells(row, part, "表头", table))
    yield from (w for row in layout.body for w in _cells(row, part, "格", table, row.label, heads))
    for note in table.notes:
        yield from _one("表注", part, plain(note.runs), table)


def _cells(
    row: LaidRow, part: str, kind: Kind, table: Table, label: str = "", heads: Sequence[str] = ()
) -> Iterator[Wording]:
    for (column, _, below), words in zip(row.spots, row.words, strict=True):
        if not below:
            yield from _one(kind, part, words, table, label, heads[column] if heads else "")


def _one(
    kind: Kind, part: str, text: str, table: Table | None = None, row: str = "", column: str = ""
) -> Iterator[Wording]:
    line = in_one_line(text)
    if line.strip():
        yield Wording(kind, Place(part, row, column, line, 0, len(line)), table)
