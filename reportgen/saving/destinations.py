"""Where a new file goes (放在哪里): its place, or beside it where what is there must stay.

    there                                         without --force          with --force
    nothing, or what was built and not edited     replaced                 replaced
    edited, and the new one says the same         replaced, backup kept    replaced, backup kept
    edited; not ours; no such file                beside                   replaced, backup kept
    open in Word, WPS or LibreOffice              beside                   beside

The second row is for somebody who edits the Word file and then writes the same into the budget. The words are the same,
but the fingerprint does not see fonts and widths set by hand, so a backup is kept.

A Word file that was built carries the fingerprint of its content in a property of its own. Saving it again changes
bytes, not content; changing a word, a number or a row, or writing a comment, changes the content. Words outside the
text count too if the new file lacks them: in headers and footers, contents lists, properties, embedded files. Looks do
not count. Of a workbook the content is what its cells show, and where.

Names beside a name: 名字（新稿）.docx for the new file, 名字（备份）.docx for a backup.
"""

import os
import re
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from reportgen.diagnostics import ReportgenError
from reportgen.patterns import compiled
from reportgen.records import dataclass


class ExistingFile(Enum):
    """What already stands where a file is to go (原有的文件)."""

    FREE = "没有，或生成以后没有改过"
    CARRIED = "改过，改成的样子和新的一样"
    EDITED = "在生成之后改过"
    FOREIGN = "没有生成的记号"
    UNREADABLE = "读不出来"
    HELD = "正打开着"


WAITS = (10, 40, 100)  # milliseconds between attempts
Done = TypeVar("Done")
Judge = Callable[[Path, bytes, bytes], ExistingFile]  # the file, what is in it, what is to be written
_KEPT = (ExistingFile.EDITED, ExistingFile.FOREIGN, ExistingFile.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a file goes.

    Attributes:
        asked: the path that was asked for.
        found: what is there.
        path: the path that is written.
        old: the content at `path` that will be replaced, None without a file.
        owner: the file which says that `asked` is open.
        backup: where the old content is kept.
    """

    asked: Path
    found: ExistingFile
    path: Path
    old: bytes | None
    owner: Path | None = None
    backup: Path | None = None


def judge_built(path: Path, old: bytes, new: bytes) -> ExistingFile:
    """Judge a file that was built. A Word file or a workbook may have been edited; nobody writes in other formats."""
    judge = _JUDGES.get(path.suffix.lower())
    if judge is None or not old or old == new:
        return ExistingFile.FREE
    try:
        return judge(path, old, new)
    except ReportgenError:
        return ExistingFile.UNREADABLE


def judge_knowing(ours: Collection[str]) -> Judge:
    """Return a judge of built files that takes one with any of these checksums for unedited, without reading it."""

    def judge(path: Path, old: bytes, new: bytes) -> ExistingFile:
        return ExistingFile.FREE if ours and sha256(old).hexdigest() in ours else judge_built(path, old, new)

    return judge


def _judge_word(path: Path, old: bytes, new: bytes) -> ExistingFile:
    from reportgen.readers.docx import read  # slow to import, and most builds find nothing

    there = read(old, path=str(path))
    by_hand = bool(there.beside) and not there.beside <= read(new).beside
    if there.stated and there.stated == there.fingerprint:
        return ExistingFile.EDITED if by_hand else ExistingFile.FREE
    if there.fingerprint == read(new).fingerprint and not by_hand:
        return ExistingFile.CARRIED
    return ExistingFile.EDITED if there.stated else ExistingFile.FOREIGN


def _judge_workbook(path: Path, old: bytes, new: bytes) -> ExistingFile:
    from reportgen.fingerprint import PROPERTY, of_workbook
    from reportgen.source.xlsx_printed import printed_book

    there = printed_book(old, str(path))
    stated, found = there.properties.get(PROPERTY), of_workbook(there)
    if stated == found:
        return ExistingFile.FREE
    if found == of_workbook(printed_book(new, str(path))):
        return ExistingFile.CARRIED
    return ExistingFile.EDITED if stated else ExistingFile.FOREIGN


_JUDGES: dict[str, Judge] = {".docx": _judge_word, ".xlsx": _judge_workbook}


def judge_handwritten(path: Path, old: bytes, new: bytes) -> ExistingFile:  # noqa: ARG001 - a judge is given all three
    """Judge a file that people fill in: everything in it is their work."""
    return ExistingFile.FREE if not old or old == new else ExistingFile.EDITED


def destination_of(asked: Path, new: bytes, judge: Judge, force: bool) -> Destination:
    """Return the destination of a new content.

    Raises:
        OSError: what is there is a folder, a pipe or a device, or cannot be read although it is not open.
    """
    if not is_file_or_free(asked):
        raise FileExistsError
    found, old, owner = _look(asked, new, judge)
    if found is ExistingFile.HELD or (found in _KEPT and not force):
        return destination_beside(Destination(asked, found, asked, old, owner), new, judge)
    return Destination(
        asked, found, asked, old, backup=None if found is ExistingFile.FREE else backup_name(asked, old or b"")
    )


def destination_beside(refused: Destination, new: bytes, judge: Judge) -> Destination:
    """Return the next place beside the one that was asked for, after the one that is refused.

    The place is free, or holds a new version that nobody edited or opened.
    """
    candidates = names_beside(refused.asked, _BESIDE)
    if refused.path != refused.asked:
        next(path for path in candidates if path == refused.path)
    for path in candidates:
        state, old, _ = _look(path, new, judge) if is_file_or_free(path) else (ExistingFile.FOREIGN, None, None)
        if state is ExistingFile.FREE:
            return Destination(refused.asked, refused.found, path, old, refused.owner)
    raise AssertionError("names have no end")


def retried(do: Callable[[], Done]) -> Done:
    """Return `do()`; if the system refuses, try again after a moment: Windows refuses while a program has the file."""
    for wait in WAITS:
        with suppress(PermissionError):
            return do()
        time.sleep(wait / 1000)
    return do()


def _look(path: Path, new: bytes, judge: Judge) -> tuple[ExistingFile, bytes | None, Path | None]:
    """Return what stands at a path, its content, and the file which says that it is open."""
    if not path.exists():
        return ExistingFile.FREE, None, None
    try:
        old = retried(path.read_bytes)
    except PermissionError:
        return ExistingFile.HELD, None, owner_file(path)
    owner = owner_file(path) if path.suffix.lower() in _JUDGES and old != new else None
    return (ExistingFile.HELD if owner else judge(path, old, new)), old, owner


_FORBIDDEN = compiled(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = compiled(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)  # devices of Windows
_LONGEST_NAME = 60  # characters: a path of Windows has 260, a name of Linux 255 bytes, three for a Chinese letter


def file_name(text: str, otherwise: str = "预算") -> str:
    """Return the text as a file name for any system, without what Windows forbids, at most _LONGEST_NAME characters."""
    name = _FORBIDDEN.sub("_", text)[:_LONGEST_NAME].strip(" .") or otherwise
    return f"_{name}" if _RESERVED.match(name) else name


def suits_windows(name: str) -> bool:
    """Whether Windows can have a file or folder of this name; a drive or a root, which is no name, suits."""
    anchor = name.endswith((":\\", "/", "\\")) or name in (".", "..")
    return anchor or not (_FORBIDDEN.search(name) or _RESERVED.match(name) or name[-1:] in " .")


_BESIDE, _BACKUP = "新稿", "备份"
_LONGEST = 255  # bytes of a name on Linux; on Windows characters, of which there are never more


def names_beside(path: Path, word: str) -> Iterator[Path]:
    """Yield `名字（新稿）.docx`, `名字（新稿2）.docx` … without end."""
    for number in count(1):
        yield path.with_name(_fitting(path.stem, f"（{word}{number if number > 1 else ''}）{path.suffix}"))


def _fitting(stem: str, tail: str) -> str:
    """Return the name, at most _LONGEST bytes: a checksum stands for the end of a stem that is too long."""
    if _fits(stem + tail):
        return stem + tail
    short, tail = stem, f"{crc32(os.fsencode(stem)):08x}{tail}"
    while short and not _fits(short + tail):
        short = short[:-1]
    return short + tail


def _fits(name: str) -> bool:
    return len(os.fsencode(name)) <= _LONGEST


def backup_name(path: Path, content: bytes) -> Path:
    """Return the first name for a backup that is free, or holds that content; no backup replaces another."""
    free = (name for name in names_beside(path, _BACKUP) if is_file_or_free(name))
    return next(name for name in free if not name.exists() or name.read_bytes() == content)


def is_file_or_free(path: Path) -> bool:
    """Whether a file may be at that place: what is there is a file, or nothing. A pipe would be read for ever."""
    return path.is_file() or not path.exists()


_SHORTEST = len(".docx") + 1  # of what must be left of a name that loses its beginning


def owner_file(path: Path) -> Path | None:
    """Return the file which says that a Word file is open, None without one.

    On Windows alone an open file refuses to be replaced. But each program lays a small file beside what it opens and
    removes it on closing; after a crash it stays. Of these files the names are known:

        Word         ~$名字.docx: instead of the first two characters of a name of eight or more (without .docx), of the
                     first one of seven, before a shorter name. Versions differ, so all three are looked for.
        WPS          the same, or .~名字.docx
        LibreOffice  .~lock.名字.docx#
    """
    names = [f".~lock.{path.name}#", f".~{path.name}"]
    names += [f"~${path.name[cut:]}" for cut in range(3) if len(path.name) - cut >= _SHORTEST]
    return next(filter(_is_there, map(path.with_name, names)), None)


def _is_there(path: Path) -> bool:
    """Whether there is such a file; False for a name too long for the system."""
    try:
        return path.exists()
    except OSError:
        return False
