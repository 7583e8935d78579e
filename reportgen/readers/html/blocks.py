"""Headings, paragraphs and tables of a page, one after another, in the order of the source.

Source: HTML, 4.9 (tabular data), 4.9.12.1 (forming a table).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import count, takewhile

from reportgen.document import Picture, Role
from reportgen.fingerprint import DEEPEST, DRAWN
from reportgen.patterns import compiled
from reportgen.readers._cells import GridRow, ReadCell, TablePart, grid, kind_of
from reportgen.readers._lines import LineKind, Piece, TableOnPage, TextLine, caption_kind
from reportgen.readers._work import SQUARE, spend
from reportgen.readers.html.elements import (
    BLOCKS,
    HEADINGS,
    PICTURES,
    Element,
    PageInfo,
    align,
    classes,
    inside,
    joined,
    level,
    seen,
    texts,
    whole,
    words,
)
from reportgen.records import replace

_LETTERS = frozenset({*HEADINGS, "p", "pre"})  # elements that hold words and no blocks
_MOST = 1000  # columns that a cell may span
_ALL_ROWS = 1_000_000
_ROLES = {"head": Role.HEAD, "code": Role.CODE, "label": Role.LABEL, "number": Role.NUMBER, "text": Role.TEXT}
_ORDER = {"thead": 0, "tfoot": 2}  # of row groups, wherever they stand in the source
_INDENT = compiled(r"--indent:\s*(\d{1,3})(?!\d)")


def pieces(holder: Element, page: PageInfo) -> Iterator[Piece]:
    """Yield the lines and tables of an element; words between blocks are lines of their own."""
    loose: list[str | None] = [holder.text]
    for child in holder:
        if seen(child) and _stands_alone(child):
            yield from _loose(loose, holder)
            yield from _block(child, page)
            loose = []
        else:
            loose += texts(child)
        loose.append(child.tail or "")
    yield from _loose(loose, holder)


def _stands_alone(element: Element) -> bool:
    """Whether an element is a block, or contains one."""
    return element.tag in BLOCKS or next(element.iter(*BLOCKS), None) is not None


def _loose(found: list[str | None], holder: Element) -> Iterator[TextLine]:
    for text in joined(found).split("\n"):
        if text:
            yield TextLine(text, align=align(holder))


def _block(element: Element, page: PageInfo) -> Iterator[Piece]:
    """Yield the lines and tables of a block."""
    match element.tag:
        case "table" if not _is_layout(element):
            yield from _table(element, page)
        case "figure" if next(element.iter(*PICTURES), None) is not None:
            yield from _picture(element, page)
        case "ol" | "ul":
            yield from _list(element, page)
        case tag if tag in _LETTERS:
            yield _line(element, page)
        case "div" if page.ours and "table" in classes(element):
            yield from pieces(element, page)
            yield TextLine("", kind=LineKind.AFTER)
        case "aside" if page.ours and "front" in classes(element):
            yield from pieces(element, replace(page, top=1))
        case _:
            yield from pieces(element, page)


def _picture(figure: Element, page: PageInfo) -> Iterator[Piece]:
    """Yield the place of a picture; of a chart of our page the numbers that stand folded below it, if asked."""
    table = next(figure.iter("table"), None) if page.ours and page.charts else None
    if table is None:
        yield TextLine(DRAWN)
        return
    kind = Picture.SHARES if "shares" in classes(figure) else Picture.COMPARISON
    for piece in _table(table, page):
        yield piece._replace(picture=kind) if isinstance(piece, TableOnPage) else piece
    yield TextLine("", kind=LineKind.AFTER)


def _line(element: Element, page: PageInfo) -> TextLine:
    """Return a paragraph or a heading."""
    text = words(element, page.kept or element.tag == "pre")
    depth = level(element)
    if page.top and depth == page.top:
        return TextLine(text, kind=LineKind.TITLE)
    kind = LineKind.NOTE if page.ours and "note" in classes(element) else ""
    return TextLine(text, kind=kind, level=max(0, min(depth - page.top, DEEPEST)), align=align(element))


def _table(table: Element, page: PageInfo) -> Iterator[Piece]:
    for caption in table.iterchildren("caption"):
        if seen(caption):
            yield from _caption_lines(caption, page)
    if (found := _placed(table, page)) is not None:
        yield found


def _list(element: Element, page: PageInfo) -> Iterator[Piece]:
    """Yield the items; in an ordered list, with their printed numbers."""
    numbers = count(whole(element.get("start"), 1))
    for item in element.iterchildren("li"):
        if seen(item):
            number = f"{next(numbers)}. " if element.tag == "ol" else ""
            for piece in pieces(item, page):
                yield replace(piece, number=number) if isinstance(piece, TextLine) and number else piece
                number = ""


def _is_layout(table: Element) -> bool:
    """Whether a table is only used for layout, as on old pages: it contains tables or headings."""
    return next((each for each in table.iter("table", *HEADINGS) if each is not table), None) is not None


def _caption_lines(caption: Element, page: PageInfo) -> Iterator[TextLine]:
    """Yield number, title and the line under it."""
    if not page.ours:
        for text in words(caption, kept=False).split("\n"):
            line = TextLine(text, align="center")
            yield TextLine(text, kind=caption_kind(line) or LineKind.CAPTION)
        return
    lines = {
        name: words(line, page.kept) if (line := inside(caption, "p", having=name)) is not None else ""
        for name in ("serial", "title", "left", "right")
    }
    yield TextLine(lines["serial"], kind=LineKind.NUMBER)
    yield TextLine(lines["title"], kind=LineKind.CAPTION)
    yield TextLine(f"{lines['left']}\t{lines['right']}" if lines["right"] else lines["left"], kind=LineKind.LINE)


def _placed(table: Element, page: PageInfo) -> TableOnPage | None:
    """Return the table without its caption; None if it has no rows."""
    groups = _groups(table)
    if not groups:
        return None
    heads = _heads(groups, page)
    part = TablePart.BODY if heads else TablePart.FORM
    rows = [cells for group in groups for cells in _grid_rows(group, part, page)]
    box = next((each for each in table.iterancestors("div") if "table" in classes(each)), None)
    turned = page.ours and box is not None and "landscape" in classes(box)
    return TableOnPage(grid(_name(table), rows, heads, page.ours), turned)


def _name(table: Element) -> str:
    """Return the name of the table for screen readers."""
    return next((name for each in (table, table.getparent()) if (name := each.get("aria-label"))), "")


def _groups(table: Element) -> list[list[Element]]:
    """Return the visible rows by row group, head first and foot last; no cell spans two groups."""
    groups: dict[Element, list[Element]] = {}
    for row in table.iter("tr"):
        if seen(row) and seen(row.getparent()):
            groups.setdefault(row.getparent(), []).append(row)
    return [groups[group] for group in sorted(groups, key=lambda group: _ORDER.get(group.tag, 1))]


def _heads(groups: list[list[Element]], page: PageInfo) -> int:
    """Return how many rows are the head: those in `thead`, else the first of `th` cells only, unless all rows are."""
    rows = [row for group in groups for row in group]
    marked = sum(1 for _ in takewhile(lambda row: row.getparent().tag == "thead", rows))
    if marked or page.ours:
        return marked
    found = sum(1 for _ in takewhile(lambda row: len(row) and all(each.tag == "th" for each in row), rows))
    return found if found < len(rows) else 0


def _grid_rows(rows: list[Element], part: TablePart, page: PageInfo) -> Iterator[GridRow]:
    """Yield the cells of each row of a group, with those that span it from above."""
    above: dict[int, tuple[ReadCell, int]] = {}  # by column: the cell that goes on, and in how many rows
    for row in rows:
        going = {column: cell for column, (cell, _) in above.items()}
        heights = {column: height for column, (_, height) in above.items()}
        cells: GridRow = {}
        for column, cell, height in _row(_cells(row, part, page), going):
            cells[column] = cell
            heights.setdefault(column, height)
        yield cells
        spend(SQUARE // 2 * len(cells))
        above = {
            column: (cell._replace(text="", below=True), heights[column] - 1)
            for column, cell in cells.items()
            if heights[column] > 1
        }


def _row(cells: Iterable[tuple[ReadCell, int]], going: GridRow) -> Iterator[tuple[int, ReadCell, int]]:
    """Yield column, cell and height of everything in a row; its own cells fill the room that cells from above leave.

    A cell is cut off where it would run into one from above; columns left over become empty cells.
    """
    column, rest = 0, deque(sorted(going.items()))
    for cell, height in cells:
        while rest and rest[0][0] == column:
            _, below = rest.popleft()
            yield column, below, 0
            column += below.columns
        room = rest[0][0] - column if rest else _MOST
        fitting = cell if cell.columns <= room else cell._replace(columns=room)
        yield column, fitting, height
        column += fitting.columns
    for at, below in rest:
        if at > column:
            yield column, ReadCell(columns=at - column), 1
        yield at, below, 0
        column = at + below.columns


def _cells(row: Element, part: TablePart, page: PageInfo) -> Iterator[tuple[ReadCell, int]]:
    """Yield the cells of a row, each with the number of rows it spans; `rowspan="0"` means all that follow."""
    total = page.ours and "total" in classes(row)
    for cell in row.iterchildren("td", "th"):
        if seen(cell):
            role = next((_ROLES[each] for each in classes(cell) if each in _ROLES), None) if page.ours else None
            kind = kind_of(role, total, part) if role else ""
            indent = _INDENT.search(cell.get("style", "")) if page.ours and not total else None
            columns = max(1, min(whole(cell.get("colspan"), 1), _MOST))
            height = whole(cell.get("rowspan"), 1) or _ALL_ROWS
            yield ReadCell(words(cell, page.kept), kind, int(indent[1]) if indent else 0, columns), height
