"""Budgets to check a region with (用来核查的预算): its own empty file, filled in, and those that name it in the folder.

The empty file (new.yaml) has what the region's tables and sections ask for. Every amount of it is another one, so that
a figure in the wrong place is another number, and no branch is left because something happens to be zero.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from reportgen.budget import Budget, Units, open_file
from reportgen.budget.drafts import Blank, Wanted, settled
from reportgen.budget.models import FIELDS
from reportgen.diagnostics import ReportgenError
from reportgen.drafts import blank_file
from reportgen.profile import Profile
from reportgen.region_check.varying import varied
from reportgen.source import Scalar, read

_YEAR, _DEPARTMENT = 2026, "某某局"
_ITEMS = ("2010301", "2010302", "2070101", "2130101")  # 功能 where the file leaves it to be filled in


def invented_for(profile: Profile, kind: str) -> tuple[Budget, Budget]:
    """The empty file with its places filled in, and the same with something of everything.

    Raises:
        ReportgenError: the region has no such file, or it cannot be used.
    """
    budget = filled(profile, kind)
    return budget, varied(budget)


def filled(profile: Profile, kind: str) -> Budget:
    """The region's empty budget file with an amount of its own in every empty place.

    Raises:
        ReportgenError: the region has no such file, or it cannot be used.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.yaml"
        text = blank_file(profile, kind, _YEAR, _DEPARTMENT)
        path.write_text(text, encoding="utf-8")
        _, places = settled(read(path, path.name), FIELDS)
        path.write_text(_with_numbers(text, places), encoding="utf-8")
        budget = Units(open_file(path), profile.vocabulary).whole
    return replace(budget, file=replace(budget.file, state="定稿"))


def _with_numbers(text: str, places: list[Blank]) -> str:
    """The text with a number for every amount, no two alike, and an item for every 功能; words stay to be filled in."""
    lines, numbers = text.split("\n"), count(1)
    put_in = [(place.node.place, word) for place in places if (word := _word(place, numbers))]
    for at, word in sorted(put_in, key=lambda one: (one[0].line, one[0].column), reverse=True):
        line = lines[at.line]
        lines[at.line] = line[: at.column] + word + line[at.column + at.length :]
    return "\n".join(lines)


def _word(place: Blank, numbers: Iterator[int]) -> str:
    if place.wanted is Wanted.AMOUNT:
        return str(10 + next(numbers) ** 2)  # no sum of a few is another one
    return _ITEMS[next(numbers) % len(_ITEMS)] if place.key == "功能" else ""


def naming(region: str, folder: Path) -> list[Path]:
    """The budget files in a folder that name the region."""
    return [path for path in sorted(folder.glob("*.yaml")) if _names(path) == region]


def _names(path: Path) -> str:
    """The region that a file names; nothing where it is no budget file."""
    try:
        stated = read(path, path.name).get("模板")
    except ReportgenError:
        return ""
    return stated.text if isinstance(stated, Scalar) else ""
