"""Spreadsheets (表格文件): CSV and Excel workbooks read as rows of cells, each of which knows its place.

A cell is text, or what keeps it from being used (a date, a formula without a result …). Rows and columns are counted as
Excel counts them; excerpts call a cell as Excel does: `明细!C3 金额：12x`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.source.nodes import Cell, NodePlace, Scalar, Source, Unreadable
from reportgen.source.text_file import UNPRINTABLE, read_bytes, unusable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_WHOLE_ROW = 0  # as the length of a place


@dataclass(frozen=True, slots=True)
class Worksheet(Source):
    """One sheet (工作表): `title` its name in a workbook, `rows` all of its rows from the first on, empty ones too."""

    title: str = ""
    rows: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False, hash=False)

    @property
    def head(self) -> int:
        """The index of the first row that holds something: the column names."""
        return next((i for i, row in enumerate(self.rows) if any(row)), 0)

    def cell(self, row: int, column: int) -> Scalar:
        """A cell as a node."""
        text = _shown(self.rows[row][column])
        return Scalar(NodePlace(self, row, column, max(1, len(text))), text)

    def row(self, row: int) -> NodePlace:
        """The place of a whole row."""
        return NodePlace(self, row, 0, _WHOLE_ROW)

    def location(self, place: NodePlace) -> Location:
        """A cell or a row, for a message."""
        if place.length == _WHOLE_ROW:
            text = "，".join(filter(None, map(_shown, self.rows[place.line])))
            called = f"第{place.line + 1}行："
        else:
            text, called = self._text(place.line, place.column), f"{self._called(place)}："
        marked = len(called) + 1
        return Location(self.name, place.line + 1, place.column + 1, max(1, len(text)), called + text, marked)

    def _called(self, place: NodePlace) -> str:
        address = f"{column_letters(place.column)}{place.line + 1}"
        title = self._text(self.head, place.column) if place.line != self.head else ""
        return " ".join(filter(None, (f"{self.title}!{address}" if self.title else address, title)))

    def _text(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else ()
        return _shown(cells[column]) if column < len(cells) else ""


@dataclass(frozen=True)
class SheetFile:
    """A file of sheets that was opened; `titles` of its sheets that hold something, one without a name for CSV."""

    path: Path
    titles: tuple[str, ...]
    rows: Callable[[str], Sequence[Sequence[Cell]]] = field(repr=False)

    def sheet(self, title: str) -> Worksheet:
        """One of its sheets, cells trimmed."""
        rows = tuple(tuple(_trimmed(cell) for cell in row) for row in self.rows(title))
        return Worksheet(str(self.path), (), self.path.parent, title, rows)


def open_sheets(path: Path) -> SheetFile:
    """The sheets of a CSV file or an Excel workbook; which of them it is, the content says and not the name.

    Raises:
        ReportgenError: the file cannot be read, or is neither.
    """
    data = read_bytes(path)
    if data.startswith(_ZIP):
        from reportgen.source.xlsx_file import Workbook

        book = Workbook(data, str(path))
        return SheetFile(path, book.titles, book.rows)
    if data.startswith(_OLE):
        hint = "在 Excel 里另存为“Excel 工作簿（.xlsx）”，不设密码"
        raise ReportgenError(error("文件", "这是旧的 Excel 文件（.xls），或设了密码", Location(str(path)), hint=hint))
    from reportgen.source.csv_file import rows_of

    found = rows_of(data, str(path))
    return SheetFile(path, ("",) if any(map(any, found)) else (), lambda _: found)


def column_letters(column: int) -> str:
    """How Excel calls a column, counted from 0: A … Z, AA …"""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(cell: Cell) -> str:
    return cell.shown if isinstance(cell, Unreadable) else cell


def _trimmed(cell: Cell) -> Cell:
    """Without blanks around it and line ends inside it, which are layout; refused where it cannot be printed."""
    if isinstance(cell, Unreadable):
        return replace(cell, shown=_trimmed_text(cell.shown))
    text = _trimmed_text(cell)
    if found := UNPRINTABLE.search(text):
        return Unreadable(text, unusable(found[0]), "删掉它，重新输入这几个字")
    return text


def _trimmed_text(text: str) -> str:
    return _LINE_END.sub("", text.strip().removeprefix("\ufeff"))
