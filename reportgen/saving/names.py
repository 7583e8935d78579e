"""Names beside a name (旁边的文件名): a new version that did not replace, a backup of what was replaced."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

BESIDE, BACKUP = "新稿", "备份"
_LONGEST = 255  # bytes of a name on Linux; on Windows characters, of which there are never more


def beside(path: Path, word: str) -> Iterator[Path]:
    """`名字（新稿）.docx`, `名字（新稿2）.docx` … without end; a name that gets too long loses its last characters."""
    for number in count(1):
        stem, tail = path.stem, f"（{word}{number if number > 1 else ''}）{path.suffix}"
        while stem and len(os.fsencode(stem + tail)) > _LONGEST:
            stem = stem[:-1]
        yield path.with_name(stem + tail)


def backup(path: Path, content: bytes) -> Path:
    """Where a backup of the content goes: the first name that is free, or holds just that; none replaces another."""
    return next(name for name in beside(path, BACKUP) if not name.exists() or name.read_bytes() == content)
