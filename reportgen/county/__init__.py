"""All departments of a county (全县): every budget file below a folder, a board of who is where, and a site to publish.

`run` makes a county from its folder. A document is made if it is new or what it is made of has changed, by checksums;
a broken file just has its row.

survey.py     the budget files below the folder
store.py      the folder of results, what we made in it, and a row for each budget file, kept between runs
published.py  what the site has of a document: its page, its figures, its tables as CSV
site.py       pages about several documents, bars between pages
board.py      the results of a run: for terminal, browser, programs

文档/  the Word file of each, drafts too      核查/  pages with findings      网站/  what is published
看板.html, 看板.json  the board; the JSON is also what the next run knows of this one
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path, PurePosixPath

from reportgen import __version__, resources
from reportgen.batch import BuildOutcome, BuildTask, BuiltDocument
from reportgen.batch.stamps import checksum_below, checksum_of
from reportgen.batch.task import regions_beside
from reportgen.county.board import County, board_data, board_files, board_lines
from reportgen.county.published import FINDINGS, PAGE, WORDS, published
from reportgen.county.site import Site, place_of
from reportgen.county.store import CHECKED, DOCUMENTS, BoardRow, Store, by_place
from reportgen.county.survey import files_below, is_budget, not_read, relative, unit_files
from reportgen.diagnostics import Diagnostic, Severity, render
from reportgen.records import NamedTuple, dataclass, replace
from reportgen.saving import file_name
from reportgen.source.text_file import checksum

_FORMATS = ("docx", "xlsx")
_MOST = 20  # messages of a document on the board
Making = Callable[[Sequence[BuildTask]], Iterable[BuildOutcome]]
__all__ = ["County", "CountyRun", "Rules", "board_lines", "run"]


class Rules(NamedTuple):
    """The rules of a run: `strict`: nothing with warnings is published; `force`: edited Word files are replaced."""

    strict: bool = False
    force: bool = False


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


class SiteStamps:
    """Checksums of what a document was made of (印记): while these are the same, it need not be made again.

    They cover the files that were read, the regions beside the budget file (each folder is read once), and the program
    with its own regions, catalogue and words. All are compared by content: the folder of results may be used on several
    computers.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._regions = folder, cache(checksum_below)

    def of(self, path: str) -> str:
        """Return the checksum of the program and of the regions beside a budget file."""
        return checksum(f"{_program()} {self._regions(regions_beside(self._folder / path))}".encode())

    def are_same(self, inputs: Mapping[str, str]) -> bool:
        """Whether the files (path -> checksum) still have the content that was read."""
        return all(checksum_of(self._folder / path) == known for path, known in inputs.items())


@cache
def _program() -> str:
    return " ".join([__version__, *map(checksum_below, resources.program())])


class Maker:
    """Makes the documents of a run; `count`: how many it has made.

    Args:
        making: makes the documents; outcomes come in the order of the tasks.
    """

    def __init__(self, folder: Path, store: Store, rules: Rules, making: Making) -> None:
        self.count, self._folder, self._store, self._rules, self._making = 0, folder, store, rules, making
        self._before = {row.path: row for row in store.rows}
        self._stamps, self._taken = SiteStamps(folder), set[str]()
        self._units: dict[str, tuple[str, ...]] = {}
        self._prefix = str(folder / "x")[:-1]  # of paths in messages

    def rows(self, paths: Iterable[str]) -> list[BoardRow]:
        """Return the row of each budget file, except of units' files: they are part of their department's."""
        known = {path: row for path in paths if (row := self._before.get(path)) and self._is_unchanged(row)}
        for path in paths:
            self._units[path] = known[path].units if path in known else self._units_of(path)
        units = {unit for named in self._units.values() for unit in named}
        self._taken.update(row.site for row in known.values())
        kept = [row for path, row in known.items() if path not in units]
        return [*kept, *self._made([path for path in paths if path not in units and path not in known])]

    def with_site_pages(self, rows: Iterable[BoardRow]) -> list[BoardRow]:
        """Return the rows; documents that may be published now, and are not in the site, are made again for it."""
        done, missing = list[BoardRow](), list[str]()
        for row in rows:
            if row.left_out(self._rules.strict):
                own = {path: known for path, known in row.files.items() if not row.is_in_site(path)}
                done.append(replace(row, site="", bar="", files=own))
            elif row.site:
                done.append(row)
            else:
                missing.append(row.path)
        self._taken.clear()
        return [*done, *self._made(missing)]

    def _is_unchanged(self, row: BoardRow) -> bool:
        if self._rules.force and row.edited:
            return False
        if row.stamp != self._stamps.of(row.path) or not self._stamps.are_same(row.inputs):
            return False
        return self._store.is_complete(row)

    def _units_of(self, path: str) -> tuple[str, ...]:
        return tuple(relative(each, self._folder) for each in unit_files(self._folder / path))

    def _made(self, paths: list[str]) -> Iterator[BoardRow]:
        also = partial(published, county=self._folder)
        tasks = [BuildTask(self._folder / path, _FORMATS, also=(also,)) for path in paths]
        for path, outcome in zip(paths, self._making(tasks), strict=True):
            self.count += 1
            yield self._saved(self._row(path, outcome), outcome.documents[0])

    def _saved(self, row: BoardRow, made: BuiltDocument) -> BoardRow:
        """Save what was made of a file, and return its row with it."""
        stem = str(PurePosixPath(row.path).with_suffix("")) if row.path.endswith((".yaml", ".yml")) else row.path
        files: dict[str, str] = {}
        if FINDINGS in made.more:
            files |= self._store.put(f"{CHECKED}/{stem}.html", made.more[FINDINGS])
        if "docx" in made.contents:
            word = self._store.save_word(f"{DOCUMENTS}/{stem}.docx", made.contents["docx"], self._rules.force)
            files |= word.files
            row = replace(row, edited=word.edited, held=word.message)
        elif old := self._before.get(row.path):  # an older Word file stays, as with `build`
            files |= {path: known for path, known in old.files.items() if path.startswith(f"{DOCUMENTS}/")}
        if row.left_out(self._rules.strict) or PAGE not in made.more or place_of(row) in self._taken:
            return replace(row, files=files)
        self._taken.add(place_of(row))
        for name, content in _of_site(row, made).items():
            files |= self._store.put(f"{place_of(row)}/{name}", content)
        return replace(row, files=files, site=place_of(row))

    def _row(self, path: str, outcome: BuildOutcome) -> BoardRow:
        made = outcome.documents[0]
        shown = [finding for finding in made.findings if finding.severity is not Severity.HINT]
        more = (f"……共{len(shown)}处",) if len(shown) > _MOST else ()
        row = BoardRow(
            path,
            usable=not made.refused,
            draft=made.draft,
            unfilled=made.unfilled,
            errors=made.count(Severity.ERROR),
            warnings=made.count(Severity.WARNING),
            hints=made.count(Severity.HINT),
            messages=(*map(self._as_text, shown[:_MOST]), *more),
            words=tuple(json.loads(made.more[WORDS])["词"]) if WORDS in made.more else (),
            inputs={relative(file, self._folder): known for file, known in outcome.inputs.items()},
            units=self._units[path],
            stamp=self._stamps.of(path) if outcome.inputs else "",  # a process that died has read nothing
        )
        of = made.about or self._before.get(path)  # a file that cannot be read now is what it was
        return replace(row, department=of.department, year=of.year, kind=of.kind) if of else row

    def _as_text(self, finding: Diagnostic) -> str:
        """Return the finding as text, with paths from the folder of the county on."""
        text = render(finding)
        return text.replace(self._prefix, "") if self._prefix else text


def _of_site(row: BoardRow, made: BuiltDocument) -> Mapping[str, bytes]:
    """Return the files of a document in the site, by name."""
    named = file_name(f"{row.department}{row.called}")
    written = {f"{named}.{extension}": made.contents[extension] for extension in _FORMATS}
    return written | {name: content for name, content in made.more.items() if name not in (FINDINGS, WORDS)}
