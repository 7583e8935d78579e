"""Two texts compared (措辞): the words that stayed, the numbers that changed, the words that changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from reportgen.diff.aligning import Pair, equal_pairs, gaps, in_one_order
from reportgen.diff.changes import ChangeKind, DocumentChange, DocumentPlace, Element, Segment, SegmentKind, Segments
from reportgen.diff.tokens import DIRECTION, PUNCTUATION, TokenKind, WordRules, WordToken, clean, tokens
from reportgen.document import Run, Runs, Text
from reportgen.patterns import compiled
from reportgen.records import NamedTuple

_KEPT = {TokenKind.YEAR: SegmentKind.YEAR, TokenKind.SPACE: SegmentKind.SPACE}
_ANY_NUMBER = "\ue000"  # stands for a number while phrases are matched
# Words that only describe a change: 比…增加3万元，增长5% or 与…持平, 上年无此项预算.
_PHRASE = compiled(rf"(?:[比与，、；（）%{_ANY_NUMBER}]|[万亿千]?元|{DIRECTION.pattern}|(?:基本)?持平|上年无此项预算)+")
_CASE = compiled(rf"{_ANY_NUMBER}|持平|无此项|{DIRECTION.pattern}")  # without these the words are only commas or a unit
_NUMBER = compiled(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_CHANCE = 3  # so many words in a row may be equal by chance

Places = tuple[DocumentPlace, DocumentPlace]  # (old place, new place)


class BothRules(NamedTuple):
    """The rules by which the words of both sides are compared.

    Attributes:
        old, new: the rules of each side.
        renumbered: whether items came or went; then new numbers of the other items are no change.
        codes: old code → new code of rows whose code changed.
    """

    old: WordRules
    new: WordRules
    renumbered: bool = True
    codes: Mapping[str, str] = MappingProxyType({})

    @property
    def years_apart(self) -> int:
        """Year of the new document minus year of the old one; 0 if both are of one year, or a year is not known."""
        return self.new.year - self.old.year


class _Stretch(NamedTuple):
    """Neighbouring tokens of both sides: either paired one by one, or all tokens between two such pairs."""

    old: tuple[WordToken, ...]
    new: tuple[WordToken, ...]
    paired: bool


def segments(old: Runs, new: Runs, sides: BothRules) -> Segments:
    """Return all words of both sides as segments in order."""
    if all(len(runs) == 1 and _NUMBER.fullmatch(runs[0].text) for runs in (old, new)):  # most cells that changed
        return (Segment(SegmentKind.SAME if old[0].text == new[0].text else SegmentKind.NUMBER, old, new),)
    left, right = tokens(old, sides.old), tokens(new, sides.new)
    pairs = equal_pairs([token.key for token in left], [token.key for token in right])
    pairs = sorted([*pairs, *_same_texts(left, right, pairs)])
    parts = _without_islands(list(_stretches(left, right, pairs)))
    found = tuple(_joined(segment for part in parts for segment in _segments(part, sides.renumbered)))
    return (Segment(SegmentKind.SPACE, old, new),) if kind_of(found) and clean(old) == clean(new) else found


def _same_texts(old: Sequence[WordToken], new: Sequence[WordToken], pairs: list[Pair]) -> Iterator[Pair]:
    """Yield pairs in gaps that have equal texts but different keys, such as a year that stayed in a later document."""
    for i, i_end, j, j_end in gaps(pairs, len(old), len(new)):
        if [token.text for token in old[i:i_end]] == [token.text for token in new[j:j_end]]:
            yield from zip(range(i, i_end), range(j, j_end), strict=True)


def _stretches(old: Sequence[WordToken], new: Sequence[WordToken], pairs: list[Pair]) -> Iterator[_Stretch]:
    merged = in_one_order(pairs, len(old), len(new))
    for paired, group in groupby(merged, lambda pair: None not in pair):
        places = list(group)
        left = tuple(old[i] for i, _ in places if i is not None)
        yield _Stretch(left, tuple(new[j] for _, j in places if j is not None), paired)


def _without_islands(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches; two changes are joined with the few words between them that are equal by chance."""
    at = 1
    while at < len(stretches) - 1:
        before, island, after = stretches[at - 1 : at + 2]
        if island.paired and _words(island) <= min(_CHANCE, _size(before), _size(after)) and not _has_numbers(island):
            old = before.old + island.old + after.old
            stretches[at - 1 : at + 2] = [_Stretch(old, before.new + island.new + after.new, paired=False)]
            at = max(1, at - 2)
        else:
            at += 1
    return stretches


def _words(stretch: _Stretch) -> int:
    return sum(1 for token in stretch.old if token.sort is not TokenKind.SPACE and token.text not in PUNCTUATION)


def _size(stretch: _Stretch) -> int:
    return max(len(stretch.old), len(stretch.new))


def _has_numbers(stretch: _Stretch) -> bool:
    return any(token.sort in (TokenKind.NUMBER, TokenKind.YEAR) for token in stretch.old)


def _segments(stretch: _Stretch, renumbered: bool) -> Iterator[Segment]:
    if stretch.paired:
        pairs = zip(stretch.old, stretch.new, strict=True)
        for kind, group in groupby(pairs, lambda pair: _kept(pair[0], pair[1], renumbered)):
            alike = list(group)
            for some in ([pair] for pair in alike) if kind is SegmentKind.NUMBER else (alike,):
                yield Segment(kind, tuple(left.run for left, _ in some), tuple(right.run for _, right in some))
        return
    old, new = (tuple(token.run for token in side) for side in (stretch.old, stretch.new))
    sorts = {token.sort for token in stretch.old + stretch.new}
    if sorts == {TokenKind.SPACE}:
        yield Segment(SegmentKind.SPACE, old, new)
    elif sorts - {TokenKind.NUMBER, TokenKind.YEAR} and _follows(stretch):
        yield Segment(SegmentKind.NUMBER, old, new)
    elif sorts <= {TokenKind.NUMBER, TokenKind.YEAR} and len(old) == len(new):
        yield from (Segment(SegmentKind.NUMBER, (one,), (other,)) for one, other in zip(old, new, strict=True))
    else:
        yield Segment(SegmentKind.WORDS, old, new)


def _kept(old: WordToken, new: WordToken, renumbered: bool) -> SegmentKind:
    """Return the kind of the segment of two paired tokens."""
    if old is new:
        return SegmentKind.SAME
    if new.sort is TokenKind.SERIAL and renumbered and old.text != new.text:
        return SegmentKind.SERIAL
    return SegmentKind.SAME if old.text == new.text else _KEPT.get(new.sort, SegmentKind.NUMBER)


def _follows(stretch: _Stretch) -> bool:
    """Whether both sides hold only words that follow from changed numbers, such as 增加3万元 or 持平."""
    said = ["".join(map(_numberless, side)) for side in (stretch.old, stretch.new)]
    return all(_PHRASE.fullmatch(side) for side in said if side) and (
        sorted(said) == ["与", "比"] or any(map(_CASE.search, said))
    )


def _numberless(token: WordToken) -> str:
    return _ANY_NUMBER if token.sort is TokenKind.NUMBER else token.text


def _joined(found: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the segments, neighbours of one kind joined; numbers stay single."""
    for kind, group in groupby(found, lambda segment: segment.kind):
        if kind is SegmentKind.NUMBER:
            yield from group
        else:
            parts = list(group)
            old = _runs(run for segment in parts for run in segment.old)
            yield Segment(kind, old, _runs(run for segment in parts for run in segment.new))


def _runs(runs: Iterable[Run]) -> Runs:
    """Return the runs, neighbouring texts joined."""
    found: list[Run] = []
    for is_text, group in groupby(runs, lambda run: isinstance(run, Text)):
        some = list(group)
        found += [Text("".join([run.text for run in some]))] if is_text and len(some) > 1 else some
    return tuple(found)


def kind_of(found: Segments) -> ChangeKind | None:
    """Return WORDING if words changed, NUMBER if only numbers did, None if nothing did."""
    happened = {segment.kind for segment in found if segment.changed}
    return ChangeKind.WORDING if SegmentKind.WORDS in happened else ChangeKind.NUMBER if happened else None


def change(what: Element, old: Runs, new: Runs, at: Places, sides: BothRules) -> Iterator[DocumentChange]:
    """Yield the change between the words of both sides, if there is one."""
    if old != new:
        found = segments(old, new, sides)
        if kind := kind_of(found):
            yield DocumentChange(kind, what, *at, found)


def alone(
    what: Element, runs: Runs, *, old: DocumentPlace | None = None, new: DocumentPlace | None = None
) -> DocumentChange:
    """Return the change of words that stand on one side only: the side whose place is given."""
    kind, sides = (ChangeKind.REMOVED, (runs, ())) if old else (ChangeKind.ADDED, ((), runs))
    return DocumentChange(kind, what, old, new, (Segment(SegmentKind.WORDS, *sides),) if runs else ())
