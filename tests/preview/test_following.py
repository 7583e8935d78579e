"""The preview follows every save, however an editor saves, and is never lost."""

import os
import threading
import weakref
from pathlib import Path

import pytest

from reportgen import resources
from reportgen.diagnostics import ReportgenError, error
from reportgen.diff import ComparedFile
from reportgen.preview import background
from reportgen.preview import session as sessions
from reportgen.preview.session import Session
from reportgen.report import Report, assemble
from tests.budgets import edited, source
from tests.cycles import Node, left_behind
from tests.preview.served import DEADLINE, ask, broken, says, served, small, watched
from tests.unit.small import HEAD


def text(spent: int | str) -> str:
    return f"{HEAD.format(region='probe', unit='元')}支出: {spent}\n"


def test_the_page_shows_what_was_saved(tmp_path: Path) -> None:
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        first = tab.until(says(12))
        path.write_text(text(345), encoding="utf-8")
        last = tab.until(says(345))
    assert last["version"] > first["version"]
    assert int(last["built"]) < 5000


def test_a_save_by_rename_is_a_save(tmp_path: Path) -> None:
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        (tmp_path / "input.yaml~1").write_text(text(345), encoding="utf-8")
        (tmp_path / "input.yaml~1").replace(path)
        tab.until(says(345))


@pytest.mark.parametrize("emptied", [False, True], ids=["deleted", "emptied"])
def test_a_file_that_is_gone_for_a_moment_is_no_mistake(
    tmp_path: Path, emptied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, looked, has_content, seen = small(tmp_path), [], sessions._has_content, []

    def looking(file: Path) -> bool:
        """The editor has got so far when the file was looked for the third time."""
        looked.append(file)
        if len(looked) == 3:
            path.write_text(text(345), encoding="utf-8")
        return has_content(file)

    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: says(12)(state) and not state["pending"])
        monkeypatch.setattr(sessions, "_has_content", looking)
        path.unlink()
        if emptied:
            path.touch()
        tab.until(lambda state: seen.append(broken(state)) or says(345)(state))
    assert set(seen) == {False}


def test_nothing_is_built_where_nothing_was_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room, looks, is_stale = Session(small(tmp_path)), threading.Semaphore(0), Session.is_stale
    with served(room) as server, watched(server.gate.port) as tab:
        before = tab.until(lambda state: not state["pending"])["version"]
        monkeypatch.setattr(Session, "is_stale", lambda room: looks.release() or is_stale(room))
        assert looks.acquire(timeout=DEADLINE)
        assert looks.acquire(timeout=DEADLINE)
        assert tab.state()["version"] == before


def test_a_burst_of_saves_is_few_builds_and_the_last_one_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, builds, built = small(tmp_path), [], sessions.built
    monkeypatch.setattr(sessions, "built", lambda *given: builds.append(given) or built(*given))
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: says(12)(state) and not state["pending"])
        before = len(builds)
        for spent in range(101, 131):
            path.write_text(text(spent), encoding="utf-8")
        tab.until(lambda state: says(130)(state) and not state["pending"])
        assert 1 <= len(builds) - before <= 3


def test_what_builds_leave_in_memory_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build begins when the last one is done with; Python itself searches for nothing in tests."""
    path, left, built = small(tmp_path), list[weakref.ref[Node]](), sessions.built
    monkeypatch.setattr(resources, "_GROWTH", 0)
    monkeypatch.setattr(sessions, "built", lambda *given: left.append(left_behind()) or built(*given))
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        path.write_text(text(345), encoding="utf-8")
        tab.until(says(345))
    assert left[0]() is None


def test_what_cannot_be_read_keeps_the_last_page_with_the_message_until_it_is_mended(tmp_path: Path) -> None:
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        path.write_text(text("十二"), encoding="utf-8")
        state = tab.until(broken)
        page = ask(server.gate.port, "/").text
        path.write_text(text(345), encoding="utf-8")
        tab.until(says(345))
    assert '<data value="12"' in state["article"]
    assert "input.yaml:6:5" in state["banner"]
    assert "建议：" in state["banner"]
    assert "十二" in page
    assert '<data value="12"' in page


def test_a_file_that_was_never_readable_gets_its_page_when_it_is_mended(tmp_path: Path) -> None:
    path = small(tmp_path)
    path.write_text("收入: [\n", encoding="utf-8")
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        assert tab.until(broken)["article"] == ""
        assert ask(server.gate.port, "/").status == 200
        path.write_text(text(345), encoding="utf-8")
        tab.until(says(345))


def test_a_file_that_is_gone_for_good_is_told(tmp_path: Path) -> None:
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        path.unlink()
        assert "找不到文件" in tab.until(broken)["banner"]


def test_mistakes_that_check_finds_do_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "luoyang-2020.yaml"
    path.write_text(source("luoyang-2020"), encoding="utf-8")
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        sound = tab.until(lambda state: not state["pending"])
        higher = edited(source("luoyang-2020"), "- {资金: 财政拨款, 金额: 1064.2}", "- {资金: 财政拨款, 金额: 1065.7}")
        path.write_text(higher, encoding="utf-8")
        state = tab.until(lambda state: not state["pending"] and "1065.7" in state["article"])
    assert "R105 收支平衡" not in sound["findings"]
    assert "R105 收支平衡" in state["findings"]


def test_a_template_beside_the_budget_file_is_followed(tmp_path: Path) -> None:
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: says(12)(state) and not state["pending"])
        template = tmp_path / "templates" / "probe" / "report.md.j2"
        template.write_text("一共{{ 支出 }}。\n", encoding="utf-8")
        tab.until(lambda state: "一共<data" in state["article"])


def test_last_years_file_is_followed(tmp_path: Path) -> None:
    for name in ("example-2025", "example-2026"):
        (tmp_path / f"{name}.yaml").write_text(source(name), encoding="utf-8")
    with served(Session(tmp_path / "example-2026.yaml")) as server, watched(server.gate.port) as tab:
        first = tab.until(lambda state: not state["pending"])
        (tmp_path / "example-2025.yaml").write_text("年度: [\n", encoding="utf-8")
        assert "example-2025.yaml" in tab.until(broken)["banner"]
    assert "处" in first["changes"]


def test_a_bug_is_loud_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path, built = small(tmp_path), sessions.built
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        monkeypatch.setattr(sessions, "built", lambda *_: 1 / 0)
        path.write_text(text(345), encoding="utf-8")
        assert "预览程序自己出错了" in tab.until(broken)["banner"]
        monkeypatch.setattr(sessions, "built", built)
        path.write_text(text(346), encoding="utf-8")
        tab.until(says(346))
    assert "ZeroDivisionError" in caplog.text


def test_a_save_is_known_by_whatever_path_the_file_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(tmp_path)
    (tmp_path / "内").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Session(Path("input.yaml")).concerns(tmp_path / "input.yaml")
    assert Session(Path("内") / ".." / "input.yaml").concerns(tmp_path / "input.yaml")
    assert not Session(Path("input.yaml")).concerns(tmp_path / "other.yaml")


def test_a_save_that_nobody_tells_of_is_seen_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small(tmp_path)
    monkeypatch.setattr("reportgen.preview.background._DocumentFilter.__call__", lambda *_: False)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: says(12)(state) and not state["pending"])
        path.write_text(text(345), encoding="utf-8")
        tab.until(says(345))


def test_rebuild_builds_again(tmp_path: Path) -> None:
    with served(Session(small(tmp_path))) as server, watched(server.gate.port) as tab:
        before = tab.until(lambda state: not state["pending"])["version"]
        reply = ask(server.gate.port, "/rebuild", "POST", {"X-Token": server.gate.token})
        assert (reply.status, reply.content) == (204, b"")
        tab.until(lambda state: state["version"] > before)


NAMES = r"""
原因:
  甲: ../b/../a/input.yaml
  乙: /etc/secret.yaml
  丙: //server/share/secret.xlsx
  丁: \server\share\secret.csv
  戊: C:\secret.yaml
  己: secret.yaml
"""


@pytest.mark.parametrize(
    "body",
    [
        NAMES,
        NAMES.replace("原因", "资料"),
        f"支出: 1\n上年预算: //server/secret.yaml{NAMES}",
        "支出: {文件: //server/secret.csv}\n",
        "支出: 1\n上年预算: 去年.yaml\n",
    ],
)
def test_names_in_texts_are_no_files_to_look_at(tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    path, last = small(tmp_path / "a"), tmp_path / "a" / "去年.yaml"
    path.write_text(f"{text(12).replace('支出', '收入')}{body}", encoding="utf-8")
    last.write_text(f"{text(5).replace('2021', '2020')}上年预算: //server/secret.yaml\n", encoding="utf-8")
    looked: list[str] = []
    for name in ("stat", "lstat", "open"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda file, *a, real=real, **k: looked.append(str(file)) or real(file, *a, **k))
    room = Session(path)
    with served(room) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: not state["pending"])
        assert room.is_stale() is False
    assert room.files == ((path, last) if "去年" in body else (path,))
    assert str(path) in looked
    assert not [name for name in looked if "secret" in name]


def test_a_file_that_is_named_and_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    path, other = small(tmp_path / "a"), tmp_path / "b" / "去年.yaml"
    path.write_text(f"{text(12)}上年预算: ../b/去年.yaml\n", encoding="utf-8")
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        assert "找不到文件" in tab.until(broken)["banner"]
        other.write_text(text(5).replace("2021", "2020"), encoding="utf-8")
        tab.until(says(12))


def test_what_another_document_names_is_followed_too(tmp_path: Path) -> None:
    path, other = small(tmp_path), tmp_path / "other.yaml"
    other.write_text(f"{HEAD.format(region='probe', unit='元')}支出: {{文件: 明细.csv}}\n", encoding="utf-8")
    (tmp_path / "明细.csv").write_text("性质,金额\n基本支出,5\n", encoding="utf-8")

    def read(_: object) -> ComparedFile:
        report = assemble(other)
        return ComparedFile(str(other), report.document, report)

    room = Session(path, other=read, compared=other)
    with served(room) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: state["changes"] and not state["pending"])
        (tmp_path / "明细.csv").write_text("性质,金额\n基本支出,6\n", encoding="utf-8")
        tab.until(lambda state: state["version"] > 3 and not state["pending"])
    assert tmp_path / "明细.csv" in room.files


def test_a_bug_in_a_comparison_stops_no_preview(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken_off(_: object) -> ComparedFile:
        raise RuntimeError

    path = small(tmp_path)
    with served(Session(path, other=broken_off)) as server, watched(server.gate.port) as tab:
        state = tab.until(lambda state: says(12)(state) and not state["pending"])
        path.write_text(text(345), encoding="utf-8")
        tab.until(lambda state: says(345)(state) and not state["pending"])
    assert "预览程序自己出错了" in state["changes"]
    assert "RuntimeError" in caplog.text


def test_no_save_waits_for_a_comparison(tmp_path: Path) -> None:
    path, begun, free = small(tmp_path), threading.Event(), threading.Event()

    def endless(report: Report) -> ComparedFile:
        begun.set()
        assert free.wait(DEADLINE)
        return ComparedFile("旧", report.document, report)

    with served(Session(path, other=endless)) as server, watched(server.gate.port) as tab:
        tab.until(says(12))
        assert begun.wait(DEADLINE)
        path.write_text(text(345), encoding="utf-8")
        assert tab.until(says(345))["pending"]
        free.set()
        tab.until(lambda state: says(345)(state) and not state["pending"])


def test_what_is_compared_with_is_read_once_whatever_is_saved_while_it_is_read(tmp_path: Path) -> None:
    """A large file, read again after every save, would keep each save from the page."""
    path, begun, free, read = small(tmp_path), threading.Event(), threading.Event(), list[str]()

    def large(report: Report) -> ComparedFile:
        read.append("again")
        begun.set()
        assert free.wait(DEADLINE)
        return ComparedFile("旧", report.document, report)

    with served(Session(path, other=large)) as server, watched(server.gate.port) as tab:
        assert begun.wait(DEADLINE)
        for spent in (345, 678):
            path.write_text(text(spent), encoding="utf-8")
            tab.until(says(spent))
        free.set()
        tab.until(lambda state: says(678)(state) and not state["pending"])
    assert read == ["again"]


def test_what_cannot_be_read_to_compare_with_is_not_read_again_after_every_save(tmp_path: Path) -> None:
    path, read = small(tmp_path), list[str]()

    def bomb(_: object) -> ComparedFile:
        read.append("again")
        raise ReportgenError(error("文件", "太大"))

    with served(Session(path, other=bomb)) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: says(12)(state) and not state["pending"])
        path.write_text(text(345), encoding="utf-8")
        state = tab.until(lambda state: says(345)(state) and not state["pending"])
    assert "太大" in state["changes"]
    assert read == ["again"]


def test_only_so_many_files_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sessions, background):
        monkeypatch.setattr(module, "MOST", 3)
    region = tmp_path / "templates" / "probe"
    units = "".join(f"  - {{编码: {n}, 名称: 甲{n}局, 文件: {n}.yaml}}\n" for n in range(100, 110))
    path = small(tmp_path)
    path.write_text(text(12).replace("部门: {名称: 甲局}", f"部门:\n  名称: 甲局\n  单位:\n{units}"), encoding="utf-8")
    for n in range(9):
        (region / f"{n}").mkdir()
    room = Session(path)
    with served(room) as server, watched(server.gate.port) as tab:
        tab.until(broken)
        tab.until(lambda _: True) if tab.state()["pending"] else None
    assert len(room.files) == 3
    assert len(room.folders) <= 3 + 4


def test_where_the_system_watches_nothing_saves_are_seen_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(background, "awatch", refuse)
    monkeypatch.setattr(background, "_LOOK", 10)
    path = small(tmp_path)
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        tab.until(lambda state: says(12)(state) and not state["pending"])
        path.write_text(text(345), encoding="utf-8")
        tab.until(says(345))
