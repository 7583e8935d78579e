"""Files to download, several documents at once, names that want to be markup; how the program begins and ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from reportgen.cli import main
from reportgen.preview import building
from reportgen.preview.building import built
from reportgen.preview.session import Session
from tests.budgets import DATA, content, edited, file_of, source
from tests.preview.served import DEADLINE, Tab, ask, served, small, watched

ROOT = Path(__file__).parents[2]
HOSTILE = "甲<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;</style></title>{{ 1 }}"


@pytest.mark.parametrize("name", ["example-2026", "luoyang-2020"])
def test_what_is_downloaded_is_what_build_writes(name: str, tmp_path: Path) -> None:
    assert main(["build", str(DATA / f"{name}.yaml"), "-o", str(tmp_path)]) == 0
    page = built(DATA / f"{name}.yaml")
    for format_ in ("docx", "html", "txt"):
        assert building.download(page, format_) == (tmp_path / f"{name}.{format_}").read_bytes(), format_


def test_a_table_is_downloaded_alone() -> None:
    with served(Session(DATA / "luoyang-2020.yaml")) as server:
        alone, whole = (ask(server.gate.port, f"/download/txt{which}") for which in ("?table=t2", ""))
        assert ask(server.gate.port, "/download/docx?table=t2").content.startswith(b"PK")
        assert ask(server.gate.port, "/download/txt?table=t99").status == 404
    assert quote("部门收入总体情况表") in alone.headers["content-disposition"]
    assert alone.text.strip() in whole.text
    assert len(alone.text) * 10 < len(whole.text)


def test_a_document_with_mistakes_is_downloaded_as_a_draft_that_lists_them(tmp_path: Path) -> None:
    path = tmp_path / "luoyang-2020.yaml"
    wrong = edited(source("luoyang-2020"), "- {资金: 财政拨款, 金额: 1064.2}", "- {资金: 财政拨款, 金额: 1065.7}")
    path.write_text(wrong, encoding="utf-8")
    assert main(["build", str(path), "--draft", "--to", "txt", "-o", str(tmp_path)]) == 0
    text = building.download(built(path), "txt")
    assert text == (tmp_path / "luoyang-2020.txt").read_bytes()
    assert "草稿" in str(text, "utf-8")


def test_a_download_has_the_name_of_its_budget_file_in_chinese_too(tmp_path: Path) -> None:
    path = small(tmp_path).rename(tmp_path / "图书馆 2021.yaml")
    with served(Session(path)) as server:
        reply = ask(server.gate.port, "/download/html")
    assert reply.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('图书馆 2021.html', safe='')}"
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.text.startswith("<!doctype html>")


def test_without_an_office_suite_no_pdf_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "located", lambda: None)
    building.download_formats.cache_clear()
    try:
        assert building.download_formats() == ("docx", "html", "txt", "xlsx")
    finally:
        building.download_formats.cache_clear()


def test_several_files_have_addresses_of_their_own_and_a_page_that_lists_them(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "乙").mkdir()
    first, second = small(tmp_path / "甲", 12), small(tmp_path / "乙", 34)
    with served(Session(first), Session(second)) as server:
        port = server.gate.port
        start = ask(port, "/").text
        pages = [ask(port, f"/{number}/").text for number in (0, 1)]
        assert [ask(port, path).status for path in ("/state", "/events", "/2/", "/rebuild")] == [404] * 4
        with watched(port, "/1/") as tab:
            tab.until(lambda state: not state["pending"])
            reply = ask(port, "/1/rebuild", "POST", {"X-Token": server.gate.token})
            assert reply.status == 204
    assert '<a href="/0/">' in start
    assert '<a href="/1/">' in start
    assert '<data value="12"' in pages[0]
    assert '<data value="34"' in pages[1]


def _called(data: Any, names: Mapping[str, str]) -> Any:
    """The data with other names for what is called so; texts that name figures by them say nothing."""
    match data:
        case dict():
            return {names.get(key, key): _called(value, names) for key, value in data.items()}
        case list():
            return [_called(item, names) for item in data]
        case str() if "<" in data and any(name in data for name in names):
            return "无"
        case _:
            return names.get(data, data)


class Tags(HTMLParser):
    """The tags of a page, and the attributes that would run something."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.running: set[str] = set()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.running |= {name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")}


def test_names_that_want_to_be_markup_are_words_everywhere(tmp_path: Path) -> None:
    data = _called(content("luoyang-2020"), {"洛阳市总工会": HOSTILE, "派驻纪检组工作经费": HOSTILE})
    data["收入"][0]["金额"] = "1065.7"
    del data["核对"], data["已知差异"]
    path = tmp_path / "luoyang-2020.yaml"
    path.write_text(file_of(data), encoding="utf-8")
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        port = server.gate.port
        state = tab.until(lambda state: not state["pending"])
        name = next(n for n in re.findall('data-figure="([^"]*)"', state["article"]) if "script" in n)
        asked = [quote(unescape(name), safe=""), quote(HOSTILE, safe="")]
        answers = [ask(port, f"/{what}{one}").text for what in ("figure?name=", "search?q=") for one in asked]
        path.write_text(f"{HOSTILE}: {HOSTILE}\n", encoding="utf-8")
        broken = tab.until(lambda state: "现在用不了" in state["banner"])
        texts = [ask(port, "/").text, *answers, *(state[part] for part in ("article", "findings", "changes", "banner"))]
    assert "&lt;script&gt;alert(1)" in state["article"]
    assert "&lt;script&gt;" in state["findings"] + broken["banner"]
    for text in (*texts, broken["banner"]):
        assert "alert(1)</script>" not in text
        assert not Tags(text).running
        assert "img" not in Tags(text).tags


def test_a_port_in_use_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code = main(["preview", str(small(tmp_path)), "--port", str(port), "--no-browser"])
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err == (
        f"端口 {port} 已经被别的程序占用。\n"
        "  建议：换一个端口，或不写 --port，自己选一个没人用的；也许是上一次的预览还开着\n"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--port", "八"], "--port 要写 1 到 65535 的整数，不是“八”\n"),
        (["--port", "65536"], "--port 要写 1 到 65535 的整数，不是“65536”\n"),
        (["--host", "没有这台"], "不能在“没有这台”上等浏览器。\n"),
        (["--against", "x.doc"], "不能读 x.doc。\n"),
    ],
)
def test_what_the_command_cannot_use_is_told(
    tmp_path: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", str(small(tmp_path)), "--no-browser", *more]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_a_file_that_is_not_there_is_told_before_anything_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", str(tmp_path / "没有.yaml"), "--no-browser"]) == 2
    assert "找不到文件" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no way to send Ctrl-C to one program alone")
def test_ctrl_c_ends_it_quietly_with_tabs_open(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reportgen", "preview", str(small(tmp_path)), "--no-browser"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, encoding="utf-8", **pipes) as program:  # type: ignore[call-overload]
        address = program.stdout.readline()
        port = int(re.fullmatch(r"预览：http://127\.0\.0\.1:([0-9]+)/\n", address)[1])  # type: ignore[index]
        tabs = [Tab(port) for _ in range(3)]
        for tab in tabs:
            tab.event()
        program.send_signal(signal.SIGINT)
        said, wrong = program.communicate(timeout=DEADLINE)
    assert (program.returncode, wrong) == (0, "")
    assert said.endswith("已停止。\n")
    for tab in tabs:
        assert tab.rest() == []
        tab.close()


def test_no_other_command_waits_for_the_server_to_be_imported() -> None:
    code = (
        "import sys; from reportgen.cli import main; main(['--help']); main(['check', 'data/luoyang-2020.yaml']);"
        "print([name for name in ('starlette', 'uvicorn', 'watchfiles', 'anyio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=DEADLINE)
    assert done.stdout.splitlines()[-1] == b"[]"
