"""Rules of a page → tables (格线): the cells between rules, with the letters in each; without a rule two cells are one.

Rules that touch belong to one table. A side without a rule ends where the rules across it end.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reportgen.patterns import compiled
from reportgen.readers._work import SQUARE, spend
from reportgen.readers.pdf.pages import POINT, Glyph, GlyphLine, PrintedPage, Ruling, between, lines_of
from reportgen.records import NamedTuple

_ENDS = ("。", "；")
_AMOUNT = compiled(r"-?\d{1,3}(?:,\d{3})*\.\d+|-?\d+\.\d+|-?\d{1,3}(?:,\d{3})+")
_GridArea = tuple[int, int, int, int]  # column, row, columns, rows
_NEAR = 3 * POINT  # rules this near are one, and ends this near touch


class RuledCell(NamedTuple):
    """A cell (格): its first column and row, from 0, how many columns and rows it covers, and its words.

    Attributes:
        before, after: the room on the left and on the right of its words. size: of its letters.
    """

    column: int
    row: int
    columns: int
    rows: int
    text: str
    before: int
    after: int
    size: int


class RuledTable(NamedTuple):
    """A table on its page (表): the edges of its columns (`xs`) and rows (`ys`), and its cells row by row.

    Attributes:
        heads: the words of the head of a table without rules, whose edges lie between words (see `aligned`); else None.
    """

    page: int
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[RuledCell, ...]
    heads: tuple[str, ...] | None = None

    @property
    def rows(self) -> list[list[RuledCell]]:
        """The cells that begin in each row."""
        found: list[list[RuledCell]] = [[] for _ in self.ys[1:]]
        for cell in self.cells:
            found[cell.row].append(cell)
        return found


_MINUS = ("-", "－", "−")  # wrapped before its number


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text; a line break between Chinese letters or within a number leaves no space."""
    text = ""
    for line in lines:
        if text and line and text not in _MINUS and not _in_number(text[-1], line[0]):
            text += between(text[-1], line[0], POINT, 2 * POINT)
        text += line
    return text


def _in_number(before: str, after: str) -> bool:
    return before in "0123456789,.，" and after in "0123456789,.，%"


def tables_on(page: PrintedPage) -> tuple[list[RuledTable], list[Glyph]]:
    """Return the tables of a page from the top, and the letters outside them."""
    found: list[RuledTable] = []
    rest = list(page.glyphs)
    for across, down in _together(_merged(page.across), _merged(page.down)):
        xs, ys = _places(down, across), _places(across, down)
        areas = list(_areas(across, down, xs, ys))
        if len(areas) < 2 or len(xs) < 2:
            continue
        inside = [g for g in rest if _within(g, xs, ys)]
        if between_rows := list(_between_rows(areas, inside, xs, ys)):
            across = [*across, *(Ruling(y, xs[0], xs[-1]) for y in between_rows)]
            ys = _places(across, down)
            areas = list(_areas(across, down, xs, ys))
        taken = set(map(id, inside))
        rest = [glyph for glyph in rest if id(glyph) not in taken]
        found.append(RuledTable(page.number, xs, ys, tuple(_filled(areas, inside, xs, ys))))
    return sorted(found, key=lambda table: table.ys[0]), rest


def _merged(rules: Sequence[Ruling]) -> list[Ruling]:
    """Return the rules, those that lie on one line and touch each other joined to one."""
    lines: list[list[Ruling]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][-1].at <= _NEAR // 2 and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return [rule for line in lines for rule in _touching(line)]


def _touching(line: Sequence[Ruling]) -> Iterator[Ruling]:
    at = line[len(line) // 2].at
    start, end = -1, -1
    for rule in sorted(line, key=lambda each: each.start):
        if start >= 0 and rule.start <= end + _NEAR:
            end = max(end, rule.end)
            continue
        if start >= 0:
            yield Ruling(at, start, end)
        start, end = rule.start, rule.end
    yield Ruling(at, start, end)


def _together(across: Sequence[Ruling], down: Sequence[Ruling]) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Yield the rules of each table, horizontal and vertical: those that touch each other, directly or by others."""
    group = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    spend(len(across) * len(down) // 16)
    for i, flat in enumerate(across):
        for k, steep in enumerate(down, start=len(across)):
            if _crosses(flat, steep):
                group[root(k)] = root(i)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for at, rule in enumerate((*across, *down)):
        groups.setdefault(root(at), ([], []))[at >= len(across)].append(rule)
    yield from (each for each in groups.values() if len(each[0]) > 1 and each[1])


def _crosses(flat: Ruling, steep: Ruling) -> bool:
    return flat.start - _NEAR <= steep.at <= flat.end + _NEAR and steep.start - _NEAR <= flat.at <= steep.end + _NEAR


def _places(rules: Iterable[Ruling], others: Iterable[Ruling]) -> tuple[int, ...]:
    """Return the edges of columns or rows: the places of the rules, and the outer ends of the rules across them."""
    ends = [rule.start for rule in others], [rule.end for rule in others]
    return tuple(well_apart([*(rule.at for rule in rules), min(ends[0]), max(ends[1])], _NEAR))


def well_apart(places: Iterable[int], near: int) -> list[int]:
    """Return the places in order; one that is no more than `near` behind another is left out."""
    found: list[int] = []
    for at in sorted(places):
        if not found or at - found[-1] > near:
            found.append(at)
    return found


def _areas(
    across: Sequence[Ruling], down: Sequence[Ruling], xs: Sequence[int], ys: Sequence[int]
) -> Iterator[_GridArea]:
    """Yield column, row, columns and rows of each cell; a cell grows right, then down, until a rule ends it."""
    width, height = len(xs) - 1, len(ys) - 1
    spend(SQUARE * width * height)
    right, below = _walls(down, xs, ys), _walls(across, ys, xs)
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (column, row) in taken:
                continue
            end = column + 1
            while end < width and (end, row) not in right and (end, row) not in taken:
                end += 1
            low = row + 1
            while low < height and _is_open(range(column, end), low, right, below):
                low += 1
            taken.update((x, y) for x in range(column, end) for y in range(row, low))
            yield column, row, end - column, low - row


def _is_open(columns: range, row: int, right: set[tuple[int, int]], below: set[tuple[int, int]]) -> bool:
    """Whether no rule separates these columns of a row from the row above or from each other."""
    return not any((row, column) in below for column in columns) and not any((c, row) in right for c in columns[1:])


def _walls(rules: Iterable[Ruling], places: Sequence[int], spans: Sequence[int]) -> set[tuple[int, int]]:
    """Return (place, span) for each span between two edges along which a rule at that place runs."""
    middles = [(start + end) // 2 for start, end in pairwise(spans)]
    found: set[tuple[int, int]] = set()
    for rule in rules:
        place = _nearest(places, rule.at)
        spans_of_rule = range(bisect(middles, rule.start), bisect(middles, rule.end))
        spend(len(spans_of_rule))
        found.update((place, span) for span in spans_of_rule)
    return found


def _nearest(places: Sequence[int], at: int) -> int:
    place = bisect(places, at)
    if place == len(places) or (place and at - places[place - 1] <= places[place] - at):
        place -= 1
    return place


def _between_rows(
    areas: Sequence[_GridArea], glyphs: Sequence[Glyph], xs: Sequence[int], ys: Sequence[int]
) -> Iterator[int]:
    """Yield the heights between rows that no rule separates: the cells of such a row hold amounts one below another."""
    size = glyphs[0].size if glyphs else 0
    for row in range(len(ys) - 1):
        if ys[row + 1] - ys[row] < 2 * size:
            continue
        band = [glyph for glyph in glyphs if ys[row] <= glyph.middle <= ys[row + 1]]
        own = [(xs[column], xs[column + columns]) for column, at, columns, rows in areas if at == row and rows == 1]
        lines = [lines_of(g for g in band if left <= (g.left + g.right) // 2 <= right) for left, right in own]
        amounts = [each for each in lines if len(each) > 1 and all(_AMOUNT.fullmatch(line.text) for line in each)]
        longest = max(amounts, key=len, default=[])
        for above, below in pairwise(longest):
            yield (above.base + below.base) // 2 - below.size * 2 // 5


def _within(glyph: Glyph, xs: Sequence[int], ys: Sequence[int]) -> bool:
    return xs[0] <= (glyph.left + glyph.right) // 2 <= xs[-1] and ys[0] <= glyph.middle <= ys[-1]


def _filled(
    areas: Sequence[_GridArea], glyphs: Sequence[Glyph], xs: Sequence[int], ys: Sequence[int]
) -> Iterator[RuledCell]:
    """Yield the cells with their words."""
    cell_at = {(x, y): i for i, (c, r, w, h) in enumerate(areas) for x in range(c, c + w) for y in range(r, r + h)}
    words: list[list[Glyph]] = [[] for _ in areas]
    for word in _words(glyphs, xs):
        row = _span(ys, word[0].middle)
        column = max(
            range(_span(xs, word[0].left), _span(xs, word[-1].right - 1) + 1),
            key=lambda c: min(xs[c + 1], word[-1].right) - max(xs[c], word[0].left),
        )
        words[cell_at[column, row]] += word
    for (column, row, columns, rows), own in zip(areas, words, strict=True):
        lines = lines_of(own)
        left, right = xs[column], xs[column + columns]
        before = min((line.left for line in lines), default=left) - left
        after = right - max((line.right for line in lines), default=right)
        size = lines[0].size if lines else 0
        yield RuledCell(column, row, columns, rows, _text(lines, right - size), before, after, size)


def _text(lines: Sequence[GlyphLine], right: int) -> str:
    """Return the words of a cell; a line break follows each sentence that ends well before the right edge."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        paragraphs[-1].append(line.text)
        if line.text.endswith(_ENDS) and right - line.right > 2 * line.size:
            paragraphs.append([])
    return "\n".join(joined(paragraph) for paragraph in paragraphs if paragraph)


def _span(places: Sequence[int], at: int) -> int:
    return min(max(bisect(places, at) - 1, 0), len(places) - 2)


def _words(glyphs: Iterable[Glyph], xs: Sequence[int]) -> Iterator[list[Glyph]]:
    """Yield groups of letters that the file prints side by side, separated where a rule stands between them."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and not _goes_on(word[-1], glyph, xs):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _goes_on(last: Glyph, glyph: Glyph, xs: Sequence[int]) -> bool:
    gap = glyph.left - last.right
    if abs(glyph.base - last.base) > last.size // 4 or abs(gap) > last.size // 2:
        return False
    return gap <= last.size // 8 or bisect(xs, last.right) == bisect(xs, glyph.left)
