"""Lines and tables of pages → those of the document (版面连成文): what only the pages print is left out.

Page numbers, running heads and the contents are left out. Lines become paragraphs: one goes on in the next line where
the first word of that line had no room left and the line is not set in.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from reportgen.readers._document import day_in
from reportgen.readers._headings import split
from reportgen.readers._lines import RIGHT_SIDE, SIDE, TABLE_NUMBER, LineKind, Piece, TextLine
from reportgen.readers._work import LINE, spend
from reportgen.readers.pdf.joining import goes_on, whole
from reportgen.readers.pdf.pages import POINT, PrintedLine, PrintedPage, lines_of
from reportgen.readers.pdf.pictures import without_charts
from reportgen.readers.pdf.ruled import RuledTable, joined, tables_on

_PAGE_NUMBER = re.compile("(第?[0-9]{1,4}页?|[IVXivx]{1,6})([,，/／]?(of|共)?[0-9]{1,4}页?)?")
_AROUND = "-—–―·•"  # page numbers
_OFTEN = 3  # pages that have a running head
_FEWEST = 3  # lines that end at the same place
_FIRST_WORD = re.compile(r"[（(“《〔]*(?:[0-9A-Za-z.,%％]+[万亿]?元?|.)[，。；：、）)”》！？〕]*")
_CLOSING = "，。；：、）”》！？〕,.;:)"
_ENDS = ("。", "；", "：", "！", "？")
_CONTENTS = re.compile("目[录次]")
_SENTENCE = re.compile("[。；]")
_CONTINUED = re.compile("[（(]?续(表)?[）)]?$")
_NAMED = re.compile("[预决]算|20[0-9][0-9]年")
_MOST_CAPTION = 4  # lines


@dataclass(frozen=True)
class Laid:
    """What stands on one page, from the top (版面)."""

    page: PrintedPage
    items: tuple[PrintedLine | RuledTable, ...]

    @property
    def lines(self) -> list[PrintedLine]:
        """Its lines."""
        return [item for item in self.items if isinstance(item, PrintedLine)]

    def without(self, left_out: Iterable[PrintedLine | RuledTable]) -> "Laid":
        """The page without these."""
        gone = set(map(id, left_out))
        return replace(self, items=tuple(item for item in self.items if id(item) not in gone)) if gone else self


@dataclass(frozen=True)
class Margins:
    """Where the lines of pages begin and end (版心). `certain`: several lines end there."""

    left: int
    right: int
    middle: int
    certain: bool

    def is_even(self, line: PrintedLine) -> bool:
        """Whether the line has as much room at its left as at its right, or none."""
        return (
            min(abs(line.left + line.right - whole) for whole in (self.left + self.right, 2 * self.middle)) <= line.size
        )

    def is_centred(self, line: PrintedLine) -> bool:
        """Whether the line has room at both sides, and as much at its left as at its right."""
        set_in = line.left - self.left
        begins_paragraph = abs(set_in - 2 * line.size) < line.size // 4 and line.text.endswith("：")
        has_room = 2 * set_in > line.size and line.right < self.right - line.size
        return has_room and self.is_even(line) and not begins_paragraph


def pieces(pages: Iterable[PrintedPage]) -> Iterator[Piece]:
    """Yield the lines and tables of the document; lines and rows know their pages."""
    laid = _without_contents(_without_running(list(map(_laid, pages))))
    alike = {one.page.width: [other for other in laid if other.page.width == one.page.width] for one in laid}
    usual = {width: _margins(pages) for width, pages in alike.items()}
    kinds = _title_kinds(laid[0], usual) | _notes(laid) if laid else {}
    line: TextLine | None = None
    last: PrintedLine | None = None
    for one, item in _joined_tables(laid):
        if isinstance(item, list):
            yield from filter(None, [line])
            yield whole(item, one.page.width > one.page.height)
            line = last = None
            continue
        spend(LINE)
        edges = _margins_of(one, usual[one.page.width])
        if line and last and _follows(last, item, edges, _pitch(one)):
            line = replace(line, text=joined((line.text, _plain(item.text))))
        else:
            yield from filter(None, [line])
            line = _text_line(item, one, edges, kinds.get(id(item), ""))
        last = item
    yield from filter(None, [line])


def _laid(page: PrintedPage) -> Laid:
    page = without_charts(page)
    tables, rest = tables_on(page)
    items: list[PrintedLine | RuledTable] = [*tables, *lines_of(rest)]
    return Laid(page, tuple(sorted(items, key=lambda item: item.ys[0] if isinstance(item, RuledTable) else item.base)))


def _without_running(laid: Sequence[Laid]) -> list[Laid]:
    """Return the pages without their numbers, and without the lines that stand at the edge of many."""
    often = Counter(key for one in laid for key in {_key(line, one) for line in _at_edges(one)})
    return [
        one.without(
            line
            for line in _at_edges(one)
            if _PAGE_NUMBER.fullmatch(_bare(line.text).strip(_AROUND))
            or (often[_key(line, one)] >= _OFTEN and not _captions(line))
        )
        for one in laid
    ]


def _at_edges(one: Laid) -> list[PrintedLine]:
    """Return the lines nearest to the top and the bottom of the page."""
    return [
        item
        for item in (*one.items[:2], *one.items[-2:])
        if isinstance(item, PrintedLine) and not one.page.height // 7 < item.base < one.page.height * 7 // 8
    ]


def _key(line: PrintedLine, one: Laid) -> tuple[str, int, int]:
    return re.sub(r"[\d\s]", "", line.text), line.base // (5 * POINT), one.page.width


def _captions(line: PrintedLine) -> bool:
    text = line.text.strip()
    return bool(SIDE.match(text) or RIGHT_SIDE.search(text) or TABLE_NUMBER.fullmatch(text) or text.endswith("表"))


def _without_contents(laid: Sequence[Laid]) -> list[Laid]:
    """Return the pages without the contents: what follows 目录, up to a sentence, a table or its first entry."""
    kept: list[Laid] = []
    first = ""
    inside = False
    for one in laid:
        gone: list[PrintedLine | RuledTable] = []
        begun = next((line for line in one.lines if _CONTENTS.fullmatch(_bare(line.text))), None)
        after = _after(one, begun)
        if begun is not None and not inside and not first and not _has_sentences(after):
            inside, gone = True, [begun]
        elif inside and (_has_sentences(one.items) or _bare(one.lines[0].text if one.lines else "") == first):
            inside = False
        if inside:
            for item in after:
                assert isinstance(item, PrintedLine)
                first = first or _entry(item)
                gone.append(item)
        kept.append(one.without(gone))
    return kept


def _after(one: Laid, begun: PrintedLine | None) -> list[PrintedLine | RuledTable]:
    at = next((i for i, item in enumerate(one.items) if item is begun), -1)
    return list(one.items[at + 1 :])


def _has_sentences(items: Iterable[PrintedLine | RuledTable]) -> bool:
    return any(isinstance(item, RuledTable) or _SENTENCE.search(item.text) for item in items)


def _bare(text: str) -> str:
    return "".join(text.split())


def _entry(line: PrintedLine) -> str:
    return _bare(line.text).rstrip("0123456789.…·．-—")


def _joined_tables(laid: Sequence[Laid]) -> Iterator[tuple[Laid, PrintedLine | list[RuledTable]]]:
    """Yield each line, and each table as its parts, with the page it begins on."""
    found: list[tuple[Laid, PrintedLine | list[RuledTable]]] = []
    for one in laid:
        at = next((i for i, item in enumerate(one.items) if isinstance(item, RuledTable)), None)
        items = list(one.items)
        if at is not None and found and isinstance(parts := found[-1][1], list):
            table = items[at]
            assert isinstance(table, RuledTable)
            if _is_next(parts[-1], table) and _repeats([*map(_caption, items[:at])], found):
                parts.append(table)
                items = items[at + 1 :]
        found += [(one, [item] if isinstance(item, RuledTable) else item) for item in items]
    yield from found


def _is_next(above: RuledTable, below: RuledTable) -> bool:
    return below.page == above.page + 1 and goes_on(above, below)


def _repeats(lines: Sequence[str], found: Sequence[tuple[Laid, PrintedLine | list[RuledTable]]]) -> bool:
    """Whether these lines stand above the last table too."""
    above = {_caption(item) for _, item in found[-1 - _MOST_CAPTION : -1] if isinstance(item, PrintedLine)}
    return all(line in above for line in lines)


def _caption(item: PrintedLine | list[RuledTable] | RuledTable) -> str:
    return _CONTINUED.sub("", _bare(item.text)) if isinstance(item, PrintedLine) else ""


def _margins(laid: Sequence[Laid]) -> Margins:
    """Return where the lines of these pages begin, and where most of them end; else where the longest does.

    The last line of a paragraph does not tell the edge.
    """
    lines = [line for one in laid for line in one.lines]
    width = laid[0].page.width
    if not lines:
        return Margins(0, width, width // 2, False)
    lefts = Counter(line.left // POINT for line in lines)
    left = min(x for x, times in lefts.items() if times * 4 >= max(lefts.values())) * POINT
    longest = max(line.right for line in lines)
    far = left + (longest - left) * 3 // 4
    rights = sorted(line.right for line in lines if line.right > far and not line.text.endswith(_ENDS))
    size = lines[len(lines) // 2].size
    near = {right: at - bisect_left(rights, right - size // 4) for at, right in enumerate(rights, start=1)}
    most = max(near, key=lambda right: (near[right], right), default=0)
    certain = near.get(most, 0) >= _FEWEST
    return Margins(left, most if certain else longest, width // 2, certain)


def _margins_of(one: Laid, usual: Margins) -> Margins:
    """Return the margins of a page: its own where several lines end at the same place, else the usual ones."""
    own = _margins([one])
    return own if own.certain else usual


def _pitch(one: Laid) -> int:
    """Return the distance between most lines of the page."""
    bases = [line.base for line in one.lines]
    steps = Counter((below - above) // POINT for above, below in pairwise(bases))
    return max(steps, key=lambda step: (steps[step], step)) * POINT if steps else 0


def _follows(last: PrintedLine, line: PrintedLine, edges: Margins, pitch: int) -> bool:
    """Whether the line goes on with the paragraph of the last one."""
    size = max(last.size, line.size)
    if abs(last.size - line.size) * 6 > size or "\t" in last.text or "\t" in line.text:
        return False
    if line.base > last.base and line.base - last.base > pitch * 2:
        return False
    if line.text[0] in _CLOSING:
        return True
    if last.text.endswith(_ENDS) and (not edges.certain or split(line.text)[0]):
        return False
    room = edges.right - last.right
    if edges.is_even(last) and edges.is_centred(line):
        room = edges.right - edges.left - (last.right - last.left)
        if _is_wrapped(last, line, room * 4 < edges.right - edges.left):
            return True
    elif line.left > edges.left + size:
        return False
    return _first_word_width(line) + size // 4 > room


def _is_wrapped(last: PrintedLine, line: PrintedLine, is_wide: bool) -> bool:
    """Whether a title was parted in two lines though more would have fitted: a wide one, and one of a table."""
    if split(line.text)[0] or last.text.endswith("表"):
        return False
    return line.base - last.base < 2 * line.size if line.text.endswith("表") else is_wide


def _first_word_width(line: PrintedLine) -> int:
    found = _FIRST_WORD.match("".join(glyph.text[0] for glyph in line.glyphs))
    return line.glyphs[(found.end() if found else 1) - 1].right - line.left


def _title_kinds(first: Laid, usual: Mapping[int, Margins]) -> dict[int, str]:
    """Return the kinds of the lines of a cover, or of the title above the text, by the ids of the lines."""
    edges = usual[first.page.width]
    largest = max((line.size for line in first.lines), default=0)
    titles = [line for line in first.lines if line.size == largest]
    if not _NAMED.search("".join(_bare(line.text) for line in titles)) or any(map(_captions, titles)):
        return {}
    if not _has_sentences(first.items):
        return {id(line): _kind_on_cover(line, largest) for line in first.lines}
    above = takewhile(lambda line: line.size == largest and edges.is_centred(line), first.lines)
    return {id(line): LineKind.TITLE for line in above}


def _notes(laid: Sequence[Laid]) -> dict[int, str]:
    """Return the kinds of the small lines right under a table, by the ids of the lines: they are its notes."""
    sizes = Counter(line.size for one in laid for line in one.lines for _ in line.glyphs)
    usual = max(sizes, key=lambda size: sizes[size], default=0)
    found: dict[int, str] = {}
    for one in laid:
        below = False
        for item in one.items:
            small = isinstance(item, PrintedLine) and item.size * 10 < usual * 9 and item.text.endswith(_ENDS)
            below = isinstance(item, RuledTable) or (below and small)
            if isinstance(item, PrintedLine) and below:
                found[id(item)] = LineKind.NOTE
    return found


def _kind_on_cover(line: PrintedLine, largest: int) -> str:
    if line.size == largest:
        return LineKind.COVER_TITLE
    return LineKind.COVER_DATE if day_in(line.text) else LineKind.COVER_PUBLISHER


def _text_line(line: PrintedLine, one: Laid, edges: Margins, kind: str) -> TextLine:
    text = line.text.strip()
    kept = SIDE.match(text) or RIGHT_SIDE.search(text)
    align = "center" if edges.is_centred(line) else ""
    return TextLine(text if kept else _plain(text), kind=kind, align=align, page=one.page.number)


def _plain(text: str) -> str:
    return text.replace("\t", "\u3000")
