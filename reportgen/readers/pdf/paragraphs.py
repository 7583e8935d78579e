"""Lines of a page → paragraphs (成段): one goes on in the next line if the first word of that had no room.

A line that is set in begins a paragraph.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reportgen.patterns import compiled
from reportgen.readers._headings import split
from reportgen.readers.pdf.pages import POINT, GlyphLine, commonest
from reportgen.records import dataclass

_FEWEST = 3  # lines that end at the same place
_FIRST_WORD = compiled(r"[（(“《〔]*(?:[0-9A-Za-z.,%％]+[万亿]?元?|.)[，。；：、）)”》！？〕]*")
_CLOSING = "，。；：、）”》！？〕,.;:)"
ENDS = ("。", "；", "：", "！", "？")


@dataclass(frozen=True)
class Margins:
    """Where the lines of pages begin and end (版心). `certain`: several lines end there."""

    left: int
    right: int
    middle: int
    certain: bool

    def is_even(self, line: GlyphLine) -> bool:
        """Whether the line has as much room at its left as at its right, or none."""
        return (
            min(abs(line.left + line.right - whole) for whole in (self.left + self.right, 2 * self.middle)) <= line.size
        )

    def is_centred(self, line: GlyphLine) -> bool:
        """Whether the line has room at both sides, and as much at its left as at its right."""
        set_in = line.left - self.left
        begins_paragraph = abs(set_in - 2 * line.size) < line.size // 4 and line.text.endswith("：")
        has_room = 2 * set_in > line.size and line.right < self.right - line.size
        return has_room and self.is_even(line) and not begins_paragraph


def margins(lines: Sequence[GlyphLine], width: int) -> Margins:
    """Return where the lines of one page or several begin, and where most of them end; else where the longest does.

    The last line of a paragraph does not tell the edge.
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
    """Return the distance between most lines of a page."""
    bases = [line.base for line in lines]
    steps = Counter((below - above) // POINT for above, below in pairwise(bases))
    return commonest(steps, 0) * POINT


def follows(last: GlyphLine, line: GlyphLine, edges: Margins, step: int) -> bool:
    """Whether the line goes on with the paragraph of the last one."""
    size = max(last.size, line.size)
    if abs(last.size - line.size) * 6 > size or "\t" in last.text or "\t" in line.text:
        return False
    if line.base > last.base and line.base - last.base > step * 2:
        return False
    if line.text[0] in _CLOSING:
        return True
    if last.text.endswith(ENDS) and (not edges.certain or split(line.text)[0]):
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
    """Whether a title was parted in two lines though more would have fitted: a wide one, and one of a table."""
    if split(line.text)[0] or last.text.endswith("表"):
        return False
    return line.base - last.base < 2 * line.size if line.text.endswith("表") else is_wide


def _first_word_width(line: GlyphLine) -> int:
    found = _FIRST_WORD.match("".join(glyph.text[0] for glyph in line.glyphs))
    return line.glyphs[(found.end() if found else 1) - 1].right - line.left
