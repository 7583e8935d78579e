"""Whether what a document was made of is still the same (印记): then it need not be made again.

That is the files that were read, the regions beside the budget file, the program with its own regions, catalogue and
words. All are compared by content: the folder of results may be used on several computers.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from reportgen import __version__, resources
from reportgen.batch.task import regions_beside
from reportgen.source.text_file import checksum


class SiteStamps:
    """What one run looks at, each folder of regions once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._regions = folder, cache(_below)

    def of(self, path: str) -> str:
        """Return what stands for program and regions of a budget file."""
        return checksum(f"{_program()} {self._regions(regions_beside(self._folder / path))}".encode())

    def are_same(self, inputs: Mapping[str, str]) -> bool:
        """Whether the files are as they were read."""
        return all(_content(self._folder / path) == known for path, known in inputs.items())


@cache
def _program() -> str:
    return " ".join([__version__, *map(_below, resources.program())])


def _below(folder: Path) -> str:
    """Return a checksum of all files of a folder and below."""
    digest = sha256()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(folder).as_posix()} {_content(path)}".encode())
    return digest.hexdigest()


def _content(path: Path) -> str:
    try:
        return checksum(path.read_bytes())
    except OSError:
        return ""
