"""The budget files below a folder (找预算文件); whatever else is there is listed as not read."""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from reportgen.budget import is_budget_workbook
from reportgen.budget.files import BUDGETS, WORKBOOKS
from reportgen.patterns import compiled

_HEAD = compiled(r"^[\"']?(模板|年度|金额单位|部门)[\"']?[ \t]*:", re.MULTILINE)  # a budget file has two
_OPEN = ("~$", ".")  # lock files of open documents, hidden files and folders
REGIONS = "templates"  # a folder of regions beside budget files
_NAMES_UNITS = compiled(r"文件[\"']?[ \t]*:")
_READ = 8 << 20  # bytes: no budget file is larger


def files_below(folder: Path, leaving_out: Path) -> Iterator[str]:
    """Yield the paths of all files, relative to the folder, in order; `leaving_out` is the folder of results."""
    own = leaving_out.resolve()
    for here, folders, names in os.walk(folder):
        inside = [name for name in folders if not name.startswith(_OPEN) and name != REGIONS]
        folders[:] = sorted(name for name in inside if Path(here, name).resolve() != own)
        for name in sorted(names):
            if not name.startswith(_OPEN):
                yield Path(here, name).relative_to(folder).as_posix()


def is_budget(path: Path) -> bool:
    """Whether a file is a budget file, even one with mistakes: these are reported when it is read."""
    suffix = path.suffix.lower()
    if suffix not in BUDGETS:
        return False
    if suffix in WORKBOOKS:
        return is_budget_workbook(path)
    try:
        with path.open("rb") as file:
            text = file.read(_READ).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return True
    return len(set(_HEAD.findall(text))) > 1


def unit_files(path: Path) -> tuple[Path, ...]:
    """Return the files of its units that a budget file names, whatever else is wrong; none if it cannot be read."""
    from reportgen.budget.files import read_budget
    from reportgen.diagnostics import ReportgenError
    from reportgen.source import below, records, text_below

    try:
        if path.suffix.lower() not in WORKBOOKS and not _NAMES_UNITS.search(path.read_text(encoding="utf-8")):
            return ()
        entries = records(below(read_budget(path), "部门", "单位"))
    except (ReportgenError, OSError, UnicodeDecodeError):
        return ()
    named = [text_below(entry, "文件").strip() for entry in entries]
    return tuple(path.parent / name.replace("\\", "/") for name in named if name)


def relative(path: Path | str, folder: Path) -> str:
    """Return a path relative to the folder, with `/`, also above it."""
    return Path(os.path.relpath(path, folder)).as_posix()


def not_read(files: Collection[str], rows: Collection[str], named: Collection[str]) -> list[str]:
    """Return the files that are neither budget files nor named by one."""
    known = {*rows, *named}
    return [file for file in files if file not in known]
