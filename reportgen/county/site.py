"""The site (公开网站): a folder that any web server, or none at all, shows. No network, no server, no script needed.

    index.html              departments by year and kind, with a search
    部门/index.html          the documents of one department
    部门/2026年部门预算/      page, Word file, workbook, figures.json, datapackage.json, tables/*.csv
    assets/                 style, search, and what the search knows

A page is written when its document changed. Its bar, with the ways to other years, is exchanged when these changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from reportgen.county.page import css_file, with_bar
from reportgen.county.published import FIGURES, PACKAGE, PAGE
from reportgen.county.rows import BoardRow, by_place
from reportgen.county.site_pages import department_page, index_page, search_data
from reportgen.county.store import SITE, Store
from reportgen.saving import file_name
from reportgen.source.text_file import checksum
from reportgen.writers.html.markup import escaped

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
            self._store.put_common(f"{SITE}/assets/{name}", css_file(name).encode())

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
