"""XLSX → tree: the printed tables and texts of a workbook, whoever filled it.

rows    the visible rows of a sheet; cells of words → headings and paragraphs
tables  rows of a sheet → tables

Each sheet is a table or a text. What the cover says takes precedence; lists of contents are left out. Every cell
says where it stands (`Cell.origin`: 收入总表!C12). Hidden sheets, rows and columns are not read, but reported; so
are formulas without a result.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import filterfalse
from pathlib import PurePath
from typing import TypeGuard

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, Severity, error
from reportgen.document import Document
from reportgen.fingerprint import PROPERTY
from reportgen.patterns import compiled
from reportgen.readers._document import DocumentData, document
from reportgen.readers._headings import heading, number_and_title
from reportgen.readers._lines import SIDE, LineKind, Piece, TextLine, may_be_title
from reportgen.readers._work import OF_WORKBOOKS, limited
from reportgen.readers.xlsx.rows import Lines, SeenRow, lines_in, lines_of, prose, rows_of
from reportgen.readers.xlsx.tables import pieces_of
from reportgen.records import dataclass
from reportgen.source.nodes import Unreadable
from reportgen.source.xlsx_printed import PrintedBook, PrintedSheet, address, printed_book

_CONTENTS = compiled(r"目\s*录")
_MARK = compiled("([^【】]*)【([^【】]+)】")
_YEAR = compiled(r"20\d\d年")
_LABEL = compiled(r"(?:预算|主管|编制|填报|部门|单位|名称){1,4}[：:]\s*(.*?)(?:（盖章）|\(盖章\))?")
_COVER, _MOST_ON_COVER = "封面", 8  # lines
_LONGEST = 60  # characters of a line on a cover


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """What a workbook says (读到的内容).

    Attributes:
        remarks: on what is hidden, and on cells that show no value.
        stated: the fingerprint that the writer left in it; empty if another program made it.
        numbers: the full numbers of cells, by `Cell.origin`: 123.456789 where 123.46 is shown.
    """

    document: Document
    remarks: tuple[Diagnostic, ...]
    stated: str
    numbers: Mapping[str, str]


def read(content: bytes, *, publisher: str = "", year: int = 0, path: str = "工作簿") -> ReadWorkbook:
    """Return what the workbook says.

    Args:
        publisher, year: if given, they take precedence over those in the workbook.
        path: the name of the file in diagnostics.

    Raises:
        ReportgenError: the bytes are no workbook, or one that cannot be read.
    """
    with limited(path, "工作簿", "用 Excel 打开，另存为“Excel 工作簿（.xlsx）”", OF_WORKBOOKS):
        book = printed_book(content, path)
        stated = book.properties.get(PROPERTY, "")
        found = _document(book, bool(stated), DocumentData(publisher, year), path)
        numbers = {one.origin(at): text for one in book.sheets for at, text in one.numbers.items()}
        return ReadWorkbook(found, tuple(_remarks(book, path)), stated, numbers)


@dataclass(frozen=True)
class _Sheet:
    """A visible sheet, with its rows."""

    sheet: PrintedSheet
    rows: Sequence[SeenRow]

    @cached_property
    def lines(self) -> Lines:
        """Its lines, each with the origin of the cell that it stands in."""
        return lines_in(self.sheet, self.rows)

    @cached_property
    def texts(self) -> list[str]:
        """Its lines as texts."""
        return [line for line, _ in self.lines]

    @cached_property
    def is_table(self) -> bool:
        """Whether the sheet has a table."""
        return any(row.is_part for row in self.rows)

    @property
    def is_contents(self) -> bool:
        """Whether the sheet is a list of contents (目录)."""
        return any(_CONTENTS.fullmatch(text.strip()) for text in (self.sheet.title, *self.texts[:1]))


def _document(book: PrintedBook, ours: bool, asked: DocumentData, path: str) -> Document:
    seen = (_Sheet(sheet, rows_of(sheet, ours)) for sheet in book.sheets if sheet.seen)
    sheets = [each for each in seen if each.texts or (ours and each.sheet.framed.top)]
    if not sheets:
        hint = "检查是否选对了文件；要公开的工作表，取消隐藏"
        raise ReportgenError(error("空文档", "这个工作簿里没有看得见的文字", Location(path), hint=hint))
    cover = _cover(sheets)
    rest = [each for each in sheets if each is not cover and not each.is_contents]
    prose = any(not each.is_table for each in rest) and not ours
    body = [piece for each in rest for piece in _pieces(each, ours, prose)]
    first = body[0] if body and not cover else None
    title = first.text if first and _is_title(first) else ""
    body = body[bool(title) :]
    opening, stated = _opening(cover, title, body, ours, path)
    return document([*opening, *body], True, asked, stated)[0]


def _is_title(piece: Piece) -> TypeGuard[TextLine]:
    """Whether a piece is a line that names a year and may be the title: neither a caption nor a heading."""
    if not isinstance(piece, TextLine) or piece.kind or piece.level:
        return False
    return bool(_YEAR.search(piece.text)) and may_be_title(piece.text)


def _cover(sheets: Sequence[_Sheet]) -> _Sheet | None:
    """Return the sheet with the title: the cover, or a list of contents below a title; None if there is none."""
    first = sheets[0] if sheets else None
    if first is None or (first.is_table and not first.is_contents):
        return None
    if first.is_contents:
        return None if _CONTENTS.fullmatch(first.texts[0]) else first
    short = len(first.texts) <= _MOST_ON_COVER and all(len(text) <= _LONGEST for text in first.texts)
    return first if first.sheet.title.strip() == _COVER or (short and len(sheets) > 1) else None


def _opening(
    cover: _Sheet | None, title: str, body: Sequence[Piece], ours: bool, path: str
) -> tuple[list[TextLine], DocumentData]:
    """Return the lines of title and publisher, and what is known of the document: publisher, year, mark."""
    lines = [line for line in body if isinstance(line, TextLine)]
    captions = [line for line in lines if line.kind in (LineKind.CAPTION, LineKind.LINE)]
    texts = _on_cover(cover) if cover else []
    mark = _MARK.fullmatch(texts[-1]) if ours and texts else None
    who = mark[1] if mark else texts[-1] if ours and len(texts) > 1 else ""
    signed = who or next(filter(None, map(_labelled, [*texts, *(line.text for line in captions)])), "")
    titles = texts[:1] if cover and cover.is_contents else list(filterfalse(_is_aside, texts))
    titles = titles or [title] * bool(title) or [PurePath(path).stem] * bool(_YEAR.search(PurePath(path).stem))
    titles = titles or [number_and_title(line.text)[1] for line in captions if line.kind == LineKind.CAPTION][:1]
    given = DocumentData(signed, _year(captions, lines), mark[2] if mark else "")
    opening = [TextLine(text, kind=LineKind.COVER_TITLE) for text in titles]
    return [*opening, *([TextLine(signed, kind=LineKind.COVER_PUBLISHER)] if signed else [])], given


def _year(captions: Iterable[TextLine], lines: Iterable[TextLine]) -> int:
    """Return the year of the first caption that has one, else the most frequent of the lines; 0 without any."""
    first = next((found[0] for line in captions if (found := _YEAR.search(line.text))), "")
    years = Counter(found[0] for line in lines if (found := _YEAR.search(line.text)))
    return int((first or next((year for year, _ in years.most_common(1)), ""))[:4] or 0)


def _is_aside(text: str) -> bool:
    """Whether a text of the cover is no title: a unit or a date at the side, or a label with a name."""
    return bool(SIDE.match(text) or _LABEL.fullmatch(text))


def _on_cover(cover: _Sheet) -> list[str]:
    """Return the texts of the cover; of a list of contents, only the title and the text below it."""
    said = [cell.text for row in cover.rows for cell in row.said]
    return said[:2] if cover.is_contents else [line for text in said for line in lines_of(text)]


def _labelled(text: str) -> str:
    """Return the name behind a label, 甲局 of 编制部门：甲局（盖章）; empty without label or name."""
    found = _LABEL.fullmatch(text.partition("\t")[0].strip())
    return found[1].strip() if found and "元" not in found[1][-2:] else ""


def _pieces(one: _Sheet, ours: bool, prose: bool) -> Iterator[Piece]:
    """Yield the lines and tables of a sheet; `prose`: sheets of text are among them, so each gets a heading."""
    if not one.is_table and not (ours and one.sheet.framed.top):
        yield from _text(one)
        return
    if prose:
        yield TextLine(one.sheet.title.strip(), level=1)
    yield from pieces_of(one.sheet, one.rows, ours)


def _text(one: _Sheet) -> Iterator[TextLine]:
    """Yield the lines of a sheet without a table, under its first line as heading, else under the sheet's name."""
    (first, _), *others = one.lines
    is_title = bool(heading(first))
    yield TextLine(first if is_title else one.sheet.title.strip(), level=1)
    yield from prose(others if is_title else one.lines)


def _remarks(book: PrintedBook, path: str) -> Iterator[Diagnostic]:
    at = Location(path)
    if hidden := [sheet.title for sheet in book.sheets if not sheet.seen]:
        names = "、".join(f"“{title}”" for title in hidden)
        yield Diagnostic(Severity.HINT, "工作表", f"隐藏的工作表没有读：{names}", (at,), "要公开的，取消隐藏")
    for sheet in book.sheets:
        if sheet.seen:
            yield from _of_sheet(sheet, path)


def _of_sheet(sheet: PrintedSheet, path: str) -> Iterator[Diagnostic]:
    rows = {row for row, _ in sheet.cells if row in sheet.hidden_rows}
    columns = {c for _, c in sheet.cells if c in sheet.hidden_columns}
    parts = "、".join(f"{len(found)}{word}" for found, word in ((rows, "行"), (columns, "列")) if found)
    if parts:
        said = f"工作表“{sheet.title}”隐藏的{parts}没有读"
        yield Diagnostic(Severity.HINT, "工作表", said, (Location(path),), "要公开的，取消隐藏")
    for place, cell in sheet.cells.items():
        if isinstance(cell, Unreadable):
            where = f"工作表“{sheet.title}”{address(place)}"
            severity = Severity.WARNING if cell.shown.startswith("=") else Severity.ERROR
            yield Diagnostic(severity, "工作表", cell.message, (Location(where, excerpt=cell.shown),), cell.hint)
