"""What a region's own words (用语) can get wrong: a place or a member that there is not, a word of two meanings."""

from collections.abc import Iterator

from reportgen.diagnostics import did_you_mean
from reportgen.lexicon import Lexicon, WrongWord, of, pattern_of
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence
from reportgen.vocabulary import Vocabulary

_SIGNS = set("[]()|…/")
_Seen = dict[tuple[str, str], tuple[str, str]]  # (place, word) -> what it was said to mean


def check_words(profile: Mapping, vocabulary: Vocabulary, problems: Problems) -> None:
    """Tells everything in `problems`; `profile` is the node of the merged profile."""
    node = profile.get("用语")
    if not isinstance(node, Mapping):
        return
    shipped, seen = of({}), _Seen()
    for place, members in node.entries:
        known = _members(place.text, shipped, vocabulary)
        if not known:
            there = dict.fromkeys((*shipped.places, *vocabulary.trees))
            problems.add("用语", f"没有“{place.text}”这一类用语", place.at, hint=did_you_mean(place.text, there))
            continue
        for member, words in members.entries if isinstance(members, Mapping) else ():
            if member.text not in known:
                hint = did_you_mean(member.text, known)
                problems.add("用语", f"“{place.text}”里没有“{member.text}”", member.at, hint=hint)
            for word in _scalars(words):
                _check_word(word, place.text, member.text, shipped, seen, problems)


def _members(place: str, shipped: Lexicon, vocabulary: Vocabulary) -> dict[str, None]:
    """What words of the place may mean: what the shipped words mean, of a dimension also the region's own members."""
    own = vocabulary.trees.get(place, {}) if place in shipped.dimensions or place not in shipped.places else {}
    return dict.fromkeys((*shipped.places.get(place, ()), *own))


def _check_word(
    word: Scalar,
    place: str,
    member: str,
    shipped: Lexicon,
    seen: _Seen,
    problems: Problems,
) -> None:
    try:
        pattern_of(word.text)
    except WrongWord as mistake:
        problems.add("用语", str(mistake), word.at, hint="如 一般公共预算[财政拨款](收入|支出)")
        return
    beside = shipped.dimensions if place in shipped.dimensions or place not in shipped.places else (place,)
    other = seen.setdefault((beside[0], word.text), (place, member))
    if other == (place, member) and not set(word.text) & _SIGNS:
        other = next(((p, m) for p in beside if (m := shipped.whole(p, word.text))), other)
    if other != (place, member):
        what = f"“{word.text}”已经是{other[0]}“{other[1]}”的说法"
        problems.add("用语", what, word.at, hint="一个词只能有一个意思：改用更完整的说法，或者从另一处删去")


def _scalars(node: Node) -> Iterator[Scalar]:
    yield from (item for item in (node.items if isinstance(node, Sequence) else ()) if isinstance(item, Scalar))
