"""Writers (输出格式): one sub-package per format, found by name; the name is the extension of the files it makes.

Each declares `write(document, style) -> bytes`, a total and deterministic function of the document tree.
"""

from collections.abc import Callable
from typing import cast

from reportgen import discovery
from reportgen.document import Document
from reportgen.style import StyleSheet

Writer = Callable[[Document, StyleSheet], bytes]


def formats() -> list[str]:
    """Names of the formats there are."""
    return discovery.module_names(__name__)


def writer(name: str) -> Writer:
    """The writer of a format, imported when asked for."""
    return cast(Writer, discovery.module(__name__, name).write)
