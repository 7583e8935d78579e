"""What is printed (输出), for any reader: a console of few characters, a program that stops early, a full disk.

The progress of a run (进度) is one line on a terminal, wiped before anything else is printed; nothing in a pipe.
"""

import errno
import io
import os
import sys
import time
from collections.abc import Callable
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


_OFTEN = 10  # lines a second at most


class Progress:
    """The progress line of a run. It needs only letters and carriage returns, which every console has."""

    def __init__(self, files: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._files, self._clock = files, clock
        self._done = self._errors = self._width = 0
        self._start, self._drawn = clock(), clock() - 1
        self._shown = files > 1 and sys.stderr.isatty()

    def done(self, bad: bool) -> None:
        """Count one more file; `bad`: one of its documents could not be built."""
        self._done, self._errors = self._done + 1, self._errors + bad
        self.tick()

    def tick(self) -> None:
        """Draw the line, unless it was drawn a moment ago."""
        if self._shown and (self._clock() - self._drawn) * _OFTEN >= 1 and self._done < self._files:
            self.wipe()
            from reportgen.diagnostics import columns

            self._drawn, line = self._clock(), self.line
            self._width = columns(line)
            print(line, end="\r", file=sys.stderr, flush=True)

    def wipe(self) -> None:
        """Wipe the line before something else is printed."""
        if self._width:
            print(" " * self._width, end="\r", file=sys.stderr, flush=True)
            self._width = 0

    @property
    def line(self) -> str:
        """The line: `生成了 30/1000 个，每秒 12.5 个，还要 78 秒，有错 2 个`."""
        passed = max(self._clock() - self._start, 1 / 1000)
        rate = self._done / passed
        left = f"，每秒 {rate:.1f} 个，还要 {_duration((self._files - self._done) / rate)}" if rate else ""
        return f"生成了 {self._done}/{self._files} 个{left}" + (f"，有错 {self._errors} 个" if self._errors else "")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 100 else f"{seconds / 60:.0f} 分钟"
