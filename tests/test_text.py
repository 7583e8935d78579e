"""Documents as text: what `reportgen text` prints, and what `git diff` makes of it."""

import os
import shlex
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.cli._inputs import READABLE, opened
from reportgen.readers.docx import read
from tests.budgets import DATA, built, documents
from tests.readers.docx_files import NAMESPACES, file, paragraph, run
from tests.tools import need
from tests.unit.small import budget_file, region

ROOT = Path(__file__).parents[1]
INSERTED = f'<w:ins w:id="1" w:author="李 四">{run("11.5")}</w:ins>'
DELETED = '<w:del w:id="2" w:author="李 四"><w:r><w:delText>12.5</w:delText></w:r></w:del>'
START, END = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
COMMENTS = (
    f'<w:comment w:id="0" w:author="王科" {NAMESPACES}>{paragraph("和批复核对。")}{paragraph("下周报。")}</w:comment>'
    f'<w:comment w:id="1" w:author="李四">{paragraph("已核对")}</w:comment>'
)
BODY = (
    paragraph("甲局2021年部门预算", style="a3"),
    paragraph("支出总计", START, DELETED, INSERTED, "万元", END, "，比上年减少。"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is printed by a command that has nothing to complain about."""
    capsys.readouterr()
    assert main(["text", *arguments]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said of what cannot be read."""
    assert main(["text", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@documents
def test_word_file_and_page_print_the_text_that_is_built(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = built(name, "txt").decode().splitlines()
    for form in ("docx", "html"):
        (folder / f"a.{form}").write_bytes(built(name, form))
        assert text(capsys, f"a.{form}").splitlines() == expected


def test_a_budget_file_prints_its_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert text(capsys, str(DATA / "luoyang-2020.yaml")) == built("luoyang-2020", "txt").decode()


def test_tracked_changes_are_read_as_accepted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.DOCX").write_bytes(file(*BODY))
    assert text(capsys, "a.DOCX") == "甲局2021年部门预算\n\n支出总计11.5万元，比上年减少。\n"


def test_tracked_changes_are_left_out_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.docx").write_bytes(file(*BODY))
    printed = text(capsys, "a.docx", "--revisions", "原样")
    assert printed == "甲局2021年部门预算\n\n支出总计12.5万元，比上年减少。\n"


def test_comments_stand_at_the_end(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.docx").write_bytes(file(*BODY, comments=COMMENTS))
    assert text(capsys, "a.docx").splitlines()[-3:] == [
        "",
        "批注：王科：和批复核对。 下周报。（对“11.5万元”）",
        "批注：李四：已核对",
    ]


def test_the_text_goes_to_a_file_that_is_not_there_yet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.docx").write_bytes(file(*BODY))
    arguments = ("text", "a.docx", "-o", "a.txt")
    assert main(arguments) == 0
    written = (folder / "a.txt").read_bytes()
    assert written.decode() == "甲局2021年部门预算\n\n支出总计11.5万元，比上年减少。\n"
    assert capsys.readouterr() == ("已写好 a.txt\n", "")
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("已有 a.txt，没有改动它。")
    assert main((*arguments, "--force")) == 0


def process(name: str, stdout: int, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a program of its own, whose output goes there."""
    return subprocess.run(
        [sys.executable, "-m", "reportgen", "text", name],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )


def test_what_is_piped_is_utf8_with_line_ends_of_one_sign_whatever_the_console_speaks(folder: Path) -> None:
    (folder / "a.docx").write_bytes(file(paragraph("𠮷林县图书馆€", style="a3"), paragraph("一"), paragraph("二")))
    said = process("a.docx", subprocess.PIPE, PYTHONIOENCODING="gbk:strict")
    assert (said.returncode, said.stderr) == (0, b"")
    assert said.stdout == "𠮷林县图书馆€\n\n一\n二\n".encode()


def test_a_console_shows_a_question_mark_for_what_it_lacks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Console(TextIOWrapper):
        def isatty(self) -> bool:
            return True

    (folder / "a.docx").write_bytes(file(paragraph("𠮷林县图书馆", style="a3"), paragraph("一")))
    shown = BytesIO()
    monkeypatch.setattr(sys, "stdout", Console(shown, encoding="gbk", newline="\r\n"))
    assert main(["text", "a.docx"]) == 0
    assert shown.getvalue().decode("gbk") == "?林县图书馆\r\n\r\n一\r\n"


def test_a_reader_that_stops_early_is_no_mistake(folder: Path) -> None:
    (folder / "a.html").write_bytes(built("example-2026", "html"))
    read, write = os.pipe()
    os.close(read)
    said = process("a.html", write)
    os.close(write)
    assert (said.returncode, said.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full, on Linux alone")
def test_a_full_disk_is_told(folder: Path) -> None:
    (folder / "a.docx").write_bytes(file(*BODY))
    with Path("/dev/full").open("wb") as full:
        said = process("a.docx", full.fileno())
    assert (said.returncode, said.stderr.decode()) == (2, "没有印完，写不进去。\n  建议：检查磁盘是不是满了\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "a.doc",
            "不能读 a.doc。\n  建议：这是旧格式的 Word 文件；"
            "用 Word 或 WPS 打开，另存为“Word文档（*.docx）”，再用另存的\n",
        ),
        (
            "a.xls",
            "不能读 a.xls。\n  建议：这是旧格式的 Excel 文件；"
            "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”，再用另存的\n",
        ),
        ("a.jpg", f"不能读 a.jpg。\n  建议：写出{READABLE}\n"),
        ("~$a.docx", "~$a.docx 是文档打开着的时候留在旁边的临时文件，不是文档。\n  建议：写出文档自己的名称\n"),
        ("b.docx", f"b.docx 是文件夹。\n  建议：写出文件夹里的{READABLE}\n"),
        (
            "none.docx",
            "错误[文件] 找不到文件 none.docx\n  建议：检查文件名和所在的文件夹\n共1处，没有生成文件。\n",
        ),
        (
            "a.docx",
            "a.docx: 错误[不是Word文档] 这个文件不是 .docx 格式的Word文档\n"
            "  建议：检查是否选对了文件；用Word或WPS能打开的，打开后另存为“Word文档（*.docx）”\n"
            "共1处，没有生成文件。\n",
        ),
        (
            "a.html",
            "a.html: 错误[不是网页] 这个文件里没有网页的内容\n"
            "  建议：检查是否选对了文件；网页是 .html 或 .htm 文件\n共1处，没有生成文件。\n",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_advice(
    name: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.docx").mkdir()
    for each in ("a.doc", "a.xls", "a.jpg", "~$a.docx", "a.docx", "a.html"):
        (folder / each).write_bytes(b"last week's")
    assert refused(capsys, name) == said


def test_options_that_do_not_fit_the_file_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.docx").write_bytes(file(*BODY))
    assert refused(capsys, "a.docx", "--unit", "505") == "--unit 只用于预算文件，a.docx 不是预算文件（.yaml）\n"
    assert refused(capsys, "a.docx", "--revisions", "原来") == "--revisions 没有“原来”。是不是“原样”？\n"


def test_what_is_opened_tells_where_it_comes_from_and_what_is_pending(folder: Path) -> None:
    (folder / "a.docx").write_bytes(file(*BODY, comments=COMMENTS))
    (folder / "b.docx").write_bytes(built("luoyang-2020", "docx"))
    edited, new, budget = (opened(path) for path in (folder / "a.docx", folder / "b.docx", DATA / "luoyang-2020.yaml"))
    assert edited.pending == ("删除（李 四 12.5）", "插入（李 四 11.5）")
    assert [comment.author for comment in edited.comments] == ["王科", "李四"]
    assert (edited.stated, new.stated) == ("", read(built("luoyang-2020", "docx")).fingerprint)
    assert (new.report, new.pending, new.comments) == (None, (), ())
    assert budget.report is not None
    assert budget.document == budget.report.document


def git(folder: Path, *arguments: str) -> str:
    """What git says; nothing of how this computer's git is set up, and our program for its `textconv`."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(ROOT)}
    who = ("-c", "user.name=officer", "-c", "user.email=officer@example.invalid")
    done = subprocess.run(
        [need("git"), *who, *arguments],
        cwd=folder,
        env={**os.environ, **alone},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("form", ["docx", "html"])
def test_git_shows_the_changed_sentence_of_a_built_document(form: str, folder: Path) -> None:
    region(folder, "# 收支说明\n\n支出总计{{ 支出 }}。\n\n{{ 部门.名称 }}的支出用于开放阅览室。\n")
    repository = folder / "repository"
    repository.mkdir()
    git(repository, "init", "--quiet")
    program = shlex.join([sys.executable.replace("\\", "/"), "-m", "reportgen", "text"])
    git(repository, "config", "diff.reportgen.textconv", program)
    (repository / ".gitattributes").write_text("*.docx diff=reportgen\n*.html diff=reportgen\n", encoding="utf-8")
    for amount in ("12.5", "11.5"):
        lines = f"支出:\n  - {{性质: 基本支出, 金额: {amount}}}\n"
        budget_file(folder, lines, unit="万元").replace(folder / "预算.yaml")
        assert main(["build", "预算.yaml", "--to", form, "-o", "repository"]) == 0
        if amount == "12.5":
            git(repository, "add", ".")
            git(repository, "commit", "--quiet", "-m", "built")
    changed = [line for line in git(repository, "diff").splitlines() if line.startswith(("+", "-", " "))]
    assert changed[2:] == [
        " ",
        " 第一部分　收支说明",
        " ",
        "-支出总计12.5万元。",
        "+支出总计11.5万元。",
        " 甲局的支出用于开放阅览室。",
    ]
