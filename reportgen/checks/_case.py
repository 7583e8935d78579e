"""What a rule is given, and what it yields."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from reportgen.budget import Budget
from reportgen.checks._causes import Cause
from reportgen.checks._file_figures import FileFigures
from reportgen.checks._grouping import grouped
from reportgen.checks._outline import SectionText, parts
from reportgen.diagnostics import Location, Severity
from reportgen.document import Document, figures
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.lexicon import Lexicon, of
from reportgen.profile import Profile
from reportgen.reading import Entry, Place, Reading
from reportgen.reading.items import Coded, items
from reportgen.reading.meanings import Meanings
from reportgen.report import Report

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One document to be checked (待查文件), with the budget and the region it was made from where they are known.

    `made`: what they make, where it is at hand; else it is made again when it is asked for.
    `engine`: what worked out its figures, where that is at hand: it knows them by heart.
    """

    document: Document
    budget: Budget | None = None
    profile: Profile | None = None
    made: Document | None = None
    engine: Figures | None = None

    @property
    def lexicon(self) -> Lexicon:
        """The words that it is read with: those of its region, the shipped ones where none is known."""
        return self.profile.lexicon if self.profile else of({})

    @cached_property
    def reading(self) -> Reading:
        """The document as a reader takes it."""
        return Reading(self.document, self.names)

    @cached_property
    def names(self) -> Meanings | None:
        """What the names mean that the document's numbers carry; None where they carry none, or nobody knows."""
        return self._meanings if any(figures(self.document)) else None

    @cached_property
    def _meanings(self) -> Meanings | None:
        return Meanings(self.budget, self.engine.names if self.engine else None) if self.budget else None

    @cached_property
    def figures(self) -> Figures | None:
        """What makes the numbers; None where budget or region is not known."""
        return self.engine or (Figures(self.budget, self.profile) if self.budget and self.profile else None)

    @cached_property
    def file_figures(self) -> FileFigures | None:
        """The budget file's own amounts, by the names that a reader gives them."""
        return FileFigures(self._meanings) if self._meanings else None

    @cached_property
    def items(self) -> tuple[Coded, ...]:
        """Every row of a classification item in the tables."""
        return tuple(items(self.reading.tables))

    @cached_property
    def parts(self) -> tuple[SectionText, ...]:
        """Every section in reading order."""
        return tuple(parts(self.document))

    @cached_property
    def page(self) -> str:
        """All texts of the document, one below the other."""
        return "\n".join(wording.text for wording in self.reading.texts)

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """What several rules ask for, worked out once."""
        if key not in self._memory:
            self._memory[key] = make()
        return cast("T", self._memory[key])

    @cached_property
    def _memory(self) -> dict[object, object]:
        return {}

    @cached_property
    def printed(self) -> dict[FigureId, list[Entry]]:
        """By name: every print of each figure in tables and forms, in reading order."""
        forms = (entry for form in self.reading.forms for entry in form.entries)
        in_forms = grouped((entry.name, entry) for entry in forms if entry.name)
        tables = self.reading.by_name
        return {name: [*tables.get(name, ()), *in_forms.get(name, ())] for name in {**tables, **in_forms}}

    def plain(self, name: FigureId) -> FigureId:
        """The name without what goes without saying in this budget (see `Meanings.plain`)."""
        return self.names.plain(name) if self.names else name

    def always(self, name: FigureId, condition: tuple[str, str]) -> bool:
        """Whether the condition goes without saying for the name."""
        return self.names is not None and self.names.always(name, condition)

    @property
    def year(self) -> int:
        """预算年度."""
        return self.document.year


def case_of(report: Report) -> Case:
    """The case of a document as it was just made."""
    return Case(report.document, report.budget, report.profile, report.document, report.figures)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong (发现).

    Attributes:
        places: on the page, or in the budget file; the one to mend first stands first.
        cause: the mistake in the budget file, where the rule knows it: what comes from it is reported with it.
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


def or_unknown(results: Iterable[Result], reason: str) -> Iterator[Result]:
    """The results; the reason why nothing can be known where there are none."""
    looked = False
    for result in results:
        looked = looked or not isinstance(result, Unknown)
        yield result
    if not looked:
        yield Unknown(reason)
