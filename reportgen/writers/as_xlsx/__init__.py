"""XLSX (Excel 工作簿): a sheet that lists the tables of a document, and then a sheet for each.

tables  one table as a sheet, with the widths of its columns and the heights of its rows

Sentences and charts are left out. The same tree gives the same bytes: no time or person gets into the file; a
fingerprint of what its cells show tells a later build whether somebody has changed them since. A document with tracked
changes is written as its newer version.

Source: ECMA-376 part 1, 18.2.5 (defined names: the rows that each printed page repeats), 18.3.1.47 (links). Names of
sheets, as Excel takes them: 31 characters, none of []:*?/\\, no apostrophe at an end, not History; letters of either
case are the same.
"""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.diagnostics import ReportgenError
from reportgen.document import Document, Table, plain, walk
from reportgen.fingerprint import PROPERTY, of_workbook
from reportgen.ooxml import escaped
from reportgen.ooxml.workbook import SheetCell, SheetLine, WrittenSheet, columns_xml, merged_xml, workbook
from reportgen.patterns import compiled
from reportgen.source.xlsx_printed import printed_book
from reportgen.style import StyleSheet
from reportgen.tracked_changes import accepted
from reportgen.writers.as_xlsx.tables import FITTED, PrintedTable, centred_look, left_look, page, printed

CONTENTS = "目录"
_LONGEST = 31
_FORBIDDEN = compiled(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_WIDTHS = (16, 74)  # columns of the list: number, title


def tables_in(document: Document) -> list[Table]:
    """Return all tables that are printed as tables, not as charts, in reading order."""
    return [block for block in walk(document.blocks) if isinstance(block, Table) and not block.picture]


def write(document: Document, style: StyleSheet) -> bytes:
    """Return the tables as an .xlsx file."""
    document = accepted(document)
    tables = tables_in(document)
    names = sheet_names(table.number or plain(table.title) or table.name for table in tables)
    sheets = {name: printed(table, style, document.mark) for name, table in zip(names, tables, strict=True)}
    listed = _contents(document, dict(zip(names, tables, strict=True)), style)
    all_sheets = {CONTENTS: listed, **{name: one.sheet for name, one in sheets.items()}}
    about = _repeated(sheets.values(), names), "<bookViews><workbookView/></bookViews>"
    content = workbook(all_sheets, *about)
    try:
        stated = of_workbook(printed_book(content, "工作簿"))
    except ReportgenError:  # larger than any workbook this program reads: it gets no fingerprint
        return content
    return workbook(all_sheets, *about, {PROPERTY: stated})


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return a name that Excel takes for each wanted one, in their order; no two are the same."""
    found: dict[str, str] = {CONTENTS: CONTENTS}
    for text in wanted:
        name = _FORBIDDEN.sub(" ", " ".join(text.split())).strip("' ") or "表"
        name = f"{name}表" if name.casefold() == "history" else name
        new, serial = name[:_LONGEST].strip("' "), 1
        while new.casefold() in found:
            serial += 1
            tail = f"（{serial}）"
            new = name[: _LONGEST - len(tail)].strip("' ") + tail
        found[new.casefold()] = new
    return list(found.values())[1:]


def _contents(document: Document, tables: Mapping[str, Table], style: StyleSheet) -> WrittenSheet:
    """Return the first sheet: title, publisher, and the tables with links to them."""
    title, line, entry = (style.texts[kind] for kind in ("表题", "表眉", "表格"))
    mark, words = f"【{document.mark}】" if document.mark else "", plain(document.title).strip()
    opening = [
        SheetLine({0: SheetCell(words, centred_look(title))}, title.size * 2 * (words.count("\n") + 1)),
        SheetLine({0: SheetCell(f"{document.publisher}{mark}", centred_look(line))}, line.size * 2),
        SheetLine({}),
    ]
    lines = [
        SheetLine({0: SheetCell(table.number, left_look(entry)), 1: SheetCell(_title(table), left_look(entry))})
        for table in tables.values()
    ]
    links = "".join(
        f'<hyperlink ref="B{at}" location="{escaped(_quoted(name))}!A1" display="{escaped(_title(table))}"/>'
        for at, (name, table) in enumerate(tables.items(), len(opening) + 1)
    )
    linked = f"<hyperlinks>{links}</hyperlinks>" if links else ""
    after = f"{merged_xml(('A1:B1', 'A2:B2'))}{linked}{page(False, style)}"
    return WrittenSheet([*opening, *lines], f"{FITTED}{columns_xml(_WIDTHS)}", after)


def _title(table: Table) -> str:
    return " ".join((plain(table.title) or table.name).split())


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _repeated(sheets: Iterable[PrintedTable], names: Sequence[str]) -> str:
    """Return the defined names by which Excel repeats the heads of each table on every printed page."""
    stated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{escaped(_quoted(name))}!${first}:${last}'
        "</definedName>"
        for at, (name, (_, first, last)) in enumerate(zip(names, sheets, strict=True), 1)
        if last
    )
    return f"<definedNames>{stated}</definedNames>" if stated else ""
