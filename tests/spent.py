"""Which part of the tests took how long: seconds of the processor, for each folder or file of `tests/`, at the end.

It is the time of the test process and of the programs that tests started and waited for (LibreOffice, Chromium, Java):
what else the machine does hardly matters. Fixtures count where they are first asked for. The workers of pytest-xdist
tell what they spent to the process that began them. What a program took that tests share is known when it has ended.
"""

import os
from collections import Counter
from collections.abc import Callable, Generator, Mapping

import pytest

LEAST = 30  # seconds that a run takes at least, to be told of
SMALL = 1  # parts that took less are told as one
LOADING = "(loading and collecting)"
_OUTPUT = "spent"  # the name under which a worker tells


def spent() -> float:
    """Seconds of the processor until now."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def part(nodeid: str) -> str:
    """The folder or file of `tests/` that a test is in."""
    return nodeid.removeprefix("tests/").partition("::")[0].partition("/")[0]


def table(seconds: Mapping[str, float]) -> list[str]:
    """Seconds, share, part: the largest first."""
    whole = sum(seconds.values())
    large = sorted(((took, name) for name, took in seconds.items() if took >= SMALL), reverse=True)
    small = [took for took in seconds.values() if took < SMALL]
    rows = [*large, *([(sum(small), f"({len(small)} more)")] if small else []), (whole, "(all)")]
    return [f"{took:8.1f} s {100 * took / whole:5.1f} %  {name}" for took, name in rows]


class Spent:
    """The plugin: adds up, and tells at the end."""

    def __init__(self, **shared: Callable[[], None]) -> None:
        """`shared`: how programs are ended that go on until the end of the run."""
        self._shared = shared
        self.seconds: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        """All that came before is loading."""
        try:
            return (yield)
        finally:
            self._add(LOADING, spent())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test with its fixtures."""
        begun = spent()
        try:
            return (yield)
        finally:
            self._add(part(item.nodeid), spent() - begun)

    def _add(self, name: str, seconds: float) -> None:
        self.seconds.update({name: seconds})  # type: ignore[dict-item]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Shared programs end, and a worker tells what it spent."""
        for name, end in self._shared.items():
            begun = spent()
            end()
            self._add(f"({name})", spent() - begun)
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_OUTPUT] = dict(self.seconds)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """What a worker told; one that crashed tells nothing."""
        self.seconds.update(getattr(node, "workeroutput", {}).get(_OUTPUT, {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The table, unless the run was short."""
        if sum(self.seconds.values()) >= LEAST:
            terminalreporter.section("seconds of the processor")
            for line in table(self.seconds):
                terminalreporter.write_line(line)
