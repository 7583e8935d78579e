"""A number's answer (答复)."""

from reportgen.preview.building import Page
from reportgen.writers.html.markup import escaped


def answered(_page: Page, name: str) -> str:
    """What is known of the number of that name."""
    return f"<p>{escaped(name)}</p>"
