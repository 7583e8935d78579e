"""Standard output (输出) for any reader: a console of few characters, a program that stops early, a full disk."""

import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

FULL = "没有印完，写不进去。\n  建议：检查磁盘是不是满了"
_CLOSED = (errno.EPIPE, errno.EINVAL)  # the reader has stopped, as `more` does; the second is what Windows says


class _Outlet(io.RawIOBase):
    """The raw stream below standard output (输出口). If writing fails, the command goes on, and further output is lost.

    Attributes:
        mistake: the error of the write that failed; None before.
    """

    def __init__(self, raw: io.FileIO, owner: TextIO) -> None:
        self.raw, self._owner = raw, owner  # the owner would close `raw` if nothing held the owner
        self.mistake: OSError | None = None

    def writable(self) -> bool:
        """Return True: the stream is for writing."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self.raw.fileno()

    def write(self, content: Any) -> int | None:
        """Write, and return how many bytes were written; after a failure, act as if all were."""
        try:
            return len(content) if self.mistake else self.raw.write(content)
        except OSError as mistake:
            self.mistake = mistake
            return len(content)


def survive_readers() -> None:
    """Make standard output and error such that no command fails because of who reads them.

    `?` is printed for characters that the console, often a GBK one, does not have.
    """
    sys.stdout, sys.stderr = _unbreakable(sys.stdout), _unbreakable(sys.stderr)


def _unbreakable(stream: TextIO | None) -> TextIO:
    """Return the stream, with an outlet if it is a pipe or file; one that swallows everything if there is none."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # there is no buffer with PYTHONUNBUFFERED
    if isinstance(raw, io.FileIO) and not stream.isatty():
        at_once = raw is buffer or getattr(stream, "line_buffering", False)
        inner = io.BufferedWriter(_Outlet(raw, stream))
        return io.TextIOWrapper(inner, stream.encoding, errors="replace", line_buffering=at_once)
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors="replace")
    return stream


def _mistake() -> OSError | None:
    """Send all that was printed to standard output, and return the error that writing to it has met; None if none."""
    with suppress(OSError):
        sys.stdout.flush()
    return getattr(getattr(getattr(sys.stdout, "buffer", None), "raw", None), "mistake", None)


def is_read() -> bool:
    """Whether standard output can still be written."""
    return _mistake() is None


def is_full() -> bool:
    """Whether output was lost for another reason than that its reader stopped: a full disk, for example."""
    mistake = _mistake()
    return mistake is not None and mistake.errno not in _CLOSED


def print_text(text: str) -> None:
    """Print to a console in its encoding; to a file or program, such as git, in UTF-8 with `\\n` as line end."""
    if sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.flush()
