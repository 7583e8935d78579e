"""Checks (核查规则): what auditors find in a disclosure, found before it is published.

One module per family of rules. A rule is a function `R105(case)`, found by discovery; its docstring is its manual page
in Chinese (first line: its name), printed by `reportgen explain R105`. A rule reads the finished document
(`reading`), beside the budget where there is one.

It yields what it found (`Finding`), what it compared (`Compared`), and what it cannot know (`Unknown`). A rule that
yields nothing has compared nothing: it counts as 无法核对, never as passed.

Here the rules are run (`check`). Only what is certain may be an error. A number without a name was typed into a text or
a form, and the words around it say what it is: a finding on such a number is at most a warning. In a draft, a finding
that comes from empty places (待填) is a 提示: they count as zero, and are listed in the report anyway. A document that
says itself that it is a draft with empty places does not say which amounts wait: none of its errors is certain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, TypeGuard

from reportgen.budget import EMPTY, is_marked
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, case_of, case_of_read
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._findings import reported
from reportgen.checks._mending import by_their_cause, ended_by_the_file
from reportgen.checks._places import Places
from reportgen.checks._rules import Rule, book, page, results, rule_named, rules
from reportgen.checks._says import filled
from reportgen.checks.tables.equalities import of_region
from reportgen.diagnostics import Diagnostic, Location, Severity, render, rendered
from reportgen.document import all_runs, plain
from reportgen.draft_mark import DRAFT
from reportgen.figure import parse
from reportgen.known import KnownDifference
from reportgen.lexicon import DocumentKind, using
from reportgen.patterns import compiled
from reportgen.profile import Profile
from reportgen.reading import Place
from reportgen.records import dataclass
from reportgen.resources import gc_paused

_NUMBER = compiled(r"[-－]?[0-9０-９][0-9０-９.,，．]*")
_REGION_FILE = "checks.yaml"  # rules that a region declares, in its folder
_EMPTY_PLACE = ("草稿里还有没有填的地方", "填在预算文件里，重新生成")
_NOTHING = "文件里没有这条规则要看的内容"
__all__ = [
    "Case",
    "Compared",
    "Finding",
    "Outcome",
    "Result",
    "Rule",
    "Unknown",
    "Verdict",
    "as_data",
    "book",
    "case_of",
    "case_of_read",
    "check",
    "page",
    "rule_named",
    "rules",
    "rules_for",
    "verdict_line",
    "verdict_lines",
]


_AMOUNT = compiled(r"[0-9](?:[0-9,.]*[0-9])?")


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one rule. `unknown`: why it could not be applied, empty if it was."""

    rule: Rule
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of all rules.

    Attributes:
        findings: of all rules, 错误 first; known differences (已知差异) are 提示.
        outcomes: one for each rule.
        numbers: how many numbers were read from the document. loose: the places of those that no rule compared.
        recognized: how many of them the words around them identify; None if numbers carry names.
        idle: known differences of the budget file that no rule found.
    """

    findings: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...]
    numbers: int
    loose: tuple[Place, ...]
    idle: tuple[KnownDifference, ...] = ()
    recognized: int | None = None

    def count(self, severity: Severity) -> int:
        """Return how many findings have that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def joined_by(self, findings: Iterable[Diagnostic]) -> "Verdict":
        """Return the verdict with the findings that were made while the document was built."""
        return replace(self, findings=_ordered((*self.findings, *findings)))

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """The outcomes of rules that could not be applied at all."""
        return tuple(outcome for outcome in self.outcomes if outcome.unknown)


@gc_paused()
def check(case: Case, chosen: Iterable[Rule] = ()) -> Verdict:
    """Run the chosen rules, or all that are for this kind of document, and return the verdict."""
    certainty = Certainty(case)
    asked = tuple(chosen) or tuple(rule for rule in rules_for(case.profile) if case.kind in rule.kinds)
    with using(case.lexicon):
        outcomes = tuple(_outcome(rule, case, certainty) for rule in asked)
        told = [finding for outcome in outcomes for finding in outcome.findings]
        again, ended = partial(_found, asked), list[Finding]()
        if not (chosen or case.carries_names):
            told, ended = by_their_cause(case, told, again), ended_by_the_file(case, told, again)
        found, idle = reported(told, certainty.places, ended)
        everything = _numbers(case)
        recognized = None if case.carries_names else sum(everything.values())
    loose = _loose(everything, [one for outcome in outcomes for one in outcome.results])
    return Verdict(_ordered(found), outcomes, len(everything), loose, idle, recognized)


def _found(rules: Iterable[Rule], case: Case) -> list[Finding]:
    certainty = Certainty(case)
    return [finding for rule in rules for finding in _outcome(rule, case, certainty).findings]


def rules_for(profile: Profile | None) -> tuple[Rule, ...]:
    """Return every rule by number, then those that the region declares, a nearer folder's before its parent's.

    Raises:
        ReportgenError: the region's `checks.yaml` has mistakes.
    """
    folders = profile.folders if profile else ()
    files = [file for folder in reversed(folders) if (file := folder / _REGION_FILE).is_file()]
    own = {rule.id: rule for file in files for rule in of_region(file)}
    return (*rules(), *(own[number] for number in sorted(own)))


def _ordered(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda d: list(Severity).index(d.severity)))


def _loose(numbers: Iterable[Place], found: Iterable[Result]) -> tuple[Place, ...]:
    """Return the numbers that no rule compared."""
    seen: dict[int, Place | Location] = {}  # by object: rules share places, which are long to hash
    for one in found:
        if not isinstance(one, Unknown):
            seen.update(zip(map(id, one.places), one.places, strict=True))
    left = [place for place in numbers if id(place) not in seen]
    lines = {place.line for place in left}
    others = {place for place in seen.values() if place.line in lines}
    return tuple(place for place in left if place not in others)


def _outcome(rule: Rule, case: Case, certainty: Certainty) -> Outcome:
    if case.kind not in rule.kinds:
        return Outcome(rule, (), (f"这条规则不用于{case.kind.value}",), ())
    yielded = results(case, rule)
    said = [one for one in yielded if isinstance(one, Finding)]
    judged = map(certainty.judged, _without_region(said, rule, case))
    findings = tuple(_of_kind(replace(one, rule=rule.title), case) for one in judged if one)
    unknown = [one.reason for one in yielded if isinstance(one, Unknown)]
    reasons = () if len(unknown) < len(yielded) else tuple(dict.fromkeys(unknown or [_NOTHING]))
    return Outcome(rule, findings, reasons, yielded)


def _without_region(found: Iterable[Finding], rule: Rule, case: Case) -> Iterator[Finding]:
    """Yield the findings; what is only a 提示 of the document as budget and region make it is no more in this one."""
    made: set[str] | None = None
    for one in found:
        if one.severity is not Severity.HINT and case.as_made:
            made = made or {m.message for m in results(case.as_made, rule) if _is_hint(m)}
            yield replace(one, severity=Severity.HINT) if one.message in made else one
        else:
            yield one


def _is_hint(found: Result) -> TypeGuard[Finding]:
    return isinstance(found, Finding) and found.severity is Severity.HINT


def _of_kind(found: Finding, case: Case) -> Finding:
    """Return the finding with `{批复}` filled in: 批复的预算 or 批复的决算, by the kind of document."""
    approved = "批复的决算" if case.kind is DocumentKind.ACCOUNTS else "批复的预算"
    message, hint = (filled(text, 批复=approved) for text in (found.message, found.hint))
    return replace(found, message=message, hint=hint)


def _numbers(case: Case) -> dict[Place, bool]:
    """Return the places of all numbers, in reading order -> whether the number has a name or is in a budget line."""
    entries = (*case.reading.in_tables, *case.in_forms, *case.reading.in_sentences)
    lists = (sheet for sheet in case.reading.sheets if sheet.has_lines)
    lines = (entry.place for sheet in lists for line in sheet.lines if line.stated for entry in line.entries.values())
    return {entry.place: entry.name is not None for entry in entries} | dict.fromkeys(lines, True)


def verdict_lines(verdict: Verdict, verbose: bool = False) -> Iterator[str]:
    """Yield the findings as text; verbose: all of them, what is 无法核对, and the numbers that no rule compared."""
    yield from map(render, verdict.findings) if verbose else rendered(verdict.findings)
    if verbose:
        for outcome in verdict.unknown:
            yield f"无法核对[{outcome.rule.title}] {'；'.join(outcome.unknown)}"
        for place in verdict.loose:
            yield f"没有核对到的数：{place}：{excerpt_of(place)}"


def verdict_line(name: str, verdict: Verdict) -> str:
    """Return the verdict in one line."""
    counts = "、".join(f"{severity.value}{verdict.count(severity)}处" for severity in Severity)
    mended = "，改正后再公开" if verdict.count(Severity.ERROR) else ""
    applied = f"核查了{len(verdict.outcomes) - len(verdict.unknown)}条规则，无法核对{len(verdict.unknown)}条"
    return f"{name}：{counts}{mended}。{applied}；{_counted(verdict)}。"


def _counted(verdict: Verdict) -> str:
    compared = verdict.numbers - len(verdict.loose)
    if verdict.recognized is None:
        return f"核对了{compared}个数（共{verdict.numbers}个）"
    return f"数字{verdict.numbers:,}个，认出{verdict.recognized:,}个，核对了{compared:,}个"


def as_data(name: str, verdict: Verdict | None) -> dict[str, Any]:
    """Return the verdict as data for programs; None: the file could not be used."""
    if verdict is None:
        return {"文件": name, "可用": False}
    return {
        "文件": name,
        "可用": True,
        "结果": {severity.value: verdict.count(severity) for severity in Severity},
        "发现": [_finding(finding) for finding in verdict.findings],
        "无法核对": [{"规则": o.rule.id, "名称": o.rule.name, "原因": list(o.unknown)} for o in verdict.unknown],
        "数": {"共": verdict.numbers}
        | ({} if verdict.recognized is None else {"认出": verdict.recognized})
        | {"没有核对到": [str(place) for place in verdict.loose]},
    }


def _finding(finding: Diagnostic) -> dict[str, Any]:
    number, _, name = finding.rule.rpartition(" ") if finding.rule.startswith("R") else ("", "", finding.rule)
    return {
        "规则": number,
        "名称": name,
        "级别": finding.severity.value,
        "说明": finding.message,
        "建议": finding.hint,
        "位置": [
            {"在": p.path, "行": p.line, "列": p.column, "原文": p.excerpt, "标记": [p.marked, p.length]}
            for p in finding.places
        ],
    }
