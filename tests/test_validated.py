"""The Open XML SDK reads what tests build, and a test that builds an invalid Word file fails."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from reportgen.writers import docx
from reportgen.writers.docx import write
from tests.tools import need
from tests.validated import Told, Validation, aside, covering, patterns_of
from tests.writers.sample import DOCUMENT, STYLE

RIGHT, WRONG = b"<w:widowControl/>", b'<w:jc w:val="left"/><w:widowControl/>'


def out_of_order(content: bytes) -> bytes:
    """The file with the properties of its paragraph styles in another order than the schema's."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as right, zipfile.ZipFile(stream, "w") as archive:
        for entry in right.infolist():
            archive.writestr(entry, right.read(entry).replace(RIGHT, WRONG))
    return stream.getvalue()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Validation]:
    """One more, over a writer that makes mistakes."""
    need("ooxml-validator")
    content = out_of_order(write(DOCUMENT, STYLE))
    monkeypatch.setattr(docx, "packed", lambda *_: content)
    plugin = Validation(tmp_path)
    yield plugin
    plugin.pytest_unconfigure()


def end(plugin: Validation) -> None:
    """The last test of a run is over."""
    test = plugin.pytest_runtest_teardown(None)
    next(test)
    assert next(test, None) is None


def test_a_test_that_builds_an_invalid_file_fails_with_what_is_wrong_for_each_version(plugin: Validation) -> None:
    write(DOCUMENT, STYLE)
    with pytest.raises(pytest.fail.Exception, match="test_a_test_that_builds") as failed:
        end(plugin)
    assert {f"{version}: /word/styles" in str(failed.value) for version in ("Office2016", "Microsoft365")} == {True}


def test_a_file_found_valid_is_not_read_again(plugin: Validation, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("tests.validated.ooxml_errors", lambda *of: asked.append(of[1]) or [])
    for _ in range(2):
        write(DOCUMENT, STYLE)
        end(plugin)
    assert sorted(asked) == ["Microsoft365", "Office2016"]


def test_a_file_that_is_written_aside_is_not_read_and_the_next_one_is(
    plugin: Validation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("tests.validated.ooxml_errors", lambda *of: asked.append(of[1]) or [])
    for expected in ([], ["Microsoft365", "Office2016"]):
        with nullcontext() if expected else aside():
            write(DOCUMENT, STYLE)
        end(plugin)
        assert sorted(asked) == expected


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    """The file with other words in its text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for entry in before.infolist():
            after.writestr(entry, before.read(entry).replace(old, new))
    return stream.getvalue()


def test_the_older_version_is_asked_again_of_a_file_with_an_element_or_attribute_that_none_had(
    plugin: Validation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = plugin._packed(DOCUMENT, STYLE)
    asked: list[list[str]] = []
    monkeypatch.setattr("tests.validated.ooxml_errors", lambda *of: asked[-1].append(of[1]) or [])
    for content in (first, changed(first, b"w:widowControl", b"w:keepLines"), changed(first, b"w:jc ", b"w:bidi ")):
        asked.append([])
        monkeypatch.setattr(plugin, "_packed", lambda *_, content=content: content)
        plugin.packed(DOCUMENT, STYLE)
        end(plugin)
    assert [sorted(versions) for versions in asked] == [
        ["Microsoft365", "Office2016"],
        ["Microsoft365"],
        ["Microsoft365", "Office2016"],
    ]


@pytest.mark.parametrize(("every", "expected"), [(False, []), (True, ["Microsoft365"])])
def test_a_file_that_is_made_of_what_others_are_is_read_only_where_every_file_is(
    plugin: Validation, monkeypatch: pytest.MonkeyPatch, every: bool, expected: list[str]
) -> None:
    first = plugin._packed(DOCUMENT, STYLE)
    asked: list[str] = []
    monkeypatch.setattr("tests.validated.ooxml_errors", lambda *of: asked.append(of[1]) or [])
    monkeypatch.setattr(plugin, "_every", every)
    other = changed(first, "年".encode(), "月".encode())
    assert other != first
    for content in (first, other):
        asked.clear()
        monkeypatch.setattr(plugin, "_packed", lambda *_, content=content: content)
        plugin.packed(DOCUMENT, STYLE)
        end(plugin)
    assert asked == expected


def test_few_files_are_asked_that_have_between_them_all_that_is_new() -> None:
    assert covering({1, 2, 3, 4}, {"甲": {1, 2}, "乙": {1, 2, 3}, "丙": {4, 5}, "丁": {3}}) == ["乙", "丙"]
    assert covering({6}, {"甲": {1}}) == covering({1}, {}) == []


def test_what_another_worker_told_is_nothing_new(tmp_path: Path) -> None:
    one, other = Told(tmp_path / "run", "gw0"), Told(tmp_path / "run", "gw1")
    told = {b"<w:p"}, {("a", "b", "甲\u2028")}
    one.tell(*told)
    assert [*other.new()] == [told]
    assert [*other.new()] == [*one.new()] == []
    one.tell({b" w:val"}, set())
    with (tmp_path / "run" / "gw0").open("ab") as file:
        file.write(b"[[")
    assert [*other.new()] == [({b" w:val"}, set())]
    other.end()
    one.end()
    assert not (tmp_path / "run").exists()


def test_another_order_another_value_and_another_attribute_are_something_new() -> None:
    known = patterns_of(b'<a><b c="12"/><b/><d name="x"/></a>')
    assert patterns_of(b'<a><b/><b/><b c="345"/><d name="y"/></a>') <= known
    for other in (
        b"<a><d/><b/></a>",
        b'<a><b c="-1"/><d/></a>',
        b'<a><b e="1"/><d/></a>',
        b"<a><b/></a>",
        b"<a>x<f/></a>",
    ):
        assert not patterns_of(other) <= known
