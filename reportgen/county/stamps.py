"""Checksums of what a document was made of (印记): while these are the same, it need not be made again.

They cover the files that were read, the regions beside the budget file, and the program with its own regions, catalogue
and words. All are compared by content: the folder of results may be used on several computers.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reportgen import __version__, resources
from reportgen.batch.stamps import checksum_below, checksum_of
from reportgen.batch.task import regions_beside
from reportgen.source.text_file import checksum


class SiteStamps:
    """The checksums of one run; each folder of regions is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._regions = folder, cache(checksum_below)

    def of(self, path: str) -> str:
        """Return the checksum of the program and of the regions beside a budget file."""
        return checksum(f"{_program()} {self._regions(regions_beside(self._folder / path))}".encode())

    def are_same(self, inputs: Mapping[str, str]) -> bool:
        """Whether the files (path -> checksum) still have the content that was read."""
        return all(checksum_of(self._folder / path) == known for path, known in inputs.items())


@cache
def _program() -> str:
    return " ".join([__version__, *map(checksum_below, resources.program())])
