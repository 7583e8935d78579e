"""The budget file (预算文件) as data: models, ledger, classification catalogue."""

from reportgen.budget.adjusting import member_called
from reportgen.budget.book import Book
from reportgen.budget.breakdowns import Breakdown, BreakdownsTooCoarse
from reportgen.budget.catalogue import (
    Area,
    Catalogue,
    are_nested_or_same,
    areas,
    areas_in,
    government_codes,
    names_of_all_years,
)
from reportgen.budget.drafts import EMPTY, is_marked
from reportgen.budget.files import HIGHEST, WORKBOOKS, is_budget_workbook, open_file, read_budget
from reportgen.budget.ledger import Line, UnknownAmount
from reportgen.budget.models import Budget, BudgetFile, Department
from reportgen.budget.omissions import UNSTATED, omissions_in_print
from reportgen.budget.reading import budget_of
from reportgen.budget.units import Units

__all__ = [
    "EMPTY",
    "HIGHEST",
    "UNSTATED",
    "WORKBOOKS",
    "Area",
    "Book",
    "Breakdown",
    "BreakdownsTooCoarse",
    "Budget",
    "BudgetFile",
    "Catalogue",
    "Department",
    "Line",
    "Units",
    "UnknownAmount",
    "are_nested_or_same",
    "areas",
    "areas_in",
    "budget_of",
    "government_codes",
    "is_budget_workbook",
    "is_marked",
    "member_called",
    "names_of_all_years",
    "omissions_in_print",
    "open_file",
    "read_budget",
]
