"""CSV files (逗号或制表符分隔的文本) → rows, in whatever encoding Excel on a Chinese Windows saves them.

UTF-8 with or without byte order mark, UTF-16 with one (“Unicode 文本”), else GB18030, of which GBK (ANSI) is a part. No
file of lines is both UTF-8 and GBK: the column name 金额 or 数量 in GBK is no UTF-8.
"""

import csv
import io

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.source.text_file import is_sixteen_bits


def rows_of(data: bytes, name: str) -> list[list[str]]:
    """Every row, empty ones too; rows are counted as Excel counts them.

    Raises:
        ReportgenError: no text, or quotes that do not close.
    """
    text = _decoded(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found: list[list[str]] = []
    try:
        found.extend(reader)
    except csv.Error:
        hint = "单元格里有引号或换行时，用 Excel 打开后重新另存为 CSV"
        at = Location(name, len(found) + 1)
        raise ReportgenError(error("格式", "引号没有成对，或一格里的字太多", at, hint=hint)) from None
    return found


def _decoded(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if is_sixteen_bits(data) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    hint = "用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”或“Excel 工作簿（.xlsx）”"
    raise ReportgenError(error("编码", "这不是文本，也不是 Excel 工作簿", Location(name), hint=hint))


def _delimiter(text: str) -> str:
    """A tab where the first row that holds something has one, else a comma."""
    first = next((line for line in text.splitlines() if line.strip(" ,\t")), "")
    return "\t" if "\t" in first else ","
