"""Two sequences put side by side (对齐), in order, whichever of them comes first.

Pairs whose places go up on both sides make a chain. Each pair has a weight, and the heaviest chain is wanted. What may
be paired is found from what is rare, so costs grow with the length of the sequences and not with its square. Of two
equally heavy chains the same one is taken in either direction, because the sequences are first put in an order.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set

MOST_PAIRS = 20_000  # in one stretch; where there are more, only what occurs once is paired
SIZES = (1, 4, 12)  # how many keys in a row have to occur once; the first size that yields pairs is taken

Pair = tuple[int, int]
Stretch = tuple[int, int, int, int]  # first and end of either side


def equal_pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """The longest list of pairs with equal keys that go up on both sides."""
    if list(new) < list(old):
        return [(j, i) for i, j in equal_pairs(new, old)]
    found: list[Pair] = []
    open_ = [(0, len(old), 0, len(new))]
    while open_:
        i, i_end, j, j_end = open_.pop()
        while i < i_end and j < j_end and old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            found.append((i_end, j_end))
        pairs, all_of_them = _equal(old[i:i_end], new[j:j_end])
        held = [(i + at, j + there) for at, there in heaviest_chain(dict.fromkeys(pairs, 1))]
        if all_of_them:
            found += held
        else:
            open_ += _between(held, (i, i_end, j, j_end)) if held else ()
            found += held
    return sorted(found)


def _equal(old: Sequence[str], new: Sequence[str]) -> tuple[list[Pair], bool]:
    """All pairs with equal keys, and True.

    Where there are more than MOST_PAIRS: only pairs of keys that occur once on either side, and False.
    """
    places = defaultdict[str, list[int]](list)
    for at, key in enumerate(new):
        places[key].append(at)
    counts = Counter(old)
    if sum(count * len(places.get(key, ())) for key, count in counts.items()) <= MOST_PAIRS:
        return [(at, there) for at, key in enumerate(old) for there in places.get(key, ())], True
    return next(filter(None, (_once(old, new, size) for size in SIZES)), []), False


def _once(old: Sequence[str], new: Sequence[str], size: int) -> list[Pair]:
    """The pairs of places where `size` keys in a row begin that occur once on either side."""
    places: list[dict[tuple[str, ...], int]] = []
    for side in (old, new):
        grams = list(zip(*(side[at:] for at in range(size)), strict=False))
        counts = Counter(grams)
        places.append({gram: at for at, gram in enumerate(grams) if counts[gram] == 1})
    return [(at, places[1][gram]) for gram, at in places[0].items() if gram in places[1]]


def stretches(pairs: Sequence[Pair], olds: int, news: int) -> Iterator[Stretch]:
    """The gaps before, between and after pairs that go up, where both sides have something left."""
    return _between(pairs, (0, olds, 0, news))


def _between(pairs: Sequence[Pair], stretch: Stretch) -> Iterator[Stretch]:
    i, i_end, j, j_end = stretch
    for at, there in [*pairs, (i_end, j_end)]:
        if at > i and there > j:
            yield i, at, j, there
        i, j = at + 1, there + 1


def heaviest_chain(weights: Mapping[Pair, int]) -> list[Pair]:
    """Of the weighted pairs those that go up on both sides and have the greatest sum of weights.

    Args:
        weights: (place on the old side, place on the new one) → weight.
    """
    ends: list[int] = []  # second places, going up; behind each the best chain that ends at or before it
    best: list[tuple[int, Pair, object]] = []
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
    """The places of either side that are in no pair."""
    old, new = {i for i, _ in pairs}, {j for _, j in pairs}
    return [i for i in range(olds) if i not in old], [j for j in range(news) if j not in new]


def in_one_order(pairs: Sequence[Pair], olds: int, news: int) -> Iterator[tuple[int | None, int | None]]:
    """All places of both sides in one order, None for the side that lacks one.

    Between two pairs come the places of the old side alone, then those of the new side.
    """
    i = j = 0
    for at, there in [*pairs, (olds, news)]:
        yield from ((k, None) for k in range(i, at))
        yield from ((None, k) for k in range(j, there))
        if at < olds:
            yield at, there
        i, j = at + 1, there + 1


def moved_pairs(old: Sequence[str], new: Sequence[str], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Of the places in no pair those with equal keys, in the order of the old side."""
    olds, news = left_over(pairs, len(old), len(new))
    for i in olds:
        j = next((j for j in news if new[j] == old[i]), None)
        if j is not None:
            news.remove(j)
            yield i, j


def level_pairs(held: Sequence[Pair], moved: Sequence[Pair], olds: int, news: int) -> Iterator[Pair]:
    """Of the gaps between pairs those with equally many places on either side, paired in order."""
    gone, came = {i for i, _ in moved}, {j for _, j in moved}
    for i, i_end, j, j_end in stretches(held, olds, news):
        left = [at for at in range(i, i_end) if at not in gone]
        right = [at for at in range(j, j_end) if at not in came]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)


COMMON = 64  # a mark that occurs more often tells nothing
WHOLE = 840  # weight of a mark that occurs once on one side


def alike(
    old: Sequence[str], new: Sequence[str], marks: tuple[Sequence[Set[Hashable]], Sequence[Set[Hashable]]], least: int
) -> list[Pair]:
    """The pairs of equal keys, and between them the pairs of the most similar items, which go up on both sides.

    Args:
        marks: of each item what its similarity is judged by; rare marks weigh more.
        least: how similar items must be, in percent.
    """
    if list(new) < list(old):
        return [(j, i) for i, j in alike(new, old, marks[::-1], least)]
    held = equal_pairs(old, new)
    weights = _weights(marks)
    found = list(held)
    for i, i_end, j, j_end in stretches(held, len(old), len(new)):
        scores = similar(marks[0][i:i_end], marks[1][j:j_end], weights, least)
        found += [(i + at, j + there) for at, there in heaviest_chain(scores)]
    return sorted(found)


def _weights(marks: tuple[Sequence[Set[Hashable]], Sequence[Set[Hashable]]]) -> dict[Hashable, int]:
    counts = [Counter(mark for item in side for mark in item) for side in marks]
    return {mark: max(1, WHOLE // max(count[mark] for count in counts)) for mark in set().union(*counts)}


def similar(
    old: Sequence[Set[Hashable]], new: Sequence[Set[Hashable]], weights: Mapping[Hashable, int], least: int
) -> dict[Pair, int]:
    """Pair → similarity in percent, of pairs that reach `least`.

    Similarity is the weight of the marks that both items have, in percent of the weight of all their marks.
    """
    places = defaultdict[Hashable, list[int]](list)
    for there, item in enumerate(new):
        for mark in item:
            places[mark].append(there)
    of_old, of_new = ([sum(weights[mark] for mark in item) for item in side] for side in (old, new))
    scores: dict[Pair, int] = {}
    for at, item in enumerate(old):
        common = Counter[int]()
        for mark in item:
            where = places.get(mark, ())
            if len(where) <= COMMON:
                for there in where:
                    common[there] += weights[mark]
        for there, weight in common.items():
            percent = 200 * weight // (of_old[at] + of_new[there])
            if percent >= least:
                scores[at, there] = percent
    return scores
