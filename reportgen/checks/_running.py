"""Every rule on one document (核查), and what came of it: findings, what is 无法核对, which numbers were compared."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportgen.checks._case import Case, Compared, Finding, Unknown
from reportgen.checks._certain import Certainty
from reportgen.checks._findings import reported
from reportgen.checks._kinds import kind_of
from reportgen.checks._rules import Rule, results, rules
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.garbage import paused
from reportgen.known import KnownDifference
from reportgen.lexicon import using
from reportgen.reading import Place

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
    return list(dict.fromkeys(entry.place for entry in (*case.in_tables, *forms, *case.in_sentences)))
