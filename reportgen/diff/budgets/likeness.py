"""How alike two names are (名称相近): by their pairs of neighbouring characters, the years of the documents aside.

Numbers tell names apart however alike the rest is: 一期 and 二期 are two projects.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

ALIKE = Fraction(7, 10)  # from here on two names may be one
CLEARLY = Fraction(3, 20)  # how far the best has to be ahead of the next

_NUMBERS = re.compile("[0-9]+|[一二三四五六七八九十]+(?=[期批号标段届次])")
_YEARS = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])")

Scores = Mapping[tuple[str, str], Fraction]  # (old, new) -> how alike they are


def without_years(text: str, year: int) -> str:
    """The text with its years as distances from `year`, so that texts of two years compare as equal."""
    return _YEARS.sub(lambda found: f"<{int(found[0]) - year:+d}>", text)


def years_apart(old: str, new: str, apart: int) -> bool:
    """Whether the texts are equal but for years that stayed or moved by `apart`."""
    years = zip(_YEARS.findall(old), _YEARS.findall(new), strict=False)
    return _YEARS.sub("<>", old) == _YEARS.sub("<>", new) and all(int(b) - int(a) in (0, apart) for a, b in years)


def likeness(old: str, new: str) -> Fraction:
    """Common pairs of neighbouring characters, twice, ÷ all pairs: 0 to 1, 1 for equal texts."""
    if old == new:
        return Fraction(1)
    one, other = _pairs(old), _pairs(new)
    return Fraction(2 * (one & other).total(), max(one.total() + other.total(), 1))


def name_likeness(old: str, new: str) -> Fraction:
    """The likeness of two names; 0 where their numbers differ."""
    return likeness(old, new) if _NUMBERS.findall(old) == _NUMBERS.findall(new) else Fraction(0)


def _pairs(text: str) -> Counter[str]:
    plain = "".join(text.split())
    return Counter(a + b for a, b in pairwise(plain))


def couples(scores: Scores) -> Iterator[tuple[str, str]]:
    """The pairs of which each is the other's best by at least CLEARLY, in the order of the scores.

    Where two fit equally well, none is taken.
    """
    of_old: dict[str, list[Fraction]] = {}
    of_new: dict[str, list[Fraction]] = {}
    for (old, new), score in scores.items():
        of_old.setdefault(old, []).append(score)
        of_new.setdefault(new, []).append(score)
    for (old, new), score in scores.items():
        if _leads(score, of_old[old]) and _leads(score, of_new[new]):
            yield old, new


def _leads(score: Fraction, scores: Collection[Fraction]) -> bool:
    near = [other for other in scores if other > score - CLEARLY]
    return len(near) == 1
