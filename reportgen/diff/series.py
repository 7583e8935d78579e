"""Figures over several years (逐年): the value of each year from its own document, under the newest document's names.

If a document states another value for the year before than the document of that year, this is a restatement (重述).
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from reportgen.diff import ComparedFile
from reportgen.diff.amounts import Amounts, BudgetAmounts, PrintedAmounts
from reportgen.diff.explaining import LAST_YEAR
from reportgen.diff.figures import in_words, is_derived, rank
from reportgen.diff.renaming import renamings_between
from reportgen.diff.sides import ReportFigures
from reportgen.figure import FigureId
from reportgen.profile import load
from reportgen.quantity import EXACT
from reportgen.records import dataclass


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """One figure over the years (一个数的逐年).

    Attributes:
        name, words: the figure in notation, and in words.
        values: the value of each year, in 元 or pieces; None if the document does not state it.
        stated: for each year its value in the next document, if that differs; else None.
    """

    name: str
    words: str
    values: tuple[Decimal | None, ...]
    stated: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class YearByYear:
    """All figures over the years (逐年); `files`: the names of the documents, the oldest first."""

    years: tuple[int, ...]
    files: tuple[str, ...]
    figures: tuple[FigureSeries, ...]

    @property
    def restated(self) -> tuple[FigureSeries, ...]:
        """The figures with a restated value in some year."""
        return tuple(each for each in self.figures if any(said is not None for said in each.stated))


def year_by_year(files: Sequence[ComparedFile]) -> YearByYear:
    """Return every figure that the newest document prints, the most important first."""
    ordered = sorted(files, key=lambda file: file.document.year)
    newest = ordered[-1]
    sides = [_amounts(file, newest) for file in ordered]
    names = sorted(_names(newest, sides[-1]), key=lambda name: (rank(name), str(name)))
    budgets = [file.report.budget for file in reversed(ordered) if file.report]
    years = [file.document.year for file in ordered]
    found = []
    for name in names:
        values = tuple(side.amount(name) for side in sides)
        if any(values):
            words = in_words(str(name), *budgets)
            found.append(FigureSeries(str(name), words, values, _stated(name, values, sides, years)))
    return YearByYear(tuple(years), tuple(f.name for f in ordered), tuple(found))


def _amounts(file: ComparedFile, newest: ComparedFile) -> Amounts:
    if file.report:
        renamings = renamings_between(file.report, newest.report) if newest.report and file is not newest else ()
        return BudgetAmounts(ReportFigures(file.report), 0, renamings)
    report = newest.report
    return PrintedAmounts(file.document, (report.profile if report else load("default", Path())).vocabulary)


def _names(newest: ComparedFile, side: Amounts) -> list[FigureId]:
    if isinstance(side, PrintedAmounts):
        return [name for name in side.names if not is_derived(name)]
    assert newest.report is not None
    return [name for name in ReportFigures(newest.report).names() if not is_derived(name)]


def _stated(
    name: FigureId, values: Sequence[Decimal | None], sides: Sequence[Amounts], years: Sequence[int]
) -> tuple[Decimal | None, ...]:
    """Return for each year the value in the document of the next year, if both can show that it differs; else None."""
    found: list[Decimal | None] = []
    for (own, value, year), (after, _, next_year) in pairwise(zip(sides, values, years, strict=True)):
        said = after.amount(name._replace(base=LAST_YEAR)) if next_year == year + 1 else None
        step = max(own.step, after.step)
        other = said is not None and value is not None and abs(EXACT.subtract(said, value)) >= step
        found.append(said if other else None)
    return (*found, None)
