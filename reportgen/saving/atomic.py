"""One file, whole or not at all (原子写入).

The bytes go into a part (`.1a2b3c4d-77-0.part`) beside the place, onto the disk, and take their place in one step: who
stops the program or pulls the plug at any moment finds the old file or the new one. The part's name begins with a sum
of the name of the file that was asked for, so that the next run finds what a stopped one left; the number of the
process keeps two runs at once out of each other's parts.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32


def part(asked: Path, turn: int) -> Path:
    """Where the bytes of a file wait; `turn` tells those apart that belong to one file that was asked for."""
    return asked.with_name(f"{_beginning(asked)}{os.getpid()}-{turn}.part")


def sweep(asked: Iterable[Path]) -> None:
    """Removes the parts of these files, of one folder: what this run or a stopped one left."""
    beginnings = {_beginning(path): path.parent for path in asked}
    for folder in set(beginnings.values()):
        with suppress(OSError):  # no such folder; or another run is writing one of them, which only Windows says
            for left in folder.glob(".*.part"):
                if left.name.startswith(tuple(beginnings)):
                    left.unlink()


def write(part: Path, content: bytes) -> None:
    """Makes the part, and comes back when its bytes are on the disk."""
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def move(part: Path, place: Path) -> None:
    """Puts the part into its place, in the place of what is there."""
    os.replace(part, place)  # noqa: PTH105 - one name for all that tests make fail
    _flush(place.parent)


def _flush(folder: Path) -> None:
    """The folder's list of names onto the disk; Windows and some network drives know no such thing, and say so."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _beginning(asked: Path) -> str:
    return f".{crc32(os.fsencode(asked.name)):08x}-"
