"""Mistakes in the values of a profile: patterns (同比), pieces (片段), and the region's own words (用语)."""

from collections.abc import Iterator

from reportgen.diagnostics import Location, did_you_mean, listed
from reportgen.lexicon import Lexicon, WrongWord, of, pattern_of
from reportgen.patterns import compiled
from reportgen.profile.models import ProfileFile
from reportgen.quantity import Zero
from reportgen.records import dataclass, field
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, below, scalars
from reportgen.vocabulary import Vocabulary

_DEEPEST, _LARGEST = 20, 10_000  # levels of pieces within pieces; texts of a piece with all that are put in
_PART = compiled(r"\{(\w+)\}")
_CHANGED = ("主", "基", "无", "词", "额", "率词", "率", "倍", "因")
# Keys of 同比 that are patterns, and the parts that they may have.
_PATTERNS = {
    **dict.fromkeys(("变动", "率", "倍", "上年无", "持平", "基本持平", "均无", "因", "同因"), _CHANGED),
    **dict.fromkeys(("完成", "未列预算"), ("基", "无", "率")),
}


def check(file: ProfileFile, node: Mapping, problems: Problems) -> None:
    """Add all mistakes but those of 用语 to `problems`; `node` is the profile that `file` was decoded from."""
    if "缺省" not in file.precisions:
        problems.add("缺少的键", "“口径精度”里缺少“缺省”", _at(node, "口径精度"), hint="如 缺省: {单位: 万元, 小数: 2}")
    if file.in_text.zero is Zero.BLANK:
        problems.add("取值", "文中的零不能是空白", _at(node, "文中金额", "零"), hint="写“0”或“照小数”")
    _check_pattern(node.get("占比"), ("率",), problems)
    for name, wording in file.changes.items():
        for key, verbs in (("词", wording.verbs), ("率词", wording.rate_verbs)):
            if len(verbs) != 2:
                problems.add("取值", f"“{key}”要写两个", _at(node, "同比", name, key), hint="如 [增加, 减少]")
        for key, parts in _PATTERNS.items():
            _check_pattern(below(node, "同比", name, key), parts, problems)
    before = len(problems)
    for name in file.pieces:
        _check_piece(name, file.pieces, problems)
    if len(problems) == before:
        _check_sizes(file.pieces, problems)


def _check_pattern(pattern: Node | None, parts: tuple[str, ...], problems: Problems) -> None:
    for part in _PART.findall(pattern.text) if isinstance(pattern, Scalar) else ():
        if part not in parts:
            assert pattern is not None
            problems.add(
                "取值", f"没有“{{{part}}}”", pattern.at, hint=f"可用的有：{listed([f'{{{p}}}' for p in parts])}"
            )


def _check_piece(name: str, pieces: dict[str, Node], problems: Problems) -> None:
    """Refuse a piece that contains itself, directly or in another piece."""
    seen: set[str] = set()
    waiting = list(_pieces_in(pieces[name], pieces))
    while waiting:
        inner = waiting.pop()
        if inner.text == name:
            problems.add("片段", f"片段“{name}”里又用到它自己", inner.at, hint="去掉这一处")
            return
        if inner.text not in seen:
            seen.add(inner.text)
            waiting += _pieces_in(pieces[inner.text], pieces)


def _check_sizes(pieces: dict[str, Node], problems: Problems) -> None:
    """Refuse pieces within pieces that are very large once they are put in, or never end."""
    own = {name: 1 + len(scalars(node)) for name, node in pieces.items()}
    inner = {name: [piece.text for piece in _pieces_in(node, pieces)] for name, node in pieces.items()}
    sizes = own
    for _ in range(_DEEPEST):
        sizes = {name: min(own[name] + sum(sizes[piece] for piece in inner[name]), _LARGEST) for name in pieces}
    for name, node in pieces.items():
        if sizes[name] == _LARGEST or sizes[name] != own[name] + sum(sizes[piece] for piece in inner[name]):
            problems.add("片段", f"片段“{name}”一层套一层，太大了", node.at, hint="少套几层，直接写出来")
            return


def _pieces_in(node: Node, pieces: dict[str, Node]) -> Iterator[Scalar]:
    return (scalar for _, scalar in scalars(node) if scalar.text in pieces)


def _at(node: Mapping, *path: str) -> Location:
    """Return the place of a key; if it is missing, that of the nearest key above it."""
    found = next((n for i in range(len(path), 0, -1) if (n := below(node, *path[:i]))), node)
    return found.at


_SIGNS = set("[]()|…/")


def check_words(profile: Mapping, vocabulary: Vocabulary, problems: Problems) -> None:
    """Add mistakes in 用语 to `problems`: unknown places and members, words with two meanings."""
    node = profile.get("用语")
    if not isinstance(node, Mapping):
        return
    shipped = of({})
    meanings = _Meanings(shipped, problems)
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
            for word in words.items if isinstance(words, Sequence) else ():
                if isinstance(word, Scalar):
                    meanings.add(word, place.text, member.text)


def _members(place: str, shipped: Lexicon, vocabulary: Vocabulary) -> dict[str, None]:
    """Return the members that a region may give words to under this place (用语).

    These are the members that the shipped words have there, and for a dimension also the region's own.
    """
    own = vocabulary.trees.get(place, {}) if place in shipped.dimensions or place not in shipped.places else {}
    return dict.fromkeys((*shipped.places.get(place, ()), *own))


@dataclass
class _Meanings:
    """What words of 用语 mean (词义): the words that the program brings along, and those of the region so far."""

    shipped: Lexicon
    problems: Problems
    seen: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # place, word -> place, member

    def add(self, word: Scalar, place: str, member: str) -> None:
        """Add a word for a member; report one that is no pattern, or has another meaning already."""
        try:
            pattern_of(word.text)
        except WrongWord as mistake:
            self.problems.add("用语", str(mistake), word.at, hint="如 一般公共预算[财政拨款](收入|支出)")
            return
        shipped = self.shipped
        beside = shipped.dimensions if place in shipped.dimensions or place not in shipped.places else (place,)
        other = self.seen.setdefault((beside[0], word.text), (place, member))
        if other == (place, member) and not set(word.text) & _SIGNS:
            other = next(((p, m) for p in beside if (m := shipped.whole(p, word.text))), other)
        if other != (place, member):
            what = f"“{word.text}”已经是{other[0]}“{other[1]}”的说法"
            self.problems.add("用语", what, word.at, hint="一个词只能有一个意思：改用更完整的说法，或者从另一处删去")
