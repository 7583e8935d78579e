"""What is wrong in a region (核查地区模板): words that its templates and tables type, against the numbers beside them.

For the author of a region alone: no officer's build and no `check` depends on it. The words are read as those of a
document that somebody else made, from the tree without the names of figures; the names say what the numbers are.

    budgets     what to check with               claims    the numbers printed, and what the words around say
    meaning     whether two names are one        terms     the region's own names in these words
    comparing   words against names              typed     years, names and numbers that its files type

Lists of parts in sentences are checked here (列举): 收入总计包括：本年收入…、上年结转….
Parts that a sentence gives as the whole total have to add up to it, a part (其中) has to be part of a number before it,
and parts must not overlap. A list that says 主要 or 等 is open, so is one that names a part of a part.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from pathlib import Path

from reportgen.budget import Budget
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, warning
from reportgen.document import Document
from reportgen.drafts import FILE
from reportgen.figure import FigureId
from reportgen.figures import Figures, Recorder
from reportgen.lexicon import using
from reportgen.patterns import compiled
from reportgen.profile import Profile, kinds, load
from reportgen.quantity import UNITS
from reportgen.records import replace
from reportgen.region_check.budgets import budgets_naming, invented_for
from reportgen.region_check.claims import Claim, Key, PrintedNumber, claims, common_to_all, in_sentences, key_of, prints
from reportgen.region_check.comparing import UNIT_SAID, Comparing
from reportgen.region_check.terms import MEASURE, Terms
from reportgen.region_check.typed import typed_words
from reportgen.report import assemble, document_of
from reportgen.resources import template_name

_OPENING = compiled(
    r"(?:^|[。；;，,\n])(?P<whole>[^。；;，,：:\n]*?(?:总计|合计|总额))(?:包括|包含|分为|由)[：:]?[^。；;，,：:、\n]*$"
)
_CLOSING = compiled(r"[。；;\n]")
_CLAUSE, _COMPARED = compiled("[。；，、：\n]"), compiled("[比较与按]|截[至止]|口径|结转")
_OPEN = compiled(r"等|主要|其中|[（(]")  # words that leave a list open
_PARTS = compiled("[，,；（(]其中[：:]?")
_LISTED = compiled("包括|包含|分为|其中")
_ENDS = compiled("[。\n]")
_PLAIN = ("", "其余", "合计")
RULE = "文字与数"
_HINT = "改这里的文字，或者换成文字说的那个数"
_SEVERAL, _NEARLY = 3, Fraction(3, 4)
_OF_UNIT = "写成“单位：<金额单位>”，就总是印数的单位"
_BEGIN, _END = "{{", "}}"


def incomplete(found: Iterable[PrintedNumber], comparing: Comparing) -> Iterator[tuple[PrintedNumber, str]]:
    """Yield the first number of each list that does not add up to its total, and what is wrong."""
    for before, rest in in_sentences(found):
        whole = _whole(before, rest[0], comparing.terms)
        parts = [*_parts(rest)] if whole else []
        if whole and len(parts) > 1 and _misses(whole, parts, comparing.figures):
            yield rest[0], f"列出来的{'、'.join(map(str, parts))}，加起来不是{whole}"


def outside(found: Iterable[PrintedNumber], comparing: Comparing) -> Iterator[tuple[PrintedNumber, str]]:
    """Yield numbers behind 其中 that are part of no number before them, and what is wrong."""
    for before, (one, *_) in in_sentences(found):
        wholes = [other.name for other in before if _is_of_kind(other.name, one.name)]
        opened = any(_is_of_which(other, one) for other in before)
        if wholes and opened and all(comparing.meaning.within(one.name, *w.conditions) is False for w in wholes):
            yield one, f"“其中”后面的{one.name}不在前面的{wholes[-1]}里面"


def of_last_year(found: Iterable[PrintedNumber], year: int) -> Iterator[tuple[PrintedNumber, str]]:
    """Yield amounts of the year whose clause begins with the year before, and what is wrong."""
    for before, (one, *_) in in_sentences(found):
        clause = _CLAUSE.split(_between(before[-1], one) if before else one.words_before)[-1]
        of_year = not one.name.base and not one.name.derived
        if of_year and clause.startswith(f"{year - 1}年", clause.find("20")) and not _COMPARED.search(clause):
            yield one, f"文字说的是上年（{year - 1}年），印的是本年的{one.name}"


def overlapping(found: Iterable[PrintedNumber], comparing: Comparing) -> Iterator[tuple[PrintedNumber, str]]:
    """Yield numbers that overlap another part of the same list (包括、其中), and what is wrong."""
    for before, (one, *_) in in_sentences(found):
        for other in before:
            by = [{d for d, _ in name.conditions} for name in (other.name, one.name)]
            listed = by[0] != by[1] and _is_listed_with(other, one)  # 50万元以上 and 100万元以上 do overlap
            if listed and comparing.meaning.overlap(other.name, one.name):
                yield one, f"列在一起的{other.name}和{one.name}有重复"


def _between(before: PrintedNumber, one: PrintedNumber) -> str:
    return one.place.line[before.end : one.place.start]


def _is_listed_with(before: PrintedNumber, one: PrintedNumber) -> bool:
    """Whether one slot of a template printed both numbers, in a sentence that calls them parts."""
    words = _between(before, one)
    same = (before.asked.places[0], before.asked.nth) == (one.asked.places[0], one.asked.nth)
    if not same or not _is_of_kind(before.name, one.name) or _ENDS.search(words) or _LISTED.search(words):
        return False
    return bool(_LISTED.search(_CLOSING.split(before.words_before)[-1]))


def _is_of_which(before: PrintedNumber, one: PrintedNumber) -> bool:
    """Whether 其中 stands between two numbers of one clause."""
    words = _between(before, one)
    return bool(_PARTS.search(words)) and not _CLOSING.search(words)


def _is_of_kind(whole: FigureId, part: FigureId) -> bool:
    return (whole.measure, whole.base) == (part.measure, part.base) and not (whole.derived or part.derived)


def _whole(before: list[PrintedNumber], first: PrintedNumber, terms: Terms) -> FigureId | None:
    """Return the total that the list beginning with this number is said to add up to; None if it names none."""
    words = _between(before[-1], first) if before else first.words_before
    opening = _OPENING.search(words)
    return _named(opening["whole"], terms) if opening else None


def _named(words: str, terms: Terms) -> FigureId | None:
    """Return the figure that the words name; None unless each name in them has one meaning."""
    meanings = [term.meanings for term in terms.in_words(words)]
    if any(len(meaning) != 1 for meaning in meanings):
        return None
    said = dict(next(iter(meaning)) for meaning in meanings)
    measure = said.pop(MEASURE, "")
    return FigureId(measure, tuple(sorted(said.items()))) if measure else None


def _parts(numbers: list[PrintedNumber]) -> Iterator[FigureId]:
    """Yield the names of the amounts in a list that begins with the first number; none if words leave the list open."""
    line, start = numbers[0].place.line, numbers[0].place.start
    close = _CLOSING.search(line, start)
    end = close.start() if close else len(line)
    if not _OPEN.search(line, start, end):
        yield from (one.name for one in numbers if one.place.start < end and one.name.derived in _PLAIN)


def _misses(whole: FigureId, parts: list[FigureId], figures: Figures) -> bool:
    if any((part.measure, part.base) != (whole.measure, whole.base) for part in parts):
        return False
    try:
        return sum(map(figures.number, parts)) != figures.number(whole)
    except ReportgenError:
        return False


def check_region(region: str, folder: Path, given: Sequence[Path] = ()) -> tuple[tuple[Diagnostic, ...], list[str]]:
    """Return what is wrong in the region, one finding for each place of it, and in words what it was checked with.

    Args:
        folder: where the region and the budget files that name it are looked for.
        given: budget files to check with instead.

    Raises:
        ReportgenError: there is no such region, or a document cannot be made.
    """
    profiles = {kind: load(region, folder, kind) for kind in kinds(load(region, folder).folders)}
    files = [*given] or budgets_naming(region, folder)
    typed = typed_words(dict.fromkeys(path for profile in profiles.values() for path in profile.folders), files)
    if given:
        return _once([*typed, *chain.from_iterable(map(_with_file, given))]), [str(path) for path in given]
    own = load(region, folder).folders[0]
    invented = {kind: _with_empty_file(profile, kind, own) for kind, profile in profiles.items()}
    if not files and (without := [kind for kind, found in invented.items() if found is None]):
        what = f"“{region}”没有自己的空白预算文件，上级的{'、'.join(without)}和它的资金、科目对不上"
        hint = "在它的文件夹里放一个 new.yaml，或者用 --with 写一个用这个模板的预算文件"
        raise ReportgenError(error("模板", what, hint=hint))
    tried = [found for found in invented.values() if found is not None]
    found = [*chain.from_iterable(tried), *typed, *chain.from_iterable(map(_with_file, files))]
    return _once(found), [*(["空白预算文件（填上数）"] if tried else []), *(str(path) for path in files)]


def _with_empty_file(profile: Profile, kind: str, own: Path) -> tuple[Diagnostic, ...] | None:
    """Return what is wrong with the empty file; None if it is a parent's, and does not suit the region, `own`."""
    try:
        budgets = invented_for(profile, kind)
        return tuple(chain.from_iterable(contradictions(budget, profile) for budget in budgets))
    except ReportgenError:
        if any((folder / FILE).is_file() for folder in profile.folders if own in (folder, folder.parent)):
            raise
        return None


def _with_file(path: Path) -> tuple[Diagnostic, ...]:
    report = assemble(path)
    return contradictions(report.budget, report.profile)


def _of_one_unit(found: Sequence[Diagnostic], profile: Profile) -> Iterator[Diagnostic]:
    """Yield the findings; those that come from a wrong unit above the tables (表眉右) become one, at its place."""
    above = profile.file.above_right
    units = {unit: [one for one in found if one.message.startswith(f"{UNIT_SAID}{unit}，")] for unit in UNITS}
    wrong = [one for unit, own in units.items() if above.text.endswith((f"：{unit}", f":{unit}")) for one in own]
    if wrong:
        yield warning(RULE, f"各张表都印“{above.text}”，{wrong[0].message}", above.at, hint=_OF_UNIT)
    yield from (one for one in found if one not in wrong)


def _once(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return one finding for each place of the region, sorted by place."""
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
        found = findings_of(document, recorder, Comparing(Figures(budget, profile)))
        return tuple(_of_one_unit(found, profile))


def findings_of(document: Document, recorder: Recorder, comparing: Comparing) -> tuple[Diagnostic, ...]:
    """Return the contradictions in a finished document; the first wrong number at each place of the region."""
    every = [*prints(document, recorder, frozenset(comparing.vocabulary.measures))]
    found: dict[Location, Diagnostic] = {}
    lists = chain.from_iterable(rule(every, comparing) for rule in (incomplete, outside, overlapping))
    wrong = [*_wrong(every, claims(document), comparing)]
    all_wrong = _all_wrong(every, [one for one, _ in wrong])
    for one, what in (*wrong, *lists, *of_last_year(every, document.year)):
        places = _places(one, comparing.folders)
        first = next((place for place in one.asked.places if place in all_wrong), places[0])
        if first not in found:
            found[first] = warning(RULE, what, *dict.fromkeys((first, *places)), hint=_HINT)
    return tuple(found.values())


def _all_wrong(every: Iterable[PrintedNumber], wrong: Iterable[PrintedNumber]) -> set[Location]:
    """Return places of the region, as heads of columns, from which several numbers come and nearly all are wrong."""
    asked, missed = (Counter(place for one in own for place in one.asked.places) for own in (every, wrong))
    return {place for place, count in missed.items() if count >= _SEVERAL and count >= _NEARLY * asked[place]}


def _wrong(
    every: Sequence[PrintedNumber], read: Mapping[Key, Sequence[Claim]], comparing: Comparing
) -> Iterator[tuple[PrintedNumber, str]]:
    """Yield the numbers that the words around them contradict, each with what is wrong."""
    shared = common_to_all(every)
    cells = ((one, list[PrintedNumber]()) for one in every if one.table)
    for one, before in (*cells, *((rest[0], before) for before, rest in in_sentences(every))):
        if what := comparing.contradiction(one, read.get(key_of(one.place), ()), before, shared[one.context]):
            yield one, what


def _places(one: PrintedNumber, folders: Sequence[Path]) -> tuple[Location, ...]:
    """Return the places in the region that asked for the number, then its place on the page."""
    return (*(_marked(place, one.asked.nth, tuple(folders)) for place in one.asked.places), one.place.location)


def _marked(place: Location, nth: int, folders: tuple[Path, ...]) -> Location:
    """Return the place with the `nth` slot of its template line marked; in table definitions it is marked already."""
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
    """Return the lines of a template; `path`: what messages call it. Empty if no folder has it."""
    for folder in folders:
        inside = path.removeprefix(template_name(folder)).lstrip("/")
        if path.startswith(template_name(folder)) and (folder / inside).is_file():
            return tuple((folder / inside).read_text(encoding="utf-8").splitlines())
    return ()
