"""What a rule yields (结果): findings, what it compared, what it cannot know."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from reportgen.budget import Budget
from reportgen.diagnostics import Location, Severity
from reportgen.figure import FigureId
from reportgen.reading import Entry, Place
from reportgen.records import NamedTuple, dataclass
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

EVERY_ROW, COLUMN = "", "列 "  # in `Finding.spoils`: every row of a table; a column, before a word of its head
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake in the budget file (病根).

    Attributes:
        measures: the measures that the mistake is in.
        lines: the members of the wrong, missing or superfluous line; for a line in a wrong place also the members that
            it should have. A mapping without members means every line.
        difference: by how much figures are wrong, in 元 or pieces; None: every figure of these members is wrong.
        base: the base that the mistake is in; empty for this year.
    """

    measures: frozenset[str]
    lines: tuple[Mapping[str, str], ...]
    difference: Decimal | None
    base: str = ""

    def concerns(self, name: FigureId, vocabulary: Vocabulary) -> bool:
        """Whether a figure is wrong because of the mistake."""
        if name.measure not in self.measures:
            return False
        if not any(self.lines):
            return True
        if name.base != self.base and not name.derived:
            return False
        if self.difference is None:
            return any(set(line.items()) & set(name.conditions) for line in self.lines)
        return any(_meets(line, name, vocabulary) for line in self.lines)


def everything(budget: Budget) -> Cause:
    """Return a mistake that makes all numbers of the document wrong."""
    return Cause(frozenset(budget.vocabulary.measures), ({},), None)


def _meets(line: Mapping[str, str], name: FigureId, vocabulary: Vocabulary) -> bool:
    """Whether the line is part of the figure; a line that leaves a dimension open is not."""
    return all(
        (own := line.get(dimension)) == member
        or (own is not None and own != NOT_APPLICABLE and vocabulary.below(dimension, own, member))
        for dimension, member in name.conditions
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong (发现).

    Attributes:
        places: on the page or in the budget file; the first is the one to mend.
        cause: the mistake in the budget file, if known; findings that come from it are reported with this one.
        rule: its number and name; `check` fills it in.
        of_region: only a region can ask for it. hint_without: the advice if there is no budget file; "" for `hint`.
        spoils: (table, row) and (table, column) of places that other rules find wrong because of it.
        off: its first number less the sum of the others, in 元, where these should be one amount.
        over: by how much its first number is more than the second, which holds it, in 元.
        should: what should be printed at the first place, if the budget file says it.
    """

    message: str
    places: tuple[Place | Location, ...]
    severity: Severity = Severity.ERROR
    hint: str = ""
    cause: Cause | None = None
    rule: str = ""
    of_region: bool = False
    hint_without: str = ""
    spoils: frozenset[tuple[str, str]] = frozenset()
    off: Decimal | None = None
    over: Decimal = Decimal(0)
    should: str = ""


class Compared(NamedTuple):
    """The rule looked at something, right or wrong; `places`: the numbers that it compared."""

    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The rule could not be applied to something (无法核对), and why."""

    reason: str


Result = Finding | Compared | Unknown


def compared(*entries: Entry | None) -> Compared:
    """Return the result that these numbers were compared."""
    return Compared(tuple([entry.place for entry in entries if entry]))


def places(entries: Iterable[Entry], most: int = 8) -> tuple[Place, ...]:
    """Return the places of the numbers, at most so many."""
    return tuple(entry.place for entry in entries)[:most]


def firsts(pairs: Iterable[tuple[K, T]]) -> dict[K, T]:
    """Return key -> its first value, in the order of the keys' first occurrence."""
    found: dict[K, T] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    """Return key -> its values, in the order of their first occurrence."""
    found: dict[K, list[T]] = {}
    for key, value in pairs:
        if key in found:
            found[key].append(value)
        else:
            found[key] = [value]
    return found
