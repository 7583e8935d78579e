"""What a comparison is shown as (输出): each a module, or a package, with `write(differences: Differences) -> bytes`.

A new one is a new module here, which is found by itself; modules whose names begin with `_` are shared by several.
`PRINTED = True` says that it goes to the screen where no file is asked for.
"""

from reportgen.diff.differences import Differences
from reportgen.discovery import module, module_names


def names() -> list[str]:
    """What there is to choose from."""
    return module_names(__name__)


def write(name: str, differences: Differences) -> bytes:
    """The comparison as that output has it, UTF-8."""
    written: bytes = module(__name__, name).write(differences)
    return written


def printed(name: str) -> bool:
    """Whether it goes to the screen where no file is asked for."""
    return bool(getattr(module(__name__, name), "PRINTED", False))
