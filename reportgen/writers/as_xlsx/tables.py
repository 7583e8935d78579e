"""A table as a sheet (表): number, title, the line under it, heads, body, notes, as they are printed.

A number is a number, in the format that prints it as it is printed; one that Excel would show otherwise stays text, as
codes do. Format and alignment of a cell show its role to programs: only heads are centred and not in text format (`@`).

Source: ECMA-376 part 1, 18.3.1.63 (page setup).
Widths of columns are in digits of the usual font, heights of rows in half-points.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from reportgen.diagnostics import columns
from reportgen.document import Cell, Role, Row, Runs, Table, plain
from reportgen.grid import Spot, grid
from reportgen.ooxml import escaped
from reportgen.ooxml.workbook import (
    GENERAL,
    TEXT,
    Look,
    SheetCell,
    SheetLine,
    WrittenSheet,
    columns_xml,
    frozen_xml,
    merged_xml,
    number_form,
    unmarked_xml,
)
from reportgen.quantity import EXACT, parse_number
from reportgen.records import NamedTuple, dataclass, field
from reportgen.source.sheet import column_letters
from reportgen.style import StyleSheet, TextStyle

_LEAST, _MOST, _ROOM = 8, 44, 2
_WHOLE = 110  # width of a table that states the widths of its columns as parts
_LINE = 16  # height of a line, in tenths of the font size
_HIGHEST = 818  # half-points, the highest row of Excel


breadth = lru_cache(1 << 14)(columns)  # most texts come more than once
_DIGITS = 15  # significant digits that Excel keeps
_A4 = {11906, 16838}
_INCH = Decimal(1440)  # twips
FITTED = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'


def widths(table: Table) -> tuple[int, ...]:
    """Return the widths that the table states; else numbers fit on one line, heads on two, words take at most _MOST."""
    if table.widths:
        return tuple(max(2, part * _WHOLE // sum(table.widths)) for part in table.widths)
    needs = [_LEAST] * table.width
    for _, spots in grid(table.head + table.body, table.width):
        for column, cell, _ in spots:
            if cell.columns == 1:
                widest = max(map(breadth, plain(cell.runs).split("\n"))) + 2 * cell.indent
                needs[column] = max(needs[column], _wanted(cell.role, widest) + _ROOM)
    return tuple(needs)


def _wanted(role: Role, widest: int) -> int:
    match role:
        case Role.NUMBER | Role.CODE:
            return widest
        case Role.HEAD:
            return min(-(-widest // 2), _MOST)
    return min(widest, _MOST)


def height(cells: Iterable[tuple[str, int, int]], size: int) -> int:
    """Return the height of a row, half-points, from text, width and number of rows of each of its cells."""
    lines = max((_lines(text, max(1, width), rows) for text, width, rows in cells), default=1)
    return min(_HIGHEST, -(-lines * size * _LINE // 10))


def _lines(text: str, width: int, rows: int) -> int:
    """Return how many lines a text needs in each of the rows that its cell spans."""
    return -(-sum(-(-max(1, breadth(line)) // width) for line in text.split("\n")) // rows)


class PrintedTable(NamedTuple):
    """A table as a sheet, with the first and the last row of its heads, counted from 1; both are 0 without heads."""

    sheet: WrittenSheet
    first: int
    last: int


def left_look(text: TextStyle) -> Look:
    """Return the look of a text that is aligned left and wraps."""
    return _look(text, 'vertical="center" wrapText="1"')


def centred_look(text: TextStyle) -> Look:
    """Return the look of a centred text."""
    return _look(text, 'horizontal="center" vertical="center" wrapText="1"')


def _look(text: TextStyle, align: str, form: str = TEXT, bordered: bool = False) -> Look:
    return Look(form, align, bordered, text.east_asian, text.size, text.bold)


def printed(table: Table, style: StyleSheet, mark: str) -> PrintedTable:
    """Return a table as a sheet; `mark`: the words that mark a draft, else empty."""
    rows = _TableLines(table, style, widths(table))
    above, heads, body = list(rows.caption()), list(rows.sheet_lines(table.head)), list(rows.sheet_lines(table.body))
    first, last = (len(above) + 1, len(above) + len(heads)) if heads else (0, 0)
    lines = [*above, *heads, *body]
    notes = [
        rows.across(note.runs, left_look(style.texts["表注"]), len(lines) + at) for at, note in enumerate(table.notes)
    ]
    named_by = table.frozen if table.frozen < table.width else 0  # columns that name a row and stay in view
    before = f"{FITTED}{frozen_xml(last, named_by)}{columns_xml(rows.widths)}"
    after = f"{merged_xml(rows.merged)}{page(table.landscape, style, mark)}{unmarked_xml(table.width, len(lines))}"
    return PrintedTable(WrittenSheet([*lines, *notes], before, after), first, last)


@dataclass
class _TableLines:
    """Makes the rows of one sheet, and remembers which cells are merged."""

    table: Table
    style: StyleSheet
    widths: tuple[int, ...]
    merged: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def grouped(self) -> bool:
        """Whether numbers of the table print with thousands separators."""
        cells = (cell for row in self.table.body for cell in row.cells if cell.role is Role.NUMBER)
        return any("," in plain(cell.runs) for cell in cells)

    def caption(self) -> Iterator[SheetLine]:
        """Yield number, title and the line under it, as far as there are any."""
        texts, table = self.style.texts, self.table
        if number := plain(table.serial):
            yield self._line({0: SheetCell(number, _look(texts["表号"], 'vertical="center"'))})
        if plain(table.title):
            yield self.across(table.title, centred_look(texts["表题"]), self.count)
            self.count += 1
        look = _look(texts["表眉"], 'vertical="center"')
        sides = {0: SheetCell(plain(table.left), look)} if plain(table.left) else {}
        if right := plain(table.right):
            at = max(table.width - 1, 1)
            sides[at] = SheetCell(right, look._replace(align=f'horizontal="right" {look.align}'))
        if sides:
            yield self._line(sides)

    def across(self, runs: Runs, look: Look, row: int) -> SheetLine:
        """Return a line with one cell over the whole width; `row`, its place, counts from 0."""
        if self.table.width > 1:
            self._merge(row, 0, self.table.width, 1)
        text = plain(runs)
        return SheetLine({0: SheetCell(text, look)}, height([(text, sum(self.widths), 1)], look.size))

    def sheet_lines(self, rows: tuple[Row, ...]) -> Iterator[SheetLine]:
        """Yield the rows of head or body."""
        grouped, size = self.grouped, self.style.texts["表格"].size
        for row, spots in grid(rows, self.table.width):
            cells: dict[int, SheetCell] = {}
            for spot in spots:
                own = self._of_cell(spot.cell, row, grouped)
                blank = own._replace(value="")
                cells |= dict.fromkeys(range(spot.column, spot.column + spot.cell.columns), blank)
                if not spot.below:
                    cells[spot.column] = own
                    self._span(spot)
            needs = [(plain(s.cell.runs), self._room(s), s.cell.rows) for s in spots]
            yield self._line(cells, height(needs, size))

    def _line(self, cells: dict[int, SheetCell], high: int = 0) -> SheetLine:
        self.count += 1
        return SheetLine(cells, high)

    def _span(self, spot: Spot) -> None:
        if spot.cell.columns > 1 or spot.cell.rows > 1:
            self._merge(self.count, spot.column, spot.cell.columns, spot.cell.rows)

    def _merge(self, row: int, column: int, columns: int, rows: int) -> None:
        last = f"{column_letters(column + columns - 1)}{row + rows}"
        self.merged.append(f"{column_letters(column)}{row + 1}:{last}")

    def _room(self, spot: Spot) -> int:
        return sum(self.widths[spot.column : spot.column + spot.cell.columns]) - 2 * spot.cell.indent

    def _of_cell(self, cell: Cell, row: Row, grouped: bool) -> SheetCell:
        """Return the cell with the look of its role."""
        text, words = self.style.texts["表格"], plain(cell.runs)
        middle = 'vertical="center" wrapText="1"'
        match cell.role:
            case Role.HEAD:
                return SheetCell(words, centred_look(self.style.texts["表头"])._replace(form=GENERAL, bordered=True))
            case Role.NUMBER:
                value, form = _number(words, grouped) or (words, TEXT)
                return SheetCell(value, _look(text, 'horizontal="right" vertical="center"', form, bordered=True))
            case Role.CODE:
                return SheetCell(words, _look(text, f'horizontal="center" {middle}', bordered=True))
            case Role.LABEL | Role.TEXT:
                side = "center" if row.total and cell.role is Role.LABEL else "left"
                indent = f' indent="{cell.indent}"' if cell.indent and not row.total else ""
                return SheetCell(words, _look(text, f'horizontal="{side}"{indent} {middle}', bordered=True))
            case _:
                assert_never(cell.role)


def _number(words: str, grouped: bool) -> tuple[Decimal, str] | None:
    """Return value and format of a number that Excel shows with the same letters; None for any other text."""
    rate, digits = words.endswith("%"), words.removesuffix("%")
    value = parse_number(digits)
    if value is None or len(value.as_tuple().digits) > _DIGITS:
        return None
    places = len(digits.partition(".")[2])
    parted = "," in digits or (grouped and abs(value) < 1000)
    if digits != (f"{value:,.{places}f}" if parted else f"{value:.{places}f}"):
        return None
    form = number_form(places, parted)
    return (EXACT.divide(value, Decimal(100)), f"{form}%") if rate else (value, form)


def page(turned: bool, style: StyleSheet, mark: str = "") -> str:
    """Return the page setup as XML: one page wide, any number long; `mark`: the words over each page of a draft."""
    paper = style.landscape if turned else style.portrait
    inches = {side: getattr(paper, side) for side in ("left", "right", "top", "bottom")} | {
        "header": 454,
        "footer": 454,
    }
    margins = " ".join(f'{side}="{twips / _INCH:.3f}"' for side, twips in inches.items())
    header = f"<oddHeader>&amp;C{escaped(mark.replace('&', '&&'))}</oddHeader>" if mark else ""
    a4 = ' paperSize="9"' if {paper.width, paper.height} == _A4 else ""
    way = "landscape" if turned else "portrait"
    return (
        f'<printOptions horizontalCentered="1"/><pageMargins {margins}/><pageSetup{a4} fitToHeight="0"'
        f' orientation="{way}"/><headerFooter>{header}<oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>'
    )
