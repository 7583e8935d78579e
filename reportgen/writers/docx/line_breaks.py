"""Where the lines of a head or a title break (断行): between words, the last line being the shortest.

Neither Word nor LibreOffice knows Chinese words: they break a line at any character. So a head of several
lines gets just the width at which each line ends with a word. Words are those of data/words/breaks.yaml; other
text is taken to have words of two characters. Breadths are twentieths of an em: 20 for a Chinese character; 14 for a
digit or letter, which takes 10 in 宋体 and Times New Roman and more in what replaces them, most of all in bold.

Source: GB/T 9704-2012, 7.3.1 (titles of several lines).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, product

from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.style import TextStyle

EM, LATIN = 20, 14
_SHORT = 7 * EM  # the longest head that stands in one line where there is room
_SPARE = 5  # twentieths of an em that a line is given beyond its text; together with narrower digits below one em
_OPENING, _CLOSING = "（《〈“‘【(", "）》〉”’】、，；：。)"
_UNIT = compiled(f"[{_OPENING}]*(?:[!-~]+|.)[{re.escape(_CLOSING)}]*", re.DOTALL)  # what stays on one line
_LOOSE = 3  # whole ems that are too many to be shared out among the characters of a line
_HALF, BROADER = 10, 13  # twentieths of an em that a digit of text takes: in Times New Roman, in what replaces it
_CHINESE = "\u3400-\u9fff"
_ONE, _JOINED = compiled(f"[{_CHINESE}]"), compiled(f"[!-~{_OPENING}]")


@lru_cache(maxsize=4096)
def breadth(text: str, latin: int = LATIN) -> int:
    """Return the twentieths of an em that a line takes."""
    narrow = _narrow(text)
    return narrow * latin + (len(text) - narrow) * EM


@lru_cache(maxsize=4096)
def _narrow_and_broad(unit: str) -> tuple[int, int]:
    narrow = _narrow(unit)
    return narrow, len(unit) - narrow


def _narrow(text: str) -> int:
    """Return how many characters are narrow."""
    return len(text) if text.isascii() else sum([char < "\u0300" for char in text])


def is_torn(text: str, style: TextStyle, width: int) -> bool:
    """Whether justified text would have a line pulled apart, since a broad unit, as a long number, does not fit in it.

    Some programs leave a quarter of an em beside digits in any case, and not every computer has the right fonts.
    """
    units = [*map(_narrow_and_broad, _UNIT.findall(text))]
    gaps, em = (0, style.size * 10 // 4), style.size * 10 + style.spacing
    if all((narrow + broad) * em + gaps[1] < _LOOSE * em for narrow, broad in units):
        return False
    return any(
        max(_left_over(units, style, width, gap, digit), default=0) >= _LOOSE
        for gap, digit in product(gaps, (_HALF, BROADER))
    )


def _left_over(units: Iterable[tuple[int, int]], style: TextStyle, width: int, gap: int, digit: int) -> Iterator[int]:
    """Yield the ems that each line but the last leaves free.

    Args:
        units: how many narrow and how many broad characters each piece has that stays on one line.
        gap: twips between Chinese and Latin.
        digit: twentieths of an em that a digit takes.
    """
    em = style.size * 10 + style.spacing
    free, latin = width - style.indent * em, False
    for narrow, broad in units:
        taken = narrow * (style.size * digit // 2 + style.spacing) + broad * em + gap * (latin != bool(narrow))
        latin = bool(narrow)
        if taken > free + em // 2:  # a mark may be half as broad at the end of a line
            yield free // em
            free = width
        free -= taken


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """Return the words of a line, with the marks that stay with them.

    A single character stays with the word before, unless it is in brackets.
    """
    known = spoken().pattern("断行")
    pattern = (
        f"[{_OPENING}]*(?:{known}|[!-~]+[年月日%]?|[{_CHINESE}](?:(?!{known})[{_CHINESE}])?|[^{_OPENING}])?的?"
        f"[{re.escape(_CLOSING)}]*"
    )
    found: list[str] = []
    for piece in filter(None, compiled(pattern).findall(text)):
        single = len(_ONE.findall(piece)) == 1 and not _JOINED.search(piece)
        if found and (single or len(found[-1]) == 1):
            found[-1] += piece
        else:
            found.append(piece)
    return tuple(found)


@lru_cache(maxsize=4096)
def lines(text: str, most: int) -> tuple[int, ...]:
    """Return the breadths of the lines of a text that breaks between words only; empty if a line would exceed `most`.

    The first line is the longest. All but the last are less than an em shorter, or Word would break them elsewhere.
    """
    words = [breadth(piece) for piece in pieces(text)]
    found = [
        taken for end in accumulate(words) if end <= most for taken in [_line_widths(words, end)] if _is_even(taken)
    ]
    return min(found, key=lambda taken: (len(taken), taken[0]), default=())


def _line_widths(words: list[int], most: int) -> tuple[int, ...]:
    taken = [0]
    for word in words:
        if taken[-1] + word > most and taken[-1]:
            taken.append(0)
        taken[-1] += word
    return tuple(taken)


def _is_even(taken: tuple[int, ...]) -> bool:
    return all(taken[0] - EM < one <= taken[0] for one in taken[:-1]) and taken[-1] <= taken[0]


@lru_cache(maxsize=4096)
def degrees(text: str, most: int) -> tuple[int, int, int, int, int]:
    """Return five breadths for the column of a head, from narrow to wide.

    They fit its longest word; the head in `most` lines (twice); in three lines; in two, or in one if it is short.
    """
    words = [breadth(piece) for piece in pieces(text)]
    found = [taken for end in accumulate(words) for taken in [_line_widths(words, end)] if _is_even(taken)]
    several, three, two = (
        min((taken[0] for taken in found if len(taken) <= count), default=sum(words)) for count in (most, 3, 2)
    )
    short = sum(words) if sum(words) <= _SHORT else two
    several, three = min(several, short), min(three, short)
    longest = max(words, default=0)
    return longest + _SPARE, several + _SPARE, several + _SPARE, three + _SPARE, short + _SPARE


def narrowed(text: str, size: int, width: int, latin: int = LATIN, lines_more: bool = True) -> int:
    """Return the twips of indent, left and right together, with which a text breaks between words; 0 if it needs none.

    Args:
        size: half-points; an em of it is ten times as many twips.
        width: twips from side to side.
        latin: twentieths of an em that a digit takes, for telling whether the text stands in one line.
        lines_more: it may take more lines than if it broke at any character.
    """
    room = width * 2 // size
    if breadth(text, latin) <= room:
        return 0
    taken = lines_within(text, size, width)
    if not lines_more and len(taken) > -(-breadth(text) // room):
        return 0
    return max(0, width - (taken[0] + _SPARE) * size // 2) if len(taken) > 1 else 0


def lines_within(text: str, size: int, width: int) -> tuple[int, ...]:
    """Return the breadths of the lines of a text that breaks between words, in a width in twips; empty if it cannot."""
    return () if "\n" in text else lines(text, width * 2 // size - _SPARE)
