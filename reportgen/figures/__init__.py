"""Figures (数): every number of the disclosure, worked out when a table or a sentence asks for it, and remembered.

names     whether a figure exists, and its one name    engine      names → exact values
derived/  kinds of derived figures                     statements  approved figures (核对), what nothing uses
texts     facts of the file, figures in its words      rounding    printed parts that miss their printed total
recorder  what asked for each printed number, for a region's author alone
"""

from reportgen.figures.engine import Figures
from reportgen.figures.names import with_place
from reportgen.figures.recorder import Asked, Recorder
from reportgen.figures.rounding import has_rounding_difference, rounding_note
from reportgen.figures.statements import Disagreement, disagreements, idle_statements, without_amounts
from reportgen.figures.texts import Fact, printed, with_figures

__all__ = [
    "Asked",
    "Disagreement",
    "Fact",
    "Figures",
    "Recorder",
    "disagreements",
    "has_rounding_difference",
    "idle_statements",
    "printed",
    "rounding_note",
    "with_figures",
    "with_place",
    "without_amounts",
]
