"""Nobody keeps a save from being shown: no download, no work without end, no client that says nothing."""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import h11
import pytest

from reportgen.preview import app, serving
from reportgen.preview.background import Pool
from reportgen.preview.guard import Gate
from reportgen.preview.serving import _Asked, _waiting
from reportgen.preview.session import Session
from tests.preview.served import DEADLINE, says, served, small, watched
from tests.preview.test_following import text


class Slow:
    """Downloads that end when nobody waits for them any more."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Semaphore(0), threading.Semaphore(0)
        self.under_way, self.most = 0, 0

    def __call__(self, _page: object, _format: str, given_up: Callable[[], bool], _table: object) -> bytes:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.begun.release()
        while not given_up():
            pass
        self.under_way -= 1
        self.ended.release()
        return b""


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr(app, "download", found)
    return found


def connected(port: int, sent: str = "") -> socket.socket:
    """A connection on which so much was sent."""
    made = socket.create_connection(("127.0.0.1", port), DEADLINE)
    made.sendall(sent.replace("\n", "\r\n").encode())
    return made


def closed(connection: socket.socket) -> bool:
    """Waits until the server closes it."""
    with connection:
        try:
            return b"" in iter(lambda: connection.recv(1 << 16), None)
        except ConnectionResetError:
            return True


def question(port: int, path: str) -> str:
    return f"GET {path} HTTP/1.1\nHost: 127.0.0.1:{port}\n\n"


def test_a_save_is_shown_while_files_are_made_one_at_a_time_for_those_who_wait(tmp_path: Path, slow: Slow) -> None:
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        clients = [connected(server.gate.port, question(server.gate.port, "/download/txt")) for _ in range(12)]
        assert slow.begun.acquire(timeout=DEADLINE)
        path.write_text(text(345), encoding="utf-8")
        tab.until(says(345))
        for client in clients:
            client.close()
        assert slow.ended.acquire(timeout=DEADLINE)
        assert slow.most == 1


def test_what_is_under_way_keeps_the_server_from_nothing_when_it_stops(tmp_path: Path, slow: Slow) -> None:
    with served(Session(small(tmp_path))) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        client = connected(server.gate.port, question(server.gate.port, "/download/txt"))
        assert slow.begun.acquire(timeout=DEADLINE)
    assert slow.ended.acquire(timeout=DEADLINE)
    assert closed(client)


def test_a_build_without_end_keeps_the_server_from_nothing_when_it_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, never = threading.Event(), threading.Event()
    monkeypatch.setattr("reportgen.preview.session.built", lambda *_: (begun.set(), never.wait(DEADLINE)))
    with served(Session(small(tmp_path))) as server:
        client = connected(server.gate.port, question(server.gate.port, "/"))
        assert begun.wait(DEADLINE)
    assert closed(client)
    never.set()


@pytest.mark.parametrize(
    "sent",
    ["", "G", "GET / HTTP/1.1\nHost: 127", "GET /nothing HTTP/1.1\nHost: x\n\nGET",
     "POST /rebuild HTTP/1.1\nHost: x\nContent-Length: 1000000\n\n一"],
)  # fmt: skip
def test_a_connection_that_never_asks_is_closed_and_a_tab_that_listens_is_not(tmp_path: Path, sent: str) -> None:
    path = small(tmp_path)
    with served(Session(path), patience=0) as server, watched(server.gate.port) as tab:
        tab.event()
        assert closed(connected(server.gate.port, sent))
        path.write_text(text(345), encoding="utf-8")
        tab.event()


def test_of_a_request_with_a_body_only_the_head_is_read() -> None:
    asked = _Asked(Gate("127.0.0.1", 80, "token"))
    head = b"POST /write HTTP/1.1\r\nHost: x\r\nX-Token: token\r\nTransfer-Encoding: chunked\r\n\r\n"
    asked.receive_data(head + b"1\r\nx\r\n" * 200_000)
    found = [asked.next_event() for _ in range(3)]
    assert isinstance(found[0], h11.Request)
    assert found[1:] == [h11.PAUSED, h11.PAUSED]


@pytest.mark.parametrize("sent", ["A: b\n" * 10_000, "A: " + "b" * 100_000 + "\n"])
def test_a_head_longer_than_any_browser_sends_is_refused_unread(tmp_path: Path, sent: str) -> None:
    with served(Session(small(tmp_path))) as server:
        asked = question(server.gate.port, "/nothing")
        with connected(server.gate.port, f"{asked.rstrip()}\n{sent}\n") as client, suppress(ConnectionResetError):
            assert client.recv(1 << 16).startswith(b"HTTP/1.1 400")


def test_what_is_no_question_says_nothing_on_the_console(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with served(Session(small(tmp_path))) as server:
        assert closed(connected(server.gate.port, "\x16\x03 no question\n\n"))
    assert [record.getMessage() for record in caplog.records] == []


def test_of_many_connections_those_that_wait_longest_are_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_MOST", 2)
    with served(Session(small(tmp_path))) as server, watched(server.gate.port) as tab:
        tab.event()
        first = connected(server.gate.port)
        while first.getsockname() not in [each.client for each in server._waiting]:  # until the server has seen it
            pass
        second = connected(server.gate.port)
        assert closed(first)
        second.sendall(question(server.gate.port, "/nothing").replace("\n", "\r\n").encode())
        with second:
            assert second.recv(1 << 16).startswith(b"HTTP/1.1 404")


def connection(unsent: int, *, complete: bool) -> Any:
    cycle = SimpleNamespace(response_complete=complete)
    return SimpleNamespace(cycle=cycle, transport=SimpleNamespace(get_write_buffer_size=lambda: unsent))


def test_a_client_that_reads_on_has_time_and_one_that_reads_nothing_has_not() -> None:
    client = connection(5000, complete=False)
    stuck = _waiting(client, 100, None)
    assert _waiting(client, 900, stuck) == stuck
    client.transport.get_write_buffer_size = lambda: 4000
    assert _waiting(client, 900, stuck) == (900, client.cycle, 4000)
    assert _waiting(connection(0, complete=False), 900, stuck) is None
    assert _waiting(connection(0, complete=True), 900, stuck) is not None


def test_work_without_end_holds_its_own_place_alone() -> None:
    never = threading.Event()

    async def work() -> list[object]:
        stuck, free = Pool(1), Pool(1)
        first, second = (asyncio.create_task(stuck.run(what)) for what in (never.wait, lambda: "after it"))
        done: list[object] = [await free.run(int, "12")]
        with pytest.raises(ValueError, match="invalid literal"):
            await free.run(int, "x")
        first.cancel()
        assert not (await asyncio.wait((second,), timeout=0))[0]
        never.set()
        done.append(await second)
        await stuck.idle()
        return done

    assert asyncio.run(work()) == [12, "after it"]
