"""The page around the document (页面): toolbar, banner and panel; and the start page (首页) of several budget files.

Both work without scripts; scripts make them live. The document is in the body as in the published page, so it looks the
same. Classes of the preview begin with `pv-`; these elements are hidden in print.

A tab is sent the whole state, or its differences (补丁) from the state that it shows. The last states are remembered,
not the tabs: a tab says which version it shows. Findings and changes stay as they were until the new ones are known.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.checks.outputs.html import CLASSES
from reportgen.diagnostics import Severity
from reportgen.preview.building import State
from reportgen.preview.panels import banner_markup, changes_markup, counts, findings_markup
from reportgen.records import dataclass
from reportgen.writers.html import HtmlPart
from reportgen.writers.html.markup import escaped

MOST = 8  # states that are remembered: a tab is one or two behind, unless it was hidden for long

Patch = tuple[tuple[int, ...], str]  # the place of an element: its index in each element around it; its markup


@dataclass(frozen=True, slots=True)
class TabContent:
    """What a tab shows: the document as one element, and the texts beside it, by name: title, css, banner …"""

    document: HtmlPart
    texts: dict[str, str]


class TabContents:
    """The last states of one document as tabs show them."""

    def __init__(self) -> None:
        self._known: dict[int, TabContent] = {}

    def of(self, state: State) -> TabContent:
        """Return what a tab shows of the state."""
        if state.version not in self._known:
            last = self._known[max(self._known)].texts if self._known else None
            document = HtmlPart("", state.page.parts if state.page else ())
            self._known[state.version] = TabContent(document, _texts(state, last))
            for version in sorted(self._known)[:-MOST]:
                del self._known[version]
        return self._known[state.version]

    def known(self, version: int) -> int:
        """Return the version if it is remembered, else 0."""
        return version if version in self._known else 0

    def data(self, state: State, since: int) -> dict[str, Any]:
        """Return the state, for JSON, for a tab that shows the version `since`; the whole state if that is 0."""
        now, old = self.of(state), self._known[since] if since else None
        built = str(state.page.built) if state.page else ""
        head = {"version": state.version, "at": state.at, "built": built, "pending": state.pending}
        if old is None:
            return {**head, "article": now.document.markup, **now.texts}
        changed = {name: text for name, text in now.texts.items() if old.texts[name] != text}
        return {**head, "patch": [*patch(old.document, now.document)], **changed}


def patch(old: HtmlPart, new: HtmlPart, place: tuple[int, ...] = ()) -> Iterator[Patch]:
    """Yield place and markup of the smallest elements that differ; the place () is that of the outermost element."""
    if old is new:
        return
    alike = (old.opening, old.closing, len(old.inside)) == (new.opening, new.closing, len(new.inside))
    if not (alike and new.inside):
        if old != new:
            yield place, new.markup
        return
    for at, pair in enumerate(zip(old.inside, new.inside, strict=True)):
        yield from patch(*pair, (*place, at))


def _texts(state: State, last: dict[str, str] | None) -> dict[str, str]:
    page = state.page
    texts = {"title": state.title, "css": page.css if page else "", "banner": banner_markup(state)}
    if state.pending and last:
        kept = {} if state.wrong or "pv-broken" in last["banner"] else {"banner": last["banner"]}
        return {**texts, **kept, "findings": last["findings"], "changes": last["changes"]}
    return {**texts, "findings": findings_markup(state), "changes": changes_markup(state)}


DOWNLOADS = {"docx": "Word 文件", "html": "网页", "pdf": "PDF", "txt": "纯文本", "xlsx": "Excel 表格"}
PANELS = {
    "answer": "这个数",
    "contents": "目录",
    "form": "填写",
    "findings": "核查",
    "changes": "变动",
    "steps": "记录",
    "search": "搜索",
    "text": "这一段",
}
MARKS = (
    '<p class="pv-live"><button type="button" class="pv-button" id="marks" aria-pressed="false">显示变动</button></p>'
)
BUTTONS = ("contents", "form", "findings", "changes", "steps")
LIVE = ("contents", "form", "steps")  # of no use without scripts
DESK = (
    '<div id="desk" class="pv-desk pv-live" role="region" aria-label="没有保存的改动" hidden>\n'
    '<p class="pv-rowtools"><button type="button" class="pv-button" data-do="save">保存</button>'
    '<button type="button" class="pv-button" data-do="drop">放弃</button>'
    '<span class="pv-quiet">回车也保存，Esc 放弃</span></p>\n'
    '<div class="pv-effect" role="status"></div></div>\n'
)
TURNS = (
    '<span class="pv-views pv-live" role="group" aria-label="撤销和重做">'
    '<button type="button" class="pv-button" id="undo" aria-label="撤销" title="撤销（Ctrl+Z）">↶</button>'
    '<button type="button" class="pv-button" id="redo" aria-label="重做" title="重做（Ctrl+Y）">↷</button>'
    "</span>\n"
)


def page_markup(
    state: State, content: TabContent, token: str, downloads: Sequence[str], *, several: bool, editable: bool = True
) -> str:
    """Return the whole page.

    Args:
        content: what a tab shows of the state. token: for POST. downloads: the formats that can be downloaded.
        several: whether there is a start page to link to. editable: whether the browser may write.
    """
    page = state.page
    none = f'<header>\n<h1>{escaped(state.name)}</h1>\n</header>\n<main id="main"></main>\n'
    return "".join(
        (
            f'<!doctype html>\n<html lang="zh-CN" data-version="{state.version}" data-at="{state.at}"'
            f"{' data-editable' * editable}{' data-pending' * state.pending}{_folder(editable)}>\n",
            head_markup(state.title, token, page.css if page else ""),
            '<body>\n<a class="skip" href="#main">跳到正文</a>\n',
            f'<div class="pv-top">\n{_toolbar(state, downloads, several, editable)}',
            f'<div id="banner" role="status">{content.texts["banner"]}</div>\n</div>\n',
            f'<div id="article">{content.document.markup or none}</div>\n',
            '<main id="sheets" class="pv-sheets" hidden></main>\n',
            _panel(content.texts),
            "</body>\n</html>\n",
        )
    )


def _folder(local: bool) -> str:
    """Return where relative names of files begin, for links to an editor of this computer."""
    return f' data-folder="{escaped(Path.cwd().as_posix())}"' if local else ""


def head_markup(title: str, token: str, css: str, script: str = "preview") -> str:
    """Return the head: the document's style, then that of the preview."""
    return (
        '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="format-detection" content="telephone=no">\n<meta name="token" content="{escaped(token)}">\n'
        f'<title>{escaped(title)}</title>\n<style id="look">\n{css}</style>\n'
        '<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="/assets/preview.css">\n<link rel="stylesheet" href="/assets/panel.css">\n'
        f'<script type="module" src="/assets/{escaped(script)}.js"></script>\n</head>\n'
    )


def _toolbar(state: State, downloads: Sequence[str], several: bool, editable: bool) -> str:
    home = '<a class="pv-button" href="/">全部文件</a>\n' if several else ""
    buttons = "".join(_button(name, state) for name in BUTTONS if editable or name != "form")
    return (
        '<section class="pv-bar" aria-label="预览">\n'
        f'{home}<p class="pv-title" title="{escaped(state.name)}">{escaped(state.title)}</p>\n'
        f'<output id="status" class="pv-status">{"有一处读不了" if state.wrong else "已是最新"}</output>\n'
        '<button type="button" class="pv-button pv-live" id="rebuild" '
        'aria-label="重新生成" title="重新生成">↻</button>\n'
        '<search class="pv-search pv-live"><input id="query" type="search" aria-label="搜索数、编码、文字或数名" '
        'placeholder="搜索数、编码、文字" autocomplete="off" spellcheck="false"></search>\n'
        f'<div class="pv-buttons">\n{TURNS if editable else ""}{buttons}'
        f"{_views()}{_downloads(downloads)}</div>\n</section>\n"
    )


def _button(name: str, state: State) -> str:
    href = "#main" if name in LIVE else f"#{name}"
    live = " pv-live" if name in LIVE else ""
    return f'<a class="pv-button{live}" href="{href}" data-panel="{name}">{PANELS[name]}{_count(name, state)}</a>\n'


def _count(name: str, state: State) -> str:
    """Return the number shown on a button."""
    page = state.page
    match name:
        case "findings":
            found = counts(page.verdict)[Severity.ERROR] if page and page.verdict else 0
            every = len(page.verdict.findings) if page and page.verdict else 0
            bad = ' data-bad="1"' if found else ""
            return f' <span class="pv-count" id="count-{name}"{bad}>{every or ""}</span>'
        case "changes":
            every = len(page.comparison.changes) if page and page.comparison else 0
            return f' <span class="pv-count" id="count-{name}">{every or ""}</span>'
        case _:
            return ""


def _views() -> str:
    return (
        '<span class="pv-views pv-live" role="group" aria-label="怎样看">'
        '<button type="button" class="pv-button" data-view="reading" aria-pressed="true">阅读</button>'
        '<button type="button" class="pv-button" data-view="paper" aria-pressed="false">A4</button></span>\n'
    )


def _downloads(names: Sequence[str]) -> str:
    links = "".join(
        f'<li><a href="download/{escaped(name)}" download>{escaped(DOWNLOADS.get(name, name))}</a></li>'
        for name in names
    )
    return f'<details class="pv-menu"><summary class="pv-button">下载</summary>\n<ul>{links}</ul></details>\n'


def _panel(filled: Mapping[str, str]) -> str:
    """Return the side panel; without scripts it is below the document."""
    parts = "".join(_part(name, title, filled.get(name, "")) for name, title in PANELS.items())
    return (
        '<aside id="panel" class="pv-panel" aria-label="旁边">\n<div class="pv-tools pv-live">'
        '<button type="button" class="pv-button" id="back" hidden>返回</button>'
        '<button type="button" class="pv-button" id="close">关闭</button></div>\n'
        f"{parts}{DESK}</aside>\n"
    )


def _part(name: str, title: str, inside: str) -> str:
    live = "" if inside else " pv-live"
    mark = MARKS if name == "changes" else ""
    return (
        f'<section id="{name}" class="pv-part{live}" aria-labelledby="{name}-title">\n'
        f'<h2 id="{name}-title" tabindex="-1">{title}</h2>\n{mark}<div class="pv-body">{inside}</div>\n</section>\n'
    )


_HEADS = ("预算文件", "单位", "年度", "核查")


def start_markup(states: Sequence[State], token: str) -> str:
    """Return the start page; the nth file is at `/n/`, from 0."""
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
    return f'<tr><th scope="row">{link}</th>{cells}<td>{_verdict_tags(state)}</td></tr>\n'


def _verdict_tags(state: State) -> str:
    if state.wrong:
        return f'<span class="pv-tag pv-error">现在用不了（{len(state.wrong)}处）</span>'
    if not state.page or not state.page.verdict:
        return "正在核查……"
    found = [(severity, number) for severity, number in counts(state.page.verdict).items() if number]
    tags = (f'<span class="pv-tag pv-{CLASSES[kind]}">{kind.value}{number}处</span>' for kind, number in found)
    return " ".join(tags) or "没有发现问题"
