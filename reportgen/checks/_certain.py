"""How grave a finding may be (把握): only what is certain is an error and keeps a document from being built.

Where the numbers of a document carry their names, one that carries none was typed into a text, or into a form, and what
it is was read from words: what is found of it is a warning at most. In a draft, what only follows from places that are
not filled in yet is no error either: they stand for zero, and the list of them (待填) tells each once.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.budget import is_marked
from reportgen.checks._case import Case, Finding
from reportgen.checks._printed_figures import has_names
from reportgen.diagnostics import Location, Severity
from reportgen.document import Figure, in_one_line, plain
from reportgen.figure import parse
from reportgen.reading import Place
from reportgen.reading.layout import pictures_of, table_name, tables_of
from reportgen.reading.passages import carried_at

_NUMBER = re.compile(r"[-－]?[0-9０-９][0-9０-９.,，．]*")


@dataclass(frozen=True)
class Certainty:
    """How certain findings on one document can be."""

    case: Case

    def judged(self, finding: Finding) -> Finding | None:
        """The finding, no graver than it may be; None: the list of empty places says it."""
        if self._is_draft and any(is_marked(self._words(place)) for place in finding.places):
            return None
        if finding.severity is not Severity.ERROR:
            return finding
        if self._is_draft and any(self._waits(place) for place in finding.places):
            return replace(finding, severity=Severity.HINT)
        if self._has_names and any(self._is_typed(place) for place in finding.places):
            return replace(finding, severity=Severity.WARNING)
        return finding

    @property
    def _is_draft(self) -> bool:
        return self.case.budget is not None and self.case.budget.file.is_draft

    def _waits(self, place: Place | Location) -> bool:
        """Whether the number, or the line of the file, belongs to what has empty places."""
        assert self.case.budget
        waiting = self.case.budget.file.waiting
        if isinstance(place, Location):
            return bool(waiting)
        names = map(parse, self._names(place))
        return any((name.base or name.measure) in waiting or name.measure in waiting for name in names)

    def _is_typed(self, place: Place | Location) -> bool:
        """Whether it marks a number without a name."""
        return isinstance(place, Place) and bool(_NUMBER.match(_marked(place))) and not self._names(place)

    def _names(self, place: Place) -> frozenset[str]:
        if place.row or place.column:
            return frozenset(self._in_tables.get((place.part, _marked(place).strip()), ()))
        return frozenset(self._in_text.get((place.line, place.start), ()))

    @staticmethod
    def _words(place: Place | Location) -> str:
        return place.line if isinstance(place, Place) else place.excerpt

    @cached_property
    def _has_names(self) -> bool:
        return has_names(self.case.document)

    @cached_property
    def _in_text(self) -> dict[tuple[str, int], set[str]]:
        """(paragraph or note below a table, start) -> the names of the number that stands there."""
        notes = (note.runs for table, _ in tables_of(self.case.document) for note in table.notes)
        said = [(passage.text, passage.carried) for passage in self.case.reading.passages]
        found: dict[tuple[str, int], set[str]] = {}
        for line, carried in (*said, *((in_one_line(plain(runs)), carried_at(runs)) for runs in notes)):
            for start, figure in carried.items():
                found.setdefault((line, start), set()).add(figure.name)
        return found

    @cached_property
    def _in_tables(self) -> dict[tuple[str, str], set[str]]:
        """(table, digits) -> the names of the numbers that are printed so in it."""
        found: dict[tuple[str, str], set[str]] = {}
        for table, heading in (*tables_of(self.case.document), *pictures_of(self.case.document)):
            part = table_name(table, heading)
            for run in (run for row in table.body for cell in row.cells for run in cell.runs):
                if isinstance(run, Figure):
                    found.setdefault((part, run.text), set()).add(run.name)
        return found


def _marked(place: Place) -> str:
    return place.line[place.start : place.start + place.length]
