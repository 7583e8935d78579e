"""Many files in several processes: the same files and words as one by one, whoever is stopped at whatever moment."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import budgets

ROOT = Path(__file__).parents[1]
NAMES = ("luoyang-2020", "example-2026", "yantian-2022")
psutil = pytest.importorskip("psutil")
pytestmark = [pytest.mark.soak, pytest.mark.skipif(sys.platform == "win32", reason="signals")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with twelve budgets, one of which cannot be read and one of which may not be published."""
    for number in range(12):
        name = NAMES[number % len(NAMES)]
        text = (budgets.DATA / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{number:02}.yaml").write_text(text.replace(" example-2025", " ../example-2025"), encoding="utf-8")
    for path in budgets.DATA.glob("*.yaml"):
        (tmp_path.parent / path.name).write_bytes(path.read_bytes())
    (tmp_path / "03.yaml").write_text("模板: [\n", encoding="utf-8")
    (tmp_path / "06.yaml").write_text(
        f"{(tmp_path / '06.yaml').read_text(encoding='utf-8')}核对: {{支出: 1}}\n", encoding="utf-8"
    )
    return tmp_path


def started(folder: Path, *options: str, cache: str = "off") -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "reportgen", "build", ".", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "REPORTGEN_CACHE": cache, "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=pipe,
        stderr=pipe,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def files(folder: Path) -> dict[str, bytes]:
    return (
        {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".part"} if folder.exists() else {}
    )


def test_one_two_and_four_processes_and_a_cache_give_the_same(folder: Path) -> None:
    told = {}
    for processes in "124":
        done = started(folder, "--all-units", "-j", processes, "-o", f"out{processes}", cache=str(folder / ".cache"))
        out, err = done.communicate(timeout=300)
        told[processes] = (done.returncode, out.replace(f"out{processes}", "out"), err)
        assert files(folder / f"out{processes}") == files(folder / "out1")
    assert told["1"] == told["2"] == told["4"]
    assert told["1"][0] == 2
    again = started(folder, "--all-units", "-o", "out1", cache=str(folder / ".cache"))
    out, err = again.communicate(timeout=300)
    assert (again.returncode, out.replace("没有变化", "已生成").replace("out1", "out"), err) == told["1"]
    assert "已生成" not in out


def test_ctrl_c_ends_everything_at_once_and_without_a_traceback(folder: Path) -> None:
    running = started(folder, "-j", "2")
    assert running.stdout
    running.stdout.readline()
    children = psutil.Process(running.pid).children(recursive=True)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 2
    assert err.splitlines()[-1] == "已停止。"
    assert "Traceback" not in err
    assert psutil.wait_procs(children, timeout=5)[1] == []


@pytest.mark.parametrize("seed", range(10))
def test_whoever_is_killed_every_file_is_old_or_new_and_whole(folder: Path, seed: int) -> None:
    """A worker that is killed costs nothing; after the parent is, its workers end and the next build mends the rest."""
    chance = random.Random(seed)
    first = started(folder, "-j", "2", "-o", "new")
    first.communicate(timeout=300)
    new = files(folder / "new")
    for who in ("worker", "parent", "worker"):
        running = started(folder, "-j", "2", "-o", "out")
        assert running.stdout
        for _ in range(chance.randrange(1, 15)):
            running.stdout.readline()
        children = psutil.Process(running.pid).children(recursive=True)
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        os.kill(running.pid if who == "parent" else chance.choice(workers).pid, signal.SIGKILL)
        running.communicate(timeout=300)
        assert psutil.wait_procs(children, timeout=20)[1] == []
        found = files(folder / "out")
        assert {name: content for name, content in found.items() if new[name] != content} == {}
        if who == "worker":
            assert (found.keys(), running.returncode) == (new.keys(), first.returncode)
