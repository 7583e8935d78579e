"""The ledger (账): the lines of each measure, the smallest known pieces, and sums over them that never guess.

A query asks for a member of some dimensions. A line matches if its member of each of them is the one asked or below it;
it does not match if the member is another one, or 无. A line that does not state a dimension, or states a member above
the one asked, makes the sum unknown: that is an error, never a zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce

from reportgen.diagnostics import Location
from reportgen.figure import Conditions
from reportgen.quantity import EXACT
from reportgen.records import dataclass, field
from reportgen.source import Node
from reportgen.tuples import NamedTuple
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

_NOTHING = Decimal(0)
Dims = Mapping[str, str]  # dimension -> member


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line (行): an exact amount in 元 (or pieces) and its member of each dimension."""

    dims: Dims = field(hash=False)
    amount: Decimal
    node: Node = field(repr=False, hash=False)

    @property
    def at(self) -> Location:
        """The place in the budget file."""
        return self.node.at


Doubts = list[tuple[Line, str]]  # lines that may match, each with the dimension that it leaves open
Answer = tuple[list[Line], Doubts]  # the lines that match, and those that may
Levels = tuple[tuple[str, int], ...]  # dimensions that lines have to state, with the least length of their members


class UnknownAmount(Exception):
    """A sum that lines leave open; `lines`: each of them with the dimension that it leaves open."""

    def __init__(self, lines: Sequence[tuple[Line, str]]) -> None:
        super().__init__(lines[0][1])
        self.lines = tuple(lines)


class Ledger:
    """The lines of one measure, indexed by dimension and member."""

    def __init__(self, lines: Sequence[Line], vocabulary: Vocabulary) -> None:
        self.lines, self.vocabulary = tuple(lines), vocabulary
        self._by_dimension: dict[str, _Postings] = {}
        self._postings: dict[tuple[str, str], Posting] = {}
        self._all = frozenset(range(len(self.lines)))  # one for the members that stand in every line

    def select(self, conditions: Conditions) -> list[Line]:
        """Return the lines that the conditions select, in the file's order.

        Raises:
            UnknownAmount: a line may or may not be one of them.
        """
        found, unknown = self.matches_and_doubts(conditions)
        if unknown:
            raise UnknownAmount(unknown)
        return found

    def matches_and_doubts(self, conditions: Conditions, stating: Levels = ()) -> Answer:
        """Return the lines that match, and those that may match, each with a dimension that it leaves open.

        `stating`: further dimensions, each with a least length of its members (codes). A line without such a member
        leaves the dimension open.
        """
        if not conditions and not stating:
            return list(self.lines), []
        known = self._postings
        postings = [known.get(condition) or self._posting(condition) for condition in conditions]
        lines = self._lines_in_all(postings)
        if not lines or (not stating and all(certain for _, certain in postings)):
            return lines, []
        found: list[Line] = []
        unknown: Doubts = []
        for line in lines:
            doubts = self.doubts(line, conditions) if conditions else []
            if doubts == []:
                doubts = [d for d, n in stating if len(have := line.dims.get(d, "")) < n and have != NOT_APPLICABLE]
            if doubts:
                unknown.append((line, doubts[0]))
            elif doubts is not None:
                found.append(line)
        return found, unknown

    def _lines_in_all(self, postings: "Sequence[Posting]") -> list[Line]:
        """The lines that may match each of several members, in the file's order."""
        sets = [indexes for indexes, _ in postings if indexes is not self._all]
        if not sets:
            return list(self.lines)
        sets.sort(key=len)
        return [self.lines[i] for i in sorted(sets[0].intersection(*sets[1:]))] if sets[0] else []

    def _posting(self, condition: tuple[str, str]) -> "Posting":
        dimension, member = condition
        if dimension not in self._by_dimension:
            self._by_dimension[dimension] = _Postings(self, dimension)
        lines, certain = self._by_dimension[dimension].of(member)
        found = self._postings[condition] = Posting(self._all if lines == self._all else lines, certain)
        return found

    def doubts(self, line: Line, conditions: Conditions) -> list[str] | None:
        """Return the dimensions that a line leaves open, an empty list if it matches, or None if it does not."""
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


class Posting(NamedTuple):
    """The indexes of the lines that may match a member; `certain` if all of them do."""

    lines: frozenset[int]
    certain: bool


class _Postings:
    """The lines that may match each member of one dimension."""

    def __init__(self, ledger: Ledger, dimension: str) -> None:
        self.dimension, self.vocabulary = dimension, ledger.vocabulary
        self.exact: dict[str, list[int]] = {}
        self.under: dict[str, list[int]] = {}
        self.unstated: list[int] = []
        for i, line in enumerate(ledger.lines):
            member = line.dims.get(dimension)
            (self.unstated if member is None else self.exact.setdefault(member, [])).append(i)
        for member, own in self.exact.items():
            for top in self.vocabulary.upward(dimension, member):
                self.under.setdefault(top, []).extend(own)

    def of(self, wanted: str) -> Posting:
        """Return the lines at or below the member, and those that leave it open."""
        _, *above = self.vocabulary.upward(self.dimension, wanted)
        coarser = [i for top in above for i in self.exact.get(top, ())]
        lines = frozenset([*self.under.get(wanted, ()), *coarser, *self.unstated])
        return Posting(lines, not coarser and not self.unstated)


def total(lines: Iterable[Line]) -> Decimal:
    """Return the exact sum of the lines."""
    return exact_sum([line.amount for line in lines])


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts."""
    return reduce(EXACT.add, amounts, _NOTHING)
