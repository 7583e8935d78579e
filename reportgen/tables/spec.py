"""What a row asks for, before there are columns."""

from dataclasses import dataclass

from reportgen.figure import FigureId
from reportgen.figures import Fact
from reportgen.source import Scalar
from reportgen.tables.context import Context


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row: its label and what it asks for.

    Attributes:
        dimension: the one whose member the row stands for; "" for rows that are written.
        group: what it stands under; total: 合计 and its like; blank: prints a label only.
        record: what the budget file states of it, for columns that print a field.
        without: titles of columns that the row leaves blank (空列).
    """

    label: str
    id: FigureId
    dimension: str = ""
    group: str = ""
    indent: int = 0
    total: bool = False
    blank: bool = False
    record: Fact | None = None
    without: tuple[Scalar, ...] = ()


def record_conditions(fact: Fact, context: Context) -> FigureId:
    """The dimensions that a record states: its money is a query like any other."""
    stated = ((name, fact.get(name)) for name in context.vocabulary.dimensions)
    return FigureId("", tuple(sorted((name, found.text) for name, found in stated if found)))
