"""Addresses of the preview (地址): with one budget file `/…` and `/0/…`, with several `/0/…`, `/1/…` and a start page.

./                the page              ./events            what is new, as it happens
./state           what it shows         ./figure, ./search  a number's answer, where something stands
./revised         the document with tracked changes
./rebuild         POST: build again     ./download/docx     the finished file
./form, ./try …   the desk (desk_routes.py)
/assets/…         style and scripts

Builds, answers and downloads have threads of their own, so that a save never waits for a download. Files are made one
at a time. An answer for which nobody waits any more is given up, and a conversion is stopped.
"""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Event
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from reportgen.document import plain
from reportgen.preview import answering
from reportgen.preview.background import Pool, watch
from reportgen.preview.building import MEDIA_TYPES, PreviewPage, State, download, download_formats
from reportgen.preview.desk_routes import DeskRoutes, editable_files, number_in
from reportgen.preview.page import TabContents, page_markup, start_markup
from reportgen.preview.page_lines import table_with
from reportgen.preview.session import Session
from reportgen.saving import file_name

BUILDERS, WATCHERS, ANSWERERS, CONVERTERS = 4, 1, 1, 1  # threads
_PATIENCE = 300  # milliseconds for a conversion to stop at the end
_HEARTBEAT = 15  # seconds between signs of life on a stream
_LONGEST = 2000  # characters of what is asked
_SAID = {404: "没有这个地址。", 405: "没有这种请求。"}

_WORTH = 4096  # bytes from which an answer is compressed, in a millisecond for a long document

_Key = tuple[int | None, bool]  # of an answer: the version that it patches (None: a page), whether it is compressed
Endpoint = Callable[[Request], Awaitable[Response]]
Answer = Callable[[Request, Session], Awaitable[Response]]


class Preview:
    """The sessions at their addresses, and the tasks that run with the server.

    Attributes:
        token: what POST requires.
    """

    def __init__(self, sessions: Sequence[Session], token: str, editable: bool = True) -> None:
        self.sessions, self.token = tuple(sessions), token
        self._closed = asyncio.Event()
        self._answers, self._downloads = Pool(ANSWERERS), Pool(CONVERTERS)
        self._desk = DeskRoutes(self._answers, editable)
        self._contents = {session: TabContents() for session in sessions}
        self._made: dict[Session, tuple[int, dict[_Key, tuple[bytes, dict[str, str]]]]] = {}

    def application(self) -> Starlette:
        """Return the application; the tasks of the sessions start and stop with it."""
        inside: dict[str, Answer] = {
            "": self._page,
            "state": self._state,
            "events": self._events,
            "figure": self._figure,
            "search": self._search,
            "revised": self._revised,
            "download/{format}": self._download,
            **self._desk.get_answers(),
        }
        posts = {"rebuild": self._rebuild, **self._desk.post_answers()}
        routes = [*self._routes(inside, "GET"), *self._routes(posts, "POST"), Route("/assets/{name}", _asset)]
        routes += [Route("/", self._answered(self._start))] if len(self.sessions) > 1 else []
        app = Starlette(routes=routes, lifespan=self._running, exception_handlers={HTTPException: _refusal})
        app.router.redirect_slashes = False
        return app

    def _routes(self, answers: Mapping[str, Answer], method: str) -> Iterator[Route]:
        """Yield the routes of every session; one that is alone has addresses without its number too."""
        for prefix in ("/", "/{session:int}/") if len(self.sessions) == 1 else ("/{session:int}/",):
            for path, answer in answers.items():
                yield Route(prefix + path, self._in_session(answer), methods=[method])

    def close(self) -> None:
        """End streams and answers, so that no browser keeps the server from stopping."""
        self._closed.set()

    @asynccontextmanager
    async def _running(self, _: Starlette) -> AsyncIterator[None]:
        builders = Pool(BUILDERS)
        running = (*(session.run(builders) for session in self.sessions), watch(self.sessions, Pool(WATCHERS)))
        tasks = [asyncio.create_task(each) for each in running]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._downloads.idle(), _PATIENCE / 1000)

    def _in_session(self, answer: Answer) -> Endpoint:
        async def answered(request: Request) -> Response:
            number = request.path_params.get("session", 0)
            if number >= len(self.sessions):
                raise HTTPException(404)
            return await answer(request, self.sessions[number])

        return self._answered(answered)

    def _answered(self, answer: Endpoint) -> Endpoint:
        """Return the answer as one that is given up when its client leaves or the preview ends."""

        async def answered(request: Request) -> Response:
            await request.body()  # before `_left` listens: it would take it away
            answering = asyncio.ensure_future(answer(request))
            ends = asyncio.create_task(_left(request)), asyncio.create_task(self._closed.wait())
            try:
                await asyncio.wait((answering, *ends), return_when=asyncio.FIRST_COMPLETED)
                return answering.result() if answering.done() else Response(status_code=503)
            finally:
                for each in (answering, *ends):
                    each.cancel()

        return answered

    async def _start(self, _: Request) -> Response:
        states = [await session.news(0) for session in self.sessions]
        return HTMLResponse(start_markup(states, self.token))

    async def _page(self, request: Request, session: Session) -> Response:
        state, contents = await session.news(0), self._contents[session]
        several, editable = len(self.sessions) > 1, self._desk.editable

        def made() -> str:
            content = contents.of(state)
            return page_markup(state, content, self.token, download_formats(), several=several, editable=editable)

        return self._of(state, session, request, made)

    async def _state(self, request: Request, session: Session) -> Response:
        state, contents = await session.news(0), self._contents[session]
        since = contents.known(number_in(request, "since"))

        def made() -> str:
            return json.dumps(contents.data(state, since), ensure_ascii=False)

        return self._of(state, session, request, made, since)

    def _of(
        self, state: State, session: Session, request: Request, made: Callable[[], str], since: int | None = None
    ) -> Response:
        """Return the page of this state; with `since`, as JSON, what is new in it since that version.

        It is made and compressed once, and kept until the state changes.
        """
        version, kept = self._made.get(session, (0, {}))
        if version != state.version:
            self._made[session] = state.version, (kept := {})
        packed = "gzip" in request.headers.get("accept-encoding", "")
        key = since, packed
        if key not in kept:
            content = made().encode()
            packs = packed and len(content) >= _WORTH
            kept[key] = (gzip.compress(content, 1), {"Content-Encoding": "gzip"}) if packs else (content, {})
        content, headers = kept[key]
        media_type = "text/html" if since is None else "application/json"
        return Response(content, media_type=media_type, headers={"Vary": "Accept-Encoding", **headers})

    async def _events(self, _: Request, session: Session) -> Response:
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(session), media_type="text/event-stream", headers=headers)

    async def _stream(self, session: Session) -> AsyncIterator[str]:
        """Yield an event for every version, and a comment after _HEARTBEAT seconds without one."""
        seen = 0
        closed = asyncio.create_task(self._closed.wait())
        news = asyncio.create_task(session.news(seen))
        try:
            while True:
                await asyncio.wait((news, closed), timeout=_HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                if closed.done():
                    return
                if not news.done():
                    yield ": \n\n"
                    continue
                seen = news.result().version
                yield _event(news.result())
                news = asyncio.create_task(session.news(seen))
        finally:
            news.cancel()
            closed.cancel()

    async def _figure(self, request: Request, session: Session) -> Response:
        files = editable_files(session) if self._desk.editable else {}
        answered = partial(answering.answered, files=files)
        return await self._panel(session, answered, request.query_params.get("name", ""))

    async def _search(self, request: Request, session: Session) -> Response:
        return await self._panel(session, answering.found, request.query_params.get("q", ""))

    async def _revised(self, _: Request, session: Session) -> Response:
        return await self._panel(session, lambda page, _: page.revised, "")

    async def _panel(self, session: Session, made: Callable[[PreviewPage, str], str], asked: str) -> Response:
        state = await session.news(0)
        if state.page is None:
            raise HTTPException(404)
        return HTMLResponse(await self._answers.run(made, state.page, asked[:_LONGEST]))

    async def _download(self, request: Request, session: Session) -> Response:
        state, format_ = await session.news(0), request.path_params["format"]
        if state.page is None or format_ not in download_formats():
            raise HTTPException(404)
        asked, given_up = request.query_params.get("table", ""), Event()
        table = table_with(asked[:_LONGEST], state.page.report.document) if asked else None
        if asked and not table:
            raise HTTPException(404)
        try:
            made = await self._downloads.run(download, state.page, format_, given_up.is_set, table)
        finally:
            given_up.set()
        if isinstance(made, str):
            return PlainTextResponse(f"{made}\n", 503)
        title = f" {plain(table.title) or table.name}" if table else ""
        name = quote(f"{file_name(session.stem + title)}.{format_}", safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(made, media_type=MEDIA_TYPES[format_], headers=headers)

    async def _rebuild(self, _: Request, session: Session) -> Response:
        session.saved()
        return Response(status_code=204)


def _event(state: State) -> str:
    return f"event: update\ndata: {json.dumps({'version': state.version, 'at': state.at})}\n\n"


async def _refusal(_: Request, mistake: Exception) -> Response:
    status = mistake.status_code if isinstance(mistake, HTTPException) else 500
    return PlainTextResponse(f"{_SAID.get(status, '不能回答。')}\n", status)


async def _left(request: Request) -> None:
    """Wait until the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


_ASSET_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


async def _asset(request: Request) -> Response:
    """Return a file that the folder of assets lists, or 304 if the browser has it already."""
    there = Path(__file__).with_name("assets").iterdir()
    found = next((path for path in there if path.name == request.path_params["name"]), None)
    if found is None or found.suffix not in _ASSET_TYPES:
        raise HTTPException(404)
    content = found.read_bytes()
    mark = f'"{sha256(content).hexdigest()}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_ASSET_TYPES[found.suffix], headers=headers)
