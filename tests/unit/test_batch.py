"""Many budget files: the pure function that makes each, in this process and in others, and what `build` says of it."""

import gc
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.batch import About, BuildTask, built, usual_processes
from reportgen.batch.processes import in_processes
from reportgen.checks import Verdict
from reportgen.cli import main
from reportgen.cli._console import Progress
from reportgen.diagnostics import Severity
from reportgen.report import Report
from reportgen.resources import task_ended
from tests import dying
from tests.budgets import DATA
from tests.cycles import left_behind
from tests.unit.small import budget_file, region


@pytest.fixture
def task(tmp_path: Path) -> BuildTask:
    """The task to build a budget with a region of one sentence."""
    region(tmp_path, "{{ 支出 }}\n")
    return BuildTask(budget_file(tmp_path, "支出: 5万元\n"), ("txt", "html"))


def names_of_figures(report: Report, verdict: Verdict) -> Mapping[str, bytes]:
    return {"figures.txt": f"{report.budget.file.year} {len(verdict.findings)}".encode()}


def test_a_task_and_its_outcome_are_the_same_after_a_journey(task: BuildTask) -> None:
    task = replace(task, also=(names_of_figures,))
    outcome = built(pickle.loads(pickle.dumps(task)))
    assert outcome == pickle.loads(pickle.dumps(built(task)))
    [made] = outcome.documents
    assert sorted(made.contents) == ["html", "txt"]
    assert "5万元" in made.contents["txt"].decode()
    assert made.more["figures.txt"].startswith(b"2021 ")
    assert made.about == About("甲局", "", 2021, "部门预算", "probe", made.about.title if made.about else "")


def test_what_cannot_be_read_is_an_outcome_with_the_files_that_it_names(task: BuildTask) -> None:
    task.path.write_text(task.path.read_text(encoding="utf-8") + "上年预算: 去年.yaml\n", encoding="utf-8")
    outcome = built(task)
    [made] = outcome.documents
    assert made.refused
    assert not made.contents
    assert [finding.rule for finding in made.findings] == ["文件"]
    assert outcome.inputs[task.path.parent / "去年.yaml"] == ""
    assert outcome.inputs[task.path]
    assert built(replace(task, path=Path("没有.yaml"))).documents[0].refused


def test_a_document_with_errors_has_contents_as_a_draft_alone(task: BuildTask) -> None:
    task.path.write_text(task.path.read_text(encoding="utf-8") + "核对: {支出: 6万元}\n", encoding="utf-8")
    [made] = built(task).documents
    assert (made.may_be_built, made.contents) == (False, {})
    assert made.count(Severity.ERROR)
    assert built(replace(task, draft=True)).documents[0].contents


def test_the_empty_places_of_a_draft_are_counted(task: BuildTask) -> None:
    text = task.path.read_text(encoding="utf-8").replace("5万元", "待填")
    task.path.write_text(f"{text}收入: 待填\n状态: 草稿\n", encoding="utf-8")
    [made] = built(task).documents
    assert (made.draft, made.unfilled) == (True, 2)


def test_a_process_that_dies_is_the_message_of_one_file_and_the_others_go_on() -> None:
    tasks = [BuildTask(Path(f"{name}.yaml")) for name in "abcdefghijk"]
    found = [made for outcome in in_processes(tasks, 2, None, lambda: None, dying.named) for made in outcome.documents]
    assert [made.called for made in found] == [str(task.path) for task in tasks]
    assert [made.called for made in found if made.refused] == ["b.yaml"]
    assert found[1].findings[0].message == "b.yaml：生成它的进程意外结束，多半是内存不够"


def test_few_files_are_built_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert usual_processes(1) == usual_processes(15) == 1
    assert 1 <= usual_processes(1000) <= 61


@pytest.mark.parametrize("asked", ["0", "两个", "-1", "62", "1.5"])
def test_a_number_of_processes_that_is_none_is_refused(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "a.yaml", f"-j={asked}"]) == 2
    assert capsys.readouterr().err == f"-j 要写 1 到 61 的整数，不是“{asked}”\n"


def test_a_folder_stands_for_the_budget_files_below_it(
    task: BuildTask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(task.path.parent)
    (task.path.parent / "局").mkdir()
    (task.path.parent / "templates").replace(task.path.parent / "局" / "templates")
    text = task.path.read_text(encoding="utf-8")
    for name in ("局/b.yaml", "局/a.yaml", ".旧/a.yaml", "局/.a.yaml"):
        path = task.path.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    Path("局/单位.yaml").write_text("支出: 5万元\n", encoding="utf-8")
    Path("局/馆.yaml").write_text(text, encoding="utf-8")  # a unit's, which its department names
    units = "模板: default\n年度: 2026\n部门: {名称: 局, 单位: [{编码: 1, 名称: 馆, 文件: ./馆.yaml}]}\n"
    Path("局/局.yaml").write_text(units, encoding="utf-8")
    assert main(["build", ".", "--to", "txt"]) == 2
    told = capsys.readouterr()
    assert told.out.split() == ["已生成", str(Path("out/局/a.txt")), "已生成", str(Path("out/局/b.txt"))]
    assert "局.yaml" in told.err
    assert "没有“probe”这个模板" in told.err  # of input.yaml, beside which there is no region any more
    assert main(["build", "局/templates"]) == 2
    assert "局/templates 里没有预算文件" in capsys.readouterr().err.replace("\\", "/")


def test_a_line_tells_how_far_a_run_is_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = iter(range(100))
    Progress(3, lambda: next(seconds)).done(bad=True)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    progress = Progress(3, lambda: next(seconds))
    progress.done(bad=True)
    progress.wipe()
    line, blank, _ = capsys.readouterr().err.split("\r")
    assert line == "生成了 1/3 个，每秒 0.2 个，还要 8 秒，有错 1 个"
    assert blank == " " * 48
    line.encode("gbk")
    progress.wipe()
    assert capsys.readouterr().err == ""


def test_what_documents_leave_in_memory_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python itself searches for nothing meanwhile: `conftest.py` sees to that."""
    assert not gc.isenabled()
    blocks = iter([100, 200, 201, 90, 180, 181, 80])
    monkeypatch.setattr("reportgen.resources._in_use", [])
    monkeypatch.setattr("sys.getallocatedblocks", lambda: next(blocks))
    left = left_behind()
    task_ended()
    task_ended()
    assert left() is not None
    task_ended()  # twice as much as after the first task
    assert left() is None
    left = left_behind()
    task_ended()
    assert left() is not None
    task_ended()  # twice as much as that search left
    assert left() is None


@pytest.mark.parametrize("name", ["luoyang-2020", "tangshan-2025", "example-2026"])
def test_a_document_leaves_no_cycles(name: str) -> None:
    task = BuildTask(DATA / f"{name}.yaml", ("docx", "html"))
    built(task)
    gc.collect()
    assert built(task).documents
    assert gc.collect() == 0
