"""From a printed number back to the budget file (追溯): where it is printed, its formula, the lines it comes from.

asked    what is asked for: a number as somebody reads it, or the name of a figure
places   where the finished document prints numbers
origins  formula and lines of a figure
facts    where numbers are stated that are no figures
lines    the places of the lines alone
rounded  how a printed number came of its exact value
answer   all of it as text
"""

from reportgen.trace.answer import Answer, answer
from reportgen.trace.asked import distance, figure_of, number_of, value_of
from reportgen.trace.facts import how as fact
from reportgen.trace.lines import lines_of
from reportgen.trace.origins import Part, content, exactly, formula, parts
from reportgen.trace.places import Printed, printed
from reportgen.trace.rounded import Rounding, rounding

__all__ = [
    "Answer",
    "Part",
    "Printed",
    "Rounding",
    "answer",
    "content",
    "distance",
    "exactly",
    "fact",
    "figure_of",
    "formula",
    "lines_of",
    "number_of",
    "parts",
    "printed",
    "rounding",
    "value_of",
]
