"""Findings as HTML (发现), for pages that have the document beside them: by severity, each with its places.

Every text passes `escaped`.
"""

from collections.abc import Callable, Sequence

from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.writers.html.markup import escaped

MOST_PLACES = 8  # of one finding that are listed
LONGEST_EXCERPT = 160
CLASSES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}

Link = Callable[[Location], str]  # a place on the page as a link to it; empty if it is not there


def by_severity(findings: Sequence[Diagnostic], shown: Callable[[int, Diagnostic], str]) -> str:
    """Return the findings in groups with their counts; `shown` takes the number of a finding, from 1."""
    numbered = list(enumerate(findings, 1))
    groups = ((severity, [one for one in numbered if one[1].severity is severity]) for severity in Severity)
    return "".join(_group(severity, [shown(*one) for one in group]) for severity, group in groups)


def _group(severity: Severity, shown: Sequence[str]) -> str:
    summary = f"<summary>{severity.value}{len(shown)}处</summary>"
    listed = f'<ol class="findings">{"".join(shown)}</ol>'
    return f'<details open class="finding-{CLASSES[severity]}">{summary}{listed}</details>\n' if shown else ""


def finding_markup(finding: Diagnostic, link: Link, number: int = 0) -> str:
    """Return a finding as an item of a list, with its number if it has one."""
    own = f' id="finding-{number}"' if number else ""
    shown = f'<span class="finding-number">{number}</span> ' if number else ""
    kind = f'<span class="finding-tag finding-{CLASSES[finding.severity]}">{finding.severity.value}</span>'
    head = f'<p class="finding-rule">{shown}{kind} {escaped(finding.rule)}</p><p>{escaped(finding.message)}</p>'
    hint = f'<p class="finding-advice">建议：{escaped(finding.hint)}</p>' if finding.hint else ""
    return f"<li{own}>{head}{_places(finding, link)}{hint}</li>\n"


def _places(finding: Diagnostic, link: Link) -> str:
    shown = "".join(f"<li>{_place(place, link)}</li>" for place in finding.places[:MOST_PLACES])
    left = len(finding.places) - MOST_PLACES
    more = f"<li>另外还有{left}处</li>" if left > 0 else ""
    return f'<ul class="finding-places">{shown}{more}</ul>' if shown else ""


def _place(place: Location, link: Link) -> str:
    """Return a place on the page as a link, a place in a file as file:line:column, with its excerpt."""
    return f"{link(place) or f'<code>{escaped(str(place))}</code>'}{_excerpt(place)}"


def _excerpt(place: Location) -> str:
    if not place.excerpt.strip() or not (place.column or place.marked):
        return ""
    start = (place.marked or place.column) - 1
    first = max(0, start - LONGEST_EXCERPT // 2)
    end = start + max(1, place.length)
    before, marked, after = place.excerpt[first:start], place.excerpt[start:end], place.excerpt[end:]
    cut = LONGEST_EXCERPT - len(before)
    return (
        f'<span class="finding-excerpt">{"…" if first else ""}{escaped(before.lstrip())}'
        f"<mark>{escaped(marked[:LONGEST_EXCERPT])}</mark>{escaped(after[:cut].rstrip())}</span>"
    )
