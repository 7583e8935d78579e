"""What the names that printed numbers carry mean (数名的含义), in the members that rules ask by.

A number of a document that we made keeps its figure's name; nothing about it is guessed. Its region may have members of
its own (一般预算拨款, 履职类项目): they are read as labels are, so that rules need to know no region.

Whether two names are one figure is decided by the budget's lines, not by spelling: a condition that every line fulfils
anyway says nothing and is left out. 收入[资金=一般公共预算] of a department without carry-over is 收入[年份=本年
资金=一般公共预算]; what its only unit spends is 支出.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property, reduce

from reportgen.budget import Budget, UnknownAmount
from reportgen.diagnostics import ReportgenError
from reportgen.document import Figure, Runs, TableKind
from reportgen.figure import Conditions, FigureId, parsed
from reportgen.figure import conditions as parse_conditions
from reportgen.figures.derived.composition import share_operands
from reportgen.figures.names import Names
from reportgen.quantity import UNITS
from reportgen.reading.columns import narrowed
from reportgen.reading.terms import conditions_of
from reportgen.vocabulary import CODE_LEVELS, MONEY, NOT_APPLICABLE

# What a region's vocabulary may have no member for, because there it is the whole.
_WHOLE = {("资金", "本年收入"), ("性质", "本年支出"), ("资金", "财政拨款"), ("年份", "本年")}
_DROPPABLE = ("单位", "年份", "性质", "资金", "项目类别")
# Dimensions that cut the same way: parts by one of them and parts by the other make up the whole together.
CUTS = {"年份": "资金", "项目类别": "性质", "经费": "性质", "经济": "性质"}
_REST = "其他资金"  # what is not 财政拨款


class Sort(Enum):
    """What kind of number a name is of."""

    FACT = "资料"
    COUNT = "个数"
    SUM = "合计"  # of some members, which no other name stands for
    AMOUNT = "本年数"
    BASE = "上年数"
    CHANGE = "增减额"
    RATE = "增减率"
    SHARE = "占比"
    COMPLETION = "完成率"


_RATIOS = (Sort.RATE, Sort.SHARE, Sort.COMPLETION)
_DERIVED = {sort.value: sort for sort in (Sort.CHANGE, Sort.RATE, Sort.SHARE, Sort.COMPLETION, Sort.SUM)}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number is (含义). `name`: None where no rule asks by it; `whole`: of a share, what it is a share of."""

    sort: Sort
    name: FigureId | None = None
    whole: FigureId | None = None

    def unit(self, printed: str) -> str:
        """In which unit it is printed, where the table's is that of money."""
        return "%" if self.sort in _RATIOS else "" if self.sort is Sort.COUNT and printed in UNITS else printed


NO_FIGURE = Figure("", "", "")


def carried(runs: Runs) -> Figure:
    """The only figure in these runs, or one without a name."""
    found = [run for run in runs if isinstance(run, Figure)]
    return found[0] if len(found) == 1 else NO_FIGURE


class Meanings:
    """Names of one budget's figures → what they mean; what is worked out is remembered."""

    def __init__(self, budget: Budget, names: Names | None = None) -> None:
        self.budget, self.vocabulary = budget, budget.vocabulary
        self._names = names or Names(budget)
        self._known: dict[tuple[str, TableKind | None], Meaning] = {}
        self._parsed: dict[str, FigureId | None] = {}
        self._plain: dict[FigureId, FigureId] = {}
        self._always: dict[tuple[str, frozenset[str], tuple[str, str]], bool] = {}
        self._parted: dict[tuple[str, str], str] = {}
        self._lines: dict[FigureId, frozenset[int] | None] = {}
        self._line_kinds: dict[str, dict[frozenset[str], dict[str, set[str]]]] = {}
        self._idle: dict[tuple[str, frozenset[str], Conditions], frozenset[str]] = {}
        self._commons: dict[tuple[str, frozenset[str], str], frozenset[str]] = {}
        self._words: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, name: str, kind: TableKind | None = None) -> Meaning:
        """What a number of this name is, in a table of the kind."""
        key = (name, kind if kind is TableKind.REVENUE else None)
        if key not in self._known:
            self._known[key] = self._meaning(name, kind)
        return self._known[key]

    def plain(self, name: FigureId) -> FigureId:
        """The name without what goes without saying: two names of one figure have one plain name."""
        if name not in self._plain:
            self._plain[name] = self._without_idle(name)
        return self._plain[name]

    def always(self, name: FigureId, condition: tuple[str, str]) -> bool:
        """Whether the condition goes without saying for the name: every line that may belong to it fulfils it."""
        stated = frozenset(d for d, _ in name.conditions if d != condition[0])
        key = (name.measure, stated, condition)
        if key not in self._always:
            self._always[key] = self._holds_always(*key)
        return self._always[key]

    def holds(self, whole: FigureId, part: FigureId) -> bool:
        """Whether the part is of the same measure and year and lies in the whole, not the whole itself."""
        if whole == part or (whole.measure, whole.base) != (part.measure, part.base):
            return False
        return all(self._is_under(part, condition) for condition in whole.conditions)

    def parted_by(self, whole: str, part: str) -> str:
        """By which dimensions one carried name is part of another of its measure and year; nothing where it is none."""
        if (whole, part) not in self._parted:
            self._parted[whole, part] = self._parted_by(self._canonical(whole), self._canonical(part))
        return self._parted[whole, part]

    def _parted_by(self, whole: FigureId | None, part: FigureId | None) -> str:
        if not whole or not part or (whole.measure, whole.base) != (part.measure, part.base):
            return ""
        if whole.derived or part.derived not in ("", "其余"):
            return ""
        rest = part.derived == "其余"
        for dimension, member in whole.conditions:
            own = part.member(dimension)
            lower = own and self.vocabulary.below(dimension, own, member)
            if not lower and (own or rest or not self.always(part.amount, (dimension, member))):
                return ""
        differing = [d for d, member in part.conditions if member != whole.member(d)]
        more = [d for d, _ in parse_conditions(part.argument)] if rest else []
        return " ".join(sorted({CUTS.get(d, d) for d in (*differing, *more)}))

    def _canonical(self, text: str) -> FigureId | None:
        """The one name of the figure; None where there is none, as for the path of a fact."""
        if text not in self._parsed:
            self._parsed[text] = self._named(text)
        return self._parsed[text]

    def _named(self, text: str) -> FigureId | None:
        name = parsed(text)
        try:
            return self._names.canonical(name) if name and name.measure in self.vocabulary.measures else None
        except ReportgenError:
            return None

    def _is_under(self, part: FigureId, condition: tuple[str, str]) -> bool:
        dimension, member = condition
        own, wanted = part.member(dimension), self.own_member(dimension, member)
        if not own:
            return self.always(part, condition)
        lower = self.own_member(dimension, own)
        return own == member or bool(lower and wanted and self.vocabulary.below(dimension, lower, wanted))

    def lines(self, name: FigureId) -> frozenset[int] | None:
        """Which lines make it up; None where that is not known, as of what is stated whole."""
        if name not in self._lines:
            self._lines[name] = self._selected(name)
        return self._lines[name]

    def own_conditions(self, name: FigureId) -> Conditions | None:
        """The conditions in the region's own members; None where it has no such member."""
        found: dict[str, str] = {}
        for dimension, member in name.conditions:
            own = self.own_member(dimension, member)
            if own is None and (dimension, member) not in _WHOLE:
                return None
            if own is not None:
                found[dimension] = own
        measure = self.vocabulary.measures.get(name.measure)
        dimensions = measure.dimensions if measure else ()
        return tuple(sorted((d, m) for d, m in found.items() if d in dimensions or name.measure == "收入"))

    def _meaning(self, text: str, kind: TableKind | None) -> Meaning:
        name = self._canonical(text)
        if name is None:
            return Meaning(Sort.FACT)
        if self.vocabulary.measures[name.measure].unit != MONEY or name.derived == "个数":
            return Meaning(Sort.COUNT, self._in_words(name, kind) if not name.derived else None)
        sort = _DERIVED.get(name.derived) or (Sort.BASE if name.base else Sort.AMOUNT)
        if sort is Sort.SUM:
            return Meaning(sort)
        whole = self._in_words(share_operands(name)[1], None) if sort is Sort.SHARE else None
        return Meaning(sort, self._in_words(name, kind), whole)

    def _in_words(self, name: FigureId, kind: TableKind | None) -> FigureId | None:
        """The name in the members that rules ask by. Revenue by item is what is spent of it."""
        found = dict(self._word(d, m) for d, m in name.conditions)
        derived = name.derived
        if derived == "其余":
            if name.argument != "资金=财政拨款":
                return None
            found["资金"], derived = _REST, ""
        measure = "收入" if kind is TableKind.REVENUE and name.measure == "支出" else name.measure
        return self.plain(FigureId(measure, tuple(sorted(found.items())), name.base, derived))

    def word(self, dimension: str, member: str) -> str:
        """A member as rules call it."""
        return self._word(dimension, member)[1] if member else ""

    def _word(self, dimension: str, member: str) -> tuple[str, str]:
        """A member as rules call it: read as a label would be, below the labels above it."""
        key = (dimension, member)
        if key not in self._words:
            self._words[key] = self._read_as_label(dimension, member)
        return self._words[key]

    def _read_as_label(self, dimension: str, member: str) -> tuple[str, str]:
        if dimension in CODE_LEVELS or member not in self.vocabulary.trees.get(dimension, {}):
            return dimension, member
        said: dict[str, str] = {}
        for label in reversed(self.vocabulary.upward(dimension, member)):
            said = narrowed(said, conditions_of(label))
        own = conditions_of(member)
        if dimension not in own and len(own) == 1:
            return next(iter(own.items()))  # a fund 部门结余结转资金 is what others call a year
        return (dimension, said[dimension]) if dimension in said and own else (dimension, member)

    def own_member(self, dimension: str, member: str) -> str | None:
        """The region's member for that of the rules; None where it has none."""
        tree = self.vocabulary.trees.get(dimension)
        if dimension in CODE_LEVELS or tree is None:
            return member
        if dimension == "单位":
            return member if member in tree else self._units.get(member)
        return self._of_words.get((dimension, member), member if member in tree else None)

    @cached_property
    def _units(self) -> dict[str, str]:
        return {name: code for code, name in self.budget.file.department.unit_names.items()}

    @cached_property
    def _of_words(self) -> dict[tuple[str, str], str]:
        """(dimension, the rules' member) -> the region's member, the outermost where several read alike."""
        found: dict[tuple[str, str], str] = {}
        for dimension, tree in self.vocabulary.trees.items():
            for member in sorted(tree, key=lambda m: len(self.vocabulary.upward(dimension, m))):
                found.setdefault(self._word(dimension, member), member)
        return {key: member for key, member in found.items() if key[0] in self.vocabulary.trees}

    def _without_idle(self, name: FigureId) -> FigureId:
        may = tuple(c for c in name.conditions if c[0] in _DROPPABLE)
        if not may:
            return name
        shape = (name.measure, frozenset(d for d, _ in name.conditions), may)
        if shape not in self._idle:
            self._idle[shape] = self._idle_of(name, dict(may))
        idle = self._idle[shape]
        if not idle:
            return name
        kept = tuple(c for c in name.conditions if c[0] not in idle)
        return FigureId(name.measure, kept, name.base, name.derived, name.argument)

    def _idle_of(self, name: FigureId, may: dict[str, str]) -> frozenset[str]:
        """Dimensions of conditions that say nothing, one after another: what is left out no longer counts as said."""
        found: set[str] = set()
        for dimension in filter(may.get, _DROPPABLE):
            if self.always(name, (dimension, may[dimension])):
                found.add(dimension)
                name = name._replace(conditions=tuple(c for c in name.conditions if c[0] != dimension))
        return frozenset(found)

    def _holds_always(self, measure: str, stated: frozenset[str], condition: tuple[str, str]) -> bool:
        dimension, member = condition
        if measure not in self.vocabulary.measures:
            return False
        own = self.own_member(dimension, member)
        if own is None or dimension not in self.vocabulary.measures[measure].dimensions:
            return condition in _WHOLE
        return own in self._common(measure, stated, dimension)

    def _common(self, measure: str, stated: frozenset[str], dimension: str) -> frozenset[str]:
        """The members, with those above them, that all lines have which state these dimensions."""
        key = (measure, stated, dimension)
        if key not in self._commons:
            kinds = [members for dims, members in self._kinds(measure).items() if stated <= dims]
            known = kinds if all(dimension in members for members in kinds) else []
            paths = (frozenset(self.vocabulary.upward(dimension, m)) for k in known for m in k[dimension])
            self._commons[key] = reduce(frozenset.intersection, paths) if known else frozenset()
        return self._commons[key]

    def _kinds(self, measure: str) -> dict[frozenset[str], dict[str, set[str]]]:
        """The dimensions that lines state together -> of each its members; lines of every year."""
        if measure not in self._line_kinds:
            found: dict[frozenset[str], dict[str, set[str]]] = {}
            for line in (line for book in self.budget.books.values() for line in book.lines.get(measure, ())):
                own = {d: m for d, m in line.dims.items() if m != NOT_APPLICABLE}
                members = found.setdefault(frozenset(own), {})
                for dimension, member in own.items():
                    members.setdefault(dimension, set()).add(member)
            self._line_kinds[measure] = found
        return self._line_kinds[measure]

    def _selected(self, name: FigureId) -> frozenset[int] | None:
        book, conditions = self.budget.books.get(name.base), self.own_conditions(name)
        if name.derived or book is None or conditions is None or name.measure not in book.ledgers:
            return None
        own = FigureId(name.measure, conditions)
        if any(self._names.canonical(stated) == own for stated in book.named if stated.measure == name.measure):
            return None
        try:
            return frozenset(map(id, book.ledgers[name.measure].select(conditions)))
        except UnknownAmount:
            return None
