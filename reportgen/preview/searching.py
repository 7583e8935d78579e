"""Where something stands (查找)."""

from reportgen.preview.building import Page
from reportgen.writers.html.markup import escaped


def found(_page: Page, asked: str) -> str:
    """What there is of a word, a number, a code or a name."""
    return f"<p>{escaped(asked)}</p>"
