"""Alignment of two sequences (对齐): pairs of places, in the same order on both sides.

Candidates come from what is rare, so that the time grows with the length of the sequences and not with its square.
The sequences are first put in a fixed order: which of several equally good alignments is found does not depend on
which sequence is the old one, so that exchanging old and new gives the same pairs.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.records import dataclass, field

LEAST = 50  # percent of similarity from which on two items count as the same one
LEAST_ALONE = 20  # percent of similarity that is enough if one item is left on each side

_MOST_PAIRS = 20_000  # candidates in one gap; where there are more, only keys that occur once are paired
_SIZES = (1, 4, 12)  # lengths of the runs of keys that have to occur once; the first that yields pairs is taken
_COMMON = 64  # a mark that occurs more often on the new side is ignored
_WHOLE = 840  # weight of a mark that occurs once on each side

Pair = tuple[int, int]  # place on the old side, place on the new side
Gap = tuple[int, int, int, int]  # start and end on the old side, start and end on the new side


@dataclass(frozen=True, slots=True)
class Keyed:
    """What can be aligned.

    Attributes:
        key: text by which items are paired; equal for items that differ only in numbers and years.
        marks: parts of the item, such as pairs of words; similar items share many.
        about: what the item is about, such as a project; items about two different ones are never paired.
    """

    key: str
    marks: frozenset[str]
    about: str = field(default="", kw_only=True)


def equal_pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the longest list of pairs with equal keys in which both places ascend."""
    if list(new) < list(old):
        return [(j, i) for i, j in equal_pairs(new, old)]
    found: list[Pair] = []
    open_: list[Gap] = [(0, len(old), 0, len(new))]
    while open_:
        i, i_end, j, j_end = open_.pop()
        while i < i_end and j < j_end and old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            found.append((i_end, j_end))
        pairs, complete = _candidates(old[i:i_end], new[j:j_end])
        chain = [(i + at, j + there) for at, there in _heaviest_chain(dict.fromkeys(pairs, 1))]
        found += chain
        if chain and not complete:
            open_ += _gaps_between(chain, (i, i_end, j, j_end))
    return sorted(found)


def _candidates(old: Sequence[str], new: Sequence[str]) -> tuple[list[Pair], bool]:
    """Return the pairs with equal keys, and whether these are all; if there are too many, only those of rare keys."""
    places = defaultdict[str, list[int]](list)
    for at, key in enumerate(new):
        places[key].append(at)
    counts = Counter(old)
    if sum(count * len(places.get(key, ())) for key, count in counts.items()) <= _MOST_PAIRS:
        return [(at, there) for at, key in enumerate(old) for there in places.get(key, ())], True
    return next(filter(None, (_unique_pairs(old, new, size) for size in _SIZES)), []), False


def _unique_pairs(old: Sequence[str], new: Sequence[str], size: int) -> list[Pair]:
    """Return the pairs of places at which equal runs of `size` keys begin; each run occurs once on each side."""
    places: list[dict[tuple[str, ...], int]] = []
    for side in (old, new):
        runs = list(zip(*(side[at:] for at in range(size)), strict=False))
        counts = Counter(runs)
        places.append({run: at for at, run in enumerate(runs) if counts[run] == 1})
    return [(at, places[1][run]) for run, at in places[0].items() if run in places[1]]


def gaps(pairs: Sequence[Pair], olds: int, news: int) -> Iterator[Gap]:
    """Yield the gaps before, between and after the pairs in which both sides have places.

    Args:
        olds, news: the lengths of the sequences.
    """
    return _gaps_between(pairs, (0, olds, 0, news))


def _gaps_between(pairs: Sequence[Pair], within: Gap) -> Iterator[Gap]:
    i, i_end, j, j_end = within
    for at, there in [*pairs, (i_end, j_end)]:
        if at > i and there > j:
            yield i, at, j, there
        i, j = at + 1, there + 1


def _heaviest_chain(weights: Mapping[Pair, int]) -> list[Pair]:
    """Return the pairs of greatest total weight in which both places ascend."""
    ends: list[int] = []  # places on the new side, ascending, where a chain may end
    best: list[tuple[int, Pair, object]] = []  # for each end the best chain: weight, last pair, chain before
    for at, there in sorted(weights, key=lambda pair: (pair[0], -pair[1])):
        before = bisect_right(ends, there - 1)
        weight, link = (best[before - 1][0], best[before - 1]) if before else (0, None)
        weight += weights[at, there]
        where = bisect_right(ends, there)
        if where and best[where - 1][0] >= weight:
            continue
        last = where
        while last < len(ends) and best[last][0] <= weight:
            last += 1
        first = where - 1 if where and ends[where - 1] == there else where
        ends[first:last], best[first:last] = [there], [(weight, (at, there), link)]
    return _unlinked(best[-1] if best else None)


def _unlinked(end: object) -> list[Pair]:
    found: list[Pair] = []
    while isinstance(end, tuple):
        _, pair, end = end
        found.append(pair)
    return found[::-1]


def left_over(pairs: Iterable[Pair], olds: int, news: int) -> tuple[list[int], list[int]]:
    """Return the old places and the new places that are in no pair."""
    old, new = {i for i, _ in pairs}, {j for _, j in pairs}
    return [i for i in range(olds) if i not in old], [j for j in range(news) if j not in new]


def in_one_order(pairs: Sequence[Pair], olds: int, news: int) -> Iterator[tuple[int | None, int | None]]:
    """Yield (old place, new place) of all places in one order, with None where a place is in no pair.

    Between two pairs come the places of the old side, then those of the new side.
    """
    i = j = 0
    for at, there in [*pairs, (olds, news)]:
        if i < at or j < there:
            yield from ((k, None) for k in range(i, at))
            yield from ((None, k) for k in range(j, there))
        if at < olds:
            yield at, there
        i, j = at + 1, there + 1


def moved_pairs(old: Sequence[str], new: Sequence[str], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield pairs of places with equal keys that are in no pair yet, in any order."""
    olds, news = left_over(pairs, len(old), len(new))
    for i in olds:
        j = next((j for j in news if new[j] == old[i]), None)
        if j is not None:
            news.remove(j)
            yield i, j


def level_pairs(held: Sequence[Pair], moved: Sequence[Pair], olds: int, news: int) -> Iterator[Pair]:
    """Yield pairs, place by place, in gaps with equally many places on both sides; moved places do not count."""
    gone, came = {i for i, _ in moved}, {j for _, j in moved}
    for i, i_end, j, j_end in gaps(held, olds, news):
        left = [at for at in range(i, i_end) if at not in gone]
        right = [at for at in range(j, j_end) if at not in came]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)


def alike(old: Sequence[Keyed], new: Sequence[Keyed], least: int = LEAST) -> list[Pair]:
    """Return the pairs of items with equal keys, and between them of the most similar items; both places ascend.

    Args:
        least: how similar items have to be, in percent.
    """
    keys = [item.key for item in old], [item.key for item in new]
    if keys[1] < keys[0]:
        return [(j, i) for i, j in alike(new, old, least)]
    held = equal_pairs(*keys)
    weights = _weights(old, new)
    found = list(held)
    for i, i_end, j, j_end in gaps(held, len(old), len(new)):
        scores = _similar(old[i:i_end], new[j:j_end], weights, least)
        found += [(i + at, j + there) for at, there in _heaviest_chain(scores)]
    return sorted(found)


def _weights(*sides: Sequence[Keyed]) -> dict[str, int]:
    """Return mark → weight: the rarer a mark, the heavier."""
    counts = [Counter(mark for item in side for mark in item.marks) for side in sides]
    return {mark: max(1, _WHOLE // max(count[mark] for count in counts)) for mark in set().union(*counts)}


def _similar(old: Sequence[Keyed], new: Sequence[Keyed], weights: Mapping[str, int], least: int) -> dict[Pair, int]:
    """Return pair → similarity in percent, for pairs that reach `least`.

    The similarity is twice the weight of the common marks divided by the weight of all marks of both items.
    """
    places = defaultdict[str, list[int]](list)
    for there, item in enumerate(new):
        for mark in item.marks:
            places[mark].append(there)
    totals = [[sum(weights[mark] for mark in item.marks) for item in side] for side in (old, new)]
    scores: dict[Pair, int] = {}
    for at, item in enumerate(old):
        common = Counter[int]()
        for mark in item.marks:
            where = places.get(mark, ())
            if len(where) <= _COMMON:
                for there in where:
                    common[there] += weights[mark]
        for there, weight in common.items():
            percent = 200 * weight // (totals[0][at] + totals[1][there])
            if percent >= least and (item.about == new[there].about or not (item.about and new[there].about)):
                scores[at, there] = percent
    return scores
