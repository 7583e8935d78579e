"""What stands on both sides (两边): a table with its places, a change with what it happened to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.diff.changes import Change, Kind, What, Where
from reportgen.diff.documents.parts import Column, columns
from reportgen.diff.documents.wording import Side, kind_of, pieces, whole
from reportgen.document import Runs, Table


@dataclass(frozen=True)
class Both:
    """A table on both sides, with its place on either and how words are taken."""

    old: Table
    new: Table
    at: tuple[Where, Where]
    sides: Side

    @cached_property
    def columns(self) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
        """The columns of either side."""
        return columns(self.old, self.sides.old), columns(self.new, self.sides.new)

    @property
    def headed(self) -> bool:
        """Whether columns have names on both sides; else it is compared as a form, head rows as rows."""
        return bool(self.old.head and self.new.head)


def change(what: What, old: Runs, new: Runs, at: tuple[Where, Where], sides: Side) -> Iterator[Change]:
    """The change of words that stand on both sides, if there is one."""
    if old != new:
        found = pieces(old, new, sides)
        if kind := kind_of(found):
            yield Change(kind, what, *at, found)


def alone(what: What, runs: Runs, *, old: Where | None = None, new: Where | None = None) -> Change:
    """What stands on one side alone."""
    return Change(Kind.REMOVED if old else Kind.ADDED, what, old, new, whole(runs, old=old is not None))


def placed(both: Both, row: tuple[str, str] = ("", ""), column: tuple[str, str] = ("", "")) -> tuple[Where, Where]:
    """The place in the table on either side."""
    old, new = (replace(place, row=row[i], column=column[i]) for i, place in enumerate(both.at))
    return old, new
