"""The document as a page with the findings beside it (网页): no script, no network.

aside.verdict     first what the check came to
header, main …    the document as the HTML writer prints it; the words that findings point to are marked, with numbers
aside#findings    the findings by severity, each with links to its places
"""

from functools import cache, partial
from pathlib import Path

from reportgen.checks._running import verdict_line
from reportgen.checks.finding_markup import by_severity, finding_markup
from reportgen.checks.outputs import Checked
from reportgen.checks.outputs._marking import Mark, marked, marks_of
from reportgen.diagnostics import Diagnostic, Location
from reportgen.draft_mark import marked_title
from reportgen.writers.html import body_markup, page_style
from reportgen.writers.html.markup import escaped


def write(checked: Checked) -> bytes:
    """Return the page, in UTF-8."""
    document, verdict = checked.document, checked.verdict
    marks = marks_of(document, verdict.findings)
    said = escaped(verdict_line(checked.name, verdict))
    return "".join(
        (
            f'<!doctype html>\n<html lang="{escaped(document.language)}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="format-detection" content="telephone=no">\n<meta name="generator" content="reportgen">\n',
            f'<meta name="author" content="{escaped(document.publisher)}">\n',
            f"<title>核查 {escaped(marked_title(document) or checked.name)}</title>\n",
            f"<style>\n{page_style(document, checked.style)}{_css()}</style>\n</head>\n",
            '<body>\n<a class="skip" href="#findings">跳到核查发现</a>\n',
            f'<aside class="verdict" aria-label="核查结果">\n<p>{said} ',
            '<a href="#findings">逐条查看</a></p>\n</aside>\n',
            body_markup(marked(document, marks), checked.style),
            '<aside class="verdict" id="findings" aria-label="核查发现">\n<h2>核查发现</h2>\n',
            by_severity(verdict.findings, partial(_finding, marks)) or "<p>没有发现问题。</p>\n",
            "</aside>\n</body>\n</html>\n",
        )
    ).encode()


@cache
def _css() -> str:
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def _finding(marks: list[list[Mark]], number: int, finding: Diagnostic) -> str:
    ids = {mark.place: mark.id for mark in marks[number - 1]}
    return finding_markup(finding, partial(_link, ids), number)


def _link(ids: dict[Location, str], place: Location) -> str:
    return f'<a href="#mark-{ids[place]}">{escaped(str(place))}</a>' if place in ids else ""
