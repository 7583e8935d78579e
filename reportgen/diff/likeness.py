"""How much names and texts are alike (相像), and which of two sides belong together: each the other's best match.

The likeness of two texts is twice their common marks ÷ all their marks: 0 to 1, 1 for equal texts. A mark is a pair of
neighbouring characters. Many texts are not compared each with each: two that are alike share one of the rarest marks
of each, by which they are looked up. Where even the rarest are common, so few of them are looked up that the work is
bounded.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import nlargest
from itertools import pairwise, product
from math import ceil
from typing import TypeVar

from reportgen.patterns import compiled

ALIKE_LEAST = Fraction(7, 10)  # from this likeness on, two names may name one member
_CLEARLY = Fraction(3, 20)  # lead that the best match needs over the next one
_MOST, _PAIR = 2_000_000, 10  # marks that are compared, of all pairs of texts; what a pair costs beside its marks
_NUMBERS = compiled("[0-9]+|(?<![一二三四五六七八九十])[一二三四五六七八九十]+(?=[期批号标段届次])")
YEARS = compiled("(?<![0-9])20[0-9]{2}(?![0-9])")
_T = TypeVar("_T", bound=Hashable)
Said = tuple[str, str]  # what both texts of a pair have in common, and the text
Scores = dict[tuple[_T, _T], Fraction]  # (key of the old side, key of the new side) → likeness
_Marks = frozenset[int]  # the rarer a mark, the lower its number


def years_as_distances(text: str, year: int) -> str:
    """Return the text with its years as distances from this one: `<+0>年` of 2026年."""
    return YEARS.sub(lambda found: f"<{int(found[0]) - year:+d}>", text)


def likeness(old: str, new: str) -> Fraction:
    """Return twice the common pairs of neighbouring characters ÷ all pairs: 0 to 1, 1 for equal texts."""
    if old == new:
        return Fraction(1)
    one, other = (Counter(pairwise("".join(text.split()))) for text in (old, new))
    return Fraction(2 * (one & other).total(), max(one.total() + other.total(), 1))


def name_likeness(old: str, new: str) -> Fraction:
    """Return the likeness of two names; 0 if their numbers differ."""
    return likeness(old, new) if _NUMBERS.findall(old) == _NUMBERS.findall(new) else Fraction(0)


def alike_names(
    old: Mapping[_T, str], new: Mapping[_T, str], least: Fraction, kind: Callable[[_T], str] = lambda _: ""
) -> Scores[_T]:
    """Return (old key, new key) → likeness, of the names that are at least this much alike and have the same numbers.

    Args:
        kind: what else both names of a pair have in common, by key.
    """

    def said(names: Mapping[_T, str]) -> dict[_T, Said]:
        return {key: ("\x1f".join((kind(key), *_NUMBERS.findall(name), "")), name) for key, name in names.items()}

    return alike_texts(said(old), said(new), least)


def couples(scores: Mapping[tuple[_T, _T], Fraction]) -> Iterator[tuple[_T, _T]]:
    """Yield the pairs (old, new) in which each is the other's best match by a clear lead; equal matches have none."""
    of_old, of_new = defaultdict[_T, list[Fraction]](list), defaultdict[_T, list[Fraction]](list)
    for (old, new), score in scores.items():
        of_old[old].append(score)
        of_new[new].append(score)
    mine, yours = ({key: nlargest(2, own) for key, own in of.items()} for of in (of_old, of_new))
    for (old, new), score in scores.items():
        if _is_clear_best(score, mine[old]) and _is_clear_best(score, yours[new]):
            yield old, new


def _is_clear_best(score: Fraction, best: Sequence[Fraction]) -> bool:
    """Whether a score is the best and leads clearly. `best`: the best two, or the only one."""
    return score == best[0] and all(other <= score - _CLEARLY for other in best[1:])


def only_pairs(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> Iterator[tuple[str, str]]:
    """Yield an old and a new member with the same key that no other member has."""
    mine, yours = (Counter(own.values()) for own in (old, new))
    by_key = {key: member for member, key in new.items()}
    for member, key in old.items():
        if mine[key] == yours[key] == 1:
            yield member, by_key[key]


def alike_texts(old: Mapping[_T, Said], new: Mapping[_T, Said], least: Fraction) -> Scores[_T]:
    """Return the likeness of the pairs of texts of one kind that are at least this much alike; `least` is above 0.

    Of very many equal texts, the first two of each side stand for all: none of them is like one other alone.
    """
    mine, yours = _by_text(old), _by_text(new)
    scores = _alike(mine, yours, least)
    pairs = sum(len(mine[one]) * len(yours[other]) for one, other in scores)
    many = None if pairs * _PAIR <= _MOST else 2
    return {p: score for (one, other), score in scores.items() for p in product(mine[one][:many], yours[other][:many])}


def _by_text(texts: Mapping[_T, Said]) -> dict[Said, list[_T]]:
    found = defaultdict[Said, list[_T]](list)
    for key, said in texts.items():
        found[said].append(key)
    return found


def _alike(old: Collection[Said], new: Collection[Said], least: Fraction) -> dict[tuple[Said, Said], Fraction]:
    mine, yours = _numbered(old, new)
    found = {(one, one): Fraction(1) for one in old if one in yours}
    for one, other in _near(mine, yours, least):
        score = Fraction(2 * len(mine[one] & yours[other]), len(mine[one]) + len(yours[other]))
        if score >= least:
            found[one, other] = score
    return found


def _numbered(*sides: Iterable[Said]) -> Iterator[dict[Said, _Marks]]:
    """Yield text → its marks, for each of two sides; numbers go by how many pairs of texts have the mark."""
    numbers: dict[str, int] = {}
    marked = [{said: [numbers.setdefault(m, len(numbers)) for m in _marks(*said)] for said in side} for side in sides]
    counts = [Counter(mark for marks in side.values() for mark in marks) for side in marked]
    ordered = sorted(numbers, key=lambda mark: (counts[0][numbers[mark]] * counts[1][numbers[mark]], mark))
    ranks = {numbers[mark]: rank for rank, mark in enumerate(ordered)}
    return ({said: frozenset(map(ranks.__getitem__, marks)) for said, marks in side.items()} for side in marked)


def _marks(kind: str, text: str) -> Iterator[str]:
    """Yield each pair of neighbouring characters, and how often it came before: 甲乙, 甲乙1. The kind stands first."""
    before = Counter[str]()
    for pair in map("".join, pairwise("".join(text.split()))):
        yield f"{kind}{pair}{before[pair] or ''}"
        before[pair] += 1


def _near(old: Mapping[Said, _Marks], new: Mapping[Said, _Marks], least: Fraction) -> Iterator[tuple[Said, Said]]:
    """Yield the pairs of texts that share one of the rarest marks of each."""
    rare = {said: _rarest(marks, least) for said, marks in old.items()}
    places = _places({said: _rarest(marks, least) for said, marks in new.items()})
    last = _last(_places(rare), places, _most_pairs(old, new))
    for one, marks in rare.items():
        others = dict.fromkeys(other for mark in marks if mark <= last for other in places.get(mark, ()))
        yield from ((one, other) for other in others if other != one)


def _rarest(marks: _Marks, least: Fraction) -> Sequence[int]:
    """Return the rarest marks of a text, so many that every text that is alike has one of them."""
    common = ceil(least / (2 - least) * len(marks))
    return sorted(marks)[: len(marks) - common + 1]


def _places(rare: Mapping[Said, Sequence[int]]) -> dict[int, list[Said]]:
    """Return mark → the texts among whose rarest it is."""
    found = defaultdict[int, list[Said]](list)
    for said, marks in rare.items():
        for mark in marks:
            found[mark].append(said)
    return found


def _most_pairs(old: Mapping[Said, _Marks], new: Mapping[Said, _Marks]) -> int:
    """Return how many pairs of texts may be compared; 0 if all of them may."""
    texts = len(old) + len(new)
    marks = sum(map(len, old.values())) + sum(map(len, new.values()))
    most = _MOST * texts // (marks + _PAIR * texts + 1)
    return 0 if len(old) * len(new) <= most else most


def _last(old: Mapping[int, list[Said]], new: Mapping[int, list[Said]], most: int) -> int:
    """Return the last mark that is looked up, so that not more pairs than these are found; 0: all of them."""
    last, pairs = 0, 0
    for mark in sorted(old.keys() & new.keys()):
        pairs += len(old[mark]) * len(new[mark])
        if most and pairs > most:
            break
        last = mark
    return last
