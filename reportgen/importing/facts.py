"""Printed figures (印出来的数) put together: one print of each, contradictions, and the facts of one measure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from reportgen.budget.ledger import exact_sum
from reportgen.figure import Conditions, FigureId
from reportgen.importing.cells import Cells, Total
from reportgen.importing.printed import OTHER_FUNDS, PrintedFigure
from reportgen.quantity import EXACT
from reportgen.records import dataclass, field
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Measure, Vocabulary

FUND, NATURE, KIND, _YEAR = "资金", "性质", "经费", "年份"
GRANTS = "财政拨款"
_MAIN = {"支出": ("单位", "功能", NATURE, KIND, FUND), "收入": ("单位", "功能", _YEAR, FUND)}
_ALWAYS = {"支出": ("功能", NATURE, FUND), "收入": (FUND,)}

_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Facts:
    """What is printed of one measure and year, by conditions."""

    measure: Measure
    vocabulary: Vocabulary
    printed: Mapping[Conditions, PrintedFigure]
    balanced: Mapping[Conditions, Decimal] = field(default_factory=dict)  # amounts that the other side gives

    def within(self, dimensions: Iterable[str]) -> list[Total]:
        """Return the totals by these dimensions alone: those that are printed, then those that follow from others.

        Printed amounts below zero are left out.
        """
        allowed = set(dimensions)
        stated = ((c, p) for c, p in self.printed.items() if p.amount >= 0)
        own = [Total(c, p.amount, p.step) for c, p in stated if {d for d, _ in c} <= allowed]
        follow = [Total(c, amount, Decimal(0)) for c, amount in self.balanced.items() if c not in self.printed]
        return [*own, *(t for t in follow if {d for d, _ in t.conditions} <= allowed)]

    def tables(self, dimensions: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the tables that print totals by these dimensions and no others."""
        allowed = set(dimensions)
        own = (p.of_table for c, p in self.printed.items() if c and {d for d, _ in c} <= allowed)
        return tuple(dict.fromkeys(filter(None, own)))

    @property
    def stated(self) -> tuple[str, ...]:
        """The dimensions by which anything is printed."""
        seen = {d for conditions in self.printed for d, _ in conditions}
        return tuple(d for d in self.measure.dimensions if d in seen)

    def having(self, dimension: str) -> "Facts":
        """Return what is printed by that dimension; conditions that follow from others (经费 from 经济) are dropped."""
        follows = {rule.dimension for rule in self.vocabulary.derivations}
        own = {c: one for c, one in self.printed.items() if dimension in dict(c) and not follows & {d for d, _ in c}}
        for conditions, one in self.printed.items():
            shorter = tuple(c for c in conditions if c[0] not in follows)
            if dimension in dict(conditions) and one.amount:
                own.setdefault(shorter, one)
        return Facts(self.measure, self.vocabulary, own)

    def cells(self, dimensions: Sequence[str]) -> Cells:
        """Return the cells over these dimensions."""
        implied = [rule for rule in self.vocabulary.implications if rule.dimension in dimensions]
        lacking = {d for rule in implied for d, m in rule.implied.items() if m == NOT_APPLICABLE}
        axes = {d: (*(self._members(d) or ("",)), *((NOT_APPLICABLE,) if d in lacking else ())) for d in dimensions}

        def excluded(members: Mapping[str, str]) -> bool:
            none = {d for rule in implied if members[rule.dimension] == rule.member for d in rule.implied}
            return any((members[d] == NOT_APPLICABLE) is not (d in none) for d in lacking & set(dimensions))

        return Cells(axes, self._below, self.vocabulary.upward, excluded)

    def _below(self, dimension: str, member: str, wanted: str) -> bool:
        if wanted == OTHER_FUNDS and dimension == FUND:
            return not self.vocabulary.below(dimension, member, GRANTS)
        return self.vocabulary.below(dimension, member, wanted)

    def _members(self, dimension: str) -> tuple[str, ...]:
        """Return the members at the finest level; they are worked out once."""
        if dimension not in self._finest:
            self._finest[dimension] = self._finest_of(dimension)
        return self._finest[dimension]

    @cached_property
    def _finest(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _finest_of(self, dimension: str) -> tuple[str, ...]:
        leaves = self.vocabulary.leaves(dimension)
        if leaves and dimension != "单位":
            return leaves
        seen = dict.fromkeys(m for c in self.printed if (m := dict(c).get(dimension)))
        if dimension not in CODE_LEVELS:
            return tuple(seen)
        return tuple(sorted(code for code in seen if not self._is_divided_fully(dimension, code, seen)))

    def _is_divided_fully(self, dimension: str, code: str, seen: Iterable[str]) -> bool:
        """Whether the codes below a code make up all that is printed of it."""
        below = [c for c in seen if c != code and c.startswith(code)]
        if not below:
            return False
        level = min(map(len, below))
        nearest = [c for c in below if len(c) == level]
        return all(
            self._made_up(dimension, nearest, c, p) for c, p in self.printed.items() if dict(c).get(dimension) == code
        )

    def _made_up(self, dimension: str, parts: Sequence[str], conditions: Conditions, whole: PrintedFigure) -> bool:
        others = [c for c in conditions if c[0] != dimension]
        found = [p for part in parts if (p := self.printed.get(tuple(sorted([*others, (dimension, part)]))))]
        short = EXACT.subtract(whole.amount, exact_sum(part.amount for part in found))
        return not found or short <= EXACT.multiply(whole.step, Decimal(len(found) + 1))


def line_dimensions(facts: Facts) -> tuple[str, ...]:
    """Return the dimensions of the lines: the usual ones that are printed, fewer if there are too many cells."""
    name = facts.measure.name
    seen = {d for c in facts.printed for d, _ in c}
    usual = _MAIN.get(name, facts.measure.dimensions)
    always = _ALWAYS.get(name, (facts.measure.complete,))
    chosen = tuple(d for d in usual if d in seen or d in always)
    for other in ("单位", KIND) if name == "支出" else ():  # only where tables print it by 功能
        if not any({other, "功能"} <= dict(c).keys() for c in facts.printed):
            chosen = tuple(d for d in chosen if d != other)
    while len(chosen) > 1 and facts.cells(chosen).are_many:
        chosen = chosen[1:]
    return chosen


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure printed twice, with amounts that differ by more than rounding explains."""

    one: PrintedFigure
    other: PrintedFigure


def contradictions(printed: Iterable[PrintedFigure]) -> list[Contradiction]:
    """Return the first two prints of each figure that contradict each other, in reading order."""
    first: dict[FigureId, PrintedFigure] = {}
    found: dict[FigureId, Contradiction] = {}
    for one in printed:
        before = first.setdefault(one.name, one)
        apart = abs(EXACT.subtract(one.amount, before.amount))
        if apart > EXACT.multiply(_HALF, EXACT.add(one.step, before.step)):
            found.setdefault(one.name, Contradiction(before, one))
    return list(found.values())


def by_name(printed: Iterable[PrintedFigure]) -> dict[FigureId, PrintedFigure]:
    """Return the most exact print of each figure, the first of equals."""
    found: dict[FigureId, PrintedFigure] = {}
    for one in printed:
        if one.name not in found or one.step < found[one.name].step:
            found[one.name] = one
    return found
