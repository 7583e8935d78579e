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


def government_codes(code: str, year: int) -> tuple[str, ...]:
    """The 政府经济 items that an item of 部门经济 may stand beside in that year; none where that is not known.

    Those of 机关 first, then those of 事业单位. Source: 财政部, 部门预算和政府预算支出经济分类科目对照表.
    """
    pairs = _mapping().get(code, ())
    return tuple(other for other, first, last in pairs if first <= year <= last)


@cache
def _mapping() -> dict[str, tuple[_Entry, ...]]:
    path = shipped.classification() / "economic-mapping.csv"
    found: dict[str, tuple[_Entry, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = (row["政府经济"], int(row["起始年度"] or 0), int(row["截止年度"] or 9999))
            found[row["部门经济"]] = (*found.get(row["部门经济"], ()), entry)
    return found


@cache
def _entries(dimension: str) -> dict[str, tuple[_Entry, ...]]:
    path = shipped.classification() / f"{_FILES[dimension]}.csv"
    found: dict[str, tuple[_Entry, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = (row["名称"], int(row["起始年度"] or 0), int(row["截止年度"] or 9999))
            found[row["编码"]] = (*found.get(row["编码"], ()), entry)
    return found
