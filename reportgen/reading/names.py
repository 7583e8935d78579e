"""Names of classification items as documents print them (科目名称): which codes they may stand for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from reportgen.budget import names_of_all_years
from reportgen.reading.terms import bare

_TAIL = re.compile(r"(?:支出|事务|等|等支出|（[类款项]）|\([类款项]\))+$")


def stem(name: str) -> str:
    """The name without what regions leave out: 外交 for 外交支出, 农林水 for 农林水事务."""
    return _TAIL.sub("", bare(name)) or bare(name)


@dataclass(frozen=True, slots=True)
class ItemNames:
    """Stem of a name -> codes, for functional (功能) and economic (经济) items."""

    functional: Mapping[str, tuple[str, ...]] = field(hash=False)
    economic: Mapping[str, tuple[str, ...]] = field(hash=False)

    def code(self, dimension: str, name: str, under: str = "", digits: int = 0) -> str:
        """The only code of that name below another one and of so many digits, or nothing."""
        table = self.functional if dimension == "功能" else self.economic
        found = [c for c in table.get(stem(name), ()) if c.startswith(under) and c != under]
        found = [c for c in found if not digits or len(c) == digits]
        shortest = [c for c in found if len(c) == min(map(len, found))]
        return shortest[0] if len(shortest) == 1 else ""


def names_of(printed: Iterable[tuple[str, str]]) -> ItemNames:
    """What the catalogue calls the codes, in any year, and what the document itself does: (code, name) pairs."""
    functional, economic = dict(_of_catalogue("功能")), dict(_of_catalogue("经济"))
    for code, name in printed:
        _add(economic if code.startswith("3") else functional, code, name)
    return ItemNames(functional, economic)


@cache
def _of_catalogue(dimension: str) -> Mapping[str, tuple[str, ...]]:
    return _index(names_of_all_years(dimension))


def _index(entries: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for code, name in entries:
        _add(index, code, name)
    return index


def _add(index: dict[str, tuple[str, ...]], code: str, name: str) -> None:
    index[stem(name)] = tuple(dict.fromkeys((*index.get(stem(name), ()), code)))
