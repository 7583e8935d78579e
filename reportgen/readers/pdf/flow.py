"""Lines and tables of pages → those of the document (版面连成文): what only the pages print is left out.

Page numbers, running heads and the contents are left out; the cover is recognised by the size of its letters.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from reportgen.patterns import compiled
from reportgen.readers._document import day_in, is_year
from reportgen.readers._lines import CONTENTS_HEAD, RIGHT_SIDE, TABLE_NUMBER, LineKind, Piece, TextLine, is_side
from reportgen.readers._work import LINE, spend
from reportgen.readers.pdf.aligned import aligned_tables
from reportgen.readers.pdf.joining import apart, goes_on, is_caption, like, whole
from reportgen.readers.pdf.pages import POINT, GlyphLine, PrintedPage, bare, lines_of
from reportgen.readers.pdf.paragraphs import ENDS, Margins, follows, margins, pitch, without_charts
from reportgen.readers.pdf.ruled import RuledTable, joined, tables_on
from reportgen.records import dataclass, replace

_PAGE_NUMBER = compiled("(第?[0-9]{1,4}页?|[IVXivx]{1,6})([,，/／]?(of|共)?[0-9]{1,4}页?)?")
_AROUND = "-—–―·•"  # signs around page numbers
_OFTEN = 3  # a line on so many pages is a running head
_LEADER = compiled(r"[.…·](?<![.…·].)[.…·]{3,}+\d{1,3}")
_SENTENCE = compiled("[。；]")
_CONTINUED = compiled("[（(]?续(表)?[）)]?$")
_NAMED = compiled("[预决]算|20[0-9][0-9]年")
_MOST_CAPTION = 4  # lines


@dataclass(frozen=True)
class LaidPage:
    """The lines and tables of one page, from the top (版面)."""

    page: PrintedPage
    items: tuple[GlyphLine | RuledTable, ...]

    @property
    def lines(self) -> list[GlyphLine]:
        """The lines of the page, without tables."""
        return [item for item in self.items if isinstance(item, GlyphLine)]

    def without(self, left_out: Iterable[GlyphLine | RuledTable]) -> "LaidPage":
        """Return the page without these lines and tables."""
        gone = set(map(id, left_out))
        return replace(self, items=tuple(item for item in self.items if id(item) not in gone)) if gone else self


def pieces(pages: Iterable[PrintedPage]) -> Iterator[Piece]:
    """Yield the lines and tables of the document; lines and rows know their pages."""
    laid = _without_contents(_without_running(list(map(_laid, pages))))
    alike = {one.page.width: [other for other in laid if other.page.width == one.page.width] for one in laid}
    usual = {width: margins([line for one in pages for line in one.lines], width) for width, pages in alike.items()}
    kinds = _title_kinds(laid[0], usual) | _notes(laid) if laid else {}
    line: TextLine | None = None
    last: GlyphLine | None = None
    for one, item in _joined_tables(laid):
        if isinstance(item, list):
            yield from filter(None, [line])
            yield from _table(item, one)
            line = last = None
            continue
        spend(LINE)
        edges = _margins_of(one, usual[one.page.width])
        if line and last and follows(last, item, edges, pitch(one.lines)):
            line = replace(line, text=joined((line.text, _plain(item.text))))
        else:
            yield from filter(None, [line])
            *before, line = _text_lines(item, one, edges, kinds.get(id(item), ""))
            yield from before
        last = item
    yield from filter(None, [line])


def _laid(page: PrintedPage) -> LaidPage:
    page = without_charts(page)
    tables, rest = tables_on(page)
    aligned, rest = aligned_tables(page.number, rest)
    tables += aligned
    items: list[GlyphLine | RuledTable] = [*tables, *lines_of(rest)]
    return LaidPage(
        page, tuple(sorted(items, key=lambda item: item.ys[0] if isinstance(item, RuledTable) else item.base))
    )


def _without_running(laid: Sequence[LaidPage]) -> list[LaidPage]:
    """Return the pages without page numbers, and without the lines that stand at the edge of several pages."""
    often = Counter(key for one in laid for key in {_key(line, one) for line in _at_edges(one)})
    return [
        one.without(
            line
            for line in _at_edges(one)
            if _PAGE_NUMBER.fullmatch(bare(line.text).strip(_AROUND))
            or (often[_key(line, one)] >= _OFTEN and not _is_caption_line(line))
        )
        for one in laid
    ]


def _at_edges(one: LaidPage) -> list[GlyphLine]:
    """Return the lines nearest to the top and the bottom of the page."""
    return [
        item
        for item in (*one.items[:2], *one.items[-2:])
        if isinstance(item, GlyphLine) and not one.page.height // 7 < item.base < one.page.height * 7 // 8
    ]


def _key(line: GlyphLine, one: LaidPage) -> tuple[str, int, int]:
    return compiled(r"[\d\s]").sub("", line.text), line.base // (5 * POINT), one.page.width


def _is_caption_line(line: GlyphLine) -> bool:
    return is_caption(line.text.strip())


def _without_contents(laid: Sequence[LaidPage]) -> list[LaidPage]:
    """Return the pages without the contents: the lines after 目录, up to a page with sentences or with the first entry.

    A line with dots up to a page number is one of the contents wherever it stands.
    """
    laid = [one.without(line for line in one.lines if _LEADER.search(bare(line.text))) for one in laid]
    kept: list[LaidPage] = []
    first = ""
    inside = False
    for one in laid:
        gone: list[GlyphLine | RuledTable] = []
        begun = next((line for line in one.lines if CONTENTS_HEAD.fullmatch(bare(line.text))), None)
        after = _after(one, begun)
        if begun is not None and not inside and not first and not _has_sentences(after):
            inside, gone = True, [begun]
        elif inside and (_has_sentences(one.items) or bare(one.lines[0].text if one.lines else "") == first):
            inside = False
        if inside:
            for item in after:
                assert isinstance(item, GlyphLine)
                first = first or bare(item.text).rstrip("0123456789.…·．-—")
                gone.append(item)
        kept.append(one.without(gone))
    return kept


def _after(one: LaidPage, begun: GlyphLine | None) -> list[GlyphLine | RuledTable]:
    at = next((i for i, item in enumerate(one.items) if item is begun), -1)
    return list(one.items[at + 1 :])


def _has_sentences(items: Iterable[GlyphLine | RuledTable]) -> bool:
    return any(isinstance(item, RuledTable) or _SENTENCE.search(item.text) for item in items)


def _joined_tables(laid: Sequence[LaidPage]) -> list[tuple[LaidPage, GlyphLine | list[RuledTable]]]:
    """Return the lines and tables in order, each with its page; a table is the list of its parts, on the first page."""
    found: list[tuple[LaidPage, GlyphLine | list[RuledTable]]] = []
    for one in laid:
        at = next((i for i, item in enumerate(one.items) if isinstance(item, RuledTable)), None)
        items = list(one.items)
        if at is not None and found and isinstance(parts := found[-1][1], list):
            table = items[at]
            assert isinstance(table, RuledTable)
            follows = table.page == parts[-1].page + 1 and goes_on(parts[-1], table)
            if follows and _repeats([*map(_caption, items[:at])], found):
                parts.append(like(parts[-1], table) if table.heads is not None else table)
                items = items[at + 1 :]
        found += [(one, [item] if isinstance(item, RuledTable) else item) for item in items]
    return found


def _repeats(lines: Sequence[str], found: Sequence[tuple[LaidPage, GlyphLine | list[RuledTable]]]) -> bool:
    """Whether all these lines also stand above the last table found."""
    above = {_caption(item) for _, item in found[-1 - _MOST_CAPTION : -1] if isinstance(item, GlyphLine)}
    return all(line in above for line in lines)


def _caption(item: GlyphLine | list[RuledTable] | RuledTable) -> str:
    return _CONTINUED.sub("", bare(item.text)) if isinstance(item, GlyphLine) else ""


def _margins_of(one: LaidPage, usual: Margins) -> Margins:
    """Return the margins of a page: its own if several lines end at the same place, else the usual ones.

    If every line begins a paragraph, all are indented by two letters; then the usual margins count.
    """
    own = margins(one.lines, one.page.width)
    size = one.lines[len(one.lines) // 2].size if one.lines else 0
    is_set_in = abs(own.left - usual.left - 2 * size) < size // 4 and abs(own.right - usual.right) < size
    return own if own.certain and not is_set_in else usual


def _title_kinds(first: LaidPage, usual: Mapping[int, Margins]) -> dict[int, str]:
    """Return the kinds of the lines of a cover, or of the title above the text, by the ids of the lines."""
    edges = usual[first.page.width]
    largest = max((line.size for line in first.lines), default=0)
    titles = [line for line in first.lines if line.size == largest]
    if not _NAMED.search("".join(bare(line.text) for line in titles)) or any(map(_is_caption_line, titles)):
        return {}
    if not _has_sentences(first.items):
        return {id(line): _kind_on_cover(line, largest) for line in first.lines}
    above = takewhile(lambda line: line.size == largest and edges.is_centred(line), first.lines)
    return {id(line): LineKind.TITLE for line in above}


def _notes(laid: Sequence[LaidPage]) -> dict[int, str]:
    """Return LineKind.NOTE for the small lines right below tables, by the ids of the lines."""
    sizes = Counter(line.size for one in laid for line in one.lines for _ in line.glyphs)
    usual = max(sizes, key=lambda size: sizes[size], default=0)
    found: dict[int, str] = {}
    for one in laid:
        below = False
        for item in one.items:
            small = isinstance(item, GlyphLine) and item.size * 10 < usual * 9 and item.text.endswith(ENDS)
            below = isinstance(item, RuledTable) or (below and small)
            if isinstance(item, GlyphLine) and below:
                found[id(item)] = LineKind.NOTE
    return found


def _kind_on_cover(line: GlyphLine, largest: int) -> str:
    if line.size == largest:
        return LineKind.COVER_TITLE
    return LineKind.COVER_DATE if day_in(line.text) or is_year(line.text) else LineKind.COVER_PUBLISHER


def _text_lines(line: GlyphLine, one: LaidPage, edges: Margins, kind: str) -> list[TextLine]:
    """Return a line as one; a title and the number or unit beside it as two."""
    text, page = line.text.strip(), one.page.number
    align = "center" if edges.is_centred(line) else ""
    title, _, side = text.rpartition("\t")
    if title.endswith("表") and (RIGHT_SIDE.search(side) or TABLE_NUMBER.fullmatch(side)):
        return [TextLine(_plain(title), align="center", page=page), TextLine(side, page=page)]
    return [TextLine(text if is_side(text) else _plain(text), kind=kind, align=align, page=page)]


def _table(parts: Sequence[RuledTable], one: LaidPage) -> Iterator[Piece]:
    """Yield a table, with its rows that are a caption or notes as lines."""
    each = list(map(apart, parts))
    yield from (TextLine(text, align="center", page=parts[0].page) for text in each[0][0])
    yield whole([table for _, table, _ in each], one.page.width > one.page.height)
    yield from (TextLine(text, kind=LineKind.NOTE, page=parts[-1].page) for text in each[-1][2])


def _plain(text: str) -> str:
    return text.replace("\t", "\u3000")
