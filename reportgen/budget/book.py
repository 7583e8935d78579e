"""The measures of one year as a budget states them (账本)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from itertools import chain

from reportgen.budget.breakdowns import Breakdown, Ledgers
from reportgen.budget.ledger import Answer, Ledger, Levels, Line, UnknownAmount
from reportgen.diagnostics import Location
from reportgen.figure import Conditions, FigureId
from reportgen.records import dataclass, field
from reportgen.source import Node, Scalar
from reportgen.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure stated whole (列名数), which is never summed."""

    amount: Decimal
    node: Node = field(repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class WrittenMeasure:
    """How a file writes a measure (写法): its key, its value, and the members that are stated as none."""

    title: Scalar = field(repr=False, hash=False)
    node: Node = field(repr=False, hash=False)
    none: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Book:
    """The measures of one year or base (账本).

    Attributes:
        lines: measure -> lines; a measure without lines is stated as 无, all zero.
        stated: the figures that are stated whole.
        places: of a base that is a file of its own: that file, and where the budget file names it.
        transfers: of such a file: what it says under 内部往来, and its 金额单位.
        written: measure -> how it is written, once for each file that has it.
        publisher: of a base that is a file of its own: name and code of its department.
        units: of such a file: code -> name of its units.
        performance: of such a file: what it says under 绩效; reasons: under 原因; facts: under 资料.
        breakdowns: measure -> the figures of it that are taken apart another way.
    """

    name: str
    lines: Mapping[str, tuple[Line, ...]]
    stated: Mapping[FigureId, StatedFigure]
    vocabulary: Vocabulary
    places: tuple[Location, ...] = ()
    transfers: tuple[Node, str] | None = None
    written: Mapping[str, tuple[WrittenMeasure, ...]] = field(default_factory=dict)
    publisher: tuple[str, str] = ("", "")
    units: Mapping[str, str] = field(default_factory=dict)
    breakdowns: Mapping[str, tuple[Breakdown, ...]] = field(default_factory=dict)
    performance: Mapping[str, Node] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Node] = field(default_factory=dict)

    @cached_property
    def ledgers(self) -> dict[str, Ledgers]:
        """Measure -> its indexed lines, of the measures that are stated."""
        stated = dict.fromkeys((*self.lines, *self.breakdowns))
        return {m: Ledgers(self.lines.get(m), self.breakdowns.get(m, ()), self.vocabulary) for m in stated}

    def ledger(self, measure: str) -> Ledger:
        """Return the indexed lines of a measure without breakdowns, none if it is not stated."""
        return Ledger((), self.vocabulary) if measure not in self.ledgers else self.ledgers[measure].main

    def states(self, measure: str) -> bool:
        """Whether lines of the measure, or 无, are stated."""
        return measure in self.lines or measure in self.breakdowns

    def every_line(self, measure: str = "") -> Iterator[Line]:
        """Yield all lines, or a measure's, with those of breakdowns: for their members only, never to be summed."""
        apart = {m: [one.lines for one in breakdowns] for m, breakdowns in self.breakdowns.items()}
        for each in (measure,) if measure else dict.fromkeys((*self.lines, *apart)):
            yield from chain(self.lines.get(each, ()), *apart.get(each, ()))

    @property
    def all_breakdowns(self) -> Iterator[Breakdown]:
        """The breakdowns of all measures."""
        return chain.from_iterable(self.breakdowns.values())

    def select(self, measure: str, conditions: Conditions, stating: Levels = ()) -> list[Line] | None:
        """Return the lines whose sum is a figure: the measure's own, or a breakdown's where those leave it open.

        `stating`: see `Ledger.matches_and_doubts`. Returns None if the book states nothing of the measure.

        Raises:
            UnknownAmount: a line may or may not belong to the figure.
        """
        return self.ledgers[measure].select(conditions, stating) if measure in self.ledgers else None

    def select_by(self, measure: str, conditions: Conditions, dimensions: Iterable[str]) -> list[Line] | None:
        """Like `select`, but prefer lines that state these dimensions too, if there are such lines for the figure."""
        if measure in self.breakdowns:
            with suppress(UnknownAmount):
                return self.select(measure, conditions, tuple((dimension, 1) for dimension in dimensions))
        return self.select(measure, conditions)

    def matches_and_doubts(self, measure: str, conditions: Conditions, stating: Levels = ()) -> Answer | None:
        """Return the lines that match, and those that may, each with the dimension it leaves open; None as `select`."""
        return self.ledgers[measure].matches_and_doubts(conditions, stating) if measure in self.ledgers else None
