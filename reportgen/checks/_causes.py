"""One cause, one finding (一个错，一条): findings that come from one mistake in the budget file are reported with it.

A rule that finds a mistake in the file itself says what it is (`Cause`): the line's members, and by how much figures
are wrong because of it. Whatever else differs by as much, in figures that the line belongs to, comes from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

_MOST = 8  # numbers of a finding that are tried as the whole of the others


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake in the budget file (病根).

    Attributes:
        measures: that it is in, of the base.
        lines: the members of the line that is wrong, missing or too many; of one in a wrong place also those it should
            have; without any member: every line.
        difference: by how much figures are wrong; None: nothing of these members is right.
    """

    measures: frozenset[str]
    lines: tuple[Mapping[str, str], ...]
    difference: Decimal | None
    base: str = ""

    def concerns(self, name: FigureId, vocabulary: Vocabulary) -> bool:
        """Whether the figure is wrong because of it."""
        if name.measure in self.measures and not any(self.lines):
            return True
        if name.measure not in self.measures or (name.base != self.base and not name.derived):
            return False
        if self.difference is None:
            return any(set(line.items()) & set(name.conditions) for line in self.lines)
        return any(_belongs(line, name, vocabulary) for line in self.lines)


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number of a finding: the figure, in 元 or its unit, and half of what it is rounded to."""

    name: FigureId
    exact: Decimal
    slack: Decimal


def explains(cause: Cause, values: Sequence[FigureValue], vocabulary: Vocabulary) -> bool:
    """Whether a finding on these numbers comes from it."""
    if not any(cause.concerns(value.name, vocabulary) for value in values):
        return False
    if cause.difference is None:
        return True
    slack = _sum(value.slack for value in values)
    return any(abs(EXACT.subtract(d, abs(cause.difference))) <= slack for d in _differences(values))


def explains_cause(cause: Cause, other: Cause, vocabulary: Vocabulary) -> bool:
    """Whether what another rule found to be wrong in the file is the same mistake, or comes from it."""
    names = [FigureId(m, tuple(sorted(line.items())), other.base) for m in other.measures for line in other.lines]
    if cause.difference is None or other.difference is None:
        return cause.difference is None and any(cause.concerns(name, vocabulary) for name in names)
    same = abs(cause.difference) == abs(other.difference)
    lines = [[n for n in names if dict(n.conditions) == dict(line)] for line in other.lines]
    return same and all(any(cause.concerns(n, vocabulary) for n in own) for own in lines)


def whole_less_parts(values: Sequence[FigureValue]) -> tuple[Decimal, Decimal] | None:
    """By how much the first number differs from the others together, and how exactly that is known."""
    if len(values) < 2:
        return None
    rest = _sum(value.exact for value in values[1:])
    return abs(EXACT.subtract(values[0].exact, rest)), _sum(value.slack for value in values)


def same_difference(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    """Whether both are off, and as far as they are rounded by as much."""
    slack = one[1] + other[1]
    return one[0] > one[1] and other[0] > other[1] and abs(EXACT.subtract(one[0], other[0])) <= slack


def _belongs(line: Mapping[str, str], name: FigureId, vocabulary: Vocabulary) -> bool:
    """What the line does not say is not known, and then nothing is said."""
    return all(
        (have := line.get(d)) == member
        or (have is not None and have != NOT_APPLICABLE and vocabulary.below(d, have, member))
        for d, member in name.conditions
    )


def _differences(values: Sequence[FigureValue]) -> Iterator[Decimal]:
    """Each number less the sum of the others, and each two of them."""
    whole = _sum(value.exact for value in values)
    for i, value in enumerate(values[:_MOST]):
        yield abs(EXACT.subtract(EXACT.multiply(value.exact, Decimal(2)), whole))
        yield from (abs(EXACT.subtract(value.exact, other.exact)) for other in values[i + 1 : _MOST])


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    found = Decimal(0)
    for amount in amounts:
        found = EXACT.add(found, amount)
    return found
