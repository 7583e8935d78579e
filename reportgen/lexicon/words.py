"""The words of the field (用语): place → member → words. Shipped in data/words/; a region's come before them.

Which words are spoken is settled once, around the reading and checking of a document (`using`): what reads deep inside
need not be handed them. Documents of no known region are read with the shipped words.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property, lru_cache
from pathlib import Path

from reportgen import shipped, source
from reportgen.lexicon.notation import pattern_of

Words = tuple[str, ...]
Places = Mapping[str, Mapping[str, Words]]
_SLOT = re.compile("«(?P<place>[^:»]+)(?::(?P<members>[^»]+))?»")
Frozen = tuple[tuple[str, tuple[tuple[str, Words], ...]], ...]


class Lexicon:
    """All words that are known; patterns are made of them once. Two of the same words are the same object."""

    def __init__(self, shipped_files: Mapping[str, Places], own: Places) -> None:
        self._files, self._own = shipped_files, own
        self._patterns: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
        self._joined: dict[tuple[str, str], str] = {}
        self._forms: dict[str, re.Pattern[str]] = {}

    @cached_property
    def places(self) -> dict[str, dict[str, Words]]:
        """Place -> member -> words, the region's first."""
        found: dict[str, dict[str, Words]] = {}
        for places in (self._own, *self._files.values()):
            for place, members in places.items():
                here = found.setdefault(place, {})
                for member, words in members.items():
                    here[member] = (*here.get(member, ()), *words)
        return found

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The places whose members are those of a dimension: 资金, 性质 …, also what only the region has."""
        elsewhere = {place for name, places in self._files.items() if name != "terms" for place in places}
        return tuple(place for place in self.places if place not in elsewhere)

    def rows(self, *places: str) -> Iterator[tuple[str, str, str]]:
        """(place, member, pattern of its words), first the region's, which go before the shipped ones."""
        for level in (self._own, *self._files.values()):
            for place, members in level.items():
                if place in places:
                    yield from ((place, member, _either(words)) for member, words in members.items() if words)

    def patterns(self, place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """(member, pattern of its words) of a place; the first that fits is meant."""
        if place not in self._patterns:
            self._patterns[place] = tuple((member, re.compile(p)) for _, member, p in self.rows(place))
        return self._patterns[place]

    def pattern(self, place: str, member: str = "") -> str:
        """The pattern of every word of a place, or of one member, to be put into another."""
        key = (place, member)
        if key not in self._joined:
            self._joined[key] = "|".join(pattern for _, name, pattern in self.rows(place) if member in ("", name))
        return self._joined[key]

    def form(self, form: str) -> re.Pattern[str]:
        """A regular expression with words put in: `«比较:与 和»` those of two members, `«持平»` of the whole place."""
        if form not in self._forms:
            self._forms[form] = re.compile(_SLOT.sub(self._in_slot, form), re.S)
        return self._forms[form]

    def _in_slot(self, slot: re.Match[str]) -> str:
        members = (slot["members"] or "").split() or [""]
        return f"(?:{'|'.join(self.pattern(slot['place'], member) for member in members)})"

    @cached_property
    def own_words(self) -> Words:
        """The region's words, as they are written."""
        return tuple(word for members in self._own.values() for words in members.values() for word in words)

    def whole(self, place: str, text: str) -> str:
        """The member that the whole text is a word of, or nothing."""
        return next(iter(_whole(self, place, text)), "")

    def is_(self, place: str, member: str, text: str) -> bool:
        """Whether the whole text is a word of this member, may be also of others."""
        return member in _whole(self, place, text)

    def within(self, place: str, text: str) -> str:
        """The first member with a word that stands in the text, or nothing."""
        return next((member for member, pattern in self.patterns(place) if pattern.search(text)), "")


@lru_cache(maxsize=8192)
def _whole(lexicon: Lexicon, place: str, text: str) -> Words:
    return tuple(member for member, pattern in lexicon.patterns(place) if pattern.fullmatch(text))


def _either(words: Words) -> str:
    return f"(?:{'|'.join(map(pattern_of, words))})"


def of(own: Places) -> Lexicon:
    """The shipped words with a region's before them."""
    return _of(tuple((place, tuple((m, tuple(w)) for m, w in members.items())) for place, members in own.items()))


@lru_cache(maxsize=8)
def _of(own: Frozen) -> Lexicon:
    return Lexicon(_shipped(), {place: dict(members) for place, members in own})


def spoken() -> Lexicon:
    """The words that are spoken here and now."""
    return _SPOKEN.get() or _of(())


@contextmanager
def using(lexicon: Lexicon) -> Iterator[None]:
    """What is read inside is read with these words."""
    token = _SPOKEN.set(lexicon)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


_SPOKEN: ContextVar[Lexicon | None] = ContextVar("spoken", default=None)


@cache
def _shipped() -> dict[str, dict[str, dict[str, Words]]]:
    """By file: what data/words/ holds."""
    return {path.stem: _read(path) for path in sorted(shipped.words().glob("*.yaml"))}


def _read(path: Path) -> dict[str, dict[str, Words]]:
    root = source.read(path)
    return {place.text: _members(node) for place, node in root.entries if isinstance(node, source.Mapping)}


def _members(node: source.Mapping) -> dict[str, Words]:
    return {member.text: _words(words) for member, words in node.entries}


def _words(node: source.Node) -> Words:
    items = node.items if isinstance(node, source.Sequence) else (node,)
    return tuple(item.text for item in items if isinstance(item, source.Scalar))
