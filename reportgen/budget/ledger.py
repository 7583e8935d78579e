"""The ledger (账): the lines of each measure, the smallest known pieces, and sums over them that never guess.

A query asks for a member of some dimensions. A line matches if its member of each of them is the one asked or below it;
it does not match if the member is another one, or 无. A line that does not state a dimension, or states a member above
the one asked, makes the sum unknown: that is an error, never a zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, reduce

from reportgen.diagnostics import Location
from reportgen.figure import Conditions, FigureId
from reportgen.quantity import EXACT
from reportgen.source import Node, Scalar
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line (行): an exact amount in 元 (or pieces) and its member of each dimension."""

    dims: Mapping[str, str] = field(hash=False)
    amount: Decimal
    node: Node = field(repr=False, hash=False)

    @property
    def at(self) -> Location:
        """The place in the budget file."""
        return self.node.at


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure stated whole (列名数), which is never summed."""

    amount: Decimal
    node: Node = field(repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Written:
    """How a file writes a measure (写法): its key, its value, and the members that are stated as none."""

    title: Scalar = field(repr=False, hash=False)
    node: Node = field(repr=False, hash=False)
    none: frozenset[str] = frozenset()


class UnknownAmount(Exception):
    """Lines that do not say what is asked, each with the dimension that it leaves open."""

    def __init__(self, lines: Sequence[tuple[Line, str]]) -> None:
        super().__init__(lines[0][1])
        self.lines = tuple(lines)


class Ledger:
    """The lines of one measure, indexed by dimension and member."""

    def __init__(self, lines: Sequence[Line], vocabulary: Vocabulary) -> None:
        self.lines, self.vocabulary = tuple(lines), vocabulary
        self._postings: dict[str, _Postings] = {}

    def select(self, conditions: Conditions) -> list[Line]:
        """Return the lines that the conditions select, in the file's order.

        Raises:
            UnknownAmount: a line may or may not belong to them.
        """
        found, unknown = self.sorted_out(conditions)
        if unknown:
            raise UnknownAmount(unknown)
        return found

    def sorted_out(self, conditions: Conditions) -> tuple[list[Line], list[tuple[Line, str]]]:
        """Return the lines that match, and the lines that may match, each with the dimension that it leaves open."""
        if not conditions:
            return list(self.lines), []
        found: list[Line] = []
        unknown: list[tuple[Line, str]] = []
        for line in self._candidates(conditions):
            doubts = self._doubts(line, conditions)
            if doubts:
                unknown.append((line, doubts[0]))
            elif doubts is not None:
                found.append(line)
        return found, unknown

    def _candidates(self, conditions: Conditions) -> Sequence[Line]:
        if not conditions:
            return self.lines
        postings = [self._posting(dimension).candidates(member) for dimension, member in conditions]
        return [self.lines[i] for i in min(postings, key=len)]

    def _posting(self, dimension: str) -> "_Postings":
        if dimension not in self._postings:
            self._postings[dimension] = _Postings(self, dimension)
        return self._postings[dimension]

    def _doubts(self, line: Line, conditions: Conditions) -> list[str] | None:
        """The dimensions that a line leaves open, an empty list if it matches, or None if it does not."""
        doubts = []
        for dimension, wanted in conditions:
            have = line.dims.get(dimension)
            if have == wanted:
                continue
            if have is None:
                doubts.append(dimension)
            elif have == NOT_APPLICABLE:
                return None
            elif not self.vocabulary.below(dimension, have, wanted):
                if not self.vocabulary.below(dimension, wanted, have):
                    return None
                doubts.append(dimension)
        return doubts


class _Postings:
    """The lines that may match each member of one dimension."""

    def __init__(self, ledger: Ledger, dimension: str) -> None:
        self.dimension, self.vocabulary = dimension, ledger.vocabulary
        self.exact: dict[str, list[int]] = {}
        self.under: dict[str, list[int]] = {}
        self.unstated: list[int] = []
        self._candidates: dict[str, list[int]] = {}
        for i, line in enumerate(ledger.lines):
            self._add(i, line.dims.get(dimension))

    def _add(self, i: int, member: str | None) -> None:
        if member is None:
            self.unstated.append(i)
            return
        self.exact.setdefault(member, []).append(i)
        for top in self.vocabulary.upward(self.dimension, member):
            self.under.setdefault(top, []).append(i)

    def candidates(self, wanted: str) -> list[int]:
        """Return the indexes of lines at or below the member, and of those that leave it open."""
        if wanted not in self._candidates:
            self._candidates[wanted] = self._found(wanted)
        return self._candidates[wanted]

    def _found(self, wanted: str) -> list[int]:
        _, *above = self.vocabulary.upward(self.dimension, wanted)
        coarser = [i for top in above for i in self.exact.get(top, ())]
        found = self.under.get(wanted, [])
        return sorted([*found, *coarser, *self.unstated]) if coarser or self.unstated else found


@dataclass(frozen=True)
class Book:
    """The measures of one year or base (账本).

    Attributes:
        lines: measure -> lines; a measure without lines is stated as 无, all zero.
        stated: the figures that are stated whole.
        places: of a base that is a file of its own: that file, and where the budget file names it.
        transfers: of such a file: what it says under 内部往来, and its 金额单位.
        written: measure -> how it is written, once for each file that has it.
        publisher: of a base that is a file of its own: name and code of its department.
        units: of such a file: code -> name of its units.
    """

    name: str
    lines: Mapping[str, tuple[Line, ...]]
    stated: Mapping[FigureId, StatedFigure]
    vocabulary: Vocabulary
    places: tuple[Location, ...] = ()
    transfers: tuple[Node, str] | None = None
    written: Mapping[str, tuple[Written, ...]] = field(default_factory=dict)
    publisher: tuple[str, str] = ("", "")
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def ledgers(self) -> dict[str, Ledger]:
        """Measure -> its indexed lines, of the measures that are stated."""
        return {measure: Ledger(lines, self.vocabulary) for measure, lines in self.lines.items()}

    def ledger(self, measure: str) -> Ledger:
        """Return the indexed lines of a measure, none if it is not stated."""
        return self.ledgers.get(measure) or Ledger((), self.vocabulary)

    def states(self, measure: str) -> bool:
        """Whether lines of the measure, or 无, are stated."""
        return measure in self.lines


def total(lines: Iterable[Line]) -> Decimal:
    """Return the exact sum of the lines."""
    return exact_sum(line.amount for line in lines)


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts."""
    return reduce(EXACT.add, amounts, Decimal(0))
