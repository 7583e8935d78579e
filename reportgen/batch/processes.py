"""Tasks in several processes (多进程), started afresh (spawn) as on Windows; outcomes come in the order of tasks.

If a process dies, the tasks under way are lost. Each of them is then done again in a process of its own; if that one
dies too, the task's outcome says so, and no other task is affected. No process outlives this one.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

from reportgen import kept
from reportgen.batch.task import BuildOutcome, BuildTask, BuiltDocument, Known, built
from reportgen.diagnostics import error

Work = Callable[[BuildTask], BuildOutcome]

AHEAD = 4  # tasks of each process under way or waiting for their turn, so that memory has a bound
MOMENT = 1 / 4  # seconds: Windows tells of Ctrl-C only between two waits


def in_processes(
    tasks: Iterable[BuildTask],
    processes: int,
    known: Known | None,
    tick: Callable[[], None],
    work: Work = built,
) -> Iterator[BuildOutcome]:
    """Yield the outcome of each task in turn; `tick` is called now and then while an outcome is waited for."""
    workers = _Workers(processes, work, tick)
    try:
        yield from in_turn(tasks, AHEAD * processes, known, workers.begun, workers.outcome)
    finally:
        workers.end()


def in_turn(
    tasks: Iterable[BuildTask],
    most: int,
    known: Known | None,
    begun: Callable[[BuildTask], Any],
    outcome: Callable[[BuildTask, Any], BuildOutcome],
) -> Iterator[BuildOutcome]:
    """Yield the outcome of each task in turn.

    Args:
        most: how many tasks may be begun and not yet yielded. known: as for `outcomes`.
        begun: begins a task. outcome: waits for what `begun` returned; an outcome that is known is passed through it.
    """
    under_way = deque[tuple[BuildTask, Any]]()
    for task in tasks:
        while len(under_way) >= most:
            yield outcome(*under_way.popleft())
        under_way.append((task, (known and known(task)) or begun(task)))
    while under_way:
        yield outcome(*under_way.popleft())


class _Workers:
    """The processes of a run: those that share the tasks, and one for tasks whose process died."""

    def __init__(self, processes: int, work: Work, tick: Callable[[], None]) -> None:
        self._work, self._tick = work, tick
        self._many, self._alone = _Pool(processes), _Pool(1)

    def begun(self, task: BuildTask) -> "Future[BuildOutcome]":
        """Begin a task and return its future."""
        return self._many.submitted(self._work, task)

    def outcome(self, task: BuildTask, begun: "BuildOutcome | Future[BuildOutcome]") -> BuildOutcome:
        """Wait for the outcome; if the task's process died, do the task again in a process of its own."""
        if isinstance(begun, BuildOutcome):
            return begun
        try:
            return self._waited(begun)
        except BrokenProcessPool:
            return self._once_more(task)

    def _once_more(self, task: BuildTask) -> BuildOutcome:
        try:
            return self._waited(self._alone.submitted(self._work, task))
        except BrokenProcessPool:
            return lost(task, "生成它的进程意外结束，多半是内存不够")

    def _waited(self, begun: "Future[BuildOutcome]") -> BuildOutcome:
        while not wait([begun], MOMENT).done:
            self._tick()
        return begun.result()

    def end(self) -> None:
        """End all processes at once, whatever they are doing: none of them writes anything."""
        self._many.end()
        self._alone.end()


class _Pool:
    """Processes that are started for the first task, and started again after one of them died."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def submitted(self, work: Work, task: BuildTask) -> "Future[BuildOutcome]":
        try:
            return self._submitted(work, task)
        except BrokenProcessPool:
            self._pool = None
            return self._submitted(work, task)

    def _submitted(self, work: Work, task: BuildTask) -> "Future[BuildOutcome]":
        self._pool = self._pool or ProcessPoolExecutor(self._processes, get_context("spawn"), _prepare)
        with _shielded_from_ctrl_c():
            return self._pool.submit(_done, work, task)

    def end(self) -> None:
        if self._pool:
            processes = [*(self._pool._processes or {}).values()]
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.kill()


def _done(work: Work, task: BuildTask) -> BuildOutcome:
    """Do the task and keep what it made for later runs: this process will be killed, so nothing runs at its end."""
    outcome = work(task)
    kept.save_new()
    return outcome


def lost(task: BuildTask, why: str) -> BuildOutcome:
    """Return the outcome of a task that could not be done, with `why` in its message."""
    mistake = error("程序", f"{task.path}：{why}", hint="关掉别的程序，或写 -j 1，再生成一次")
    return BuildOutcome((BuiltDocument("", str(task.path), (mistake,), refused=True, folder=task.folder),))


@contextmanager
def _shielded_from_ctrl_c() -> Iterator[None]:
    """Keep Ctrl-C from processes that are started inside the block; this process gets it when the block ends."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """Prepare a worker process: it ignores Ctrl-C, which is for its parent, and ends when its parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
