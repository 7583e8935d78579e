"""The board (看板): who is where, as lines for a terminal, as a page and as data."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from reportgen.county.site import html_page, table
from reportgen.county.store import CHECKED, DOCUMENTS, SITE, BoardRow, RowStanding, change
from reportgen.diagnostics import columns
from reportgen.records import dataclass
from reportgen.resources import text_beside
from reportgen.writers.html.markup import escaped

PAGE = "看板.html"
_HEADS = ("部门", "年度", "文种", "状态", "警告", "变化", "文件")
_ALL = 40  # rows up to which a terminal shows all
_CLASSES = {
    RowStanding.UNUSABLE: "unusable",
    RowStanding.ERRORS: "errors",
    RowStanding.EDITED: "edited",
    RowStanding.DRAFT: "draft",
    RowStanding.READY: "ready",
}


@dataclass(frozen=True)
class County:
    """The results of a run.

    Attributes:
        name: of the folder. strict: nothing with warnings is published.
        rows: of all documents, in the order of the board. before: those of the last run, by path.
        unread: files that are no budget files and that no budget file names.
        failed: files that could not be written, with the reason.
        kept: files that we made, that are no longer needed, and that somebody changed since: they stay.
        made: how many documents were made in this run.
    """

    name: str
    strict: bool
    rows: tuple[BoardRow, ...]
    before: Mapping[str, BoardRow]
    unread: tuple[str, ...]
    failed: tuple[str, ...]
    kept: tuple[str, ...]
    made: int

    @property
    def gone(self) -> list[BoardRow]:
        """The last run's rows of files that are no longer there."""
        return [row for path, row in self.before.items() if path not in {each.path for each in self.rows}]


def summary(rows: Sequence[BoardRow]) -> str:
    """Return `36份文件：可公开30，草稿4，错误2`."""
    counts = Counter(row.state for row in rows)
    said = "，".join(f"{state.value}{counts[state]}" for state in reversed(RowStanding) if counts[state])
    return f"{len(rows)}份文件{f'：{said}' if said else ''}"


def board_lines(county: County) -> Iterator[str]:
    """Yield the board for a terminal: all rows, or, of many, those that changed or cannot be published."""
    rows = [(row, change(row, county.before.get(row.path))) for row in county.rows]
    shown = [(row, changed) for row, changed in rows if changed or row.left_out(county.strict)]
    shown = rows if len(rows) <= _ALL else shown
    cells = [
        (row.department, str(row.year or ""), row.kind, row.state_in_words, str(row.warnings or ""), changed, row.path)
        for row, changed in shown
    ]
    if cells:
        yield from _aligned([_HEADS, *cells])
    if len(rows) > len(shown):
        yield f"另有{len(rows) - len(shown)}份可公开、没有变化的，没有列出。"
    yield from (
        f"{row.path} 不在了{f'：{name}' if (name := row.department + row.called) else ''}" for row in county.gone
    )
    yield from (f"{row.path}：{row.left_out(county.strict)}，都没有放进网站" for row in county.rows if row.twins)
    yield from (row.held for row in county.rows if row.held)
    yield from (f"{path} 没有写成：可能正在别的程序里打开，关闭后再运行一次" for path in county.failed)
    yield from (f"{path} 不再需要了，但有人改过，没有删" for path in county.kept)
    yield summary([row for row, _ in rows])


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with columns of the same width, Chinese letters counted as two."""
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield "  ".join(
            f"{cell}{' ' * (width - columns(cell))}" for cell, width in zip(row, widths, strict=True)
        ).rstrip()


def board_data(county: County) -> dict[str, Any]:
    """Return what the board says beside its rows, as data for programs."""
    changes = {row.path: said for row in county.rows if (said := change(row, county.before.get(row.path)))}
    counts = Counter(row.state.value for row in county.rows)
    left_out = {row.path: why for row in county.rows if (why := row.left_out(county.strict))}
    gone = [row.path for row in county.gone]
    return {"汇总": counts, "变化": changes, "没有公开": left_out, "不在了": gone, "没有读": list(county.unread)}


def board_files(county: County) -> dict[str, bytes]:
    """Return the board's page, by its file name."""
    body = (
        f"<header>\n<h1>公开进度：{escaped(county.name)}</h1>\n</header>\n{_filter(county)}"
        f'<main id="main">\n<p class="status">{escaped(summary(county.rows))}'
        f'。<a href="{quote(SITE)}/index.html">公开网站</a></p>\n{_table(county)}{_others(county)}</main>\n'
    )
    css = text_beside(__file__, "site.css") + text_beside(__file__, "board.css")
    return {PAGE: html_page(f"公开进度：{county.name}", body, (), more=css)}


def _filter(county: County) -> str:
    """Return the check boxes for states; the style sheet hides the rows of those that are not checked."""
    counts = Counter(row.state for row in county.rows)
    changed = sum(bool(change(row, county.before.get(row.path))) for row in county.rows)
    boxes = [_box(_CLASSES[state], state.value, counts[state], " checked") for state in RowStanding if counts[state]]
    boxes.append(_box("only-changed", "只看有变化的", changed, ""))
    return f'<form class="side boxes" aria-label="看哪些">\n{"".join(boxes)}</form>\n' if county.rows else ""


def _box(name: str, said: str, count: int, more: str) -> str:
    box = f'<input type="checkbox" id="{name}"{more}>'
    return f'<p><label>{box}{said}<span class="count">{count}</span></label></p>\n'


def _table(county: County) -> str:
    if not county.rows:
        return "<p>这个文件夹里没有预算文件。</p>\n"
    heads = "".join(f'<th scope="col"{" class=kept" if at == 0 else ""}>{head}</th>' for at, head in enumerate(_HEADS))
    rows = "".join(_row(row, change(row, county.before.get(row.path)), county.strict) for row in county.rows)
    return table("各部门的文件", heads, rows)


def _row(row: BoardRow, changed: str, strict: bool) -> str:
    kind = _CLASSES[row.state]
    tag = f'<span class="tag {kind}-tag">{escaped(row.state_in_words)}</span>'
    year, warnings = str(row.year or ""), str(row.warnings or "")
    cells = (year, escaped(row.kind), tag, warnings, escaped(changed), _file(row, strict))
    shown = "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in zip(_HEADS[1:], cells, strict=True))
    name = escaped(row.department or "（读不出来）")
    return f'<tr class="{kind}{" changed" if changed else ""}"><th scope="row" class="kept">{name}</th>{shown}</tr>\n'


def _file(row: BoardRow, strict: bool) -> str:
    """Return the cell of a budget file: its path, links to what was made of it, remarks, its findings, folded."""
    made = {
        "网页": f"{row.site}/index.html" if row.site else "",
        "Word": next((path for path in row.files if path.startswith(f"{DOCUMENTS}/")), ""),
        "核查发现": next((path for path in row.files if path.startswith(f"{CHECKED}/")), ""),
    }
    links = "".join(_link(path, word, row.path) for word, path in made.items() if path)
    hidden = row.left_out(strict) if row.state is RowStanding.READY else ""
    remarks = (row.held, f"没有放进网站：{hidden}" if hidden else "")
    said = "".join(f"<p>{escaped(remark)}</p>" for remark in remarks if remark)
    lines = "".join(f"<pre>{escaped(message)}</pre>" for message in row.messages)
    folded = f"<details><summary>{row.errors + row.warnings}处要看的</summary>{lines}</details>" if lines else ""
    return f'<span class="path">{escaped(row.path)}</span>{links}{said}{folded}'


def _link(path: str, word: str, of: str) -> str:
    return f' <a href="{quote(path)}" aria-label="{word} {escaped(of)}">{word}</a>'


def _others(county: County) -> str:
    """Return the lists of files that are gone, could not be written, could not be removed, or were not read."""
    parts = (
        ("不在了的预算文件", [f"{row.path}（{row.department}{row.called}）" for row in county.gone]),
        ("没有写成的文件", county.failed),
        ("不再需要、但有人改过的文件，没有删", county.kept),
        ("没有读的文件：不是预算文件，也没有预算文件引用它", county.unread),
    )
    return "".join(_folded(f"{title}（{len(files)}）", files) for title, files in parts if files)


def _folded(title: str, files: Sequence[str]) -> str:
    items = "".join(f"<li>{escaped(each)}</li>\n" for each in files)
    return f'<details>\n<summary>{title}</summary>\n<ul class="others">\n{items}</ul>\n</details>\n'
