"""One budget file being previewed (预览中的文件): its builds, the tabs that wait for news, the files that are watched.

Builds run one at a time in a worker thread; saves during a build lead to exactly one more. The document is shown as
soon as it is built; verdict and changes follow, unless the file is saved again meanwhile. No save waits for a
comparison: one that nobody needs any more runs to its end beside the next build.

Only files are watched that the budget's own reading looked for, by its own rule on names: no text of the file becomes a
path here. There are at most MOST of them, and as many folders of templates.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from reportgen import resources
from reportgen.budget.files import collected_names
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, combined, error
from reportgen.diff import ComparedFile, Differences
from reportgen.preview.background import MOST, Made, Pool, Stamp, inside, stamp
from reportgen.preview.building import (
    KeptTables,
    Other,
    PreviewPage,
    State,
    Superseded,
    built,
    differences_of,
    last_year,
    verdict_of,
)
from reportgen.preview.desk import EDITABLE, Desk
from reportgen.preview.effects import Steps
from reportgen.records import replace
from reportgen.report import Report
from reportgen.source.text_file import read_bytes

_WAITS, _PAUSE = 20, 50  # how often a missing file is looked for again, and milliseconds between
_BUG = "预览程序自己出错了，显示的是上一次的页面"
_ADVICE = "再保存一次试试；还是这样，把窗口里的英文信息发给开发者"


class Session:
    """One budget file, or one unit of it, being previewed.

    Attributes:
        stem: the name of its downloads without extension.
        state: what is shown now.
        desk, steps: what the browser wrote, and what was shown after each save.
        files, folders: what the document is made of, as far as it is known.
    """

    def __init__(
        self, path: Path, unit: str = "", other: Other = last_year, compared: Path | None = None, stem: str = ""
    ) -> None:
        self.path, self.unit, self.stem = path, unit, stem or path.stem
        self.state = State(0, f"{path.name} {unit}".strip())
        self.desk, self.steps = Desk(), Steps()
        self._other, self._compared = other, (compared,) if compared else ()
        self._named: tuple[Path, ...] = ()  # by the budget, and by what it is compared with
        self._named_there: tuple[Path, ...] = ()
        self.folders: tuple[Path, ...] = ()
        self._stamp: Stamp = {}
        self._began = 0  # nanoseconds since 1970, of the last build
        self._old: tuple[Stamp, ComparedFile | ReportgenError | None] | None = None
        self._saved_at = now()
        self._news, self._saved = asyncio.Event(), asyncio.Event()
        self._superseded = Event()
        self._comparing, self._tables = Pool(1), KeptTables()

    @property
    def files(self) -> tuple[Path, ...]:
        """What is watched beside folders: the budget file and the files that are named."""
        return tuple(dict.fromkeys((self.path, *self._compared, *self._named, *self._named_there)))[:MOST]

    @property
    def editable(self) -> tuple[Path, ...]:
        """The budget files that the browser may write: those of its own reading, not of what it is compared with."""
        own = dict.fromkeys((self.path, *self._named))
        return tuple(path for path in own if path.suffix.lower() in EDITABLE and path.is_file())

    def saved(self) -> None:
        """Note that one of the document's files was saved, so that the document is built again."""
        self._saved_at = now()
        self._saved.set()
        self._superseded.set()

    def concerns(self, path: Path) -> bool:
        """Whether a save of this file may change what is shown; if the budget file is wrong, any file beside it may."""
        path, files = path.resolve(), {file.resolve() for file in self.files}
        known = path in files or path.parent in {folder.resolve() for folder in self.folders}
        return known or (bool(self.state.wrong) and path.parent in {file.parent for file in files})

    def watched(self) -> set[Path]:
        """Return the folders of the document's files."""
        return {folder for folder in (*(file.parent for file in self.files), *self.folders) if folder.is_dir()}

    def is_stale(self) -> bool:
        """Whether a file changed since the last build began."""
        return stamp(self.files, self.folders) != self._stamp

    async def run(self, pool: Pool) -> None:
        """Build now and after every save, until cancelled."""
        self._saved.set()
        while True:
            await self._saved.wait()
            await self._refresh(pool)

    async def news(self, after: int) -> State:
        """Return the state as soon as its version differs from `after`."""
        while self.state.version == after:
            await self._news.wait()
        return self.state

    async def _refresh(self, pool: Pool) -> None:
        self._saved.clear()
        self._superseded.clear()
        at = self._saved_at
        await self._wait_for_file(pool)
        page, wrong = await pool.run(self._built)
        if page:
            self._show(replace(self.state, at=at, page=page, wrong=(), pending=True))
        await pool.run(self._update_folders, page)
        if page:
            await self._judge(page, pool)
        else:
            self._show(replace(self.state, at=at, wrong=wrong, pending=False))
        await pool.run(resources.task_ended)

    def _built(self) -> tuple[PreviewPage | None, tuple[Diagnostic, ...]]:
        """Return the page, or why it cannot be built; a bug is logged and leaves the last good page."""
        self._began = time.time_ns()
        self._stamp = stamp(self.files, self.folders)
        with collected_names() as names:
            try:
                page, wrong = built(self.path, self.unit, self._tables), tuple[Diagnostic, ...]()
            except ReportgenError as mistake:
                page, wrong = None, tuple(combined(mistake.diagnostics))
            except Exception:
                logging.exception(_BUG)
                page, wrong = None, (error("程序", _BUG, Location(str(self.path)), hint=_ADVICE),)
        self._named = (*names, *(() if page else self._named))[:MOST]
        return page, wrong

    def _update_folders(self, page: PreviewPage | None) -> None:
        """Update the folders of the document; if it could not be built, the last ones are kept as well."""
        regions = page.report.profile.folders if page else self.folders or (resources.templates(),)
        self.folders = inside((*regions, self.path.parent / "templates"))
        self._complete_stamp()

    def _complete_stamp(self) -> None:
        """Add what is watched from now on, if it is older than the build; the rest stays as it was before the build."""
        known, began = self._stamp, self._began
        found = stamp(self.files, self.folders)
        self._stamp = {p: known.get(p, state) for p, state in found.items() if p in known or state[0] <= began}

    async def _wait_for_file(self, pool: Pool) -> None:
        """Wait while the file is missing or empty: many editors save by replacing it."""
        for _ in range(_WAITS):
            if await pool.run(_has_content, self.path):
                return
            await asyncio.sleep(_PAUSE / 1000)

    async def _judge(self, page: PreviewPage, pool: Pool) -> None:
        """Find verdict and comparison, unless the file is saved meanwhile."""
        superseded = self._superseded.is_set
        try:
            verdict = await pool.run(verdict_of, page.report, superseded)
        except Superseded:
            return
        page = replace(page, verdict=verdict)
        await pool.run(self._record, page, self.state.at)
        found = await self._unless_saved(self._comparing.run(self._compared_with, page.report))
        if found and not superseded():
            page = replace(page, differences=found[0], unlike=found[1])
            self._show(replace(self.state, page=page, pending=False))

    def _record(self, page: PreviewPage, at: int) -> None:
        """Keep what the files say as a step, unless one of them was saved since the page was built."""
        with suppress(ReportgenError):
            contents = {path: read_bytes(path) for path in self.editable}
            if not self.is_stale():
                self.steps.record(page, at, contents)

    def _compared_with(self, report: Report) -> tuple[Differences | None, tuple[Diagnostic, ...]]:
        """Return the comparison, or why there is none; a bug is logged, and the preview goes on."""
        try:
            return differences_of(report, self._old_document)
        except Exception:
            logging.exception(_BUG)
            return None, (error("程序", _BUG, Location(str(self.path)), hint=_ADVICE),)

    async def _unless_saved(self, work: Coroutine[Any, Any, Made]) -> Made | None:
        """Return what the work gives; None as soon as the file is saved."""
        working, saved = asyncio.create_task(work), asyncio.create_task(self._saved.wait())
        try:
            await asyncio.wait((working, saved), return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()
            saved.cancel()

    def _old_document(self, report: Report) -> ComparedFile | None:
        """Return the document to compare with, read again only after a file other than the budget was saved.

        Raises:
            ReportgenError: the document cannot be read; raised again at each call until a file is saved.
        """
        if self._old is None or self._old[0] != self._stamp_of_others():
            began = time.time_ns()
            with collected_names() as names:
                try:
                    found: ComparedFile | ReportgenError | None = self._other(report)
                except ReportgenError as mistake:
                    found = mistake
            self._named_there = tuple(names)[:MOST]
            self._complete_stamp()
            there = stamp((*self._compared, *self._named_there), self.folders)
            if any(state[0] > began for state in there.values()):  # saved meanwhile: nobody knows which state this is
                self._old = None
                return _given(found)
            self._old = self._stamp_of_others(), found
        return _given(self._old[1])

    def _stamp_of_others(self) -> "Stamp":
        return {path: state for path, state in self._stamp.items() if path != self.path}

    def _show(self, state: State) -> None:
        """Show the state and wake those who wait for news."""
        self.state = replace(state, version=self.state.version + 1)
        waiting, self._news = self._news, asyncio.Event()
        waiting.set()


def _given(found: ComparedFile | ReportgenError | None) -> ComparedFile | None:
    """Return the document, None if there is none.

    Raises:
        ReportgenError: it could not be read.
    """
    if isinstance(found, ReportgenError):
        raise found
    return found


def now() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except (OSError, ValueError):
        return False
