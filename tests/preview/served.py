"""The preview as browsers meet it: a real server on a port of its own, asked over HTTP.

Nobody sleeps here: a tab waits for the next event of the server, and a test that waits in vain fails after DEADLINE.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from reportgen.preview.serving import PATIENCE, Serving, bound
from reportgen.preview.session import Session
from tests.unit.small import budget_file, region

DEADLINE = 30  # seconds


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.content))


class Tab:
    """A browser's tab that listens to the events of one document."""

    def __init__(self, port: int, base: str = "/") -> None:
        self.port, self.base = port, base
        self._connection = HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        self._connection.request("GET", f"{base}events")
        self._stream: HTTPResponse = self._connection.getresponse()
        assert self._stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"

    def event(self) -> dict[str, int]:
        """The next event."""
        while line := self._stream.readline():
            if line.startswith(b"data: "):
                return dict(json.loads(line.removeprefix(b"data: ")))
        raise EOFError

    def rest(self) -> list[bytes]:
        """What else was said before the stream ended, events and signs of life aside."""
        return [line for line in self._stream.readlines() if line.strip() and line[:5] not in (b"event", b"data:")]

    def state(self) -> dict[str, Any]:
        return ask(self.port, f"{self.base}state").data

    def until(self, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """The first state of which that is true, seen event by event."""
        while True:
            self.event()
            if holds(state := self.state()):
                return state

    def close(self) -> None:
        self._stream.close()
        self._connection.close()


def ask(
    port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Reply:
    """One request; `Host` is the server's own unless stated, with None for none at all."""
    connection = HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    sent = {"Host": f"127.0.0.1:{port}", **({"Content-Length": str(len(body))} if body else {}), **(headers or {})}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(body or None)
    answer = connection.getresponse()
    reply = Reply(answer.status, dict(answer.headers.items()), answer.read())
    connection.close()
    return reply


@contextmanager
def served(*sessions: Session, host: str = "127.0.0.1", patience: int = PATIENCE) -> Iterator[Serving]:
    """A server of these sessions, in a thread of its own."""
    server = Serving(sessions, bound(host, 0), host, patience)
    thread = threading.Thread(target=server.serve_here)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(DEADLINE)
        assert not thread.is_alive()


@contextmanager
def watched(port: int, base: str = "/") -> Iterator[Tab]:
    """A tab, closed afterwards."""
    tab = Tab(port, base)
    try:
        yield tab
    finally:
        tab.close()


def small(folder: Path, spent: int = 12, template: str = "{{ 支出 }}\n") -> Path:
    """A budget file that says how much is spent, and a region that prints it."""
    region(folder, template)
    return budget_file(folder, f"支出: {spent}\n")


def says(spent: int) -> Callable[[dict[str, Any]], bool]:
    """Whether the page prints that amount, and the file can be read."""
    return lambda state: f'<data value="{spent}"' in state["article"] and not broken(state)


def broken(state: Mapping[str, Any]) -> bool:
    """Whether the page says that the file cannot be read."""
    return "现在用不了" in state["banner"]
