"""What was built and has not changed is not built again, and what is said stays the same; whatever changed is built."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import kept
from reportgen.batch import BuildTask, built, stamps
from reportgen.batch.stamps import Stamps, _stamp
from reportgen.cli import main
from tests.unit.small import budget_file, region

LINES = "支出: {文件: 行.csv}\n上年预算: 去年.yaml\n核对: {支出: 9万元}\n"
TXT = Path("out", "a.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a budget in draft that names two files, and a cache of its own; it was built."""
    region(tmp_path, "{{ 支出 }}\n")
    budget_file(tmp_path, "支出: 4万元\n").replace(tmp_path / "去年.yaml")
    change(tmp_path / "去年.yaml", "年度: 2021", "年度: 2020")
    (tmp_path / "行.csv").write_text("金额\n50000\n", encoding="utf-8")
    budget_file(tmp_path, LINES).replace(tmp_path / "a.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stamps, "_stamp", _stamp)
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "cache")
    assert build() == 0
    return tmp_path


def build(*options: str) -> int:
    return main(["build", "a.yaml", "--to", "txt", "--draft", *options])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def is_unchanged(capsys: pytest.CaptureFixture[str], *options: str) -> bool:
    """Whether a build does nothing; what it says there is nothing else."""
    capsys.readouterr()
    assert build(*options) == 0
    said = capsys.readouterr().out
    assert said in (f"没有变化 {TXT}\n", f"已生成 {TXT}\n")
    return said.startswith("没有变化")


def test_what_has_not_changed_is_left_and_its_findings_are_told_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert build("--force") == 0
    before, content = capsys.readouterr(), TXT.read_bytes()
    TXT.touch()
    assert build() == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"没有变化 {TXT}\n", before.err)
    assert "核对" in told.err
    assert TXT.read_bytes() == content


@pytest.mark.parametrize(
    "edit",
    [
        lambda: change(Path("a.yaml"), "甲局", "乙局"),
        lambda: change(Path("去年.yaml"), "4万元", "3万元"),
        lambda: change(Path("行.csv"), "50000", "60000"),
        lambda: change(Path("templates/probe/report.md.j2"), "}}", "}}。"),
        lambda: Path("templates/probe/style.yaml").write_text("文字: {}\n", encoding="utf-8"),
        lambda: change(TXT, "5万元", "6万元"),
        TXT.unlink,
    ],
    ids=["budget", "last year", "lines", "region", "new file of the region", "edited output", "missing output"],
)
def test_whatever_changed_is_built(
    folder: Path, capsys: pytest.CaptureFixture[str], edit: Callable[[], object]
) -> None:
    assert is_unchanged(capsys)
    edit()
    assert not is_unchanged(capsys)
    assert is_unchanged(capsys)


def test_another_program_another_option_and_force_build(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_unchanged(capsys, "--force")
    assert not is_unchanged(capsys, "--toc", "links")
    monkeypatch.setattr(stamps, "_program", lambda: "a newer one")
    assert not is_unchanged(capsys)


@pytest.mark.parametrize("breaking", [lambda b: b[:-9], lambda b: b[:0], lambda b: b.replace(b"txt", b"tyt"), None])
def test_a_broken_stamp_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str], breaking: Callable[[bytes], bytes] | None
) -> None:
    [stamp] = (folder / "cache" / "built").iterdir()
    if breaking is None:
        stamp.unlink()
        stamp.mkdir()  # nor can a new one be stored
    else:
        stamp.write_bytes(breaking(stamp.read_bytes()))
    assert not is_unchanged(capsys)
    assert is_unchanged(capsys) == (breaking is not None)


def test_nothing_is_left_as_it_was_where_nothing_may_be_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "folder", lambda: None)
    assert not is_unchanged(capsys)
    assert not is_unchanged(capsys)


def test_a_document_that_cannot_be_published_is_refused_again_without_being_made(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    assert main(["build", "a.yaml", "--to", "txt"]) == 1
    first = capsys.readouterr().err
    monkeypatch.setattr("reportgen.batch.built", None)
    assert main(["build", "a.yaml", "--to", "txt"]) == 1
    assert capsys.readouterr() == ("", first)


def test_a_file_that_is_edited_while_it_is_built_is_built_again(folder: Path) -> None:
    task = BuildTask(Path("a.yaml"), ("txt",), draft=True, folder=Path("elsewhere"))
    outcome = built(task)
    change(Path("a.yaml"), "甲局", "乙局")
    Stamps().remember(task, outcome, {})
    assert Stamps().unchanged_outcome(task) is None
    Stamps().remember(task, built(task), {})
    known = Stamps().unchanged_outcome(task)
    assert known
    assert known.documents == tuple(replace(made, contents={}) for made in built(task).documents)


def test_no_stamp_is_left_while_a_named_file_is_missing(folder: Path) -> None:
    Path("去年.yaml").unlink()
    task = BuildTask(Path("a.yaml"), ("txt",))
    Stamps().remember(task, built(task), {})
    assert Stamps().unchanged_outcome(task) is None
