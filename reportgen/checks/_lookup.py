"""Numbers by what they are (查数): the entry of a figure in the tables of a role."""

from collections.abc import Iterator

from reportgen.checks._case import Case
from reportgen.figure import parse
from reportgen.reading import Entry, Sheet


def entries(case: Case, role: str, name: str) -> Iterator[Entry]:
    """Every print of the figure in tables of the role, in reading order.

    Args:
        name: in the reading's canonical members, `支出[功能=207 资金=一般公共预算]`.
    """
    wanted = parse(name)
    for sheet in case.reading.of(role):
        yield from (e for e in sheet.entries if e.name == wanted)


def entry(case: Case, role: str, *names: str) -> Entry | None:
    """The first print of the first of these figures that tables of the role have, or None."""
    return next((found for name in names for found in entries(case, role, name)), None)


def sheet(case: Case, role: str, side: str = "") -> Sheet | None:
    """The first table of the role, or None."""
    return next(iter(case.reading.of(role, side)), None)
