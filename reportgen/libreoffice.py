"""LibreOffice, if it is installed: Word files → PDFs, many in one call with a time limit, in a temporary folder.

It is looked for where REPORTGEN_SOFFICE says, on the PATH, and in the usual folders: on Windows its installer does not
change the PATH, and on macOS it is an application without a command.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from hashlib import md5
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from reportgen.patterns import compiled
from reportgen.records import dataclass

_NAMES = ("soffice", "libreoffice")
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
_ON_WINDOWS = "LibreOffice*/program/soffice.com"  # the one that waits until it is done
_ON_A_MAC = "LibreOffice.app/Contents/MacOS/soffice"
_ELSEWHERE = "libreoffice*/program/soffice"
START, EACH = 180, 60  # seconds that an old computer needs to start it, and for one document
_GRACE = 30  # seconds for a killed program to end
_LOOK = 50  # milliseconds between looks whether it has ended
_TIME = compiled(rb"/(?:CreationDate|ModDate)\(D:[^()]*\)")
_IDENTITY = compiled(rb"(?<=/ID \[ <)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}(?=> \])")
_CHECKSUM = compiled(rb"(?<=/DocChecksum /)[0-9A-F]{32}")
_HANGING = b'<w:overflowPunct w:val="0"/>'
_LARGEST = 200 * 1024 * 1024  # bytes unpacked; 25,000 lines of a budget are 60 MB
_MOST = 1000  # documents of one call: a command line of Windows has 32,767 characters


def located() -> str | None:
    """Return the path of the program; None if it is not installed."""
    if stated := os.environ.get("REPORTGEN_SOFFICE"):
        return stated if Path(stated).is_file() else None
    on_path = next(filter(None, map(shutil.which, _NAMES)), None)
    return on_path or next((str(path) for path in usual_places(sys.platform) if path.is_file()), None)


def usual_places(system: str) -> Iterator[Path]:
    """Yield the usual places, the newest version first."""
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


class Fault(Enum):
    """Why a PDF is missing (没有转成的原因)."""

    NONE = ""
    NOT_INSTALLED = "这台电脑没有 LibreOffice"
    HUNG = "LibreOffice 太久没有做完，已经停止它"
    FAILED = "LibreOffice 没有转成"


def converted(
    program: str, documents: Sequence[bytes], given_up: Callable[[], bool] = lambda: False
) -> tuple[list[bytes], Fault]:
    """Return the PDFs of Word files, in their order, b"" for one that could not be made; and what went wrong.

    Args:
        given_up: whether nobody waits any more; the program is then stopped.
    """
    with TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        meant = [_for_libreoffice(content) for content in documents]
        names = [f"{i}.docx" for i, content in enumerate(meant, 1) if content]
        for name, content in zip(names, filter(None, meant), strict=True):
            (folder / name).write_bytes(content)
        in_time = not names or _run(program, folder, names, given_up)
        made = [_whole(folder / "pdf" / f"{i}.pdf") for i in range(1, len(documents) + 1)]
    if all(made):
        return made, Fault.NONE
    return made, Fault.FAILED if in_time else Fault.HUNG


def _for_libreoffice(docx: bytes) -> bytes:
    """Return the Word file with `w:overflowPunct` 0 made 1, because LibreOffice takes the two the other way round.

    In Word 0 means that marks may not hang over the end of a line. Source: ECMA-376 part 1, 17.3.1.21; measured.
    Returns b"" for what is no Word file, which LibreOffice would print as text, and for a file that unpacks to more
    than LibreOffice can convert in its time.
    """
    made = BytesIO()
    try:
        with ZipFile(BytesIO(docx)) as archive, ZipFile(made, "w", ZIP_DEFLATED) as other:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                return b""
            for name in archive.namelist():
                other.writestr(name, archive.read(name).replace(_HANGING, _HANGING.replace(b"0", b"1")))
    except (BadZipFile, NotImplementedError, RuntimeError, zlib.error):  # broken, packed otherwise, with a password
        return b""
    return made.getvalue()


def _run(program: str, folder: Path, names: Sequence[str], given_up: Callable[[], bool]) -> bool:
    """Convert these files of the folder; return whether the program ended in time."""
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, own, "--headless", "--convert-to", "pdf", "--outdir", "pdf", *names]
    nothing = subprocess.DEVNULL
    try:
        running = subprocess.Popen(
            command, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        return True
    try:
        return _has_ended(running, time.monotonic() + START + EACH * len(names), given_up)
    finally:
        _end(running)


def _has_ended(running: subprocess.Popen[bytes], end: float, given_up: Callable[[], bool]) -> bool:
    """Wait for the program until `end` (seconds of the monotonic clock), and return whether it has ended."""
    while running.poll() is None:
        if given_up() or time.monotonic() > end:
            return False
        with suppress(subprocess.TimeoutExpired):
            running.wait(_LOOK / 1000)
    return True


def _end(running: subprocess.Popen[bytes]) -> None:
    """Kill the program and its children: on most systems `soffice` only starts the real program."""
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
    """Return the PDF without its creation time; empty if it is missing or incomplete."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
        return b""
    return _timeless(content)


def _timeless(pdf: bytes) -> bytes:
    """Blank the time and take the identity from the contents, so that the same document gives the same bytes.

    Every part keeps its length, because a PDF has byte offsets.
    """
    untimed = _TIME.sub(lambda found: b" " * len(found[0]), pdf)
    bare = _CHECKSUM.sub(b"", _IDENTITY.sub(b"", untimed))
    identity = md5(bare, usedforsecurity=False).hexdigest().upper().encode()
    return _CHECKSUM.sub(identity, _IDENTITY.sub(rb"%b\g<1>%b" % (identity, identity), untimed))


@dataclass(frozen=True, slots=True)
class Rendering:
    """The PDFs of documents (排版结果).

    Attributes:
        pdfs: PDFs by name of the document; one that could not be made is missing.
        fault: why one is missing; NONE if all are there.
    """

    pdfs: dict[str, bytes]
    fault: Fault


def pdfs(documents: Mapping[str, bytes], given_up: Callable[[], bool] = lambda: False) -> Rendering:
    """Return the PDFs of Word files, by name; one call converts up to a thousand files."""
    found = located()
    if found is None:
        return Rendering({}, Fault.NOT_INSTALLED)
    made: dict[str, bytes] = {}
    fault, names = Fault.NONE, iter(documents)
    while part := list(islice(names, _MOST)):
        results, now = converted(found, [documents[name] for name in part], given_up)
        made |= {name: pdf for name, pdf in zip(part, results, strict=True) if pdf}
        fault = fault if now is Fault.NONE else now
    return Rendering(made, fault)
