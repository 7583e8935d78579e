"""The command line: what it says, what it returns, what it writes and what it never leaves behind."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reportgen import discovery
from reportgen.cli import Parser, main
from reportgen.saving import file_name
from tests.unit.small import budget_file, region

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
FORMATS = ("docx", "html", "txt")
GOOD = "支出: 5万元\n"
BAD = "支岀: 5万元\n"
CHANGED = "支出: 5万元\n上年预算: {支出: 3万元}\n"
RUNNING = "机关运行经费{{ 机关运行经费 }}，{{ 机关运行经费|同比 }}。\n"
COMPARES = "支出总计{{ 支出 }}，{{ 支出|同比 }}。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a region of one sentence, which is where the command runs."""
    region(tmp_path, "{{ 支出 }}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def budget(folder: Path, name: str, body: str = GOOD) -> str:
    """A budget file of that name in the folder."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return str(budget_file(folder, body).replace(folder / name).relative_to(folder))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def process(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a program of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "reportgen", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False, timeout=60)


# Help and mistakes in the command line

COMMANDS = {
    "import",
    "build",
    "check",
    "diff",
    "explain",
    "new",
    "preview",
    "rollover",
    "schema",
    "templates",
    "text",
    "trace",
}
PROGRAM_WORDS = COMMANDS | {"reportgen", "docx", "html", "txt", "help", "output", "to", "out", "yaml"}
PROGRAM_WORDS |= {
    "unit",
    "all",
    "units",
    "draft",
    "pdf",
    "xlsx",
    "Excel",
    "LibreOffice",
    "toc",
    "fields",
    "PDF",
    "links",
    "pages",
    "Word",
    "force",
    "jobs",
    "cluster",
    "Dask",
    "tcp",
    "reference",
    "doc",
    "fragment",
    "county",
}


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["帮助"], [], ["build", "--help"], ["build", "-h"]])
def test_help_is_in_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code = main(arguments)
    said = capsys.readouterr()
    assert (code, said.err) == (0 if arguments else 2, "")
    assert said.out.startswith("用法：reportgen ")
    assert set(re.findall("[A-Za-z]{2,}", said.out)) <= PROGRAM_WORDS


def test_help_names_every_command_and_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    assert re.search(r"^ {2}build +由预算文件生成公开文档", capsys.readouterr().out, re.MULTILINE)
    main(["build", "--help"])
    said = capsys.readouterr().out
    usage = (
        "文件…",
        "[-o 文件夹]",
        "[--to 格式]",
        "[--toc 目录]",
        "[--reference-doc 文件]",
        "[--unit 单位]",
        "[--all-units]",
        "[--draft]",
        "[--force]",
        "[-j 个数]",
        "[--cluster 地址]",
    )
    assert said.splitlines()[0] == f"用法：reportgen build {' '.join(usage)}"
    assert all(re.search(rf"^ {{2}}{option}", said, re.MULTILINE) for option in ("文件…", "-o，--output", "--to"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "没有“biuld”这个命令。是不是“build”？"),
        (["生成"], "没有“生成”这个命令。可用的有：build"),
        (["build"], "缺少：文件\n用法见：reportgen build --help"),
        (["build", "a.yaml", "--too"], "没有这个选项：--too\n用法见：reportgen build --help"),
        (["build", "a.yaml", "-o"], "-o/--output 后面要写一个值\n用法见：reportgen build --help"),
        (["build", "a.yaml", "--to"], "--to 后面要写一个值\n用法见：reportgen build --help"),
        (["build", "a.yaml", "--to", "doc"], "没有“doc”这个格式。是不是“docx”？"),
        (["build", "a.yaml", "--to", "odt"], "没有“odt”这个格式。可用的有：docx、html、txt、pdf、html-fragment、xlsx"),
        (["build", "a.yaml", "--to", "docx,"], "没有“”这个格式。可用的有：docx、html、txt、pdf、html-fragment、xlsx"),
        (["build", "没有*.yaml"], "没有符合“没有*.yaml”的文件"),
        (["build", "a.yaml", "--draft=1"], "--draft 后面不写值\n用法见：reportgen build --help"),
        (["build", "a.yaml", "-o", "--draft"], "-o/--output 后面要写一个值\n用法见：reportgen build --help"),
        (["build", "a.yaml", "--forc"], "没有这个选项：--forc\n用法见：reportgen build --help"),
        (["diff"], "缺少：旧、新\n用法见：reportgen diff --help"),
        (["trace", "1", "a.yaml", "b.yaml"], "没有这个选项：b.yaml\n用法见：reportgen trace --help"),
    ],
)
def test_a_command_line_that_cannot_be_understood_is_told_in_chinese(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.sub("可用的有：[a-z、]*build[a-z、…]*", "可用的有：build", told.err) == f"{said}\n"
    assert not (folder / "out").exists()


def _declared() -> Parser:
    parser = Parser("reportgen print", "印出来")
    parser.word("file", "文件", "哪个文件")
    parser.optional_words("more", "更多", "还有哪些")
    parser.option("-o", "--output-folder", shown="文件夹", help="放到哪里", default="out")
    parser.option("--unit", shown="单位", help="哪个单位")
    parser.repeated("--only", "表", "哪几张表")
    parser.switch("--dry-run", "不写")
    return parser


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        ("a.yaml", {"file": "a.yaml"}),
        ("a b c", {"file": "a", "more": ["b", "c"]}),
        ("-o to a b", {"file": "a", "more": ["b"], "output_folder": "to"}),
        ("a -o to b --dry-run", {"file": "a", "more": ["b"], "output_folder": "to", "dry_run": True}),
        ("a -oto", {"file": "a", "output_folder": "to"}),
        ("a -o=to", {"file": "a", "output_folder": "to"}),
        ("a --output-folder=to=b", {"file": "a", "output_folder": "to=b"}),
        ("a --unit=", {"file": "a", "unit": ""}),
        ("a --unit -", {"file": "a", "unit": "-"}),
        ("a --unit -12.5", {"file": "a", "unit": "-12.5"}),
        ("-1,200.5 b", {"file": "-1,200.5", "more": ["b"]}),
        ("a --only 甲 --only=乙", {"file": "a", "only": ["甲", "乙"]}),
        ("a --unit 甲 --unit 乙", {"file": "a", "unit": "乙"}),
        ("--dry-run -- -o -- b", {"file": "-o", "more": ["--", "b"], "dry_run": True}),
    ],
)
def test_arguments_are_read_as_everywhere(arguments: str, read: dict[str, object]) -> None:
    left_out = {"more": [], "output_folder": "out", "unit": None, "only": [], "dry_run": False}
    assert vars(_declared().read(arguments.split(" "))) == {**left_out, **read}


def test_a_word_behind_a_minus_is_a_word_if_a_space_is_in_it() -> None:
    assert _declared().read(["-5 万元"]).file == "-5 万元"


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == main(["-V"]) == 0
    assert re.fullmatch(r"(?:reportgen \d+\.\d+\.\d+\n){2}", capsys.readouterr().out)


# What is built, and what is returned


def test_every_format_comes_into_the_folder_out_under_the_name_of_the_budget(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", budget(folder, "data/甲局 2021.yaml")]) == 2  # its region stands beside another folder
    shutil.move(folder / "templates", folder / "data")
    capsys.readouterr()
    assert main(["build", "data/甲局 2021.yaml"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("".join(f"已生成 {Path('out', f'甲局 2021.{e}')}\n" for e in FORMATS), "")
    assert files(folder / "out") == [f"甲局 2021.{e}" for e in FORMATS]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("txt", ["txt"]),
        ("html,docx", ["docx", "html"]),
        ("html，txt", ["html", "txt"]),
        (" TXT , Html ", ["html", "txt"]),
        ("txt,txt", ["txt"]),
    ],
)
def test_only_the_formats_that_are_asked_for_are_built(folder: Path, asked: str, expected: list[str]) -> None:
    assert main(["build", budget(folder, "a.yaml"), "--to", asked]) == 0
    assert files(folder / "out") == [f"a.{name}" for name in expected]


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_another_folder_is_made_where_it_is_missing(folder: Path, option: str) -> None:
    assert main(["build", budget(folder, "a.yaml"), "--to", "txt", option, "甲/乙"]) == 0
    assert files(folder / "甲") == [str(Path("乙", "a.txt"))]


def test_an_older_file_is_replaced(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "a.txt").write_text("旧", encoding="utf-8")
    assert main(["build", budget(folder, "a.yaml"), "--to", "txt"]) == 0
    written = (folder / "out" / "a.txt").read_text(encoding="utf-8")
    assert "5万元" in written
    assert "旧" not in written


def test_a_pattern_stands_for_its_files_where_the_console_leaves_it_as_it_is(folder: Path) -> None:
    budget(folder, "b.yaml")
    budget(folder, "a.yaml")
    assert main(["build", "*.yaml", "--to", "txt"]) == 0
    assert files(folder / "out") == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("body", "template", "code"),
    [
        (GOOD, "{{ 支出 }}\n", 0),
        (CHANGED + "原因: {支出: 甲}\n", COMPARES, 0),
        (
            CHANGED.replace("支出", "机关运行经费"),
            COMPARES.replace("支出总计", "机关运行经费").replace("支出", "机关运行经费"),
            0,
        ),  # 警告
        ("支出: 5万元\n核对: {支出: {合计: 3万元}}\n", "支出总计{{ 支出 }}。\n", 1),  # 错误: nothing is written
        (BAD, "{{ 支出 }}\n", 2),
    ],
)
def test_the_exit_code_tells_done_findings_and_unusable_apart(
    folder: Path, body: str, template: str, code: int
) -> None:
    region(folder, template)
    assert main(["build", budget(folder, "a.yaml", body), "--to", "txt"]) == code
    assert (folder / "out" / "a.txt").exists() is (code == 0)


def test_a_bad_file_does_not_keep_the_others_from_being_built(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [budget(folder, "a.yaml"), budget(folder, "b.yaml", BAD), "c.yaml", budget(folder, "d.yaml")]
    assert main(["build", *names, "--to", "txt"]) == 2
    assert files(folder / "out") == ["a.txt", "d.txt"]
    said = capsys.readouterr().err
    assert "b.yaml：1处不能用，没有生成文件。" in said
    assert "找不到文件 c.yaml" in said


@pytest.mark.parametrize(
    ("one", "other"), [("甲/a.yaml", "乙/a.yaml"), ("a.yaml", "a.yml"), ("甲/A.yaml", "乙/a.yaml")]
)
def test_two_budgets_that_would_make_the_same_file_are_refused_before_anything_is_built(
    folder: Path, one: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [budget(folder, "b.yaml"), budget(folder, one), budget(folder, other)]
    assert main(["build", *names]) == 2
    said = f"{names[1]} 和 {names[2]} 会生成同名的文件；分两次生成，用 -o 放到不同的文件夹\n"
    assert capsys.readouterr().err == said
    assert not (folder / "out").exists()


# What cannot be written


@pytest.mark.parametrize("name", ["甲\x00局", "甲\udcff局"])
def test_a_unit_is_not_called_by_what_nobody_sees(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", name, "--year", "2026"]) == 2
    assert capsys.readouterr().err == "单位名称里有看不见的字符：重新输入这几个字\n"


@pytest.mark.parametrize("name", ["甲" * 300 + ".yaml", "甲" * 300 + "/a.yaml"])
def test_a_name_that_no_file_can_have_is_told(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "甲局", "--year", "2026", "-o", name]) == 2
    assert capsys.readouterr().err == f"写不了 {Path(name)}：检查文件夹和文件的名称，是不是太长。\n"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("图书馆", "图书馆"),
        ('甲/乙:丙"', "甲_乙_丙_"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Com1 .a", "_Com1 .a"),
        ("console", "console"),
        ("甲。. ", "甲。"),
        ("..", "预算"),
        ("甲" * 200, "甲" * 60),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(name: str, file: str) -> None:
    assert file_name(name) == file


@pytest.mark.parametrize("output", ["文件", "文件/里面"])
def test_a_file_in_the_place_of_the_folder_is_told(
    folder: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "文件").write_text("内容", encoding="utf-8")
    assert main(["build", budget(folder, "a.yaml"), "--to", "txt", "-o", output]) == 2
    said = f"写不了 {Path(output, 'a.txt')}：{Path(output)} 不是文件夹，用 -o 另写一个。\n"
    assert capsys.readouterr().err == said


def test_a_folder_in_the_place_of_the_file_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out" / "a.txt").mkdir(parents=True)
    assert main(["build", budget(folder, "a.yaml"), "--to", "txt"]) == 2
    assert capsys.readouterr().err == f"写不了 {Path('out', 'a.txt')}：已有同名的文件夹。\n"
    assert files(folder / "out") == []


def test_an_interruption_is_no_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(path: Path) -> bytes:
        raise KeyboardInterrupt

    name = budget(folder, "a.yaml")
    monkeypatch.setattr(Path, "read_bytes", interrupted)
    assert main(["build", name]) == 2
    assert capsys.readouterr().err == "已停止。\n"


# As a program


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_a_console_that_lacks_a_character_shows_another_and_the_program_goes_on(tmp_path: Path, encoding: str) -> None:
    region(tmp_path)
    names = [budget(tmp_path, "甲😀.yaml"), budget(tmp_path, "乙.yaml", "支出😀: 5\n")]
    done = process("build", *names, "--to", "txt", cwd=tmp_path, PYTHONIOENCODING=encoding)
    said, wrong = done.stdout.decode(encoding), done.stderr.decode(encoding)
    as_shown = f"已生成 {Path('out', '甲😀.txt')}".encode(encoding, "replace").decode(encoding)
    assert (done.returncode, said.rstrip()) == (2, as_shown)
    assert "没有“支出😀”".encode(encoding, "replace").decode(encoding) in wrong
    assert "Traceback" not in wrong


@pytest.mark.parametrize("stopped", ["stdout", "stderr"])
def test_who_reads_no_further_stops_no_command_and_changes_no_exit_code(tmp_path: Path, stopped: str) -> None:
    region(tmp_path)
    names = [budget(tmp_path, "甲.yaml", "支出😀: 5\n"), budget(tmp_path, "乙.yaml"), budget(tmp_path, "丙.yaml")]
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "reportgen", "build", *names, "--to", "txt"]
    to = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stopped: write}
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=False, timeout=60, **to)
    os.close(write)
    assert done.returncode == 2
    assert b"Error" not in (done.stderr or b"")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["丙.txt", "乙.txt"]


READERLESS = """
import os, sys
from pathlib import Path
from reportgen import discovery
from reportgen.cli import main
for one in sys.argv[1:]:
    read, write = os.pipe()
    os.close(read)
    sys.stdout = open(write, "w", buffering=1)
    print(main(one.split()), file=sys.stderr)
"""


def test_every_command_ends_quietly_where_nobody_reads_what_it_says(tmp_path: Path) -> None:
    region(tmp_path)
    name = budget(tmp_path, "a.yaml")
    orders = {
        "build": f"{name} --to txt",
        "check": f"{name} --format json",
        "county": ".",
        "diff": f"{name} {name}",
        "explain": "手册",
        "import": f"{name} -o b.yaml",
        "new": "甲局 --year 2026",
        "preview": f"{name} --no-browser",
        "rollover": name,
        "schema": "",
        "templates": "",
        "text": name,
        "trace": f"支出 {name}",
    }
    assert set(discovery.module_names("reportgen.cli")) == set(orders)
    every = ["--help", "--version", *(f"{command} {rest}" for command, rest in orders.items())]
    every += [f"{command} --help" for command in orders]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", READERLESS, *every]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
    said = done.stderr.decode().split("\n")
    assert done.returncode == 0, done.stderr.decode()
    assert not [line for line in said if "Error" in line or "Traceback" in line]
    assert len([line for line in said if line in ("0", "1", "2")]) == len(every), said


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["biuld"], ["build", "a.yaml", "--to", "odt"]])
def test_only_what_a_command_needs_is_imported(arguments: list[str]) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-X", "importtime", "-m", "reportgen", *arguments]
    said = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, timeout=60).stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in said.splitlines() if "|" in line}
    assert "reportgen" in imported
    assert imported & {"docx", "jinja2", "yaml", "lxml", "babel", "markdown_it", "pypdf"} == set()


def contents(path: Path) -> bytes:
    """What a file says, a package unpacked: names and contents of its parts, and when they were made."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        parts = [(part.filename, part.date_time, part.comment, package.read(part)) for part in package.infolist()]
    return b"".join(f"{name} {made} {comment!r}".encode() + content for name, made, comment, content in parts)


def test_no_built_file_knows_the_machine_it_was_built_on(tmp_path: Path) -> None:
    made = []
    for user in ("zhangsan", "lisi"):
        home = tmp_path / f"home-of-{user}"
        home.mkdir()
        shutil.copy(DATA / "luoyang-2020.yaml", home)
        person = dict.fromkeys(("USER", "LOGNAME", "USERNAME", "LNAME"), user)
        done = process("build", "luoyang-2020.yaml", cwd=home, HOME=str(home), PYTHONHASHSEED=str(len(made)), **person)
        assert done.returncode in (0, 1), done.stderr.decode()
        made.append({name: contents(home / "out" / f"luoyang-2020.{name}") for name in FORMATS})
    for name in FORMATS:
        assert made[0][name] == made[1][name]
        for trace in (b"zhangsan", b"home-of", str(tmp_path).encode(), str(ROOT).encode()):
            assert trace not in made[0][name]
