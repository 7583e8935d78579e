"""Figures (数): every number of the disclosure, worked out when a table or a sentence asks, and remembered."""

from reportgen.figures.engine import Figures
from reportgen.figures.mistakes import placed

__all__ = ["Figures", "placed"]
