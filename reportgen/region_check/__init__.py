"""What is wrong in a region (核查地区模板): words that its templates and tables type, against the numbers beside them.

For the author of a region alone: no officer's build and no `check` depends on it. The words are read as those of a
document that somebody else made, from the tree without its names; the names say what the numbers are.

    budgets     what to check with            prints    the numbers that a region printed
    claims      what the words around say     terms     the region's own names in these words
    meaning     whether two names are one     comparing, lists   words against names
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
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
from reportgen.region_check.prints import Key, Print, common_to_all, in_sentences, key_of, prints
from reportgen.report import assemble, document_of
from reportgen.resources import template_name

RULE = "文字与数"
_HINT = "改这里的文字，或者换成文字说的那个数"
_BEGIN, _END = "{{", "}}"


def check_region(region: str, folder: Path, given: Sequence[Path] = ()) -> tuple[tuple[Diagnostic, ...], list[str]]:
    """Return what is wrong in the region, each place of it once, and what it was checked with, in words.

    Args:
        folder: where the region and the budget files that name it are looked for.
        given: budget files to check with instead.

    Raises:
        ReportgenError: there is no such region, or a document cannot be made.
    """
    if given:
        return _once(chain.from_iterable(map(_with_file, given))), [str(path) for path in given]
    profiles = {kind: load(region, folder, kind) for kind in kinds(load(region, folder).folders)}
    invented = ((budget, profile) for kind, profile in profiles.items() for budget in invented_for(profile, kind))
    found = [wrong for budget, profile in invented for wrong in contradictions(budget, profile)]
    files = naming(region, folder)
    found += chain.from_iterable(map(_with_file, files))
    return _once(found), ["空白预算文件（填上数）", *(str(path) for path in files)]


def _with_file(path: Path) -> tuple[Diagnostic, ...]:
    report = assemble(path)
    return contradictions(report.budget, report.profile)


def _once(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each place of the region once, in order."""
    by_place = {one.places[0]: one for one in reversed([*found])}
    return tuple(by_place[place] for place in sorted(by_place))


def contradictions(budget: Budget, profile: Profile) -> tuple[Diagnostic, ...]:
    """Return where the region's words contradict its numbers, in the document that this budget makes.

    Raises:
        ReportgenError: everything that keeps the document from being built.
    """
    recorder = Recorder()
    document = document_of(budget, profile, recorder)
    with using(profile.lexicon):
        return findings_of(document, recorder, Comparing(Figures(budget, profile)))


def findings_of(document: Document, recorder: Recorder, comparing: Comparing) -> tuple[Diagnostic, ...]:
    """Return the same of a finished document; each place of the region once, with the first number that is wrong."""
    every = [*prints(document, recorder, frozenset(comparing.vocabulary.measures))]
    found: dict[Location, Diagnostic] = {}
    lists = chain.from_iterable(rule(every, comparing) for rule in (incomplete, outside, overlapping))
    for one, what in (*_wrong(every, claims(document), comparing), *lists):
        if one.asked.places[0] not in found:
            found[one.asked.places[0]] = warning(RULE, what, *_places(one, comparing.folders), hint=_HINT)
    return tuple(found.values())


def _wrong(
    every: Sequence[Print], read: Mapping[Key, Sequence[Claim]], comparing: Comparing
) -> Iterator[tuple[Print, str]]:
    """The numbers that the words around them contradict, with what is wrong."""
    shared = common_to_all(every)
    cells = ((one, list[Print]()) for one in every if one.table)
    for one, before in (*cells, *((rest[0], before) for before, rest in in_sentences(every))):
        if what := comparing.contradiction(one, read.get(key_of(one.place), ()), before, shared[one.context]):
            yield one, what


def _places(one: Print, folders: Sequence[Path]) -> tuple[Location, ...]:
    """What asked for the number, then where it stands on the page."""
    return (*(_marked(place, one.asked.nth, tuple(folders)) for place in one.asked.places), one.place.location)


def _marked(place: Location, nth: int, folders: tuple[Path, ...]) -> Location:
    """The place with the slot of a template marked; places in table definitions are marked already."""
    if place.column:
        return place
    lines = _lines(place.path, folders)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    start = -1
    for _ in range(nth + 1):
        start = line.find(_BEGIN, start + 1)
        if start < 0:
            return replace(place, excerpt=line)
    end = line.find(_END, start)
    length = (end + len(_END) if end > 0 else len(line)) - start
    return replace(place, column=start + 1, length=length, excerpt=line)


@lru_cache(maxsize=64)
def _lines(path: str, folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The lines of a template, which messages call by this path."""
    for folder in folders:
        inside = path.removeprefix(template_name(folder)).lstrip("/")
        if path.startswith(template_name(folder)) and (folder / inside).is_file():
            return tuple((folder / inside).read_text(encoding="utf-8").splitlines())
    return ()
