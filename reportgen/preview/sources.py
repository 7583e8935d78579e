"""The files that a document is made of (来源文件): the budget file, all that it names, the region's folders.

Only their names are looked for here, as texts with the ending of a budget or a spreadsheet: a name that turns out to be
something else costs a glance at a file. A file that cannot be read names none.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from reportgen.budget.files import BUDGETS, SHEETS
from reportgen.diagnostics import ReportgenError
from reportgen.source import Mapping, Node, Scalar, Sequence, read

SUFFIXES = (".yaml", ".yml", ".j2", ".md", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".docx", ".html", ".htm")
_LONGEST = 260  # characters of a name that may be one

Stamp = dict[Path, tuple[int, int]]  # when a file was changed, and its size


def sources(path: Path) -> tuple[Path, ...]:
    """The budget file and all files that it names, those that do not exist included, and the files that these name."""
    found: dict[Path, None] = {path: None}
    waiting = [path]
    while waiting:
        for named in _named_in(waiting.pop()):
            if named not in found:
                found[named] = None
                waiting += [named] if named.suffix.lower() in BUDGETS else []
    return tuple(found)


def inside(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The folders that exist, and all folders below them."""
    there = [folder for folder in folders if folder.is_dir()]
    below = [path for folder in there for path in folder.rglob("*") if path.is_dir() and path.name != "__pycache__"]
    return tuple(dict.fromkeys((*there, *below)))


def stamp(files: Iterable[Path], folders: Iterable[Path]) -> Stamp:
    """File → time of change and size. Equal stamps: nothing was saved."""
    inner = (path for folder in folders for path in _listed(folder) if path.suffix.lower() in SUFFIXES)
    return {path: state for path in (*files, *inner) if (state := _state(path))}


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


def _named_in(path: Path) -> Iterator[Path]:
    try:
        node = read(path)
    except ReportgenError:
        return
    for scalar in _scalars(node):
        if len(scalar.text) < _LONGEST and scalar.text.strip().lower().endswith((*BUDGETS, *SHEETS)):
            yield path.parent / scalar.text.strip().replace("\\", "/")


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case Mapping():
            for _, value in node.entries:
                yield from _scalars(value)
