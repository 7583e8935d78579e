"""The files of one document (一份文件的各种格式): all of them are new, or none is.

Everything is on the disk before the first file takes its place. Where one cannot, those before it become again what
they were; a file that turns out to be open, which Windows says only now, goes beside its place.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reportgen.saving import atomic
from reportgen.saving.edits import Found, Judge, built
from reportgen.saving.places import Place, beside, place

_NEW, _BACKUP, _UNDO = range(3)  # the parts of a file that was asked for


class NotSaved(Exception):
    """A file could not be written (写不了).

    Attributes:
        path, mistake: which, and what the system says.
        changed: files that are new nevertheless, because they could not be made what they were.
    """

    def __init__(self, path: Path, mistake: OSError, changed: tuple[Path, ...]) -> None:
        super().__init__(str(path))
        self.path, self.mistake, self.changed = path, mistake, changed


def save(contents: Mapping[Path, bytes], judge: Judge = built, force: bool = False) -> list[Place]:
    """Writes files of one folder that belong together; where each of them is now.

    Raises:
        NotSaved: one of them cannot be written.
    """
    atomic.sweep(contents)
    saving = _Saving(contents, judge, force)
    try:
        return saving.run()
    except OSError as mistake:
        raise NotSaved(saving.at, mistake, saving.undone()) from mistake
    finally:
        atomic.sweep(contents)


class _Saving:
    """What was done so far: `at` is the file that is being written, `_moved` what there was before."""

    def __init__(self, contents: Mapping[Path, bytes], judge: Judge, force: bool) -> None:
        self._contents, self._judge, self._force = contents, judge, force
        self._moved: list[tuple[Path, Path, bytes | None]] = []
        self.at = next(iter(contents))

    def run(self) -> list[Place]:
        """Writes all parts, then puts each into its place."""
        places = [self._prepared(path) for path in self._contents]
        for each in places:
            if each.backup:
                self._move(each, _BACKUP, each.backup, each.old if each.backup.exists() else None)
        return [self._put(each) for each in places]

    def undone(self) -> tuple[Path, ...]:
        """Makes the files what they were; those where that did not work."""
        return tuple(path for asked, path, old in reversed(self._moved) if not _put_back(asked, path, old))[::-1]

    def _prepared(self, path: Path) -> Place:
        self.at = path
        found = place(path, self._contents[path], self._judge, self._force)
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(atomic.part(path, _NEW), self._contents[path])
        if found.backup and found.old is not None:
            atomic.write(atomic.part(path, _BACKUP), found.old)
        return found

    def _put(self, to: Place) -> Place:
        """Puts the part into its place, or beside it when that is open."""
        try:
            self._move(to, _NEW, to.path, to.old)
        except PermissionError:
            if to.old is None:  # nothing is there: the folder refuses
                raise
            return self._put(self._elsewhere(to))
        return to

    def _elsewhere(self, to: Place) -> Place:
        """The next place beside a file that is open; its backup is of no use then."""
        for moved in [moved for moved in self._moved if moved[1] == to.backup]:
            _put_back(*moved)
            self._moved.remove(moved)
        found = Found.HELD if to.path == to.asked else to.found
        other = beside(to.asked, found, self._contents[to.asked], self._judge, to.owner, after=to.path)
        return replace(other, found=found)

    def _move(self, at: Place, turn: int, path: Path, old: bytes | None) -> None:
        self.at = at.asked
        atomic.move(atomic.part(at.asked, turn), path)
        self._moved.append((at.asked, path, old))


def _put_back(asked: Path, path: Path, old: bytes | None) -> bool:
    """Makes a file what it was; whether that went well."""
    try:
        if old is None:
            path.unlink()
        else:
            atomic.write(atomic.part(asked, _UNDO), old)
            atomic.move(atomic.part(asked, _UNDO), path)
    except OSError:
        return False
    return True
