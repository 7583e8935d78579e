"""What stands beside the document (面板): what is wrong, what was found, what changed."""

from reportgen.diagnostics import render
from reportgen.preview.state import State
from reportgen.writers.html.markup import escaped


def banner(state: State) -> str:
    """Why the file as it is now cannot be shown; nothing where it can."""
    return "".join(f"<pre>{escaped(render(wrong))}</pre>" for wrong in state.wrong)


def findings(state: State) -> str:
    """What `check` found."""
    verdict = state.page.verdict if state.page else None
    return "".join(f"<pre>{escaped(render(found))}</pre>" for found in verdict.findings) if verdict else ""


def changes(state: State) -> str:
    """What is different from the other document."""
    comparison = state.page.comparison if state.page else None
    return f"<p>{len(comparison.changes)}处不同</p>" if comparison else ""
