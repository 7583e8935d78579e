"""Every rule on one document (核查), and what came of it: findings, what is 无法核对, which numbers were compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportgen.budget import KnownDifference
from reportgen.checks._case import Case, Compared, Finding, Unknown
from reportgen.checks._certain import Certainty
from reportgen.checks._kinds import kind_of
from reportgen.checks._rules import Rule, results, rules
from reportgen.diagnostics import Diagnostic, Location, Severity, combined, warning
from reportgen.lexicon import using
from reportgen.reading import Place

_NOTHING = "文件里没有这条规则要看的内容"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule came to. `unknown`: reasons why it could not be applied, empty where it was."""

    rule: Rule
    findings: tuple[Diagnostic, ...]
    unknown: tuple[str, ...]
    compared: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rules came to.

    Attributes:
        findings: of all rules, 错误 first, known differences turned into 提示.
        outcomes: by rule; numbers: every number that was read on the page; loose: those that no rule compared.
    """

    findings: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...]
    numbers: int
    loose: tuple[Place, ...]

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


def check(case: Case, chosen: Iterable[Rule] = ()) -> Verdict:
    """Runs the rules, all of them unless some are chosen."""
    certainty = Certainty(case)
    outcomes = tuple(_outcome(rule, case, certainty) for rule in chosen or rules())
    found = combined(d for outcome in outcomes for d in outcome.findings)
    with using(case.lexicon):
        everything = _numbers(case)
    seen = {place for outcome in outcomes for place in outcome.compared}
    return Verdict(
        _ordered(_with_known(found, case)), outcomes, len(everything), tuple(p for p in everything if p not in seen)
    )


def _ordered(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda d: list(Severity).index(d.severity)))


def _outcome(rule: Rule, case: Case, certainty: Certainty) -> Outcome:
    if kind_of(case) not in rule.kinds:
        return Outcome(rule, (), (f"这条规则不用于{kind_of(case).value}",), frozenset())
    found: list[Diagnostic] = []
    unknown: list[str] = []
    seen: set[Place] = set()
    looked = False
    for result in results(case, rule):
        match result:
            case Finding():
                looked = True
                found += [_diagnostic(rule, judged)] if (judged := certainty.judged(result)) else []
                seen.update(place for place in result.places if isinstance(place, Place))
            case Compared(places):
                looked = True
                seen.update(places)
            case Unknown(reason):
                unknown.append(reason)
    known = looked or bool(found)
    reasons = () if known else tuple(dict.fromkeys(unknown or [_NOTHING]))
    return Outcome(rule, tuple(found), reasons, frozenset(seen))


def _diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    places = tuple(place.location if isinstance(place, Place) else place for place in _once(finding.places))
    return Diagnostic(finding.severity, rule.title, finding.message, places, finding.hint)


def _once(places: Iterable[Place | Location]) -> Iterator[Place | Location]:
    """Each sentence once, with the number to mend first; each cell, each line of a file."""
    sentences: set[tuple[str, str]] = set()
    for place in dict.fromkeys(places):
        key = (place.part, place.line) if isinstance(place, Place) and not place.row and not place.column else None
        if key is None or key not in sentences:
            yield place
        if key:
            sentences.add(key)


def _numbers(case: Case) -> list[Place]:
    tables = [entry.place for sheet in case.reading.sheets for entry in sheet.entries]
    tables += [entry.place for form in case.reading.forms for entry in form.entries]
    text = [entry.place for mention in case.reading.mentions for entry in mention.entries]
    return list(dict.fromkeys((*tables, *text)))


def _fits(declared: KnownDifference, finding: Diagnostic) -> bool:
    """Whether it declares this finding: of its rule, all of its words in a place of it, or in what it says."""
    of_rule = finding.rule.startswith(f"{declared.rule} ")
    said = [f"{place.path} {finding.message}" for place in finding.places]
    return of_rule and any(all(part in words for part in declared.parts) for words in said)


def _with_known(findings: list[Diagnostic], case: Case) -> list[Diagnostic]:
    """The findings, those that the budget file declares (已知差异) as 提示; a declaration that fits none is told."""
    declared = list(case.differences)
    kept = []
    for finding in findings:
        fit = next((d for d in declared if _fits(d, finding)), None)
        if fit:
            declared.remove(fit)  # each declares one finding
            message = f"{finding.message}（已知差异：{fit.remark}）"
            finding = replace(finding, severity=Severity.HINT, message=message)
        kept.append(finding)
    hint = "已经改正的就删掉这一条；位置要写发现里的表号、行名或节的标题"
    return [*kept, *(warning("已知差异", f"{d.rule}没有这样的发现", d.at, hint=hint) for d in declared)]
