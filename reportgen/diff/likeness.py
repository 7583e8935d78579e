"""How much names are alike (相像), and which of two sides belong together: each the other's clearly best match."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import nlargest
from itertools import pairwise
from typing import TypeVar

from reportgen.patterns import compiled

ALIKE_LEAST = Fraction(7, 10)  # from this likeness on, two names may name one member
_CLEARLY = Fraction(3, 20)  # lead that the best match needs over the next one
_MOST_PAIRS = 40_000  # names with the same numbers that are compared: 200 old ones with 200 new ones
_T = TypeVar("_T")
_NUMBERS = compiled("[0-9]+|(?<![一二三四五六七八九十])[一二三四五六七八九十]+(?=[期批号标段届次])")
YEARS = compiled("(?<![0-9])20[0-9]{2}(?![0-9])")


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


def with_same_numbers(mine: Mapping[str, str], yours: Mapping[str, str]) -> dict[str, list[str]]:
    """Return old member → the new ones whose names have the same numbers: others are not alike.

    Of very many with the same numbers, those with the same name.
    """
    by_numbers, by_name = defaultdict[Hashable, list[str]](list), defaultdict[str, list[str]](list)
    for member, name in yours.items():
        by_numbers[(*_NUMBERS.findall(name),)].append(member)
        by_name[name].append(member)
    keys = {member: (*_NUMBERS.findall(name),) for member, name in mine.items()}
    olds = Counter(keys.values())
    return {
        member: by_numbers[key] if olds[key] * len(by_numbers[key]) <= _MOST_PAIRS else by_name[mine[member]]
        for member, key in keys.items()
    }
