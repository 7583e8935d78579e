"""Rows of a sheet → tables with captions and notes (表、表题、表注).

A table begins with the first row of several cells. It ends with the frame around it, or with the last such row; a cell
alone in a row after that is a note. Where a caption follows, another table begins.
A workbook does not say what a row is for: the head ends above the first row with a number, a code, a total or 一、.
Filler (`…`) that a form still has, and rows of column numbers (栏次), are left out.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from reportgen.patterns import compiled
from reportgen.readers._cells import CELL, CENTRED, HEAD, RIGHT, GridRow, ReadCell, grid, is_total
from reportgen.readers._lines import (
    CAPTION_ORDER,
    NOTE_BEGINS,
    RIGHT_SIDE,
    SIDE,
    TABLE_NUMBER,
    LineKind,
    Piece,
    TableOnPage,
    TextLine,
    may_be_title,
)
from reportgen.readers.xlsx.rows import RowCell, SeenRow, columns_of, is_heading, lines_in, lines_of, prose
from reportgen.records import NamedTuple, replace
from reportgen.source.xlsx_printed import PrintedSheet
from reportgen.source.xlsx_styles import GENERAL

_NUMBERING = r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．])"
_FILLER = compiled(rf"{_NUMBERING}?\s*[…·]*+\.*")
_BODY_BEGINS = compiled(rf"{_NUMBERING}|\d[\d,]*+(?:\.\d+)?%?$")
_YEAR = compiled(r"20\d\d年?")
_FORM, _INDICATORS = compiled("绩效|目标"), compiled("[一二三]级指标")
_AMOUNT = compiled(r"-?\d[\d,]*+(?:\.\d+)?")
_NUMBERED = compiled("栏次|行次|序号")
_LEVELS = ("款", "项")
_KINDS = {"right": RIGHT, "left": CELL}
_EXPLAINED = compiled("(?<!其中)[：:]|[，。；]")
_HIGHEST_HEAD, _LONG, _MOST_ABOVE = 6, 40, 5
_ORDER = ("", *CAPTION_ORDER)


def pieces_of(sheet: PrintedSheet, rows: Sequence[SeenRow], ours: bool) -> Iterator[Piece]:
    """Yield the lines and tables of a sheet that has a table.

    Args:
        ours: the writer made the sheet: its frame is the table, and the rows that printed pages repeat are the head.
    """
    for own in _parted(sheet, rows, ours):
        caption = _caption(own.caption, ours)
        title = "".join(line.text for line in caption if line.kind == LineKind.CAPTION)
        yield from prose(lines_in(sheet, own.before))
        yield from caption
        yield _table(sheet, own.rows, ours, form=bool(_FORM.search(title)))
        for cell in (cell for row in own.notes for cell in row.said):
            for text in lines_of(cell.text) if not ours else (cell.text,):
                yield TextLine(text, kind=LineKind.NOTE)
        yield from prose(lines_in(sheet, own.after))


class _PartedRows(NamedTuple):
    """The rows of a table (一张表的行): texts before it, caption, rows, notes, texts after it."""

    before: Sequence[SeenRow]
    caption: Sequence[SeenRow]
    rows: Sequence[SeenRow]
    notes: Sequence[SeenRow]
    after: Sequence[SeenRow]


def _parted(sheet: PrintedSheet, rows: Sequence[SeenRow], ours: bool) -> Iterator[_PartedRows]:
    """Yield the rows of each table of a sheet, sorted by what they are for."""
    if ours:
        top, _, bottom, _ = sheet.framed
        above, inside, below = _cut(rows, sum(row.number < top for row in rows), bottom)
        yield _PartedRows((), above, inside, below, ())
        return
    for begin, end in pairwise([*_beginnings(rows), len(rows)]):
        yield _own(sheet, rows[begin:end])


def _beginnings(rows: Sequence[SeenRow]) -> Iterator[int]:
    """Yield the index of the first row of each table, counting the texts before it.

    After rows of a table, a caption begins the next table, and a sentence shows that the table has ended.
    """
    yield 0
    last = max(at for at, row in enumerate(rows) if row.is_part)
    end = 0  # index after the last row of the current table
    for at, row in enumerate(rows[:last]):
        if row.is_part:
            end = at + 1
        elif end and row.is_caption:
            yield at - sum(1 for _ in takewhile(_is_title, reversed(rows[end:at])))
            end = 0
        elif end and _is_sentence(row):
            yield end + sum(1 for _ in takewhile(lambda row: _is_note(row) or _is_item(row), rows[end:at]))
            end = 0


def _is_sentence(row: SeenRow) -> bool:
    """Whether a row is a sentence outside tables; in a form it would have a label or span several columns."""
    if len(row.said) != 1 or NOTE_BEGINS.match(row.said[0].text):
        return False
    cell = row.said[0]
    return cell.left == cell.right and len(cell.text) > _LONG and cell.text[-1] == "。"


def _is_title(row: SeenRow) -> bool:
    return len(row.said) == 1 and not _is_note(row) and may_be_title(row.said[0].text)


def _own(sheet: PrintedSheet, rows: Sequence[SeenRow]) -> _PartedRows:
    first = next(at for at, row in enumerate(rows) if row.is_part)
    last = max(row.number for row in rows if row.is_part)
    framed = [row.number for row in rows if last < row.number <= sheet.framed.bottom and not _is_note(row)]
    total = [row.number for row in rows if row.number > last and is_total(cell.text for cell in row.said)]
    is_empty = not any(row.is_part and _begins_body(row) for row in rows)
    behind = takewhile(_is_item, (row for row in rows if row.number > last)) if is_empty else ()
    above, inside, below = _cut(rows, first, max([last, *framed, *total, *(row.number for row in behind)]))
    start = _caption_start(above)
    notes = sum(1 for _ in takewhile(lambda row: not any(is_heading(cell.text) for cell in row.said), below))
    return _PartedRows(above[:start], above[start:], inside, below[:notes], below[notes:])


def _caption_start(rows: Sequence[SeenRow]) -> int:
    """Return the index of the first caption row: 0 at the top of a sheet; below other texts, that of one title."""
    if len(rows) <= _MOST_ABOVE and all(row.is_caption or _is_title(row) for row in rows if row.said):
        return 0
    at, titles = len(rows), 0
    while at and (rows[at - 1].is_caption or not rows[at - 1].said or (not titles and _is_title(rows[at - 1]))):
        at -= 1
        titles += bool(rows[at].said) and not rows[at].is_caption
    return at


def _is_item(row: SeenRow) -> bool:
    """Whether a row with blank numbers may belong to a table: it has one short label that explains nothing."""
    return len(row.said) == 1 and len(row.said[0].text) <= _LONG and not _EXPLAINED.search(row.said[0].text)


def _cut(rows: Sequence[SeenRow], first: int, last: int) -> tuple[Sequence[SeenRow], ...]:
    """Return the rows before the index `first`, those up to the row with the number `last`, and the rest."""
    end = sum(row.number <= last for row in rows)
    return rows[:first], rows[first:end], rows[end:]


def _is_note(row: SeenRow) -> bool:
    said = row.said
    return len(said) == 1 and bool(NOTE_BEGINS.match(said[0].text) or len(said[0].text) > _LONG)


def _caption(rows: Sequence[SeenRow], ours: bool) -> list[TextLine]:
    """Return the lines above a table, in the order of a caption."""
    found = [line for row in rows for line in _lines(row, ours)]
    return sorted(found, key=lambda line: _ORDER.index(line.kind))


def _lines(row: SeenRow, ours: bool) -> Iterator[TextLine]:
    texts = [cell.text for cell in row.said]
    if ours and len(texts) == 1 and row.said[0].style.align == "center":
        yield TextLine(texts[0], kind=LineKind.CAPTION)
        return
    texts = list(lines_of(texts[0])) if row.is_caption and len(texts) == 1 else texts
    numbers = [text for text in texts if TABLE_NUMBER.fullmatch(text)]
    others = [text for text in texts if text not in numbers]
    yield from (TextLine(text, kind=LineKind.NUMBER) for text in numbers)
    if others and len(row.said) > 1 and row.is_caption:
        right = others.pop() if RIGHT_SIDE.match(others[-1]) or len(others) > 1 else ""
        yield TextLine("\u3000\u3000".join(others) + (f"\t{right}" if right else ""), kind=LineKind.LINE)
        return
    for text in others:
        if SIDE.match(text):
            yield TextLine(f"\t{text}" if RIGHT_SIDE.match(text) else text, kind=LineKind.LINE)
        else:
            yield TextLine(text, kind=LineKind.CAPTION if may_be_title(text) or ours else "")


def _table(sheet: PrintedSheet, rows: Sequence[SeenRow], ours: bool, form: bool) -> TableOnPage:
    frame = sheet.framed
    columns = columns_of(sheet, rows, range(frame.left, frame.right + 1) if ours else range(0))
    heads = sum(row.number <= sheet.heads for row in rows) if ours else 0 if form else _heads(rows)
    kind = _own_kind if ours else _kind_in_form if not heads else _no_kind
    tops = rows[:heads] if ours else _with_wide_heads(rows[:heads])
    above = [_grid_row(sheet, row, columns, _head_kind if ours else _no_kind) for row in tops]
    below = [_grid_row(sheet, row, columns, kind) for row in rows[heads:]]
    if not ours:
        filled = [row for row in map(_without_filler, below) if any(cell.text for cell in row.values())]
        below = _completed(above, [row for row in filled if not _is_numbered(row)])
    return TableOnPage(grid("", [*above, *below], len(above), ours=True), False)


def _with_wide_heads(rows: Sequence[SeenRow]) -> list[SeenRow]:
    """Return the head rows; without merged cells, a head above others reaches to the next head of its row."""
    if any(cell.left != cell.right or cell.below for row in rows for cell in row.cells):
        return [*rows]
    under = [{cell.left for cell in row.said} for row in rows[1:]]
    return [*(_with_wide_row(row, below) for row, below in zip(rows, under, strict=False)), *rows[-1:]]


def _with_wide_row(row: SeenRow, below: set[int]) -> SeenRow:
    starts = [*(cell.left for cell in row.said), max(below | {cell.left for cell in row.said}) + 1]
    wide = []
    for cell, after in zip(row.said, starts[1:], strict=True):
        own = [column for column in below if cell.left < column < after]
        wide.append(cell._replace(right=max(own)) if own and cell.left in below else cell)
    return replace(row, cells=tuple(wide))


def _heads(rows: Sequence[SeenRow]) -> int:
    """Return how many rows are the head; 0 for a form with indicators, or if none of the first rows begins a body."""
    if any(_INDICATORS.fullmatch(cell.text) for row in rows[1:] for cell in row.said):
        return 0
    first = rows[: _HIGHEST_HEAD + 1]
    return next((at for at, row in enumerate(first) if _begins_body(row) or (at and _is_label(row))), 0)


def _is_label(row: SeenRow) -> bool:
    """Whether a row has a label in its first cell and nothing else."""
    return len(row.said) == 1 and row.said[0] is row.cells[0] and not any(cell.below for cell in row.cells)


def _begins_body(row: SeenRow) -> bool:
    """Whether a row begins the body: it has a number, a code or 一、, or is a total; no head reaches into it."""
    if any(cell.below for cell in row.cells):
        return False
    texts = [cell.text for cell in row.said if not _YEAR.fullmatch(cell.text)]
    return any(map(_BODY_BEGINS.match, texts)) or (len(texts) == 1 and is_total(texts))


def _grid_row(sheet: PrintedSheet, row: SeenRow, columns: Sequence[int], kind: Callable[[RowCell], str]) -> GridRow:
    """Return the cells of a row on the grid of these columns."""
    found: GridRow = {}
    at, waiting = 0, deque(row.cells)
    while at < len(columns):
        while waiting and waiting[0].right < columns[at]:
            waiting.popleft()
        cell = waiting[0] if waiting and waiting[0].left <= columns[at] else None
        wide = bisect_right(columns, cell.right) - at if cell else 1
        found[at] = _cell(sheet, cell, wide, kind(cell)) if cell else ReadCell()
        at += wide
    return found


def _cell(sheet: PrintedSheet, cell: RowCell, wide: int, kind: str) -> ReadCell:
    text = "" if cell.below else cell.text
    return ReadCell(text, kind, cell.style.indent, wide, cell.below, sheet.origin(cell.place))


def _own_kind(cell: RowCell) -> str:
    """Return the kind of a cell in a sheet of the writer, which shows it by alignment and format."""
    style = cell.style
    return HEAD if (style.align, style.form) == ("center", GENERAL) else _KINDS.get(style.align, CENTRED)


def _head_kind(_: RowCell) -> str:
    return HEAD


def _kind_in_form(cell: RowCell) -> str:
    """Return the kind of a number in a form, where columns do not tell it; else empty."""
    printed = any(mark in cell.text for mark in ".,") and _AMOUNT.fullmatch(cell.text)
    return RIGHT if cell.typed or printed else ""


def _no_kind(_: RowCell) -> str:
    return ""


def _without_filler(row: GridRow) -> GridRow:
    return {at: cell._replace(text="") if _FILLER.fullmatch(cell.text) else cell for at, cell in row.items()}


def _is_numbered(row: GridRow) -> bool:
    """Whether the cells count the columns: 栏次 1 2 3, or 栏次 1 栏次 2."""
    filled = [cell.text for cell in row.values() if cell.text]
    texts = [text for text in filled if not _NUMBERED.fullmatch(text)]
    said = len(texts) > 2 or len(texts) < len(filled)
    return bool(texts) and said and texts == [str(number) for number in range(1, len(texts) + 1)]


def _completed(heads: Sequence[GridRow], rows: Sequence[GridRow]) -> list[GridRow]:
    """Return the rows with 款 and 项 as two digits: a cell that holds a number has lost a leading zero."""
    short = {at for row in heads for at, cell in row.items() if cell.text in _LEVELS}
    return [
        {
            at: cell._replace(text=cell.text.zfill(2)) if at in short and cell.text.isdecimal() else cell
            for at, cell in row.items()
        }
        for row in rows
    ]
