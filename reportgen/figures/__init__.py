"""Figures (数): every number of the disclosure, worked out when a table or a sentence asks, and remembered."""

from reportgen.figures.approved import Disagreement, disagreements
from reportgen.figures.engine import Figures
from reportgen.figures.facts import Fact
from reportgen.figures.mistakes import placed, refuse
from reportgen.figures.recorder import Asked, Recorder
from reportgen.figures.rounding import has_tail
from reportgen.figures.statements import idle_statements
from reportgen.figures.texts import printed, said

__all__ = [
    "Asked",
    "Disagreement",
    "Fact",
    "Figures",
    "Recorder",
    "disagreements",
    "has_tail",
    "idle_statements",
    "placed",
    "printed",
    "refuse",
    "said",
]
