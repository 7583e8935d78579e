"""What comes out of a check (结论): how grave each finding may be, the verdict, and the verdict as lines and as data.

Only what is certain may be an error. A number without a name was typed into a text or a form, and the words around it
say what it is: a finding on such a number is at most a warning.

In a draft, a finding that comes from empty places (待填) is a 提示: they count as zero, and are listed in the report
anyway. A document that says itself that it is a draft does not say which amounts wait: none of its errors is certain.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from reportgen.budget import EMPTY, is_marked
from reportgen.checks._case import Case
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._places import Places
from reportgen.checks._results import Finding
from reportgen.checks._rules import Rule
from reportgen.diagnostics import Diagnostic, Location, Severity, render, rendered
from reportgen.document import all_runs, plain
from reportgen.draft_mark import DRAFT
from reportgen.figure import parse
from reportgen.known import KnownDifference
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.records import dataclass, replace

_NUMBER = compiled(r"[-－]?[0-9０-９][0-9０-９.,，．]*")
_AMOUNT = compiled(r"[0-9](?:[0-9,.]*[0-9])?")
_EMPTY_PLACE = ("草稿里还有没有填的地方", "填在预算文件里，重新生成")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one rule. `unknown`: why it could not be applied, empty if it was."""

    rule: Rule
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]


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
        return replace(self, findings=ordered((*self.findings, *findings)))

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """The outcomes of rules that could not be applied at all."""
        return tuple(outcome for outcome in self.outcomes if outcome.unknown)


def ordered(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings, 错误 first; of one severity in the order in which they were found."""
    return tuple(sorted(findings, key=lambda d: list(Severity).index(d.severity)))


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
