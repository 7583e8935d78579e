"""From a printed number back to the budget file (追溯): where it is printed, its formula, the lines it comes from.

asked    what is asked for: a number as somebody reads it, or the name of a figure
places   where the finished document prints numbers
origins  formula and lines of a figure
facts    where numbers are stated that are no figures
lines    the places of the lines alone
answer   all of it as text
"""

from reportgen.trace.answer import Answer, answer
from reportgen.trace.lines import lines_of

__all__ = ["Answer", "answer", "lines_of"]
