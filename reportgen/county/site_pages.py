"""The pages of the site that are about several documents: the index, and one for each department."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from reportgen.county.published import FIGURES, PACKAGE
from reportgen.county.rows import BoardRow
from reportgen.county.tables import FOLDER
from reportgen.writers.html.css import layout_css
from reportgen.writers.html.markup import escaped

Departments = Collection[Sequence[BoardRow]]  # the published documents of each
_FILES = {".docx": "Word", ".xlsx": "Excel", FIGURES: "每个数（JSON）", PACKAGE: "数据包（JSON）"}


def html_page(title: str, body: str, css: Iterable[str], scripts: Iterable[str] = (), more: str = "") -> bytes:
    """Return a page that looks like a document's, in UTF-8; css, scripts: addresses; more: further style rules."""
    linked = "".join(f'<link rel="stylesheet" href="{address}">\n' for address in css)
    linked += "".join(f'<script src="{address}" defer></script>\n' for address in scripts)
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="format-detection" content="telephone=no">\n<meta name="generator" content="reportgen">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{layout_css()}{more}</style>\n{linked}</head>\n"
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
