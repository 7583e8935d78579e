"""Addresses of the desk (在页面上改) and the HTML they answer with; all below the address of a document.

./form, ./text    the whole file as a form; the texts that a paragraph prints
./lines           the lines of a key of the file as they are written
./names           what to choose from where a key asks for a code, a unit, a project
./try             POST: what changes would do; nothing is written
./write           POST: makes them. ./undo, ./redo, ./restore: POST
./steps, ./step   the steps so far; the document as it was at one
./at              where a line of a file stands on the page

What to change comes in the body: the guard lets in none without the token of the page.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from reportgen.budget.catalogue import Catalogue
from reportgen.checks.outputs.html import finding_markup
from reportgen.diagnostics import Diagnostic, ReportgenError, combined
from reportgen.drafts.changes import NoSuchChange, Outdated, lines_of
from reportgen.figures import Figures
from reportgen.preview.answering import called, link
from reportgen.preview.background import Pool
from reportgen.preview.building import PreviewPage, built
from reportgen.preview.desk import after_changes, asked_in, tried
from reportgen.preview.effects import ChangedNumber, Effect, SavedStep, effect, shown_on
from reportgen.preview.forms import FormFile, text_form, whole_form
from reportgen.preview.session import Session
from reportgen.quantity import UNITS
from reportgen.source.text_file import standing_in
from reportgen.trace.digits import figure_of
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE
from reportgen.writers import writer
from reportgen.writers.html.markup import escaped

_LONGEST = 4000  # characters of a paragraph that is asked for

Answer = Callable[[Request, Session], Awaitable[Response]]


class DeskRoutes:
    """The answers at these addresses; they are worked out in the thread of `pool`."""

    def __init__(self, pool: Pool, editable: bool) -> None:
        self._pool, self.editable = pool, editable

    def get_answers(self) -> dict[str, Answer]:
        """Return the answers to GET, by address."""
        return {
            "form": self._form,
            "text": self._text,
            "lines": self._lines,
            "names": self._names,
            "steps": self._steps,
            "step": self._step,
            "at": self._at,
        }

    def post_answers(self) -> dict[str, Answer]:
        """Return the answers to POST, by address; none if the preview is only for reading."""
        doing = {"try": self._try, "write": self._write, "undo": self._undo, "redo": self._redo}
        return {**doing, "restore": self._restore} if self.editable else {}

    async def _form(self, _: Request, session: Session) -> Response:
        return HTMLResponse(await self._pool.run(_whole, session))

    async def _text(self, request: Request, session: Session) -> Response:
        words = request.query_params.get("words", "")[:_LONGEST]
        return HTMLResponse(await self._pool.run(_texts, session, words))

    async def _lines(self, request: Request, session: Session) -> Response:
        return await self._pool.run(_lines, session, request.query_params.get("key", ""))

    async def _names(self, request: Request, session: Session) -> Response:
        page, key = session.state.page, request.query_params.get("key", "")
        return JSONResponse(await self._pool.run(names_of, key, page.report.figures) if page else [])

    async def _try(self, request: Request, session: Session) -> Response:
        return await self._pool.run(_tried, session, await request.body())

    async def _write(self, request: Request, session: Session) -> Response:
        return await self._pool.run(_written, session, await request.body())

    async def _undo(self, _: Request, session: Session) -> Response:
        return await self._pool.run(_turned, session, session.desk.undo)

    async def _redo(self, _: Request, session: Session) -> Response:
        return await self._pool.run(_turned, session, session.desk.redo)

    async def _restore(self, request: Request, session: Session) -> Response:
        return await self._pool.run(_restored, session, number_in(request, "number"))

    async def _steps(self, _: Request, session: Session) -> Response:
        return HTMLResponse(steps_markup(session.steps, session.state.page, self.editable))

    async def _step(self, request: Request, session: Session) -> Response:
        return await self._pool.run(_as_it_was, session, number_in(request, "number"))

    async def _at(self, request: Request, session: Session) -> Response:
        state = await session.news(0)
        file = request.query_params.get("file", str(session.path))
        found = await self._pool.run(_place, state.page, file, number_in(request, "line")) if state.page else ""
        return RedirectResponse(f"./{found}", 303)


def number_in(request: Request, name: str) -> int:
    """Return the number of this name in the query; 0 if there is none, or it is too long."""
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0


def editable_files(session: Session) -> dict[str, Path]:
    """Return the budget files that may be written, by their names in findings: those that the reading opened."""
    return {str(path): path for path in session.editable}


def _whole(session: Session) -> str:
    page = session.state.page
    if str(session.path) not in editable_files(session):
        return "<p>这份预算是工作簿，请在 Excel 或 WPS 里填；保存以后，这里就会更新。</p>"
    file = FormFile(str(session.path), session.path)
    if not file.is_sound:
        return "<p>预算文件现在读不了，先在文件里改好上面说的地方。</p>"
    return whole_form(file, page.report.figures if page else None)


def _texts(session: Session, words: str) -> str:
    page = session.state.page
    if page is None:
        return ""
    files = (FormFile(name, path) for name, path in editable_files(session).items())
    listed = "".join(text_form(file, words, page.report.figures) for file in files if file.is_sound)
    return listed or "<p>这一段没有直接照印预算文件里的话；里面的数，点一下就能改它的来源。</p>"


def _lines(session: Session, key: str) -> Response:
    try:
        return JSONResponse({"text": lines_of(FormFile(str(session.path), session.path).text, key)})
    except NoSuchChange as mistake:
        return _cannot(mistake)


def _tried(session: Session, body: bytes) -> Response:
    try:
        written = after_changes(editable_files(session), asked_in(body))
        page = tried(session.path, session.unit, written.after)
    except NoSuchChange as mistake:
        return _cannot(mistake)
    except ReportgenError as mistake:
        return JSONResponse({"markup": wrong_markup(combined(mistake.diagnostics)), "wrong": True})
    old = session.state.page
    found = effect(shown_on(old if old else page), shown_on(page))
    return JSONResponse({"markup": effect_markup(found, page.report.figures), "wrong": False})


def _written(session: Session, body: bytes) -> Response:
    return _turned(session, lambda: session.desk.write(editable_files(session), asked_in(body)))


def _restored(session: Session, number: int) -> Response:
    step, files = session.steps.get(number), set(editable_files(session).values())
    if step is None:
        raise HTTPException(404)
    contents = {path: content for path, content in step.contents.items() if path in files}
    return _turned(session, lambda: session.desk.restore(contents))


def _turned(session: Session, turn: Callable[[], object]) -> Response:
    try:
        done = turn()
    except NoSuchChange as mistake:
        return _cannot(mistake)
    except ReportgenError as mistake:
        return JSONResponse({"markup": wrong_markup(combined(mistake.diagnostics))}, 409)
    if done:
        session.saved()
    return JSONResponse({"done": bool(done), **session.desk.steps_possible})


def _cannot(mistake: NoSuchChange) -> Response:
    now = mistake.now if isinstance(mistake, Outdated) else None
    return JSONResponse({"markup": wrong_markup((), str(mistake)), "now": now}, 409)


def _as_it_was(session: Session, number: int) -> Response:
    step = session.steps.get(number)
    if step is None:
        raise HTTPException(404)
    try:
        with standing_in({path.resolve(): content for path, content in step.contents.items()}):
            report = built(session.path, session.unit).report
    except ReportgenError as mistake:
        return HTMLResponse(wrong_markup(combined(mistake.diagnostics)))
    return HTMLResponse(writer("html")(report.document, report.profile.style))


def _place(page: PreviewPage, file: str, line: int) -> str:
    """Return the query that shows the printed figure of fewest lines that the line is part of; "" if there is none."""
    name = page.figures_by_line.get((Path(file).name, line))
    return f"?figure={quote(name, safe='')}" if name else ""


MOST_NUMBERS, MOST_FINDINGS = 20, 10  # of each that are listed


def names_of(key: str, figures: Figures) -> list[tuple[str, str]]:
    """Return what to choose from where that key stands, with its name; nothing where any text will do."""
    budget, vocabulary = figures.budget, figures.vocabulary
    if key == "金额单位":
        return [(unit, "") for unit in UNITS]
    if key not in vocabulary.dimensions:
        return []
    used = {line.dims[key] for line in budget.books[""].every_line() if key in line.dims}
    listed = Catalogue(budget.file.year).names(key) if key in CODE_LEVELS else vocabulary.trees.get(key, {})
    found = sorted({*listed, *used}) if key in CODE_LEVELS else [*listed, *sorted(used.difference(listed))]
    names = ((member, budget.member_name(key, member)) for member in found if member != NOT_APPLICABLE)
    return [(member, "" if name == member else name) for member, name in names]


def effect_markup(found: Effect, figures: Figures) -> str:
    """Return what changes: in one line, then the numbers and findings one by one."""
    numbers = list({(one.name, one.old, one.new): one for one in found.numbers}.values())  # printed in several places
    listed = "".join(_number(one, figures) for one in numbers[:MOST_NUMBERS])
    more = f"<li>……共{len(numbers)}个</li>" if len(numbers) > MOST_NUMBERS else ""
    told = f"<details><summary>变了的数</summary><ul>{listed}{more}</ul></details>" if numbers else ""
    return f"<p><strong>{summary(found)}</strong></p>{_new_findings(found.came)}{told}"


def summary(found: Effect) -> str:
    """Return what changes in one line."""
    before, after = found.errors
    errors = f"错误{before}→{after}" if before != after else f"错误{after}处"
    numbers = f"改动{len(found.numbers)}处" if found.numbers else "印出来的数不变"
    return f"{numbers}，{errors}"


def wrong_markup(findings: Iterable[Diagnostic], said: str = "") -> str:
    """Return why a change cannot be made, or what would keep the file from being read."""
    shown = "".join(finding_markup(one, lambda _: "") for one in findings)
    words = escaped(said) if said else "这样改，文件就用不了了"
    return f'<p class="pv-bad"><strong>{words}</strong></p>' + (f'<ol class="findings">{shown}</ol>' if shown else "")


def steps_markup(steps: Iterable[SavedStep], page: PreviewPage | None, editable: bool) -> str:
    """Return the saved steps as a list (HTML), the last one first; `editable`: earlier ones can be restored."""
    every = list(steps)
    listed = "".join(_step(step, page, editable and step is not every[-1]) for step in reversed(every))
    return f'<ol class="pv-steps" reversed>{listed}</ol>' if listed else "<p>还没有保存过。</p>"


def _step(step: SavedStep, page: PreviewPage | None, restorable: bool) -> str:
    at = datetime.fromtimestamp(step.at / 1000).astimezone()
    words = summary(step.effect) if step.effect else "打开时的样子"
    inside = effect_markup(step.effect, page.report.figures) if step.effect and page else ""
    again = f'<button type="button" class="pv-button" data-restore="{step.number}">恢复到这一步</button>'
    tools = f'<a class="pv-button" href="step?number={step.number}" target="_blank" rel="noopener">看当时的文件</a>'
    return (
        f'<li><details><summary><time datetime="{at:%Y-%m-%dT%H:%M:%S}">{at:%H:%M:%S}</time> {escaped(words)}</summary>'
        f'{inside}</details><p class="pv-rowtools">{tools}{again if restorable else ""}</p></li>'
    )


def _number(one: ChangedNumber, figures: Figures) -> str:
    try:
        name = figure_of(one.name, figures)
        words = called(name, figures) if name else one.name
    except ReportgenError:
        words = one.name
    old, new = escaped(one.old or "（没有）"), escaped(one.new or "（没有）")
    shown = link(one.name, words, one.nth) if one.new else escaped(words)
    return f"<li>{shown}　<del>{old}</del> <ins>{new}</ins></li>"


def _new_findings(found: tuple[Diagnostic, ...]) -> str:
    if not found:
        return ""
    shown = "".join(finding_markup(one, lambda _: "") for one in found[:MOST_FINDINGS])
    more = f"<p>……共{len(found)}处</p>" if len(found) > MOST_FINDINGS else ""
    return (
        f'<details open><summary>新的发现（{len(found)}处）</summary><ol class="findings">{shown}</ol>{more}</details>'
    )
