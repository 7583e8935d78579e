"""Breakdowns (另一种分法): a figure of a measure taken apart another way than the measure's own lines do.

    支出[性质=基本支出]:
      - {经济: 30101, 资金: 一般公共预算, 金额: 100}

Published sources give 支出 by 功能 and, apart from it, 基本支出 by 经济; how the two combine is not known. A breakdown
is a ledger of its own. Where lines of the measure leave open what is asked, the breakdown's lines replace those within
its figure, if they say all that is asked; nothing counts twice. What one side leaves open is taken from the other where
it follows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from reportgen.budget.ledger import Answer, Doubts, Ledger, Levels, Line, UnknownAmount
from reportgen.figure import Conditions, FigureId
from reportgen.records import dataclass, field, replace
from reportgen.source import Scalar
from reportgen.vocabulary import Vocabulary


@dataclass(frozen=True)
class Breakdown:
    """A figure taken apart another way.

    Attributes:
        name: the figure, as the key names it.
        title: the key.
        units: the units that take the figure apart this way; empty for all.
    """

    name: FigureId
    lines: tuple[Line, ...]
    title: Scalar = field(repr=False, hash=False)
    units: frozenset[str] = frozenset()

    def conditions_left(self, asked: Conditions, vocabulary: Vocabulary) -> Conditions:
        """Return the conditions of the key that do not follow from those that are asked."""
        members = dict(asked)
        return tuple((d, m) for d, m in self.name.conditions if not vocabulary.below(d, members.get(d, ""), m))

    def holds(self, line: Line, left: Conditions, ledger: Ledger) -> bool | None:
        """Whether a line of the measure meets the conditions `left`, so is within the figure; None if that is open."""
        if self.units and line.dims.get("单位") not in self.units:
            return False if "单位" in line.dims else None
        doubts = ledger.doubts(line, left)
        return None if doubts else doubts is not None


BreakdownsByMeasure = dict[str, tuple[Breakdown, ...]]  # measure -> its breakdowns


class BreakdownsTooCoarse(UnknownAmount):
    """Neither lines nor breakdowns of the measure say what is asked, and only finer breakdowns could say it.

    Attributes:
        breakdowns: each with its own lines that leave something open.
    """

    def __init__(self, lines: Doubts, breakdowns: Sequence[tuple[Breakdown, Doubts]]) -> None:
        super().__init__(lines)
        self.breakdowns = tuple(breakdowns)


class Ledgers:
    """The lines of one measure and its breakdowns. `lines`: None if only breakdowns are stated."""

    def __init__(self, lines: Sequence[Line] | None, breakdowns: Sequence[Breakdown], vocabulary: Vocabulary) -> None:
        self.stated, self.breakdowns, self.vocabulary = lines is not None, tuple(breakdowns), vocabulary
        self.main = Ledger(lines or (), vocabulary)

    def select(self, conditions: Conditions, stating: Levels = ()) -> list[Line] | None:
        """Return the lines whose sum is a figure; None if nothing is stated of it.

        Raises:
            UnknownAmount: a line may or may not belong to the figure.
        """
        answer = self.matches_and_doubts(conditions, stating)
        if answer and answer[1]:
            raise self._unknown(answer[1], conditions, stating)
        return answer[0] if answer else None

    def matches_and_doubts(self, conditions: Conditions, stating: Levels = ()) -> Answer | None:
        """Return the lines that match and those that may match, as a ledger does; None if nothing is stated."""
        if not self.stated:
            return self._without_lines(conditions, stating)
        answer = self.main.matches_and_doubts(conditions, stating)
        for one, own in self.completed_breakdowns if answer[1] else ():
            answer = self._with_breakdown(one, own, answer, conditions, stating)
        return self._inferred(answer, conditions) if answer[1] and not stating else answer

    def _unknown(self, unknown: Doubts, conditions: Conditions, stating: Levels) -> UnknownAmount:
        """Return the error to raise: about lines of a breakdown that are too coarse, else about breakdowns or lines."""
        asked = [
            (one, own.matches_and_doubts(conditions, stating)[1])
            for one, own in self.completed_breakdowns
            if any(one.holds(line, one.conditions_left(conditions, self.vocabulary), own) for line, _ in unknown)
        ]
        open_ = {dimension for _, dimension in unknown}
        coarse = [doubt for _, doubts in asked if {d for _, d in doubts} <= open_ for doubt in doubts]
        apart = [pair for pair in asked if pair[1]]
        return UnknownAmount(coarse or unknown) if coarse or not apart else BreakdownsTooCoarse(unknown, apart)

    def _without_lines(self, conditions: Conditions, stating: Levels) -> Answer | None:
        """Return the answer of the breakdown with fewest doubtful lines, if its figure contains all that is asked."""
        unit = dict(conditions).get("单位", "")
        all_ = [(one, own) for one, own in self.completed_breakdowns if unit in (one.units or (unit,))]
        whole = [own for one, own in all_ if not one.conditions_left(conditions, self.vocabulary)]
        answers = (own.matches_and_doubts(conditions, stating) for own in whole)
        return min(answers, key=lambda answer: len(answer[1]), default=None)

    def _with_breakdown(
        self, one: Breakdown, own: Ledger, answer: Answer, conditions: Conditions, stating: Levels
    ) -> Answer:
        """Return the answer with a breakdown's lines for those within its figure, if they say all that is asked."""
        found, unknown = answer
        left = one.conditions_left(conditions, self.vocabulary)
        held = {id(line): one.holds(line, left, own) for line in (*found, *(line for line, _ in unknown))}
        if None in held.values() or not any(held[id(line)] for line, _ in unknown):
            return answer
        lines, open_ = own.matches_and_doubts(conditions, stating)
        if not all(self._of_main.excludes(line, conditions) for line, _ in open_):
            return answer
        others = [line for line in found if not held[id(line)]]
        return [*others, *lines], [pair for pair in unknown if not held[id(pair[0])]]

    def _inferred(self, answer: Answer, conditions: Conditions) -> Answer:
        """Return the answer with fewer doubtful lines: a breakdown may tell whether a line matches."""
        found, unknown = list(answer[0]), []
        for line, dimension in answer[1]:
            of = next((of for one, of in self._of_breakdowns if one.holds(line, one.name.conditions, self.main)), None)
            excluded = of is not None and of.excludes(line, conditions)
            doubts = None if excluded else self.main.doubts(of.completed(line), conditions) if of else [dimension]
            found += [line] if doubts == [] else []
            unknown += [(line, doubts[0])] if doubts else []
        return found, unknown

    @property
    def breakdown_lines(self) -> Iterator[tuple[frozenset[str], tuple[Line, ...]]]:
        """Yield the lines of each breakdown, after the dimensions that all the measure's lines in its figure state."""
        for one, own in self.completed_breakdowns:
            held = [frozenset(o.dims) for o in self.main.lines if one.holds(o, one.name.conditions, self.main)]
            yield frozenset.intersection(*held) if held else frozenset(), own.lines

    @cached_property
    def completed_breakdowns(self) -> list[tuple[Breakdown, Ledger]]:
        """Each breakdown with its ledger, whose lines have the members that follow from the measure's own lines."""
        completed = self._of_main.completed
        return [(one, Ledger([completed(line) for line in one.lines], self.vocabulary)) for one in self.breakdowns]

    @cached_property
    def _of_main(self) -> "_SameMoney":
        return _SameMoney(self.main)

    @cached_property
    def _of_breakdowns(self) -> list[tuple[Breakdown, "_SameMoney"]]:
        return [(one, _SameMoney(Ledger(one.lines, self.vocabulary))) for one in self.breakdowns]


class _SameMoney:
    """What the lines of this ledger say about a line of another: those that may hold the same money."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        derived = {rule.dimension for rule in ledger.vocabulary.derivations}  # which lines have without stating them
        self._stated = {dimension for line in ledger.lines for dimension in line.dims} - derived
        self._found: dict[Conditions, tuple[list[Line], dict[str, str]]] = {}

    def completed(self, line: Line) -> Line:
        """Return a line with the members that the lines of this ledger with the same money have in common."""
        more = self._same_money_as(line)[1]
        return line if more.keys() <= line.dims.keys() else replace(line, dims={**more, **line.dims})

    def excludes(self, line: Line, conditions: Conditions) -> bool:
        """Whether none of the lines of this ledger that may hold the line's money can match the conditions."""
        return all(self.ledger.doubts(other, conditions) is None for other in self._same_money_as(line)[0])

    def _same_money_as(self, line: Line) -> tuple[list[Line], dict[str, str]]:
        """Return the lines of this ledger that may hold the line's money, and the members that they have in common."""
        asked = tuple((d, m) for d, m in line.dims.items() if d in self._stated)
        if asked not in self._found:
            found, unknown = self.ledger.matches_and_doubts(asked)
            beside = [*found, *(other for other, _ in unknown)]
            common = {d: self._lowest(d, beside) for d in (beside[0].dims if beside else ())}
            self._found[asked] = beside, {d: member for d, member in common.items() if member}
        return self._found[asked]

    def _lowest(self, dimension: str, lines: Sequence[Line]) -> str:
        """Return the lowest member that contains those of all lines, "" if there is none."""
        members = dict.fromkeys(line.dims.get(dimension, "") for line in lines)
        first, *others = [self.ledger.vocabulary.upward(dimension, member) for member in members]
        return next((top for top in first if top and all(top in path for path in others)), "")


def joined_breakdowns(
    own: Iterable[Breakdown], of_units: Mapping[str, Iterable[Breakdown]], units: Iterable[str]
) -> BreakdownsByMeasure:
    """Return the breakdowns of a department's file and of its units' files, by measure.

    A breakdown of the department's file holds for all `units`; if each of its lines names a unit and units have files,
    for the units without a file.
    """
    every = frozenset(units)
    found: dict[tuple[FigureId, bool], Breakdown] = {}
    for one in own:
        by_unit = bool(of_units) and all("单位" in line.dims for line in one.lines)
        found[one.name, by_unit] = replace(one, units=every - of_units.keys() if by_unit else frozenset())
    for code, breakdowns in of_units.items():
        for one in breakdowns:
            before = found.get((one.name, True), replace(one, lines=()))
            lines, known = (*before.lines, *one.lines), before.units | {code}
            found[one.name, True] = replace(before, lines=lines, units=known)
    return by_measure(replace(one, units=frozenset()) if one.units >= every else one for one in found.values())


def breakdowns_of_unit(unit: str, breakdowns: Iterable[Breakdown]) -> BreakdownsByMeasure:
    """Return the unit's part of the breakdowns, by measure; a breakdown with a line that states no unit is left out."""
    named = (one for one in breakdowns if unit in (one.units or (unit,)) and one.name.member("单位") in ("", unit))
    known = (one for one in named if all("单位" in line.dims for line in one.lines))
    return by_measure(
        Breakdown(one.name.without("单位"), tuple(line for line in one.lines if line.dims["单位"] == unit), one.title)
        for one in known
    )


def by_measure(breakdowns: Iterable[Breakdown]) -> BreakdownsByMeasure:
    """Return the breakdowns by the measure of their figures."""
    found: dict[str, tuple[Breakdown, ...]] = {}
    for one in breakdowns:
        found[one.name.measure] = (*found.get(one.name.measure, ()), one)
    return found
