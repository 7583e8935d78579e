"""Every rule on one document (核查), and what came of it: findings, what is 无法核对, which numbers were compared.

What is certain may be an error. A number without a name was typed into a text or a form, and what it is was read from
words: what is found of it is a warning at most (`Certainty`). In a draft, what only follows from places that are not
filled in yet is no error either: they stand for zero, and the list of them (待填) tells each once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.budget import is_marked
from reportgen.checks._case import Case, Compared, Finding, Unknown
from reportgen.checks._findings import reported
from reportgen.checks._kinds import kind_of
from reportgen.checks._printed_figures import has_names
from reportgen.checks._rules import Rule, results, rules
from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.document import Figure, in_one_line, plain
from reportgen.figure import parse
from reportgen.garbage import paused
from reportgen.known import KnownDifference
from reportgen.lexicon import using
from reportgen.reading import Place
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
        notes = (note.runs for layout in self.case.reading.tables for note in layout.table.notes)
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
        for layout in self.case.reading.layouts:
            for run in (run for row in layout.table.body for cell in row.cells for run in cell.runs):
                if isinstance(run, Figure):
                    found.setdefault((layout.name, run.text), set()).add(run.name)
        return found


def _marked(place: Place) -> str:
    return place.line[place.start : place.start + place.length]


_NOTHING = "文件里没有这条规则要看的内容"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule came to. `unknown`: reasons why it could not be applied, empty where it was."""

    rule: Rule
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    compared: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rules came to.

    Attributes:
        findings: of all rules, 错误 first, known differences turned into 提示.
        outcomes: by rule; numbers: every number that was read on the page; loose: those that no rule compared.
        idle: what the budget file declares (已知差异) and no rule found.
    """

    findings: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...]
    numbers: int
    loose: tuple[Place, ...]
    idle: tuple[KnownDifference, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def joined_by(self, findings: Iterable[Diagnostic]) -> "Verdict":
        """The verdict with what was remarked upon while the document was made."""
        return replace(self, findings=_ordered((*self.findings, *findings)))

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """Rules that could not be applied at all."""
        return tuple(outcome for outcome in self.outcomes if outcome.unknown)


@paused()
def check(case: Case, chosen: Iterable[Rule] = ()) -> Verdict:
    """Runs the rules, all of them unless some are chosen."""
    with using(case.lexicon):
        return _checked(case, chosen)


def _checked(case: Case, chosen: Iterable[Rule]) -> Verdict:
    certainty = Certainty(case)
    outcomes = tuple(_outcome(rule, case, certainty) for rule in chosen or rules())
    found, idle = reported([(outcome.rule, finding) for outcome in outcomes for finding in outcome.findings], case)
    everything = _numbers(case)
    seen = {place for outcome in outcomes for place in outcome.compared}
    return Verdict(_ordered(found), outcomes, len(everything), tuple(p for p in everything if p not in seen), idle)


def _ordered(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda d: list(Severity).index(d.severity)))


def _outcome(rule: Rule, case: Case, certainty: Certainty) -> Outcome:
    if kind_of(case) not in rule.kinds:
        return Outcome(rule, (), (f"这条规则不用于{kind_of(case).value}",), frozenset())
    found: list[Finding] = []
    unknown: list[str] = []
    seen: set[Place] = set()
    looked = False
    for result in results(case, rule):
        match result:
            case Finding():
                looked = True
                found += [judged] if (judged := certainty.judged(result)) else []
                seen.update(place for place in result.places if isinstance(place, Place))
            case Compared(places):
                looked = True
                seen.update(places)
            case Unknown(reason):
                unknown.append(reason)
    known = looked or bool(found)
    reasons = () if known else tuple(dict.fromkeys(unknown or [_NOTHING]))
    return Outcome(rule, tuple(found), reasons, frozenset(seen))


def _numbers(case: Case) -> list[Place]:
    forms = (entry for form in case.reading.forms for entry in form.entries)
    return list(dict.fromkeys(entry.place for entry in (*case.reading.in_tables, *forms, *case.reading.in_sentences)))
