"""A budget file read by a region's vocabulary: its measures, its bases, what it says of figures."""

from dataclasses import replace
from functools import cache

from reportgen.budget.adjusting import adjustment_of
from reportgen.budget.approved import approved_in
from reportgen.budget.bases import Bases
from reportgen.budget.books import BookReader
from reportgen.budget.files import open_file
from reportgen.budget.left_out import tell_left_out
from reportgen.budget.models import FIELDS, Budget, BudgetFile, Said
from reportgen.budget.sheets import Sheets
from reportgen.diagnostics import combined
from reportgen.figure import FigureId
from reportgen.known import known_in
from reportgen.source import Problems
from reportgen.vocabulary import Vocabulary


def budget_of(file: BudgetFile, vocabulary: Vocabulary) -> Budget:
    """The budget with its books, read by a region's vocabulary.

    Raises:
        ReportgenError: everything that is wrong in the measures, bases, reasons, approved figures.
    """
    assert file.node is not None
    problems = Problems()
    units = dict.fromkeys(file.department.unit_names, "")
    only = {"单位": next(iter(units))} if len(units) == 1 else {}
    vocabulary = replace(vocabulary, defaults={**vocabulary.defaults, **only})
    vocabulary = vocabulary.with_members("单位", units)
    adjustment = adjustment_of(file.adjustments, vocabulary, problems)
    sheets = Sheets(file.unit, file.names_of, problems)
    reader = BookReader(vocabulary, file, sheets, problems)
    bases = Bases(
        file, BookReader(vocabulary, file, sheets, problems, adjustment), adjustment, cache(open_file), problems
    )
    books = {"": reader.book("", file.node.without(*FIELDS, *vocabulary.bases))}
    books |= {base: bases.book(base) for base in vocabulary.bases}
    reasons, purposes = reader.said("原因"), reader.said("用途")
    approved, differences = approved_in(reader), known_in(file.differences, problems)
    tell_left_out(file, books, vocabulary, problems)
    adjustment.tell_idle()
    problems.raise_any()
    said = (reasons, purposes, bool(adjustment.used), tuple(combined(problems.remarks)))
    return Budget(file, vocabulary, books, *said, approved=approved, differences=differences)


def said_in(
    file: BudgetFile, vocabulary: Vocabulary, problems: Problems
) -> tuple[dict[FigureId, Said], dict[FigureId, Said]]:
    """The reasons and the purposes that the file states."""
    reader = BookReader(vocabulary, file, Sheets(file.unit, file.names_of, problems), problems)
    return reader.said("原因"), reader.said("用途")
