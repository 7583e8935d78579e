"""Outputs of a comparison (输出): modules or packages with `write(differences: Differences) -> bytes`.

A new output is a new module here and is found by itself; modules whose names begin with `_` are shared. An output with
`PRINTED = True` goes to the screen unless the user names a file.
"""

from reportgen.diff import Differences
from reportgen.discovery import module, module_names


def names() -> list[str]:
    """Return the names of the outputs."""
    return module_names(__name__)


def write(name: str, differences: Differences) -> bytes:
    """Return the differences as the output of this name: UTF-8 text or a Word file."""
    written: bytes = module(__name__, name).write(differences)
    return written


def printed(name: str) -> bool:
    """Return whether the output goes to the screen unless the user names a file."""
    return bool(getattr(module(__name__, name), "PRINTED", False))
