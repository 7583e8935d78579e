"""Sheets of a workbook as they are printed (印出来的工作表): what cells show, which are merged, what is hidden.

Hidden sheets, rows and columns are read too, and marked as hidden. A formula shows its result.
Source: ECMA-376 part 1, 18.3.1.13 (columns), 18.3.1.73 (rows), 18.3.1.55 (merged cells), 18.2.19 (states of sheets).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass
from reportgen.source.archive import Attributes, WorkbookParts
from reportgen.source.nodes import Cell
from reportgen.source.sheet import column_letters
from reportgen.source.xlsx_file import BookParts, CellPlace, SheetReader, book_parts, damage_reported
from reportgen.source.xlsx_styles import GENERAL, PLAIN, CellStyle, as_shown

_TITLES = "_xlnm.Print_Titles"
_ELEMENTS = 800_000  # of a workbook of tables to print: 25,000 rows of 13 columns, two for a cell
_ROWS = compiled(r"\$(\d{1,7}):\$(\d{1,7})$")
_MOST_BLANK = 100_000  # empty cells of a sheet whose styles are kept
_CODED = compiled("_x([0-9A-Fa-f]{4})_")


class Area(NamedTuple):
    """A merged cell (合并的格): first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet as it is printed (工作表).

    Attributes:
        cells: what each cell shows, by row and column, from 1; a text, or why it cannot be used.
        numbers: the numbers that cells hold, in full, whatever the cells show.
        styles: looks of cells, blank ones too, where they are not plain.
        merged: the merged cells; hidden_rows, hidden_columns: from 1; seen: whether the sheet is not hidden.
        framed: rows and columns from the first cell with lines around it to the last; all 0 without any.
        heads: the last row that each printed page repeats, 0 for none.
    """

    title: str
    cells: dict[CellPlace, Cell]
    numbers: dict[CellPlace, str]
    styles: dict[CellPlace, CellStyle]
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    seen: bool
    framed: Area
    heads: int

    def origin(self, place: CellPlace) -> str:
        """Return where a cell stands: 收入总表!C12."""
        return f"{self.title}!{address(place)}"


class PrintedBook(NamedTuple):
    """A workbook as it is printed: the sheets that hold something, and the properties that programs gave it."""

    sheets: tuple[PrintedSheet, ...]
    properties: dict[str, str]


def printed_book(data: bytes, name: str) -> PrintedBook:
    """Return what the bytes of a workbook (.xlsx) print: the sheets that hold something, in order, and properties.

    Raises:
        ReportgenError: the bytes are no workbook, or one that cannot be read.
    """
    with damage_reported(name):
        parts = WorkbookParts(data, name, _ELEMENTS)
        book = book_parts(parts)
        parts.count(sheet.part for sheet in book.sheets)
        repeated = _repeated(book)
        sheets = [
            _Printed(book).sheet(each.title, each.part, not each.state, repeated.get(at, 0))
            for at, each in enumerate(book.sheets)
        ]
        return PrintedBook(tuple(sheet for sheet in sheets if sheet.cells), _properties(parts))


def address(place: CellPlace) -> str:
    """Return Excel's address of a cell: `B7`."""
    return f"{column_letters(place[1] - 1)}{place[0]}"


def _repeated(book: BookParts) -> dict[int, int]:
    """Return index of a sheet -> the last of the rows, from 1, that are printed again on each of its pages."""
    found = ((at, _ROWS.search(text)) for name, at, text in book.names if name == _TITLES)
    return {int(at): int(rows[2]) for at, rows in found if rows and at.isdecimal()}


def _properties(parts: WorkbookParts) -> dict[str, str]:
    found, names = dict[str, str](), [""]

    def begun(name: str, about: Attributes) -> None:
        if name == "property":
            names[0] = about.get("name", "")

    def ended(_: str, text: str) -> None:
        if text:
            found[names[0]] = text

    for kind, part in parts.related("").values():
        if kind == "custom-properties":
            parts.walk(part, begun, ended)
    return found


class _Printed(SheetReader):
    """Reads a sheet as it is printed."""

    def __init__(self, book: BookParts) -> None:
        super().__init__(book)
        self._numbers: dict[CellPlace, str] = {}
        self._looks: dict[CellPlace, CellStyle] = {}
        self._areas: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._framed = Area(0, 0, 0, 0)

    def sheet(self, title: str, part: str, seen: bool, heads: int) -> PrintedSheet:
        """Return the sheet of a part as it is printed; `seen` and `heads`: as of `PrintedSheet`."""
        rows = self.rows(part)
        cells = {(r, c): cell for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1) if cell}
        return PrintedSheet(
            title,
            cells,
            self._numbers,
            self._looks,
            tuple(self._areas),
            frozenset(self._hidden_rows),
            frozenset(self._columns_hidden(max(map(len, rows), default=0))),
            seen,
            self._framed,
            heads,
        )

    def _columns_hidden(self, last: int) -> Iterator[int]:
        for first, end in self._hidden_columns:
            self._count_squares(max(0, min(end, last) - first + 1))
            yield from range(first, min(end, last) + 1)

    def _begun(self, name: str, about: Attributes) -> None:
        super()._begun(name, about)
        if name == "row" and about.get("hidden") in ("1", "true"):
            self._hidden_rows.add(self._row)
        elif name == "col" and about.get("hidden") in ("1", "true"):
            self._hidden_columns.append((int(about["min"]), int(about["max"])))

    def _ended(self, name: str, text: str) -> None:
        super()._ended(name, text)
        if name == "c" and self._style.bordered:
            row, column, (top, left, bottom, right) = self._row, self._column, self._framed
            first = (min(top, row), min(left, column)) if top else (row, column)
            self._framed = Area(*first, max(bottom, row), max(right, column))
            if len(self._looks) < _MOST_BLANK:
                self._looks.setdefault((row, column), self._style)

    def _merge(self, _: str, first: CellPlace, end: CellPlace, last: CellPlace) -> None:
        if first[0] <= last[0] and first[1] <= last[1]:
            self._areas.append(Area(*first, min(end[0], last[0]), min(end[1], last[1])))

    def _cell(self) -> Cell:
        cell = super()._cell()
        if cell and self._style != PLAIN:
            self._looks[self._row, self._column] = self._style
        return _CODED.sub(_letter, cell) if isinstance(cell, str) and "_x" in cell else cell

    def _number(self, text: str) -> str:
        self._numbers[self._row, self._column] = text
        form = self._style.form
        printed = as_shown(Decimal(text), form) if form != GENERAL else None
        return text if printed is None else printed

    def _date(self, text: str, day: str) -> Cell:
        return day or text


def _letter(found: "re.Match[str]") -> str:
    """Return the letter that a code such as `_x0041_` stands for; "" for `_x000D_`, which a line feed follows."""
    letter = chr(int(found[1], 16))
    return "" if letter == "\r" or (not letter.isprintable() and letter not in "\n\t") else letter
