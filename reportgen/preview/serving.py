"""The server of the preview (服务): the socket, the end at Ctrl-C, and connections that wait for their client.

A client that connects and asks nothing, asks for ever, or does not read its answer loses its connection after a while,
and sooner where there are many of them.
"""

import asyncio
import gc
import secrets
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import Any

import h11
import uvicorn
from starlette.datastructures import Headers
from uvicorn.protocols.http.h11_impl import H11Protocol

from reportgen.preview.app import Preview
from reportgen.preview.guard import Gate, Guard, has_body
from reportgen.preview.session import Session
from reportgen.records import NamedTuple

USUAL = 8750  # the port that is tried first if none is asked for
_EVERYWHERE = ("0.0.0.0", "::")  # listen on every address of this computer
PATIENCE = 10_000  # milliseconds for a client to ask, or to read more of its answer
_MOST = 200  # connections
_QUEUE = 64  # connections that are taken before anything else has its turn
_HEAD = 16_384  # bytes of a request
_END, _AT_LAST = 100, 1  # when the server stops: milliseconds for unfinished answers, and seconds for all the rest


class _Waiting(NamedTuple):
    """A connection that waits for its client: since when (ms), after which exchange, with how many bytes unsent."""

    since: int
    exchange: object
    unsent: int


def _waiting(connection: H11Protocol, now: int, before: _Waiting | None) -> _Waiting | None:
    """Return how a connection waits for its client; None if the client waits. A part of a request is no progress."""
    exchange, unsent = connection.cycle, connection.transport.get_write_buffer_size()
    if exchange is not None and not (exchange.response_complete or unsent):
        return None
    found = _Waiting(now, exchange, unsent)
    return before if before and before[1:] == found[1:] else found


class _Asked(h11.Connection):
    """The parser of what a client sends. If a body is refused, only the head of its request is read.

    Attributes:
        takes_body: whether a body follows that is read.
    """

    def __init__(self, gate: Gate) -> None:
        super().__init__(h11.SERVER, _HEAD)
        self._gate, self._refused, self.takes_body = gate, False, False

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return the next event; none after the head of a request whose body is refused."""
        if self._refused:
            return h11.PAUSED
        event = super().next_event()
        if isinstance(event, h11.Request):
            path, headers = event.target.decode("ascii").partition("?")[0], Headers(raw=list(event.headers))
            self.takes_body = has_body(event.headers) and self._gate.takes(event.method.decode(), path, headers)
            self._refused = has_body(event.headers) and not self.takes_body
        elif isinstance(event, h11.EndOfMessage):
            self.takes_body = False
        return event


class _Connection(H11Protocol):
    """A connection that takes no more than a head at once, browsers never send two, and the body that may follow."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        guard = self.config.app
        assert isinstance(guard, Guard)
        self.conn: _Asked = _Asked(guard.gate)

    def data_received(self, data: bytes) -> None:
        """Read what the client sent; of a head at most one byte more than it may have: then it is refused."""
        if self.conn.takes_body:
            super().data_received(data)
            return
        head, end, rest = data.partition(b"\r\n\r\n")
        super().data_received((head + end)[: _HEAD + 1])
        if rest and self.conn.takes_body:
            super().data_received(rest)


def _config(application: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        lifespan="on",
        loop="asyncio",
        http=_Connection,
        backlog=_QUEUE,
        ws="none",
        log_config=None,
        log_level="error",  # what a client asks wrongly is no matter for the officer's console
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_AT_LAST,
    )


class Serving(uvicorn.Server):
    """A server that ends its streams when it stops, and waits for no client longer than its patience lasts."""

    def __init__(
        self,
        sessions: Sequence[Session],
        listening: socket.socket,
        host: str,
        patience: int = PATIENCE,
        editable: bool = True,
    ) -> None:
        self.listening, self.patience, token = listening, patience, secrets.token_urlsafe(16)
        self._waiting: dict[H11Protocol, _Waiting] = {}
        self.gate = Gate(host, listening.getsockname()[1], token, (socket.gethostname().lower(),))
        self.preview = Preview(sessions, token, editable and self.gate.is_local)
        super().__init__(_config(Guard(self.preview.application(), self.gate)))

    @property
    def address(self) -> str:
        """The address to open in a browser, with the token if other computers may ask."""
        host = socket.gethostname() if self.gate.host in _EVERYWHERE else self.gate.host
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.gate.port}/{'' if self.gate.is_local else f'?token={self.gate.token}'}"

    async def on_tick(self, counter: int) -> bool:
        """Close connections that have waited too long for their client; ten times a second."""
        now = time.monotonic_ns() // 1_000_000
        found = ((each, _waiting(each, now, self._waiting.get(each))) for each in self._connections())
        self._waiting = {each: waiting for each, waiting in found if waiting}
        in_turn = sorted(self._waiting, key=lambda each: self._waiting[each].since)
        too_many = len(self.server_state.connections) - _MOST
        for at, each in enumerate(in_turn):
            if at < too_many or now - self._waiting[each].since > self.patience:
                each.transport.abort()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the server: answers get a moment to be sent; then their connections are ended."""
        asyncio.get_running_loop().call_later(_END / 1000, self._abort)
        await super().shutdown(sockets)

    def _abort(self) -> None:
        for each in self._connections():
            each.transport.abort()

    def _connections(self) -> list[H11Protocol]:
        return [each for each in self.server_state.connections if isinstance(each, H11Protocol)]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at Ctrl-C."""
        self.preview.close()
        super().handle_exit(sig, frame)

    def stop(self) -> None:
        """Stop the server from its own thread."""
        self.preview.close()
        self.should_exit = True

    def serve_here(self) -> None:
        """Serve until it is stopped."""
        with suppress(KeyboardInterrupt), self.listening:
            self.run([self.listening])
        gc.freeze()  # the program ends: half a second would go into a last search for what nobody needs


def bound(host: str, port: int | None) -> socket.socket:
    """Return a listening socket on that port; without one, on the usual port or any free one.

    Raises:
        OSError: the port is in use, or this computer has no such address.
    """
    if port is not None:
        return _listening(host, port)
    try:
        return _listening(host, USUAL)
    except OSError:
        return _listening(host, 0)


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two programs have the same port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_QUEUE)
    except OSError:
        listening.close()
        raise
    return listening
