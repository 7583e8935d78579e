"""Checks (核查规则): what auditors find in a disclosure, found before it is published.

One module per family of rules. A rule is a function `R105(case)`, found by discovery; its docstring is its manual page
in Chinese (first line: its name), printed by `reportgen explain R105`. A rule reads the finished document
(`reading`), beside the budget where there is one.

It yields what it found (`Finding`), what it compared (`Compared`), and what it cannot know (`Unknown`). A rule that
yields nothing has compared nothing: it counts as 无法核对, never as passed.

Here the rules are run (`check`); how grave each finding may be, and what comes out, says `_verdict.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TypeGuard

from reportgen.checks._case import Case, case_of, case_of_read
from reportgen.checks._findings import of_the_edits, reported
from reportgen.checks._mending import by_their_cause, ended_by_the_file
from reportgen.checks._results import Compared, Finding, Result, Unknown
from reportgen.checks._rules import Rule, book, page, results, rule_named, rules
from reportgen.checks._says import filled
from reportgen.checks._verdict import Certainty, Outcome, Verdict, as_data, ordered, verdict_line, verdict_lines
from reportgen.checks.tables.equalities import of_region
from reportgen.diagnostics import Severity
from reportgen.lexicon import DocumentKind, using
from reportgen.profile import Profile
from reportgen.reading import Place
from reportgen.records import replace
from reportgen.resources import gc_paused

_REGION_FILE = "checks.yaml"  # rules that a region declares, in its folder
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


@gc_paused()
def check(case: Case, chosen: Iterable[Rule] = ()) -> Verdict:
    """Run the chosen rules, or all that are for this kind of document, and return the verdict.

    Each rule has run before the next one is taken from `chosen`, which may end the check by an exception.
    """
    certainty, asked, outcomes = Certainty(case), list[Rule](), list[Outcome]()
    with using(case.lexicon):
        for rule in chosen or (rule for rule in rules_for(case.profile) if case.kind in rule.kinds):
            outcomes.append(_outcome(rule, case, certainty))
            asked.append(rule)
        told = [finding for outcome in outcomes for finding in outcome.findings]
        again, ended = partial(_found, asked), list[Finding]()
        if not (chosen or case.carries_names):
            told, ended = by_their_cause(case, told, again), ended_by_the_file(case, told, again)
        found, idle = reported(told, certainty.places, ended)
        everything = _numbers(case)
        recognized = None if case.carries_names else sum(everything.values())
    return Verdict(ordered(found), tuple(outcomes), len(everything), _loose(everything, case, asked), idle, recognized)


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


def _loose(numbers: Iterable[Place], case: Case, asked: Sequence[Rule]) -> tuple[Place, ...]:
    """Return the numbers that none of these rules compared."""
    left = {*numbers}
    for rule in asked[::-1]:  # the last ones compare nearly everything with the budget file
        for one in results(case, rule) if left and case.kind in rule.kinds else ():
            left.difference_update(() if isinstance(one, Unknown) else one.places)
    return tuple(place for place in numbers if place in left)


def _outcome(rule: Rule, case: Case, certainty: Certainty) -> Outcome:
    if case.kind not in rule.kinds:
        return Outcome(rule, (), (f"这条规则不用于{case.kind.value}",))
    yielded = results(case, rule)
    others = [one for one in yielded if not isinstance(one, Compared)]  # most are
    said = [one for one in others if isinstance(one, Finding)]
    judged = map(certainty.judged, _without_region(of_the_edits(said, rule, case), rule, case))
    findings = tuple(_of_kind(replace(one, rule=rule.title), case) for one in judged if one)
    unknown = [one.reason for one in others if isinstance(one, Unknown)]
    reasons = () if len(unknown) < len(yielded) else tuple(dict.fromkeys(unknown or [_NOTHING]))
    return Outcome(rule, findings, reasons)


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
    found = {entry.place: entry.name is not None for entry in entries}
    found.update(dict.fromkeys(lines, True))
    return found
