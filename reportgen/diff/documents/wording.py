"""The words of one place on both sides (措辞): what stayed, which numbers moved, which words are other ones."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from reportgen.diff.changes import ChangeKind, DocumentChange, DocumentPlace, Element, Segment, SegmentKind, Segments
from reportgen.diff.documents.aligning import Pair, equal_pairs, in_one_order, stretches
from reportgen.diff.documents.tokens import DIRECTION, TokenKind, WordRules, WordToken, clean, tokens
from reportgen.document import Run, Runs, Text

_KEPT = {TokenKind.YEAR: SegmentKind.YEAR, TokenKind.SPACE: SegmentKind.SPACE}
# What follows from the case of a change: 比…增加#万元，增长#% or 与…持平, 上年无此项预算.
_PHRASE = re.compile(rf"(?:[比与，、；（）%#]|[万亿千]?元|{DIRECTION.pattern}|(?:基本)?持平|上年无此项预算)+")
_CASE = re.compile(rf"#|持平|无此项|{DIRECTION.pattern}")  # without these it is commas or a unit
Places = tuple[DocumentPlace, DocumentPlace]  # on the old side, on the new one

CHANCE = 3  # words in a row that stay by chance
_PUNCTUATION = frozenset("，。、；：！？（）()“”《》,.;:")


class BothRules(NamedTuple):
    """How the words of both sides are compared.

    Attributes:
        renumbered: whether items came or went, so that the numbers of the others follow and are no change.
    """

    old: WordRules
    new: WordRules
    renumbered: bool = True


class _Stretch(NamedTuple):
    """Neighbouring tokens: `paired` one by one, or the tokens of both sides between two pairs."""

    old: tuple[WordToken, ...]
    new: tuple[WordToken, ...]
    paired: bool


def segments(old: Runs, new: Runs, sides: BothRules, *, listed: bool = True) -> Segments:
    """The words of both sides as segments in their order; each side is complete."""
    left, right = tokens(old, sides.old, listed=listed), tokens(new, sides.new, listed=listed)
    pairs = equal_pairs([token.key for token in left], [token.key for token in right])
    pairs = sorted([*pairs, *_as_they_were(left, right, pairs)])
    parts = _without_islands(list(_stretches(left, right, pairs)))
    found = tuple(_joined(segment for part in parts for segment in _segments(part, sides.renumbered)))
    return (Segment(SegmentKind.SPACE, old, new),) if kind_of(found) and clean(old) == clean(new) else found


def _as_they_were(old: Sequence[WordToken], new: Sequence[WordToken], pairs: list[Pair]) -> Iterator[Pair]:
    """Pairs between the pairs with equal text but other keys: years that stay when the document moves on."""
    for i, i_end, j, j_end in stretches(pairs, len(old), len(new)):
        if [token.text for token in old[i:i_end]] == [token.text for token in new[j:j_end]]:
            yield from zip(range(i, i_end), range(j, j_end), strict=True)


def _stretches(old: Sequence[WordToken], new: Sequence[WordToken], pairs: list[Pair]) -> Iterator[_Stretch]:
    merged = in_one_order(pairs, len(old), len(new))
    for paired, group in groupby(merged, lambda pair: None not in pair):
        places = list(group)
        left = tuple(old[i] for i, _ in places if i is not None)
        yield _Stretch(left, tuple(new[j] for _, j in places if j is not None), paired)


def _without_islands(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches, where a few words that stayed by chance inside a change are part of the change."""
    at = 1
    while at < len(stretches) - 1:
        before, island, after = stretches[at - 1 : at + 2]
        if island.paired and _weight(island) <= min(CHANCE, _size(before), _size(after)) and not _numbers(island):
            old = before.old + island.old + after.old
            stretches[at - 1 : at + 2] = [_Stretch(old, before.new + island.new + after.new, paired=False)]
            at = max(1, at - 2)
        else:
            at += 1
    return stretches


def _weight(stretch: _Stretch) -> int:
    return sum(1 for token in stretch.old if token.sort is not TokenKind.SPACE and token.text not in _PUNCTUATION)


def _size(stretch: _Stretch) -> int:
    return max(len(stretch.old), len(stretch.new))


def _numbers(stretch: _Stretch) -> bool:
    return any(token.sort in (TokenKind.NUMBER, TokenKind.YEAR) for token in stretch.old)


def _segments(stretch: _Stretch, renumbered: bool) -> Iterator[Segment]:
    if stretch.paired:
        for left, right in zip(stretch.old, stretch.new, strict=True):
            yield Segment(_kept(left, right, renumbered), (left.run,), (right.run,))
        return
    old, new = (tuple(token.run for token in side) for side in (stretch.old, stretch.new))
    sorts = {token.sort for token in stretch.old + stretch.new}
    if sorts == {TokenKind.SPACE}:
        yield Segment(SegmentKind.SPACE, old, new)
    elif sorts - {TokenKind.NUMBER, TokenKind.YEAR} and _follows(stretch):
        yield Segment(SegmentKind.NUMBER, old, new)
    elif sorts <= {TokenKind.NUMBER, TokenKind.YEAR} and len(old) == len(new) and not _another_figure(stretch):
        yield from (Segment(SegmentKind.NUMBER, (one,), (other,)) for one, other in zip(old, new, strict=True))
    else:
        yield Segment(SegmentKind.WORDS, old, new)


def _another_figure(stretch: _Stretch) -> bool:
    """Whether the names of figures say that the sentence speaks of another figure now."""
    return any(one.key[0] == other.key[0] == "=" for one, other in zip(stretch.old, stretch.new, strict=True))


def _follows(stretch: _Stretch) -> bool:
    """Whether both sides hold nothing but what follows from the case of a change, as 增加#万元 or 持平."""
    said = ["".join("#" if token.sort is TokenKind.NUMBER else token.text for token in side) for side in stretch[:2]]
    return all(_PHRASE.fullmatch(side) for side in said if side) and (
        sorted(said) == ["与", "比"] or any(map(_CASE.search, said))
    )


def _kept(old: WordToken, new: WordToken, renumbered: bool) -> SegmentKind:
    """The kind of a segment of two tokens with equal keys."""
    if new.sort is TokenKind.SERIAL and renumbered and old.text != new.text:
        return SegmentKind.SERIAL
    return SegmentKind.SAME if old.text == new.text else _KEPT.get(new.sort, SegmentKind.NUMBER)


def _joined(found: Iterable[Segment]) -> Iterator[Segment]:
    """The segments, neighbours of one kind joined; numbers stay single."""
    for kind, group in groupby(found, lambda segment: segment.kind):
        alike = list(group)
        if kind is SegmentKind.NUMBER:
            yield from alike
        else:
            old = _runs(run for segment in alike for run in segment.old)
            yield Segment(kind, old, _runs(run for segment in alike for run in segment.new))


def _runs(runs: Iterable[Run]) -> Runs:
    """The runs, neighbouring texts joined."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if isinstance(run, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def kind_of(found: Segments) -> ChangeKind | None:
    """WORDING where words changed, NUMBER where numbers alone did, None where nothing did."""
    happened = {segment.kind for segment in found if segment.changed}
    return ChangeKind.WORDING if SegmentKind.WORDS in happened else ChangeKind.NUMBER if happened else None


def whole(runs: Runs, *, old: bool) -> Segments:
    """The segment of words that stand on one side alone."""
    return (Segment(SegmentKind.WORDS, runs, ()) if old else Segment(SegmentKind.WORDS, (), runs),) if runs else ()


def marks(keys: str) -> frozenset[str]:
    """The pairs of neighbouring tokens of masked words, punctuation left out: similarity is judged by them."""
    parts = [part for part in keys.split("\x1f") if part not in _PUNCTUATION]
    return frozenset(a + b for a, b in pairwise(("", *parts, "")))


def change(what: Element, old: Runs, new: Runs, at: Places, sides: BothRules) -> Iterator[DocumentChange]:
    """The change between words on both sides, if there is one."""
    if old != new:
        found = segments(old, new, sides)
        if kind := kind_of(found):
            yield DocumentChange(kind, what, *at, found)


def alone(
    what: Element, runs: Runs, *, old: DocumentPlace | None = None, new: DocumentPlace | None = None
) -> DocumentChange:
    """The change of words that stand on one side alone."""
    return DocumentChange(
        ChangeKind.REMOVED if old else ChangeKind.ADDED, what, old, new, whole(runs, old=old is not None)
    )
