"""Checks (核查规则): what auditors find in a disclosure, found before it is published.

One module per family of rules. A rule is a function `R105(case)`, found by discovery; its docstring is its manual page
in Chinese (first line: its name), printed by `reportgen explain R105`. A rule reads the finished document
(`reading`), beside the budget where there is one. What it rests on decides how grave it may be (`_running`).

It yields what it found (`Finding`), what it compared (`Compared`), and what it cannot know (`Unknown`). A rule that
yields nothing has compared nothing: it is 无法核对, never a pass.
"""

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, case_of, case_of_read
from reportgen.checks._rules import Rule, book, page, rule_named, rules
from reportgen.checks._running import Outcome, Verdict, as_data, check, rules_for, verdict_line, verdict_lines

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
