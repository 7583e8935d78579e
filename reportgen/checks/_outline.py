"""Sections by their headings (各节): what stands under a heading, as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.document import Block, Document, Paragraph, Section, Table, in_one_line, plain
from reportgen.reading import Place
from reportgen.reading.terms import bare


@dataclass(frozen=True, slots=True)
class SectionText:
    """A heading with all that stands under it.

    Attributes:
        heading: with its number; level: 1 is the highest.
        lines: paragraphs under it, also those under smaller headings, and the notes of its tables.
        tables: how those are called; is_numbered: whether it has a number.
    """

    heading: str
    level: int
    lines: tuple[str, ...]
    tables: tuple[str, ...]
    is_numbered: bool = True

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under it."""
        return not (self.tables or any(line.strip() for line in self.lines))

    @property
    def title(self) -> str:
        """The heading without its number."""
        return bare(re.sub(r"^第[一二三四五六七八九十]+部分[\s\u3000]*", "", self.heading))

    @property
    def place(self) -> Place:
        """The heading on the page."""
        return Place(self.heading, line=self.heading, length=max(1, len(self.heading)))


def parts(document: Document) -> Iterator[SectionText]:
    """Every section in reading order."""
    yield from _parts(document.blocks)


def _parts(blocks: tuple[Block, ...]) -> Iterator[SectionText]:
    for block in blocks:
        if isinstance(block, Section):
            heading = in_one_line(f"{block.number}{plain(block.title)}")
            tables = tuple(t.number or plain(t.title) or heading for t in _tables(block.blocks))
            yield SectionText(heading, block.level, tuple(_lines(block.blocks)), tables, bool(block.number))
            yield from _parts(block.blocks)


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield in_one_line(plain(block.runs))
            case Table():
                yield from (in_one_line(plain(note.runs)) for note in block.notes)
            case Section():
                yield plain(block.title)
                yield from _lines(block.blocks)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Section):
            yield from _tables(block.blocks)


def headed(found: Iterator[SectionText] | list[SectionText], pattern: re.Pattern[str]) -> list[SectionText]:
    """The sections whose heading has the pattern, without those inside of one that has it as well."""
    kept: list[SectionText] = []
    inside: set[str] = set()
    for part in found:
        if pattern.search(part.heading) and part.heading not in inside:
            kept.append(part)
            inside |= set(part.lines)
    return kept
