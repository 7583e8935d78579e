"""Headings (标题): recognised by their numbers, and nested into sections by their levels.

Where a file does not state levels, `levelled` guesses them from the numbers: 一、 above （一） above 1.
"""

from collections.abc import Iterable, Iterator

from reportgen.document import Block, Section, Text
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, replace

_LONGEST = 60  # the most characters of a heading
_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = f"[{_DIGITS}十]+"
_KINDS = tuple(
    compiled(pattern)
    for pattern in (
        rf"第({_NUMBER}|\d+)(?:部分|章|节)[\s：、]*",
        rf"({_NUMBER})、\s*",
        rf"[（(]({_NUMBER})[)）]\s*",
        r"(\d{1,2})[.](?!\d)\s*",
        r"(\d{1,2})．\s*",
        r"(\d{1,2})、\s*",
        r"[（(](\d{1,2})[)）]\s*",
        rf"([{_CIRCLED}])\s*",
    )
)
UNNUMBERED = len(_KINDS)
OF_PARTS = 0  # 第一部分
_STATES = compiled(r"\d[亿万千]?元。")  # an amount that ends a sentence
_OPENS = compiled(r"\d[亿万千]?元[，:：]")  # an amount before a colon that ends the line: 支出合计50.00万元，其中：


class HeadingLine(NamedTuple):
    """A line that is a heading (标题行).

    Attributes:
        number: as typed, with the space after it.
        kind: index of the number's pattern; UNNUMBERED without a number.
        place: the value of the number, from 1; 0 without a number.
    """

    number: str
    title: str
    kind: int = UNNUMBERED
    place: int = 0


def heading(line: str) -> HeadingLine | None:
    """Return the line as a heading, or None if it is a sentence."""
    if len(line) > _LONGEST or line.endswith(("。", "；", "，", "！", "？", ";")) or _STATES.search(line):
        return None
    if line.endswith(("：", ":")) and _OPENS.search(line):
        return None
    return _numbered(line) or (None if compiled("[，,。；]").search(line) else HeadingLine("", line))


def number_and_title(line: str) -> tuple[str, str]:
    """Return the number and the title of a heading; the number as typed, with the space after it."""
    found = _numbered(line)
    return (found.number, found.title) if found else ("", line)


def _numbered(line: str) -> HeadingLine | None:
    for kind, pattern in enumerate(_KINDS):
        if (found := pattern.match(line)) and found.end() < len(line):
            return HeadingLine(found[0], line[found.end() :], kind, _value(found[1]))
    return None


def _value(number: str) -> int:
    """Return the value of a number: 12 for 十二, 12 and ⑫."""
    if number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS.find(tens or "一") * 10 if ten else 0) + (_DIGITS.find(ones) if ones else 0)


def by_level(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Put the blocks that follow a section into it, up to the next section of its level or a higher one.

    Args:
        blocks: in reading order; their sections are empty.
    """
    top: list[Block] = []
    path: list[tuple[Section, list[Block]]] = []

    def close(level: int) -> None:
        while path and path[-1][0].level >= level:
            section, under = path.pop()
            (path[-1][1] if path else top).append(replace(section, blocks=tuple(under)))

    for block in blocks:
        if isinstance(block, Section):
            close(block.level)
            path.append((block, []))
        else:
            (path[-1][1] if path else top).append(block)
    close(0)
    return tuple(top)


def levelled(pieces: Iterable[HeadingLine | Block]) -> Iterator[Block]:
    """Yield empty sections instead of heading lines, with levels guessed from the numbers, for `by_level`."""
    path: list[HeadingLine] = []
    fresh = False  # nothing stands under the last heading yet
    for piece in pieces:
        if isinstance(piece, HeadingLine):
            path = [*path[: _depth(piece, path, fresh)], piece]
            yield Section(len(path), piece.number, (Text(piece.title),), ())
        else:
            yield piece
        fresh = isinstance(piece, HeadingLine)


def _depth(new: HeadingLine, above: list[HeadingLine], fresh: bool) -> int:
    """Return how many of the headings above stay open above the new one.

    The new heading continues the innermost list whose last number is one less. If there is none, number 1 begins a
    list below, and any other number joins the innermost list of its kind.
    """
    alike = [depth for depth, each in enumerate(above) if each.kind == new.kind]
    if new.kind == UNNUMBERED:
        return alike[-1] if alike else len(above) if fresh else 0
    continued = [depth for depth in alike if above[depth].place + 1 == new.place]
    if continued:
        return continued[-1]
    begins = new.place == 1 and alike[-1:] != [len(above) - 1]
    return len(above) if begins or not alike else alike[-1]
