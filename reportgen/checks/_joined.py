"""A finding reported with those that come from it (由此引起的)."""

from collections.abc import Sequence

from reportgen.checks._results import Finding
from reportgen.diagnostics import Severity
from reportgen.patterns import compiled
from reportgen.records import replace

_ENDS = compiled("；改好后，由此引起的([0-9]+)处（([^（）]*)）也就好了$")


def joined(one: Finding, others: Sequence[Finding]) -> Finding:
    return with_others(one, others) if others else one


def with_others(one: Finding, others: Sequence[Finding]) -> Finding:
    """Return a finding with those that come from it: the gravest severity, their rules as advice, their places last."""
    severity = min((own.severity for own in (one, *others)), key=list(Severity).index)
    hint, before = one.hint, _ENDS.search(one.hint)
    count, rules = len(others), [other.rule for other in others]
    if before:
        hint, count, rules = hint[: before.start()], count + int(before[1]), [*before[2].split("、"), *rules]
    hint = f"{hint}；改好后，由此引起的{count}处（{'、'.join(dict.fromkeys(rules))}）也就好了"
    printed = (place for other in others for place in other.places)
    return replace(one, severity=severity, hint=hint, places=(*one.places, *printed))
