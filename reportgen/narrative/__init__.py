"""Narrative (说明): Markdown-shaped Jinja2 templates with bound values → blocks of the document tree."""

from reportgen.narrative.context import by_occurrence, occurring
from reportgen.narrative.render import narrate

__all__ = ["by_occurrence", "narrate", "occurring"]
