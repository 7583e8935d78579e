"""A verdict in words (核查结果): for officers as text, for programs as plain data."""

from collections.abc import Iterator
from typing import Any

from reportgen.checks._running import Verdict
from reportgen.diagnostics import Diagnostic, Location, Severity, render


def verdict_lines(verdict: Verdict, verbose: bool = False) -> Iterator[str]:
    """The findings one after another; when asked, what is 无法核对 and the numbers that no rule compared."""
    yield from (render(finding) for finding in verdict.findings)
    if verbose:
        for outcome in verdict.unknown:
            yield f"无法核对[{outcome.rule.title}] {'；'.join(outcome.unknown)}"
        for place in verdict.loose:
            yield f"没有核对到的数：{place}：{place.line[place.start : place.start + place.length]}"


def verdict_line(name: str, verdict: Verdict) -> str:
    """What it comes to, in one line."""
    counts = "、".join(f"{severity.value}{verdict.count(severity)}处" for severity in Severity)
    mended = "，改正后再公开" if verdict.count(Severity.ERROR) else ""
    rules = f"核查了{len(verdict.outcomes) - len(verdict.unknown)}条规则，无法核对{len(verdict.unknown)}条"
    numbers = f"核对了{verdict.numbers - len(verdict.loose)}个数（共{verdict.numbers}个）"
    return f"{name}：{counts}{mended}。{rules}；{numbers}。"


def as_data(name: str, verdict: Verdict | None) -> dict[str, Any]:
    """The verdict for programs; None: the file could not be used."""
    if verdict is None:
        return {"文件": name, "可用": False}
    return {
        "文件": name,
        "可用": True,
        "结果": {severity.value: verdict.count(severity) for severity in Severity},
        "发现": [_finding(finding) for finding in verdict.findings],
        "无法核对": [{"规则": o.rule.id, "名称": o.rule.name, "原因": list(o.unknown)} for o in verdict.unknown],
        "数": {"共": verdict.numbers, "没有核对到": [str(place) for place in verdict.loose]},
    }


def _finding(finding: Diagnostic) -> dict[str, Any]:
    number, _, name = finding.rule.rpartition(" ") if finding.rule.startswith("R") else ("", "", finding.rule)
    return {
        "规则": number,
        "名称": name,
        "级别": finding.severity.value,
        "说明": finding.message,
        "建议": finding.hint,
        "位置": [_place(place) for place in finding.places],
    }


def _place(place: Location) -> dict[str, Any]:
    return {
        "在": place.path,
        "行": place.line,
        "列": place.column,
        "原文": place.excerpt,
        "标记": [place.marked, place.length],
    }
