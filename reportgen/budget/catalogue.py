"""The classification catalogue (政府收支分类科目): names of codes, by year.

Source: 财政部《政府收支分类科目》, compiled from published budgets and knowledge of the field; 把握 says how certain an
entry is. Not complete: a code that it lacks is no error, and a budget's own name for a code wins in print.
"""

import csv
from collections.abc import Iterator
from functools import cache

from reportgen import shipped

_FILES = {"功能": "functional", "经济": "economic", "政府经济": "government-economic"}
_Entry = tuple[str, int, int]  # name, first year, last year


class Catalogue:
    """Names of codes as of one budget year."""

    def __init__(self, year: int) -> None:
        self.year = year

    def name(self, dimension: str, code: str) -> str | None:
        """The name of a code in that year, or None where the catalogue has none."""
        names = _entries(dimension).get(code, ())
        return next((name for name, first, last in names if first <= self.year <= last), None)


def names_of_all_years(dimension: str) -> Iterator[tuple[str, str]]:
    """(code, name) of every item, under each name that it ever had."""
    for code, entries in _entries(dimension).items():
        yield from ((code, name) for name, _, _ in entries)


@cache
def _entries(dimension: str) -> dict[str, tuple[_Entry, ...]]:
    path = shipped.classification() / f"{_FILES[dimension]}.csv"
    found: dict[str, tuple[_Entry, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = (row["名称"], int(row["起始年度"] or 0), int(row["截止年度"] or 9999))
            found[row["编码"]] = (*found.get(row["编码"], ()), entry)
    return found
