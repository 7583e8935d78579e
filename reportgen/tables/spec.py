"""What a row asks for, before there are columns."""

from dataclasses import dataclass

from reportgen.diagnostics import Location, ReportgenError
from reportgen.figure import FigureId
from reportgen.figures import Fact, placed
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
        at: where the definition writes it.
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
    at: Location | None = None


def record_conditions(fact: Fact, context: Context) -> FigureId:
    """The dimensions that a record states: its money is a query like any other.

    Raises:
        ReportgenError: a member that there is not, at its place in the budget file.
    """
    stated = [(name, found) for name in context.vocabulary.dimensions if (found := fact.get(name))]
    for dimension, found in stated:
        try:
            context.figures.names.check_member(dimension, found.text)
        except ReportgenError as mistake:
            raise placed(mistake, found.node.at) from None
    return FigureId("", tuple(sorted((name, found.text) for name, found in stated)))


def is_total(label: str) -> bool:
    """Whether a last row (末行) is called 合计, 总计 and the like; 上年结转 among them is none."""
    return label.endswith("计")
