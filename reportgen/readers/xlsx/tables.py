"""Rows of a sheet → tables with captions and notes (表、表题、表注).

A table begins with the first row of several cells. It ends with the frame around it, or with the last such row; what
stands alone in a row behind that is a note. Where a caption follows, another table begins.

What a row is for is not said in a workbook: the head ends above the first row with a number, a code, a total or 一、.
Rows that a form still has as filler (`…`), and rows of column numbers (栏次), are left out.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from reportgen.readers._cells import CELL, CENTRED, HEAD, RIGHT, GridRow, ReadCell, grid, is_total
from reportgen.readers._lines import (
    NOTE_BEGINS,
    RIGHT_SIDE,
    TABLE_NUMBER,
    LineKind,
    Piece,
    TableOnPage,
    TextLine,
    may_be_title,
)
from reportgen.readers.xlsx.rows import SheetRow, Square, columns_of, is_side, lines_of
from reportgen.source.xlsx_printed import PrintedSheet, address
from reportgen.source.xlsx_styles import GENERAL

_NUMBERING = r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．])"
_FILLER = re.compile(rf"{_NUMBERING}?\s*[…·]*+\.*")
_BODY_BEGINS = re.compile(rf"{_NUMBERING}|\d[\d,]*+(?:\.\d+)?%?$")
_YEAR = re.compile(r"20\d\d年?")
_FORM, _INDICATORS = re.compile("绩效|目标"), re.compile("[一二三]级指标")
_AMOUNT = re.compile(r"-?\d[\d,]*+(?:\.\d+)?")
_NUMBERED = re.compile("栏次|行次|序号")
_LEVELS = ("款", "项")
_KINDS = {"right": RIGHT, "left": CELL}
_EXPLAINED = re.compile("(?<!其中)[：:]|[，。；]")
_HIGHEST_HEAD, _LONG = 6, 40
_ORDER = ("", LineKind.NUMBER, LineKind.CAPTION, LineKind.LINE)


def pieces_of(sheet: PrintedSheet, rows: Sequence[SheetRow], ours: bool) -> Iterator[Piece]:
    """Yield the lines and tables of a sheet that has a table.

    Args:
        ours: the writer made it; then the frame is the table, and the rows that pages repeat are its head.
    """
    for above, body, notes in _parted(sheet, rows, ours):
        title = "".join(line.text for line in above if line.kind == LineKind.CAPTION)
        yield from above
        yield _table(sheet, body, ours, form=bool(_FORM.search(title)))
        for row in notes:
            for square in row.said:
                for text in lines_of(square.text) if not ours else (square.text,):
                    yield TextLine(text, kind=LineKind.NOTE)


_Parts = tuple[list[TextLine], Sequence[SheetRow], Sequence[SheetRow]]


def _parted(sheet: PrintedSheet, rows: Sequence[SheetRow], ours: bool) -> Iterator[_Parts]:
    """Yield caption, rows and notes of each table."""
    if ours:
        top, _, bottom, _ = sheet.framed
        above, inside, below = _cut(rows, sum(row.number < top for row in rows), bottom)
        yield _caption(above, ours), inside, below
        return
    for begin, end in pairwise([*_beginnings(rows), len(rows)]):
        yield _own(sheet, rows[begin:end])


def _beginnings(rows: Sequence[SheetRow]) -> Iterator[int]:
    """Yield where the rows of each table begin, with its caption: a caption behind rows of a table begins another."""
    yield 0
    last = max(at for at, row in enumerate(rows) if row.is_part)
    inside = False
    for at, row in enumerate(rows[:last]):
        inside = inside or row.is_part
        if inside and row.is_caption:
            titles = takewhile(_is_title, reversed(rows[:at])) if not rows[at - 1].is_part else ()
            yield at - sum(1 for _ in titles)
            inside = False


def _is_title(row: SheetRow) -> bool:
    return len(row.said) == 1 and not _is_note(row) and may_be_title(row.said[0].text)


def _own(sheet: PrintedSheet, rows: Sequence[SheetRow]) -> _Parts:
    first = next(at for at, row in enumerate(rows) if row.is_part)
    last = max(row.number for row in rows if row.is_part)
    framed = [row.number for row in rows if last < row.number <= sheet.framed.bottom and not _is_note(row)]
    total = [row.number for row in rows if row.number > last and is_total(square.text for square in row.said)]
    is_empty = not any(row.is_part and _begins_body(row) for row in rows)
    behind = takewhile(_is_item, (row for row in rows if row.number > last)) if is_empty else ()
    above, inside, below = _cut(rows, first, max([last, *framed, *total, *(row.number for row in behind)]))
    return _caption(above, ours=False), inside, below


def _is_item(row: SheetRow) -> bool:
    """Whether a row whose numbers are blank may be one of a table: it has a short label, and no words that explain."""
    return len(row.said) == 1 and len(row.said[0].text) <= _LONG and not _EXPLAINED.search(row.said[0].text)


def _cut(rows: Sequence[SheetRow], first: int, last: int) -> tuple[Sequence[SheetRow], ...]:
    """Part the rows before the first, and behind the row of that number."""
    end = sum(row.number <= last for row in rows)
    return rows[:first], rows[first:end], rows[end:]


def _is_note(row: SheetRow) -> bool:
    said = row.said
    return len(said) == 1 and bool(NOTE_BEGINS.match(said[0].text) or len(said[0].text) > _LONG)


def _caption(rows: Sequence[SheetRow], ours: bool) -> list[TextLine]:
    """Return the lines above a table, in the order of a caption."""
    found = [line for row in rows for line in _lines(row, ours)]
    return sorted(found, key=lambda line: _ORDER.index(line.kind))


def _lines(row: SheetRow, ours: bool) -> Iterator[TextLine]:
    texts = [square.text for square in row.said]
    if ours and len(texts) == 1 and row.said[0].style.align == "center":
        yield TextLine(texts[0], kind=LineKind.CAPTION)
        return
    numbers = [text for text in texts if TABLE_NUMBER.fullmatch(text)]
    others = [text for text in texts if text not in numbers]
    yield from (TextLine(text, kind=LineKind.NUMBER) for text in numbers)
    if any(map(is_side, others)):
        right = others.pop() if RIGHT_SIDE.match(others[-1]) or len(others) > 1 else ""
        yield TextLine("\u3000\u3000".join(others) + (f"\t{right}" if right else ""), kind=LineKind.LINE)
        return
    for text in others:
        yield TextLine(text, kind=LineKind.CAPTION if may_be_title(text) or ours else "")


def _table(sheet: PrintedSheet, rows: Sequence[SheetRow], ours: bool, form: bool) -> TableOnPage:
    frame = sheet.framed
    columns = columns_of(sheet, rows, range(frame.left, frame.right + 1) if ours else range(0))
    heads = sum(row.number <= sheet.heads for row in rows) if ours else 0 if form else _heads(rows)
    kind = _own_kind if ours else _kind_in_form if not heads else _no_kind
    above = [_grid_row(sheet, row, columns, _head_kind if ours else _no_kind) for row in rows[:heads]]
    below = [_grid_row(sheet, row, columns, kind) for row in rows[heads:]]
    if not ours:
        below = [
            row for row in (_without_filler(row) for row in below) if _says_something(row) and not _is_numbered(row)
        ]
        below = _completed(above, below)
    return TableOnPage(grid("", [*above, *below], len(above), ours=True), False)


def _heads(rows: Sequence[SheetRow]) -> int:
    """Return how many rows are the head; 0 if none of the first rows begins the body, and in a form with indicators."""
    if any(_INDICATORS.fullmatch(square.text) for row in rows[1:] for square in row.said):
        return 0
    first = rows[: _HIGHEST_HEAD + 1]
    return next((at for at, row in enumerate(first) if _begins_body(row) or (at and _is_label(row))), 0)


def _is_label(row: SheetRow) -> bool:
    """Whether a row begins with a label, and says no more."""
    return len(row.said) == 1 and row.said[0] is row.squares[0] and not any(square.below for square in row.squares)


def _begins_body(row: SheetRow) -> bool:
    """Whether a row has a number, a code or 一、, or is a total; no cell of the head reaches into it."""
    if any(square.below for square in row.squares):
        return False
    texts = [square.text for square in row.said if not _YEAR.fullmatch(square.text)]
    return any(map(_BODY_BEGINS.match, texts)) or (len(texts) == 1 and is_total(texts))


def _grid_row(sheet: PrintedSheet, row: SheetRow, columns: Sequence[int], kind: Callable[[Square], str]) -> GridRow:
    """Return the cells of a row on the grid of these columns."""
    found: GridRow = {}
    at, waiting = 0, deque(row.squares)
    while at < len(columns):
        while waiting and waiting[0].right < columns[at]:
            waiting.popleft()
        square = waiting[0] if waiting and waiting[0].left <= columns[at] else None
        wide = bisect_right(columns, square.right) - at if square else 1
        found[at] = _cell(sheet, square, wide, kind(square)) if square else ReadCell()
        at += wide
    return found


def _cell(sheet: PrintedSheet, square: Square, wide: int, kind: str) -> ReadCell:
    origin = f"{sheet.title}!{address(square.place)}"
    text = "" if square.below else square.text
    return ReadCell(text, kind, square.style.indent, wide, square.below, origin)


def _own_kind(square: Square) -> str:
    """Return what the writer meant by side and format."""
    style = square.style
    return HEAD if (style.align, style.form) == ("center", GENERAL) else _KINDS.get(style.align, CENTRED)


def _head_kind(_: Square) -> str:
    return HEAD


def _kind_in_form(square: Square) -> str:
    """Return the kind of numbers of a form, where columns do not tell it."""
    printed = any(mark in square.text for mark in ".,") and _AMOUNT.fullmatch(square.text)
    return RIGHT if square.typed or printed else ""


def _no_kind(_: Square) -> str:
    return ""


def _without_filler(row: GridRow) -> GridRow:
    return {at: cell._replace(text="") if _FILLER.fullmatch(cell.text) else cell for at, cell in row.items()}


def _says_something(row: GridRow) -> bool:
    return any(cell.text for cell in row.values())


def _is_numbered(row: GridRow) -> bool:
    """Whether the cells count the columns: 栏次 1 2 3."""
    texts = [cell.text for cell in row.values() if cell.text and not _NUMBERED.fullmatch(cell.text)]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _completed(heads: Sequence[GridRow], rows: Sequence[GridRow]) -> list[GridRow]:
    """Return the rows with 款 and 项 of two digits: a cell that holds a number has lost the zero before them."""
    short = {at for row in heads for at, cell in row.items() if cell.text in _LEVELS}
    return [
        {
            at: cell._replace(text=cell.text.zfill(2)) if at in short and cell.text.isdecimal() else cell
            for at, cell in row.items()
        }
        for row in rows
    ]
