"""Files that the program writes: whole or not at all, and nobody's work lost.

One file in one step; the files of one document, all of them or none. `destinations.py` says where a new file goes: its
place, or beside it where what is there was edited or is open.
"""

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from reportgen.patterns import compiled
from reportgen.records import replace
from reportgen.saving.destinations import (
    Destination,
    ExistingFile,
    Judge,
    destination_beside,
    destination_of,
    file_name,
    judge_built,
    judge_handwritten,
    judge_knowing,
    retried,
    suits_windows,
)

_NEW, _BACKUP, _UNDO = range(3)  # the parts of a file that was asked for
__all__ = [
    "Destination",
    "ExistingFile",
    "Judge",
    "NotSaved",
    "file_name",
    "judge_built",
    "judge_handwritten",
    "judge_knowing",
    "put",
    "save",
    "suits_windows",
    "sweep",
]


class NotSaved(Exception):
    """A file could not be written (写不了).

    Attributes:
        path: the file.
        mistake: the system's error.
        changed: files that are new nevertheless, because they could not be restored.
    """

    def __init__(self, path: Path, mistake: OSError, changed: tuple[Path, ...]) -> None:
        super().__init__(str(path))
        self.path, self.mistake, self.changed = path, mistake, changed


def save(contents: Mapping[Path, bytes], judge: Judge = judge_built, force: bool = False) -> list[Destination]:
    """Write files of one folder that belong together, and return where each of them is.

    Raises:
        NotSaved: one of them cannot be written.
    """
    sweep(contents)
    saving = _Saving(contents, judge, force)
    try:
        return saving.run()
    except OSError as mistake:
        raise NotSaved(saving.at, mistake, saving.undo()) from mistake
    finally:
        sweep(contents)


def put(path: Path, content: bytes) -> bool:
    """Write a file that the program can make again, whole or not at all; return whether its content has changed.

    It does not wait until the bytes are on the disk: after a power cut the file is made again.

    Raises:
        OSError: the file cannot be written.
    """
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = part(path, _NEW)
    new.write_bytes(content)
    try:
        retried(lambda: os.replace(new, path))  # noqa: PTH105 - as in `move`
    finally:
        new.unlink(missing_ok=True)
    return True


class _Saving:
    """One save under way: `at` is the file being written, `_moved` what was replaced so far."""

    def __init__(self, contents: Mapping[Path, bytes], judge: Judge, force: bool) -> None:
        self._contents, self._judge, self._force = contents, judge, force
        self._moved: list[tuple[Path, Path, bytes | None]] = []
        self.at = next(iter(contents))

    def run(self) -> list[Destination]:
        """Write all parts, then put each into its place."""
        places = [self._prepared(path) for path in self._contents]
        for each in places:
            if each.backup:
                self._move(each, _BACKUP, each.backup, each.old if each.backup.exists() else None)
        return [self._put(each) for each in places]

    def undo(self) -> tuple[Path, ...]:
        """Restore what was replaced, and return the files that could not be restored."""
        return tuple(path for asked, path, old in reversed(self._moved) if not _put_back(asked, path, old))[::-1]

    def _prepared(self, path: Path) -> Destination:
        self.at = path
        found = destination_of(path, self._contents[path], self._judge, self._force)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_part(part(path, _NEW), self._contents[path])
        if found.backup and found.old is not None:
            write_part(part(path, _BACKUP), found.old)
        return found

    def _put(self, to: Destination) -> Destination:
        """Rename the part to its place, or beside it if the file there is open, and return where it stands."""
        try:
            self._move(to, _NEW, to.path, to.old)
        except PermissionError:
            if to.old is None:  # nothing is there: the folder refuses
                raise
            return self._put(self._elsewhere(to))
        return to

    def _elsewhere(self, to: Destination) -> Destination:
        """Return the next place beside an open file; a backup made for the first place is taken back."""
        for moved in [moved for moved in self._moved if moved[1] == to.backup]:
            _put_back(*moved)
            self._moved.remove(moved)
        found = ExistingFile.HELD if to.path == to.asked else to.found
        return destination_beside(replace(to, found=found), self._contents[to.asked], self._judge)

    def _move(self, at: Destination, turn: int, path: Path, old: bytes | None) -> None:
        self.at = at.asked
        move(part(at.asked, turn), path)
        self._moved.append((at.asked, path, old))


def _put_back(asked: Path, path: Path, old: bytes | None) -> bool:
    """Restore a file; return False where that failed."""
    try:
        if old is None:
            path.unlink()
        else:
            write_part(part(asked, _UNDO), old)
            move(part(asked, _UNDO), path)
    except OSError:
        return False
    return True


def part(asked: Path, turn: int) -> Path:
    """Return the path of the part of a file; `turn` tells apart several parts of one file."""
    return asked.with_name(f"{_beginning(asked)}{_computer()}-{os.getpid()}-{turn}.part")


def sweep(asked: Iterable[Path]) -> None:
    """Remove the parts of these files that this run or a stopped one left; those of another run stay."""
    beginnings = {_beginning(path): path.parent for path in asked}
    for folder in set(beginnings.values()):
        with suppress(OSError):  # no such folder
            for left in folder.glob(".*.part"):
                if left.name.startswith(tuple(beginnings)) and _is_nobodys(left):
                    left.unlink(missing_ok=True)


_OWNER = compiled(r"\.[0-9a-f]{8}-([0-9a-f]{8})-([0-9]{1,9})-[0-9]\.part")
_OLD = 24 * 60 * 60  # seconds: a run that writes takes moments, and clocks of two computers differ by less


def _is_nobodys(left: Path) -> bool:
    """Whether the part is this run's own, or its run is surely gone."""
    owner = _OWNER.fullmatch(left.name)
    if owner and owner[1] == _computer() and (int(owner[2]) == os.getpid() or _is_gone(int(owner[2]))):
        return True
    return time.time() - left.stat().st_mtime > _OLD


def _is_gone(process: int) -> bool:
    """Whether there is no such process on this computer; False on Windows, where asking for it could end it."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@cache
def _computer() -> str:
    """Return a checksum of this computer's system and name: Linux inside Windows has its name, but other processes."""
    name = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    return f"{crc32(f'{sys.platform} {name}'.encode()):08x}"


def write_part(part: Path, content: bytes) -> None:
    """Write the part, and return when its bytes are on the disk."""
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def move(part: Path, place: Path) -> None:
    """Rename the part to its place, replacing what is there."""
    retried(lambda: os.replace(part, place))  # noqa: PTH105 - one name for all that tests make fail
    _flush(place.parent)


def _flush(folder: Path) -> None:
    """Write the folder's list of names onto the disk; Windows and some network drives cannot, and say so."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _beginning(asked: Path) -> str:
    return f".{crc32(os.fsencode(asked.name)):08x}-"
