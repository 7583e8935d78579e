"""All departments of a county (全县): every budget file below a folder, a board of who is where, and a site to publish.

`run` makes a county from its folder; what is unchanged is not made again.

survey.py     the budget files below the folder
making.py     makes each that is new or changed, by checksums of what they are made of; a broken one just has its row
store.py      the folder of results, what we made in it, and a row for each budget file, kept between runs
published.py  what the site has of a document: its page, its figures, its tables as CSV
site.py       pages about several documents, bars between pages
board.py      the results of a run: for terminal, browser, programs

文档/  the Word file of each, drafts too      核查/  pages with findings      网站/  what is published
看板.html, 看板.json  the board; the JSON is also what the next run knows of this one
"""

from pathlib import Path

from reportgen.county.board import County, board_data, board_files, board_lines
from reportgen.county.making import Maker, Making, Rules
from reportgen.county.site import Site, place_of
from reportgen.county.store import BoardRow, Store, by_place
from reportgen.county.survey import files_below, is_budget, not_read
from reportgen.records import dataclass, replace

__all__ = ["County", "CountyRun", "Rules", "board_lines", "run"]


@dataclass(frozen=True)
class CountyRun:
    """What is asked for in a run (一次汇总).

    Attributes:
        folder: of the county; out: of the results. title: of the site.
        rules: what is published and replaced. making: makes the documents.
    """

    folder: Path
    out: Path
    title: str
    rules: Rules
    making: Making


def run(asked: CountyRun) -> County:
    """Make what is new or changed, then site and board.

    Raises:
        NotSaved: the board cannot be written.
    """
    store = Store(asked.out)
    before = {row.path: row for row in store.rows}
    files = list(files_below(asked.folder, asked.out))
    maker = Maker(asked.folder, store, asked.rules, asked.making)
    rows = _with_twins(maker.rows([path for path in files if is_budget(asked.folder / path)]))
    rows = maker.with_site_pages(rows)
    unread = not_read(files, [row.path for row in rows], {name for row in rows for name in (*row.inputs, *row.units)})
    rows = list(Site(store, asked.title).written(rows))
    kept = store.remove_unneeded(rows)
    county = County(
        name=asked.folder.resolve().name,
        strict=asked.rules.strict,
        rows=tuple(by_place(rows)),
        before=before,
        unread=tuple(unread),
        failed=tuple(store.failed),
        kept=tuple(kept),
        made=maker.count,
    )
    store.keep(county.rows, board_files(county), board_data(county))
    return county


def _with_twins(rows: list[BoardRow]) -> list[BoardRow]:
    """Return the rows with the other files that would have the same place in the site."""
    places: dict[str, list[str]] = {}
    for row in rows:
        if row.usable and not row.draft:
            places.setdefault(place_of(row).casefold(), []).append(row.path)
    return [
        replace(row, twins=tuple(path for path in places.get(place_of(row).casefold(), ()) if path != row.path))
        if row.usable and not row.draft
        else row
        for row in rows
    ]
