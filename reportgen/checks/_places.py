"""Where a finding is mended (要改的地方): the lines of the budget file behind its numbers, then the printed places.

A number carries its figure's name, and a figure has its lines. The few lines of a part come before the many lines of
a whole. For a whole, the printed place comes first, then the key of the file that has its lines. What an officer typed
into free text is found by its sentence.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import PurePath

from reportgen.checks._case import Case
from reportgen.checks._results import Finding, grouped
from reportgen.checks._rules import results, rule_named
from reportgen.checks._sentences import Sentences, typed
from reportgen.diagnostics import Location, ReportgenError, Severity
from reportgen.figure import parsed
from reportgen.reading import Entry, Place
from reportgen.records import dataclass, replace
from reportgen.source import Node, Scalar, records, scalars
from reportgen.trace.origins import lines_of

_FEW = 3  # the most lines of a number that are listed one by one


@dataclass(frozen=True)
class Places:
    """The way from the printed places of one document to its budget file."""

    case: Case

    def mended(self, finding: Finding) -> Finding:
        """Return the finding with the places of the budget file to be changed, and a hint that names them."""
        printed = [place for place in finding.places if isinstance(place, Place)]
        if self.case.figures is None or not printed or self._is_edited(finding, printed[0]):
            return finding
        own = [place for place in finding.places if isinstance(place, Location)]
        behind = sorted(filter(None, map(self.behind, printed)), key=len)
        lines = _few([*([own] if own else []), *(lines for lines in behind if len(lines) <= _FEW)])
        keys = [] if lines else self._keys(printed)
        places: tuple[Place | Location, ...] = (*lines, *printed) if lines else (*printed, *(key.at for key in keys))
        return replace(finding, places=places, hint=self._hint(finding, lines, keys))

    def is_of_made(self, finding: Finding) -> bool:
        """Whether the document that the budget makes has this finding as well, or the finding is on the file."""
        made, rule = self.case.as_made, rule_named(finding.rule.partition(" ")[0])
        if made is None or rule is None or not isinstance(finding.places[0], Place):
            return True
        return any(isinstance(one, Finding) and one.message == finding.message for one in results(made, rule))

    def _is_edited(self, finding: Finding, place: Place) -> bool:
        """Whether the document that the budget makes has no such finding there: the file has nothing to mend."""
        made = self.case.as_made
        rule = rule_named(finding.rule.partition(" ")[0]) if made else None
        found = (one.places for one in results(made, rule) if isinstance(one, Finding)) if made and rule else ()
        own = rule is None or any(isinstance(at, Place) and at[:3] == place[:3] for places in found for at in places)
        return not own and not any(isinstance(at, Location) for at in finding.places)

    def location(self, place: Place) -> Location:
        """Return the place as it is reported: in a PDF with its page, in a workbook with sheet and cell."""
        where = self.case.reading.sources.of(place)
        return replace(place.location, path=f"{where} {place}") if where else place.location

    def behind(self, place: Place) -> tuple[Location, ...]:
        """Return the lines of the budget file that make the number, or the place of the text that it was typed in."""
        entry = self.entry(place)
        if entry and any(form.name == place.part for form in self.case.reading.forms) and place.row in self._typed_rows:
            return (self._typed_rows[place.row].at,)
        if entry is None or not entry.carried or self.case.figures is None:
            return typed(place, self._texts_of.get(place.part, self.case.sentences))
        try:
            lines = lines_of(entry.carried, self.case.figures)
        except ReportgenError:
            return ()
        regions = tuple(str(folder) for folder in self.case.figures.profile.folders)
        return tuple(line for line in lines if not line.path.startswith(regions))

    def entry(self, place: Place) -> Entry | None:
        """Return the number printed there; None if there is none."""
        if place.part not in self._entries:
            own = self._by_part.get(place.part, ())
            self._entries[place.part] = {entry.place[:-1]: entry for entry in own}
        return self._entries[place.part].get(place[:-1])

    @cached_property
    def _entries(self) -> dict[str, dict[tuple[str | int, ...], Entry]]:
        """The numbers of the parts that were asked for so far, by their places, whatever their lengths."""
        return {}

    @cached_property
    def _by_part(self) -> dict[str, list[Entry]]:
        return grouped((entry.place.part, entry) for entry in self.case.reading.entries)

    @cached_property
    def _typed_rows(self) -> dict[str, Scalar]:
        """Row names of forms that the file has just once -> what it has there (绩效)."""
        found = grouped((one.scalar.text, one.scalar) for one in self.case.sentences)
        return {text: values[0] for text, values in found.items() if len(values) == 1 and text}

    @cached_property
    def _texts_of(self) -> dict[str, Sentences]:
        """Forms of a project -> the texts that the file has under it (绩效.项目)."""
        budget = self.case.budget
        targets = records(budget.file.performance.get("项目")) if budget else []
        own = {called.text: one for one in targets if isinstance(called := one.get("项目"), Scalar)}
        inside = {project: {id(scalar) for _, scalar in scalars(one)} for project, one in own.items()}
        forms = [form for form in self.case.reading.forms if form.project in inside]
        return {
            form.name: Sentences(one for one in self.case.sentences if id(one.scalar) in inside[form.project])
            for form in forms
        }

    def _keys(self, printed: Iterable[Place]) -> list[Scalar]:
        """Return the keys of the file that have the lines of these numbers."""
        names = {_section(entry.carried) for place in printed if (entry := self.entry(place)) and entry.carried}
        return [key for key, _ in self._file if key.text in names]

    @property
    def _file(self) -> Sequence[tuple[Scalar, Node]]:
        node = self.case.budget.file.node if self.case.budget else None
        return node.entries if node else ()

    @cached_property
    def _keys_at(self) -> list[tuple[Location, str]]:
        """The keys of the file with their places."""
        return [(key.at, key.text) for key, _ in self._file]

    def _hint(self, finding: Finding, lines: Iterable[Location], keys: Iterable[Scalar]) -> str:
        """Return the hint; if it does not name the budget file, with the lines or keys to change there."""
        hint = finding.hint
        if self.case.budget is None or "预算文件" in hint or finding.severity is Severity.HINT:
            return hint
        where = dict.fromkeys([*map(self._called, lines), *(f"“{key.text}”" for key in keys)])
        return "；".join(filter(None, (hint, f"要改的是预算文件：{'、'.join(where)}" if where else "")))

    def _called(self, line: Location) -> str:
        """Return `“支出”第121行`; for a line of another file, the name of that file and the line.

        A unit has only some keys of its department's file, which say nothing of the lines between them.
        """
        number = f"第{line.line}行" if line.line else ""
        of_unit = self.case.budget is not None and bool(self.case.budget.unit)
        own = [] if of_unit else [(at, text) for at, text in self._keys_at if at.path == line.path]
        above = [f"“{text}”" for at, text in own if at.line <= line.line]
        return f"{(above or [''])[-1] if own else PurePath(line.path).name}{number}"


def _few(groups: Iterable[Iterable[Location]]) -> tuple[Location, ...]:
    """Return the lines of the first groups, as long as they are few together."""
    found: dict[Location, None] = {}
    for lines in groups:
        more = dict.fromkeys((*found, *lines))
        if found and len(more) > _FEW:
            break
        found = more
    return tuple(found)


def _section(carried: str) -> str:
    """Return the key of the file that has the figure: its base's, or its measure's."""
    name = parsed(carried)
    if name is None:
        return carried.partition(".")[0]
    return name.base if name.base and not name.derived else name.measure


def each_sentence_once(places: Iterable[Place | Location]) -> Iterator[Place | Location]:
    """Yield each place once, and only the first place of each sentence, which is the number to mend."""
    sentences: set[tuple[str, str]] = set()
    for place in dict.fromkeys(places):
        key = (place.part, place.line) if isinstance(place, Place) and not place.row and not place.column else None
        if key is None or key not in sentences:
            yield place
        if key:
            sentences.add(key)
