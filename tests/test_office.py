"""LibreOffice: one call for many files, and what is said where it is missing, fails, crashes or hangs.

`wrapped` drives the real one and writes down how it is called; the others are small programs in its place.
"""

import ast
import re
import stat
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest

from reportgen import libreoffice
from reportgen.cli import main
from reportgen.document import Document, Paragraph, Text
from reportgen.libreoffice import Fault, usual_places
from reportgen.writers.docx import write
from tests.tools import need, run_tool
from tests.unit.small import budget_file, region
from tests.writers.sample import STYLE

STATED = "REPORTGEN_SOFFICE"
MISSING = "这台电脑没有 LibreOffice，pdf 没有生成{}。\n  建议：安装 LibreOffice（免费）后再生成；"
MISSING += "或者生成 docx，在 Word、WPS 里打开，“另存为 PDF”\n"
BY_HAND = "  建议：再生成一次；还不行就生成 docx，在 Word、WPS 里打开，“另存为 PDF”\n"

WRAPPED = """
with open({log!r}, "a", encoding="utf-8") as log:
    print(sys.argv[1:], file=log)
sys.exit(subprocess.run([{real!r}, *sys.argv[1:]]).returncode)
"""
WHOLE = """
for name in (a for a in sys.argv if a.endswith(".docx")):
    Path("pdf").mkdir(exist_ok=True)
    if name not in {unable!r}:
        Path("pdf", name).with_suffix(".pdf").write_bytes(b"%PDF-1.6 of " + name.encode() + {end!r})
"""


def standing_in(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """A program in the place of LibreOffice."""
    script = folder / "standing_in.py"
    script.write_text(f"import subprocess, sys, threading\nfrom pathlib import Path\n{source}", encoding="utf-8")
    windows = sys.platform == "win32"
    launcher = folder / ("soffice.bat" if windows else "soffice")
    every = "%*" if windows else '"$@"'
    launcher.write_text(
        f'{"@" if windows else f"#!/bin/sh{chr(10)}exec "}"{sys.executable}" "{script}" {every}\n', encoding="utf-8"
    )
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv(STATED, str(launcher))


def wrapped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real one; the file that says with which arguments it was called, a line a call."""
    log = folder / "calls.txt"
    standing_in(folder, monkeypatch, WRAPPED.format(log=str(log), real=need("soffice")))
    return log


def prepared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs, with a region of one sentence; what is temporary lies beside."""
    region(folder, "{{ 支出 }}\n")
    (folder / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temporary"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return prepared(tmp_path, monkeypatch)


def budget(folder: Path, name: str) -> str:
    return str(budget_file(folder, "支出: 5万元\n").replace(folder / name).relative_to(folder))


def made(folder: Path) -> list[str]:
    assert list((folder / "temporary").iterdir()) == []
    return sorted(path.name for path in (folder / "out").glob("*"))


# The real one


class Printed(NamedTuple):
    """What the real one made of two budget files, one with units, twice."""

    calls: list[list[str]]  # its arguments
    files: list[dict[str, bytes]]  # by name, of each run
    left: list[bytes]  # command lines of processes that went on


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    need("soffice")
    with pytest.MonkeyPatch.context() as patched:
        folder = prepared(tmp_path_factory.mktemp("printed"), patched)
        log, runs = wrapped(folder, patched), []
        lines = "[{单位: 1, 金额: 7万元}, {单位: 2, 金额: 6万元}]"
        several = budget_file(folder, f"支出: {lines}\n").rename(folder / "b.yaml")
        units = "甲局, 单位: [{编码: 1, 名称: 本级}, {编码: 2, 名称: 图书馆}]"
        several.write_text(several.read_text(encoding="utf-8").replace("甲局", units), encoding="utf-8")
        for _ in range(2):
            command = ["build", budget(folder, "甲局 2021.yaml"), "b.yaml", "--all-units", "--to", "pdf"]
            assert main([*command, "-o", "放 这里"]) == 0
            runs.append({path.name: path.read_bytes() for path in (folder / "放 这里").iterdir()})
        assert made(folder) == []
        calls = [ast.literal_eval(line) for line in log.read_text(encoding="utf-8").splitlines()]
        commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        return Printed(calls, runs, [command for command in commands if str(folder).encode() in command])


def test_one_call_makes_the_pdfs_of_all_files_and_their_units(printed: Printed) -> None:
    assert sorted(printed.files[0]) == ["b-图书馆.pdf", "b-本级.pdf", "b.pdf", "甲局 2021.pdf"]
    assert len(printed.calls) == len(printed.files)


def test_a_pdf_has_the_words_of_its_own_document(printed: Printed, tmp_path: Path) -> None:
    need("pdftoppm")
    amounts = {"甲局 2021": "5万元", "b-本级": "7万元", "b-图书馆": "6万元", "b": "13万元"}
    for name, amount in amounts.items():
        (tmp_path / "a.pdf").write_bytes(printed.files[0][f"{name}.pdf"])
        words = "".join(run_tool("pdftotext", tmp_path / "a.pdf", "-").split())
        assert re.findall("[0-9]+万元", words) == [amount]


def test_no_name_that_a_user_chose_reaches_it(printed: Printed) -> None:
    (profile, *arguments) = printed.calls[0]
    assert profile.startswith("-env:UserInstallation=file:///")
    names = [f"{number}.docx" for number in range(1, 5)]
    assert arguments == ["--headless", "--convert-to", "pdf", "--outdir", "pdf", *names]


def test_the_same_document_gives_the_same_pdf(printed: Printed, tmp_path: Path) -> None:
    one, other = printed.files
    assert one == other
    need("pdftoppm")
    for content in one.values():
        assert b"CreationDate" not in content
        (tmp_path / "a.pdf").write_bytes(content)
        assert "Syntax" not in run_tool("pdfinfo", tmp_path / "a.pdf")


def test_no_process_is_left(printed: Printed) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("no /proc to look into")
    assert printed.left == []


# None


@pytest.mark.parametrize(("asked", "others"), [("docx,pdf,txt", "；其他格式照常生成"), ("pdf", "")])
def test_where_it_is_missing_that_is_told_once_and_all_else_is_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: str, others: str
) -> None:
    monkeypatch.setenv(STATED, str(folder / "nowhere"))
    assert main(["build", budget(folder, "a.yaml"), budget(folder, "b.yaml"), "--to", asked]) == 2
    assert capsys.readouterr().err == MISSING.format(others)
    assert made(folder) == [f"{name}.{kind}" for name in "ab" for kind in ("docx", "txt") if kind in asked]


def test_an_empty_path_is_as_good_as_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(STATED, raising=False)
    monkeypatch.setenv("PATH", str(folder / "temporary"))
    monkeypatch.setattr(libreoffice, "usual_places", lambda _: iter(()))
    assert main(["build", budget(folder, "a.yaml"), "--to", "html,pdf"]) == 2
    assert capsys.readouterr().err == MISSING.format("；其他格式照常生成")
    assert made(folder) == ["a.html"]


def test_who_does_not_ask_for_a_pdf_needs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(STATED, str(folder / "nowhere"))
    assert main(["build", budget(folder, "a.yaml")]) == 0
    assert capsys.readouterr().err == ""
    assert made(folder) == ["a.docx", "a.html", "a.txt"]


def test_where_no_document_can_be_built_it_is_not_called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    standing_in(folder, monkeypatch, "Path({!r}).touch()".format(str(folder / "called")))
    assert main(["build", "没有.yaml", "--to", "pdf"]) == 2
    assert not (folder / "called").exists()


# One that does not do it


def test_a_file_that_it_cannot_convert_keeps_nothing_else_from_being_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standing_in(folder, monkeypatch, WHOLE.format(unable=["1.docx"], end=b"\n%%EOF\n"))
    assert main(["build", budget(folder, "a.yaml"), budget(folder, "b.yaml"), "--to", "docx,pdf"]) == 2
    said = capsys.readouterr()
    assert said.err == f"a.yaml：LibreOffice 没有转成，pdf 没有生成；其他格式照常生成。\n{BY_HAND}"
    assert made(folder) == ["a.docx", "b.docx", "b.pdf"]
    assert (folder / "out" / "b.pdf").read_bytes() == b"%PDF-1.6 of 2.docx\n%%EOF\n"
    assert said.out == "".join(f"已生成 {Path('out', name)}\n" for name in ("a.docx", "b.docx", "b.pdf"))


@pytest.mark.parametrize(
    "source", [WHOLE.format(unable=[], end=b"\n%%E"), "sys.exit(77)", "Path('pdf').write_text('', encoding='utf-8')"]
)
def test_half_a_pdf_and_a_crash_are_told_and_leave_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], source: str
) -> None:
    standing_in(folder, monkeypatch, source)
    assert main(["build", budget(folder, "a.yaml"), "--to", "pdf"]) == 2
    assert capsys.readouterr().err == f"a.yaml：LibreOffice 没有转成，pdf 没有生成。\n{BY_HAND}"
    assert made(folder) == []


def test_one_that_hangs_is_ended_with_all_it_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standing_in(folder, monkeypatch, "threading.Event().wait()")
    monkeypatch.setattr(libreoffice, "START", 0)
    monkeypatch.setattr(libreoffice, "EACH", 0)
    ended = []
    monkeypatch.setattr(libreoffice, "_end", lambda one, real=libreoffice._end: (real(one), ended.append(one.poll())))
    assert main(["build", budget(folder, "a.yaml"), "--to", "pdf,txt"]) == 2
    said = "a.yaml：LibreOffice 太久没有做完，已经停止它，pdf 没有生成；其他格式照常生成。\n"
    assert capsys.readouterr().err == said + BY_HAND
    assert made(folder) == ["a.txt"]
    assert ended
    assert None not in ended


def test_one_that_cannot_be_started_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "soffice").write_text("no program", encoding="utf-8")
    monkeypatch.setenv(STATED, str(folder / "soffice"))
    assert main(["build", budget(folder, "a.yaml"), "--to", "pdf"]) == 2
    assert "LibreOffice 没有转成" in capsys.readouterr().err
    assert made(folder) == []


# Finding and calling it


@pytest.mark.parametrize(
    ("system", "place"),
    [("win32", "LibreOffice/program/soffice.com"), ("win32", "LibreOffice 24.8/program/soffice.com")],
)
def test_it_is_found_where_its_installer_puts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, place: str
) -> None:
    for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
        monkeypatch.setenv(name, str(tmp_path / "Program Files"))
    file = tmp_path / "Program Files" / place
    file.parent.mkdir(parents=True)
    file.touch()
    assert next(usual_places(system)) == file


def test_a_command_line_that_would_be_too_long_is_two_calls(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = f"open({str(folder / 'calls')!r}, 'a', encoding='utf-8').write('a call ')\n"
    standing_in(folder, monkeypatch, calls + WHOLE.format(unable=["3.docx"], end=b"\n%%EOF"))
    monkeypatch.setattr(libreoffice, "_MOST", 3)
    rendering = libreoffice.pdfs(dict.fromkeys("甲乙丙丁", package(b"")))
    assert rendering.pdfs == {"甲": pdf(1), "乙": pdf(2), "丁": pdf(1)}
    assert rendering.fault is Fault.FAILED
    assert (folder / "calls").read_text(encoding="utf-8") == "a call a call "


def test_a_conversion_for_which_nobody_waits_any_more_is_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    standing_in(folder, monkeypatch, "threading.Event().wait(600)\n")
    asked = iter([False, True])
    assert libreoffice.pdfs({"甲": package(b"")}, lambda: next(asked)) == libreoffice.Rendering({}, Fault.HUNG)


def package(part: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part)
    return made.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"\x00 text", package(b"x")[:40], package(b" " * 200)], ids=["empty", "no zip", "cut", "large"]
)
def test_what_is_no_word_file_or_unpacks_to_too_much_is_told_and_never_set(
    content: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice prints any bytes as text, and sets 200,000 paragraphs in 80 s."""
    standing_in(folder, monkeypatch, WHOLE.format(unable=[], end=b"\n%%EOF"))
    monkeypatch.setattr(libreoffice, "_LARGEST", 199)
    assert libreoffice.pdfs({"坏": content}) == libreoffice.Rendering({}, Fault.FAILED)
    assert libreoffice.pdfs({"坏": content, "好": package(b"")}).pdfs == {"好": pdf(2)}


def pdf(number: int) -> bytes:
    return f"%PDF-1.6 of {number}.docx\n%%EOF".encode()


def test_a_thousand_names_fit_a_command_line_of_windows() -> None:
    names = " ".join(f"{i}.docx" for i in range(1, libreoffice._MOST + 1))
    assert len(names) < 20_000


def test_the_time_of_a_pdf_becomes_blanks_and_its_identity_follows_its_contents() -> None:
    ids = b"/ID [ <%b>\n<%b> ]\n/DocChecksum /%b"
    content = b"%%PDF-1.6 %b /CreationDate(D:20261121201520Z') " + ids
    one, later, other = (
        libreoffice._timeless(content.replace(b"2026", year) % (word, tag * 32, tag * 32, tag * 32))
        for word, year, tag in ((b"a", b"2026", b"A"), (b"a", b"2027", b"B"), (b"b", b"2026", b"A"))
    )
    assert one == later != other
    assert len(one) == len(content) - 8 + 1 + 3 * 32 - 1
    identities = re.findall(rb"[0-9A-F]{32}", one)
    assert len(set(identities)) == 1
    assert identities[0] not in other


def test_no_mark_hangs_over_the_end_of_a_line_in_a_pdf(tmp_path: Path) -> None:
    """LibreOffice prints it (1 s): it reads 17.3.1.21 as its contrary, so that only paper shows it."""
    lines = tuple(Paragraph((Text("收" * count + "，" + "支" * 9),)) for count in range(23, 30))
    made = libreoffice.pdfs({"甲": write(Document((), "", 2026, lines), STYLE)}).pdfs["甲"]
    (tmp_path / "a.pdf").write_bytes(made)
    boxes = run_tool("pdftotext", "-bbox", tmp_path / "a.pdf", "-")
    right = (STYLE.portrait.width - STYLE.portrait.right) / 20
    assert 0 < max(float(each) for each in re.findall(r'xMax="([\d.]+)"[^>]*>[^<]*[收支]', boxes)) < right + 1
