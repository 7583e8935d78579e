"""From a printed number back to the budget file (追溯): where it is printed, its formula, the lines it comes from.

digits       what somebody reads as a number, against exact values: asked for, rounded
occurrences  where the document prints numbers
origins      formula and lines of a number
answer       all of it as text
"""

from reportgen.trace.answer import Answer, answer
from reportgen.trace.digits import Rounding, distance, figure_of, number_of, rounding, value_of
from reportgen.trace.occurrences import Occurrence, occurrences
from reportgen.trace.origins import Operand, content, exactly, fact_origin, formula, lines_of, operands_of

__all__ = [
    "Answer",
    "Occurrence",
    "Operand",
    "Rounding",
    "answer",
    "content",
    "distance",
    "exactly",
    "fact_origin",
    "figure_of",
    "formula",
    "lines_of",
    "number_of",
    "occurrences",
    "operands_of",
    "rounding",
    "value_of",
]
