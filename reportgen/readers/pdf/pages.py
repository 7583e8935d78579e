"""A page of a PDF as it is seen (版面): its letters in lines, and its rules, the right way up.

Lengths are whole hundredths of a point, from the left and from the top of the page.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

from reportgen.patterns import compiled
from reportgen.records import NamedTuple

POINT = 100  # a point; positions and lengths are hundredths of a point, from the upper left corner of the page
_THIN = 3 * POINT  # a box that is thinner is a rule
_LEAST = 2 * POINT  # the least length of a rule
# Radicals and compatibility forms, which some programs write for ordinary characters.
_FORMS = compiled("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\u00a0]")
# Radicals of simplified characters, for which Unicode knows no ordinary form; browsers print pages with them.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰", "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙"
)
_WIDE = compiled("[\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]")
_DIGITS = "0123456789.,"
_UNREADABLE = "(cid:"

Found: TypeAlias = Any  # pdfplumber is not typed
Counted = TypeVar("Counted", int, str)


class Glyph(NamedTuple):
    """A letter (字): its left and right edge, base line and size (in 1/100 pt); `pale`: it is light grey."""

    text: str
    left: int
    right: int
    base: int
    size: int
    pale: bool = False

    @property
    def middle(self) -> int:
        """The height of the middle of the letter."""
        return self.base - self.size * 2 // 5


class Ruling(NamedTuple):
    """A straight line (线): its distance `at` from the top (of a vertical one, from the left), and its two ends."""

    at: int
    start: int
    end: int


class ColouredArea(NamedTuple):
    """A coloured area (色块)."""

    left: int
    top: int
    right: int
    bottom: int


class PrintedPage(NamedTuple):
    """A page. `across`, `down`: its rules; `areas`: none on a turned page; `is_picture`: images and no letters."""

    number: int
    width: int
    height: int
    glyphs: tuple[Glyph, ...]
    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    areas: tuple[ColouredArea, ...] = ()
    is_picture: bool = False


class GlyphLine(NamedTuple):
    """Letters on one line (行), from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def left(self) -> int:
        """The left edge of its first letter."""
        return self.glyphs[0].left

    @property
    def right(self) -> int:
        """The right edge of its last letter."""
        return self.glyphs[-1].right

    @property
    def base(self) -> int:
        """The base line of its first letter."""
        return self.glyphs[0].base

    @property
    def size(self) -> int:
        """The size of most letters."""
        return Counter(glyph.size for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def text(self) -> str:
        """Its words; a wide gap is read as a tab, a smaller gap as a space."""
        return "".join(_spaced(self.glyphs))


def printed_page(page: Found) -> PrintedPage:
    """Return the page, turned so that most of its letters stand upright."""
    letters = [char for char in page.chars if char["text"].strip() and _is_on_page(char, page)]
    turns = Counter(map(_turn, letters))
    turn = turns.most_common(1)[0][0] if turns else 0
    glyphs = [_glyph(char, turn) for char in letters if _turn(char) == turn]
    across, down = _rules(page, turn)
    width, height = map(abs, _turned(int(page.width * POINT), int(page.height * POINT), turn))
    areas = () if turn else tuple(_areas(page))
    pictured = not glyphs and bool(page.images)
    found = PrintedPage(page.page_number, width, height, tuple(glyphs), tuple(across), tuple(down), areas, pictured)
    return _from_corner(found)


def _areas(page: Found) -> Iterator[ColouredArea]:
    for each in (*page.rects, *page.curves):
        if each.get("fill") and _is_coloured(each.get("non_stroking_color")):
            yield ColouredArea(*_box(each))


def _is_coloured(colour: object) -> bool:
    parts = [part for part in colour if isinstance(part, int | float)] if isinstance(colour, list | tuple) else []
    return len(parts) > 2 and (max(parts) - min(parts)) * 6 > 1


def _is_on_page(char: Found, page: Found) -> bool:
    left, top, right, bottom = page.bbox
    return bool(left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom)


def _turn(char: Found) -> int:
    """Return the direction of a letter: 0 right, 1 up, 2 left, 3 down, 4 slanted."""
    a, b = char["matrix"][:2]
    if abs(b) * 10 < abs(a):
        return 0 if a > 0 else 2
    return (1 if b > 0 else 3) if abs(a) * 10 < abs(b) else 4


def _turned(x: int, y: int, turn: int) -> tuple[int, int]:
    """Return a point of the page after turning it so that the direction `turn` points right."""
    return ((x, y), (-y, x), (-x, -y), (y, -x), (x, y))[turn]


def _glyph(char: Found, turn: int) -> Glyph:
    left, top, right, bottom = (round(char[name] * POINT) for name in ("x0", "top", "x1", "bottom"))
    x, u = _turned(left, top, turn)[0], _turned(right, bottom, turn)[0]
    origin = _turned(
        left + round((char["matrix"][4] - char["x0"]) * POINT),
        bottom - round((char["matrix"][5] - char["y0"]) * POINT),
        turn,
    )
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0].translate(_RADICALS)), char["text"])
    pale = _is_pale(char.get("non_stroking_color"))
    return Glyph(text, min(x, u), max(x, u), origin[1], round(char["size"] * POINT), pale)


def _is_pale(colour: object) -> bool:
    """Whether a colour, of one part or of red, green and blue, is nearer to white than to black."""
    parts = [part for part in colour if isinstance(part, int | float)] if isinstance(colour, list | tuple) else []
    return len(parts) in (1, 3) and sum(parts) * 5 > 3 * len(parts)


def without_watermark(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Return the pages without watermarks: pale or large letters at the same place on most pages."""
    sizes = Counter(glyph.size for page in pages for glyph in page.glyphs)
    large = 2 * commonest(sizes, 0)
    marks = Counter(key for page in pages for key in {_key(g) for g in page.glyphs if g.pale or g.size > large})
    often = {key for key, times in marks.items() if times > max(2, len(pages) // 2)}
    return [page._replace(glyphs=tuple(g for g in page.glyphs if _key(g) not in often)) for page in pages]


def _key(glyph: Glyph) -> tuple[str, int, int, int, bool]:
    return glyph.text, glyph.left // POINT, glyph.base // POINT, glyph.size, glyph.pale


def _rules(page: Found, turn: int) -> tuple[list[Ruling], list[Ruling]]:
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, top, right, bottom in _strokes(page):
        (x, y), (u, v) = _turned(left, top, turn), _turned(right, bottom, turn)
        wide, high = abs(u - x), abs(v - y)
        if wide >= max(high, _LEAST):
            across.append(Ruling((y + v) // 2, min(x, u), max(x, u)))
        elif high >= _LEAST:
            down.append(Ruling((x + u) // 2, min(y, v), max(y, v)))
    return across, down


def _strokes(page: Found) -> Iterator[tuple[int, int, int, int]]:
    """Yield the straight lines of a page, and boxes as thin as lines, as left, top, right, bottom."""
    for box in (*map(_box, page.lines), *_edges(page)):
        if min(box[2] - box[0], box[3] - box[1]) < _THIN:
            yield box
    for each in page.rects:
        left, top, right, bottom = _box(each)
        if min(right - left, bottom - top) < _THIN:
            yield left, top, right, bottom
        elif each.get("stroke"):
            yield from ((left, y, right, y) for y in (top, bottom))
            yield from ((x, top, x, bottom) for x in (left, right))


def _edges(page: Found) -> Iterator[tuple[int, int, int, int]]:
    """Yield the sides of drawn shapes as left, top, right, bottom, in hundredths of a point.

    Shapes that are only filled have none, such as letters of a watermark, unless they are as thin as lines.
    """
    for curve in page.curves:
        left, top, right, bottom = _box(curve)
        if curve.get("stroke") or not curve.get("fill") or min(right - left, bottom - top) < _THIN:
            for (x, y), (u, v) in pairwise(curve["pts"]):
                yield tuple(round(value * POINT) for value in (min(x, u), min(y, v), max(x, u), max(y, v)))


def _box(each: Found) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(each[name] * POINT) for name in ("x0", "top", "x1", "bottom"))
    return left, top, right, bottom


def _from_corner(page: PrintedPage) -> PrintedPage:
    """Return the page moved so that its corner is at 0, 0 again after turning."""
    x = min([glyph.left for glyph in page.glyphs] + [rule.start for rule in page.across], default=0)
    y = min([glyph.base for glyph in page.glyphs] + [rule.start for rule in page.down], default=0)
    x, y = (0 if value >= 0 else -page.width if which else -page.height for which, value in ((1, x), (0, y)))
    if not (x or y):
        return page
    return page._replace(
        glyphs=tuple(g._replace(left=g.left - x, right=g.right - x, base=g.base - y) for g in page.glyphs),
        across=tuple(Ruling(r.at - y, r.start - x, r.end - x) for r in page.across),
        down=tuple(Ruling(r.at - x, r.start - y, r.end - y) for r in page.down),
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[GlyphLine]:
    """Return the letters in lines, from the top; a letter that is printed twice to look bold counts once."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.base):
        if lines and glyph.base - lines[-1][0].base <= min(glyph.size, lines[-1][0].size) * 2 // 5:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [GlyphLine(tuple(_once(sorted(line, key=lambda each: each.left)))) for line in lines]


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    last: Glyph | None = None
    for glyph in glyphs:
        if last is None or glyph.text != last.text or glyph.left - last.left > glyph.size // 4:
            yield glyph
            last = glyph


def _spaced(glyphs: Sequence[Glyph]) -> Iterator[str]:
    last: Glyph | None = None
    for glyph in glyphs:
        if last:
            yield between(last.text, glyph.text, glyph.left - last.right, max(last.size, glyph.size))
        yield glyph.text
        last = glyph


def between(before: str, after: str, gap: int, size: int) -> str:
    """Return the space between two letters, by the gap between them: nothing, a space or a tab."""
    if gap > size * 3:
        return "\t"
    wide = _WIDE.match(before[-1]) or _WIDE.match(after[0])
    if wide:
        return "\u3000" if gap > size * 3 // 4 else ""
    near = size * 2 // 5 if before[-1] in _DIGITS and after[0] in _DIGITS else size // 5
    return " " if gap > near else ""


def bare(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def commonest(times: Mapping[Counted, int], otherwise: Counted) -> Counted:
    """Return the key with the highest count, of several the largest; `otherwise` if there is none."""
    return max(times, key=lambda each: (times[each], each), default=otherwise)


def is_readable(page: PrintedPage) -> bool:
    """Whether the page has letters, and for most of them the file says which characters they are."""
    unknown = sum(1 for glyph in page.glyphs if glyph.text.startswith(_UNREADABLE) or glyph.text == "\ufffd")
    return bool(page.glyphs) and unknown * 2 < len(page.glyphs)
