"""`make soak`: 500 saves and edits with ten tabs open. Every tab sees the last one, nobody loses place or focus, and
neither server nor browser grows by more than a fifth from the 100th on.
"""

import asyncio
import gc
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from reportgen.preview.app import ANSWERERS, BUILDERS, CONVERTERS, WATCHERS
from reportgen.preview.serving import Serving
from reportgen.preview.session import Session
from tests.browser import chromium
from tests.budgets import edited, source
from tests.preview.served import Tab, ask, served

SAVES, WARM, TABS = 500, 100, 10
BURSTS = (3, 1, 1, 4, 1)  # saves without waiting for the page, again and again: 10 saves, 5 waits; most end in an edit
STATUS = Path("/proc/self/status")
SALARY = "- {功能: 2012901, 经济: 30112, 政府经济: 50102, 金额: 5.8}"
DUTY = "围绕党委中心工作和工运方针，提出全市工会工作的任务与重点，指导各级工会当好党联系职工的桥梁。"
PLACE = "[document.activeElement.dataset.figure, Math.round(document.activeElement.getBoundingClientRect().top)]"
SHOWS = """version => { const { dataset } = document.documentElement;
           return Number(dataset.version) >= version && !("pending" in dataset) }"""


class Officer:
    """Saves the file with an editor, and edits it on the page, in turn; knows what the page has to print then."""

    def __init__(self, path: Path) -> None:
        self.path, self.number, self.duty, self.wanted = path, 0, DUTY, ""
        self.text = source("luoyang-2020")
        self.save()

    def save(self) -> None:
        """Another amount, by replacing the file."""
        self.number += 1
        text = edited(self.text, SALARY, SALARY.replace("5.8", f"{self.number}.25"))
        part = self.path.with_suffix(".part")
        part.write_text(text.replace(DUTY, self.duty), encoding="utf-8")
        part.replace(self.path)
        self.wanted = f'<data value="{self.number}2500"'

    def edit(self, server: Serving) -> None:
        """A longer duty, above what is looked at, on the page; every other one shorter again."""
        self.number += 1
        duty = DUTY + "又一句话。" * (self.number % 20) + str(self.number)
        change = {"do": "replace", "file": str(self.path), "keys": ["部门", "职责", 0], "old": self.duty, "new": duty}
        token = {"X-Token": server.gate.token}
        reply = ask(server.gate.port, "/write", "POST", token, json.dumps([change]).encode())
        assert reply.status == 200, reply.text
        self.duty, self.wanted = duty, duty


def memory() -> int:
    """Kilobytes that the program takes; 0 where the system does not tell."""
    gc.collect()
    found = [line.split() for line in STATUS.read_text(encoding="utf-8").splitlines()] if STATUS.exists() else []
    return next((int(words[1]) for words in found if words[0] == "VmRSS:"), 0)


def history(session: Session) -> int:
    """Kilobytes of what may be undone and restored, which is kept on purpose."""
    changes = [*session.desk._done, *session.desk._undone]
    written = [content for change in changes for content in (*change.before.values(), *change.after.values())]
    written += [content for step in session.steps for content in step.contents.values()]
    return sum(map(sys.getsizeof, {id(content): content for content in written}.values())) // 1024


def in_browser(inside: CDPSession) -> tuple[float, float]:
    """Bytes of scripts' objects, and nodes, that the page keeps."""
    inside.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in inside.send("Performance.getMetrics")["metrics"]}
    return found["JSHeapUsedSize"], found["Nodes"]


def tasks() -> int:
    """What the server has under way."""
    gc.collect()
    return sum(isinstance(one, asyncio.Task) and not one.done() for one in gc.get_objects())


def follow(tab: Tab, last: threading.Event, officer: Officer) -> bool:
    """A browser's tab: of whatever it is told it fetches what is different, until it shows the last save."""
    shown = 0
    while True:
        tab.event()
        state = ask(tab.port, f"/state?since={shown}").data
        shown = state["version"]
        if last.is_set() and officer.wanted in tab.state()["article"]:
            return True


def settled(mine: Tab, server: Serving, most: int) -> bool:
    """Whether no more than so much is under way again, some builds after the other tabs were closed."""
    for _ in range(50):
        if tasks() <= most:
            return True
        ask(server.gate.port, "/rebuild", "POST", {"X-Token": server.gate.token})
        mine.event()
    return False


def looking(page: Page, port: int) -> list[object]:
    """Where the reader is: the number that has the focus, and how far down."""
    page.goto(f"http://127.0.0.1:{port}/")
    page.locator("#t5 data").first.click()
    expect(page.locator("#answer-title")).to_be_focused()
    page.locator("#t5 data").first.focus()
    page.evaluate("scrollBy(0, document.activeElement.getBoundingClientRect().top - 300)")
    return list(page.evaluate(PLACE))


@pytest.mark.soak
def test_many_saves_and_edits_with_many_tabs_leave_nothing_behind_and_none_is_missed(tmp_path: Path) -> None:
    officer, last = Officer(tmp_path / "luoyang-2020.yaml"), threading.Event()
    sizes: dict[int, int] = {}
    kept: dict[int, tuple[float, float]] = {}
    session = Session(officer.path)
    with ThreadPoolExecutor(TABS) as pool, chromium() as browser, served(session) as server:
        mine = Tab(server.gate.port)
        mine.until(lambda state: not state["pending"])
        page = browser.new_page()
        inside = page.context.new_cdp_session(page)
        inside.send("Performance.enable")
        place = looking(page, server.gate.port)
        threads, under_way = threading.active_count(), tasks()
        tabs = [Tab(server.gate.port) for _ in range(TABS)]
        following = [pool.submit(follow, tab, last, officer) for tab in tabs]
        while officer.number < SAVES:
            for burst in BURSTS:
                for _ in range(burst - 1):
                    officer.save()
                if burst == 1 and officer.number % 2:
                    officer.save()
                else:
                    officer.edit(server)
                state = mine.until(lambda state: officer.wanted in state["article"] and not state["pending"])
            page.wait_for_function(SHOWS, arg=state["version"])
            found = page.evaluate(PLACE)
            assert found[0] == place[0]
            assert abs(found[1] - place[1]) <= 2, (officer.number, found, place)
            sizes[officer.number], kept[officer.number] = memory() - history(session), in_browser(inside)
        last.set()
        officer.save()
        assert all(one.result(60) for one in following)
        for tab in tabs:
            tab.close()
        page.close()
        assert settled(mine, server, under_way)
        assert threading.active_count() <= threads + TABS + BUILDERS + WATCHERS + ANSWERERS + CONVERTERS
        mine.close()
    print(sizes, kept)
    warm, end = min(number for number in sizes if number > WARM), max(sizes)
    assert sizes[end] <= sizes[warm] * 12 // 10, sizes  # measured: 128 MB, 134 at the 450th, 146 at the 500th
    assert all(now <= then * 1.2 for then, now in zip(kept[warm], kept[end], strict=True)), kept
