"""Headings among lines of text, and what stands under each. Levels are known (`by_level`) or guessed (`nested`)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from reportgen.document import Block, Section, Text

LONGEST = 60  # letters of a heading
CHINESE = "零一二三四五六七八九"
NUMBER = f"[{CHINESE}十]+"
KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第({NUMBER}|\d+)(?:部分|章|节)[\s：、]*",
        rf"({NUMBER})、\s*",
        rf"[（(]({NUMBER})[)）]\s*",
        r"(\d{1,2})[.](?!\d)\s*",
        r"(\d{1,2})．\s*",
        r"(\d{1,2})、\s*",
        r"[（(](\d{1,2})[)）]\s*",
        r"([①-⑳])\s*",
    )
)
UNNUMBERED = len(KINDS)


class HeadingLine(NamedTuple):
    """A line that is a heading (标题行).

    Attributes:
        number: as typed. kind: index of its number's pattern in KINDS. place: what the number counts, from 1.
    """

    number: str
    title: str
    kind: int = UNNUMBERED
    place: int = 0


class OpenSection(NamedTuple):
    """A heading with what stands under it so far."""

    heading: HeadingLine
    blocks: list[Block]


def heading(line: str) -> HeadingLine | None:
    """A line that stands alone, as a heading; None if it is a sentence."""
    if len(line) > LONGEST or line.endswith(("。", "；", "，", "！", "？", ";")):
        return None
    for kind, pattern in enumerate(KINDS):
        if (found := pattern.match(line)) and found.end() < len(line):
            return HeadingLine(found[0], line[found.end() :], kind, _place(found[1]))
    return None if re.search("[，,。；]", line) else HeadingLine("", line)


def split(line: str) -> tuple[str, str]:
    """Number and title of a line that is known to be a heading; the number as typed, with the space behind it."""
    for pattern in KINDS:
        if (found := pattern.match(line)) and found.end() < len(line):
            return found[0], line[found.end() :]
    return "", line


def by_level(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Sections that hold nothing yet, and other blocks, with what follows a section put under it."""
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


def _place(number: str) -> int:
    """12 for 十二, 12 and ⑫."""
    if number in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(number) - ord("①") + 1
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (CHINESE.find(tens or "一") * 10 if ten else 0) + (CHINESE.find(ones) if ones else 0)


def nested(pieces: Iterable[HeadingLine | Block]) -> Iterator[Block]:
    """The blocks with every heading as a section that holds what follows, up to the next of its level or higher."""
    top: list[Block] = []
    path: list[OpenSection] = []
    fresh = False  # nothing stands under the last heading yet
    for piece in pieces:
        if isinstance(piece, HeadingLine):
            _close(path, _level(piece, [each.heading for each in path], fresh), top)
            path.append(OpenSection(piece, []))
        else:
            (path[-1].blocks if path else top).append(piece)
        fresh = isinstance(piece, HeadingLine)
    _close(path, 0, top)
    yield from top


def _level(new: HeadingLine, above: list[HeadingLine], fresh: bool) -> int:
    """How many of the open headings the new one stands under.

    It goes on with the innermost list that counts up to it; else 1 begins a list below, and any other number joins
    the innermost list of its kind.
    """
    alike = [level for level, each in enumerate(above) if each.kind == new.kind]
    if new.kind == UNNUMBERED:
        return alike[-1] if alike else len(above) if fresh else 0
    goes_on = [level for level in alike if above[level].place + 1 == new.place]
    if goes_on:
        return goes_on[-1]
    begins = new.place == 1 and alike[-1:] != [len(above) - 1]
    return len(above) if begins or not alike else alike[-1]


def _close(path: list[OpenSection], level: int, top: list[Block]) -> None:
    """Takes the headings below that level off the path; each becomes a section of the one above it, or of the top."""
    while len(path) > level:
        (number, title, *_), blocks = path.pop()
        section = Section(len(path) + 1, number, (Text(title),), tuple(blocks))
        (path[-1].blocks if path else top).append(section)
