"""Findings that come from another one: without a budget file from a wrong row or column, beside it from edited words.

Beside its budget file a document is compared word by word (R909). A number that is as it was made is read otherwise
only because words near it were edited (改过的字); what rules find wrong about it is reported with the edit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from operator import itemgetter

from reportgen.checks._comparing import excerpt_of
from reportgen.checks._places import Places
from reportgen.checks._results import COLUMN, EVERY_ROW, Finding, firsts, grouped
from reportgen.diagnostics import Severity
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.reading.entries import NUMBER
from reportgen.records import replace

_SUMS = ("R1", "R2")  # rules on sums, and on tables beside each other
_BEYOND = "R129"  # a part is more than its whole
_SHOWN_BY = {"R109": _BEYOND, "R110": _BEYOND, "R504": "R501"}  # without a budget: at the cell that the other one names
_FEW = 2  # so many rows of a column may be wrong independently
_ENDS = compiled("；改好后，由此引起的([0-9]+)处（([^（）]*)）也就好了$")
EDITED = "R909"
_BESIDE = 8  # the most letters marked beside a number


def row_begins(row: str) -> str:
    """Return the code of a row that has one, else its first word."""
    return row.partition(" ")[0]


def by_row(found: Sequence[Finding]) -> dict[int, Finding]:
    """Return the findings without a budget by their ids; those that come from a wrong row are reported with it.

    If one rule finds several rows wrong in one column, for instance because a column was lost, one of them is reported.
    """
    spoiling = [one for one in found if one.spoils]
    heads = firsts((id(one), head) for one in found for head in spoiling if comes_from_row(one, head))
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
    """Yield the findings that come from the cell of another one, or are off by as much in that row, with that one.

    A whole that several parts exceed is itself wrong: they come from the sum that it misses.
    """
    beyond = grouped((one.places[1], one) for one in found if one.rule.startswith(_BEYOND) and len(one.places) > 1)
    missed = {one.places[0]: one for one in reversed(found) if _SHOWN_BY.get(one.rule[:4]) == _BEYOND}
    exceeded = [(missed[whole], own) for whole, own in beyond.items() if len(own) > 1 and whole in missed]
    yield from ((one, head) for head, own in exceeded for one in own)
    wrong_wholes = {id(one) for _, own in exceeded for one in own}
    showing = (one for one in reversed(found) if one.rule[:4] in _SHOWN_BY.values() and id(one) not in wrong_wholes)
    named = {(one.rule[:4], one.places[0]): one for one in showing}
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
    told = joined(one, others)
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


def joined(one: Finding, others: Sequence[Finding]) -> Finding:
    """Return a finding with those that come from it: the gravest severity, their rules as advice, their places last."""
    if not others:
        return one
    severity = min((own.severity for own in (one, *others)), key=list(Severity).index)
    hint, before = one.hint, _ENDS.search(one.hint)
    count, rules = len(others), [other.rule for other in others]
    if before:
        hint, count, rules = hint[: before.start()], count + int(before[1]), [*before[2].split("、"), *rules]
    hint = f"{hint}；改好后，由此引起的{count}处（{'、'.join(dict.fromkeys(rules))}）也就好了"
    printed = (place for other in others for place in other.places)
    return replace(one, severity=severity, hint=hint, places=(*one.places, *printed))


def comes_from_row(one: Finding, head: Finding) -> bool:
    """Whether a finding is on a row or column that another finding spoils."""
    if one.spoils or not head.spoils:
        return False
    printed = [place for place in one.places if isinstance(place, Place)]
    rows = {(p.part, key) for p in printed for key in (p.row, row_begins(p.row), EVERY_ROW)}
    keys = rows | {(p.part, COLUMN + w) for p in printed for w in p.column.split("·")}
    return not keys.isdisjoint(head.spoils)


def _row_off_by(one: Finding) -> tuple[str, str, Decimal] | None:
    """Return table and row of a sum in a table, and how far it is off; None for other findings."""
    place = _of_sum(one)
    return (place.part, place.row, abs(one.off)) if place and one.off else None


def _row_of_sum(one: Finding) -> tuple[str, str, str] | None:
    """Return rule, table and row of a sum in a table; None for other findings."""
    place = _of_sum(one)
    return (one.rule, place.part, place.row) if place else None


def _of_sum(one: Finding) -> Place | None:
    """Return the first place of a finding on sums or on two tables, in its row; None for other findings."""
    place = one.places[0] if one.places else None
    return place if isinstance(place, Place) and place.row and one.rule.startswith(_SUMS) else None


def _row(one: Finding) -> str:
    place = one.places[0]
    return place.row if isinstance(place, Place) else ""


def _column(one: Finding) -> tuple[str, str, str] | None:
    """Return rule, table and column of a finding on sums or on two tables; None for other findings."""
    place = _of_sum(one)
    return (one.rule, place.part, place.column) if place and place.column else None


def without_echoes(found: Sequence[Finding]) -> Iterator[Finding]:
    """Return the findings; that a number was edited by hand is left out if another rule finds what it contradicts."""
    edits = {id(one) for one in found if one.rule.startswith(EDITED)}
    others = (one for one in found if id(one) not in edits and one.severity is not Severity.HINT) if edits else ()
    told = {key for one in others for key in _numbers(one)}
    return (one for one in found if id(one) not in edits or told.isdisjoint(_numbers(one)))


def numbers_edited(found: Iterable[Finding]) -> set[tuple[str, str]]:
    """Return the numbers that are not as they were made, each with its table, and with its line."""
    return {key for one in found if one.rule.startswith(EDITED) for key in _numbers(one)}


def from_edits(
    told: Iterable[Finding], edited: Set[tuple[str, str]], places: Places
) -> Mapping[int, Sequence[Finding]]:
    """Return id of an edit -> the findings that come from it: those on numbers that are as they were made.

    With one edit in the document, everything comes from it; else what is in its table or section does.
    """
    found = [*told]
    words = {id(one): one for one in found if one.rule.startswith(EDITED)} if places.case.as_made else {}
    pairs = list[tuple[int, Finding]]()
    for one in found if words else ():
        if id(one) not in words and not edited & {*_numbers(replace(one, places=one.places[:1]))}:
            near = [*words.values()] if len(words) == 1 else _in_its_tables(one, words.values())
            pairs += [(id(near[0]), one)] if near and not places.is_of_made(one) else []
    return grouped(pairs)


def _in_its_tables(one: Finding, edits: Iterable[Finding]) -> list[Finding]:
    """Return the edits in the tables and sections of a finding, those of its own table first."""
    parts = [place.part for place in one.places if isinstance(place, Place)]
    there = [(own, own.places[0]) for own in edits]
    near = [(parts.index(at.part), own) for own, at in there if isinstance(at, Place) and at.part in parts]
    return [own for _, own in sorted(near, key=itemgetter(0))]


def _numbers(one: Finding) -> Iterator[tuple[str, str]]:
    """Yield the marked numbers, each with its table, and with its line."""
    for place in one.places:
        found = NUMBER.search(excerpt_of(place)) if isinstance(place, Place) else None
        if found and isinstance(place, Place) and place.length < len(found[0]) + _BESIDE:
            yield from ((place.part, found[0]), (place.line, found[0]))
