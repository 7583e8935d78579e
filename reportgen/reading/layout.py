"""Tables laid out on their grids (排布), once for all readers: columns, and the cells of each row with their words.

A classification item (科目) is a code and the name beside it, of 功能, 经济 or 政府经济. A table may print two
classifications side by side (部门预算经济分类 ‖ 政府预算经济分类): then each row has two items.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from reportgen.document import Cell, Document, Figure, Row, Section, Table, TableKind, in_one_line, plain
from reportgen.grid import Spot, counts_columns, grid, plain_spots
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.columns import Column, columns_of
from reportgen.reading.entries import Place, place_of
from reportgen.reading.table_kinds import kind_of_table
from reportgen.reading.terms import bare
from reportgen.records import dataclass

_BETWEEN = " | "  # cells of a row in one line


@dataclass(frozen=True, slots=True)
class LaidRow:
    """One row (行).

    Attributes:
        words: texts by spot. texts: by grid column; a cell gives its text to all columns and rows it spans.
        line: the row in one line. begins: where the text of each spot begins in it.
        spanned: its spots, where not each column has a cell of its own.
    """

    row: Row
    words: tuple[str, ...]
    texts: tuple[str, ...]
    line: str
    begins: tuple[int, ...]
    spanned: tuple[Spot, ...]

    @property
    def spots(self) -> Sequence[Spot]:
        """Its cells from left to right; made when asked for, as a large document has very many."""
        return self.spanned or plain_spots(self.row)

    @property
    def cells(self) -> Sequence[Cell]:
        """Its cells from left to right, with those that reach down from rows above."""
        return [spot.cell for spot in self.spanned] or self.row.cells

    @property
    def starts(self) -> dict[int, int]:
        """Grid column -> where its text begins in the line."""
        return {spot.column: at for spot, at in zip(self.spots, self.begins, strict=True)}

    @property
    def label(self) -> str:
        """The first text that is not blank, without numbering."""
        return next((bare(words) for words in self.words if words.strip()), "")

    def spot(self, column: int) -> Spot:
        """Return the cell in a grid column."""
        at = self._at(column)
        return self.spanned[at] if self.spanned else Spot(at, self.row.cells[at], below=False)

    def start(self, column: int) -> int:
        """Return where the text of the cell in a grid column begins in the line."""
        return self.begins[self._at(column)]

    def _at(self, column: int) -> int:
        """Return which spot a grid column belongs to."""
        return next((i for i, s in enumerate(self.spanned) if column < s.column + s.cell.columns), column)


@dataclass(frozen=True)
class LaidTable:
    """A table on its grid, with the heading that it stands under. `year`: of the document."""

    table: Table
    heading: str
    year: int

    @cached_property
    def name(self) -> str:
        """What an officer calls the table: 公开05表, else its title without numbering, else the heading."""
        return self.table.number or bare(self.title) or self.heading

    @cached_property
    def title(self) -> str:
        """Its printed title."""
        return plain(self.table.title)

    @cached_property
    def kind(self) -> TableKind | None:
        """The standard table that it is; None if it is none."""
        return kind_of_table(self.table)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns from the left; none without heads."""
        return columns_of((row.texts for row in self.head if not counts_columns(row.texts)), self.year)

    @cached_property
    def head(self) -> tuple[LaidRow, ...]:
        """The rows of heads."""
        return tuple(_laid(row, spots, self.table.width) for row, spots in grid(self.table.head, self.table.width))

    @cached_property
    def body(self) -> tuple[LaidRow, ...]:
        """The rows below the heads."""
        return tuple(_laid(row, spots, self.table.width) for row, spots in grid(self.table.body, self.table.width))


def layouts(document: Document) -> Iterator[LaidTable]:
    """Yield every table and picture in reading order; a picture is laid out as the table behind it."""
    return (LaidTable(table, heading, document.year) for table, heading in _below(document.blocks, ""))


def _below(blocks: tuple[object, ...], heading: str) -> Iterator[tuple[Table, str]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block, heading
        elif isinstance(block, Section):
            yield from _below(block.blocks, f"{block.number}{plain(block.title)}")


def _laid(row: Row, spots: list[Spot], width: int) -> LaidRow:
    words = tuple([plain(spot.cell.runs) for spot in spots])
    line, begins = "", []
    for (_, _, below), own in zip(spots, words, strict=True):
        line += _BETWEEN if line else ""
        begins.append(len(line))
        line += "〃" if below else own
    texts = words if len(words) == width else _spread(spots, words)
    spanned = () if len(row.cells) == width else tuple(spots)
    return LaidRow(row, words, texts, in_one_line(line), tuple(begins), spanned)


def _spread(spots: list[Spot], words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts by grid column."""
    return tuple([own for spot, own in zip(spots, words, strict=True) for _ in range(spot.cell.columns)])


_ROUND_A_CODE = "[]【】〔〕（）() 　"
_FIRST_DIGITS = ("2", "3", "5")
_CODE = "[235](?:[0-9]{2}|[0-9]{4}|[0-9]{6})"
_NO_UNIT = r"[^0-9\W万亿元年月日号个台辆人户次家]"  # 30282号科目 is a name: what is printed of a code without one
_CODE_AND_NAME = compiled(rf"[\[【〔（(]?({_CODE})[\]】〕）)]?[-—_ 　]*({_NO_UNIT}.*)", re.S)


def parted(text: str) -> tuple[str, str]:
    """Return code and name of a cell that holds both, `[30101]基本工资`, or only a code; else "" and the text."""
    bare_code = text.strip(_ROUND_A_CODE)
    if bare_code.isdecimal():
        return bare_code, ""
    plain_text = text.strip()
    found = _CODE_AND_NAME.fullmatch(plain_text) if plain_text.lstrip(_ROUND_A_CODE)[:1] in _FIRST_DIGITS else None
    return (found[1], found[2]) if found else ("", text)


def joined(parts: Sequence[str]) -> str:
    """Join the parts of a code: `201`, `29`, `01`. A part that repeats those before (`301`, `30108`) replaces them."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) else code + part
    return code


_PROJECT = compiled(r"[\[ ]项目=")
_TOTAL = compiled("(?<=.)[小合]计$")  # 行政运行小计 is a total of that item
_ECONOMIC = (TableKind.BASIC, TableKind.RUNNING_COSTS)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A code with its name (科目). `place` marks the name, `code_at` the code."""

    dimension: str
    code: str
    name: str
    table: str
    kind: TableKind | None
    row: int
    place: Place
    code_at: Place


def coded_rows(layouts: Iterable[LaidTable]) -> Iterator[ItemRow]:
    """Yield every coded row of the tables, in reading order; a cell over several rows counts once."""
    for layout in layouts:
        for codes, name in _pairs(layout.columns):
            yield from _coded_rows(layout, codes, name)


def _pairs(columns: tuple[Column, ...]) -> Iterator[tuple[list[Column], Column]]:
    """Yield the columns of codes together with the column of names that follows them."""
    codes: list[Column] = []
    for column in columns:
        if column.kind == "编码" and not _is_of_others(column):
            codes.append(column)
        elif column.kind == "名称" and codes and "名称" in column.leaf:
            yield [code for code in codes if code.path[0] == column.path[0]] or codes, column
            codes = []


def _is_of_others(column: Column) -> bool:
    """Whether the codes are of units, of purchases or of projects."""
    named = any(word in column.title for word in ("单位", "采购", "项目编码"))
    return named or spoken().whole("单位列", column.leaf) != ""


def _coded_rows(layout: LaidTable, codes: list[Column], name: Column) -> Iterator[ItemRow]:
    kind = layout.kind
    dimension = _dimension(codes[0].title, kind)
    for index, row in enumerate(layout.body):
        code = joined([row.texts[column.index].strip() for column in codes])
        if not code.isdigit():
            continue
        label = _TOTAL.sub("", bare(row.texts[name.index]))
        if label and not row.spot(name.index).below and not _is_of_project(row):
            last = next(column for column in reversed(codes) if row.texts[column.index].strip())
            places = (_place(layout.name, f"{code} {label}", column, row) for column in (name, last))
            yield ItemRow(dimension, code, label, layout.name, kind, index, *places)


def _dimension(title: str, kind: TableKind | None) -> str:
    if "政府" in title and "经济" in title:
        return "政府经济"
    return "经济" if "经济" in title or kind in _ECONOMIC else "功能"


def _is_of_project(row: LaidRow) -> bool:
    """Whether the numbers of the row belong to a project: then the code is the project's item, not a row of items."""
    names = [run.name for cell in row.cells for run in cell.runs if isinstance(run, Figure)]
    return any("项目=" in name and _PROJECT.search(name) for name in names)


def _place(part: str, label: str, column: Column, row: LaidRow) -> Place:
    spot = row.spot(column.index)
    length = max(1, len(plain(spot.cell.runs)))
    return place_of((part, label, column.title, row.line, row.start(column.index), length))
