"""Tasks on other computers: what travels there, what comes back, and who is refused."""

import logging
import os
import pickle
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.batch import BuildOutcome, BuildTask, built, cluster, outcomes
from reportgen.cli import main
from reportgen.diagnostics import ReportgenError
from tests import budgets
from tests.unit.small import budget_file, region


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuildTask:
    """A budget two folders down that names files above and beside, with findings in three of them."""
    here, other = tmp_path / "局" / "2021", tmp_path / "局" / "2020"
    here.mkdir(parents=True)
    other.mkdir()
    region(here, "{{ 支出 }}\n", "说明: 一句话\n")
    (here / "行.csv").write_text("金额\n50000\n", encoding="utf-8")
    budget_file(other, "支出: 4万元\n核对: {支出: 1}\n").replace(other / "a.yaml")
    change(other / "a.yaml", "年度: 2021", "年度: 2020")
    body = "支出: {文件: 行.csv}\n上年预算: ../2020/a.yaml\n核对: {支出: 9万元}\n"
    monkeypatch.chdir(here)
    return BuildTask(budget_file(Path(), body), ("txt", "html"), draft=True)


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def elsewhere(task: BuildTask, monkeypatch: pytest.MonkeyPatch, folder: Path) -> BuildOutcome:
    """The outcome of a task that was packed here and made in another folder, where its files are not."""
    inputs = cluster.packed(task)
    assert inputs
    regions, there = pickle.loads(pickle.dumps((cluster._regions(task), inputs)))
    monkeypatch.chdir(folder)
    return cluster._with_own_paths(cluster.built_there(there, regions, task.reference, cluster.versions()), task)


@pytest.mark.parametrize("path", ["input.yaml", "../2021/input.yaml", "../../局/2021/input.yaml"])
def test_what_is_made_elsewhere_and_said_of_it_is_what_it_is_here(
    task: BuildTask, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    task = replace(task, path=Path(path))
    here = built(task)
    assert {at.path for finding in here.documents[0].findings for at in finding.places} >= {
        path,
        str(Path(path).parent / "行.csv"),
    }
    assert elsewhere(task, monkeypatch, tmp_path) == here


def test_a_budget_that_names_a_missing_file_stays_here(task: BuildTask) -> None:
    Path("../2020/a.yaml").unlink()
    assert cluster.packed(task) is None


def test_who_has_another_version_is_refused(task: BuildTask) -> None:
    inputs = cluster.packed(task)
    assert inputs
    with pytest.raises(ReportgenError, match=r"lxml 是 [0-9.]+，这台电脑是 1\.0") as refused:
        cluster.built_there(inputs, {}, b"", {**cluster.versions(), "lxml": "1.0"})
    assert pickle.loads(pickle.dumps(refused.value)).diagnostics == refused.value.diagnostics


def test_without_dask_it_is_said_how_to_install_it(
    task: BuildTask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", str(task.path), "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert 'pip install "reportgen[cluster]"' in capsys.readouterr().err


# With two workers on this computer


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a scheduler with two workers, processes of their own."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=logging.CRITICAL
    ) as local:
        yield local.scheduler_address


def examples() -> list[BuildTask]:
    return [BuildTask(path, ("docx", "html", "txt"), all_units=True) for path in sorted(budgets.DATA.glob("*.yaml"))]


@pytest.mark.soak
def test_the_same_bytes_come_from_a_cluster_though_workers_die(address: str) -> None:
    psutil = pytest.importorskip("psutil")
    tasks = examples() * 3
    here = [built(task) for task in examples()] * 3
    there = outcomes(tasks, cluster=address)
    found = [next(there)]
    for _ in range(3):
        workers = [p for p in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]
        os.kill(workers[-1].pid, signal.SIGKILL)
        found += [next(there) for _ in range(4)]
    found += there
    assert found == here


@pytest.mark.soak
def test_a_cluster_saves_here_and_a_silent_one_is_told(
    task: BuildTask, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(task.path), "--draft", "--to", "txt", "-o", "here"]) == 0
    assert main(["build", str(task.path), "--draft", "--to", "txt", "-o", "there", "--cluster", address]) == 0
    assert Path("here/input.txt").read_bytes() == Path("there/input.txt").read_bytes()
    capsys.readouterr()
    assert main(["build", str(task.path), "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "tcp://127.0.0.1:1 没有回答" in capsys.readouterr().err
