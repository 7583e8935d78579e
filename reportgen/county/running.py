"""A county from its folder to the board and the site (全县): what is unchanged is not made again.

survey   the budget files below the folder
make     each that is new or changed: Word file, workbook, page, findings, figures; a broken one just has its row
site     the documents that may be published, with an index; files that we made and nobody needs are removed

文档/  the Word file of each, drafts too      核查/  pages with findings      网站/  what is published
看板.html, 看板.json  the board; the JSON is also what the next run knows of this one
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reportgen.county.making import Maker, Making, Rules
from reportgen.county.rows import BoardRow, by_place
from reportgen.county.site import Site, place_of
from reportgen.county.store import Store
from reportgen.county.survey import files_below, is_budget, not_read
from reportgen.records import dataclass


@dataclass(frozen=True)
class Run:
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


@dataclass(frozen=True)
class County:
    """The results of a run.

    Attributes:
        rows: of all documents, in the order of the board; before: those of the last run, by path.
        unread: files that are no budget files and that none names.
        failed: files that could not be written, with the reason.
        kept: files of ours that are needed no more and were changed since: they stay.
        made: how many documents were made in this run.
    """

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


def run(asked: Run) -> County:
    """Make what is new or changed, then site and board.

    Raises:
        NotSaved: the board cannot be written.
    """
    from reportgen.county.board import board_data, board_files

    store = Store(asked.out)
    before = {row.path: row for row in store.rows}
    files = list(files_below(asked.folder, asked.out))
    maker = Maker(asked.folder, store, asked.rules, asked.making)
    rows = _with_twins(maker.rows([path for path in files if is_budget(asked.folder / path)]))
    rows = maker.with_site_pages(rows)
    unread = not_read(files, [row.path for row in rows], {name for row in rows for name in (*row.inputs, *row.units)})
    rows = list(Site(store, asked.title).written(rows))
    kept = store.remove_unneeded(rows)
    county = County(tuple(by_place(rows)), before, tuple(unread), tuple(store.failed), tuple(kept), maker.count)
    store.keep(county.rows, board_files(county, asked), board_data(county, asked))
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
