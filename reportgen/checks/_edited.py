"""What comes from words that somebody edited in a finished document (改过的字): numbers there are as they were made.

Beside its budget file a document is compared word by word (R909). A number that is as it was made is read otherwise
only because words near it were edited; what rules find wrong about it is reported with the edit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from operator import itemgetter

from reportgen.checks._comparing import excerpt_of
from reportgen.checks._places import Places
from reportgen.checks._results import Finding, grouped
from reportgen.diagnostics import Severity
from reportgen.reading import Place
from reportgen.reading.entries import NUMBER
from reportgen.records import replace

EDITED = "R909"
_BESIDE = 8  # the most letters marked beside a number


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
