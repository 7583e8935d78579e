"""Whoever stops a build at any moment finds each file as it was or as it is to be; the next build mends the rest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli import main
from tests.killed import DEAD
from tests.unit.small import budget_file, region

ROOT = Path(__file__).parents[1]
FORMATS = ("docx", "html", "txt")
FEWEST = len(FORMATS) * 3  # moments: each is written, brought onto the disk and renamed
# Of some 240 in a build: in its beginning, at its end, in the next build
CALLS = (40, 200, 330)

Files = dict[str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two budgets, `old/a.yaml` and `new/a.yaml`, each built where it is; the old one also in `out`."""
    for name, amount in (("old", "5"), ("new", "77")):
        (tmp_path / name).mkdir()
        region(tmp_path / name, "{{ 支出 }}\n" * 50)
        budget_file(tmp_path / name, f"支出: {amount}万元\n").replace(tmp_path / name / "a.yaml")
        assert build(tmp_path, name, tmp_path / name) == 0
    shutil.copytree(tmp_path / "old", tmp_path / "out", ignore=shutil.ignore_patterns("*.yaml", "templates"))
    return tmp_path


def build(folder: Path, name: str, out: Path) -> int:
    return main(["build", str(folder / name / "a.yaml"), "-o", str(out)])


def program(*arguments: str | int | Path) -> tuple[int, str]:
    """How a program ended, and what it said on standard error."""
    command = [sys.executable, "-m", "tests.killed", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stderr.decode()


def files(folder: Path) -> Files:
    """What is there under the names of outputs and of parts."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".yaml" and path.is_file()}


def outputs(folder: Path) -> Files:
    return {name: content for name, content in files(folder).items() if not name.endswith(".part")}


def mixed(found: Files, old: Files, new: Files) -> list[str]:
    """Names whose content is neither the old nor the new."""
    assert set(found) == set(old)
    return [name for name, content in found.items() if content not in (old[name], new[name])]


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.soak)])
def test_a_build_killed_at_any_write_fsync_or_rename_leaves_every_file_whole(folder: Path, step: int) -> None:
    out, old, new = folder / "out", files(folder / "old"), files(folder / "new")
    assert set(old) == {f"a.{name}" for name in FORMATS}
    moment, dead, stages = 1 - step, True, set()
    while dead:
        moment += step
        for name, content in old.items():
            (out / name).write_bytes(content)
        code, said = program(moment, "build", folder / "new" / "a.yaml", "-o", out)
        dead = code == DEAD
        assert dead or code == 0, said
        assert mixed(outputs(out), old, new) == [], moment
        stages.add(sum(content == new[name] for name, content in outputs(out).items()))
        assert build(folder, "new", out) == 0
        assert files(out) == new, moment
    assert moment > FEWEST
    assert stages == {0, 1, 2, 3}


def test_of_builds_in_turns_one_killed_between_its_writes_leaves_every_file_whole(folder: Path) -> None:
    out, old, new = folder / "out", files(folder / "old"), files(folder / "new")
    for call in CALLS:
        code, said = program("in-turns", call, folder / "new" / "a.yaml", folder / "old" / "a.yaml", "-o", out)
        assert code == DEAD, said
        assert mixed(outputs(out), old, new) == []
        assert build(folder, "new", out) == 0
        assert files(out) == new, call


def test_a_command_killed_at_any_moment_never_loses_what_force_replaces(folder: Path) -> None:
    work, moment, dead = b"somebody's work", 0, True
    command = ("new", "甲局", "--year", "2026", "--force", "-o", folder / "out" / "b.yaml")
    while dead:
        moment += 1
        shutil.rmtree(folder / "out")
        (folder / "out").mkdir()
        (folder / "out" / "b.yaml").write_bytes(work)
        code, said = program(moment, *command)
        dead = code == DEAD
        assert dead or code == 0, said
        assert work in [path.read_bytes() for path in (folder / "out").glob("*.yaml")], moment
        assert main(list(map(str, command))) == 0
        assert sorted(path.name for path in (folder / "out").iterdir()) == ["b.yaml", "b（备份）.yaml"], moment
        assert (folder / "out" / "b（备份）.yaml").read_bytes() == work
    assert moment > 2 * 3
