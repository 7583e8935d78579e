"""What a document is made of as one checksum (印记): equal, and it need not be made again.

That is the budget file, the files that it names, the regions beside it, the program with its own regions, catalogue and
words.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from reportgen import __version__, resources
from reportgen.county.survey import REGIONS

_DIGITS = 32


def checksum(content: bytes) -> str:
    """Return a checksum of a file's content."""
    return sha256(content).hexdigest()[:_DIGITS]


class Stamps:
    """The stamps of budget files of one run; a folder of regions is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._regions = folder, cache(_below)

    def of(self, path: str, named: Iterable[str]) -> str:
        """Return the stamp of a budget file that names those files; paths are relative to the folder."""
        own, program = sha256(), f"{_program()} {self._regions((self._folder / path).parent / REGIONS)}"
        for each in (path, *sorted(named)):
            own.update(f" {each} {_content(self._folder / each)}".encode())
        return f"{own.hexdigest()[:_DIGITS]}-{checksum(program.encode())}"


def of_files(stamp: str) -> str:
    """Return the part of a stamp that is of the budget file and what it names."""
    return stamp.partition("-")[0]


@cache
def _program() -> str:
    own = (resources.templates(), resources.classification(), resources.words(), Path(__file__).parents[1])
    return " ".join([__version__, *map(_below, own)])


def _below(folder: Path) -> str:
    """Return a checksum of all files of a folder and below; of regions, of a checkout also the program's own."""
    digest = sha256()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(folder).as_posix()} {_content(path)}".encode())
    return digest.hexdigest()[:_DIGITS]


def _content(path: Path) -> str:
    try:
        return checksum(path.read_bytes())
    except OSError:
        return ""
