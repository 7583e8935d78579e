"""The document as a page with the findings beside it (网页): no script, no network.

aside.verdict     the verdict, before all else
header, main …    the document as the HTML writer prints it; the words that findings point to are marked, with numbers
aside#findings    the findings by severity, each with links to its places; the preview shows them the same way
"""

from collections.abc import Callable, Sequence
from functools import partial

from reportgen.checks import verdict_line
from reportgen.checks.outputs import Checked
from reportgen.checks.printed import MOST_MARKED, Mark, marked, marks_of
from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.draft_mark import marked_title
from reportgen.resources import text_beside
from reportgen.writers.html import body_markup, page_style
from reportgen.writers.html.markup import escaped, page_head

LONGEST_EXCERPT = 160
CLASSES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}

Link = Callable[[Location], str]  # Location → HTML link to it; "" if the place is not on the page


def by_severity(findings: Sequence[Diagnostic], shown: Callable[[int, Diagnostic], str]) -> str:
    """Return the findings as HTML groups with counts; `shown`: (number from 1, finding) → HTML."""
    numbered = list(enumerate(findings, 1))
    groups = ((severity, [one for one in numbered if one[1].severity is severity]) for severity in Severity)
    return "".join(_group(severity, [shown(*one) for one in group]) for severity, group in groups)


def _group(severity: Severity, shown: Sequence[str]) -> str:
    summary = f"<summary>{severity.value}{len(shown)}处</summary>"
    listed = f'<ol class="findings">{"".join(shown)}</ol>'
    return f'<details open class="finding-{CLASSES[severity]}">{summary}{listed}</details>\n' if shown else ""


def finding_markup(finding: Diagnostic, link: Link, number: int = 0) -> str:
    """Return a finding as a list item, with its number if that is not 0."""
    own = f' id="finding-{number}"' if number else ""
    shown = f'<span class="finding-number">{number}</span> ' if number else ""
    kind = f'<span class="finding-tag finding-{CLASSES[finding.severity]}">{finding.severity.value}</span>'
    head = f'<p class="finding-rule">{shown}{kind} {escaped(finding.rule)}</p><p>{escaped(finding.message)}</p>'
    hint = f'<p class="finding-advice">建议：{escaped(finding.hint)}</p>' if finding.hint else ""
    return f"<li{own}>{head}{_places(finding, link)}{hint}</li>\n"


def _places(finding: Diagnostic, link: Link) -> str:
    shown = "".join(f"<li>{_place(place, link)}</li>" for place in finding.places[:MOST_MARKED])
    left = len(finding.places) - MOST_MARKED
    more = f"<li>另外还有{left}处</li>" if left > 0 else ""
    return f'<ul class="finding-places">{shown}{more}</ul>' if shown else ""


def _place(place: Location, link: Link) -> str:
    """Return a place as HTML: on the page as a link, in a file as file:line:column; with its excerpt."""
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


def write(checked: Checked) -> bytes:
    """Return the page, in UTF-8."""
    document, verdict = checked.document, checked.verdict
    marks = marks_of(document, verdict.findings)
    said = escaped(verdict_line(checked.name, verdict))
    title = marked_title(document) or checked.name
    css = page_style(document, checked.style) + text_beside(__file__, "style.css")
    return "".join(
        (
            page_head(f"核查 {title}", css, language=document.language, author=document.publisher),
            '<body>\n<a class="skip" href="#findings">跳到核查发现</a>\n',
            f'<aside class="verdict" aria-label="核查结果">\n<p>{said} ',
            '<a href="#findings">逐条查看</a></p>\n</aside>\n',
            body_markup(marked(document, marks), checked.style),
            '<aside class="verdict" id="findings" aria-label="核查发现">\n<h2>核查发现</h2>\n',
            by_severity(verdict.findings, partial(_finding, marks)) or "<p>没有发现问题。</p>\n",
            "</aside>\n</body>\n</html>\n",
        )
    ).encode()


def _finding(marks: list[list[Mark]], number: int, finding: Diagnostic) -> str:
    ids = {mark.place: mark.id for mark in marks[number - 1]}
    return finding_markup(finding, partial(_link, ids), number)


def _link(ids: dict[Location, str], place: Location) -> str:
    return f'<a href="#mark-{ids[place]}">{escaped(str(place))}</a>' if place in ids else ""
