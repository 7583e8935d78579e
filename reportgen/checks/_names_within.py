"""Names that are looked for in many texts (话里的名称), and which of them stand in one."""

from collections.abc import Iterable
from functools import cached_property

_FEW = 60  # names that are simply looked for one by one
_HEAD = 2  # letters that a name begins with


class Names:
    """Names in their order, each once; a text is looked through once, however many they are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places = {name: at for at, name in enumerate(dict.fromkeys(names)) if name}

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

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """First letters of names, of a name of one letter that letter -> how long names are that begin so."""
        found: dict[str, set[int]] = {}
        for name in self._places:
            found.setdefault(name[:_HEAD], set()).add(len(name))
        return {head: sorted(lengths) for head, lengths in found.items()}
