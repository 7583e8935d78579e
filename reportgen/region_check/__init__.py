"""What is wrong in a region (核查地区模板): words that its templates and tables type, against the numbers beside them.

For the region's author alone: no officer's build and no `check` stands on it. The words are read as those of a document
that somebody else made, from the tree without its names; the names say what the numbers are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from reportgen.budget import Budget
from reportgen.diagnostics import Diagnostic, Location, warning
from reportgen.document import Document
from reportgen.figures import Figures, Recorder
from reportgen.lexicon import using
from reportgen.profile import Profile, kinds, load
from reportgen.region_check.budgets import invented_for, naming
from reportgen.region_check.claims import Claim, claims
from reportgen.region_check.comparing import Comparing
from reportgen.region_check.lists import incomplete, outside, overlapping
from reportgen.region_check.prints import Key, Print, common_to_all, prints
from reportgen.region_check.telling import places_of
from reportgen.report import assemble, document_of

RULE = "文字与数"
_HINT = "改这里的文字，或者换成文字说的那个数"


def check_region(region: str, folder: Path, given: Sequence[Path] = ()) -> tuple[tuple[Diagnostic, ...], list[str]]:
    """What is wrong in the region, each place of it once; and what it was checked with, in words.

    Args:
        folder: where the author works: the region and the budget files that name it are looked for there.
        given: the budget files to check with, instead.

    Raises:
        ReportgenError: there is no such region, or a document cannot be made.
    """
    if given:
        return _once(told for path in given for told in _with_file(path)), [str(path) for path in given]
    profiles = {kind: load(region, folder, kind) for kind in kinds(load(region, folder).folders)}
    invented = ((budget, profile) for kind, profile in profiles.items() for budget in invented_for(profile, kind))
    empty = (told for budget, profile in invented for told in contradictions(budget, profile))
    files = naming(region, folder)
    found = _once([*empty, *(told for path in files for told in _with_file(path))])
    return found, ["空白预算文件（填上数）", *(str(path) for path in files)]


def _with_file(path: Path) -> tuple[Diagnostic, ...]:
    report = assemble(path)
    return contradictions(report.budget, report.profile)


def _once(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each place of the region once."""
    by_place = {told.places[0]: told for told in reversed([*found])}
    return tuple(by_place[place] for place in sorted(by_place))


def contradictions(budget: Budget, profile: Profile) -> tuple[Diagnostic, ...]:
    """Where the region's words contradict its numbers, in the document that this budget makes.

    Raises:
        ReportgenError: everything that keeps it from being built.
    """
    recorder = Recorder()
    document = document_of(budget, profile, recorder)
    with using(profile.lexicon):
        return told_of(document, recorder, Comparing(Figures(budget, profile)))


def told_of(document: Document, recorder: Recorder, comparing: Comparing) -> tuple[Diagnostic, ...]:
    """The same of a document that was made; each place of the region once, with the first number that is wrong."""
    every = [*prints(document, recorder, frozenset(comparing.vocabulary.measures))]
    found: dict[Location, Diagnostic] = {}
    lists = (told for rule in (incomplete, outside, overlapping) for told in rule(every, comparing))
    for one, what in (*_wrong(every, claims(document), comparing), *lists):
        if one.asked.places[0] not in found:
            found[one.asked.places[0]] = warning(RULE, what, *places_of(one, comparing.folders), hint=_HINT)
    return tuple(found.values())


def _wrong(
    every: Iterable[Print], read: Mapping[Key, Sequence[Claim]], comparing: Comparing
) -> Iterator[tuple[Print, str]]:
    """The numbers that the words around them contradict, with what is wrong."""
    shared = common_to_all(every)
    for one, before in _with_those_before(every):
        if what := comparing.contradiction(one, read.get(one.key, ()), before, shared[one.context]):
            yield one, what


def _with_those_before(found: Iterable[Print]) -> Iterator[tuple[Print, Sequence[Print]]]:
    """Each number with those before it in its paragraph."""
    line, before = "", list[Print]()
    for one in found:
        if one.table or one.place.line != line:
            line, before = one.place.line, []
        yield one, tuple(before)
        before.append(one)
