"""The desk over HTTP: what is tried writes nothing, what is written changes that place alone, and can be undone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from reportgen.preview import desk as desks
from reportgen.preview.answering import answered
from reportgen.preview.building import PreviewPage
from reportgen.preview.guard import LARGEST
from reportgen.preview.serving import Serving, bound
from reportgen.preview.session import Session
from tests.preview.served import Reply, ask, says, served, small, watched

OTHERS = {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


class Edited:
    """A served budget file, and what the browser would ask."""

    def __init__(self, server: Serving, file: Path, session: Session) -> None:
        self.server, self.port, self.file, self._session = server, server.gate.port, file, session

    @property
    def page(self) -> PreviewPage:
        """What is shown now."""
        assert self._session.state.page
        return self._session.state.page

    def post(self, address: str, *changes: dict[str, Any], **headers: str) -> Reply:
        body = json.dumps(changes).encode() if changes else b""
        return ask(self.port, address, "POST", {"X-Token": self.server.gate.token, **headers}, body)

    def spent(self, new: str, old: str = "120000", **other: Any) -> dict[str, Any]:
        return {"do": "replace", "file": str(self.file), "keys": ["支出"], "old": old, "new": new, **other}

    def shows(self, spent: int) -> dict[str, Any]:
        """The state once the page says so and was judged."""
        with watched(self.port) as tab:
            return tab.until(lambda state: says(spent)(state) and not state["pending"])


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Edited]:
    file = small(tmp_path, 120000)
    session = Session(file)
    with served(session) as server:
        found = Edited(server, file, session)
        found.shows(120000)
        yield found


def test_what_is_tried_is_told_and_not_written(edited: Edited) -> None:
    before = edited.file.read_bytes()
    reply = edited.post("/try", edited.spent("130000"))
    assert "改动1处，错误0处" in reply.data["markup"]
    assert "<del>12</del> <ins>13</ins>" in reply.data["markup"]
    wrong = edited.post("/try", edited.spent("一些"))
    assert wrong.data["wrong"]
    assert "用不了" in wrong.data["markup"]
    assert edited.file.read_bytes() == before


def test_what_is_written_is_that_place_and_undone_to_the_same_bytes(edited: Edited) -> None:
    edited.file.write_bytes(b"\xef\xbb\xbf" + edited.file.read_bytes().replace(b"\n", b"\r\n"))
    before = edited.file.read_bytes()
    assert edited.post("/write", edited.spent("130000")).data == {"done": True, "undo": 1, "redo": 0}
    after = edited.file.read_bytes()
    assert after == before.replace("支出: 120000".encode(), "支出: 130000".encode())
    edited.shows(130000)
    assert edited.post("/undo").data == {"done": True, "undo": 0, "redo": 1}
    assert edited.file.read_bytes() == before
    assert edited.post("/redo").data["done"]
    assert edited.file.read_bytes() == after
    assert not edited.post("/redo").data["done"]


def test_a_place_that_was_changed_meanwhile_is_told_and_kept(edited: Edited) -> None:
    edited.file.write_text(edited.file.read_text("utf-8").replace("支出: 120000", "支出: 20"), "utf-8")
    reply = edited.post("/write", edited.spent("130000"))
    assert (reply.status, reply.data["now"]) == (409, "20")
    assert "现在是“20”" in reply.data["markup"]
    assert "支出: 20" in edited.file.read_text("utf-8")


def test_a_change_elsewhere_in_the_file_does_not_hinder(edited: Edited) -> None:
    edited.file.write_text("# 说明\n" + edited.file.read_text("utf-8"), "utf-8")
    assert edited.post("/write", edited.spent("130000")).status == 200
    assert edited.file.read_text("utf-8").startswith("# 说明\n")


def test_what_another_program_wrote_since_is_not_undone(edited: Edited) -> None:
    edited.post("/write", edited.spent("130000"))
    text = edited.file.read_text("utf-8") + "# 又写\n"
    edited.file.write_text(text, "utf-8")
    assert edited.post("/undo").status == 409
    assert edited.file.read_text("utf-8") == text


@pytest.mark.parametrize("gone", ["write_part", "move"])
def test_a_disk_that_refuses_leaves_the_file_whole(edited: Edited, monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    before = edited.file.read_bytes()
    monkeypatch.setattr(desks, gone, refuse)
    reply = edited.post("/write", edited.spent("130000"))
    assert reply.status == 409
    assert "写不了" in reply.data["markup"]
    assert edited.file.read_bytes() == before
    assert [path.name for path in edited.file.parent.glob(".*.part")] == []


def test_only_files_that_the_budget_names_are_written(edited: Edited) -> None:
    other = edited.file.with_name("other.yaml")
    other.write_text("支出: 120000\n", "utf-8")
    profile = next(edited.file.parent.rglob("profile.yaml"))
    for file in (other, profile, Path("/etc/hostname")):
        assert edited.post("/write", edited.spent("130000", file=str(file))).status == 409
    assert other.read_text("utf-8") == "支出: 120000\n"


def test_what_the_document_is_compared_with_is_not_written(tmp_path: Path) -> None:
    file, other = small(tmp_path), tmp_path / "other.yaml"
    other.write_bytes(file.read_bytes())
    session = Session(file, compared=other)
    assert other in session.files
    assert session.editable == (file,)


def test_numbers_answer_without_a_form_while_the_file_cannot_be_read_or_reads_otherwise(edited: Edited) -> None:
    asked = "/figure?name=%E6%94%AF%E5%87%BA"
    assert 'data-old="120000"' in ask(edited.port, asked).text
    good, page, files = edited.file.read_text("utf-8"), edited.page, {str(edited.file): edited.file}
    for text in ("支出: [\n", "# 一\n" + good):
        edited.file.write_text(text, "utf-8")
        assert "data-old" not in answered(page, "支出", files)
        assert "120,000元" in answered(page, "支出", files)


@pytest.mark.parametrize("body", [b"", b"!", b"null", b"[{}]", b"[1]", b"\xff", b"[" * 100_000])
def test_what_is_no_change_is_told(edited: Edited, body: bytes) -> None:
    assert ask(edited.port, "/write", "POST", {"X-Token": edited.server.gate.token}, body).status == 409


def test_a_part_of_any_length_is_written_anew(edited: Edited) -> None:
    text = "# " + "这一行说明很长。" * 20_000
    change = {"do": "rewrite", "file": str(edited.file), "keys": ["支出"], "old": "支出: 120000"}
    reply = edited.post("/write", {**change, "new": f"支出: 130000 {text}"})
    assert reply.data["done"], reply.text
    assert text in edited.file.read_text("utf-8")
    larger = {"X-Token": edited.server.gate.token, "Content-Length": str(LARGEST + 1)}
    assert ask(edited.port, "/write", "POST", larger).status == 413


def test_nobody_else_writes(edited: Edited) -> None:
    before = edited.file.read_bytes()
    change = edited.spent("130000")
    assert edited.post("/write", change, **{"X-Token": "wrong"}).status == 413
    assert edited.post("/write", change, **OTHERS).status == 403
    assert ask(edited.port, "/write").status == 405
    assert edited.file.read_bytes() == before


@pytest.mark.parametrize(("host", "editable"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_for_reading_and_for_other_computers_nothing_is_written(tmp_path: Path, host: str, editable: bool) -> None:
    file = small(tmp_path)
    server = Serving([Session(file)], bound(host, 0), host, editable=editable)
    routes = {getattr(route, "path", "") for route in server.preview.application().routes}
    server.listening.close()
    assert "/form" in routes
    assert not routes & {"/try", "/write", "/undo", "/redo", "/restore"}


def test_steps_say_what_each_save_did_and_lead_back(edited: Edited) -> None:
    first = edited.file.read_bytes()
    edited.post("/write", edited.spent("130000"))
    edited.shows(130000)
    listed = ask(edited.port, "/steps").text
    assert "改动1处，错误0处" in listed
    assert listed.index("改动1处") < listed.index("打开时的样子")
    assert '<data value="120000"' in ask(edited.port, "/step?number=1").text
    assert edited.post("/restore?number=1").data["done"]
    assert edited.file.read_bytes() == first
    assert edited.post("/restore?number=99").status == 404


def test_a_line_of_the_file_leads_to_its_number(edited: Edited) -> None:
    line = edited.file.read_text("utf-8").split("\n").index("支出: 120000") + 1
    reply = ask(edited.port, f"/at?line={line}")
    assert (reply.status, reply.headers["location"]) == (303, "./?figure=%E6%94%AF%E5%87%BA")
    assert ask(edited.port, "/at?line=x").headers["location"] == "./"


def test_codes_come_with_the_names_of_the_catalogue_and_other_texts_with_none(edited: Edited) -> None:
    codes, units, texts = (
        json.loads(ask(edited.port, f"/names?key={quote(key)}").content) for key in ("功能", "金额单位", "名称")
    )
    assert ["2010101", "行政运行"] in codes
    assert ["万元", ""] in units
    assert texts == []


def test_the_form_has_a_field_for_every_value_with_names_that_want_to_be_markup(tmp_path: Path) -> None:
    file = small(tmp_path)
    file.write_text(file.read_text("utf-8").replace("甲局", "'<b>\"&'"), "utf-8")
    with served(Session(file)) as server:
        with watched(server.gate.port) as tab:
            tab.until(lambda state: not state["pending"])
        form = ask(server.gate.port, "/form").text
    assert 'data-old="&lt;b&gt;&quot;&amp;"' in form
    assert "<b>" not in form
