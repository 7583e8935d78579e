"""Figures, renamings, contradictions and reasons in lines (数、改名、改错的数、原因)."""

from collections.abc import Iterable
from typing import Any

from reportgen.diagnostics import Diagnostic, Location
from reportgen.diff.figures import FigureChange
from reportgen.diff.outputs._figures import direction, meaning, rate, values
from reportgen.diff.outputs.text.lines import cut
from reportgen.diff.renamed import Renaming


def contradictions(found: Iterable[Diagnostic]) -> list[str]:
    """What is wrong, and every place that it contradicts below."""
    return ["\n".join([cut(f"  {one.message}"), *map(_stated, one.places)]) for one in found]


def _stated(place: Location) -> str:
    return cut(f"    {place} {place.excerpt.strip()}")


def renamings(found: Iterable[Renaming]) -> list[str]:
    """Old and new name of each member, and how that is known."""
    return [
        cut(f"  {one.dimension} {_member(one.old, one.old_name)} → {_member(one.new, one.new_name)}（{one.basis}）")
        for one in found
    ]


def _member(member: str, name: str) -> str:
    return member if name == member or not name else f"{member} {name}"


def figures(found: Iterable[FigureChange]) -> list[str]:
    """`支出 1,133.64 → 1,205.30万元，增加71.66万元，6.32%`."""
    return [cut(f"  {_line(one)}") for one in found]


def _line(change: FigureChange) -> str:
    about = meaning(change)
    old, new, unit = values(change)
    more = "，".join(filter(None, (direction(change), rate(change).lstrip("-"))))
    return f"{change.name}{f'（{about}）' if about else ''} {old} → {new}{unit}{f'，{more}' if more else ''}"


def reasons(found: Iterable[Any]) -> list[str]:
    """The reasons that read otherwise."""
    return [cut(f"  {one}") for one in found]
