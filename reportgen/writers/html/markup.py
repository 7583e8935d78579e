"""Text as HTML: the one place that escapes, and runs with their figures.

Everything a document says passes through `escaped`, in attributes as well, and comes out of any HTML parser verbatim.
A line break in a text is `<br>`, so that it holds in a site's own style too; in attributes, and tabs anywhere, are the
characters they are, and the style sheet keeps those (`white-space: pre-wrap`).
"""

import re
from typing import assert_never

from reportgen.document import Figure, Revision, Runs, Text

_SPECIAL = re.compile("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HAN, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile("[0-9A-Za-z]")
_REVISIONS = {Revision.INSERTED: "ins", Revision.DELETED: "del"}
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """The text as HTML, in contents and in attributes alike; what a file cannot hold becomes U+FFFD."""
    return _SPECIAL.sub(lambda found: _REFERENCES.get(found[0], "\ufffd"), text)


def phrase(runs: Runs) -> str:
    """Runs as they stand in a paragraph: text, and numbers that keep name and value."""
    before = ("", *(run.text[-1:] for run in runs))
    after = (*(run.text[:1] for run in runs[1:]), "")
    return "".join([tracked(_run(run, *near), run.revision) for run, *near in zip(runs, before, after, strict=False)])


def tracked(words: str, revision: Revision | None) -> str:
    """Words as the tracked change that they are: `<ins>`, `<del>`, or nothing around them."""
    tag = _REVISIONS.get(revision) if words else None
    return f"<{tag}>{words}</{tag}>" if tag else words


def _run(run: Text | Figure, before: str, after: str) -> str:
    match run:
        case Text():
            return _lines(run.text)
        case Figure():
            value, name, gaps = escaped(run.value), escaped(run.name), _gaps(run.text, before, after)
            return f'<data value="{value}" data-figure="{name}"{gaps}>{_lines(run.text)}</data>'
        case _:
            assert_never(run)


def _gaps(number: str, before: str, after: str) -> str:
    """On which sides a number stands apart from Chinese characters.

    `text-autospace` would know, but Chromium (156 at least) then breaks lines before "万元" that have room for more.
    """
    sides = (("before", before, number[:1]), ("after", after, number[-1:]))
    apart = [name for name, beside, edge in sides if _HAN.match(beside) and _LATIN.match(edge)]
    return f' class="{" ".join(apart)}"' if apart else ""


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
