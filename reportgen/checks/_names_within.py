"""Names that are looked for in many texts (话里的名称), and which of them stand in one."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import cached_property

_FEW = 60  # names that are simply looked for one by one
_HEAD = 2  # letters that a name begins with
_NEAR = 8  # of very many names, so many on each side of a word are near it


class KnownNames:
    """Names in their order, each once; a text is looked through once, however many they are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places = {name: at for at, name in enumerate(dict.fromkeys(names)) if name}

    def __iter__(self) -> Iterator[str]:
        """Yield the names in their order."""
        return iter(self._places)

    def within(self, text: str) -> list[str]:
        """Return the names that stand in the text, in the order of the names."""
        if len(self._places) <= _FEW:
            return [name for name in self._places if name in text]
        own = {
            word
            for at in range(len(text))
            for head in {text[at : at + _HEAD], text[at]}
            for length in self._lengths.get(head, ())
            if (word := text[at : at + length]) in self._places
        }
        return sorted(own, key=self._places.__getitem__)

    def near(self, word: str) -> list[str]:
        """Return the names that may be like a word: all of few, of many those near it by beginning or by end."""
        if len(self._places) <= _FEW:
            return [*self._places]
        (begin, ends), back = self._orders, word[::-1]
        at, behind = bisect(begin, word), bisect(ends, back)
        own = (
            *begin[max(0, at - _NEAR) : at + _NEAR],
            *(name[::-1] for name in ends[max(0, behind - _NEAR) : behind + _NEAR]),
        )
        return sorted({*own}, key=self._places.__getitem__)

    @cached_property
    def _orders(self) -> tuple[list[str], list[str]]:
        """The names in their alphabetical order, and read backwards in theirs."""
        return sorted(self._places), sorted(name[::-1] for name in self._places)

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """First letters of names, of a name of one letter that letter -> how long names are that begin so."""
        found: dict[str, set[int]] = {}
        for name in self._places:
            found.setdefault(name[:_HEAD], set()).add(len(name))
        return {head: sorted(lengths) for head, lengths in found.items()}
