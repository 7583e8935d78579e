"""Where a new file goes (放在哪里): its place, or beside it where what is there must stay.

    there                                         without --force          with --force
    nothing, or what was built and not edited     replaced                 replaced
    edited, and the new one says the same         replaced, backup kept    replaced, backup kept
    edited; not ours; no Word file                beside                   replaced, backup kept
    open in Word, WPS or LibreOffice              beside                   beside

The third row is for who edits the Word file, then writes the same into the budget: the words are the same, but a
backup keeps what the fingerprint does not see, fonts and widths set by hand.
"""

from dataclasses import dataclass
from pathlib import Path

from reportgen.saving import names
from reportgen.saving.edits import Found, Judge
from reportgen.saving.owners import owner_file

_KEPT = (Found.EDITED, Found.FOREIGN, Found.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file goes (位置).

    Attributes:
        asked: where it was to go; found: what is there.
        path: where it goes; old: what is there and will be replaced, None without a file.
        owner: the file that says that `asked` is open.
        backup: where the old content is kept.
    """

    asked: Path
    found: Found
    path: Path
    old: bytes | None
    owner: Path | None = None
    backup: Path | None = None


def place(asked: Path, new: bytes, judge: Judge, force: bool) -> Place:
    """Where the new content of a file goes.

    Raises:
        OSError: a folder has that name, or what is there cannot be read for another reason than being open.
    """
    if asked.is_dir():
        raise IsADirectoryError
    found, old, owner = _look(asked, new, judge)
    if found is Found.HELD or (found in _KEPT and not force):
        return beside(asked, found, new, judge, owner)
    return Place(asked, found, asked, old, backup=None if found is Found.FREE else names.backup(asked, old or b""))


def beside(
    asked: Path, found: Found, new: bytes, judge: Judge, owner: Path | None = None, after: Path | None = None
) -> Place:
    """The first place beside that is free, or holds a new version that nobody edited or opened; `after` another."""
    candidates = names.beside(asked, names.BESIDE)
    if after not in (None, asked):
        next(path for path in candidates if path == after)
    for path in candidates:
        state, old, _ = _look(path, new, judge)
        if state is Found.FREE:
            return Place(asked, found, path, old, owner)
    raise AssertionError("names have no end")


def _look(path: Path, new: bytes, judge: Judge) -> tuple[Found, bytes | None, Path | None]:
    """What is there, its content, and the file that says it is open."""
    if not path.exists():
        return Found.FREE, None, None
    try:
        old = path.read_bytes()
    except PermissionError:
        return Found.HELD, None, owner_file(path)
    owner = owner_file(path) if path.suffix.lower() == ".docx" and old != new else None
    return (Found.HELD if owner else judge(path, old, new)), old, owner
