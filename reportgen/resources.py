"""What the program brings along: its data files, and how it uses memory.

The regions (templates/), the classification catalogue and the words of the field (data/): an installed wheel has them
inside the package; a checkout has them at the top level.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_GROWTH = 2  # times as many blocks of memory as after the last search for cycles
_in_use: list[int] = []  # how many these were; at first, after the first task


def templates() -> Path:
    """Return the folder of regions."""
    return _folder("templates")


def template_name(path: str | Path) -> str:
    """Return the name of a region's file in messages: its path from templates/ on, the same on every machine."""
    parts = Path(path).parts
    start = len(parts) - 1 - parts[::-1].index("templates") if "templates" in parts else 0
    return "/".join(parts[start:])


def classification() -> Path:
    """Return the folder of the catalogue 政府收支分类科目."""
    return _folder("classification", "data")


def words() -> Path:
    """Return the folder of the words of the field (用语)."""
    return _folder("words", "data")


def program() -> tuple[Path, ...]:
    """Return the folders of the program's code and data."""
    return _PACKAGE, templates(), classification(), words()


@cache
def text_beside(module: str, name: str) -> str:
    """Return the text of a file that lies beside a module, whose `__file__` is given: a style sheet, for example."""
    return Path(module).with_name(name).read_text(encoding="utf-8")


def _folder(name: str, *above: str) -> Path:
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent.joinpath(*above, name)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause Python's cyclic garbage collector inside the block, while much data without cycles is made.

    The collector walks all live objects again and again as they grow: reading 25,000 lines took 4.8 s with it and 1.4 s
    without. Memory is still freed by reference counts. Afterwards the collector is as it was before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # what was made counts as old, and is not searched at once
            gc.enable()


def task_ended() -> None:
    """Search for cycles if memory has doubled since the last search, or since the first task of this process.

    A search takes as long as a document, and documents leave hardly any cycles. By itself the collector would wait
    until many objects have aged one by one, and objects made in a pause have not aged.
    """
    if not _in_use:
        _in_use.append(sys.getallocatedblocks())
    elif sys.getallocatedblocks() > _GROWTH * _in_use[-1]:
        gc.collect()
        _in_use[:] = [sys.getallocatedblocks()]
