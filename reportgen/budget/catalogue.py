"""The classification catalogue (政府收支分类科目): names of codes, by year.

Source: 财政部《政府收支分类科目》, compiled from published budgets and knowledge of the field; 把握 says how certain an
entry is, 出处 whether it was seen in a published document. The catalogue is incomplete: a missing code is no error, and
a budget's own name for a code wins in print.

Also the names of places (行政区划): provinces, cities, and the counties and districts in them.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise

from reportgen import resources
from reportgen.kept import Shelf
from reportgen.patterns import compiled
from reportgen.records import NamedTuple
from reportgen.vocabulary import CODE_LEVELS

_KEPT = Shelf("catalogue")
_NO_END = 9999
_FILES = {"功能": "functional", "经济": "economic", "政府经济": "government-economic"}
# A code with its name, as tables have it: `2080505 养老保险缴费`, `[2080505]养老保险缴费`, or alone.
_CODED = compiled(r"[\[【(（]?\s*([0-9]+)\s*[\]】)）]?[\s|_、:：.．—–－-]*(?:([^\d\s|_、:：.．—–－-].*))?")
Entries = dict[str, tuple[tuple[str, int, int, str, bool], ...]]
Area = tuple[str, ...]  # province, city, county: the place itself is the last
_NO_CITY = "-"
_SHORTEST = 3  # letters: 城区, 云县 may be part of other words
_END = compiled("[县市区旗省州盟]")


def code_and_name(dimension: str, text: str) -> re.Match[str] | None:
    """Return the code and the name that a cell gives together: `[30101]基本工资`; None if it begins with no code."""
    return _CODED.fullmatch(text) if dimension in (*CODE_LEVELS, "单位") else None


class CatalogueItem(NamedTuple):
    """One name of a code.

    Attributes:
        first, last: the years in which the code has this name.
        certainty: 高, 中, 低.
        seen: whether it was seen in a published document.
    """

    name: str
    first: int
    last: int
    certainty: str
    seen: bool


class Catalogue:
    """The names of codes in one budget year; 0: those of today."""

    def __init__(self, year: int) -> None:
        self.year = year or _NO_END

    def item(self, dimension: str, code: str) -> CatalogueItem | None:
        """Return the item of a code in that year, or None."""
        return next((i for i in _items(dimension, code) if i.first <= self.year <= i.last), None)

    def name(self, dimension: str, code: str) -> str | None:
        """Return the name of a code in that year, or None."""
        item = self.item(dimension, code)
        return item.name if item else None

    def names(self, dimension: str) -> Mapping[str, str]:
        """Return code -> name of every item of that year."""
        return _names(dimension, self.year)

    def similar(self, dimension: str, code: str) -> dict[str, str]:
        """Return code -> name of the items that are one mistyped digit, or two exchanged digits, away from that code.

        Those that first differ at a later digit come first.
        """
        known, places = _one_digit_apart(dimension), _places(dimension)
        slips = {other: i for i, blank in enumerate(_blanked(code)) for other in known.get(blank, ()) if other != code}
        for i, (one, other) in enumerate(pairwise(code)):
            if one != other and (swapped := f"{code[:i]}{other}{one}{code[i + 2 :]}") in places:
                slips[swapped] = i
        names = ((other, self.name(dimension, other)) for other in sorted(slips, key=lambda o: (-slips[o], places[o])))
        return {other: name for other, name in names if name}

    def codes(self, dimension: str, name: str) -> Collection[str]:
        """Return the codes that have had this name in any year."""
        return _codes_by_name(dimension).get(name, ())

    def ended(self, dimension: str, code: str) -> CatalogueItem | None:
        """Return what a code meant last, before that year; None if it never was in the catalogue."""
        return next((item for item in reversed(_items(dimension, code)) if item.last < self.year), None)

    def successors(self, dimension: str, name: str) -> list[str]:
        """Return the codes that have this name in that year."""
        return [code for code in self.codes(dimension, name) if self.name(dimension, code) == name]

    def former(self, dimension: str, name: str) -> dict[str, CatalogueItem]:
        """Return code -> item of the codes that had this name before that year and have another one now."""
        found = {c: i for c in _codes_by_name(dimension).get(name, ()) for i in _items(dimension, c) if i.name == name}
        return {c: i for c, i in found.items() if i.last < self.year and self.name(dimension, c) not in (None, name)}


@cache
def _one_digit_apart(dimension: str) -> dict[str, list[str]]:
    """Return code with a blank for one digit → the codes that have any digit there."""
    found: dict[str, list[str]] = {}
    for code in _entries(dimension):
        for blank in _blanked(code):
            found.setdefault(blank, []).append(code)
    return found


def _blanked(code: str) -> list[str]:
    return [f"{code[:i]} {code[i + 1 :]}" for i in range(len(code))]


@cache
def _places(dimension: str) -> dict[str, int]:
    """Return code → its place in the catalogue."""
    return {code: i for i, code in enumerate(_entries(dimension))}


def names_of_all_years(dimension: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of every item, once for each name that it ever had."""
    for code, entries in _entries(dimension).items():
        yield from ((code, name) for name, *_ in entries)


def government_codes(code: str, year: int) -> tuple[str, ...]:
    """Return the codes of 政府经济 that correspond to a code of 部门经济 in that year, as far as known.

    Those of 机关 first, then those of 事业单位. Source: 财政部, 部门预算和政府预算支出经济分类科目对照表.
    """
    pairs = _mapping().get(code, ())
    return tuple(other for other, first, last in pairs if first <= year <= last)


@cache
def _codes_by_name(dimension: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, rows in _entries(dimension).items():
        for row in rows:
            found.setdefault(row[0], []).append(code)
    return found


@cache
def _names(dimension: str, year: int) -> Mapping[str, str]:
    entries = _entries(dimension).items()
    return {code: name for code, rows in entries for name, first, last, *_ in reversed(rows) if first <= year <= last}


@cache
def _mapping() -> dict[str, tuple[tuple[str, int, int], ...]]:
    path = resources.classification() / "economic-mapping.csv"
    found: dict[str, tuple[tuple[str, int, int], ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = (row["政府经济"], int(row["起始年度"] or 0), int(row["截止年度"] or _NO_END))
            found[row["部门经济"]] = (*found.get(row["部门经济"], ()), entry)
    return found


@cache
def _items(dimension: str, code: str) -> tuple[CatalogueItem, ...]:
    return tuple(map(CatalogueItem._make, _entries(dimension).get(code, ())))


@cache
def _entries(dimension: str) -> Entries:
    """Return code -> what items hold: a document asks for few of two thousand."""
    return _KEPT.get(dimension, lambda: _read(dimension))


def _read(dimension: str) -> Entries:
    path = resources.classification() / f"{_FILES[dimension]}.csv"
    found: Entries = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = int(row["起始年度"] or 0), int(row["截止年度"] or 9999)
            item = (row["名称"], first, last, row["把握"], bool(row["出处"]))
            found[row["编码"]] = (*found.get(row["编码"], ()), item)
    return found


@cache
def areas(name: str) -> tuple[Area, ...]:
    """Return every place of that name, with the province and city it lies in."""
    rows = (line.split() for line in _area_lines() if name in line)
    found = ((row[: 1 if row[1] == _NO_CITY else 2], row[2:]) for row in rows if name in row)
    ways = ((*above, name) if name in below else above[: above.index(name) + 1] for above, below in found)
    return tuple(dict.fromkeys(map(tuple, ways)))


@cache
def _area_lines() -> tuple[str, ...]:
    """Province, city (or -) and their counties, a city on each line."""
    text = (resources.classification() / "areas.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _area_names() -> tuple[frozenset[str], int, frozenset[str]]:
    """Return all names, the length of the longest, and their last two letters: few words of a text end in these."""

    def made() -> tuple[frozenset[str], int, frozenset[str]]:
        names = frozenset(" ".join(_area_lines()).split()) - {_NO_CITY}
        return names, max(map(len, names)), frozenset(name[-2:] for name in names)

    return _KEPT.get("areas", made)


def areas_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield index and name of every place that a text names; where two names end together, the longer one."""
    names, longest, endings = _area_names()
    for end in (found.end() for found in _END.finditer(text) if text[found.start() - 1 : found.end()] in endings):
        starts = range(max(0, end - longest), end - _SHORTEST + 1)
        start = next((start for start in starts if text[start:end] in names), None)
        if start is not None:
            yield start, text[start:end]


def are_nested_or_same(one: Area, other: Area) -> bool:
    """Whether one place lies in the other, or they are the same."""
    return all(a == b for a, b in zip(one, other, strict=False))
