"""`reportgen diff` as officers call it: any two of budget file, Word file and page, and what comes back."""

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from reportgen.cli import main
from reportgen.document import plain
from reportgen.readers.docx import Revisions, read
from tests.budgets import built

DATA = Path(__file__).parents[2] / "data"
LAST, THIS = DATA / "example-2025.yaml", DATA / "example-2026.yaml"


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "稿.docx"
    path.write_bytes(built("example-2026", "docx"))
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "稿.html"
    path.write_bytes(built("example-2026", "html"))
    return path


def diff(*arguments: Path | str) -> int:
    return main(["diff", *map(str, arguments)])


def test_the_same_document_in_any_two_forms_has_no_difference(
    word: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for old, new in ((THIS, word), (word, page), (page, THIS)):
        assert diff(old, new, "--exit-code") == 0
        assert "没有差异" in capsys.readouterr().out


def test_a_line_of_the_contents_edited_by_hand_is_told_by_diff_and_check(
    word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = tmp_path / "改过的.docx"
    with ZipFile(word) as archive, ZipFile(edited, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":  # the contents come first
                content = content.replace("名词解释".encode(), "名称解释".encode(), 1)
            copy.writestr(name, content)
    for old, new in ((THIS, edited), (edited, word)):
        assert diff(old, new, "--exit-code") == 1
        said = capsys.readouterr().out
        assert "没有差异，另有：目录、页眉等改了1处" in said
        assert "目录里写的是“第四部分" in said
    assert main(["check", str(edited)]) == 0
    assert re.search("正文里没有这个标题，像是“.*名词解释”", capsys.readouterr().out)


def test_a_line_deleted_from_the_contents_is_told(word: Path) -> None:
    with ZipFile(word) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main_part = parts["word/document.xml"]
    at = main_part.index("收入预算情况".encode())  # the contents come first
    start, stop = main_part.rindex(b"<w:p>", 0, at), main_part.index(b"</w:p>", at) + len(b"</w:p>")
    parts["word/document.xml"] = main_part[:start] + main_part[stop:]
    with ZipFile(edited := BytesIO(), "w") as copy:
        for name, content in parts.items():
            copy.writestr(name, content)
    assert read(word.read_bytes()).unlisted == ()
    assert read(edited.getvalue()).unlisted == ("二、收入预算情况",)


def test_a_cover_edited_by_hand_is_told(word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = tmp_path / "改过的.docx"
    with ZipFile(word) as archive, ZipFile(edited, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = content.replace("2026年2月10日".encode(), "2026年2月20日".encode(), 1)
            copy.writestr(name, content)
    assert diff(THIS, edited, "--exit-code") == 1
    assert "封面上写的是“2026年2月20日”" in capsys.readouterr().out


def test_differences_are_no_failure_unless_asked_as_git_asks() -> None:
    assert diff(LAST, THIS) == 0
    assert diff(LAST, THIS, "--exit-code") == 1


def test_a_number_edited_by_hand_fails_and_names_the_line_whichever_side_comes_first(
    by_hand: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = tmp_path / "改过的.docx"
    edited.write_bytes(by_hand)
    for sides in ((THIS, edited), (edited, THIS)):
        assert diff(*sides) == 1
        assert "example-2026.yaml:158:" in capsys.readouterr().out


def test_a_word_file_shows_both_sides_and_is_overwritten_only_as_it_wrote_it(tmp_path: Path) -> None:
    place = tmp_path / "修订.docx"
    last, this = Path(__file__).with_name("luoyang-2021.yaml"), DATA / "luoyang-2020.yaml"
    assert diff(last, this, "--to", "docx", "-o", place, "--author", "王五") == 0
    content = place.read_bytes()
    accepted, rejected = (read(content, revisions=each).document for each in (Revisions.ACCEPTED, Revisions.ORIGINAL))
    assert "2020年" in plain(accepted.title)
    assert "2021年" in plain(rejected.title)
    assert 'w:author="王五"' in ZipFile(place).read("word/document.xml").decode()
    assert diff(last, this, "--to", "docx", "-o", place) == 0  # nobody has edited it since
    somebodys = built("luoyang-2020", "docx")
    place.write_bytes(somebodys)
    assert diff(last, this, "--to", "docx", "-o", place) == 2
    assert place.read_bytes() == somebodys


@pytest.mark.parametrize("name", ["html", "json", "text"])
def test_what_it_wrote_is_written_anew_unless_somebody_edited_it(name: str, tmp_path: Path) -> None:
    asked = LAST, LAST, "--to", name, "-o", tmp_path / "比对"
    assert [diff(*asked), diff(*asked)] == [0, 0]
    (place,) = tmp_path.iterdir()
    place.write_text(place.read_text(encoding="utf-8") + "批注", encoding="utf-8")
    assert diff(*asked) == 2


@pytest.mark.parametrize("asked", ["比对", "比对.html"])
def test_several_formats_lie_beside_each_other(asked: str, tmp_path: Path) -> None:
    assert diff(LAST, THIS, "--to", "html,json", "-o", tmp_path / asked) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["比对.html", "比对.json"]
    assert json.loads((tmp_path / "比对.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有.yaml", THIS), "没有.yaml"),
        ((LAST, "x.doc"), "另存为"),
        ((LAST, THIS, "--to", "xml"), "没有“xml”这个格式"),
        ((LAST, THIS, "--revisions", "不要"), "--revisions"),
    ],
)
def test_what_cannot_be_read_is_told_in_chinese(
    arguments: tuple[Path | str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(*arguments) == 2
    assert said in capsys.readouterr().err


def test_mistakes_of_both_files_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("甲.yaml", "乙.yaml"):
        (tmp_path / name).write_text("年度: 二〇二六\n", encoding="utf-8")
    assert diff(tmp_path / "甲.yaml", tmp_path / "乙.yaml") == 2
    said = capsys.readouterr().err
    assert "甲.yaml" in said
    assert "乙.yaml" in said


def test_a_pipe_gets_utf_8() -> None:
    command = [sys.executable, "-m", "reportgen", "diff", str(LAST), str(THIS)]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": "gbk"}, cwd=DATA.parent)
    assert "比较：" in done.stdout.decode("utf-8")


def test_a_file_with_more_words_than_can_be_compared_is_told(
    word: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.diff._MOST", 1000)
    assert diff(THIS, word) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[:2]) == (
        "",
        [
            f"{word}: 错误[文件过大] 文件里的文字、表格太多，没有比",
            "  建议：检查是否选对了文件；几个单位合在一起的，分开来一个单位一个单位地比",
        ],
    )
