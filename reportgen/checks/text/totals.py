"""Revenue and expenditure as a whole, in sentences (收支总额)."""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result
from reportgen.checks._comparing import agree
from reportgen.checks.text._stated import InTables, Stated, all_stated
from reportgen.document import TableKind
from reportgen.figure import FigureId


def R301(case: Case) -> Iterator[Result]:
    """Where tables do not say both, what comes is what goes."""
    revenue, expenditure = (_first(case, measure) for measure in ("收入", "支出"))
    tables = InTables(case, (TableKind.TOTALS,))
    if revenue and expenditure and not all(map(tables.has, (revenue.entry, expenditure.entry))):
        text = "说明写收入总额{a}，支出总额{b}，收支不平，差{d}"
        yield from agree(revenue.entry, expenditure.entry, revenue.entry, text, "对照批复的预算，改写错的一个")


def _first(case: Case, measure: str) -> Stated | None:
    """The total of one side, as the sentences say it first."""
    return next((one for one in all_stated(case) if one.name == FigureId(measure)), None)
