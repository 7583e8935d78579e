"""The names of places (行政区划): provinces, cities, and the counties and districts in them."""

import re
from collections.abc import Iterator
from functools import cache

from reportgen import resources

Area = tuple[str, ...]  # province, city, county: the place itself is the last
_NONE = "-"
_SHORTEST = 3  # letters: 城区, 云县 may be part of other words
_END = re.compile("[县市区旗省州盟]")


@cache
def areas(name: str) -> tuple[Area, ...]:
    """Every place of that name."""
    rows = (line.split() for line in _lines() if name in line)
    found = ((row[: 1 if row[1] == _NONE else 2], row[2:]) for row in rows if name in row)
    ways = ((*above, name) if name in below else above[: above.index(name) + 1] for above, below in found)
    return tuple(dict.fromkeys(map(tuple, ways)))


@cache
def _lines() -> tuple[str, ...]:
    """Province, city (or -) and their counties, a city on each line."""
    text = (resources.classification() / "areas.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _names() -> tuple[frozenset[str], int, frozenset[str]]:
    """All names, the length of the longest, and their last two letters: few words of a text end so."""
    names = frozenset(" ".join(_lines()).split()) - {_NONE}
    return names, max(map(len, names)), frozenset(name[-2:] for name in names)


def areas_in(text: str) -> Iterator[tuple[int, str]]:
    """Where places are named, and how: the longest name that ends there."""
    names, longest, endings = _names()
    for end in (found.end() for found in _END.finditer(text) if text[found.start() - 1 : found.end()] in endings):
        starts = range(max(0, end - longest), end - _SHORTEST + 1)
        start = next((start for start in starts if text[start:end] in names), None)
        if start is not None:
            yield start, text[start:end]


def related(one: Area, other: Area) -> bool:
    """Whether one is in the other, or they are the same."""
    return all(a == b for a, b in zip(one, other, strict=False))
