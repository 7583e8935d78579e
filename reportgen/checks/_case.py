"""What a rule is given, and what it yields."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reportgen.budget import Budget
from reportgen.checks._causes import Cause
from reportgen.checks._file_figures import FileFigures
from reportgen.diagnostics import Location, Severity
from reportgen.document import Document
from reportgen.figures import Figures
from reportgen.profile import Profile
from reportgen.reading import Entry, Place, Reading
from reportgen.reading.meanings import Meanings
from reportgen.report import Report


@dataclass(frozen=True)
class Case:
    """One document to be checked (待查文件), with the budget and the region it was made from where they are known.

    `made`: what they make, where it is at hand; else it is made again when it is asked for.
    """

    document: Document
    budget: Budget | None = None
    profile: Profile | None = None
    made: Document | None = None

    @cached_property
    def reading(self) -> Reading:
        """The document as a reader takes it."""
        return Reading(self.document, self.meanings)

    @cached_property
    def meanings(self) -> Meanings | None:
        """What the names mean that numbers carry; None where there is no budget file."""
        return Meanings(self.budget) if self.budget else None

    @cached_property
    def figures(self) -> Figures | None:
        """What makes the numbers; None where budget or region is not known."""
        return Figures(self.budget, self.profile) if self.budget and self.profile else None

    @cached_property
    def file_figures(self) -> FileFigures | None:
        """The budget file's own amounts, by the names that a reader gives them."""
        return FileFigures(self.budget) if self.budget else None

    @property
    def year(self) -> int:
        """预算年度."""
        return self.document.year


def case_of(report: Report) -> Case:
    """The case of a document as it was just made."""
    return Case(report.document, report.budget, report.profile, report.document)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong (发现).

    Attributes:
        places: on the page, or in the budget file; the one to mend first stands first.
        cause: the mistake in the budget file, where the rule knows it: what comes from it is told with it.
    """

    message: str
    places: tuple[Place | Location, ...]
    severity: Severity = Severity.ERROR
    hint: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Numbers, or other things, that were compared: the rule had something to say on them, good or bad."""

    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the rule cannot know, and why (无法核对)."""

    reason: str


Result = Finding | Compared | Unknown


def compared(*entries: Entry | None) -> Compared:
    """These numbers were compared."""
    return Compared(tuple(entry.place for entry in entries if entry))


def places(entries: Iterable[Entry], most: int = 8) -> tuple[Place, ...]:
    """Where the numbers stand."""
    return tuple(entry.place for entry in entries)[:most]
