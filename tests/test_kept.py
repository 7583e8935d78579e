"""What is kept between runs changes nothing that is built, whatever happens to it."""

import marshal
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from reportgen import kept
from reportgen.kept import Shelf
from reportgen.patterns import compiled, libraries_kept

REPOSITORY = Path(__file__).parent.parent
BUDGET = REPOSITORY / "data" / "luoyang-2020.yaml"
BUILD = """import sys
from reportgen.cli import main
code = main(["build", sys.argv[1], "-o", sys.argv[2]])
print(*sys.modules, file=sys.stderr)
sys.exit(code)"""
UNNEEDED = (
    "dataclasses inspect jinja2 shutil zipfile"
    " platform docx lxml pypdf starlette uvicorn watchfiles reportgen.diff reportgen.preview reportgen.region_check"
    " reportgen.importing reportgen.readers reportgen.writers.docx.reference"
)


def test_outputs_are_the_same_whatever_is_kept(tmp_path: Path) -> None:
    """Nothing there and two at once; all there; every file damaged."""
    for build in [begun(tmp_path / "a", str(tmp_path / "kept")), begun(tmp_path / "b", str(tmp_path / "kept"))]:
        assert build.wait() == 0, build.communicate()
    version = next((tmp_path / "kept").iterdir())
    assert {"patterns", "methods", "templates", "words"} <= {path.name for path in version.iterdir()}
    again = begun(tmp_path / "c", str(tmp_path / "kept"))
    imported = again.communicate()[1].split()
    assert [name for name in UNNEEDED.split() if name in imported] == []
    damage(version)
    assert begun(tmp_path / "d", str(tmp_path / "kept")).wait() == 0
    built = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "abcd"]
    assert len(built[0]) == 3
    assert all(one == built[0] for one in built)


def test_the_processes_of_a_batch_keep_what_they_made(tmp_path: Path) -> None:
    """They are killed when there is nothing left to do, so nothing runs at their end."""
    (tmp_path / "budgets").mkdir()
    for name in "ab":
        shutil.copy(BUDGET, tmp_path / "budgets" / f"{name}.yaml")
    command = [sys.executable, "-m", "reportgen", "build", str(tmp_path / "budgets"), "-j", "2", "-o", str(tmp_path)]
    environment = {**os.environ, kept.SETTING: str(tmp_path / "kept")}
    subprocess.run(command, env=environment, cwd=REPOSITORY, check=True, capture_output=True)
    version = next((tmp_path / "kept").iterdir())
    assert {"patterns", "methods", "templates", "words", "regions"} <= {path.name for path in version.iterdir()}


def begun(out: Path, cache: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", BUILD, str(BUDGET), str(out)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", kept.SETTING: cache}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=pipe, stderr=pipe, encoding="utf-8")


def damage(version: Path) -> None:
    """Cut one file short, change a letter of the next, empty one, and put a folder in the place of one."""
    cut, changed, emptied, replaced = (version / name for name in ("patterns", "methods", "templates", "words"))
    cut.write_bytes(cut.read_bytes()[:-20])
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    emptied.write_bytes(b"")
    replaced.unlink()
    replaced.mkdir()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(kept.SETTING, str(tmp_path / "cache"))
    kept.folder.cache_clear()
    yield tmp_path / "cache"
    monkeypatch.undo()
    kept.folder.cache_clear()


def saved(**values: object) -> Path:
    shelf = Shelf("shelf")
    for key, value in values.items():
        shelf.put(key, value)
    shelf.save()
    return kept.folder() / "shelf"


def test_what_was_put_is_found_again(root: Path) -> None:
    path = saved(first=1, code=compile("1 + 1", "", "eval"))
    assert path.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    shelf = Shelf("shelf")
    assert shelf.find("first") == 1
    assert isinstance(shelf.find("code"), CodeType)
    assert shelf.find("other") is None
    assert shelf.get("other", lambda: 2) == 2
    assert shelf.get("other", lambda: 3) == 2


def test_patterns_of_libraries_are_kept_while_they_are_imported() -> None:
    usual = re.compile
    with libraries_kept():
        assert re.compile("a library's (?P<own>.)", re.I) is compiled("a library's (?P<own>.)", re.I)
    assert re.compile is usual


def test_two_writers_keep_what_both_have_made(root: Path) -> None:
    one, other = Shelf("shelf"), Shelf("shelf")
    one.put("one", 1)
    other.put("other", 2)
    one.save()
    other.save()
    assert (Shelf("shelf").find("one"), Shelf("shelf").find("other")) == (1, 2)
    assert [path.name for path in kept.folder().iterdir()] == ["shelf"]


def test_what_is_too_much_is_left_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(old="a" * 600)
    monkeypatch.setattr(kept, "_MOST", 1000)
    saved(new="b" * 600)
    assert Shelf("shelf").find("old") is None
    assert Shelf("shelf").find("new") == "b" * 600
    saved(huge="c" * 2000)
    assert path.stat().st_size < 1000


def test_of_single_contents_those_go_that_nobody_has_asked_for_for_longest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(6):
        kept.store(f"built/{i}", b"a" * 96)  # and four bytes of checksum
        os.utime(kept.folder() / "built" / str(i), (i, i))
    assert kept.load("built/1") is not None
    monkeypatch.setattr(kept, "_MOST_STORED", 300)
    kept._bound(kept.folder() / "built")
    assert sorted(path.name for path in (kept.folder() / "built").iterdir()) == ["1", "4", "5"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("place", ["file", "folder", "root"])
def test_what_others_may_write_is_not_read(root: Path, place: str) -> None:
    path = saved(first=1)
    {"file": path, "folder": path.parent, "root": root}[place].chmod(0o777)
    kept.folder.cache_clear()
    assert Shelf("shelf").find("first") is None


def test_a_folder_that_cannot_be_is_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root.parent.mkdir(exist_ok=True)
    root.write_text("a file", encoding="utf-8")
    assert kept.folder() is None
    assert Shelf("shelf").get("first", lambda: 1) == 1
    assert compiled("a+").fullmatch("aaa")


@pytest.mark.parametrize("setting", ["off", "OFF"])
def test_nothing_is_kept_where_nobody_wants_it(root: Path, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(kept.SETTING, setting)
    kept.folder.cache_clear()
    assert Shelf("shelf").path is None


def test_versions_have_folders_of_their_own_and_old_ones_go(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(10):
        monkeypatch.setattr(sys, "version", f"3.{i}")
        kept.folder.cache_clear()
        assert Shelf("shelf").find("first") is None
        os.utime(saved(first=i).parent, (i, i))
    assert len(list(root.iterdir())) == 8
    assert Shelf("shelf").find("first") == 9


@pytest.mark.parametrize("content", [b"", b"\0\0\0\0", b"\0" * 100, marshal.dumps({"first": 1})])
def test_what_is_no_shelf_is_an_empty_one(root: Path, content: bytes) -> None:
    saved(first=1).write_bytes(content)
    assert Shelf("shelf").find("first") is None


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [("(?P<a>[一-龥]+)(x)|(?i:b)", 0), ("(?s)a.*?b", re.MULTILINE), (b"[a-z]+", re.IGNORECASE), ("", 0)],
)
def test_a_kept_pattern_is_the_same(root: Path, pattern: "str | bytes", flags: int) -> None:
    first = compiled(pattern, flags)
    again = compiled(pattern, flags)
    assert first == again == re.compile(pattern, flags)  # the same text, flags and code
    assert again.groupindex == first.groupindex
    assert again.flags == re.compile(pattern, flags).flags


def test_a_wrong_pattern_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(re.error):
            compiled("(")


@pytest.mark.parametrize(
    "slow",
    [
        r"^\S.*\bre\.compile\(",
        r"\bre\.(compile|search|match|fullmatch|sub|split|findall|finditer)\([rb]{0,2}[\"'](?!\|\"\.join)",
    ],
)
def test_modules_keep_what_is_the_same_in_every_run(slow: str) -> None:
    """`patterns.compiled` does the same, and faster; of dataclasses and named tuples ruff says so."""
    modules = sorted((REPOSITORY / "reportgen").rglob("*.py"))
    found = [path.name for path in modules if re.search(slow, path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert [name for name in found if name != "patterns.py"] == []
