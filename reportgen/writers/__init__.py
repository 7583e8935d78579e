"""Writers (输出格式): one module or sub-package per format; its name is the extension of the files it makes.

Each declares `write(document, style) -> bytes`, a total and deterministic function of the document tree. A module
`as_<name>` is a format of its own that is built when it is asked for: `as_xlsx` writes `xlsx`, and in another writer,
`html/as_fragment.py` writes `html-fragment`, as `.fragment.html`.
"""

from collections.abc import Callable
from typing import cast

from reportgen import discovery
from reportgen.document import Document
from reportgen.resources import gc_paused
from reportgen.style import StyleSheet

Writer = Callable[[Document, StyleSheet], bytes]
_ASKED = "as_"


def formats() -> list[str]:
    """Return the names of the formats that are built without being asked for."""
    return [name for name in discovery.module_names(__name__) if not name.startswith(_ASKED)]


def on_request() -> list[str]:
    """Return the names of the formats that are built only when asked for, sorted: `html-fragment`, `xlsx`."""
    own = [name.removeprefix(_ASKED) for name in discovery.module_names(__name__) if name.startswith(_ASKED)]
    inner = [f"{name}-{kind.removeprefix(_ASKED)}" for name, kind in discovery.inner_names(__name__, _ASKED)]
    return sorted((*own, *inner))


def writer(name: str) -> Writer:
    """Import the writer of a format, and return it; what it makes has no cycles, and none are looked for meanwhile."""
    format_, dash, kind = name.partition("-")
    own = f"{format_}.{_ASKED}{kind}" if dash else f"{_ASKED}{name}" if name in on_request() else name
    return gc_paused()(cast(Writer, discovery.module(__name__, own).write))


def extension(name: str) -> str:
    """Return the extension of file names in a format, without its first dot: `docx`, `fragment.html`."""
    return ".".join(reversed(name.split("-")))
