"""The ledger (账): the lines of each measure, the smallest known pieces, and sums over them that never guess.

A query asks for a member of some dimensions. A line matches if its member of each of them is the one asked or below it;
it does not match if the member is another one, or 无. A line that does not state a dimension, or states a member above
the one asked, makes the sum unknown: that is an error, never a zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Protocol

from reportgen.diagnostics import Location
from reportgen.figure import Conditions
from reportgen.quantity import EXACT
from reportgen.records import NamedTuple, dataclass, field
from reportgen.source import Node
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


def whole_and_part(lines: Sequence[Line], dimension: str, vocabulary: Vocabulary) -> tuple[Line, Line] | None:
    """Return a line and one that is part of it by name, alike in all else: 50万元以上 9, 100万元以上 4; None without.

    It is open whether the whole counts the part; a sum of both may count it twice.
    """
    members = {line.dims.get(dimension, "") for line in lines}
    if not any(members.intersection(vocabulary.upward(dimension, member)[1:]) for member in members):
        return None
    alike: dict[tuple[frozenset[tuple[str, str]], str], Line] = {}
    for line in lines:
        rest = frozenset(pair for pair in line.dims.items() if pair[0] != dimension)
        alike[rest, line.dims.get(dimension, "")] = line
    for (rest, member), part in alike.items():
        for above in vocabulary.upward(dimension, member)[1:]:
            if whole := alike.get((rest, above)):
                return whole, part
    return None


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
        self.numbers = tuple(range(len(self.lines)))  # one object for all that hold a line's number
        self._all = frozenset(self.numbers)  # one for the members that stand in every line

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
        if not lines or (not stating and all(one.certain for one in postings)):
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
        some = sorted((one for one in postings if one.lines is not self._all), key=Posting.size)
        if not some:
            return list(self.lines)
        first, *others = some
        found = first.lines | first.open if first.open else first.lines
        for one in others:
            found = (found & one.lines) | (found & one.open) if one.open else found & one.lines
        return [self.lines[i] for i in sorted(found)]

    def _posting(self, condition: tuple[str, str]) -> "Posting":
        dimension, member = condition
        if dimension not in self._by_dimension:
            self._by_dimension[dimension] = _Postings(self, dimension)
        found = self._by_dimension[dimension].of(member)
        if found.size() == len(self.lines):
            found = Posting(self._all, certain=found.certain)
        self._postings[condition] = found
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
    """The indexes of the lines that may match a member; `certain` if all of them do.

    `open`: of those that do not state the dimension, which all its members share.
    """

    lines: frozenset[int]
    open: frozenset[int] = frozenset()
    certain: bool = False

    def size(self) -> int:
        """Return how many lines may match."""
        return len(self.lines) + len(self.open)


class _Postings:
    """The lines that may match each member of one dimension."""

    def __init__(self, ledger: Ledger, dimension: str) -> None:
        self.dimension, self.vocabulary = dimension, ledger.vocabulary
        self.exact: dict[str, list[int]] = {}
        self.under: dict[str, list[int]] = {}
        unstated: list[int] = []
        for i, line in zip(ledger.numbers, ledger.lines, strict=True):
            member = line.dims.get(dimension)
            (unstated if member is None else self.exact.setdefault(member, [])).append(i)
        self._open = frozenset(unstated)
        for member, own in self.exact.items():
            for top in self.vocabulary.upward(dimension, member):
                self.under.setdefault(top, []).extend(own)

    def of(self, wanted: str) -> Posting:
        """Return the lines at or below the member, and those that leave it open."""
        _, *above = self.vocabulary.upward(self.dimension, wanted)
        coarser = [i for top in above for i in self.exact.get(top, ())]
        lines = frozenset([*self.under.get(wanted, ()), *coarser])
        return Posting(lines, self._open, not coarser and not self._open)


class _HasAmount(Protocol):
    @property
    def amount(self) -> Decimal: ...


def total(lines: Iterable[_HasAmount]) -> Decimal:
    """Return the exact sum of the lines, or of figures that are stated whole."""
    return exact_sum([line.amount for line in lines])


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts."""
    return reduce(EXACT.add, amounts, _NOTHING)
