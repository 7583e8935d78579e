"""Text as HTML: the one place that escapes, and runs with their figures.

Everything a document says passes through `escaped`, in attributes as well, and comes out of any HTML parser verbatim.
A line break in a text is `<br>`, so that it holds in a site's own style too; in attributes, and tabs anywhere, are the
characters they are, and the style sheet keeps those (`white-space: pre-wrap`).
"""

import re
from typing import assert_never

from reportgen.document import Figure, Runs, Text

_SPECIAL = re.compile("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """The text as HTML, in contents and in attributes alike; what a file cannot hold becomes U+FFFD."""
    return _SPECIAL.sub(lambda found: _REFERENCES.get(found[0], "\ufffd"), text)


def phrase(runs: Runs) -> str:
    """Runs as they stand in a paragraph: text, and numbers that keep name and value."""
    return "".join([_run(run) for run in runs])


def _run(run: Text | Figure) -> str:
    match run:
        case Text():
            return _lines(run.text)
        case Figure():
            value, name = escaped(run.value), escaped(run.name)
            return f'<data value="{value}" data-figure="{name}">{_lines(run.text)}</data>'
        case _:
            assert_never(run)


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
