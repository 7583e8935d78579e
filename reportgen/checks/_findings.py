"""What the rules found → what is reported (发现): one finding for each cause, where it is mended, known ones as 提示.

A rule that finds a mistake in the budget file says what it is (`Cause`). Any other finding comes from that mistake if
its figures are figures of the mistake's lines and are off by as much; it is reported with the cause.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.checks._case import Case, Cause, Finding, grouped
from reportgen.checks._places import Places, once
from reportgen.checks._rules import Rule
from reportgen.diagnostics import Diagnostic, Location, Severity, warning
from reportgen.figure import FigureId, parsed
from reportgen.known import KnownDifference
from reportgen.quantity import EXACT
from reportgen.reading import Place
from reportgen.vocabulary import Vocabulary

_FILE = "R9"  # rules on the budget file itself: what is printed comes from it
_MOST = 8  # numbers of a finding that are tried as the whole of the others
_IDLE = "已经改正的就删掉这一条；位置要写发现里的表号、行名或节的标题"
_FEWER = "看一看是不是改正了几处；确实只有这些，就改“处数”"


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding with the rule that made it."""

    rule: Rule
    finding: Finding

    @property
    def cause(self) -> Cause:
        """The cause of a finding that has one."""
        assert self.finding.cause is not None
        return self.finding.cause

    @property
    def diagnostic(self) -> Diagnostic:
        """As it is reported."""
        own = self.finding
        places = tuple(place.location if isinstance(place, Place) else place for place in once(own.places))
        return Diagnostic(own.severity, self.rule.title, own.message, places, own.hint)

    @property
    def lines(self) -> set[Location]:
        """The lines of the budget file that it names."""
        return {place for place in self.finding.places if isinstance(place, Location)}


def reported(found: Iterable[tuple[Rule, Finding]], case: Case) -> tuple[list[Diagnostic], tuple[KnownDifference, ...]]:
    """The findings as they are reported, and the known differences (已知差异) of the file that were not found."""
    places = Places(case)
    own, regional = case.budget, case.profile
    known = KnownFindings(own.differences if own else (), regional.differences if regional else ())
    mended = [replace(one, finding=places.mended(one.finding)) for one in _merged(found)]
    declared = [known.as_declared(one.diagnostic) for one in mended]
    both = list(zip(mended, declared, strict=True))
    kept = _by_cause([one for one, hint in both if hint is None], places)
    listed = [hint or kept[id(one)].diagnostic for one, hint in both if hint or id(one) in kept]
    return [*listed, *known.remarks()], known.idle


def _merged(found: Iterable[tuple[Rule, Finding]]) -> Iterator[_Found]:
    """The findings; those of one rule that say the same become one with all their places."""
    same = grouped(((rule.id, one.severity, one.message, one.hint), _Found(rule, one)) for rule, one in found)
    for first, *others in same.values():
        places = dict.fromkeys(place for one in (first, *others) for place in one.finding.places)
        yield replace(first, finding=replace(first.finding, places=tuple(places)))


def _by_cause(found: Sequence[_Found], places: Places) -> dict[int, _Found]:
    """The findings that are reported, by the ids of those found; each with those that come from the same mistake."""
    if places.case.budget is None:
        return {id(one): one for one in found}
    vocabulary = places.case.budget.vocabulary
    causes = _first_causes(found, vocabulary)
    first: list[_Found] = []
    others: dict[int, list[_Found]] = {}
    for one in sorted(found, key=lambda one: (not one.rule.id.startswith(_FILE), one.rule.id)):
        from_it = (c for c in causes if _comes_from(one, c.cause, places, vocabulary))
        head = one if any(one is c for c in causes) else next(from_it, None) or _alike(one, first, places) or one
        if head is one:
            first.append(one)
        else:
            others.setdefault(id(head), []).append(one)
    return {id(one): _with(one, others[id(one)]) if id(one) in others else one for one in first}


def _first_causes(found: Iterable[_Found], vocabulary: Vocabulary) -> list[_Found]:
    """The findings that are causes and come from no other cause; the one that says most of its line comes first."""
    named = [one for one in found if one.finding.cause]
    named.sort(key=lambda one: (one.cause.difference is not None, -max(map(len, one.cause.lines), default=0)))
    kept: list[_Found] = []
    for one in named:
        if not any(_explains_cause(other.cause, one.cause, vocabulary) for other in kept):
            kept.append(one)
    return kept


def _comes_from(one: _Found, cause: Cause, places: Places, vocabulary: Vocabulary) -> bool:
    if one.finding.cause:
        return _explains_cause(cause, one.finding.cause, vocabulary)
    values = _values(one, places)
    if not any(cause.concerns(value.name, vocabulary) for value in values):
        return False
    if cause.difference is None:
        return True
    slack = exact_sum(value.slack for value in values)
    return any(abs(EXACT.subtract(d, abs(cause.difference))) <= slack for d in _differences(values))


def _explains_cause(cause: Cause, other: Cause, vocabulary: Vocabulary) -> bool:
    """Whether a mistake that another rule found in the file is the same one, or comes from it."""
    by_line = [
        [FigureId(measure, tuple(sorted(line.items())), other.base) for measure in other.measures]
        for line in other.lines
    ]
    concerned = [any(cause.concerns(name, vocabulary) for name in names) for names in by_line]
    if cause.difference is None or other.difference is None:
        return cause.difference is None and any(concerned)
    return abs(cause.difference) == abs(other.difference) and all(concerned)


def _alike(one: _Found, first: Iterable[_Found], places: Places) -> _Found | None:
    """A finding on the same lines of the budget file that is off by as much."""
    own = _off_by(_values(one, places)) if one.lines else None
    for other in first if own else ():
        if one.lines & other.lines:
            theirs = _off_by(_values(other, places))
            if own and theirs and abs(EXACT.subtract(own[0], theirs[0])) <= own[1] + theirs[1]:
                return other
    return None


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number of a finding: its figure, its value in 元 or its own unit, and half of what it is rounded to."""

    name: FigureId
    exact: Decimal
    slack: Decimal


def _values(one: _Found, places: Places) -> list[FigureValue]:
    """The numbers of the finding that carry a name."""
    entries = (places.entry(place) for place in one.finding.places if isinstance(place, Place))
    return [
        FigureValue(name, entry.exact, entry.number.step / 2)
        for entry in entries
        if entry and entry.carried and (name := parsed(entry.carried))
    ]


def _off_by(values: Sequence[FigureValue]) -> tuple[Decimal, Decimal] | None:
    """By how much the first number differs from the sum of the others, and the slack; None if within the slack."""
    if len(values) < 2:
        return None
    rest, slack = exact_sum(value.exact for value in values[1:]), exact_sum(value.slack for value in values)
    difference = abs(EXACT.subtract(values[0].exact, rest))
    return (difference, slack) if difference > slack else None


def _differences(values: Sequence[FigureValue]) -> Iterator[Decimal]:
    """Each number less the sum of the others, and the difference of each two."""
    whole = exact_sum(value.exact for value in values)
    for i, value in enumerate(values[:_MOST]):
        yield abs(EXACT.subtract(EXACT.multiply(value.exact, Decimal(2)), whole))
        yield from (abs(EXACT.subtract(value.exact, other.exact)) for other in values[i + 1 : _MOST])


def _with(one: _Found, others: Sequence[_Found]) -> _Found:
    """A finding with those that come from it: as grave as the worst, their rules in the advice, their places last."""
    own = one.finding
    severity = min((own.severity, *(other.finding.severity for other in others)), key=list(Severity).index)
    numbers = "、".join(dict.fromkeys(other.rule.title for other in others))
    hint = f"{own.hint}；改好后，由此引起的{len(others)}处（{numbers}）也就好了"
    printed = tuple(place for other in others for place in other.finding.places)
    return replace(one, finding=replace(own, severity=severity, hint=hint, places=(*own.places, *printed)))


class KnownFindings:
    """The known differences of the file and of its region, and how many findings each one met."""

    def __init__(self, own: Iterable[KnownDifference], regional: Iterable[KnownDifference]) -> None:
        self._own = list(own)
        self._declared = [*self._own, *regional]
        self._met = [0] * len(self._declared)

    def as_declared(self, finding: Diagnostic) -> Diagnostic | None:
        """The finding as a 提示, if a known difference covers it that is not used up; else None."""
        reported = [f"{place.path} {finding.message}" for place in finding.places]
        for i, one in enumerate(self._declared):
            if (one.most is None or self._met[i] < one.most) and one.covers(finding.rule, reported):
                self._met[i] += 1
                message = f"{finding.message}（已知差异：{one.remark}）"
                return replace(finding, severity=Severity.HINT, message=message)
        return None

    @property
    def idle(self) -> tuple[KnownDifference, ...]:
        """Those of the file that met nothing; a region's are for other documents too."""
        return tuple(one for one, met in zip(self._own, self._met, strict=False) if not met)

    def remarks(self) -> Iterator[Diagnostic]:
        """Remarks on those of the file that met nothing, or fewer findings than they say."""
        for one, met in zip(self._own, self._met, strict=False):
            if not met:
                yield warning("已知差异", f"{'、'.join(one.rules)}没有这样的发现", one.at, hint=_IDLE)
            elif one.most is not None and met < one.most:
                message = f"{'、'.join(one.rules)}写了{one.most}处，这样的发现只有{met}处"
                yield warning("已知差异", message, one.at, hint=_FEWER)
