"""Tables on pages (表的分页): how high rows are, whether a table stands on one page, and how a longer one breaks.

Text keeps its size, whatever the page: only a form, whose head cannot repeat, is set smaller to stand on one page. Rows
are as high as the page allows, between two heights of the style sheet. A longer table takes as few pages as it can.
Rows under one label stay together unless they are many; so do the last three rows. Heights are estimates of exact
lines; a part of the page is kept free.

A form below text is not put on a page of its own where that would leave two thirds of a page empty: it begins below
the text, if it must with lower rows, and what does not fit there follows on the next page.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from reportgen.document import Runs, Section, Table, plain
from reportgen.records import NamedTuple
from reportgen.style import Page, StyleSheet, TextStyle
from reportgen.writers.docx.line_breaks import lines_within
from reportgen.writers.docx.styles import heading_kind, pitch
from reportgen.writers.docx.table_layout import MARGIN, MeasuredRow, TableWidths, breadth, layouts, measured_rows

HEAD_ROOM = 10  # twips, above and below the text of a cell
_BORDER = 10
_SINGLE = 13  # twips of a single line for each half-point of its size
_STEP = 20  # twips
_FILLED = 96  # percent of a page that is filled at most
_READABLE = 15  # half-points: 小六 and 七号 are for tables that do not fit otherwise
_LAST = 3  # the fewest rows on the last page of a table
_GROUP = 4  # rows under one label stay together if they take this part of a page at most
_MANY = 1000  # a table of so many rows is not tried at every height
_OF_A_PAGE = 80  # rows that one page cannot hold


class TableFit(NamedTuple):
    """How a table is set (排版).

    Attributes:
        kept: rows that stay on one page with the next row; counted from 0, head rows included.
        shortest_row: the least height of a row, twips; 0 for none.
        height: of a table on one page, twips, with what is above and below; 0 for longer tables.
    """

    layout: TableWidths
    kept: frozenset[int] = frozenset()
    shortest_row: int = 0
    height: int = 0


class HeadingsAbove(NamedTuple):
    """The headings right above a table (表上的标题).

    Attributes:
        starts_page: they start a page, or the table itself if there are none.
        height: in twips.
        alone: nothing else stands on the page of the table.
        tallest_row: the greatest height of a row, twips; 0: as the style sheet says.
    """

    starts_page: bool
    height: int = 0
    alone: bool = False
    tallest_row: int = 0


class SizedTable(NamedTuple):
    """A table with its text in one size (定字号的表).

    Attributes:
        heights: of the rows, twips.
        groups: first and last row of each cell that spans several.
    """

    layout: TableWidths
    heights: list[int]
    groups: list[tuple[int, int]]


class TableSizes:
    """The sizes in which a table may be set on pages of one width, the largest first; each is worked out once."""

    def __init__(self, table: Table, style: StyleSheet, width: int) -> None:
        self._found: list[SizedTable] = []
        self._others = _sizes(table, style, width)

    def __iter__(self) -> Iterator[SizedTable]:
        """Yield the sizes that are known, then the others as they are asked for."""
        yield from self._found
        for one in self._others:
            self._found.append(one)
            yield one


def _sizes(table: Table, style: StyleSheet, width: int) -> Iterator[SizedTable]:
    """Yield a table in its size, and a form also in every smaller size that can be read."""
    size, rows = style.texts["表格"].size, list(measured_rows(table))
    groups = [(i, i + cell.rows - 1) for i, row in enumerate(rows) for cell in row if cell.rows > 1]
    smallest = style.smallest if table.head else max(style.smallest, min(size, _READABLE))
    for fit in islice(layouts(table, rows, width, size, smallest), 1 if table.head else None):
        yield SizedTable(fit, row_heights(rows, fit, style), groups)


class TableFits:
    """How the tables of one document are set (排版); measures of short tables are kept, for these are tried often."""

    def __init__(self, style: StyleSheet) -> None:
        self.style = style
        self._known: dict[tuple[int, int], TableSizes] = {}
        self._fits: dict[tuple[int, Page, HeadingsAbove], TableFit] = {}

    def fit_of(self, table: Table, page: Page, above: HeadingsAbove) -> TableFit:
        """Return how the table is set on a page."""
        key = id(table), page, above
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = _fit(table, self._sizes(table, page), self.style, page, above)
        return found

    def has_room(self, table: Table, page: Page) -> bool:
        """Whether the columns fit on a page without smaller text."""
        return next(iter(self._sizes(table, page))).layout.size == self.style.texts["表格"].size

    def _sizes(self, table: Table, page: Page) -> TableSizes:
        key = id(table), page.text_width
        sizes = self._known.get(key) or TableSizes(table, self.style, page.text_width)
        if may_share(table):  # the measures of a long table would only fill the memory
            self._known[key] = sizes
        return sizes


def _fit(table: Table, sizes: TableSizes, style: StyleSheet, page: Page, above: HeadingsAbove) -> TableFit:
    beside = above.height + caption_height(table, style, page.text_width)
    room, heads = _room(page, _FILLED) - beside, len(table.head)
    for sized in sizes:
        lowest = style.row_least if heads else 0
        if sum(max(lowest, height) for height in sized.heights) <= room:
            below_text = not heads and not above.starts_page
            enough = room - page.text_height // 3 if below_text else room
            least = least_height(sized.heights, enough, above.tallest_row or style.row_most, above.alone)
            if below_text and not least:
                least = least_height(sized.heights, room, style.row_least, alone=False)
            rows = [max(least, height) for height in sized.heights]
            first = 0 if heads else sum(1 for taken in accumulate(rows) if taken <= enough)
            kept = _kept(sized.groups, rows, first, page)
            return TableFit(sized.layout, kept, least, _room(page, _FILLED) - room + sum(rows))
    sized = next(iter(sizes))
    kept = _kept(sized.groups, [max(style.row_most, height) for height in sized.heights], heads, page)
    if not heads:
        return TableFit(sized.layout, kept)
    notes = _notes_height(table, style, page.text_width)
    return TableFit(
        sized.layout, kept, _parted_height(_Parting(page, beside - notes, notes, sized.heights, heads, kept), style)
    )


def _kept(groups: Iterable[tuple[int, int]], heights: Sequence[int], first: int, page: Page) -> frozenset[int]:
    """Return the rows that stay with the next one: the `first` ones, those of small groups, and those of the end."""
    below, last = [0, *accumulate(heights)], len(heights) - 1
    kept = {*range(first)}
    for start, end in (*groups, (max(0, last - _LAST + 1), last)):
        if (below[end + 1] - below[start]) * _GROUP <= page.text_height:
            kept.update(range(start, end))
    return frozenset(kept & {*range(last)})


def may_share(table: Table) -> bool:
    """Whether a table is so short that another may stand on its page."""
    return len(table.head + table.body) < _OF_A_PAGE


def room_for(page: Page) -> int:
    """Return the twips of a page that tables may fill."""
    return _room(page, _FILLED)


def _room(page: Page, percent: int) -> int:
    return page.text_height * percent // 100


class _Parting(NamedTuple):
    """A table that takes several pages (跨页的表).

    Attributes:
        above, notes: twips that are taken above the table and by its notes.
    """

    page: Page
    above: int
    notes: int
    heights: list[int]
    heads: int
    kept: frozenset[int]

    def pages(self, least: int, percent: int) -> list[int]:
        """Return how many rows each page has; `least`: height of a row; `percent`: how much of a page is used."""
        heights = [max(least, height) for height in self.heights]
        room = _room(self.page, percent) - sum(heights[: self.heads])
        left = room - self.above
        counts, rows, taken = [0], 0, 0
        for i in range(self.heads, len(heights)):
            rows, taken = rows + 1, taken + heights[i]
            if i in self.kept:
                continue
            if taken > left and counts[-1]:
                left = room
                counts.append(0)
            left -= taken
            counts[-1] += rows
            rows = taken = 0
        return counts if self.notes <= left else [*counts, 0]


def _parted_height(parting: _Parting, style: StyleSheet) -> int:
    """Return the least height of rows with which a table takes as few pages as possible and its last page has rows."""
    step = _STEP if len(parting.heights) < _MANY else max(1, style.row_most - style.row_least)
    choices = range(style.row_most, style.row_least - 1, -step)
    tried = [(least, parting.pages(least, _FILLED), parting.pages(least, 100)) for least in choices]
    fit = [(len(safe), -least) for least, safe, full in tried if min(safe[-1], full[-1]) >= _LAST]
    return -min(fit)[1] if fit else style.row_least


def heading_height(section: Section, style: StyleSheet, width: int) -> int:
    """Return the height of a heading, twips."""
    kind = heading_kind(section.level) if section.level else "标题"
    return height(section.number + plain(section.title), style.texts[kind], width)


def caption_height(table: Table, style: StyleSheet, width: int) -> int:
    """Return the twips taken above and below the rows: by number, title, the line under it, and notes."""
    side: Runs = table.left if plain(table.left) else table.right
    above = ((table.serial, "表号"), (table.title, "表题"), (side, "表眉"))
    heights = (height(plain(runs), style.texts[kind], width) for runs, kind in above if plain(runs))
    return sum(heights) + _notes_height(table, style, width)


def _notes_height(table: Table, style: StyleSheet, width: int) -> int:
    return sum(height(plain(note.runs), style.texts["表注"], width) for note in table.notes)


def height(text: str, style: TextStyle, width: int) -> int:
    """Return the height of a paragraph, twips."""
    lines = _wrapped(breadth(text), style.size, width)
    return lines * (style.line or style.size * _SINGLE) + style.before + style.after


def row_heights(rows: Sequence[MeasuredRow], fit: TableWidths, style: StyleSheet) -> list[int]:
    """Return the height of each row, twips."""
    line, edges = pitch(style.texts["表格"], fit.size), fit.edges
    return [_most_lines(row, fit.size, edges) * line + 2 * HEAD_ROOM + _BORDER for row in rows]


def _most_lines(row: MeasuredRow, size: int, edges: Sequence[int]) -> int:
    """Return how many lines the highest cell of a row takes; cells that span rows do not count."""
    most = 1
    for column, columns, rows, _, _, lines, head in row:
        if rows == 1:
            width = edges[column + columns] - edges[column] - 2 * MARGIN
            parted = len(lines_within(head, size, width)) if head else 0
            taken = parted or sum([_wrapped(halves, size, width) for halves in lines])
            if taken > most:
                most = taken
    return most


def _wrapped(halves: int, size: int, width: int) -> int:
    """Return how many lines a text of so many half ems takes in a width in twips."""
    return -(-halves * size * 5 // width) or 1


def least_height(heights: Sequence[int], room: int, most: int, alone: bool) -> int:
    """Return the least height for every row, twips, with which they fill the room but are not above `most`.

    If a table alone on its page would leave most of the page empty, its rows may be half as high again.
    """
    sparse = alone and sum(max(most, height) for height in heights) * 4 < room
    choices = range(most * 3 // 2 if sparse else most, max(0, min(heights, default=0)), -_STEP)
    return next((least for least in choices if sum(max(least, height) for height in heights) <= room), 0)
