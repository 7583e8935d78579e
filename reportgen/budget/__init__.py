"""The budget file (预算文件) as data: models, ledger, classification catalogue."""

from reportgen.budget.catalogue import Catalogue, government_codes, names_of_all_years
from reportgen.budget.drafts import is_marked
from reportgen.budget.files import open_file
from reportgen.budget.ledger import Book, Line, UnknownAmount
from reportgen.budget.left_out import UNSAID, left_out_in_print
from reportgen.budget.models import Budget, BudgetFile, Department
from reportgen.budget.named import HIGHEST
from reportgen.budget.reading import budget_of
from reportgen.budget.units import Units

__all__ = [
    "HIGHEST",
    "UNSAID",
    "Book",
    "Budget",
    "BudgetFile",
    "Catalogue",
    "Department",
    "Line",
    "Units",
    "UnknownAmount",
    "budget_of",
    "government_codes",
    "is_marked",
    "left_out_in_print",
    "names_of_all_years",
    "open_file",
]
