"""Converters (转换格式): formats made from the files of a writer; one module each, its name is the extension.

Each has SOURCE, the writer's format; NEEDS, what has to be installed; and `convert(documents, given_up) -> Converted`,
which gets the files of a whole run at once. A converted format is built only when asked for.
"""

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from reportgen import discovery
from reportgen.records import dataclass


@dataclass(frozen=True, slots=True)
class Converted:
    """The converted files of a run (转换结果).

    Attributes:
        files: by name of the document; one that could not be made is missing.
        why, hint: why one is missing and what to do, in the user's words; empty if all are there.
        everywhere: whether the reason lies with the computer, not with a document.
    """

    files: dict[str, bytes]
    why: str = ""
    hint: str = ""
    everywhere: bool = False


class Converter(Protocol):
    """A module of this package."""

    SOURCE: str
    NEEDS: str

    def convert(self, documents: Mapping[str, bytes], given_up: Callable[[], bool] = ..., /) -> Converted:
        """Return the converted files, by the names of the documents; stop when `given_up()` is true."""


def formats() -> list[str]:
    """Return the names of the formats there are."""
    return discovery.module_names(__name__)


def converter(name: str) -> Converter:
    """Import the converter to a format, and return it."""
    return cast(Converter, discovery.module(__name__, name))
