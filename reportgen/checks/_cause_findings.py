"""What is reported beside the budget file: one finding for each mistake of the file, with those that come from it.

A rule that finds a mistake in the budget file says which it is (`Cause`). Any other finding comes from that mistake if
its figures have the mistake's lines and are wrong by the same amount.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from operator import itemgetter

from reportgen.budget.ledger import exact_sum
from reportgen.checks._places import Places
from reportgen.checks._results import Cause, Finding, firsts
from reportgen.checks._row_findings import EDITED, by_row, comes_from_row, joined, row_begins
from reportgen.diagnostics import Location, Severity
from reportgen.figure import FigureId, parsed
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Place
from reportgen.vocabulary import Vocabulary

_TOLD_BY_FILE = ("R901", "R908", EDITED)  # what is not as the file says: what else it contradicts comes from it
_FILE = "R9"  # rules on the budget file itself: what is printed comes from it
_APPROVED = "R900"
# What a rule finds because of a line that others find wrong.
_AFTER = {
    "R922": ("R918", "R957"),
    "R410": ("R953", "R957"),
    "R906": ("R900",),
    "R316": ("R905",),
    "R957": ("R217",),
    # ten times, or under another code, beside another table
    **dict.fromkeys(("R212", "R213", "R214", "R215", "R218", "R221"), ("R918", "R957")),
}
_TYPED = "R905"
_MOST = 8  # the most numbers of a finding that are compared with the others
_MOST_CAUSES = 100  # mistakes of the budget file that others are held against
Names = list[list[FigureId]]


def by_cause(found: Sequence[Finding], places: Places, ended: Collection[tuple[str, str]]) -> dict[int, Finding]:
    """Return id of a finding -> the finding to report: one for each mistake, joined with those that come from it."""
    if places.case.budget is None:
        return by_row(found)
    vocabulary = places.case.budget.vocabulary
    causes = _first_causes(found, vocabulary)
    spoiling = [one for one in found if one.spoils]
    heads = {id(head) for head in (*(head for _, head in causes), *spoiling)}
    causing = {rule for rules in _AFTER.values() for rule in rules}
    wrong = firsts(
        ((one.rule[:4], line), (i, one))
        for i, one in enumerate(found)
        for line in (_lines(one) if one.rule[:4] in causing and not _is_typed_remark(one) else ())
    )
    first: list[Finding] = []
    near: dict[Place | Location, list[int]] = {}  # places -> findings of `first` by number
    others: dict[int, list[Finding]] = {}
    misprinted: dict[object, Finding] = {}
    remarks_last = sorted(
        found, key=lambda one: (one.severity is Severity.HINT, not one.rule.startswith(_FILE), one.rule)
    )
    for one in remarks_last:
        spoiled = (head for head in spoiling if comes_from_row(one, head))
        names = _names_by_line(one.cause) if one.cause and causes else []
        from_it = chain((head for cause, head in causes if _comes_from(one, cause, head, names, places)), spoiled)
        printed = (misprinted[key] for place in one.places for key in _edited(place, one.rule) if key in misprinted)
        after = _after(one, wrong)
        head = (
            one if id(one) in heads else next(chain(from_it, printed, after), None) or _alike(one, first, near, places)
        )
        if head is None and (one.rule, one.message) in ended and not one.rule.startswith(_FILE):
            head = _nearest(one, [other for other in first if other.should])
        if head is None or head is one:
            for place in dict.fromkeys((one.places[0], *_lines(one))):
                near.setdefault(place, []).append(len(first))
            first.append(one)
            misprinted |= {key: one for key in _edited(one.places[0], one.rule) if one.rule.startswith(_TOLD_BY_FILE)}
        else:
            others.setdefault(id(head), []).append(one)
    return {id(one): joined(one, others.get(id(one), ())) for one in first}


def _after(one: Finding, wrong: Mapping[tuple[str, Location], tuple[int, Finding]]) -> Iterator[Finding]:
    """Yield the finding on a line from which this one comes, if there is one; of several, the first.

    `wrong`: (rule, line) -> (number of the finding, finding).
    """
    rules = _AFTER.get(one.rule[:4], ())
    said = [wrong[rule, line] for rule in rules for line in _lines(one) if (rule, line) in wrong]
    yield from (head for _, head in sorted(said, key=itemgetter(0))[:1])


def _is_typed_remark(one: Finding) -> bool:
    """Whether a finding only asks to look at a number that somebody typed."""
    return one.severity is Severity.HINT and one.rule.startswith(_TYPED)


def _nearest(one: Finding, others: Sequence[Finding]) -> Finding | None:
    """Return one of the others on a row or in a table of the finding, else the first."""
    rows, parts = (
        {key(place) for place in one.places if isinstance(place, Place)} for key in (itemgetter(0, 1), itemgetter(0))
    )
    near = (
        other
        for keys, key in ((rows, itemgetter(0, 1)), (parts, itemgetter(0)))
        for other in others
        if not keys.isdisjoint(key(place) for place in other.places if isinstance(place, Place))
    )
    return next(chain(near, others), None)


def _edited(place: Place | Location, rule: str) -> Iterator[object]:
    """Yield keys of a place: of a number; of words, which rules read with all of their row or sentence."""
    if isinstance(place, Place):
        if rule.startswith(EDITED) or not rule.startswith(_FILE):
            yield (place.part, row_begins(place.row)) if place.row else place.line
        if not rule.startswith(EDITED):
            yield place


def _first_causes(found: Iterable[Finding], vocabulary: Vocabulary) -> list[tuple[Cause, Finding]]:
    """Return the causes that come from no other cause, each with its finding; the most specific ones first."""
    named = [(one.cause, one) for one in found if one.cause]
    named.sort(key=lambda own: _rank(*own))
    kept: list[tuple[Cause, Finding]] = []
    for cause, one in named:
        names = _names_by_line(cause) if kept else []
        if not any(_explains_cause(other, head, cause, names, vocabulary) for other, head in kept):
            kept.append((cause, one))
        if len(kept) == _MOST_CAUSES:
            break
    return kept


def _rank(cause: Cause, one: Finding) -> tuple[bool, bool, int]:
    """Return the order of causes: the whole file, then approved numbers, then those that say most of their line."""
    return cause.difference is not None, not one.rule.startswith(_APPROVED), -max(map(len, cause.lines), default=0)


def _comes_from(one: Finding, cause: Cause, head: Finding, names: Names, places: Places) -> bool:
    """Whether a finding comes from the mistake `cause`, which the finding `head` reports.

    `names`: if the finding has a cause of its own, the figures of that one's lines.
    """
    assert places.case.budget
    vocabulary = places.case.budget.vocabulary
    if one.cause:
        return _explains_cause(cause, head, one.cause, names, vocabulary)
    named = _named(one, places)
    about = (name.without("性质") if one.over else name for name, _ in named)
    if not any(cause.concerns(name, vocabulary) for name in about):
        return False
    numbers = [entry for _, entry in named]
    if cause.difference is None or one.over:
        return cause.difference is None or one.over <= abs(cause.difference) + _slack(numbers)
    return any(abs(EXACT.subtract(d, abs(cause.difference))) <= _slack(numbers) for d in _differences(numbers))


def _names_by_line(cause: Cause) -> Names:
    """Return for each line of a mistake the figures that are this line alone."""
    return [
        [FigureId(measure, tuple(sorted(line.items())), cause.base) for measure in cause.measures]
        for line in cause.lines
    ]


def _explains_cause(cause: Cause, head: Finding, other: Cause, names: Names, vocabulary: Vocabulary) -> bool:
    """Whether a mistake found by another rule is the same as this one, or comes from it.

    Approved numbers (`head`) identify a mistake that the other rule looks for in other lines of the measure.
    `names`: of the other mistake's lines.
    """
    concerned = (any(cause.concerns(name, vocabulary) for name in own) for own in names)
    if cause.difference is None or other.difference is None:
        return cause.difference is None and any(concerned)
    if abs(cause.difference) != abs(other.difference):
        return False
    approved = head.rule.startswith(_APPROVED) and cause.base == other.base
    return (approved and not cause.measures.isdisjoint(other.measures)) or all(concerned)


def _lines(one: Finding) -> Iterator[Location]:
    return (place for place in one.places if isinstance(place, Location))


def _alike(
    one: Finding, first: Sequence[Finding], near: Mapping[Place | Location, Sequence[int]], places: Places
) -> Finding | None:
    """Return a finding of another rule on the same place, or on the same lines of the file with the same difference."""
    lines = set(_lines(one))
    own = _off_by(one, places) if lines else None
    beside = {number for place in (one.places[0], *lines) for number in near.get(place, ())} if lines else ()
    for other in map(first.__getitem__, sorted(beside)):
        remarks = one.severity is other.severity is Severity.HINT
        if other.rule != one.rule and one.places[0] == other.places[0] and not remarks:
            return other
        theirs = _off_by(other, places) if own and not lines.isdisjoint(other.places) else None
        if own and theirs and abs(EXACT.subtract(own[0], theirs[0])) <= own[1] + theirs[1]:
            return other
    return None


def _named(one: Finding, places: Places) -> list[tuple[FigureId, Entry]]:
    """Return the numbers of the finding that carry a name, with their names."""
    entries = (places.entry(place) for place in one.places if isinstance(place, Place))
    return [(name, entry) for entry in entries if entry and entry.carried and (name := parsed(entry.carried))]


def _slack(numbers: Iterable[Entry]) -> Decimal:
    """Return the most by which rounding may change the sum of these numbers."""
    return exact_sum(entry.number.step / 2 for entry in numbers)


def _off_by(one: Finding, places: Places) -> tuple[Decimal, Decimal] | None:
    """Return the difference between the first number and the sum of the others, and the slack; None if within it."""
    numbers = [entry for _, entry in _named(one, places)]
    if len(numbers) < 2:
        return None
    difference = abs(EXACT.subtract(numbers[0].exact, exact_sum(entry.exact for entry in numbers[1:])))
    return (difference, _slack(numbers)) if difference > _slack(numbers) else None


def _differences(numbers: Sequence[Entry]) -> Iterator[Decimal]:
    """Yield each number less the sum of the others, and the differences of all pairs."""
    whole = exact_sum(entry.exact for entry in numbers)
    for i, entry in enumerate(numbers[:_MOST]):
        yield abs(EXACT.subtract(EXACT.multiply(entry.exact, Decimal(2)), whole))
        yield from (abs(EXACT.subtract(entry.exact, other.exact)) for other in numbers[i + 1 : _MOST])
