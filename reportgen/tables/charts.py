"""Charts (图): small tables that are drawn, each made when a template places it."""

from dataclasses import replace
from decimal import Decimal

from reportgen.document import Figure, Row, TableSet
from reportgen.figures import Figures
from reportgen.tables.build import made


class Charts(dict[str, TableSet]):
    """The region's charts by name.

    Raises:
        ReportgenError: from a look-up: what is wrong in the definition or cannot be worked out.
    """

    def __init__(self, figures: Figures) -> None:
        super().__init__(dict.fromkeys(figures.profile.charts, TableSet()))
        self._figures = figures

    def __getitem__(self, name: str) -> TableSet:
        if not super().__getitem__(name).tables:
            self[name] = chart(self._figures, name)
        return super().__getitem__(name)


def chart(figures: Figures, name: str) -> TableSet:
    """The table that a chart draws; rows in which everything is zero are left out."""
    _, found = made(figures, figures.words, figures.profile.charts[name], name)
    drawn = (replace(one, name=name, body=tuple(filter(_has_amount, one.body))) for one in found.tables)
    return replace(found, tables=tuple(drawn))


def _has_amount(row: Row) -> bool:
    return any(isinstance(run, Figure) and Decimal(run.value) for cell in row.cells for run in cell.runs)
