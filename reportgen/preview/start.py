"""The start page (首页) of a preview of several budget files: which they are, and how each of them stands."""

from collections.abc import Sequence

from reportgen.preview.page import head_markup
from reportgen.preview.panels import CLASSES, counts
from reportgen.preview.state import State
from reportgen.writers.html.markup import escaped

_HEADS = ("预算文件", "单位", "年度", "核查")


def start_markup(states: Sequence[State], token: str) -> str:
    """The whole page; the nth file's address is `/n/`."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(_row(at, state) for at, state in enumerate(states))
    return (
        f'<!doctype html>\n<html lang="zh-CN" class="pv-start">\n{head_markup("预算公开预览", token, "", "start")}'
        f"<body>\n<main>\n<h1>预算公开预览</h1>\n<p>一共{len(states)}份；保存预算文件，这里就会更新。</p>\n"
        f'<table id="files">\n<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody>\n</table>\n</main>\n'
        "</body>\n</html>\n"
    )


def _row(at: int, state: State) -> str:
    document = state.page.report.document if state.page else None
    unit, year = (document.publisher, str(document.year)) if document else ("", "")
    link = f'<a href="/{at}/">{escaped(state.name)}</a>'
    cells = "".join(f"<td>{escaped(words)}</td>" for words in (unit, year))
    return f'<tr><th scope="row">{link}</th>{cells}<td>{_verdict(state)}</td></tr>\n'


def _verdict(state: State) -> str:
    if state.wrong:
        return f'<span class="pv-tag pv-error">现在用不了（{len(state.wrong)}处）</span>'
    if not state.page or not state.page.verdict:
        return "正在核查……"
    found = [(severity, number) for severity, number in counts(state.page.verdict).items() if number]
    tags = (f'<span class="pv-tag pv-{CLASSES[kind]}">{kind.value}{number}处</span>' for kind, number in found)
    return " ".join(tags) or "没有发现问题"
