"""The words of the field (用语): place -> member -> words. Shipped in data/words/; a region's come before them.

`using` settles the words for reading and checking one document; `spoken` gives them wherever they are needed. Without
a known region the shipped words are used.

How words are written: `一般公共[预算][收入|支出]`: square brackets hold what may be missing, `|` stands between
alternatives; `(甲|乙)` is one of them; `…` any words. A punctuation mark stands for its narrow and its wide form.
Anything else is a regular expression between slashes: `/面向中小企业.{0,12}/`.

The kind of a document (`DocumentKind`), whatever a region calls its 文种, is recognised by words as well.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property, lru_cache
from pathlib import Path

from reportgen import resources, source
from reportgen.kept import Shelf
from reportgen.patterns import compiled

_KEPT = Shelf("words")
Words = tuple[str, ...]
Places = Mapping[str, Mapping[str, Words]]
_SLOT = compiled("«(?P<place>[^«:»]+)(?::(?P<members>[^«»]+))?»")
Patterned = tuple[tuple[str, str], ...]
Frozen = tuple[tuple[str, tuple[tuple[str, Words], ...]], ...]


class Lexicon:
    """All known words; each pattern is compiled once. `of` returns the same object for the same words."""

    def __init__(self, own: Places) -> None:
        self._own = own
        self._patterns: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
        self._joined: dict[tuple[str, str], str] = {}
        self._forms: dict[str, re.Pattern[str]] = {}
        self._limits: dict[str, dict[str, tuple[Decimal, ...]]] = {}

    @cached_property
    def places(self) -> dict[str, dict[str, Words]]:
        """Place -> member -> words, the region's first."""
        found: dict[str, dict[str, Words]] = {}
        for places in (self._own, *_shipped().values()):
            for place, members in places.items():
                here = found.setdefault(place, {})
                for member, words in members.items():
                    here[member] = (*here.get(member, ()), *words)
        return found

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The places in the words whose members are those of a dimension (资金, 性质 …), the region's own ones too."""
        elsewhere = {place for name, places in _shipped().items() if name != "terms" for place in places}
        return tuple(place for place in self.places if place not in elsewhere)

    def rows(self, *places: str) -> Iterator[tuple[str, str, str]]:
        """Yield (place, member, pattern of its words) of these places; the region's first."""
        for level in self._levels:
            for place in filter(places.__contains__, level):
                yield from ((place, member, pattern) for member, pattern in level[place])

    def limits(self, place: str) -> dict[str, tuple[Decimal, ...]]:
        """Return member -> the numbers that it has instead of words: the least and the most."""
        if place not in self._limits:
            members = self.places.get(place, {}).items()
            self._limits[place] = {member: tuple(map(Decimal, words[:2])) for member, words in members}
        return self._limits[place]

    def patterns(self, place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Return (member, pattern of its words) of a place, in order: the first that fits counts."""
        if place not in self._patterns:
            self._patterns[place] = tuple((member, compiled(p)) for member, p in self._members_of(place))
        return self._patterns[place]

    @cached_property
    def _levels(self) -> tuple[dict[str, Patterned], ...]:
        """Place -> patterns of its members, of the region and of each shipped file."""
        own = _KEPT.get(_frozen(self._own), lambda: _patterned(self._own))
        shipped = _KEPT.get("patterns", lambda: [*map(_patterned, _shipped().values())])
        return own, *shipped

    def _members_of(self, place: str) -> Iterator[tuple[str, str]]:
        """Yield (member, pattern of its words as text) of a place; the region's first."""
        for level in self._levels:
            yield from level.get(place, ())

    def pattern(self, place: str, member: str = "") -> str:
        """Return one pattern, as text, for all words of a place or of one member."""
        key = (place, member)
        if key not in self._joined:
            self._joined[key] = "|".join(p for name, p in self._members_of(place) if member in ("", name))
        return self._joined[key]

    def form(self, form: str) -> re.Pattern[str]:
        """Compile a regular expression with words put in: `«比较:与 和»` two members, `«持平»` the whole place."""
        if form not in self._forms:
            self._forms[form] = compiled(_SLOT.sub(self._in_slot, form), re.S)
        return self._forms[form]

    def _in_slot(self, slot: re.Match[str]) -> str:
        members = (slot["members"] or "").split() or [""]
        words = [self.pattern(slot["place"], member) for member in members]
        if not all(words):
            raise LookupError(f"no words: {slot[0]}")  # an empty pattern would be found everywhere
        return f"(?:{'|'.join(words)})"

    @cached_property
    def own_words(self) -> Words:
        """The region's words, as written."""
        return tuple(word for members in self._own.values() for words in members.values() for word in words)

    def whole(self, place: str, text: str) -> str:
        """Return the member that the whole text is a word of, or ""."""
        found = _whole(self, place, text)
        return found[0] if found else ""

    def is_word_of(self, place: str, member: str, text: str) -> bool:
        """Whether the whole text is a word of this member; it may be a word of other members too."""
        return member in _whole(self, place, text)

    def within(self, place: str, text: str) -> str:
        """Return the first member with a word in the text, or ""."""
        return next((member for member, pattern in self.patterns(place) if pattern.search(text)), "")


@lru_cache(maxsize=8192)
def _whole(lexicon: Lexicon, place: str, text: str) -> Words:
    return tuple(member for member, pattern in lexicon.patterns(place) if pattern.fullmatch(text))


def _patterned(places: Places) -> dict[str, Patterned]:
    """Return place -> (member, pattern of its words as text)."""
    return {
        place: tuple((member, f"(?:{_either(words)})") for member, words in members.items() if words)
        for place, members in places.items()
    }


def _either(words: Words) -> str:
    """Return one pattern with a branch for each alternative: `re` skips branches by first letters, but not groups."""
    return "|".join(_by_first_letter(_alternatives(word)) for word in words)


_FEW_LETTERS = compiled(r"\[([^\]\[\\^-]{2,10}|0-9)\](?![*+?{])([^|]+)")


def _by_first_letter(pattern: str) -> str:
    """Return a pattern that begins with one of a few letters as one alternative for each: `re` skips to these."""
    found = _FEW_LETTERS.fullmatch(pattern)
    letters = "0123456789" if found and found[1] == "0-9" else found[1] if found else ""
    return "|".join(re.escape(letter) + found[2] for letter in letters) if found else pattern


def of(own: Places) -> Lexicon:
    """Return the shipped words with a region's before them."""
    return _of(_frozen(own))


def _frozen(own: Places) -> Frozen:
    return tuple((place, tuple((m, tuple(w)) for m, w in members.items())) for place, members in own.items())


@lru_cache(maxsize=8)
def _of(own: Frozen) -> Lexicon:
    return Lexicon({place: dict(members) for place, members in own})


_ALONE = _of(())
_SPOKEN: ContextVar[Lexicon] = ContextVar("spoken", default=_ALONE)
spoken = _SPOKEN.get  # returns the words of the `using` block that is running; outside of any, the shipped words


@contextmanager
def using(lexicon: Lexicon) -> Iterator[None]:
    """Use these words inside the `with` block."""
    token = _SPOKEN.set(lexicon)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@cache
def _shipped() -> dict[str, dict[str, dict[str, Words]]]:
    """The words of data/words/, by file."""
    return _KEPT.get("words", lambda: {path.stem: _read(path) for path in sorted(resources.words().glob("*.yaml"))})


def _read(path: Path) -> dict[str, dict[str, Words]]:
    root = source.read(path)
    return {
        place.text: {member.text: _words(words) for member, words in node.entries}
        for place, node in root.entries
        if isinstance(node, source.Mapping)
    }


def _words(node: source.Node) -> Words:
    items = node.items if isinstance(node, source.Sequence) else (node,)
    return tuple(item.text for item in items if isinstance(item, source.Scalar))


_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "…": ".*"}
_CLOSES = {"[": "]", "(": ")"}
_WIDE = {"（": "[（(]", "）": "[)）]", "：": "[:：]", "，": "[,，]", "％": "[%％]", "“": '[“"]', "”": '[”"]'}


class WrongWord(ValueError):
    """A word is written wrongly; the message says how."""


def pattern_of(word: str) -> str:
    """Return the regular expression of a word.

    Raises:
        WrongWord: unbalanced brackets, or an invalid regular expression.
    """
    pattern = _alternatives(word)
    return f"(?:{pattern})" if "|" in pattern else pattern


@lru_cache(maxsize=1 << 12)
def _alternatives(word: str) -> str:
    regular = len(word) > 2 and word.startswith("/") and word.endswith("/")
    if regular:
        return _checked(word)
    _check(word)
    return "".join(_SIGNS.get(c) or _WIDE.get(c) or re.escape(c) for c in word)


def _checked(word: str) -> str:
    try:
        compiled(word[1:-1])
    except re.error as mistake:
        raise WrongWord(f"“{word}”不是正则表达式") from mistake
    return word[1:-1]


def _check(word: str) -> None:
    open_: list[str] = []
    for sign in word:
        if sign in _CLOSES:
            open_.append(_CLOSES[sign])
        elif sign in _CLOSES.values() and (not open_ or open_.pop() != sign):
            raise WrongWord(f"“{word}”的“{sign}”前面没有与它成对的括号")
        elif sign == "|" and not open_:
            raise WrongWord(f"“{word}”的“|”要写在括号里")
    if open_:
        raise WrongWord(f"“{word}”少了“{open_[-1]}”")
    if not word.strip("…[]()| "):
        raise WrongWord("不能只写括号和省略号")


class DocumentKind(Enum):
    """What a disclosure is about: the plan, what was done, its targets, or the three public expenses alone."""

    BUDGET = "预算"
    ACCOUNTS = "决算"
    TARGETS = "绩效目标"
    THREE_PUBLIC = "三公"


# The first that matches decides: 部门决算, 部门预算项目绩效目标, 2026年部门预算及“三公”经费预算公开, 部门预算公开.
_CALLED = (
    (DocumentKind.ACCOUNTS, compiled("决算")),
    (DocumentKind.TARGETS, compiled("绩效")),
    (DocumentKind.BUDGET, compiled("(?:部门|单位|整体)预算")),
    (DocumentKind.THREE_PUBLIC, compiled("三公")),
    (DocumentKind.BUDGET, compiled("预算")),
)


def folders_called(kind: str) -> tuple[str, ...]:
    """Return the folder names for a 文种, the first found counts: 部门决算; 决算, for department and units alike."""
    found = kind_called(kind)
    return tuple(dict.fromkeys((kind, *([found.value] if found else []))))


def kind_called(words: str) -> DocumentKind | None:
    """Return the kind that a 文种 or a title names; None if it names none."""
    return next((kind for kind, pattern in _CALLED if pattern.search(words)), None)
