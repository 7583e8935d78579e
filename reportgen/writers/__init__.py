"""Writers (输出格式): one module or sub-package per format; its name is the extension of the files it makes.

Each declares `write(document, style) -> bytes`, a total and deterministic function of the document tree. A module
`as_<kind>` of a writer is a format of its own that is built when it is asked for: `html/as_fragment.py` writes
`html-fragment`, as `.fragment.html`.
"""

from collections.abc import Callable
from typing import cast

from reportgen import discovery
from reportgen.document import Document
from reportgen.style import StyleSheet

Writer = Callable[[Document, StyleSheet], bytes]
_KIND = "as_"


def formats() -> list[str]:
    """Return the names of the formats there are."""
    return discovery.module_names(__name__)


def kinds() -> list[str]:
    """Return the names of the formats that are variants of another, `html-fragment`."""
    found = discovery.inner_names(__name__, _KIND)
    return [f"{name}-{inner.removeprefix(_KIND)}" for name, inner in found]


def writer(name: str) -> Writer:
    """Import the writer of a format, and return it."""
    format_, dash, kind = name.partition("-")
    return cast(Writer, discovery.module(__name__, f"{format_}.{_KIND}{kind}" if dash else name).write)


def extension(name: str) -> str:
    """Return the ending of file names in that format: `docx`, `fragment.html`."""
    return ".".join(reversed(name.split("-")))
