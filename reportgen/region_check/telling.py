"""Where a region's author has to look (出处): file, line and column of what asked for a number, with its line."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from reportgen.diagnostics import Location
from reportgen.region_check.prints import Print
from reportgen.resources import template_name

_BEGIN, _END = "{{", "}}"


def places_of(one: Print, folders: Sequence[Path]) -> tuple[Location, ...]:
    """What asked for the number, then where it stands on the page."""
    own = tuple(_marked(place, one.asked.nth, tuple(folders)) for place in one.asked.places)
    return (*own, one.place.location)


def _marked(place: Location, nth: int, folders: tuple[Path, ...]) -> Location:
    """The place with the slot of a template marked; a table's definition is marked already."""
    if place.column:
        return place
    lines = _lines(place.path, folders)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    start = -1
    for _ in range(nth + 1):
        start = line.find(_BEGIN, start + 1)
        if start < 0:
            return replace(place, excerpt=line)
    end = line.find(_END, start)
    length = (end + len(_END) if end > 0 else len(line)) - start
    return replace(place, column=start + 1, length=length, excerpt=line)


@lru_cache(maxsize=64)
def _lines(path: str, folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The lines of a template, by how messages call it."""
    for folder in folders:
        inside = path.removeprefix(template_name(folder)).lstrip("/")
        if path.startswith(template_name(folder)) and (folder / inside).is_file():
            return tuple((folder / inside).read_text(encoding="utf-8").splitlines())
    return ()
