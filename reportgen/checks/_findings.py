"""What the rules found → what is reported (发现): one finding for each cause, at the place to mend; known ones as 提示.

A rule that finds a mistake in the budget file says which it is (`Cause`). Any other finding comes from that mistake if
its figures have the mistake's lines and are wrong by the same amount; it is reported with the cause.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from operator import itemgetter

from reportgen.budget.ledger import exact_sum
from reportgen.checks._case import COLUMN, EVERY_ROW, Cause, Finding, firsts, grouped
from reportgen.checks._edited import EDITED, from_edits, numbers_edited, without_echoes
from reportgen.checks._places import Places, each_sentence_once
from reportgen.diagnostics import MOST_ALIKE, Diagnostic, Location, Severity
from reportgen.figure import FigureId, parsed
from reportgen.known import KnownDifference, KnownFindings
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Place
from reportgen.vocabulary import Vocabulary

_TOLD_BY_FILE = ("R901", "R908", EDITED)  # what is not as the file says: what else it contradicts comes from it
_FILE = "R9"  # rules on the budget file itself: what is printed comes from it
_APPROVED = "R900"
_SUMS = ("R1", "R2")  # rules on sums, and on tables beside each other
# What a rule finds because of a line that others find wrong.
_AFTER = {
    "R922": ("R918",),
    "R410": ("R953",),
    "R906": ("R900",),
    "R316": ("R905",),
    **dict.fromkeys(("R212", "R213", "R214", "R215", "R218", "R221"), ("R918",)),  # ten times, beside another table
}
_SHOWN_BY = {"R109": "R129", "R110": "R129", "R504": "R501"}  # without a budget: at the cell that the other one names
_TYPED = "R905"
_FEW = 2  # so many rows of a column may be wrong independently
_ENDS = compiled("；改好后，由此引起的([0-9]+)处（([^（）]*)）也就好了$")
_MOST = 8  # the most numbers of a finding that are compared with the others
_MOST_CAUSES = 100  # mistakes of the budget file that others are held against
Names = list[list[FigureId]]


def reported(
    found: Iterable[Finding], places: Places, ended: Iterable[Finding] = ()
) -> tuple[list[Diagnostic], tuple[KnownDifference, ...]]:
    """Return the findings as they are reported, and the known differences (已知差异) of the file that no rule found.

    `ended`: those that go if every number is printed as in the budget file.
    """
    own, regional = places.case.budget, places.case.profile
    known = KnownFindings(own.differences if own else (), regional.differences if regional else ())
    found = list(found)
    told = list(_merged(without_echoes(found)))
    traced = {id(one) for same in _of_one_kind(told) for one in same[:MOST_ALIKE]}  # no more are listed
    mended = [places.mended(one) if id(one) in traced else one for one in told]
    both = [(one, known.as_declared(_diagnostic(one, places))) for one in mended]
    kept = _by_cause([one for one, hint in both if hint is None], places, {(one.rule, one.message) for one in ended})
    behind = from_edits(kept.values(), numbers_edited(found), places)
    gone = {id(one) for own in behind.values() for one in own}
    kept = {key: _and(one, behind.get(id(one), ())) for key, one in kept.items() if id(one) not in gone}
    listed = [hint or _diagnostic(kept[id(one)], places) for one, hint in both if hint or id(one) in kept]
    remarks = () if places.case.is_tables_alone else known.remarks()
    return [*listed, *remarks], known.idle


def _of_one_kind(found: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings of each rule by their severity; none on what was edited, which have their places."""
    kinds = (((one.rule, one.severity), one) for one in found if not one.rule.startswith(EDITED))
    yield from grouped(kinds).values()


def _diagnostic(one: Finding, places: Places) -> Diagnostic:
    found = tuple(
        places.location(place) if isinstance(place, Place) else place for place in each_sentence_once(one.places)
    )
    return Diagnostic(one.severity, one.rule, one.message, found, one.hint)


def _merged(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; those of one rule with the same words become one with all their places."""
    for same in grouped(((one.rule, one.severity, one.message, one.hint), one) for one in found).values():
        spoilt = frozenset(row for one in same for row in one.spoils)
        yield replace(same[0], places=tuple(dict.fromkeys(p for one in same for p in one.places)), spoils=spoilt)


def _by_cause(found: Sequence[Finding], places: Places, ended: Collection[tuple[str, str]]) -> dict[int, Finding]:
    """Return id of a finding -> the finding to report: one for each mistake, joined with those that come from it."""
    if places.case.budget is None:
        return _by_row(found)
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
        spoiled = (head for head in spoiling if _comes_from_row(one, head))
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
    return {id(one): _and(one, others.get(id(one), ())) for one in first}


def _after(one: Finding, wrong: Mapping[tuple[str, Location], tuple[int, Finding]]) -> Iterator[Finding]:
    """Yield the first finding that says a line is wrong because of which this one is found.

    `wrong`: rule and line -> the first finding, with its number.
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
            yield (place.part, _begins(place.row)) if place.row else place.line
        if not rule.startswith(EDITED):
            yield place


def _begins(row: str) -> str:
    """Return the code of a row that has one, else its first word."""
    return row.partition(" ")[0]


def _by_row(found: Sequence[Finding]) -> dict[int, Finding]:
    """Return the findings without a budget by their ids; those that come from a wrong row are reported with it.

    If one rule finds several rows wrong in one column, for instance because a column was lost, one of them is reported.
    """
    spoiling = [one for one in found if one.spoils]
    heads = firsts((id(one), head) for one in found for head in spoiling if _comes_from_row(one, head))
    heads |= firsts((id(one), head) for one, head in _shown(found) if id(one) not in heads)
    columns = grouped((column, one) for one in found if (column := _column(one)))
    for same in (same for same in columns.values() if len(set(map(_row, same))) > _FEW):
        left = [one for one in same if id(one) not in heads]
        heads |= {id(one): left[0] for one in left[1:]}
    for same in grouped((key, one) for one in found if id(one) not in heads and (key := _row_off_by(one))).values():
        heads |= {id(one): same[0] for one in same[1:]}
    rows = grouped((row, one) for one in found if id(one) not in heads and (row := _row_of_sum(one)))
    for same in (same for same in rows.values() if len(same) > _FEW):
        heads |= {id(one): same[0] for one in same[1:]}
    behind = grouped((id(heads[id(one)]), one) for one in found if id(one) in heads)
    return {id(one): _told(one, behind.get(id(one), ())) for one in found if id(one) not in heads}


def _shown(found: Sequence[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Yield the findings that come from the cell of another one, or are off by as much in that row, with that one."""
    named = {(one.rule[:4], one.places[0]): one for one in reversed(found) if one.rule[:4] in _SHOWN_BY.values()}
    shown = [one for one in found if one.rule[:4] in _SHOWN_BY] if named else []
    for one in shown:
        keys = ((_SHOWN_BY[one.rule[:4]], place) for place in one.places)
        for head in (named[key] for key in keys if key in named):
            yield from (
                (other, head)
                for other in shown
                if other is one or ((off := _row_off_by(one)) and off == _row_off_by(other))
            )


def _told(one: Finding, others: Sequence[Finding]) -> Finding:
    """Return a finding with the others that it stands for: those that come from it, or other rows of its column."""
    if not others:
        return one
    told = _with(one, others)
    if (key := _row_off_by(one)) and key == _row_off_by(others[0]):
        same = f"同一行还有{len(others)}处也差这么多，多半是一个原因：少了或多了一行，或这一行的数没有改全"
        return replace(told, hint=f"{one.hint}；{same}")
    if (row := _row_of_sum(one)) and all(_row_of_sum(other) == row for other in others):
        same = f"同一行还有{len(others)}列也对不上，多半是一个原因：少了或多了一行"
        return replace(told, hint=f"{one.hint}；{same}")
    if others[0].rule != one.rule:
        return replace(told, hint=f"{told.hint}，如：{others[0].message}")
    same = f"同一列还有{len(others)}行也对不上，多半是一个原因：少了行、少了列，或这一列放错了数"
    return replace(told, hint=f"{one.hint}；{same}")


def _comes_from_row(one: Finding, head: Finding) -> bool:
    """Whether a finding is on a row or column that another finding spoils."""
    if one.spoils or not head.spoils:
        return False
    printed = [place for place in one.places if isinstance(place, Place)]
    rows = {(p.part, key) for p in printed for key in (p.row, _begins(p.row), EVERY_ROW)}
    keys = rows | {(p.part, COLUMN + w) for p in printed for w in p.column.split("·")}
    return not keys.isdisjoint(head.spoils)


def _row_off_by(one: Finding) -> tuple[str, str, Decimal] | None:
    """Return table and row of a sum in a table, and how far it is off; None for other findings."""
    place = one.places[0] if one.places else None
    if not (isinstance(place, Place) and place.row and one.off and one.rule.startswith(_SUMS)):
        return None
    return place.part, place.row, abs(one.off)


def _row_of_sum(one: Finding) -> tuple[str, str, str] | None:
    """Return rule, table and row of a sum in a table; None for other findings."""
    place = one.places[0] if one.places else None
    if not (isinstance(place, Place) and place.row and one.rule.startswith(_SUMS)):
        return None
    return one.rule, place.part, place.row


def _row(one: Finding) -> str:
    place = one.places[0]
    return place.row if isinstance(place, Place) else ""


def _column(one: Finding) -> tuple[str, str, str] | None:
    """Return rule, table and column of a finding on sums or on two tables; None for other findings."""
    place = one.places[0] if one.places else None
    if not isinstance(place, Place) or not (place.row and place.column) or not one.rule.startswith(_SUMS):
        return None
    return one.rule, place.part, place.column


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
    """Whether a finding is found because of a mistake; `names`: of the lines of its own cause."""
    assert places.case.budget
    vocabulary = places.case.budget.vocabulary
    if one.cause:
        return _explains_cause(cause, head, one.cause, names, vocabulary)
    named = _named(one, places)
    if not any(cause.concerns(name, vocabulary) for name, _ in named):
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
        if other.rule != one.rule and one.places[0] == other.places[0]:
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


def _and(one: Finding, others: Sequence[Finding]) -> Finding:
    return _with(one, others) if others else one


def _with(one: Finding, others: Sequence[Finding]) -> Finding:
    """Return a finding with those that come from it: the gravest severity, their rules as advice, their places last."""
    severity = min((own.severity for own in (one, *others)), key=list(Severity).index)
    hint, before = one.hint, _ENDS.search(one.hint)
    count, rules = len(others), [other.rule for other in others]
    if before:
        hint, count, rules = hint[: before.start()], count + int(before[1]), [*before[2].split("、"), *rules]
    hint = f"{hint}；改好后，由此引起的{count}处（{'、'.join(dict.fromkeys(rules))}）也就好了"
    printed = (place for other in others for place in other.places)
    return replace(one, severity=severity, hint=hint, places=(*one.places, *printed))
