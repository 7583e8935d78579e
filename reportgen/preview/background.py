"""What goes on beside the pages (后台): work in threads; watching the files, and telling the sessions of a save.

A few threads for each kind of work, so that none waits for another kind. They are daemons: work that does not end
cannot keep the program from ending at Ctrl-C.

The folders of all files are watched, and a burst of saves counts as one. Once a second the files are also compared with
their last state, because some network drives do not announce saves.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Protocol, TypeVar

from watchfiles import Change, DefaultFilter, awatch

Made = TypeVar("Made")


class Pool:
    """Runs functions in threads, at most `most` of them at once; others wait for their turn."""

    def __init__(self, most: int) -> None:
        self._most, self._free = most, asyncio.Semaphore(most)

    async def run(self, function: Callable[..., Made], *given: object) -> Made:
        """Run the function in a thread, and return its result. If the call is cancelled, the function still runs on."""
        await self._free.acquire()
        loop, outcome = asyncio.get_running_loop(), Future[Made]()
        outcome.set_running_or_notify_cancel()

        def work() -> None:
            try:
                outcome.set_result(function(*given))
            except BaseException as mistake:  # noqa: BLE001 - whoever waits gets it
                outcome.set_exception(mistake)
            with suppress(RuntimeError):  # the event loop has ended
                loop.call_soon_threadsafe(self._free.release)

        Thread(target=work, name="preview", daemon=True).start()
        return await asyncio.wrap_future(outcome)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(self._most):
            await self._free.acquire()
        for _ in range(self._most):
            self._free.release()


SUFFIXES = (".yaml", ".yml", ".j2", ".md", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".docx", ".html", ".htm")
MOST = 2000  # files and folders that are watched: a department has hundreds of units at most


class WatchedFiles(Protocol):
    """What is told of saves (`Session`): the files of one document."""

    def watched(self) -> set[Path]:
        """Return the folders of the files."""

    def concerns(self, path: Path) -> bool:
        """Whether a save of this file may change what is shown."""

    def is_stale(self) -> bool:
        """Whether a file changed since the last build began."""

    def saved(self) -> None:
        """Note that a file was saved."""


Stamp = dict[Path, tuple[int, int]]  # when a file was changed, and its size


def inside(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders that exist, and all folders below them."""
    there = [folder for folder in folders if folder.is_dir()]
    below = (path for folder in there for path in folder.rglob("*") if path.is_dir() and path.name != "__pycache__")
    return tuple(dict.fromkeys((*there, *islice(below, MOST))))


def stamp(files: Iterable[Path], folders: Iterable[Path]) -> Stamp:
    """Return time of change (ns) and size of each file. If two stamps are equal, nothing was saved in between."""
    inner = (path for folder in folders for path in _listed(folder) if path.suffix.lower() in SUFFIXES)
    return {path: state for path in (*files, *islice(inner, MOST)) if (state := _state(path))}


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


_QUIET, _BURST, _LOOK = 30, 400, 1000  # milliseconds: silence that ends a burst, longest burst, between looks


class _DocumentFilter(DefaultFilter):
    """Lets through files that a document may consist of, but not lock files of office programs."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        known = name.lower().endswith(SUFFIXES) and not name.startswith(("~$", ".~"))
        return known and super().__call__(change, path)


async def watch(sessions: Sequence[WatchedFiles], pool: Pool) -> None:
    """Notify the sessions of saves, until cancelled."""
    while True:
        folders = await pool.run(_folders, sessions)
        try:
            await _watch(sessions, folders, pool)
        except OSError:  # a folder is gone, and may come back; or the system watches no more of them
            await asyncio.sleep(_LOOK / 1000)
            await _tell_sessions(sessions, set(), pool)


async def _tell_sessions(sessions: Sequence[WatchedFiles], paths: set[Path], pool: Pool) -> None:
    """Notify the sessions that the saved files concern, and those whose files have changed since their last build."""
    for session in sessions:
        if any(session.concerns(path) for path in paths) or await pool.run(session.is_stale):
            session.saved()


async def _watch(sessions: Sequence[WatchedFiles], folders: set[Path], pool: Pool) -> None:
    """Watch these folders until the sessions need others."""
    saves = awatch(
        *folders,
        watch_filter=_DocumentFilter(),
        debounce=_BURST,
        step=_QUIET,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=False,
    )
    async for changes in saves:
        await _tell_sessions(sessions, {Path(path) for _, path in changes}, pool)
        if await pool.run(_folders, sessions) != folders:
            return


def _folders(sessions: Sequence[WatchedFiles]) -> set[Path]:
    return {folder for session in sessions for folder in session.watched()}
