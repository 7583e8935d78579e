"""Items that are alike (相似): by what they have in common, of which the rare weighs more than the ordinary."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set

from reportgen.diff.documents.aligning import Pair, chain, same, stretches

COMMON = 64  # a mark that occurs more often tells nothing
WHOLE = 840  # weight of a mark that occurs once on one side


def alike(
    old: Sequence[str], new: Sequence[str], marks: tuple[Sequence[Set[Hashable]], Sequence[Set[Hashable]]], least: int
) -> list[Pair]:
    """The places of equal keys, and between them those of the most similar items, in the same order on both sides.

    Args:
        marks: what similarity is judged by, of every item; rare ones weigh more. least: percent of it at least.
    """
    if list(new) < list(old):
        return [(j, i) for i, j in alike(new, old, marks[::-1], least)]
    held = same(old, new)
    weights = _weights(marks)
    found = list(held)
    for i, i_end, j, j_end in stretches(held, len(old), len(new)):
        scores = similar(marks[0][i:i_end], marks[1][j:j_end], weights, least)
        found += [(i + at, j + there) for at, there in chain(scores)]
    return sorted(found)


def _weights(marks: tuple[Sequence[Set[Hashable]], Sequence[Set[Hashable]]]) -> dict[Hashable, int]:
    counts = [Counter(mark for item in side for mark in item) for side in marks]
    return {mark: max(1, WHOLE // max(count[mark] for count in counts)) for mark in set().union(*counts)}


def similar(
    old: Sequence[Set[Hashable]], new: Sequence[Set[Hashable]], weights: Mapping[Hashable, int], least: int
) -> dict[Pair, int]:
    """Pairs that are at least so similar, in percent: marks that both have, of all that either has."""
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
