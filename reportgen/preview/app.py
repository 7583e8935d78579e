"""Addresses of the preview (地址): with one budget file `/…` and `/0/…`, with several `/0/…`, `/1/…` and a start page.

./                the page              ./events            what is new, as it happens
./state           what it shows         ./figure, ./search  a number's answer, where something stands
./rebuild         POST: build again     ./download/docx     the finished file
/assets/…         what the page needs
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from reportgen.preview import answering, downloads, searching
from reportgen.preview.building import Page
from reportgen.preview.changed import changes_markup
from reportgen.preview.page import page_markup
from reportgen.preview.panels import banner_markup, findings_markup
from reportgen.preview.room import Room
from reportgen.preview.shelf import Shelf
from reportgen.preview.start import start_markup
from reportgen.preview.state import State, View
from reportgen.preview.watching import watch

WORKERS = 4  # threads that build, check and answer
_HEARTBEAT = 15  # seconds between signs of life on a stream
_LONGEST = 2000  # characters of what is asked
_SAID = {404: "没有这个地址。", 405: "没有这种请求。"}

Answer = Callable[[Request, Room], Awaitable[Response]]


class Preview:
    """The rooms behind their addresses, and what runs beside them while the server does. `token`: for POST."""

    def __init__(self, rooms: Sequence[Room], token: str) -> None:
        self.rooms, self.token = tuple(rooms), token
        self._closed = asyncio.Event()

    def application(self) -> Starlette:
        """The routes; what runs beside them begins and ends with the application."""
        inside: dict[str, Answer] = {
            "": self._page,
            "state": self._state,
            "events": self._events,
            "figure": self._figure,
            "search": self._search,
            "download/{format}": self._download,
        }
        prefixes = ("/", "/{room:int}/") if len(self.rooms) == 1 else ("/{room:int}/",)
        routes = [Route(prefix + path, self._in_room(answer)) for prefix in prefixes for path, answer in inside.items()]
        routes += [Route(f"{prefix}rebuild", self._in_room(self._rebuild), methods=["POST"]) for prefix in prefixes]
        routes += [Route("/assets/{name}", Shelf().served), *([Route("/", self._start)] if len(self.rooms) > 1 else [])]
        app = Starlette(routes=routes, lifespan=self._running, exception_handlers={HTTPException: _refusal})
        app.router.redirect_slashes = False
        return app

    def close(self) -> None:
        """Ends the streams: no browser keeps the server from stopping."""
        self._closed.set()

    @asynccontextmanager
    async def _running(self, _: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(WORKERS, "preview"))
        tasks = [asyncio.create_task(each) for each in (*(room.run() for room in self.rooms), watch(self.rooms))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _in_room(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            number = request.path_params.get("room", 0)
            if number >= len(self.rooms):
                raise HTTPException(404)
            return await answer(request, self.rooms[number])

        return answered

    def _view(self, request: Request) -> View:
        number = request.path_params.get("room")
        base = "/" if number is None else f"/{number}/"
        return View(self.token, base, downloads.formats(), len(self.rooms) > 1)

    async def _start(self, _: Request) -> Response:
        states = [await room.news(0) for room in self.rooms]
        return HTMLResponse(start_markup(states, self.token))

    async def _page(self, request: Request, room: Room) -> Response:
        return HTMLResponse(page_markup(await room.news(0), self._view(request)))

    async def _state(self, _: Request, room: Room) -> Response:
        return JSONResponse(as_data(await room.news(0)))

    async def _events(self, _: Request, room: Room) -> Response:
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(room), media_type="text/event-stream", headers=headers)

    async def _stream(self, room: Room) -> AsyncIterator[str]:
        """An event for every version, and a sign of life where there is none for long."""
        seen = 0
        closed = asyncio.create_task(self._closed.wait())
        news = asyncio.create_task(room.news(seen))
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
                news = asyncio.create_task(room.news(seen))
        finally:
            news.cancel()
            closed.cancel()

    async def _figure(self, request: Request, room: Room) -> Response:
        return await self._panel(room, answering.answered, request.query_params.get("name", ""))

    async def _search(self, request: Request, room: Room) -> Response:
        return await self._panel(room, searching.found, request.query_params.get("q", ""))

    async def _panel(self, room: Room, made: Callable[[Page, str], str], asked: str) -> Response:
        state = await room.news(0)
        if state.page is None:
            raise HTTPException(404)
        return HTMLResponse(await asyncio.to_thread(made, state.page, asked[:_LONGEST]))

    async def _download(self, request: Request, room: Room) -> Response:
        state, format_ = await room.news(0), request.path_params["format"]
        if state.page is None or format_ not in downloads.formats():
            raise HTTPException(404)
        made = await asyncio.to_thread(downloads.made, state.page, format_)
        if isinstance(made, str):
            return PlainTextResponse(f"{made}\n", 503)
        name = quote(f"{room.stem}.{format_}", safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(made, media_type=downloads.KINDS[format_], headers=headers)

    async def _rebuild(self, _: Request, room: Room) -> Response:
        room.saved()
        return Response(status_code=204)


def as_data(state: State) -> dict[str, Any]:
    """The state as a tab gets it."""
    shown = state.page
    return {
        "version": state.version,
        "at": state.at,
        "built": str(shown.built) if shown else "",
        "title": state.title,
        "article": shown.article if shown else "",
        "css": shown.css if shown else "",
        "banner": banner_markup(state),
        "findings": findings_markup(state),
        "changes": changes_markup(state),
        "pending": state.pending,
    }


def _event(state: State) -> str:
    return f"event: update\ndata: {json.dumps({'version': state.version, 'at': state.at})}\n\n"


async def _refusal(_: Request, mistake: Exception) -> Response:
    status = mistake.status_code if isinstance(mistake, HTTPException) else 500
    return PlainTextResponse(f"{_SAID.get(status, '不能回答。')}\n", status)
