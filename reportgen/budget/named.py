"""Files that a budget file names (引用的文件): last year's, a unit's own, spreadsheets.

A name is taken from the folder of the file that says it, with either kind of slash, up to two folders higher:
`../2025/预算.yaml`, and `../../2025/单位/图书馆.yaml` from a folder of units. A whole path (a drive, a server) holds on
one computer only, and a file from a stranger must not make the program knock at a server or read any file there is.
"""

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from reportgen.diagnostics import did_you_mean
from reportgen.source import Problems, Scalar

BUDGETS, SHEETS = (".yaml", ".yml"), (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".xls", ".et")
_USUAL = (*BUDGETS, ".xlsx", ".csv")  # that are suggested where the name is not found
HIGHEST = 2  # folders upward
_WHOLE = re.compile(r"[A-Za-z]:|[/~]")
_UNUSABLE = re.compile(r'[<>:"|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # devices of Windows
_BESIDE = "文件放在这个预算文件旁边，只写文件名；在旁边的文件夹里，写“../文件夹/文件名”"
_KINDS = {BUDGETS: "预算文件（.yaml）", SHEETS: " Excel 工作簿（.xlsx）或 CSV 文件（.csv）"}


def named_path(file: Scalar, endings: tuple[str, ...], problems: Problems) -> Path | None:
    """The file that is named, which is there and not the one that names it; else None, with the reason told."""
    path = file.place.source.folder / _plain(file)
    if mistake := _mistake(file, endings):
        problems.add("文件", mistake[0], file.at, hint=mistake[1])
    elif not _is_there(path):
        usual = tuple(ending for ending in endings if ending in _USUAL)
        there = sorted(other.name for other in _listed(path.parent, usual) if other.resolve() != own_path(file))
        hint = did_you_mean(path.name, there) if there else "检查文件名和所在的文件夹"
        problems.add("文件", f"找不到文件“{path}”", file.at, hint=hint)
    elif path.resolve() == own_path(file):
        problems.add("文件", "写的是这个文件自己", file.at, hint=f"这里写另一个{_KINDS[endings].strip()}的名称")
    else:
        return path
    return None


def own_path(file: Scalar) -> Path:
    """The file in which it stands."""
    source = file.place.source
    return (source.folder / Path(source.name).name).resolve()


def same_file(file: Scalar, path: Path) -> bool:
    """Whether it names the file at this path."""
    try:
        return (file.place.source.folder / _plain(file)).resolve() == path
    except (OSError, RuntimeError, ValueError):
        return False


def _plain(file: Scalar) -> str:
    return file.text.strip().replace("\\", "/")


def _mistake(file: Scalar, endings: tuple[str, ...]) -> tuple[str, str] | None:
    """Why no such file is read, whether it is there or not: message and advice."""
    name, parts = file.text.strip(), PurePosixPath(_plain(file)).parts
    if _WHOLE.match(_plain(file)):
        return f"“{name}”是完整的路径，换一台电脑就找不到", _BESIDE
    if _UNUSABLE.search(name) or any(_RESERVED.fullmatch(part) for part in parts):
        return f"“{name}”不能用作文件名", '文件名里不能有 < > : " | ? *，也不能是 CON、NUL、COM1 等'
    if _climbs(parts) > HIGHEST:
        return f"“{name}”往上走得太远", f"“../”最多写{HIGHEST}个：把文件放近一些，如“../2025/预算.yaml”"
    if not name.lower().endswith(endings):
        return f"“{name}”不是{_KINDS[endings]}", "检查文件名，扩展名也要写上"
    return None


def _climbs(parts: Collection[str]) -> int:
    """How many folders upward the path goes at its highest."""
    level = highest = 0
    for part in parts:
        level += 1 if part == ".." else -1
        highest = max(highest, level)
    return highest


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def _listed(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    there = folder.iterdir() if _is_there(folder) and folder.is_dir() else ()
    return [path for path in there if path.name.lower().endswith(endings) and path.is_file()]
