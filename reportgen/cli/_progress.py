"""The progress of a run (进度): one line on a terminal, wiped before anything else is printed; nothing in a pipe."""

import sys
import time
from collections.abc import Callable

from reportgen.cli import Unusable
from reportgen.diagnostics import columns

JOBS = "同时用几个进程；不写就在文件多时用上所有的处理器"
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


def processes_asked(asked: str | None, tasks: int) -> int:
    """Return how many processes to use.

    Raises:
        Unusable: the option is no integer from 1 to MOST_PROCESSES.
    """
    from reportgen.batch import MOST_PROCESSES, usual_processes

    if asked is None:
        return usual_processes(tasks)
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MOST_PROCESSES):
        raise Unusable(f"-j 要写 1 到 {MOST_PROCESSES} 的整数，不是“{asked}”")
    return int(asked)
