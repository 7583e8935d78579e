"""Lines of a page → paragraphs (成段): a paragraph goes on in the next line if that line's first word had no more room.

An indented line begins a paragraph. Charts are left out with their words: coloured areas that hold no words, outside
tables, with the small lines near them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportgen.patterns import compiled
from reportgen.readers._headings import number_and_title
from reportgen.readers.pdf.pages import POINT, ColouredArea, GlyphLine, PrintedPage, commonest, lines_of
from reportgen.readers.pdf.ruled import tables_on
from reportgen.records import dataclass

_FEWEST = 3  # so many lines that end at one place show the margin
_FIRST_WORD = compiled(r"[（(“《〔]*(?:[0-9A-Za-z.,%％]+[万亿]?元?|.)[，。；：、）)”》！？〕]*")
_GOES_ON = compiled("[，。；：、）”》！？〕,.;:)]|[（(][类款项][）)]")  # no paragraph begins so
ENDS = ("。", "；", "：", "！", "？")


@dataclass(frozen=True)
class Margins:
    """Where the lines of a page begin and end (版心). `certain`: several lines end at `right`."""

    left: int
    right: int
    middle: int
    certain: bool

    def is_even(self, line: GlyphLine) -> bool:
        """Whether the line has as much room on its left as on its right, or none on either side."""
        return (
            min(abs(line.left + line.right - whole) for whole in (self.left + self.right, 2 * self.middle)) <= line.size
        )

    def is_centred(self, line: GlyphLine) -> bool:
        """Whether the line has room on both sides, as much on its left as on its right."""
        set_in = line.left - self.left
        begins_paragraph = abs(set_in - 2 * line.size) < line.size // 4 and line.text.endswith("：")
        has_room = 2 * set_in > line.size and line.right < self.right - line.size
        return has_room and self.is_even(line) and not begins_paragraph


def margins(lines: Sequence[GlyphLine], width: int) -> Margins:
    """Return where lines begin, and where most of them end, else where the longest ends; of one page or several.

    The last line of a paragraph does not tell the edge. `width`: that of the page.
    """
    if not lines:
        return Margins(0, width, width // 2, False)
    lefts = Counter(line.left // POINT for line in lines)
    left = min(x for x, times in lefts.items() if times * 4 >= max(lefts.values())) * POINT
    longest = max(line.right for line in lines)
    far = left + (longest - left) * 3 // 4
    rights = sorted(line.right for line in lines if line.right > far and not line.text.endswith(ENDS))
    size = lines[len(lines) // 2].size
    near = {right: at - bisect_left(rights, right - size // 4) for at, right in enumerate(rights, start=1)}
    most = commonest(near, 0)
    certain = near.get(most, 0) >= _FEWEST
    return Margins(left, most if certain else longest, width // 2, certain)


def pitch(lines: Sequence[GlyphLine]) -> int:
    """Return the most frequent distance between the lines of a page, in hundredths of a point."""
    bases = [line.base for line in lines]
    steps = Counter((below - above) // POINT for above, below in pairwise(bases))
    return commonest(steps, 0) * POINT


def follows(last: GlyphLine, line: GlyphLine, edges: Margins, step: int) -> bool:
    """Whether a line goes on with the paragraph of the last one; `step`: the usual distance of lines."""
    size = max(last.size, line.size)
    if abs(last.size - line.size) * 6 > size or "\t" in last.text or "\t" in line.text:
        return False
    if line.base > last.base and line.base - last.base > step * 2:
        return False
    if _GOES_ON.match(line.text):
        return True
    if last.text.endswith(ENDS) and (not edges.certain or number_and_title(line.text)[0] or edges.is_centred(line)):
        return False
    room = edges.right - last.right
    if edges.is_even(last) and edges.is_centred(line):
        room = edges.right - edges.left - (last.right - last.left)
        if _is_wrapped(last, line, room * 4 < edges.right - edges.left):
            return True
    elif line.left > edges.left + size:
        return False
    return _first_word_width(line) + size // 4 > room


def _is_wrapped(last: GlyphLine, line: GlyphLine, is_wide: bool) -> bool:
    """Whether a line goes on with a title that was broken by its author before it filled the line."""
    if number_and_title(line.text)[0] or last.text.endswith("表"):
        return False
    return line.base - last.base < 2 * line.size if line.text.endswith("表") else is_wide


def _first_word_width(line: GlyphLine) -> int:
    found = _FIRST_WORD.match("".join(glyph.text[0] for glyph in line.glyphs))
    return line.glyphs[(found.end() if found else 1) - 1].right - line.left


_AREAS = 3  # so many areas are a chart, whatever their shapes
_THICK = 5 * POINT  # a bar is thicker than an underline
_LONG = 60 * POINT  # the only bar of a chart is as long as the chart is wide
_APART = 60 * POINT  # the most room between two areas of one chart
_BESIDE = 3  # sizes of a letter between a chart and its words


def without_charts(page: PrintedPage) -> PrintedPage:
    """Return the page without its charts."""
    areas = [area for area in page.areas if not any(_holds(area, glyph.left, glyph.middle) for glyph in page.glyphs)]
    if len(areas) < _AREAS and not any(map(_is_thick, areas)):
        return page
    tables = [
        table for table in tables_on(page)[0] if 2 * sum(bool(cell.text) for cell in table.cells) > len(table.cells)
    ]
    loose = [area for area in areas if not any(t.ys[0] <= area.top and area.bottom <= t.ys[-1] for t in tables)]
    for top, bottom in _charts(page, loose):
        page = _without(page, *_with_words(page, top, bottom))
    return page


def _holds(area: ColouredArea, x: int, y: int) -> bool:
    return area.left < x < area.right and area.top < y < area.bottom


def _charts(page: PrintedPage, areas: Sequence[ColouredArea]) -> Iterator[tuple[int, int]]:
    """Yield top and bottom of each chart."""
    group: list[ColouredArea] = []
    for area in sorted(areas, key=lambda each: each.top):
        if group and area.top - max(each.bottom for each in group) > _APART:
            yield from _chart(page, group)
            group = []
        group.append(area)
    yield from _chart(page, group)


def _chart(page: PrintedPage, areas: Sequence[ColouredArea]) -> Iterator[tuple[int, int]]:
    if len(areas) >= _AREAS or _are_bars(areas) or any(_is_labelled_bar(page, area) for area in areas):
        yield min(area.top for area in areas), max(area.bottom for area in areas)


def _are_bars(areas: Sequence[ColouredArea]) -> bool:
    """Whether the areas are bars of a chart: equally thick, and all begin at one line, on the left or at the bottom."""
    lying = {(area.left // POINT, (area.bottom - area.top) // POINT) for area in areas}
    standing = {(area.bottom // POINT, (area.right - area.left) // POINT) for area in areas}
    return len(areas) > 1 and any(len(own) == 1 and min(own)[1] * POINT >= _THICK for own in (lying, standing))


def _is_labelled_bar(page: PrintedPage, area: ColouredArea) -> bool:
    """Whether an area is a long horizontal bar between its label and its number."""
    if not _is_thick(area) or area.right - area.left < _LONG:
        return False
    near = [g for g in page.glyphs if area.top - g.size < g.middle < area.bottom + g.size]
    return any(g.right <= area.left for g in near) and any(g.left >= area.right for g in near)


def _is_thick(area: ColouredArea) -> bool:
    return min(area.right - area.left, area.bottom - area.top) >= _THICK


def _with_words(page: PrintedPage, top: int, bottom: int) -> tuple[int, int]:
    """Return top and bottom of a chart together with its axes, legend and title: the small lines near it."""
    for rule in page.down:
        if rule.start < bottom and rule.end > top:
            top, bottom = min(top, rule.start), max(bottom, rule.end)
    lines = lines_of(page.glyphs)
    inside = [line.size for line in lines if top < line.base < bottom]
    largest = max(inside, default=0) + POINT
    for line in lines:
        if line.size <= largest and bottom <= line.base <= bottom + _BESIDE * line.size:
            bottom = line.base
    for line in reversed(lines):
        if line.size <= largest and top - _BESIDE * line.size <= line.base <= top:
            top = line.base - line.size
    return top, bottom


def _without(page: PrintedPage, top: int, bottom: int) -> PrintedPage:
    return page._replace(
        glyphs=tuple(glyph for glyph in page.glyphs if not top <= glyph.middle <= bottom),
        across=tuple(rule for rule in page.across if not top <= rule.at <= bottom),
        down=tuple(rule for rule in page.down if rule.start >= bottom or rule.end <= top),
    )
