"""The page around the document (页面)."""

from collections.abc import Sequence

from reportgen.preview import panels
from reportgen.preview.state import State, View
from reportgen.writers.html.markup import escaped


def page(state: State, view: View) -> str:
    """The whole page of one budget file, complete without script."""
    css, article = (state.page.css, state.page.article) if state.page else ("", "")
    return (
        f'<!doctype html>\n<html lang="zh-CN" data-version="{state.version}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="token" content="{escaped(view.token)}">\n<title>{escaped(state.title)}</title>\n'
        f'<style id="document-style">\n{css}</style>\n</head>\n<body>\n'
        f"{panels.banner(state)}{panels.findings(state)}{panels.changes(state)}{article}</body>\n</html>\n"
    )


def start(states: Sequence[State], _view: View) -> str:
    """The page that lists several budget files."""
    items = "".join(f'<li><a href="/{i}/">{escaped(state.title)}</a></li>' for i, state in enumerate(states))
    return f'<!doctype html>\n<html lang="zh-CN"><head><title>预览</title></head><body><ol>{items}</ol></body></html>\n'
