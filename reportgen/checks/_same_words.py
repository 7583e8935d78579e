"""Which number the budget file has between the same words as those around a printed number (同一句里的数)."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import count

from reportgen.records import NamedTuple

_ENOUGH = 6  # letters around a number that are enough to find its sentence
_DIGITS = r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)*(?![0-9])"
_SIDES = ((24, 24), (8, 8), (8, 2), (2, 8), (4, 4))  # letters before and after a number that have to be the same
_NEAR, _FAR = min(map(min, _SIDES)), max(map(max, _SIDES))  # so many in any case, and at the most
_FEW = 40  # numbers between the same two letters that are simply looked through
_Key = tuple[str | None, str | None]  # how a number is found: by the letters beside it


def same_words(corpus: str, text: str, start: int, stop: int, page: str = "") -> str:
    """Return the number that the corpus has between the same words as those around this number.

    Args:
        page: all that is printed. A line of the corpus that stands there as it is, is not printed wrong here, where
            only a few words are the same.

    Returns:
        This number itself if it is among several; "" if the corpus does not have these words.
    """
    own, ahead = text[start:stop], text[max(0, start - _FAR) : start].rpartition("\n")[2]
    behind = text[stop : stop + _FAR].partition("\n")[0]
    among = _beside(corpus, ahead, behind, start == 0) if len(ahead) + len(behind) >= _ENOUGH else []
    for before, after in _SIDES if among else ():
        left, right = ahead[-before:], behind[:after]
        if len(left) + len(right) < _ENOUGH:
            continue
        same = [numbers.between(left, right) for numbers in among]
        if any(own in alike.digits for some in same for alike in some):
            return own
        on = None if (before, after) == _SIDES[0] else page
        if found := next(filter(None, (_first(some, on) for some in same)), None):
            return found.digits
    return ""


class _NumberInLine(NamedTuple):
    """A number in a line of the corpus, and the letters beside it, as many as are compared."""

    digits: str
    before: str
    after: str
    line: str
    at: int  # its place among all of them

    def is_between(self, left: str, right: str) -> bool:
        """Whether it is between these words; a short line need not have all of them."""
        before, after = self.before, self.after
        if before.endswith(left) and after.startswith(right):
            return True
        enough = min(len(before), len(left)) + min(len(after), len(right)) >= _ENOUGH
        if not (enough and left and right):
            return False
        return right.startswith(after[: len(right)]) and left.endswith(before[-len(left) :])


class _Alike:
    """Numbers of the corpus between the same words, in their order."""

    def __init__(self, numbers: Sequence[_NumberInLine]) -> None:
        self._numbers = numbers
        self.first = numbers[0]
        self._on: tuple[str, _NumberInLine | None] | None = None

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers as they are written."""
        return frozenset(number.digits for number in self._numbers)

    def unprinted(self, page: str) -> _NumberInLine | None:
        """Return the first whose line does not stand on the page as it is; looked for once for each page."""
        if self._on is None or self._on[0] != page:
            own = _lines_of(page)
            self._on = page, next((n for n in self._numbers if n.line not in own and n.line not in page), None)
        return self._on[1]


@lru_cache(maxsize=1)
def _lines_of(page: str) -> frozenset[str]:
    return frozenset(page.split("\n"))


class _Numbers(list[_NumberInLine]):
    """Numbers with the same letters right beside them; of many, those with more letters alike are found by these."""

    def near(self, left: str, right: str) -> "_Numbers":
        """Return those beside which a line may have these few letters, as far as it has so many; of many, all."""
        if len(self) > _FEW:
            return self
        before, after = len(left), len(right)
        near = (number for number in self if right.startswith(number.after[:after]))
        return _Numbers(number for number in near if not left or left.endswith(number.before[-before:]))

    def between(self, left: str, right: str) -> list[_Alike]:
        """Return the numbers between these words; a short line need not have all of them."""
        if len(self) <= _FEW:
            same = [number for number in self if number.is_between(left, right)]
            return [_Alike(same)] if same else []
        known = self._by_words(len(left), len(right))
        short = [(words, known[words]) for words in _tails(left) if words in known] if left and right else ()
        found = [
            alike
            for ahead, some in short
            for end in range(max(0, _ENOUGH - len(ahead)), len(right) + 1)
            if (alike := some.get(right[:end])) and (ahead, end) != (left, len(right))
        ]
        whole = known.get(left, {}).get(right)
        return [*found, whole] if whole else found

    def _by_words(self, before: int, after: int) -> dict[str, dict[str, _Alike]]:
        """Return so many letters before a number -> so many behind it -> the numbers; each is put in order once."""
        known = self._known.get((before, after))
        if known is None:
            same: dict[str, dict[str, list[_NumberInLine]]] = {}
            for number in self:
                ahead = number.before[-before:] if before else ""
                same.setdefault(ahead, {}).setdefault(number.after[:after], []).append(number)
            known = {ahead: {words: _Alike(some) for words, some in own.items()} for ahead, own in same.items()}
            self._known[before, after] = known
        return known

    @cached_property
    def _known(self) -> dict[tuple[int, int], dict[str, dict[str, _Alike]]]:
        return {}


def _first(same: Sequence[_Alike], page: str | None) -> _NumberInLine | None:
    """Return the first of these numbers; with a page, the first in a line that the page does not print."""
    found = [one for alike in same if (one := alike.first if page is None else alike.unprinted(page))]
    return min(found, key=lambda one: one.at, default=None)


def _tails(words: str) -> Iterator[str]:
    return (words[len(words) - length :] for length in range(len(words) + 1))


def _beside(corpus: str, ahead: str, behind: str, opens: bool) -> list[_Numbers]:
    """Return numbers with the same letters beside them; where there are some on both sides, a line may have one less.

    `opens`: the number's line begins with the number or with what stands before it here.
    """
    known, last, first = _numbers_beside(corpus), ahead[-1:], behind[:1]
    edges: tuple[_Key, ...] = ((None, first), (last, None)) if last and first else ()
    own = (None if opens and not last else last, first)
    beside = (numbers.near(ahead[-_NEAR:], behind[:_NEAR]) for key in (own, *edges) if (numbers := known.get(key)))
    return [numbers for numbers in beside if numbers]


@lru_cache(maxsize=1)
def _numbers_beside(corpus: str) -> dict[_Key, _Numbers]:
    """Return each number of the lines under several keys: the letters right beside it, and each of the two alone.

    None in place of a letter: the line begins, or ends, with the number. Numbers beside too few letters are left out.
    """
    found: dict[_Key, _Numbers] = {}
    at = count()
    for line in dict.fromkeys(corpus.split("\n")):
        for number in re.finditer(_DIGITS, line) if len(line) > _ENOUGH else ():
            start, end = number.span()
            one = _NumberInLine(number[0], line[max(0, start - _FAR) : start], line[end : end + _FAR], line, next(at))
            if len(one.before) + len(one.after) < _ENOUGH:
                continue
            before, behind = one.before[-1:], one.after[:1]
            edges = ((None, behind),) * (not before) + ((before, None),) * (not behind)
            for key in {(before, behind), ("", behind), (before, ""), *edges}:
                found.setdefault(key, _Numbers()).append(one)
    return found
