"""Sheets of a budget workbook (预算工作簿的工作表): its notation, whether a file is one, its cells as they were typed.

The first cell of a sheet names the key that it holds, with `/` between keys (`上年预算/支出`), its second row the
columns. What stands between （ and ） in a first cell or a head is not read.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.records import replace
from reportgen.source import LONGEST, Unreadable, Worksheet
from reportgen.source.archive import UNPACKED, Archive, WorkbookParts
from reportgen.source.nodes import Cell, NodePlace
from reportgen.source.sheet import printable, text_at
from reportgen.source.text_file import read_bytes
from reportgen.source.xlsx_file import SheetReader, book_parts, damage_reported

FRONT, MARK = "基本信息", "预算文件"
KEY, VALUE, EACH, OF_EACH, SHARED = "键", "内容", "每项", "各项", "缺省"
AMOUNTS = ("金额", "数量")
UNREAD = compiled(r"[（(].*[）)]", re.DOTALL)
NUMBERED = compiled(r"第[0-9]{1,5}项")
_GROUPED = "（按"
_LIST = "xl/workbook.xml"
_MOST_LISTED = 10_000  # sheets and names


def joined(keys: Sequence[str]) -> str:
    """Return keys as one path; a `/` within one is written twice."""
    return "/".join(key.replace("/", "//") for key in keys)


def split(path: str) -> list[str]:
    """Return the keys of a path."""
    return [key.replace("\0", "/").strip() for key in path.replace("//", "\0").split("/")]


def grouped(title: str, dimension: str) -> str:
    """Return the title of a sheet with a column of headings, the members of a dimension: `支出（按性质分）`."""
    return f"{title}{_GROUPED}{dimension}分）"


def ungrouped(title: str) -> tuple[str, str]:
    """Return a title without its `（按…分）`, and the dimension that stood there, "" if there was none."""
    before, _, by = title.rpartition(_GROUPED)
    dimension = by.removesuffix("分）")
    return (before, dimension) if before and dimension not in ("", by) else (title, "")


class BudgetSheet(Worksheet):
    """A sheet of a budget workbook; its second row names the columns."""

    __slots__ = ()

    @property
    def head(self) -> int:
        """The index of the row with the column names."""
        return 1

    def location(self, place: NodePlace) -> Location:
        """Return a place for a message; it names the sheet."""
        found = super().location(place)
        return replace(found, path=f"{found.path}“{self.title}”")


def has_mark(path: Path) -> bool:
    """Whether the file has the mark of a workbook to type into."""
    try:
        data = read_bytes(path)
        if FRONT.encode() not in Archive(data, UNPACKED, _MOST_LISTED).read(_LIST):
            return False
        book = book_parts(WorkbookParts(data, str(path)))
        front = next(sheet.part for sheet in book.sheets if sheet.title == FRONT)
        return text_at(SheetReader(book).rows(front), 0, 0) == MARK
    except Exception:  # noqa: BLE001 - whoever reads it says what is wrong
        return False


def budget_sheets(path: Path) -> list[BudgetSheet]:
    """Return the sheets that are read, 基本信息 first.

    Raises:
        ReportgenError: the file is no budget workbook, or cannot be read.
    """
    name, data = str(path), read_bytes(path)
    with damage_reported(name):
        book = book_parts(WorkbookParts(data, name))
        found = {each.title: [list(map(_trimmed, row)) for row in _Typed(book).rows(each.part)] for each in book.sheets}
    if text_at(found.get(FRONT, ()), 0, 0) != MARK:
        what = f"工作表“{FRONT}”的第一格（A1）要写“{MARK}”；空白的用 reportgen new 单位名称 --to xlsx 得到"
        hint = f"{what}。只有明细的表，在预算文件里引用，如“支出: {{文件: 明细.xlsx}}”"
        raise ReportgenError(error("格式", "这不是填预算用的工作簿", Location(name), hint=hint))
    read = {title: rows for title, rows in found.items() if rows and not UNREAD.match(text_at(rows, 0, 0))}
    lines = tuple(" ".join(map(str, row)) for rows in read.values() for row in rows)  # all that the file says
    ordered = sorted(read, key=lambda title: title != FRONT)
    return [BudgetSheet(name, lines, path.parent, title, tuple(map(tuple, read[title]))) for title in ordered]


class _Typed(SheetReader):
    """Reads cells as they were typed: a date as its day, a percentage with its sign."""

    def _number(self, text: str) -> str:
        if "%" not in self._style.form:
            return text
        return f"{EXACT.multiply(Decimal(text), Decimal(100)).normalize():f}%"

    def _date(self, text: str, day: str) -> Cell:
        return day or super()._date(text, day)


def _trimmed(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = cell.strip().replace("\r\n", "\n")
    if len(text) > LONGEST:
        return Unreadable(f"{text[:50]}……", f"这一格有{len(text)}个字，一个值最多{LONGEST}个", "分成几段，一段一项")
    return printable(text)
