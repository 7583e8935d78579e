"""The verdict (结论) of all rules on one document, as values, as lines of text and as data for programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.checks._comparing import excerpt_of
from reportgen.checks._results import Finding
from reportgen.checks._rules import Rule
from reportgen.diagnostics import Diagnostic, Severity, render, rendered
from reportgen.known import KnownDifference
from reportgen.reading import Place
from reportgen.records import dataclass, replace


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
