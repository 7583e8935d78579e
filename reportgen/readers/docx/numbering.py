"""Automatic numbers (自动编号): what Word prints in front of a paragraph of a list, which is nowhere in its text.

Lists that share their levels (`abstractNum`) count on together; one that overrides a start begins anew when it is met.
Source: ECMA-376 part 1, 17.9.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.ooxml.names import MOST, VAL, Element, W, switched_on, value, whole
from reportgen.readers.docx.numerals import numeral

LEVELS = 9
_BULLET, _SIGN = "●", re.compile("[\ue000-\uf8ff]|[a-z]")  # of symbol fonts
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts (编号级别).

    Attributes:
        restart: 0: it never begins anew; n: after a number of level n or higher; -1: after any higher one.
        legal: all numbers in digits. style: paragraphs in that style are numbered here.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    space: bool = False
    restart: int = -1
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list (编号): its levels, whom it counts with, and which starts it sets anew."""

    counts_with: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Counting:
    """The lists of a file and how far each has counted (计数)."""

    lists: Mapping[str, List]
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def label(self, key: str, depth: int, style: str) -> str:
        """What is printed in front of the next paragraph of a list at that depth.

        `style` is the paragraph's where the style numbers it, and then tells the depth if a level names it.
        """
        found = self.lists.get(key)
        if found is None:
            return ""
        depth = next((at for at, level in found.levels.items() if style and level.style == style), depth)
        level = found.levels.get(depth)
        if level is None:
            return ""
        numbers = self.numbers.setdefault(found.counts_with, {})
        if key not in self.met:
            self.met.add(key)
            for at in found.starts:
                numbers.pop(at, None)
        start = found.starts.get(depth, level.start)
        numbers[depth] = min(numbers[depth] + 1, MOST) if depth in numbers else start
        for below in [at for at in numbers if at > depth]:
            restart = found.levels[below].restart if below in found.levels else -1
            if restart < 0 or depth < restart:
                del numbers[below]
        return _label(level, found, numbers)


def _label(level: Level, found: List, numbers: Mapping[int, int]) -> str:
    """`（%1）` filled in; a level that has not counted yet shows where it starts."""
    if level.format == "bullet":
        return f"{_BULLET if _SIGN.fullmatch(level.text) else level.text} "

    def shown(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        other = found.levels.get(at, Level())
        number = numbers.get(at, found.starts.get(at, other.start))
        return numeral(number, "decimal" if level.legal and other.format != "none" else other.format)

    text = _PLACE.sub(shown, level.text)
    return f"{text} " if text and level.space else text


def counting(root: Element, styles: Element) -> Counting:
    """The lists of the numbering part; the styles part names those that a list borrows from a style."""
    if root is None:
        return Counting({})
    shared = {each.get(f"{W}abstractNumId", ""): each for each in root.findall(f"{W}abstractNum")}
    lists = root.findall(f"{W}num")
    shared_by = {each.get(f"{W}numId", ""): value(each, "abstractNumId") for each in lists}
    borrowed = {} if styles is None else _numbering_styles(styles)
    found = {}
    for each in lists:
        key = value(each, "abstractNumId")
        if (link := value(shared.get(key), "numStyleLink")) in borrowed:
            key = shared_by.get(borrowed[link], key)
        found[each.get(f"{W}numId", "")] = _list(each, key, shared.get(key))
    return Counting(found)


def _numbering_styles(styles: Element) -> dict[str, str]:
    """Style id -> list, of the styles that name one."""
    path = f"{W}pPr/{W}numPr/{W}numId"
    return {
        each.get(f"{W}styleId", ""): said.get(VAL, "")
        for each in styles.iter(f"{W}style")
        if (said := each.find(path)) is not None
    }


def _list(element: Element, key: str, shared: Element) -> List:
    levels = {} if shared is None else dict(map(_level, shared.findall(f"{W}lvl")))
    starts = {}
    for override in element.findall(f"{W}lvlOverride"):
        depth = whole(override.get(f"{W}ilvl"))
        if (own := override.find(f"{W}lvl")) is not None:
            levels[depth] = _level(own)[1]
            starts[depth] = levels[depth].start
        if (start := override.find(f"{W}startOverride")) is not None:
            starts[depth] = whole(start.get(VAL), 1)
    return List(key, levels, starts)


def _level(element: Element) -> tuple[int, Level]:
    """The depth, from 0, and how it counts."""
    return whole(element.get(f"{W}ilvl")), Level(
        whole(value(element, "start"), 1),
        value(element, "numFmt", "decimal"),
        value(element, "lvlText"),
        value(element, "suff", "tab") == "space",
        whole(value(element, "lvlRestart"), -1),
        bool(switched_on(element, "isLgl")),
        value(element, "pStyle"),
    )
