"""The files of templates: found in a region's folders, nearest first, and never outside of them."""

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, refuse
from reportgen.patterns import compiled
from reportgen.resources import template_name
from reportgen.source import UNPRINTABLE, read_text

LINES = compiled("\r\n|[\r\n]")
_LARGEST = 200_000  # bytes of a file, fifty times the longest section


class NoTemplateError(Exception):
    """No folder has a template of that name."""


def source_of(name: str, folders: Sequence[Path]) -> tuple[str, str]:
    """Return text and path of a template.

    Raises:
        NoTemplateError: no folder has it, or its name leads out of the folders.
        ReportgenError: the file cannot be read, is too large, or has invisible characters.
    """
    path = _path(name, folders)
    called = template_name(path)
    if os.stat(path).st_size > _LARGEST:  # noqa: PTH116
        hint = "拆成几个文件，用 include 引入"
        refuse("模板", f"模板超过{_LARGEST // 1000}KB", Location(called, 1), hint=hint)
    text = read_text(path, called)
    if found := list(_invisible(text, called)):
        raise ReportgenError(*found)
    return text, str(path)


def _path(name: str, folders: Sequence[Path]) -> Path:
    """Return the nearest file of that name; a link that leads out of its folder finds nothing."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if any(part == os.pardir or os.sep in part or (os.altsep and os.altsep in part) for part in parts):
        raise NoTemplateError(name)
    for folder in folders:
        steps = [*accumulate(parts, os.path.join, initial=str(folder))]
        if os.path.isfile(steps[-1]) and (not _may_lead_out(steps[1:]) or _is_inside(Path(steps[-1]), folder)):  # noqa: PTH113
            return Path(steps[-1])
    raise NoTemplateError(name)


def _may_lead_out(paths: Sequence[str]) -> bool:
    """Whether one of these paths may be a link out of its folder; on Windows any may, as some links do not say so."""
    return sys.platform == "win32" or any(map(os.path.islink, paths))


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _invisible(text: str, called: str) -> Iterator[Diagnostic]:
    """Yield a mistake for each character that cannot be published."""
    for n, line in enumerate(LINES.split(text) if UNPRINTABLE.search(text) else (), 1):
        for m in UNPRINTABLE.finditer(line):
            at = Location(called, n, m.start() + 1, 1, line)
            yield error("字符", f"有看不见的字符 U+{ord(m[0]):04X}", at, hint="删掉它，重新输入这几个字")
