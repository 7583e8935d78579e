"""Where LibreOffice is (程序在哪里): what REPORTGEN_SOFFICE names, on the PATH, or in the usual folders of a system.

On Windows its installer leaves the PATH alone, on macOS it is an application without a command.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
_ON_WINDOWS = "LibreOffice*/program/soffice.com"  # the one that waits until it is done
_ON_A_MAC = "LibreOffice.app/Contents/MacOS/soffice"
_ELSEWHERE = "libreoffice*/program/soffice"


def located() -> str | None:
    """Path of the program; None where there is none."""
    if stated := os.environ.get("REPORTGEN_SOFFICE"):
        return stated if Path(stated).is_file() else None
    on_path = next(filter(None, map(shutil.which, _NAMES)), None)
    return on_path or next((str(path) for path in usual(sys.platform) if path.is_file()), None)


def usual(system: str) -> Iterator[Path]:
    """The usual places, the newest version first."""
    match system:
        case "win32":
            folders = [os.environ[name] for name in _PROGRAM_FOLDERS if os.environ.get(name)]
            pattern = _ON_WINDOWS
        case "darwin":
            folders, pattern = ["/Applications", str(Path.home() / "Applications")], _ON_A_MAC
        case _:
            folders, pattern = ["/opt"], _ELSEWHERE
    for folder in folders:
        yield from sorted(Path(folder).glob(pattern), reverse=True)
