"""Spreadsheets (表格文件): CSV files and Excel workbooks, read as rows of cells that know their place.

A cell is text, or the reason why it cannot be used (a date, a formula without a result …). Rows and columns are counted
as Excel counts them; excerpts name a cell as Excel does: `明细!C3 金额：12x`.

CSV is read in every encoding that Excel on a Chinese Windows saves: UTF-8 with or without byte order mark, UTF-16 with
one (“Unicode 文本”), else GB18030, of which GBK (ANSI) is a part. No file of budget lines can be read as both UTF-8 and
GBK: the required column name 金额 or 数量 in GBK is no UTF-8.
"""

import csv
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.patterns import compiled
from reportgen.records import dataclass, field, replace
from reportgen.source.nodes import Cell, NodePlace, Scalar, Source, Unreadable, scalar_at, shown
from reportgen.source.text_file import (
    LARGEST_TEXT,
    OLD,
    UNPRINTABLE,
    ZIPPED,
    is_sixteen_bits,
    read_bytes,
    too_large,
    unusable,
)

_WORKBOOK = (ZIPPED, OLD)  # how Excel files begin
_LINE_END = compiled(r"(?<!\s)\s*[\r\n]\s*")
_WHOLE_ROW = 0  # as the length of a place
_LONGEST = 32_767  # characters of a cell of Excel
_MOST_CELLS = 1_000_000  # of a CSV file, each row counts as one more: 25,000 rows of 39 columns


@dataclass(frozen=True, slots=True)
class Worksheet(Source):
    """One sheet (工作表).

    Attributes:
        title: its name in a workbook; "" for CSV.
        rows: all rows from the first on, empty ones too.
    """

    title: str = ""
    rows: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False, hash=False)

    @property
    def head(self) -> int:
        """The index of the first row that is not empty: the column names."""
        return next((i for i, row in enumerate(self.rows) if any(row)), 0)

    def cell(self, row: int, column: int) -> Scalar:
        """Return a cell, counted from 0, as a node; its text is "" beyond the end of the row."""
        text = self.cell_text(row, column)
        return scalar_at(NodePlace(self, row, column, max(1, len(text))), text)

    def row(self, row: int) -> NodePlace:
        """Return the place of a whole row."""
        return NodePlace(self, row, 0, _WHOLE_ROW)

    def location(self, place: NodePlace) -> Location:
        """Return the place of a cell or a row for a message."""
        if place.length == _WHOLE_ROW:
            text = "，".join(filter(None, map(shown, self.rows[place.line])))
            called = f"第{place.line + 1}行："
        else:
            text, called = self.cell_text(place.line, place.column), f"{self._address(place)}："
        marked = len(called) + 1
        return Location(self.name, place.line + 1, place.column + 1, max(1, len(text)), called + text, marked)

    def _address(self, place: NodePlace) -> str:
        """`明细!C3 金额`: the sheet, the cell, the name of its column."""
        address = f"{column_letters(place.column)}{place.line + 1}"
        title = self.cell_text(self.head, place.column) if place.line != self.head else ""
        return " ".join(filter(None, (f"{self.title}!{address}" if self.title else address, title)))

    def cell_text(self, row: int, column: int) -> str:
        """Return the text that a cell shows, "" if there is no such cell."""
        return text_at(self.rows, row, column)


@dataclass(frozen=True)
class SheetFile:
    """An opened spreadsheet; `titles` are those of its sheets that are not empty, a single "" for CSV."""

    path: Path
    titles: tuple[str, ...]
    rows: Callable[[str], Sequence[Sequence[Cell]]] = field(repr=False)

    def sheet(self, title: str) -> Worksheet:
        """Return the sheet of this title, with trimmed cells."""
        trimmed = cache(_trimmed)  # many cells have the same text
        rows = tuple(tuple(map(trimmed, row)) for row in self.rows(title))
        return Worksheet(str(self.path), (), self.path.parent, title, rows)


def open_sheets(path: Path) -> SheetFile:
    """Open a CSV file or an Excel workbook; the content decides which of them it is, not the name.

    Raises:
        ReportgenError: the file cannot be read, or is neither of them.
    """
    data = read_bytes(path)
    if data.startswith(_WORKBOOK):
        from reportgen.source.xlsx_file import Workbook

        book = Workbook(data, str(path))
        return SheetFile(path, book.titles, book.rows)
    if len(data) > LARGEST_TEXT:
        raise ReportgenError(too_large(path, len(data), LARGEST_TEXT))
    found = _csv_rows(data, str(path))
    return SheetFile(path, ("",) if any(map(any, found)) else (), lambda _: found)


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    text = _decoded(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found: list[list[str]] = []
    left = _MOST_CELLS
    try:
        for row in reader:
            found.append(row)
            left -= len(row) + 1
            if left < 0:
                hint = "删掉用不着的行和列，或分成几个文件"
                raise ReportgenError(error("文件", "单元格太多，从这里起没有读", Location(name, len(found)), hint=hint))
    except csv.Error:
        hint = "单元格里有引号或换行时，用 Excel 打开后重新另存为 CSV"
        at = Location(name, len(found) + 1)
        raise ReportgenError(error("格式", "引号没有成对，或一格里的字太多", at, hint=hint)) from None
    return found


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-16",) if is_sixteen_bits(data) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    hint = "用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”或“Excel 工作簿（.xlsx）”"
    raise ReportgenError(error("编码", "这不是文本，也不是 Excel 工作簿", Location(name), hint=hint))


def _delimiter(text: str) -> str:
    """A tab if the first row that is not empty has one, else a comma."""
    first = next((line for line in io.StringIO(text, newline=None) if line.strip(" ,\t\n")), "")
    return "\t" if "\t" in first else ","


def text_at(rows: Sequence[Sequence[Cell]], row: int, column: int) -> str:
    """Return the text that a cell shows, "" if there is no such cell; row and column count from 0."""
    cells = rows[row] if row < len(rows) else ()
    return shown(cells[column]) if column < len(cells) else ""


def column_letters(column: int) -> str:
    """Return Excel's name of a column, counted from 0: A … Z, AA …"""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _trimmed(cell: Cell) -> Cell:
    """Return the cell without blanks around it and line ends in it; unreadable if a character cannot be printed."""
    said = shown(cell)
    if len(said) > _LONGEST:
        what = f"这一格有{len(said)}个字，一格最多{_LONGEST}个"
        return Unreadable(f"{said[:50]}……", what, "删掉多余的内容；长的文字写在预算文件里")
    text = _LINE_END.sub("", said.strip().removeprefix("\ufeff"))
    if isinstance(cell, Unreadable):
        return replace(cell, shown=text)
    return printable(text)


def printable(text: str) -> Cell:
    """Return a text as a cell, unreadable if a character cannot be printed."""
    found = UNPRINTABLE.search(text)
    return Unreadable(text, unusable(found[0]), "删掉它，重新输入这几个字") if found else text
