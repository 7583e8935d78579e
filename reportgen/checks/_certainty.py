"""How certain a finding is, and how grave it may therefore be.

Only what is certain may be an error. A number without a name was typed into a text or a form, and the words around it
say what it is: a finding on such a number is at most a warning.

In a draft, a finding that comes from empty places (待填) is a 提示: they count as zero, and are listed in the report
anyway. A document that says itself that it is a draft does not say which amounts wait: none of its errors is certain.
"""

from functools import cached_property

from reportgen.budget import EMPTY, is_marked
from reportgen.checks._case import Case
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._places import Places
from reportgen.checks._results import Finding
from reportgen.diagnostics import Location, Severity
from reportgen.document import all_runs, plain
from reportgen.draft_mark import DRAFT
from reportgen.figure import parse
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.records import dataclass, replace

_NUMBER = compiled(r"[-－]?[0-9０-９][0-9０-９.,，．]*")
_AMOUNT = compiled(r"[0-9](?:[0-9,.]*[0-9])?")
_EMPTY_PLACE = ("草稿里还有没有填的地方", "填在预算文件里，重新生成")


@dataclass(frozen=True)
class Certainty:
    """Limits the severity of findings on one document, by what is known of the document."""

    case: Case

    def judged(self, finding: Finding) -> Finding | None:
        """Return the finding with the severity that it may have; None if the list of empty places reports it."""
        if self.case.budget is None:
            finding = self._without_file(finding)
        if self._is_draft and any(is_marked(p.line if isinstance(p, Place) else p.excerpt) for p in finding.places):
            return self._empty_place(finding)
        if self._is_draft and self._comes_of_waiting(finding):
            return replace(finding, severity=Severity.HINT)
        if finding.severity is not Severity.ERROR:
            return finding
        if self.case.carries_names and any(self._is_unnamed_number(place) for place in finding.places):
            return replace(finding, severity=Severity.WARNING)
        return finding

    def _without_file(self, finding: Finding) -> Finding:
        """Return the finding for a document without budget; what only a region can ask for becomes a 提示."""
        asked = finding.of_region and self.case.profile is None
        severity = Severity.HINT if asked else finding.severity
        return replace(finding, severity=severity, hint=finding.hint_without or finding.hint)

    def _empty_place(self, finding: Finding) -> Finding | None:
        """Return that places are empty, in the same words for all; None if a list or another finding tells it."""
        printed = any(isinstance(p, Place) and is_marked(excerpt_of(p)) for p in finding.places)
        if self.case.budget or finding.severity is not Severity.ERROR or not printed:
            return None
        message, hint = _EMPTY_PLACE
        return replace(finding, severity=Severity.WARNING, message=message, hint=hint)

    @cached_property
    def _is_draft(self) -> bool:
        if self.case.budget:
            return self.case.budget.file.is_draft
        document = self.case.document
        return document.mark == DRAFT and any(EMPTY in plain(runs) for runs in all_runs(document))

    def _comes_of_waiting(self, finding: Finding) -> bool:
        """Whether empty places may be why it was found; a warning only if it points to a printed amount that waits."""
        if finding.severity is Severity.ERROR:
            return any(self._waits(place) for place in finding.places)
        printed = [place for place in finding.places if isinstance(place, Place)]
        return any(self._waits(place) and _AMOUNT.search(place.line) is not None for place in printed)

    def _waits(self, place: Place | Location) -> bool:
        """Whether the number, or the line of the file, belongs to a measure or base with empty places."""
        if not self.case.budget:
            return True
        waiting = self.case.budget.file.waiting
        if isinstance(place, Location):
            return bool(waiting)
        entry = self.places.entry(place)
        name = parse(entry.carried) if entry and entry.carried else entry and entry.name
        return name is not None and ((name.base or name.measure) in waiting or name.measure in waiting)

    def _is_unnamed_number(self, place: Place | Location) -> bool:
        """Whether the place marks a number without a name."""
        return isinstance(place, Place) and bool(_NUMBER.match(excerpt_of(place))) and not self._name(place)

    def _name(self, place: Place) -> str:
        """Return the figure name of the number printed there; "" without one."""
        entry = self.places.entry(place)
        return entry.carried if entry else ""

    @cached_property
    def places(self) -> Places:
        """The numbers of the document by their places."""
        return Places(self.case)
