"""What goes without saying of a budget's figures (不说自明): conditions that hold for every one of their lines.

The lines of the budget decide, not the spelling of a name: in a department without carry-over, 年份=本年 says nothing.
"""

from collections.abc import Iterable
from functools import reduce
from weakref import proxy

from reportgen.budget import Budget, Line
from reportgen.figure import Conditions, FigureId
from reportgen.reading.terms import DROPPABLE, WHOLE, Members
from reportgen.vocabulary import NOT_APPLICABLE

_Kinds = dict[frozenset[str], dict[str, set[str]]]  # dimensions that lines state together -> the members of each


class Unsaid:
    """The conditions that always hold for figures of one budget, each looked for once."""

    def __init__(self, budget: Budget, members: Members) -> None:
        self.budget, self.vocabulary, self.members = budget, budget.vocabulary, members
        self._always: dict[tuple[str, frozenset[str], tuple[str, str]], bool] = {}
        self._line_kinds: dict[str, _Kinds] = {}
        self._kinds_apart: dict[str, list[tuple[frozenset[str], frozenset[str], dict[str, set[str]]]]] = {}
        self._may_idle: dict[str, _MayIdle] = {}
        self._ever_shared: dict[tuple[str, str], frozenset[str]] = {}
        self._idle: dict[tuple[str, tuple[str, ...], Conditions], frozenset[str]] = {}
        self._commons: dict[tuple[str, frozenset[str], str], frozenset[str]] = {}

    def always(self, name: FigureId, condition: tuple[str, str]) -> bool:
        """Whether the condition holds for every line that may belong to the figure."""
        stated = frozenset([d for d, _ in name.conditions if d != condition[0]])
        key = (name.measure, stated, condition)
        if key not in self._always:
            self._always[key] = self._holds_always(*key)
        return self._always[key]

    def plain(self, name: FigureId) -> FigureId:
        """Return the name without conditions that always hold: all names of one figure have the same plain name."""
        said = self.said(name.measure, name.conditions)
        return name if said is name.conditions else FigureId(name.measure, said, name.base, name.derived, name.argument)

    def said(self, measure: str, conditions: Conditions) -> Conditions:
        """Return the conditions of a name without those that always hold; the same object if there are none."""
        known = self._may_idle.get(measure) or self._may_idle.setdefault(measure, _MayIdle(self, measure))
        may = tuple([condition for condition in conditions if known[condition]])
        if not may:
            return conditions
        shape = (measure, tuple([d for d, _ in conditions]), may)
        idle = self._idle.get(shape)
        if idle is None:
            idle = self._idle[shape] = self._idle_of(FigureId(measure, conditions), dict(may))
        return tuple([c for c in conditions if c[0] not in idle]) if idle else conditions

    def _idle_of(self, name: FigureId, may: dict[str, str]) -> frozenset[str]:
        """Return the dimensions whose conditions always hold, each judged without those dropped before."""
        found: set[str] = set()
        for dimension in filter(may.get, DROPPABLE):
            if self.always(name, (dimension, may[dimension])):
                found.add(dimension)
                name = name._replace(conditions=tuple(c for c in name.conditions if c[0] != dimension))
        return frozenset(found)

    def may_hold_always(self, measure: str, condition: tuple[str, str]) -> bool:
        """Whether the condition holds for every line of one kind: not 单位, for instance, of several units."""
        dimension, member = condition
        if dimension not in DROPPABLE or measure not in self.vocabulary.measures:
            return False
        own = self.members.region_member(dimension, member)
        if own is None or dimension not in self.vocabulary.measures[measure].dimensions:
            return condition in WHOLE
        return own in self._shared_by_a_kind(measure, dimension)

    def _shared_by_a_kind(self, measure: str, dimension: str) -> frozenset[str]:
        """Return the members, those above them included, that all lines of some kind share."""
        key = (measure, dimension)
        if key not in self._ever_shared:
            kinds = [*self._kinds(measure).values(), *(members for *_, members in self._breakdown_kinds(measure))]
            shared = [self._shared(dimension, [kind[dimension]]) for kind in kinds if dimension in kind]
            self._ever_shared[key] = frozenset().union(*shared)
        return self._ever_shared[key]

    def _shared(self, dimension: str, members: Iterable[Iterable[str]]) -> frozenset[str]:
        """Return the members that are, or are above, every one of these."""
        paths = (frozenset(self.vocabulary.upward(dimension, one)) for own in members for one in own)
        return reduce(frozenset.intersection, paths)

    def _holds_always(self, measure: str, stated: frozenset[str], condition: tuple[str, str]) -> bool:
        dimension, member = condition
        if measure not in self.vocabulary.measures:
            return False
        own = self.members.region_member(dimension, member)
        if own is None or dimension not in self.vocabulary.measures[measure].dimensions:
            return condition in WHOLE
        return own in self._members_in_common(measure, stated, dimension)

    def _members_in_common(self, measure: str, stated: frozenset[str], dimension: str) -> frozenset[str]:
        """Return the members, those above them included, that all lines stating these dimensions share."""
        key = (measure, stated, dimension)
        if key not in self._commons:
            kinds = [members for dims, members in self._kinds(measure).items() if stated <= dims]
            kinds += [
                members for own, dims, members in self._breakdown_kinds(measure) if stated <= dims and stated & own
            ]
            known = kinds if all(dimension in members for members in kinds) else []
            shared = self._shared(dimension, (members[dimension] for members in known)) if known else frozenset()
            self._commons[key] = shared
        return self._commons[key]

    def _kinds(self, measure: str) -> _Kinds:
        """Return the dimensions that lines state together -> the members of each; over the lines of all years."""
        if measure not in self._line_kinds:
            lines = (line for book in self.budget.books.values() for line in book.lines.get(measure, ()))
            self._line_kinds[measure] = _kinds_of(lines)
        return self._line_kinds[measure]

    def _breakdown_kinds(self, measure: str) -> list[tuple[frozenset[str], frozenset[str], dict[str, set[str]]]]:
        """Return (dimensions stated only here, all dimensions, members) of each kind of lines in breakdowns."""
        if measure not in self._kinds_apart:
            self._kinds_apart[measure] = [
                (dims - stated, dims, members)
                for book in self.budget.books.values()
                for stated, lines in (book.ledgers[measure].breakdown_lines if measure in book.breakdowns else ())
                for dims, members in _kinds_of(lines).items()
            ]
        return self._kinds_apart[measure]


class _MayIdle(dict[tuple[str, str], bool]):
    """Condition -> whether it may go without saying of a measure, see `may_hold_always`; each is worked out once."""

    def __init__(self, unsaid: Unsaid, measure: str) -> None:
        super().__init__()
        self.unsaid: Unsaid = proxy(unsaid)  # no cycle: all of a document is freed as soon as it is written
        self.measure = measure

    def __missing__(self, condition: tuple[str, str]) -> bool:
        return self.setdefault(condition, self.unsaid.may_hold_always(self.measure, condition))


def _kinds_of(lines: Iterable[Line]) -> _Kinds:
    found: _Kinds = {}
    for line in lines:
        own = {d: m for d, m in line.dims.items() if m != NOT_APPLICABLE}
        members = found.setdefault(frozenset(own), {})
        for dimension, member in own.items():
            members.setdefault(dimension, set()).add(member)
    return found
