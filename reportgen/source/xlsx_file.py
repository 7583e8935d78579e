"""Excel workbooks (.xlsx) → rows of text, by openpyxl.

A number is read with the 15 significant digits that Excel keeps and shows; further digits in the file
(5.7999999999999998 for 5.8) are noise of binary arithmetic. A formula counts with its result.
"""

import datetime
import warnings
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.source.nodes import Cell, Unreadable
from reportgen.source.text_file import LARGEST, MEGABYTE

_UNPACKED = 2 * LARGEST  # some 100,000 rows of ten columns
_DATES = (datetime.date, datetime.time, datetime.timedelta)


class Workbook:
    """An opened workbook. Hidden rows and columns count like others, hidden sheets only when they are named."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._sheets = {sheet.title: sheet for sheet in self._opened(results=True).worksheets}

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the sheets that are not empty, in order."""
        full = [title for title, sheet in self._sheets.items() if any(map(_holds, _cells(sheet).values()))]
        return tuple(full or dict.fromkeys(title for title, _, _ in self._without_result))

    def rows(self, title: str) -> list[list[Cell]]:
        """Return all rows of a sheet up to the last one that is not empty."""
        there = {at: self._cell(title, cell) for at, cell in _cells(self._sheets[title]).items()}
        there = {at: cell for at, cell in there.items() if cell}
        last = max((row for row, _ in there), default=0), max((column for _, column in there), default=0)
        for area in self._sheets[title].merged_cells.ranges:
            if (area.min_row, area.min_col) in there:
                there |= dict.fromkeys(_covered(area, *last), _merged(str(area)))
        rows: list[list[Cell]] = [[] for _ in range(last[0])]
        for (row, column), cell in sorted(there.items()):
            rows[row - 1] += [""] * (column - 1 - len(rows[row - 1]))
            rows[row - 1].append(cell)
        return rows

    def _cell(self, title: str, cell: Any) -> Cell:
        value = cell.value
        match value:
            case None:
                formula = self._without_result.get((title, cell.row, cell.column))
                return formula or ""
            case bool():
                return str(value).upper()
            case int() | float():
                return number_text(value)
            case str():
                return _formula_failed(value) if cell.data_type == "e" else value
            case _:
                hint = "把单元格的格式设成文本，重新输入"
                what = "这个单元格是日期或时间" if isinstance(value, _DATES) else "这个单元格不是文字，也不是数"
                return Unreadable(str(value), what, hint)

    @cached_property
    def _without_result(self) -> dict[tuple[str, int, int], Unreadable]:
        """(sheet, row, column) -> a formula without a result, as programs other than Excel write them."""
        hint = "在 Excel 里打开这个文件，保存一次；或把公式改成数"
        return {
            (sheet.title, row, column): Unreadable(str(cell.value), "公式没有算出来的结果", hint)
            for sheet in self._opened(results=False).worksheets
            for (row, column), cell in _cells(sheet).items()
            if cell.data_type == "f" and _cells(self._sheets[sheet.title])[row, column].value is None
        }

    def _opened(self, results: bool) -> Any:
        from openpyxl import load_workbook

        try:
            self._refuse_too_large()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return load_workbook(BytesIO(self._data), data_only=results)
        except ReportgenError:
            raise
        except Exception:  # noqa: BLE001 - whatever a damaged file brings about
            hint = "在 Excel 里打开，另存为“Excel 工作簿（.xlsx）”"
            where = Location(self._name)
            raise ReportgenError(error("文件", "这不是 Excel 工作簿，或已损坏", where, hint=hint)) from None

    def _refuse_too_large(self) -> None:
        """Refuse a small archive that unpacks to more than the memory should hold."""
        with ZipFile(BytesIO(self._data)) as archive:
            size = sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml"))
        if size > _UNPACKED:
            what = f"表格里的内容有{-(-size // MEGABYTE)}MB，超过{_UNPACKED // MEGABYTE}MB，没有读"
            raise ReportgenError(
                error("文件", what, Location(self._name), hint="删掉用不着的工作表和空行，或分成几个文件")
            )


def number_text(value: int | float) -> str:
    """Return a number as Excel shows it in full: 15 significant digits, no exponent."""
    if isinstance(value, int):
        return str(value)
    return f"{Decimal(format(value, '.15g')):f}"


def _cells(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells in the file. openpyxl's public way walks over every cell up to the last, even a million empty rows."""
    return sheet._cells  # type: ignore[no-any-return]


def _holds(cell: Any) -> bool:
    return cell.value is not None


def _covered(area: Any, last_row: int, last_column: int) -> list[tuple[int, int]]:
    """The cells that a merged one covers, up to the last row and column of the sheet."""
    rows = range(area.min_row, min(area.max_row, last_row) + 1)
    columns = range(area.min_col, min(area.max_col, last_column) + 1)
    return [(r, c) for r in rows for c in columns if (r, c) != (area.min_row, area.min_col)]


def _merged(area: str) -> Unreadable:
    return Unreadable("", f"单元格 {area} 是合并的", "取消合并，每一行都写上内容")


def _formula_failed(shown: str) -> Unreadable:
    return Unreadable(shown, f"公式出错：{shown}", "在 Excel 里改好公式，或写上数")
