"""`make soak`: 200 saves with ten tabs open. Every tab sees the last one, and nothing grows."""

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportgen.preview.app import WORKERS
from reportgen.preview.serving import Serving
from reportgen.preview.session import Session
from tests.budgets import edited, source
from tests.preview.served import Tab, ask, served

SAVES, WARM, TABS = 200, 50, 10
BURSTS = (3, 1, 1, 4, 1)  # saves without waiting for the page, again and again: 10 saves, 5 waits
STATUS = Path("/proc/self/status")


def saved(path: Path, number: int) -> str:
    """Saves the file with another amount; what the page has to print then."""
    old = "- {功能: 2012901, 经济: 30112, 政府经济: 50102, 金额: 5.8}"
    new = old.replace("5.8", f"{number}.25")
    part = path.with_suffix(".part")
    part.write_text(edited(source("luoyang-2020"), old, new), encoding="utf-8")
    part.replace(path)
    return f'<data value="{number}2500"'


def memory() -> int:
    """Kilobytes that the program takes; 0 where the system does not tell."""
    gc.collect()
    found = [line.split() for line in STATUS.read_text(encoding="utf-8").splitlines()] if STATUS.exists() else []
    return next((int(words[1]) for words in found if words[0] == "VmRSS:"), 0)


def tasks() -> int:
    """What the server has under way."""
    gc.collect()
    return sum(isinstance(one, asyncio.Task) and not one.done() for one in gc.get_objects())


def follow(tab: Tab, last: threading.Event, wanted: list[str]) -> bool:
    """A browser's tab: whatever it is told of, it fetches, until it shows the last save."""
    while True:
        tab.event()
        state = tab.state()
        if last.is_set() and wanted[-1] in state["article"]:
            return True


def settled(mine: Tab, server: Serving, most: int) -> bool:
    """Whether no more than so much is under way again, some builds after the other tabs were closed."""
    for _ in range(50):
        if tasks() <= most:
            return True
        ask(server.gate.port, "/rebuild", "POST", {"X-Token": server.gate.token})
        mine.event()
    return False


@pytest.mark.soak
def test_many_saves_with_many_tabs_leave_nothing_behind_and_none_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "luoyang-2020.yaml"
    wanted, last = [saved(path, 1)], threading.Event()
    sizes: dict[int, int] = {}
    with served(Session(path)) as server, ThreadPoolExecutor(TABS) as pool:
        mine = Tab(server.gate.port)
        mine.until(lambda state: not state["pending"])
        threads, under_way = threading.active_count(), tasks()
        tabs = [Tab(server.gate.port) for _ in range(TABS)]
        following = [pool.submit(follow, tab, last, wanted) for tab in tabs]
        number = 1
        while number < SAVES:
            for burst in BURSTS:
                for _ in range(burst):
                    number += 1
                    wanted.append(saved(path, number))
                mine.until(lambda state: wanted[-1] in state["article"])
            sizes[number] = memory()
        wanted.append(saved(path, number + 1))
        last.set()
        assert all(one.result(60) for one in following)
        for tab in tabs:
            tab.close()
        assert settled(mine, server, under_way)
        assert threading.active_count() <= threads + TABS + WORKERS
        mine.close()
    assert sizes[SAVES + 1] <= sizes[WARM + 1] * 11 // 10, sizes
