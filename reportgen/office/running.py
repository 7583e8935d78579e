"""One call of LibreOffice (调用): in a folder of its own, with its own profile, and never longer than it may take.

With the profile of the user it would hand the work to an office that is open already, and say that all is well. Inside
the folder files are called `1.docx`, `2.docx` …: no name that a user chose can matter. What it says is of no use, its
exit code neither: what counts is whether a whole PDF is there.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory

START, EACH = 180, 60  # seconds that an old computer may take to start it, and for one document
_GRACE = 30  # seconds for a killed program to be gone

_TIME = re.compile(rb"/(?:CreationDate|ModDate)\(D:[^)]*\)")
_IDENTITY = re.compile(rb"(?<=/ID \[ <)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}(?=> \])")
_CHECKSUM = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}")


class Fault(Enum):
    """Why a PDF is missing (没有转成的原因)."""

    NONE = ""
    NOT_INSTALLED = "这台电脑没有 LibreOffice"
    HUNG = "LibreOffice 太久没有做完，已经停止它"
    FAILED = "LibreOffice 没有转成"


def converted(program: str, documents: Sequence[bytes]) -> tuple[list[bytes], Fault]:
    """The PDF of each Word file, empty for one that could not be made, and why."""
    with TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        for i, content in enumerate(documents, 1):
            (folder / f"{i}.docx").write_bytes(content)
        in_time = _run(program, folder, len(documents))
        made = [_whole(folder / "pdf" / f"{i}.pdf") for i in range(1, len(documents) + 1)]
    if all(made):
        return made, Fault.NONE
    return made, Fault.FAILED if in_time else Fault.HUNG


def _run(program: str, folder: Path, count: int) -> bool:
    """Converts `1.docx` to `count`.docx; whether it ended by itself."""
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    names = [f"{i}.docx" for i in range(1, count + 1)]
    command = [program, own, "--headless", "--convert-to", "pdf", "--outdir", "pdf", *names]
    nothing = subprocess.DEVNULL
    try:
        running = subprocess.Popen(
            command, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        return True
    try:
        running.wait(START + EACH * count)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(running)
    return True


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends the program with what it started: on most systems `soffice` only starts the office itself."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(running.pid)], check=False, capture_output=True)
    else:
        with suppress(ProcessLookupError, PermissionError):  # it ended in between
            os.killpg(running.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        running.wait(_GRACE)


def _whole(path: Path) -> bytes:
    """The PDF, without the time it was made at; nothing where it is not there or not whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
        return b""
    return _timeless(content)


def _timeless(pdf: bytes) -> bytes:
    """The same bytes for the same document: blanks for the time, and an identity that comes from the contents alone.

    Every place keeps its length, for a PDF counts its bytes.
    """
    untimed = _TIME.sub(lambda found: b" " * len(found[0]), pdf)
    bare = _CHECKSUM.sub(b"", _IDENTITY.sub(b"", untimed))
    identity = md5(bare, usedforsecurity=False).hexdigest().upper().encode()
    return _CHECKSUM.sub(identity, _IDENTITY.sub(rb"%b\g<1>%b" % (identity, identity), untimed))
