"""The workbook of a chart (图的数据表): what Excel and WPS open when somebody edits the chart's data in Word.

One sheet, written by hand: no dates, programs or persons get into it, and the same numbers give the same bytes.
Source: ECMA-376 part 1, 18.3 (worksheets), 18.8 (styles).
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportgen.source.sheet import column_letters
from reportgen.writers.docx.markup import XML, escaped

SHEET = "Sheet1"
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_FORMAT = 164  # of those that a workbook defines


class SheetNumber(NamedTuple):
    """A cell with a number (数): its value, and how it prints."""

    value: Decimal
    form: str


SheetCell = str | SheetNumber | None


def entry(name: str) -> ZipInfo:
    """Return the entry of a part in a package, the same at any time and on any computer."""
    found = ZipInfo(name, _OLDEST)
    found.compress_type = ZIP_DEFLATED
    found.create_system = 3
    found.external_attr = 0o644 << 16
    return found


def span(column: int, rows: int) -> str:
    """Return the address of so many cells of a column below its head; columns are counted from 0."""
    letters = column_letters(column)
    return f"{SHEET}!${letters}$2:${letters}${max(rows, 1) + 1}"


def workbook(rows: Sequence[Sequence[SheetCell]]) -> bytes:
    """Return an .xlsx file with these rows in its only sheet."""
    forms = sorted({cell.form for row in rows for cell in row if isinstance(cell, SheetNumber)})
    formats = {form: number for number, form in enumerate(forms, 1)}
    lines = (
        f'<row r="{at}">{"".join(_cell(cell, i, at, formats) for i, cell in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    )
    sheet = f'<cols><col min="1" max="1" width="30" customWidth="1"/></cols><sheetData>{"".join(lines)}</sheetData>'
    return _packed(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml", "styles", "styles.xml"),
            "xl/styles.xml": _styles(formats),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="{SHEET}"'
            ' sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
        }
    )


def _packed(parts: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(entry(name), f"{XML}{content}".encode())
    return stream.getvalue()


def _cell(cell: SheetCell, column: int, row: int, formats: Mapping[str, int]) -> str:
    place = f'<c r="{column_letters(column)}{row}"'
    if isinstance(cell, SheetNumber):
        return f'{place} s="{formats[cell.form]}"><v>{cell.value:f}</v></c>'
    return f'{place} t="inlineStr"><is><t xml:space="preserve">{escaped(cell)}</t></is></c>' if cell else ""


def _styles(formats: Iterable[str]) -> str:
    numbered = list(enumerate(formats, _FIRST_FORMAT))
    forms = "".join(f'<numFmt numFmtId="{key}" formatCode="{escaped(form)}"/>' for key, form in numbered)
    cells = "".join(
        f'<xf numFmtId="{key}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for key, _ in numbered
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}">{f"<numFmts>{forms}</numFmts>" if forms else ""}<fonts><font><sz val="11"/>'
        '<name val="宋体"/></font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill'
        ' patternType="gray125"/></fill></fills><borders><border><left/><right/><top/><bottom/><diagonal/></border>'
        f'</borders><cellStyleXfs>{plain}/></cellStyleXfs><cellXfs>{plain} xfId="0"/>{cells}</cellXfs>'
        '<cellStyles><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _content_types() -> str:
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{parts}</Types>'
    )


def relations(*targets: str) -> str:
    """Return the relationships of a part: kinds and targets in turn, with the ids rId1, rId2 …"""
    pairs = enumerate(zip(targets[::2], targets[1::2], strict=True), 1)
    links = (f'<Relationship Id="rId{i}" Type="{RELATED}/{kind}" Target="{to}"/>' for i, (kind, to) in pairs)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'
