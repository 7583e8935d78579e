"""Cells of words → headings and paragraphs (文字): a cell may hold many, one under another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap

from reportgen.document import Block, Paragraph, Section, Text, plain
from reportgen.patterns import compiled
from reportgen.readers._headings import HeadingLine, by_level, heading, levelled
from reportgen.readers._lines import TextLine
from reportgen.readers.xlsx.rows import SeenRow, lines_of
from reportgen.source.xlsx_printed import PrintedSheet

_EXPLAINED = compiled("[，,：:；…]")
_ITEMS = "(（0123456789①②③④⑤⑥⑦⑧⑨"

Lines = list[tuple[str, str]]  # each with the cell that it stands in


def lines_in(sheet: PrintedSheet, rows: Iterable[SeenRow]) -> Lines:
    """Return the lines of the cells of these rows."""
    said = [(square.text, sheet.origin(square.place)) for row in rows for square in row.said]
    return [(line, origin) for text, origin in said for line in lines_of(text)]


def prose(lines: Lines) -> Iterator[TextLine]:
    """Yield the lines as headings, from the second level on, and paragraphs."""
    yield from _flat(by_level(levelled(starmap(_line, lines))))


def is_heading(text: str) -> bool:
    """Whether a line is a heading: it has a number, and no words that explain it."""
    found = heading(text)
    return bool(found and found.number and not _EXPLAINED.search(text))


def _line(text: str, origin: str) -> HeadingLine | Paragraph:
    found = heading(text)
    return found if found and is_heading(text) else Paragraph((Text(text),), origin=origin)


def _flat(blocks: Sequence[Block]) -> Iterator[TextLine]:
    """Yield the lines of the blocks; what is numbered 1. and has nothing under it is an item of a list."""
    for block in blocks:
        if isinstance(block, Section):
            is_item = not block.blocks and block.number[0] in _ITEMS
            yield TextLine(plain(block.title), number=block.number, level=0 if is_item else block.level + 1)
            yield from _flat(block.blocks)
        elif isinstance(block, Paragraph):
            yield TextLine(plain(block.runs), origin=block.origin)
