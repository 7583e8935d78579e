"""Tables of pages → whole tables (续表): a table that goes on over pages is one, without its repeated head."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from reportgen.patterns import compiled
from reportgen.readers._cells import GridRow, ReadCell, grid, guessed_head, is_total
from reportgen.readers._lines import NOTE_BEGINS, TABLE_NUMBER, TITLED, TableOnPage, is_side
from reportgen.readers.pdf.pages import POINT, bare
from reportgen.readers.pdf.ruled import RuledCell, RuledTable, joined, well_apart
from reportgen.records import replace

_NEAR = 4 * POINT  # column edges this near are one
_ALIGNED = 8 * POINT  # half the edges between words are this near on two pages: others move with long labels
_MANY = 4  # a line under a title has fewer parts
_PageRow = dict[int, tuple[ReadCell, RuledCell]]  # a row by first grid column: each cell as read and as ruled
_NUMERIC = compiled("[0-9]{3}|[0-9][.,，][0-9]|^[-—0-9]+$")
_NUMBERED = compiled(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}[.．、])")
_LABEL = compiled("[^0-9\\s.,，%—-]")
# …⏎the last digits
_PART = compiled(
    r"(?=[\d⏎]{6}(?:[\d⏎]{2})?$)[23]\d{2,5}⏎\d{1,4}|-?[\d,]{1,20}\.(?:\d⏎\d|⏎\d\d)|-?[\d,]{1,20}⏎(?:[\d,]{0,12}\d)?\.\d{1,6}"
)


def goes_on(above: RuledTable, below: RuledTable) -> bool:
    """Whether a table at the top of a page has the columns of the one at the bottom of the page before."""
    first, second = above.xs, below.xs
    if above.heads is not None and below.heads is not None:
        alike = bool(below.heads) and below.heads == above.heads
        return len(first) == len(second) and (
            alike or 2 * sum(abs(x - y) > _ALIGNED for x, y in zip(first, second, strict=True)) < len(first)
        )
    if abs(first[0] - second[0]) > _NEAR or abs(first[-1] - second[-1]) > _NEAR:
        return False
    few, many = sorted((first, second), key=len)
    return all(any(abs(x - other) <= _NEAR for other in many) for x in few)


def like(above: RuledTable, part: RuledTable) -> RuledTable:
    """Return a part of an aligned table with the edges of the part above it."""
    moved = [mine - theirs for mine, theirs in zip(part.xs, above.xs, strict=True)]
    cells = (cell._replace(before=max(0, cell.before + moved[cell.column])) for cell in part.cells)
    return part._replace(xs=above.xs, cells=tuple(cells))


def apart(part: RuledTable) -> tuple[list[str], RuledTable, list[str]]:
    """Return the caption lines and the notes that stand in rows of the table, and the table without these rows."""
    rows = part.rows
    top = sum(1 for _ in takewhile(_are_caption, [_texts(row, part) for row in rows]))
    notes = [_texts(row, part) for row in rows[top:]]
    last_notes = takewhile(lambda texts: len(texts) == 1 and NOTE_BEGINS.match(texts[0]), reversed(notes))
    low = len(rows) - len([*last_notes])
    above = ["\t".join(filter(None, _texts(row, part))) for row in rows[:top]]
    if not top and low == len(rows):
        return [], part, []
    kept = [cell._replace(row=cell.row - top) for cell in part.cells if top <= cell.row < low]
    below = [text for row in rows[low:] for text in _texts(row, part)]
    return above, part._replace(ys=part.ys[top : low + 1], cells=tuple(kept)), below


def _texts(row: Sequence[RuledCell], part: RuledTable) -> list[str]:
    """Return the words of the cells of a row, if each is one row high and together they fill the row; else none."""
    fills = sum(cell.columns for cell in row) == len(part.xs) - 1 and all(cell.rows == 1 for cell in row)
    return [cell.text.strip() for cell in row] if fills else []


def _are_caption(texts: Sequence[str]) -> bool:
    """Whether a row of a table is part of its caption: the title alone, or what stands left and right below it."""
    filled = [text for text in texts if text]
    if len(texts) == 1 and filled:
        return is_caption(filled[0])
    return bool(filled) and len(filled) < _MANY and all(map(_is_beside, filled))


def is_caption(text: str) -> bool:
    """Whether a text is a line of a caption: the title, or what stands beside it."""
    return bool(TITLED.search(text)) or _is_beside(text)


def _is_beside(text: str) -> bool:
    return is_side(text) or bool(TABLE_NUMBER.fullmatch(text))


def whole(parts: Sequence[RuledTable], landscape: bool) -> TableOnPage:
    """Return the table made of these parts; its rows know their pages."""
    xs = _columns(parts)
    rows: list[_PageRow] = []
    pages: list[int] = []
    for part in parts:
        own = _grid_rows(part, xs)
        own = own[_repeated(rows, own) :]
        if rows and own and _is_cut(rows, own[0]):
            _complete(rows, own.pop(0))
        if rows and own:
            own[0] = _continued(rows[-1], own[0])
        rows += own
        pages += [part.page] * len(own)
    heads = guessed_head(list(map(_plain, rows)))
    body = _indented(rows[heads:]) if heads else list(map(_plain, rows))
    placed = grid("", [*map(_plain, rows[:heads]), *body], heads, ours=heads > 0)
    on_pages = [replace(row, page=page) for row, page in zip((*placed.head, *placed.body), pages, strict=True)]
    return TableOnPage(placed._replace(head=tuple(on_pages[:heads]), body=tuple(on_pages[heads:])), landscape)


def _columns(parts: Iterable[RuledTable]) -> list[int]:
    """Return where the columns begin, in hundredths of a point, and the right end of the table."""
    begins = well_apart((part.xs[cell.column] for part in parts for cell in part.cells), _NEAR)
    return [*begins, max(part.xs[-1] for part in parts)]


def _grid_rows(part: RuledTable, xs: Sequence[int]) -> list[_PageRow]:
    """Return the rows of a part on the columns `xs`, without rows in which no cell begins."""
    rows: list[_PageRow] = [{} for _ in part.ys[1:]]
    for cell in part.cells:
        column = _at(xs, part.xs[cell.column])
        columns = max(1, _at(xs, part.xs[cell.column + cell.columns]) - column)
        for row in range(cell.row, cell.row + cell.rows):
            below = row > cell.row
            rows[row][column] = ReadCell("" if below else cell.text, "", 0, columns, below), cell
    return [dict(sorted(row.items())) for row in rows if not all(read.below for read, _ in row.values())]


def _at(xs: Sequence[int], x: int) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))


def _plain(row: _PageRow) -> GridRow:
    return {column: read for column, (read, _) in row.items()}


def _repeated(rows: Sequence[_PageRow], own: Sequence[_PageRow]) -> int:
    """Return how many of a part's own first rows repeat the head of the table."""
    heads = guessed_head(list(map(_plain, rows)))
    same = 0
    while same < min(heads, len(own)) and _words(own[same]) == _words(rows[same]):
        same += 1
    return same


def _is_cut(rows: Sequence[_PageRow], first: _PageRow) -> bool:
    """Whether a page break divides a row: each text of the first row goes on with a full cell of the page before."""
    rest = {column: read for column, (read, _) in first.items() if read.text.strip()}
    return bool(rest) and all(
        (above := _row_where_begun(rows, column).get(column)) is not None
        and above[0].columns == read.columns
        and (_goes_on(above[0].text, read.text) or _PART.fullmatch(f"{above[0].text}⏎{read.text}"))
        and above[1].after * 2 <= above[1].size * 3
        for column, read in rest.items()
    )


def _goes_on(above: str, rest: str) -> bool:
    """Whether words of a label may go on: they begin with no number of their own."""
    return bool(_LABEL.search(above)) and not (_NUMERIC.search(rest) or _NUMBERED.match(rest))


def _row_where_begun(rows: Sequence[_PageRow], column: int) -> _PageRow:
    """Return the row in which the last cell of the column begins."""
    begun = (row for row in reversed(rows) if column in row and not row[column][0].below)
    return next(begun, {})


def _complete(rows: Sequence[_PageRow], rest: _PageRow) -> None:
    """Append the words of a row's rest on the next page to the cells that they continue."""
    for column, (read, _) in rest.items():
        if read.text.strip():
            row = _row_where_begun(rows, column)
            own, cell = row[column]
            row[column] = own._replace(text=joined((own.text, read.text))), cell


def _continued(last: _PageRow, first: _PageRow) -> _PageRow:
    """Return the first row of a page; a blank cell continues the cell above it if either spans several rows."""
    return {
        column: (read._replace(below=True), cell) if _goes_over(last.get(column), read, cell) else (read, cell)
        for column, (read, cell) in first.items()
    }


def _goes_over(above: tuple[ReadCell, RuledCell] | None, read: ReadCell, cell: RuledCell) -> bool:
    return (
        above is not None and above[0].columns == read.columns and not read.text and max(cell.rows, above[1].rows) > 1
    )


def _words(row: _PageRow) -> list[str]:
    return [bare(read.text) for read, _ in row.values()]


def _indented(rows: Sequence[_PageRow]) -> list[GridRow]:
    """Return the rows of a body with the indent levels of labels, in columns whose labels are not centred."""
    labels: dict[int, list[RuledCell]] = {}
    for row in rows:
        for column, (read, cell) in row.items():
            if _LABEL.search(read.text) and not is_total([read.text]):
                labels.setdefault(column, []).append(cell)
    least = {column: min(cell.before for cell in cells) for column, cells in labels.items() if not _centred(cells)}
    return [
        {
            column: read._replace(indent=_levels(cell, least[column]) if read.text and column in least else 0)
            for column, (read, cell) in row.items()
        }
        for row in rows
    ]


def _centred(cells: Sequence[RuledCell]) -> bool:
    return sum(abs(cell.before - cell.after) <= cell.size for cell in cells) * 2 > len(cells)


def _levels(cell: RuledCell, least: int) -> int:
    if is_total([cell.text]) or not _LABEL.search(cell.text):
        return 0
    return max(0, cell.before - least + cell.size // 4) // max(cell.size, 1)
