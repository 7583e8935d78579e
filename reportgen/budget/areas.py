"""The names of places (行政区划): provinces, cities, and the counties and districts in them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from reportgen import resources

Area = tuple[str, ...]  # province, city, county: the place itself is the last
_NONE = "-"
_SHORTEST = 3  # letters: 城区, 云县 may be part of other words
_END = re.compile("[县市区旗省州盟]")


@cache
def areas() -> Mapping[str, tuple[Area, ...]]:
    """Name -> every place of that name."""
    found: dict[str, dict[Area, None]] = {}
    text = (resources.classification() / "areas.txt").read_text(encoding="utf-8")
    for province, city, *counties in (line.split() for line in text.splitlines() if not line.startswith("#")):
        above = (province,) if city == _NONE else (province, city)
        for area in ((province,), above, *((*above, county) for county in counties)):
            found.setdefault(area[-1], {})[area] = None
    return {name: tuple(own) for name, own in found.items()}


def areas_in(text: str) -> Iterator[tuple[int, str]]:
    """Where places are named, and how: the longest name that ends there."""
    known, (longest, endings) = areas(), _shapes()
    for end in (found.end() for found in _END.finditer(text) if text[found.start() - 1 : found.end()] in endings):
        starts = range(max(0, end - longest), end - _SHORTEST + 1)
        start = next((start for start in starts if text[start:end] in known), None)
        if start is not None:
            yield start, text[start:end]


@cache
def _shapes() -> tuple[int, frozenset[str]]:
    """The length of the longest name, and the last two letters of all: few words of a text end so."""
    return max(map(len, areas())), frozenset(name[-2:] for name in areas())


def related(one: Area, other: Area) -> bool:
    """Whether one is in the other, or they are the same."""
    return all(a == b for a, b in zip(one, other, strict=False))
