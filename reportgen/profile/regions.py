"""The regions that there are (有哪些地区模板): beside the budget file, and those that the program brings along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen import shipped
from reportgen.diagnostics import ReportgenError
from reportgen.source import Scalar, read, read_text

KINDS = ("部门预算", "单位预算")  # that every region prints
_PARTS = ("profile.yaml", "report.md.j2", "style.yaml", "glossary.yaml", "tables", "sections", "new.yaml")


@dataclass(frozen=True, slots=True)
class Region:
    """A region, as it is listed: its folder, what it is for, the kinds of document (文种) that it prints."""

    name: str
    folder: Path
    about: str
    kinds: tuple[str, ...]


def kinds(folders: Sequence[Path]) -> tuple[str, ...]:
    """The kinds of document that a region prints, by its folder and its parents'."""
    inside = (path for folder in folders for path in sorted(folder.iterdir()) if path.is_dir())
    own = [path.name for path in inside if path.name not in _PARTS and any((path / part).exists() for part in _PARTS)]
    return tuple(dict.fromkeys((*KINDS, *own)))


def regions(beside: Path) -> list[Region]:
    """The regions that a budget file in this folder can name; one beside it hides a shipped one of its name."""
    found: dict[str, Region] = {}
    for root in (beside / "templates", shipped.templates()):
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            if folder.is_dir() and not folder.name.startswith((".", "_")):
                found.setdefault(folder.name, Region(folder.name, folder, _about(folder), kinds([folder])))
    return list(found.values())


def _about(folder: Path) -> str:
    """What its profile.yaml says under 说明, or in its first comment."""
    path = folder / "profile.yaml"
    if not path.is_file():
        return ""
    try:
        stated = read(path, shipped.template_name(path)).get("说明")
        if isinstance(stated, Scalar):
            return stated.text
        first = read_text(path).split("\n", 1)[0]
    except ReportgenError:
        return "（profile.yaml 有错，生成时会说明）"
    return re.sub(r"^#+\s*", "", first).strip() if first.startswith("#") else ""
