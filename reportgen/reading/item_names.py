"""Names of items (科目名称) and their codes: those of the catalogue, and those that a document prints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from reportgen.budget import Catalogue, names_of_all_years
from reportgen.kept import Shelf
from reportgen.patterns import compiled
from reportgen.reading.terms import bare
from reportgen.records import dataclass, field

_KEPT = Shelf("item names")
_TAIL = compiled(r"(?:支出|事务|等|等支出|（[类款项]）|\([类款项]\)){1,20}$")


@lru_cache(maxsize=1 << 12)
def stem(name: str) -> str:
    """Return the name without endings that regions leave out: 外交 for 外交支出, 农林水 for 农林水事务."""
    return _TAIL.sub("", bare(name)) or bare(name)


@dataclass(frozen=True, slots=True)
class ItemNames:
    """Stems of item names -> their codes, for 功能 and 经济 classification."""

    functional: Mapping[str, tuple[str, ...]] = field(hash=False)
    economic: Mapping[str, tuple[str, ...]] = field(hash=False)

    def code(self, dimension: str, name: str, under: str = "", digits: int = 0) -> str:
        """Return the code of that name below `under`, if only one fits, with so many digits if given; else ""."""
        table = self.functional if dimension == "功能" else self.economic
        found = [c for c in table.get(stem(name), ()) if c.startswith(under) and c != under]
        found = [c for c in found if not digits or len(c) == digits]
        shortest = [c for c in found if len(c) == min(map(len, found))]
        return shortest[0] if len(shortest) == 1 else ""


def meant_code(code: str, name: str, dimension: str, above: Sequence[str], year: int) -> str:
    """Return the code below the codes `above` that a shortened code stands for, by the item's name; else "".

    `71102 事业单位医疗` below `21011` means 2101102.
    """
    catalogue = Catalogue(year)
    if any(code.startswith(one) for one in above) or catalogue.name(dimension, code):
        return ""
    codes = (one + code[-2:] for one in sorted(above, key=len, reverse=True))
    return next((one for one in codes if catalogue.name(dimension, one) == name), "")


def names_of(printed: Iterable[tuple[str, str]]) -> ItemNames:
    """Return the item names of the catalogue, of all years, and of the document's own (code, name) pairs."""
    functional, economic = dict(codes_of_names("功能", stem)), dict(codes_of_names("经济", stem))
    for code, name in printed:
        _add(economic if code.startswith("3") else functional, code, stem(name))
    return ItemNames(functional, economic)


@cache
def codes_of_names(dimension: str, called: Callable[[str], str] = str) -> Mapping[str, tuple[str, ...]]:
    """Return the item names of the catalogue, of all years, -> their codes; `called` shortens the names."""
    return _KEPT.get((dimension, called.__qualname__), lambda: _codes_of_names(dimension, called))


def _codes_of_names(dimension: str, called: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for code, name in names_of_all_years(dimension):
        _add(index, code, called(name))
    return index


def _add(index: dict[str, tuple[str, ...]], code: str, name: str) -> None:
    index[name] = tuple(dict.fromkeys((*index.get(name, ()), code)))
