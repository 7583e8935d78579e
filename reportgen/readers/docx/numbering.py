"""Automatic numbers (自动编号), which Word prints before a list paragraph and which are not in its text.

Lists with the same `abstractNum` share one count. A list that overrides a start begins anew where it is first used.
Source: ECMA-376 part 1, 17.9; 17.18.59 (number formats).
"""

import re
from collections.abc import Callable, Mapping

from reportgen.ooxml import MOST, VAL, Element, W, switched_on, value, whole
from reportgen.patterns import compiled
from reportgen.readers._work import spend
from reportgen.records import dataclass, field

_BULLET, _SIGN = "●", compiled("[\ue000-\uf8ff]|[a-z]")  # ● stands for signs of symbol fonts
_PLACE = compiled(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("〇零一二三四五六七八九十百千万", "零零壹贰叁肆伍陆柒捌玖拾佰仟萬")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LETTERS = 26
_MADE = 10  # steps counted for each level of a list
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list counts and prints (编号级别).

    Attributes:
        restart: 0 if it never restarts, n if it does after a number of level n or higher, -1 if after any higher one.
        legal: all numbers are in digits.
        style: id of the style whose paragraphs this level numbers.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    space: bool = False
    restart: int = -1
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list (编号).

    Attributes:
        counts_with: id of the count that it shares with other lists.
        starts: first numbers that the list overrides, by level.
    """

    counts_with: str
    levels: Mapping[int, ListLevel]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Counting:
    """The lists of a file and how far they have counted (计数)."""

    lists: Mapping[str, NumberedList]
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def label(self, key: str, depth: int, style: str) -> str:
        """Count one paragraph, and return the number that is printed before it; empty if there is none.

        Args:
            key: id (numId) of the list.
            depth: its level in the list, from 0.
            style: id of the paragraph's style, if that numbers it: the level that names the style is then the depth.
        """
        found = self.lists.get(key)
        if found is None:
            return ""
        spend(len(found.levels))
        depth = next((at for at, level in found.levels.items() if style and level.style == style), depth)
        level = found.levels.get(depth)
        return _label(level, found, self._counted(key, found, depth, level)) if level else ""

    def _counted(self, key: str, found: NumberedList, depth: int, level: ListLevel) -> Mapping[int, int]:
        """Count one paragraph at a depth, and return the current numbers of all levels of the list by depth."""
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
        return numbers


def _label(level: ListLevel, found: NumberedList, numbers: Mapping[int, int]) -> str:
    """Return the printed number of a level: `（%1）` filled in; a level not counted yet shows its start."""
    if level.format == "bullet":
        return f"{_BULLET if _SIGN.fullmatch(level.text) else level.text} "

    spend(len(level.text))

    def shown(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        other = found.levels.get(at, ListLevel())
        number = numbers.get(at, found.starts.get(at, other.start))
        return numeral(number, "decimal" if level.legal and other.format != "none" else other.format)

    text = _PLACE.sub(shown, level.text)
    return f"{text} " if text and level.space else text


def counting(root: Element, styles: Element) -> Counting:
    """Return the lists of the numbering part; `styles`: root of the styles part, for lists that a style defines."""
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
    """Return the list (numId) that each style names, by the id of the style."""
    path = f"{W}pPr/{W}numPr/{W}numId"
    return {
        each.get(f"{W}styleId", ""): found.get(VAL, "")
        for each in styles.iter(f"{W}style")
        if (found := each.find(path)) is not None
    }


def _list(element: Element, key: str, shared: Element) -> NumberedList:
    spend(0 if shared is None else _MADE * len(shared))
    levels = {} if shared is None else dict(map(_level, shared.findall(f"{W}lvl")))
    starts = {}
    for override in element.findall(f"{W}lvlOverride"):
        depth = whole(override.get(f"{W}ilvl"))
        if (own := override.find(f"{W}lvl")) is not None:
            levels[depth] = _level(own)[1]
            starts[depth] = levels[depth].start
        if (start := override.find(f"{W}startOverride")) is not None:
            starts[depth] = whole(start.get(VAL), 1)
    return NumberedList(key, levels, starts)


def _level(element: Element) -> tuple[int, ListLevel]:
    """Return the depth of a level, from 0, and how it counts."""
    return whole(element.get(f"{W}ilvl")), ListLevel(
        whole(value(element, "start"), 1),
        value(element, "numFmt", "decimal"),
        value(element, "lvlText"),
        value(element, "suff", "tab") == "space",
        whole(value(element, "lvlRestart"), -1),
        bool(switched_on(element, "isLgl")),
        value(element, "pStyle"),
    )


def numeral(number: int, kind: str) -> str:
    """Return the number in one of Word's formats; in digits if the format is unknown or has no sign for it."""
    return _FORMATS.get(kind, str)(number)


def _digitwise(number: int) -> str:
    """Return a number digit by digit: 一〇五 for 105."""
    return "".join(_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _counted(number: int) -> str:
    """Return a number in words: 一百零五 for 105, 十二 for 12."""
    if number <= 0 or number >= 100_000_000:
        return "〇" if number == 0 else str(number)
    high, low = divmod(number, 10_000)
    words = f"{_below(high)}万" if high else ""
    zero = "零" if high and 0 < low < 1000 else ""
    words += zero + (_below(low) if low else "")
    return words[1:] if words.startswith("一十") else words


def _below(number: int) -> str:
    """Return a number below ten thousand in words."""
    words, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + name
        skipped = not digit
    return words


def _short(number: int) -> str:
    """Return a number in words below a hundred, 十二 for 12, and digit by digit from there on."""
    return _counted(number) if number < 100 else _digitwise(number)


def _japanese(number: int) -> str:
    """Return a number in Japanese words, 百五 for 105: no zero, and no 一 before 百 and 千."""
    return _counted(number).replace("零", "").replace("一百", "百").replace("一千", "千")


def _letters(number: int) -> str:
    """Return a number in letters, a … z, aa, bb …, as Word counts, not as a spreadsheet does."""
    times, place = divmod(number - 1, _LETTERS)
    return chr(ord("a") + place) * min(times + 1, _LETTERS) if number > 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    words = ""
    for size, letters in _ROMAN:
        words += letters * (number // size)
        number %= size
    return words


def _signs(first: str, count: int) -> Callable[[int], str]:
    """Return a format that prints signs that follow each other in Unicode; `first` is the sign of 1."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _row(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("none", "bullet"), lambda _: ""),
    "decimalZero": lambda number: f"{number:02}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _signs("①", 20)),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), _short),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _counted),
    "japaneseCounting": _japanese,
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digitwise),
    "chineseLegalSimplified": lambda number: _counted(number).translate(_LEGAL),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
