"""Excel workbooks (工作簿), written by hand: the data of a chart, printed tables. The same cells give the same bytes.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (worksheets; order of elements: 18.3.1.99, panes: 18.3.1.66), 18.8
(styles); 22.9.2.19 (`_x0041_` in a text is a letter).
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from reportgen.ooxml import PACKAGE, PROPERTIES_TYPE, RELATED_TO, XML, escaped, properties_xml, relations, zipped
from reportgen.patterns import compiled
from reportgen.records import NamedTuple
from reportgen.source.sheet import column_letters

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_FORMAT = 164  # the first id of formats that a workbook defines
_LONGEST = 32_767  # the most characters of a cell
_CODED = compiled("_(?=x[0-9A-Fa-f]{4}_)")
_EDGES = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
GENERAL, TEXT = "General", "@"


class Look(NamedTuple):
    """How a cell looks (样子).

    Attributes:
        form: number format. align: attributes of `alignment`, as XML. bordered: thin lines around it.
        size: of the font, in half-points.
    """

    form: str = GENERAL
    align: str = ""
    bordered: bool = False
    font: str = "宋体"
    size: int = 22
    bold: bool = False

    @property
    def face(self) -> str:
        """The font as XML."""
        return f'<font>{"<b/>" * self.bold}<sz val="{_points(self.size)}"/><name val="{escaped(self.font)}"/></font>'


PLAIN = Look()


class SheetCell(NamedTuple):
    """A cell (格): a number, a text, or nothing."""

    value: Decimal | str = ""
    look: Look = PLAIN


class SheetLine(NamedTuple):
    """A row (行): its cells by column, from 0; its height in half-points, 0 for a height that Excel chooses."""

    cells: Mapping[int, SheetCell]
    height: int = 0


class WrittenSheet(NamedTuple):
    """A sheet (工作表); `before` and `after`: what stands around its rows, as XML; `state`: `hidden`, or empty."""

    lines: Sequence[SheetLine]
    before: str = ""
    after: str = ""
    state: str = ""


def number_form(places: int, grouped: bool) -> str:
    """Return the number format with so many decimals, with thousands separators or without."""
    return ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")


def columns_xml(widths: Iterable[int]) -> str:
    """Return the column widths as XML, in digits of the usual font; it stands right before the rows."""
    wide = (f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(widths, 1))
    return f"<cols>{columns}</cols>" if (columns := "".join(wide)) else ""


def frozen_xml(rows: int, columns: int = 0) -> str:
    """Return the view that keeps so many rows and columns in sight, as XML; it stands before the column widths."""
    if not (rows or columns):
        return ""
    split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
    active = ("bottomRight" if columns else "bottomLeft") if rows else "topRight"
    corner = f"{column_letters(columns)}{rows + 1}"
    pane = f'<pane{split} topLeftCell="{corner}" activePane="{active}" state="frozen"/>'
    return f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'


def merged_xml(areas: Sequence[str]) -> str:
    """Return the merged areas (A1:B2) as XML; it stands right after the rows."""
    each = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f'<mergeCells count="{len(areas)}">{each}</mergeCells>' if each else ""


def unmarked_xml(columns: int, rows: int) -> str:
    """Return XML that keeps Excel from marking codes as numbers stored as text; it stands last."""
    area = f"A1:{column_letters(max(columns, 1) - 1)}{max(rows, 1)}"
    return f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'


def workbook(
    sheets: Mapping[str, WrittenSheet], more: str = "", first: str = "", properties: Mapping[str, str] = {}
) -> bytes:
    """Return an .xlsx file of these sheets, by name.

    Args:
        more, first: XML after and before the list of sheets.
        properties: custom properties of the file.
    """
    own = [("custom-properties", "docProps/custom.xml", properties_xml(properties))] if properties else []
    found = {cell.look: None for sheet in sheets.values() for line in sheet.lines for cell in line.cells.values()}
    looks = {look: number for number, look in enumerate(sorted(found.keys() - {PLAIN}), 1)} | {PLAIN: 0}
    parts = [f"worksheets/sheet{number}" for number in range(1, len(sheets) + 1)]
    links = [word for part in parts for word in ("worksheet", f"{part}.xml")]
    return _packed(
        {
            "[Content_Types].xml": _content_types(parts, properties),
            "_rels/.rels": relations("officeDocument", "xl/workbook.xml", *(part for each in own for part in each[:2])),
            "xl/_rels/workbook.xml.rels": relations(*links, "styles", "styles.xml"),
            "xl/styles.xml": _styles(looks),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{RELATED_TO}">{first}'
            f"<sheets>{_listed(sheets)}</sheets>{more}</workbook>",
        }
        | {f"xl/{part}.xml": _sheet(sheet, looks) for part, sheet in zip(parts, sheets.values(), strict=True)}
        | {name: content for _, name, content in own}
    )


def _listed(sheets: Mapping[str, WrittenSheet]) -> str:
    return "".join(
        f'<sheet name="{escaped(name)}" sheetId="{i}" state="{sheet.state}" r:id="rId{i}"/>'.replace(' state=""', "")
        for i, (name, sheet) in enumerate(sheets.items(), 1)
    )


def _packed(parts: Mapping[str, str]) -> bytes:
    return zipped({name: (f"{XML}{content}".encode(),) for name, content in parts.items()})


def _sheet(sheet: WrittenSheet, looks: Mapping[Look, int]) -> str:
    lines = "".join(
        f'<row r="{at}"{_height(line.height)}>{"".join(_cell(cell, i, at, looks) for i, cell in line.cells.items())}'
        "</row>"
        for at, line in enumerate(sheet.lines, 1)
    )
    return f'<worksheet xmlns="{_MAIN}">{sheet.before}<sheetData>{lines}</sheetData>{sheet.after}</worksheet>'


def _height(half_points: int) -> str:
    return f' ht="{_points(half_points)}" customHeight="1"' if half_points else ""


def _points(half_points: int) -> str:
    return f"{half_points // 2}{'.5' * (half_points % 2)}"


def _cell(cell: SheetCell, column: int, row: int, looks: Mapping[Look, int]) -> str:
    look = looks[cell.look]
    place = f'<c r="{column_letters(column)}{row}"' + (f' s="{look}"' if look else "")
    if isinstance(cell.value, Decimal):
        return f"{place}><v>{cell.value:f}</v></c>"
    if not cell.value:
        return f"{place}/>" if look else ""
    text = escaped(_CODED.sub("_x005F_", cell.value[:_LONGEST]))
    return f'{place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _styles(looks: Mapping[Look, int]) -> str:
    own = [look for look in looks if look != PLAIN]
    custom = sorted({look.form for look in own} - {GENERAL, TEXT})
    forms = {GENERAL: 0, TEXT: 49} | {form: key for key, form in enumerate(custom, _FIRST_FORMAT)}
    fonts = {face: key for key, face in enumerate(dict.fromkeys([PLAIN.face, *(look.face for look in own)]))}
    numbers = "".join(f'<numFmt numFmtId="{forms[form]}" formatCode="{escaped(form)}"/>' for form in custom)
    lines = f"<border>{_EDGES}<diagonal/></border>" * any(look.bordered for look in own)
    cells = "".join(_cell_format(look, forms[look.form], fonts[look.face]) for look in own)
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}">{f"<numFmts>{numbers}</numFmts>" if numbers else ""}<fonts>{"".join(fonts)}'
        '</fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill'
        ' patternType="gray125"/></fill></fills><borders><border><left/><right/><top/><bottom/><diagonal/></border>'
        f'{lines}</borders><cellStyleXfs>{plain}/></cellStyleXfs><cellXfs>{plain} xfId="0"/>{cells}</cellXfs>'
        '<cellStyles><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _cell_format(look: Look, form: int, font: int) -> str:
    kinds = {
        "NumberFormat": form,
        "Font": font,
        "Border": look.bordered,
        "Alignment": look.align,
    }
    applied = "".join(f' apply{kind}="1"' for kind, stated in kinds.items() if stated)
    start = f'<xf numFmtId="{form}" fontId="{font}" fillId="0" borderId="{int(look.bordered)}" xfId="0"{applied}'
    return f"{start}><alignment {look.align}/></xf>" if look.align else f"{start}/>"


def _content_types(sheets: Iterable[str], properties: Mapping[str, str]) -> str:
    kinds = {"workbook": "sheet.main", **dict.fromkeys(sheets, "worksheet"), "styles": "styles"}
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    own = f'<Override PartName="/docProps/custom.xml" ContentType="{PROPERTIES_TYPE}"/>' if properties else ""
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{parts}{own}</Types>'
    )
