"""Charts of a page (图): they are left out, with their words.

A chart is coloured areas without words in them, outside tables. It reaches as far as the small lines beside it.
"""

from collections.abc import Iterator, Sequence

from reportgen.readers.pdf.pages import POINT, ColouredArea, PrintedPage, Ruling, lines_of
from reportgen.readers.pdf.ruled import RuledTable, tables_on

_FEWEST = 3  # areas of a chart
_APART = 60 * POINT  # most room between the areas of one chart
_BESIDE = 3  # sizes of a letter between a chart and its words


def without_charts(page: PrintedPage) -> PrintedPage:
    """Return the page without its charts."""
    areas = [area for area in page.areas if not any(_holds(area, glyph.left, glyph.middle) for glyph in page.glyphs)]
    if len(areas) < _FEWEST:
        return page
    tables = [table for table in tables_on(page)[0] if _is_filled(table)]
    loose = [area for area in areas if not any(t.ys[0] <= area.top and area.bottom <= t.ys[-1] for t in tables)]
    for top, bottom in _charts(loose):
        page = _without(page, *_with_words(page, top, bottom))
    return page


def _holds(area: ColouredArea, x: int, y: int) -> bool:
    return area.left < x < area.right and area.top < y < area.bottom


def _is_filled(table: RuledTable) -> bool:
    return 2 * sum(bool(cell.text) for cell in table.cells) > len(table.cells)


def _charts(areas: Sequence[ColouredArea]) -> Iterator[tuple[int, int]]:
    """Yield top and bottom of each chart."""
    group: list[ColouredArea] = []
    for area in sorted(areas, key=lambda each: each.top):
        if group and area.top - max(each.bottom for each in group) > _APART:
            yield from _chart(group)
            group = []
        group.append(area)
    yield from _chart(group)


def _chart(areas: Sequence[ColouredArea]) -> Iterator[tuple[int, int]]:
    if len(areas) >= _FEWEST:
        yield min(area.top for area in areas), max(area.bottom for area in areas)


def _with_words(page: PrintedPage, top: int, bottom: int) -> tuple[int, int]:
    """Return top and bottom of a chart with its axes, its legend and its title: the smaller lines near it."""
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
        down=tuple(rule for rule in page.down if not _overlaps(rule, top, bottom)),
    )


def _overlaps(rule: Ruling, top: int, bottom: int) -> bool:
    return rule.start < bottom and rule.end > top
