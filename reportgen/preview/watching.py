"""Saves → rooms (监视): the folders of all files that matter are watched, a burst of saves is one.

Once a second the files are looked at as well: some drives of offices tell nobody of a save.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from reportgen.preview.room import Room
from reportgen.preview.sources import SUFFIXES

_QUIET, _BURST, _LOOK = 30, 400, 1000  # milliseconds: of silence that end a burst, that one may take, between looks


class _Documents(DefaultFilter):
    """Files that a document may be made of; not those that office programs lay beside what they have open."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        known = name.lower().endswith(SUFFIXES) and not name.startswith(("~$", ".~"))
        return known and super().__call__(change, path)


async def watch(rooms: Sequence[Room]) -> None:
    """Tells the rooms of saves, until it is cancelled."""
    while True:
        folders = _folders(rooms)
        try:
            await _watch(rooms, folders)
        except OSError:  # a folder is gone; it may come back
            await asyncio.sleep(_LOOK / 1000)


async def _watch(rooms: Sequence[Room], folders: set[Path]) -> None:
    """Watches these folders, until others matter."""
    saves = awatch(
        *folders,
        watch_filter=_Documents(),
        debounce=_BURST,
        step=_QUIET,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=False,
    )
    async for changes in saves:
        paths = {Path(path) for _, path in changes}
        for room in rooms:
            if any(room.concerns(path) for path in paths) or await asyncio.to_thread(room.is_stale):
                room.saved()
        if _folders(rooms) != folders:
            return


def _folders(rooms: Sequence[Room]) -> set[Path]:
    return {folder for room in rooms for folder in room.watched()}
