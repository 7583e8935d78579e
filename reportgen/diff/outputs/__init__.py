"""Outputs of a comparison (输出): each is a module or a package with `write(differences: Differences) -> bytes`.

A new output is a new module here and is found by itself. Modules whose names begin with `_` are shared.
`PRINTED = True` in a module: the output goes to the screen where no file is asked for.
"""

from reportgen.diff.differences import Differences
from reportgen.discovery import module, module_names


def names() -> list[str]:
    """The names of the outputs."""
    return module_names(__name__)


def write(name: str, differences: Differences) -> bytes:
    """The differences in that output, as bytes in UTF-8 or of a Word file."""
    written: bytes = module(__name__, name).write(differences)
    return written


def printed(name: str) -> bool:
    """Whether the output goes to the screen where no file is asked for."""
    return bool(getattr(module(__name__, name), "PRINTED", False))
