"""Totals → the cells that they force (由合计推出明细). Nothing is invented: what totals leave open stays open.

A published document states totals: 支出 by 功能 and 性质 in one table, by 功能 of one 资金 in another. Each is the sum
of some cells, a cell being one member of every dimension. A total of zero makes all its cells zero; a total with only
one unknown cell gives that cell. Both steps are repeated until nothing more follows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import product
from math import prod

from reportgen.budget.ledger import exact_sum
from reportgen.figure import Conditions
from reportgen.quantity import EXACT
from reportgen.records import dataclass

Cell = tuple[str, ...]
_HALF = Decimal("0.5")
_MOST_CELLS = 30_000


@dataclass(frozen=True, slots=True)
class Total:
    """A printed amount of all cells under some conditions, in 元; `step`: one unit of its last printed place, in 元."""

    conditions: Conditions
    amount: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One cell, or several that the totals do not tell apart: their common members, or those above them, else ""."""

    members: Mapping[str, str]
    amount: Decimal


def parts_of(totals: Sequence[Total], cells: "Cells") -> list[Part]:
    """Return the parts that are not zero, in the order of the cells; those of several cells come last.

    `totals` have only dimensions of the cells, and no negative amounts.
    """
    return _Deduction(totals, cells).parts()


@dataclass(frozen=True)
class Cells:
    """The possible cells (格).

    Attributes:
        axes: dimension -> its members at the finest level.
        below: dimension, member, wanted -> whether the member is the wanted one or below it.
        upward: dimension, member -> the member and all above it, nearest first.
        excluded: members of a cell -> whether they cannot go together: 结转下年 has no 功能.
    """

    axes: Mapping[str, Sequence[str]]
    below: Callable[[str, str, str], bool]
    upward: Callable[[str, str], tuple[str, ...]] = lambda _, member: (member,)
    excluded: Callable[[Mapping[str, str]], bool] = lambda _: False

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions, in the order of a cell's members."""
        return tuple(self.axes)

    @property
    def are_many(self) -> bool:
        """Whether there are too many cells to work with."""
        return prod(max(1, len(members)) for members in self.axes.values()) > _MOST_CELLS

    def place(self, dimension: str) -> int:
        """Return the position of a dimension's member in a cell."""
        return self.dimensions.index(dimension)

    @cached_property
    def all(self) -> list[Cell]:
        """All cells, in the order of the axes."""
        every = product(*self.axes.values())
        return [cell for cell in every if not self.excluded(dict(zip(self.axes, cell, strict=True)))]

    @cached_property
    def _there(self) -> frozenset[Cell]:
        return frozenset(self.all)

    def under(self, conditions: Conditions) -> list[Cell]:
        """Return the cells that the conditions select."""
        each = [self.members(d, dict(conditions).get(d)) for d in self.axes]
        return [cell for cell in product(*each) if cell in self._there]

    def members(self, dimension: str, wanted: str | None) -> Sequence[str]:
        """Return the members of the axis that are the wanted one or below it; all if `wanted` is None."""
        if wanted is None:
            return self.axes[dimension]
        if (dimension, wanted) not in self._members:
            found = tuple(m for m in self.axes[dimension] if self.below(dimension, m, wanted))
            self._members[dimension, wanted] = found
        return self._members[dimension, wanted]

    @cached_property
    def _members(self) -> dict[tuple[str, str], tuple[str, ...]]:
        return {}


def _size(covered: tuple[Total, Sequence[Cell]]) -> int:
    return len(covered[1])


def _rests(totals: Sequence[Total], cells: Cells) -> Iterator[tuple[Total, list[Cell]]]:
    """Yield what totals leave for members that no printed part covers, mostly zero, with the cells of these members."""
    by_others: dict[tuple[Conditions, str], list[tuple[str, Total]]] = {}
    for total in totals:
        for dimension, member in total.conditions:
            by_others.setdefault((_without(total.conditions, dimension), dimension), []).append((member, total))
    for (_, dimension), own in by_others.items():
        own.sort(key=lambda part: -len(cells.members(dimension, part[0])))
    for total in totals:
        for dimension in cells.dimensions:
            others, wanted = _without(total.conditions, dimension), dict(total.conditions).get(dimension)
            if len(cells.members(dimension, wanted)) < 2:
                continue  # this total has no parts
            parts, left = _parts(wanted, dimension, by_others.get((others, dimension), ()), cells)
            if parts and left:
                under = (cell for cell in cells.under(others) if cell[cells.place(dimension)] in left)
                yield from _rest(total, parts, list(under))


def _without(conditions: Conditions, dimension: str) -> Conditions:
    return tuple(c for c in conditions if c[0] != dimension)


def _parts(
    wanted: str | None, dimension: str, stated: Sequence[tuple[str, Total]], cells: Cells
) -> tuple[list[Total], set[str]]:
    """Return the widest totals that share no member, and the members that none of them covers."""
    parts, left = [], {*cells.members(dimension, wanted)}
    for member, part in stated:
        own = cells.members(dimension, member)
        if member != wanted and own and left.issuperset(own):
            parts.append(part)
            left.difference_update(own)
    return parts, left


def _rest(total: Total, parts: Sequence[Total], cells: list[Cell]) -> Iterator[tuple[Total, list[Cell]]]:
    amount = EXACT.subtract(total.amount, exact_sum(part.amount for part in parts))
    tail = EXACT.multiply(total.step, _HALF * (len(parts) + 1))
    if cells and amount > tail:
        yield Total((), amount, EXACT.multiply(tail, Decimal(2))), cells
    elif cells and amount >= -tail:
        yield Total((), Decimal(0), total.step), cells


class _Deduction:
    def __init__(self, totals: Sequence[Total], cells: Cells) -> None:
        self.cells = cells
        self.known: dict[Cell, Decimal] = {}
        covered = ((total, cells.under(total.conditions)) for total in totals)
        self.totals = sorted(((t, under) for t, under in covered if under), key=_size)
        self.rests = sorted(_rests(totals, cells), key=_size)

    def parts(self) -> list[Part]:
        """Work out all that follows from the totals; return the known cells, then the open ones in groups."""
        every = [*self.totals, *self.rests]
        for total, cells in every:
            if not total.amount:
                self.known.update(dict.fromkeys(cells, Decimal(0)))
        known = -1
        while known < len(self.known):
            known = len(self.known)
            every = [one for one in every if self._leaves_open(*one)]
        own = [cell for cell in self.cells.all if self.known.get(cell)]
        found = [Part(dict(zip(self.cells.dimensions, cell, strict=True)), self.known[cell]) for cell in own]
        return [*found, *self._open()]

    def _leaves_open(self, total: Total, cells: Sequence[Cell]) -> bool:
        """Set the cells that follow from the total; return whether some are still unknown."""
        open_ = [cell for cell in cells if cell not in self.known]
        if not open_:
            return False
        left = self._left(total, cells)
        if abs(left) <= self._tail(total, cells):
            self.known.update(dict.fromkeys(open_, Decimal(0)))
        elif len(open_) == 1 and left > 0:
            self.known[open_[0]] = left
        else:
            return True
        return False

    def _left(self, total: Total, cells: Sequence[Cell]) -> Decimal:
        return EXACT.subtract(total.amount, exact_sum(self.known.get(cell, Decimal(0)) for cell in cells))

    def _tail(self, total: Total, cells: Sequence[Cell]) -> Decimal:
        """Return the rest that rounding may explain: half a unit of the last place for the total and for each part."""
        parts = sum(1 for cell in cells if self.known.get(cell))
        return EXACT.multiply(total.step, _HALF * (parts + 1)) if parts else Decimal(0)

    def _open(self) -> list[Part]:
        """Return what totals leave for cells that nothing tells apart, up to what the whole still lacks.

        Totals that say more of the first dimensions come first.
        """
        open_ = [(total, [cell for cell in cells if cell not in self.known]) for total, cells in self.totals]
        ranked = sorted(((self._shared(cells), total, cells) for total, cells in open_ if cells), key=self._rank)
        missing = self._missing()
        found: list[Part] = []
        for shared, total, cells in ranked:
            if missing is not None and missing <= 0:
                break
            under, still = self.cells.under(total.conditions), [cell for cell in cells if cell not in self.known]
            left = min(self._left(total, under), *self._left_around(total))
            if still and left > self._tail(total, under):
                found.append(Part(shared, left))
                missing = None if missing is None else EXACT.subtract(missing, left)
                self.known[still[0]] = left  # counted once, somewhere
            self.known.update(dict.fromkeys((cell for cell in still if cell not in self.known), Decimal(0)))
        return found

    def _left_around(self, total: Total) -> list[Decimal]:
        """Return the open amounts of the total and of all wider totals: no cell of the total can hold more."""
        said = {*total.conditions}
        return [self._left(wider, cells) for wider, cells in self.totals if {*wider.conditions} <= said]

    def _missing(self) -> Decimal | None:
        """Return what is still unknown of the whole, less what rounding may explain; None if no whole is stated."""
        whole = next((total for total, _ in self.totals if not total.conditions), None)
        every = self.cells.all
        return None if whole is None else EXACT.subtract(self._left(whole, every), self._tail(whole, every))

    def _rank(self, one: tuple[Mapping[str, str], Total, Sequence[Cell]]) -> tuple[tuple[bool, ...], int]:
        shared, _, cells = one
        return tuple(shared[d] not in self.cells.axes[d] for d in self.cells.dimensions), len(cells)

    def _shared(self, cells: Sequence[Cell]) -> dict[str, str]:
        """Return by dimension the member that all the cells share, or the nearest above them, else ""."""
        return {d: self._common(i, cells) for i, d in enumerate(self.cells.dimensions)}

    def _common(self, place: int, cells: Sequence[Cell]) -> str:
        first, *others = dict.fromkeys(cell[place] for cell in cells)
        dimension = self.cells.dimensions[place]
        above = [set(self.cells.upward(dimension, other)) for other in others]
        return next((top for top in self.cells.upward(dimension, first) if all(top in own for own in above)), "")
