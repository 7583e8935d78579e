"""Names beside a name (旁边的文件名): a new version that did not replace, a backup of what was replaced."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from zlib import crc32

BESIDE, BACKUP = "新稿", "备份"
_LONGEST = 255  # bytes of a name on Linux; on Windows characters, of which there are never more


def beside(path: Path, word: str) -> Iterator[Path]:
    """`名字（新稿）.docx`, `名字（新稿2）.docx` … without end."""
    for number in count(1):
        yield path.with_name(_fitting(path.stem, f"（{word}{number if number > 1 else ''}）{path.suffix}"))


def _fitting(stem: str, tail: str) -> str:
    """The name; of one that is too long a sum of it stands for its last characters, so that it stays its own."""
    if _fits(stem + tail):
        return stem + tail
    short, tail = stem, f"{crc32(os.fsencode(stem)):08x}{tail}"
    while short and not _fits(short + tail):
        short = short[:-1]
    return short + tail


def _fits(name: str) -> bool:
    return len(os.fsencode(name)) <= _LONGEST


def backup(path: Path, content: bytes) -> Path:
    """Where a backup of the content goes: the first name that is free, or holds just that; none replaces another."""
    return next(name for name in beside(path, BACKUP) if not name.exists() or name.read_bytes() == content)
