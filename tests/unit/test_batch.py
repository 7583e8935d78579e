"""The pure function of a batch: what it is given and what it returns are data that can travel between processes."""

import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.batch import About, Task, built
from reportgen.checks import Verdict
from reportgen.diagnostics import Severity
from reportgen.report import Report
from tests.unit.small import budget_file, region


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """The task to build a budget with a region of one sentence."""
    region(tmp_path, "{{ 支出 }}\n")
    return Task(budget_file(tmp_path, "支出: 5万元\n"), ("txt", "html"))


def names_of_figures(report: Report, verdict: Verdict) -> Mapping[str, bytes]:
    return {"figures.txt": f"{report.budget.file.year} {len(verdict.findings)}".encode()}


def test_a_task_and_its_outcome_are_the_same_after_a_journey(task: Task) -> None:
    task = replace(task, also=(names_of_figures,))
    outcome = built(pickle.loads(pickle.dumps(task)))
    assert outcome == pickle.loads(pickle.dumps(built(task)))
    [made] = outcome.documents
    assert sorted(made.contents) == ["html", "txt"]
    assert "5万元" in made.contents["txt"].decode()
    assert made.more["figures.txt"].startswith(b"2021 ")
    assert made.about == About("甲局", "", 2021, "部门预算", "probe", made.about.title if made.about else "")


def test_what_cannot_be_read_is_an_outcome_with_the_files_that_it_names(task: Task) -> None:
    task.path.write_text(task.path.read_text(encoding="utf-8") + "上年预算: 去年.yaml\n", encoding="utf-8")
    outcome = built(task)
    [made] = outcome.documents
    assert made.refused
    assert not made.contents
    assert [finding.rule for finding in made.findings] == ["文件"]
    assert outcome.named == (task.path.parent / "去年.yaml",)
    assert built(replace(task, path=Path("没有.yaml"))).documents[0].refused


def test_a_document_with_errors_has_contents_as_a_draft_alone(task: Task) -> None:
    task.path.write_text(task.path.read_text(encoding="utf-8") + "核对: {支出: 6万元}\n", encoding="utf-8")
    [made] = built(task).documents
    assert (made.may_be_built, made.contents) == (False, {})
    assert made.count(Severity.ERROR)
    assert built(replace(task, draft=True)).documents[0].contents


def test_the_empty_places_of_a_draft_are_counted(task: Task) -> None:
    text = task.path.read_text(encoding="utf-8").replace("5万元", "待填")
    task.path.write_text(f"{text}收入: 待填\n状态: 草稿\n", encoding="utf-8")
    [made] = built(task).documents
    assert (made.draft, made.unfilled) == (True, 2)
