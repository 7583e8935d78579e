"""A program that is stopped in the middle of writing, for the tests of what it leaves behind.

    python -m tests.killed N build a.yaml -o out     reportgen, dead at its N-th write, fsync, rename or removal
    python -m tests.killed in-turns N a.yaml b.yaml -o out     builds one, then the other, and so on, until it is dead:
                                                     when what saves files calls or returns for the N-th time

A write dies when half of it is on the disk, every other operation before it has done anything.
"""

import os
import sys
from collections.abc import Callable
from io import BufferedWriter
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from reportgen import saving
from reportgen.cli import main

DEAD = 137
_SAVING = str(Path(saving.__file__).parent)


class Death:
    """Counts operations; at the last one the process is gone, with nothing flushed and nothing cleaned."""

    def __init__(self, last: int) -> None:
        self.left = last

    def comes(self) -> bool:
        self.left -= 1
        return self.left == 0

    def before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """The operation, but dead before it when its turn is the last."""

        def operation(*arguments: Any, **named: Any) -> Any:
            if self.comes():
                _die()
            return real(*arguments, **named)

        return operation


def _die() -> NoReturn:
    os._exit(DEAD)


def _stop_at(last: int) -> None:
    death, opened = Death(last), Path.open

    class Dying(BufferedWriter):
        def write(self, content: Any) -> int:
            if death.comes():
                super().write(content[: len(content) // 2])
                super().flush()
                _die()
            return super().write(content)

    def open_(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        file = opened(path, mode, *arguments, **named)
        return Dying(file.detach()) if mode in ("wb", "xb", "ab") else file

    Path.open = open_  # type: ignore[method-assign, assignment]
    for name in ("fsync", "replace", "unlink", "mkdir"):
        setattr(os, name, death.before(getattr(os, name)))


def _stop_at_call(last: int) -> None:
    """Python's own calls count as well: those of the operating system are among them."""
    death = Death(last)

    def happened(frame: FrameType, event: str, _: object) -> None:
        if frame.f_code.co_filename.startswith(_SAVING) and death.comes():
            _die()

    sys.setprofile(happened)


if __name__ == "__main__":
    if sys.argv[1] == "in-turns":
        last, this, other, *options = sys.argv[2:]
        _stop_at_call(int(last))
        while main(["build", this, *options]) == 0:
            this, other = other, this
        sys.exit("a build failed")
    _stop_at(int(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
