"""When the files of a document were changed (改动时间): equal stamps, nothing was saved."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

SUFFIXES = (".yaml", ".yml", ".j2", ".md", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".docx", ".html", ".htm")
MOST = 2000  # files and folders that are watched: a department has hundreds of units at most

Stamp = dict[Path, tuple[int, int]]  # when a file was changed, and its size


def inside(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders that exist, and all folders below them."""
    there = [folder for folder in folders if folder.is_dir()]
    below = (path for folder in there for path in folder.rglob("*") if path.is_dir() and path.name != "__pycache__")
    return tuple(dict.fromkeys((*there, *islice(below, MOST))))


def stamp(files: Iterable[Path], folders: Iterable[Path]) -> Stamp:
    """Return time of change and size of each file. Equal stamps: nothing was saved."""
    inner = (path for folder in folders for path in _listed(folder) if path.suffix.lower() in SUFFIXES)
    return {path: state for path in (*files, *islice(inner, MOST)) if (state := _state(path))}


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
