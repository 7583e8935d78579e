"""Excel workbooks (.xlsx) → rows of text. Hidden rows, columns and sheets count like others.

A number is read with the 15 significant digits that Excel keeps and shows; further digits in the file
(5.7999999999999998 for 5.8) are noise of binary arithmetic. A formula counts with its result.

`archive` limits what the parts hold; this module limits the squares that rows and merged cells cover (_SQUARES).
Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (sheets), 18.4 (shared strings).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.patterns import compiled
from reportgen.records import NamedTuple
from reportgen.source.archive import Attributes, WorkbookParts
from reportgen.source.nodes import Cell, Unreadable
from reportgen.source.xlsx_styles import PLAIN, CellStyle, styles_of

_SAVE_AS = "在 Excel 里打开，另存为“Excel 工作簿（.xlsx）”"
_SQUARES = 1_000_000  # empty ones too: 25,000 rows of 40 columns
_MERGED = 10  # squares that a merged cell counts as, however small
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of Excel
_ADDRESS = compiled(r"\$?([A-Z]{1,7})\$?([0-9]{1,12})")
CellPlace = tuple[int, int]  # row and column, from 1
_WHOLE = compiled(r"[-+]?[0-9]{1,40}")


class Workbook:
    """An opened workbook."""

    def __init__(self, data: bytes, name: str) -> None:
        with damage_reported(name):
            self._sheets = _sheets(book_parts(WorkbookParts(data, name)))

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the sheets that are not empty, in order."""
        return tuple(title for title, rows in self._sheets.items() if rows)

    def rows(self, title: str) -> Sequence[Sequence[Cell]]:
        """Return all rows of a sheet up to the last one that is not empty."""
        return self._sheets[title]


class Listed(NamedTuple):
    """A sheet as the workbook lists it; `state`: `hidden` or `veryHidden`, or empty."""

    title: str
    part: str
    state: str


class BookParts(NamedTuple):
    """What all sheets of a workbook share: texts and styles that cells refer to.

    Attributes:
        strings: texts, in the order of the numbers by which cells refer to them.
        styles: by the number by which cells refer to them.
        names: the defined names: name, index of the sheet or "", content.
    """

    parts: WorkbookParts
    sheets: tuple[Listed, ...]
    strings: list[str]
    styles: dict[str, CellStyle]
    names: tuple[tuple[str, str, str], ...]


def book_parts(parts: WorkbookParts) -> BookParts:
    """Return the list of a workbook's sheets, and what they share.

    Raises:
        ReportgenError: the workbook is too large.
        Exception: of any kind, if the workbook is damaged; call it inside `damage_reported`.
    """
    book = next(part for kind, part in parts.related("").values() if kind == "officeDocument")
    related, sheets, names = parts.related(book), dict[str, Listed](), list[tuple[str, str, str]]()
    about_name: Attributes = {}

    def begun(name: str, about: Attributes) -> None:
        if name == "sheet":
            kind, part = related[next(value for key, value in about.items() if key.rpartition(":")[2] == "id")]
            if kind == "worksheet":
                sheets[about["name"]] = Listed(about["name"], part, about.get("state", "").replace("visible", ""))
        elif name == "definedName":
            about_name.update(about)

    def ended(name: str, text: str) -> None:
        if name == "definedName":
            names.append((about_name.get("name", ""), about_name.get("localSheetId", ""), text))
            about_name.clear()

    parts.walk(book, begun, ended)
    if not sheets:
        raise ValueError("no workbook is without sheets")
    others = dict(related.values())
    strings = _strings(parts, others["sharedStrings"]) if "sharedStrings" in others else []
    styles = styles_of(parts, others["styles"]) if "styles" in others else []
    by_number = {str(number): style for number, style in enumerate(styles)}
    return BookParts(parts, tuple(sheets.values()), strings, by_number, tuple(names))


def _sheets(book: BookParts) -> dict[str, list[list[Cell]]]:
    """The rows of each worksheet, by its title."""
    read = {part: SheetReader(book).rows(part) for part in dict.fromkeys(sheet.part for sheet in book.sheets)}
    return {sheet.title: read[sheet.part] for sheet in book.sheets}


@contextmanager
def damage_reported(name: str) -> Iterator[None]:
    """Turn whatever a damaged workbook raises inside the block into one ReportgenError; `name`: the file's name."""
    try:
        yield
    except ReportgenError:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged file brings about
        raise ReportgenError(error("文件", "这不是 Excel 工作簿，或已损坏", Location(name), hint=_SAVE_AS)) from None


class _Texts:
    """Joins the pieces of a text with formats, and leaves out how it is pronounced (`rPh`)."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._written = 0  # pieces before the pronunciation

    def begun(self, name: str, _: Attributes) -> None:
        """Take the beginning of an element."""
        if name == "rPh":
            self._written = len(self._pieces)

    def ended(self, name: str, text: str) -> None:
        """Take the end of an element, with the text in it."""
        if name == "t":
            self._pieces.append(text)
        elif name == "rPh":
            del self._pieces[self._written :]
        elif name in ("si", "is"):
            self.found.append("".join(self._pieces))
            self._pieces.clear()


def _strings(parts: WorkbookParts, part: str) -> list[str]:
    """The texts that cells refer to by their number."""
    texts = _Texts()
    parts.walk(part, texts.begun, texts.ended)
    return texts.found


class SheetReader:
    """Makes rows of the cells of one sheet."""

    def __init__(self, book: BookParts) -> None:
        self._parts, self._strings, self._styles = book.parts, book.strings, book.styles
        self._rows: list[list[Cell]] = []
        self._merged: list[str] = []
        self._left = _SQUARES
        self._row, self._column = 0, 0  # of the cell
        self._about: Attributes = {}
        self._style = PLAIN
        self._value, self._formula, self._texts = "", "", _Texts()

    def rows(self, part: str) -> list[list[Cell]]:
        """Return the rows of the sheet in this part of the workbook, up to the last row that is not empty.

        Raises:
            ReportgenError: the sheet is too large, or states a cell that Excel does not have.
        """
        self._parts.walk(part, self._begun, self._ended)
        last = len(self._rows), max(map(len, self._rows), default=0)
        for area in self._merged:
            self._count_squares(_MERGED)
            first, _, end = area.partition(":")
            self._merge(area, place_of(first), place_of(end or first), last)
        return self._rows

    def _begun(self, name: str, about: Attributes) -> None:
        if name == "c":
            self._about, self._value, self._formula = about, "", ""
            self._style = self._styles.get(about.get("s", "0"), PLAIN)
            self._row, self._column = place_of(about["r"]) if "r" in about else (self._row, self._column + 1)
        elif name == "row":
            self._row, self._column = int(about.get("r", self._row + 1)), 0
        elif name == "mergeCell":
            self._merged.append(about["ref"])
        else:
            self._texts.begun(name, about)

    def _ended(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "f":
            self._formula = f"={text}"
        elif name == "c":
            if (self._value or self._formula or self._texts.found) and (cell := self._cell()):
                self._put(self._row, self._column, cell)
        else:
            self._texts.ended(name, text)

    def _put(self, row: int, column: int, cell: Cell) -> None:
        if not (0 < row <= _LAST_ROW and 0 < column <= _LAST_COLUMN):
            self._parts.refuse(f"有第{row}行第{column}列的单元格，Excel 没有这么多行、列", _SAVE_AS)
        if row > len(self._rows):
            self._count_squares(row - len(self._rows))
            self._rows.extend([] for _ in range(row - len(self._rows)))
        line = self._rows[row - 1]
        if column > len(line):
            self._count_squares(column - len(line))
            line.extend([""] * (column - len(line)))
        line[column - 1] = cell

    def _count_squares(self, squares: int) -> None:
        """Count so many squares more, and refuse the workbook if there are too many."""
        self._left -= squares
        if self._left < 0:
            self._parts.refuse(f"空的、合并的单元格太多（到第{self._row}行第{self._column}列），没有读")

    def _merge(self, area: str, first: CellPlace, end: CellPlace, last: CellPlace) -> None:
        """Put an unreadable cell wherever a merged cell that is not empty reaches, up to the last row and column."""
        (top, left), (bottom, right) = first, (min(end[0], last[0]), min(end[1], last[1]))
        if top > last[0] or left > len(self._rows[top - 1]) or not self._rows[top - 1][left - 1]:
            return
        self._count_squares((bottom - top + 1) * (right - left + 1))
        cell = Unreadable("", f"单元格 {area} 是合并的", "取消合并，每一行都写上内容")
        for row in range(top, bottom + 1):
            for column in range(left + (row == top), right + 1):
                self._put(row, column, cell)

    def _cell(self) -> Cell:
        kind, value = self._about.get("t", "n"), self._value
        if kind == "inlineStr":
            return self._texts.found.pop() if self._texts.found else ""
        if not value:
            hint = "在 Excel 里打开这个文件，保存一次；或把公式改成数"
            return Unreadable(self._formula, "公式没有算出来的结果", hint) if self._formula and kind != "str" else ""
        match kind:
            case "s":
                self._parts.count_letters(len(self._strings[int(value)]))
                return self._strings[int(value)]
            case "b":
                return str(value != "0").upper()
            case "e":
                return Unreadable(value, f"公式出错：{value}", "在 Excel 里改好公式，或写上数")
            case "n" if not self._style.is_date:
                return self._number(number_text(int(value) if _WHOLE.fullmatch(value) else float(value)))
            case "n" | "d":
                text = _moment(value) if kind == "n" else value
                day, _, time = text.partition(" ")
                return self._date(text, day if time in ("", "00:00:00") else "")
        return value

    def _number(self, text: str) -> str:
        """Return the text of a cell that holds a number, which is given in full."""
        return text

    def _date(self, text: str, _: str) -> Cell:
        """Return the cell of a date or a time, given as text and as a day; that is "" if there is a time of day."""
        return Unreadable(text, "这个单元格是日期或时间", "把单元格的格式设成文本，重新输入")


def place_of(address: str) -> CellPlace:
    """Return row and column, from 1, of an address such as `B7`; raises ValueError if it is none."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(address)
    return int(found[2]), reduce(lambda column, letter: column * 26 + ord(letter) - ord("A") + 1, found[1], 0)


def _moment(value: str) -> str:
    try:
        return str(datetime(1899, 12, 30) + timedelta(seconds=round(float(value) * 86_400)))
    except OverflowError:
        return value


def number_text(value: int | float) -> str:
    """Return a number as Excel shows it in full: 15 significant digits, no exponent."""
    if isinstance(value, int):
        return str(value)
    return f"{Decimal(format(value, '.15g')):f}"
