"""Tables laid out on their grids (排布), once for all readers: columns, and the cells of each row with their words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reportgen.document import Document, Row, Section, Table, TableKind, in_one_line, plain
from reportgen.grid import Spot, grid
from reportgen.reading.columns import Column, columns_of
from reportgen.reading.table_kinds import kind_of_table
from reportgen.reading.terms import bare

_BETWEEN = " | "  # cells of a row in one line


@dataclass(frozen=True, slots=True)
class LaidRow:
    """One row (行).

    Attributes:
        words: by spot; texts: by grid column, a spanning cell gives its text to all columns and rows it covers.
        line: the row in one line; starts: grid column -> where its text begins in the line.
    """

    row: Row
    spots: tuple[Spot, ...]
    words: tuple[str, ...]
    texts: tuple[str, ...]
    line: str
    starts: dict[int, int] = field(hash=False)

    @property
    def label(self) -> str:
        """Its first words, without numbering."""
        return next((bare(words) for words in self.words if words.strip()), "")


@dataclass(frozen=True)
class LaidTable:
    """A table with the heading it stands under. `year`: of the document."""

    table: Table
    heading: str
    year: int

    @cached_property
    def name(self) -> str:
        """What an officer calls it: 公开05表, else its title without numbering, else the heading."""
        return self.table.number or bare(self.title) or self.heading

    @cached_property
    def title(self) -> str:
        """Its printed title."""
        return plain(self.table.title)

    @cached_property
    def kind(self) -> TableKind | None:
        """Which standard table it is, or None."""
        return kind_of_table(self.table)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns from the left; none without heads."""
        return columns_of([row.texts for row in self.head], self.year)

    @cached_property
    def head(self) -> tuple[LaidRow, ...]:
        """The rows of heads."""
        return tuple(_laid(row, spots, self.table.width) for row, spots in grid(self.table.head, self.table.width))

    @cached_property
    def body(self) -> tuple[LaidRow, ...]:
        """The rows below the heads."""
        return tuple(_laid(row, spots, self.table.width) for row, spots in grid(self.table.body, self.table.width))


def layouts(document: Document) -> Iterator[LaidTable]:
    """Every table and picture in reading order; a picture is laid out as the table behind it."""
    return (LaidTable(table, heading, document.year) for table, heading in _below(document.blocks, ""))


def _below(blocks: tuple[object, ...], heading: str) -> Iterator[tuple[Table, str]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block, heading
        elif isinstance(block, Section):
            yield from _below(block.blocks, f"{block.number}{plain(block.title)}")


def _laid(row: Row, spots: list[Spot], width: int) -> LaidRow:
    texts, starts, pieces, at = [""] * width, {}, [], 0
    words = tuple([plain(spot.cell.runs) for spot in spots])
    for (column, cell, below), own in zip(spots, words, strict=True):
        texts[column : column + cell.columns] = [own] * cell.columns
        piece = "〃" if below else in_one_line(own)
        pieces += [_BETWEEN if at else "", piece]
        starts[column] = at + len(pieces[-2])
        at = starts[column] + len(piece)
    return LaidRow(row, tuple(spots), words, tuple(texts), "".join(pieces), starts)
