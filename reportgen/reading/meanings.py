"""What the names mean that printed numbers carry (数名的含义), in the canonical members that rules use.

A number of a document that we made keeps its figure's name, so nothing about it is guessed. The lines of the budget
decide whether two names are the same figure, not their spelling. A condition that holds for every line says nothing and
is dropped: in a department without carry-over 收入[资金=一般公共预算] is 收入[年份=本年 资金=一般公共预算].
"""

from collections.abc import Iterable
from enum import Enum

from reportgen.budget import Budget, UnknownAmount
from reportgen.diagnostics import ReportgenError
from reportgen.document import Figure, Runs, TableKind
from reportgen.figure import Conditions, FigureId, NotationError, parse
from reportgen.figure import conditions as parse_conditions
from reportgen.figures.derived import share_operands
from reportgen.figures.names import Names
from reportgen.quantity import UNITS
from reportgen.reading.terms import Members
from reportgen.reading.unsaid import Unsaid
from reportgen.records import NamedTuple
from reportgen.vocabulary import MONEY

# Dimensions that divide a whole together: some of its parts may be by the one, the others by the other.
CUTS = {"年份": "资金", "项目类别": "性质", "经费": "性质", "经济": "性质"}
_REST = "其他资金"  # what is not 财政拨款


class Sort(Enum):
    """The kind of number that a name stands for."""

    FACT = "资料"
    COUNT = "个数"
    SUM = "合计"  # a sum of members that has no other name
    AMOUNT = "本年数"
    BASE = "上年数"
    CHANGE = "增减额"
    RATE = "增减率"
    SHARE = "占比"
    COMPLETION = "完成率"


_RATIOS = (Sort.RATE, Sort.SHARE, Sort.COMPLETION)
UNIT_BY_SORT = (Sort.COUNT, *_RATIOS)  # of others the unit is the printed one
_DERIVED = {sort.value: sort for sort in (Sort.CHANGE, Sort.RATE, Sort.SHARE, Sort.COMPLETION, Sort.SUM)}
_STATED = {False: Sort.AMOUNT, True: Sort.BASE}
_MOST_KNOWN = 1 << 13  # names whose meaning is remembered
# Asked for every number, and members take long to find.
_COUNT, _SUM, _SHARE, _REVENUE = Sort.COUNT, Sort.SUM, Sort.SHARE, TableKind.REVENUE


class Meaning(NamedTuple):
    """What a number is (含义).

    Attributes:
        name: the figure in canonical members; None if no rule uses it.
        whole: for a share, the figure that it is a share of.
        own: the figure in the region's members; None for a fact.
    """

    sort: Sort
    name: FigureId | None = None
    whole: FigureId | None = None
    own: FigureId | None = None

    def unit(self, printed: str) -> str:
        """Return the unit of the number, given the unit of money that is printed beside it."""
        return "%" if self.sort in _RATIOS else "" if self.sort is _COUNT and printed in UNITS else printed


NO_FIGURE = Figure("", "", "")


def carried(runs: Runs) -> Figure:
    """Return the only figure among the runs; a figure without a name if there is none, or more than one."""
    if len(runs) == 1:
        return runs[0] if isinstance(runs[0], Figure) else NO_FIGURE
    found = [run for run in runs if isinstance(run, Figure)]
    return found[0] if len(found) == 1 else NO_FIGURE


class Meanings:
    """The meanings of one budget's figure names, each worked out once."""

    def __init__(self, budget: Budget, names: Names | None = None) -> None:
        self.budget, self.vocabulary = budget, budget.vocabulary
        self.members = Members(budget.vocabulary, budget.file.department.unit_names)
        self.unsaid = Unsaid(budget, self.members)
        self.always, self.plain = self.unsaid.always, self.unsaid.plain
        self._names = names or Names(budget)
        self._known: dict[bool, dict[str, Meaning]] = {False: {}, True: {}}  # by whether the table is one of revenue
        self._money = {name for name, measure in self.vocabulary.measures.items() if measure.unit == MONEY}
        self._lines: dict[tuple[FigureId, tuple[str, ...]], frozenset[int] | None] = {}

    def meaning_of(self, name: str, kind: TableKind | None = None) -> Meaning:
        """Return the meaning of a figure name in a table of that kind."""
        known = self._known[kind is _REVENUE]
        if len(known) > _MOST_KNOWN:  # long tables name most figures once
            known.clear()
        return known.get(name) or known.setdefault(name, self._meaning(name, kind is _REVENUE))

    def holds(self, whole: FigureId, part: FigureId) -> bool:
        """Whether one figure is part of the other: of the same measure and base, and not the same figure."""
        if whole == part or (whole.measure, whole.base) != (part.measure, part.base):
            return False
        return all(self._is_under(part, condition) for condition in whole.conditions)

    def parted_by(self, whole: FigureId | None, part: FigureId | None) -> str:
        """Return the dimensions by which the part is part of the whole, separated by blanks; "" if it is no part."""
        if not whole or not part or whole.measure != part.measure or whole.base != part.base:
            return ""
        if whole.derived or part.derived not in ("", "其余"):
            return ""
        rest, wanted, own = part.derived == "其余", whole.conditions, part.conditions
        for condition in wanted:
            if condition not in own and not self._is_met(part, condition, rest):
                return ""
        differing = [d for d, m in own if (d, m) not in wanted]
        differing += [d for d, _ in parse_conditions(part.argument)] if rest else []
        return " ".join(sorted({CUTS.get(d, d) for d in differing}))

    def _is_met(self, part: FigureId, condition: tuple[str, str], rest: bool) -> bool:
        """Whether every line of the part meets the condition; what is left (`rest`) has to state it."""
        dimension, member = condition
        own = part.member(dimension)
        if own:
            return self.vocabulary.below(dimension, own, member)
        return not rest and self.always(part, condition)

    def canonical(self, text: str) -> FigureId | None:
        """Return the canonical name; None for a text that is no figure name, such as the path of a fact."""
        try:
            name = parse(text)
            return self._names.canonical(name) if name.measure in self.vocabulary.measures else None
        except (NotationError, ReportgenError):
            return None

    def _is_under(self, part: FigureId, condition: tuple[str, str]) -> bool:
        dimension, member = condition
        own, wanted = part.member(dimension), self.members.region_member(dimension, member)
        if not own:
            return self.always(part, condition)
        lower = self.members.region_member(dimension, own)
        return own == member or bool(lower and wanted and self.vocabulary.below(dimension, lower, wanted))

    def lines(self, name: FigureId, parts: Iterable[FigureId] = ()) -> frozenset[int] | None:
        """Return the ids of the lines that the figure sums; None if unknown, as for an amount stated whole.

        `parts`: figures to compare with; if the figure is taken apart in two ways, their dimensions decide which way
        counts.
        """
        known = self.vocabulary.measures[name.measure].dimensions if name.measure in self.vocabulary.measures else ()
        asked = {d for part in parts for d, _ in part.conditions if d in known and not name.member(d)}
        key = (name, tuple(d for d in known if d in asked))
        if key not in self._lines:
            self._lines[key] = self._selected(*key)
        return self._lines[key]

    def own_conditions(self, name: FigureId) -> Conditions | None:
        """Return the conditions of the name in the region's members; None if it lacks one of them."""
        return self.members.own_conditions(name.measure, name.conditions)

    def _meaning(self, text: str, in_revenue: bool) -> Meaning:
        name = self.canonical(text)
        if name is None:
            return Meaning(Sort.FACT)
        measure, _, base, derived, _ = name
        if measure not in self._money or derived == "个数":
            return Meaning(Sort.COUNT, None if derived else self._in_words(name, in_revenue), None, name)
        sort = _DERIVED.get(derived) or _STATED[base != ""]
        if sort is _SUM:
            return Meaning(sort, None, None, name)
        whole = self._in_words(share_operands(name)[1]) if sort is _SHARE else None
        return Meaning(sort, self._in_words(name, in_revenue), whole, name)

    def _in_words(self, name: FigureId, in_revenue: bool = False) -> FigureId | None:
        """Return the name in canonical members; None if there is no such name."""
        measure, conditions, base, derived, argument = name
        worded = self.members.words(conditions)
        if derived == "其余":  # what 财政拨款 leaves over is 其他资金
            if argument != "资金=财政拨款":
                return None
            worded, derived = (*worded, ("资金", _REST)), ""
        if in_revenue and measure == "支出":
            measure = "收入"
        if worded is not conditions:
            worded = tuple(sorted(dict(worded).items()))
        said = self.unsaid.said(measure, worded)
        is_same = said is conditions and measure == name.measure and not argument
        return name if is_same else FigureId(measure, said, base, derived)

    def _selected(self, name: FigureId, beside: tuple[str, ...]) -> frozenset[int] | None:
        book, conditions = self.budget.books.get(name.base), self.own_conditions(name)
        if name.derived or book is None or conditions is None:
            return None
        own = FigureId(name.measure, conditions)
        if any(self._names.canonical(stated) == own for stated in book.stated if stated.measure == name.measure):
            return None
        try:
            lines = book.select_by(name.measure, conditions, beside)
            return None if lines is None else frozenset(map(id, lines))
        except UnknownAmount:
            return None
