"""Whether what is in a file is somebody's work (手工改动).

A Word file that was built carries the fingerprint of its content in a property of its own. Who opens it and saves it
again changes bytes, not content; who changes a word, a number, a row or writes a comment changes the content. Words
and pictures in headers and footers are content that the new file lacks; how the file looks is none.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from reportgen.diagnostics import ReportgenError


class Found(Enum):
    """What stands where a file is to go (原有的文件)."""

    FREE = "没有，或生成以后没有改过"
    CARRIED = "改过，改成的样子和新的一样"
    EDITED = "在生成之后改过"
    FOREIGN = "没有生成的记号"
    UNREADABLE = "读不出来"
    HELD = "正打开着"


Judge = Callable[[Path, bytes, bytes], Found]  # the file, what is in it, what is to be written


def judge_built(path: Path, old: bytes, new: bytes) -> Found:
    """For files that are built: whether a Word file was edited; other formats hold nobody's work."""
    if path.suffix.lower() != ".docx" or not old or old == new:
        return Found.FREE
    return _word(path, old, new)


def judge_handwritten(path: Path, old: bytes, new: bytes) -> Found:  # noqa: ARG001 - a judge is given all three
    """For files that people fill in: everything in them is their work."""
    return Found.FREE if not old or old == new else Found.EDITED


def _word(path: Path, old: bytes, new: bytes) -> Found:
    from reportgen.readers.docx import around, read  # slow to import, and most builds find nothing

    try:
        there, on_pages = read(old, path=str(path)), around(old, path=str(path))
    except ReportgenError:
        return Found.UNREADABLE
    by_hand = bool(on_pages) and not on_pages <= around(new)
    if there.stated and there.stated == there.fingerprint:
        return Found.EDITED if by_hand else Found.FREE
    if there.fingerprint == read(new).fingerprint and not by_hand:
        return Found.CARRIED
    return Found.EDITED if there.stated else Found.FOREIGN
