"""The site (公开网站): a folder that any web server, or none at all, shows. No network, no server, no script needed.

    index.html              departments by year and kind, with a search
    部门/index.html          the documents of one department
    部门/2026年部门预算/      page, Word file, workbook, figures.json, datapackage.json, tables/*.csv
    assets/                 style, search, and what the search knows

A page is written when its document changed. Its bar, with the ways to other years, is exchanged when these changed.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from reportgen.county.published import FIGURES, FOLDER, PACKAGE, PAGE, with_bar
from reportgen.county.store import SITE, BoardRow, Store, by_place
from reportgen.records import replace
from reportgen.resources import text_beside
from reportgen.saving import file_name
from reportgen.source.text_file import checksum
from reportgen.writers.html.css import layout_css
from reportgen.writers.html.markup import escaped, page_head

Departments = Collection[Sequence[BoardRow]]  # the published documents of each
_FILES = {".docx": "Word", ".xlsx": "Excel", FIGURES: "每个数（JSON）", PACKAGE: "数据包（JSON）"}
_ASSETS = ("site.css", "site.js")


def place_of(row: BoardRow) -> str:
    """Return the folder of a document in the site."""
    return f"{SITE}/{file_name(row.department)}/{file_name(row.called)}"


class Site:
    """Writes the pages that are about several documents."""

    def __init__(self, store: Store, title: str) -> None:
        self._store, self._title = store, title

    def written(self, rows: Iterable[BoardRow]) -> Iterator[BoardRow]:
        """Write bars, departments' pages and index; yield all rows."""
        departments: dict[str, list[BoardRow]] = {}
        for row in by_place(rows):
            if row.site:
                departments.setdefault(str(PurePosixPath(row.site).parent), []).append(row)
            else:
                yield row
        for folder, own in departments.items():
            yield from (self._with_bar(row, own) for row in own)
            self._store.put_common(f"{folder}/{PAGE}", department_page(own, self._title))
        self._store.put_common(f"{SITE}/{PAGE}", index_page([*departments.values()], self._title))
        self._store.put_common(f"{SITE}/assets/data.js", search_data(departments.values()))
        for name in _ASSETS:
            self._store.put_common(f"{SITE}/assets/{name}", text_beside(__file__, name).encode())

    def _with_bar(self, row: BoardRow, own: list[BoardRow]) -> BoardRow:
        bar = _bar(row, own)
        path, stated = f"{row.site}/{PAGE}", checksum(bar.encode())
        if row.bar == stated or not row.files.get(path):
            return row
        files = self._store.put(path, with_bar(self._store.read(path), bar))
        return replace(row, bar=stated, files={**row.files, **files})


def _bar(row: BoardRow, own: list[BoardRow]) -> str:
    """Return the bar above a page: the way up, other years and kinds of the department, files to download."""
    ways = "".join(
        f"<li>{word}：{_link(f'../{quote(PurePosixPath(to.site).name)}/{PAGE}', to.called)}</li>"
        for word, to in _beside(row, own)
    )
    own_files = [path.rpartition("/")[2] for path in row.files if row.is_in_site(path)]
    word, book = (next(name for name in own_files if name.endswith(end)) for end in (".docx", ".xlsx"))
    files = {word: "Word", book: "Excel", FIGURES: "每个数（JSON）", PACKAGE: "数据包"}
    taken = "".join(f"<li>{_link(quote(name), word)}</li>" for name, word in files.items())
    up = f"<li>{_link(f'../../{PAGE}', '全部部门')}</li><li>{_link(f'../{PAGE}', row.department)}</li>"
    lists = {"up": up, "ways": ways, "files": taken}
    shown = "".join(f'<ul class="{name}">{items}</ul>\n' for name, items in lists.items() if items)
    return f'<div class="bar" role="navigation" aria-label="本站">\n{shown}</div>\n'


def _beside(row: BoardRow, own: list[BoardRow]) -> Iterator[tuple[str, BoardRow]]:
    """Yield the documents one click away: of the years before and after, and the others of the same year."""
    same = sorted((other for other in own if other.kind == row.kind), key=lambda other: other.year)
    at = same.index(row)
    yield from (("上一年", other) for other in same[at - 1 : at] if at)
    yield from (("下一年", other) for other in same[at + 1 : at + 2])
    yield from (("同年", other) for other in own if other.year == row.year and other.kind != row.kind)


def _link(address: str, words: str) -> str:
    return f'<a href="{address}">{escaped(words)}</a>'


def html_page(title: str, body: str, css: Iterable[str], scripts: Iterable[str] = (), more: str = "") -> bytes:
    """Return a page that looks like a document's, in UTF-8; css, scripts: addresses; more: further style rules."""
    linked = "".join(f'<link rel="stylesheet" href="{address}">\n' for address in css)
    linked += "".join(f'<script src="{address}" defer></script>\n' for address in scripts)
    return (
        f"{page_head(title, layout_css() + more, linked=linked)}"
        f'<body class="site">\n<a class="skip" href="#main">跳到正文</a>\n{body}</body>\n</html>\n'
    ).encode()


def table(caption: str, heads: str, rows: str) -> str:
    """Return a table that scrolls; the caption is for screen readers."""
    return (
        f'<div class="scroll">\n<table>\n<caption class="unseen">{caption}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def index_page(departments: Departments, title: str) -> bytes:
    """Return the page with all departments: a row each, a column for each year; the search hides rows."""
    rows = [row for own in departments for row in own]
    years = sorted({row.year for row in rows}, reverse=True)
    heads = "".join(f'<th scope="col" data-year="{year}">{year}年</th>' for year in years)
    body = "".join(_row(own, years) for own in departments)
    listed = table("各部门公开的文件", f'<th scope="col" class="kept">部门</th>{heads}', body)
    nothing = '<p class="nothing" hidden>没有找到。换个说法，或者少写几个字。</p>\n'
    return html_page(
        title,
        f"<header>\n<h1>{escaped(title)}</h1>\n</header>\n{_search(years, sorted({row.kind for row in rows}))}"
        f'<main id="main">\n<p class="status" role="status">{len(departments)}个部门，{len(rows)}份文件</p>\n'
        f"{listed if rows else '<p>还没有可以公开的文件。</p>'}\n{nothing}</main>\n",
        ("assets/site.css",),
        ("assets/data.js", "assets/site.js"),
    )


def _search(years: Iterable[int], kinds: Iterable[str]) -> str:
    """Return the search form; it is hidden without scripts, and all departments are listed anyway."""
    words = '<input id="words" type="search" placeholder="部门、单位、项目" autocomplete="off">'
    fields = (
        ("words", "查找", words),
        ("year", "年度", _choice("year", {str(year): f"{year}年" for year in years})),
        ("kind", "文种", _choice("kind", {kind: kind for kind in kinds})),
    )
    shown = "".join(f'<p><label for="{name}">{said}</label>{field}</p>\n' for name, said, field in fields)
    return f'<form class="side" role="search" aria-label="查找" hidden>\n{shown}</form>\n'


def _choice(name: str, known: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{escaped(value)}">{escaped(said)}</option>' for value, said in known.items())
    return f'<select id="{name}"><option value="">全部</option>{options}</select>'


def _row(own: Sequence[BoardRow], years: Iterable[int]) -> str:
    folder = quote(PurePosixPath(own[0].site).parent.name)
    cells = "".join(
        f'<td data-year="{year}">{"".join(_document(row, folder) for row in own if row.year == year)}</td>'
        for year in years
    )
    link = f'<a href="{folder}/index.html">{escaped(own[0].department)}</a>'
    return f'<tr><th scope="row" class="kept">{link}</th>{cells}</tr>\n'


def _document(row: BoardRow, folder: str) -> str:
    address = f"{folder}/{quote(PurePosixPath(row.site).name)}/index.html"
    kind, called = escaped(row.kind), escaped(f"{row.department}{row.called}")
    return f'<a class="document" data-kind="{kind}" href="{address}" aria-label="{called}">{kind}</a>'


def search_data(departments: Departments) -> bytes:
    """Return what the search knows beside the index, as a script: pages opened from a disk may not fetch."""
    known = [[own[0].department, *dict.fromkeys(word for row in own for word in row.words)] for own in departments]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in known)
    return f'"use strict";\nconst DEPARTMENTS = [\n{lines}\n];\n'.encode()


def department_page(own: Sequence[BoardRow], title: str) -> bytes:
    """Return the page of a department: its documents, the newest first, with their files."""
    name = own[0].department
    up = '<ul class="up"><li><a href="../index.html">全部部门</a></li></ul>'
    return html_page(
        f"{name} - {title}",
        f'<div class="bar" role="navigation" aria-label="本站">\n{up}\n</div>\n'
        f"<header>\n<h1>{escaped(name)}</h1>\n</header>\n"
        f'<main id="main">\n{"".join(map(_item, own))}</main>\n',
        ("../assets/site.css",),
    )


def _item(row: BoardRow) -> str:
    """Return the part of a document: a link to its page, its files, and its tables, folded."""
    folder = quote(PurePosixPath(row.site).name)
    below = sorted(path.removeprefix(f"{row.site}/") for path in row.files if row.is_in_site(path))
    named = [(path, word) for end, word in _FILES.items() for path in below if path.endswith(end)]
    tables = [(path, PurePosixPath(path).stem) for path in below if path.startswith(f"{FOLDER}/")]
    folded = f'<ul class="tables">\n{_listed(tables, folder)}</ul>\n'
    return (
        f'<section class="item">\n<h2><a href="{folder}/index.html">{escaped(row.called)}</a></h2>\n'
        f'<ul class="files">\n{_listed(named, folder)}</ul>\n'
        f"<details>\n<summary>表格（CSV，可以用 Excel 打开）</summary>\n{folded}</details>\n</section>\n"
    )


def _listed(files: Iterable[tuple[str, str]], folder: str) -> str:
    return "".join(f'<li><a href="{folder}/{quote(path)}">{escaped(word)}</a></li>\n' for path, word in files)
