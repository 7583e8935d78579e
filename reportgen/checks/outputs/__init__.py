"""The checked document with its findings (核查的输出): modules or packages with `write(checked) -> bytes`.

A new output is a new module here and is found by itself; its name is the extension of its files. Modules whose names
begin with `_` are shared.
"""

from reportgen.checks import Verdict
from reportgen.discovery import module, module_names
from reportgen.document import Document
from reportgen.records import dataclass
from reportgen.style import StyleSheet


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that was checked (查过的文件).

    Attributes:
        name: of the file. word: its bytes if it is a Word file, else empty.
        style: the style sheet to print the document in.
    """

    name: str
    document: Document
    verdict: Verdict
    style: StyleSheet
    word: bytes = b""


def names() -> list[str]:
    """Return the names of the outputs."""
    return module_names(__name__)


def write(name: str, checked: Checked) -> bytes:
    """Return the document with its findings in that output."""
    written: bytes = module(__name__, name).write(checked)
    return written
