"""What the rules found → what is reported (发现): one for each cause, where it is mended, known ones as 提示."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportgen.checks._case import Case, Finding
from reportgen.checks._causes import Cause, FigureValue, explains, explains_cause, same_difference, whole_less_parts
from reportgen.checks._grouping import grouped
from reportgen.checks._places import Places, once
from reportgen.checks._rules import Rule
from reportgen.diagnostics import Diagnostic, Location, Severity, warning
from reportgen.figure import parsed
from reportgen.known import KnownDifference
from reportgen.reading import Place
from reportgen.vocabulary import Vocabulary

_Found = tuple[Rule, Finding]
_FILE = "R9"  # rules on the budget file itself: what is printed comes from it


def reported(found: Iterable[_Found], case: Case) -> tuple[list[Diagnostic], tuple[KnownDifference, ...]]:
    """The findings as they are reported, and what the file declares (已知差异) and was not found."""
    places = Places(case)
    known = KnownFindings(
        case.budget.differences if case.budget else (), case.profile.differences if case.profile else ()
    )
    mended = [(rule, places.mended(finding)) for rule, finding in _merged(found)]
    declared = [known.as_declared(_diagnostic(*one)) for one in mended]
    kept = _by_cause([one for one, hint in zip(mended, declared, strict=True) if hint is None], places)
    both = zip(mended, declared, strict=True)
    said = [hint or _diagnostic(*kept[id(one)]) for one, hint in both if hint or id(one) in kept]
    return [*said, *known.remarks()], known.idle


def _merged(found: Iterable[_Found]) -> list[_Found]:
    """Those that say the same are one, with all their places."""
    same = grouped(((rule.id, one.severity, one.message, one.hint), (rule, one)) for rule, one in found)
    return [(alike[0][0], replace(alike[0][1], places=_all(alike))) for alike in same.values()]


def _all(found: Iterable[_Found]) -> tuple[Place | Location, ...]:
    return tuple(dict.fromkeys(place for _, one in found for place in one.places))


def _diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    places = tuple(place.location if isinstance(place, Place) else place for place in once(finding.places))
    return Diagnostic(finding.severity, rule.title, finding.message, places, finding.hint)


def _by_cause(found: Sequence[_Found], places: Places) -> dict[int, _Found]:
    """The findings that are reported, by their ids: with what comes from the same mistake, or says the same."""
    if places.case.budget is None:
        return {id(one): one for one in found}
    vocabulary = places.case.budget.vocabulary
    causes = _first(found, vocabulary)
    first: list[_Found] = []
    others: dict[int, list[_Found]] = {}
    for one in sorted(found, key=lambda one: (not one[0].id.startswith(_FILE), one[0].id)):
        of_it = (c for c in causes if _comes_from(one[1], _cause(c), places, vocabulary))
        head = one if any(one is c for c in causes) else next(of_it, None) or _alike(one, first, places) or one
        if head is one:
            first.append(one)
        else:
            others.setdefault(id(head), []).append(one)
    return {id(one): _with(one, others[id(one)]) if id(one) in others else one for one in first}


def _alike(one: _Found, first: Iterable[_Found], places: Places) -> _Found | None:
    """A finding on the same lines of the budget file that is off by as much."""
    lines = {place for place in one[1].places if isinstance(place, Location)}
    own = whole_less_parts(_values(one[1], places)) if lines else None
    for other in first if own else ():
        if lines & {place for place in other[1].places if isinstance(place, Location)}:
            theirs = whole_less_parts(_values(other[1], places))
            if own and theirs and same_difference(own, theirs):
                return other
    return None


def _cause(one: _Found) -> Cause:
    assert one[1].cause is not None
    return one[1].cause


def _first(found: Iterable[_Found], vocabulary: Vocabulary) -> list[_Found]:
    """The findings that are causes themselves and come from no other, the one that says most of its line first."""
    named = [one for one in found if one[1].cause]
    named.sort(key=lambda one: (_cause(one).difference is not None, -max(map(len, _cause(one).lines), default=0)))
    kept: list[_Found] = []
    for one in named:
        if not any(explains_cause(_cause(other), _cause(one), vocabulary) for other in kept):
            kept.append(one)
    return kept


def _comes_from(finding: Finding, cause: Cause, places: Places, vocabulary: Vocabulary) -> bool:
    if finding.cause:
        return explains_cause(cause, finding.cause, vocabulary)
    return explains(cause, _values(finding, places), vocabulary)


def _values(finding: Finding, places: Places) -> list[FigureValue]:
    """The numbers of the finding that carry a name."""
    entries = (places.entry(place) for place in finding.places if isinstance(place, Place))
    return [
        FigureValue(name, entry.exact, entry.number.step / 2)
        for entry in entries
        if entry and entry.carried and (name := parsed(entry.carried))
    ]


def _with(one: _Found, others: Sequence[_Found]) -> _Found:
    """A finding with what comes from it: named in its advice, their places after its own, as bad as the worst."""
    rule, finding = one
    severity = min((finding.severity, *(other.severity for _, other in others)), key=list(Severity).index)
    numbers = "、".join(dict.fromkeys(other.title for other, _ in others))
    hint = f"{finding.hint}；改好后，由此引起的{len(others)}处（{numbers}）也就好了"
    printed = tuple(place for _, other in others for place in other.places)
    return rule, replace(finding, severity=severity, hint=hint, places=(*finding.places, *printed))


_HINT = "已经改正的就删掉这一条；位置要写发现里的表号、行名或节的标题"
_FEWER = "看一看是不是改正了几处；确实只有这些，就改“处数”"


class KnownFindings:
    """The declarations of the file and of its region, and for how many findings each was met."""

    def __init__(self, own: Iterable[KnownDifference], regional: Iterable[KnownDifference]) -> None:
        self._own = list(own)
        self._declared = [*self._own, *regional]
        self._met = [0] * len(self._declared)

    def as_declared(self, finding: Diagnostic) -> Diagnostic | None:
        """The finding as a 提示, where it is declared and the declaration is not used up."""
        said = [f"{place.path} {finding.message}" for place in finding.places]
        for i, one in enumerate(self._declared):
            if (one.most is None or self._met[i] < one.most) and one.covers(finding.rule, said):
                self._met[i] += 1
                message = f"{finding.message}（已知差异：{one.remark}）"
                return replace(finding, severity=Severity.HINT, message=message)
        return None

    @property
    def idle(self) -> tuple[KnownDifference, ...]:
        """Those of the file that fit nothing; a region's are for other documents too."""
        return tuple(one for one, met in zip(self._own, self._met, strict=False) if not met)

    def remarks(self) -> Iterator[Diagnostic]:
        """What is to be reported of those of the file: they fit nothing, or less than they say."""
        for one, met in zip(self._own, self._met, strict=False):
            if not met:
                yield warning("已知差异", f"{'、'.join(one.rules)}没有这样的发现", one.at, hint=_HINT)
            elif one.most is not None and met < one.most:
                message = f"{'、'.join(one.rules)}写了{one.most}处，这样的发现只有{met}处"
                yield warning("已知差异", message, one.at, hint=_FEWER)
