"""`build --reference-doc`: the command with an office's own Word file."""

from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from tests.unit.small import budget_file, region
from tests.writers.offices import LETTERHEAD, word_file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a region of one sentence, a budget file and an office's Word file, where the command runs."""
    region(tmp_path, "{{ 支出 }}\n")
    monkeypatch.chdir(tmp_path)
    budget_file(tmp_path, "支出: 5万元\n").replace(tmp_path / "预算.yaml")
    (tmp_path / "样子.docx").write_bytes(word_file())
    return tmp_path


def test_word_files_of_all_budgets_look_as_the_office_has_it(folder: Path) -> None:
    (folder / "二.yaml").write_bytes((folder / "预算.yaml").read_bytes())
    assert main(["build", "预算.yaml", "二.yaml", "--reference-doc", "样子.docx"]) == 0
    for name in ("预算", "二"):
        file = docx.Document(str(folder / "out" / f"{name}.docx"))
        assert LETTERHEAD in "".join(file.sections[-1].header._element.itertext())
        assert "5万元" in file.paragraphs[-1].text


def test_other_formats_are_as_they_are_without_it(folder: Path) -> None:
    assert main(["build", "预算.yaml", "--to", "html,txt", "-o", "一"]) == 0
    assert main(["build", "预算.yaml", "-o", "二", "--reference-doc", "样子.docx"]) == 0
    for name in ("预算.html", "预算.txt"):
        assert (folder / "一" / name).read_bytes() == (folder / "二" / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("没有.docx", None, "找不到文件 没有.docx"),
        ("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为“Word文档（*.docx）”"),
        ("坏.docx", word_file()[:900], "这个Word文档已经损坏，读不出来"),
        ("文字.docx", "字".encode(), "这个文件不是 .docx 格式的Word文档"),
        (
            "带宏.docm",
            word_file(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
            "这个Word文档可以带宏",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_built(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    assert main(["build", "预算.yaml", "--reference-doc", name]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert name in said
    assert "建议：" in said
    assert not (folder / "out").exists()


def test_a_folder_is_no_reference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "预算.yaml", "--reference-doc", "."]) == 2
    assert "是文件夹" in capsys.readouterr().err


def test_where_no_word_file_is_asked_for_the_option_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "预算.yaml", "--to", "txt", "--reference-doc", "样子.docx"]) == 2
    assert "--reference-doc 只管 Word 和 PDF" in capsys.readouterr().err


def test_the_built_file_with_changed_styles_can_be_the_reference_of_the_next_build(folder: Path) -> None:
    assert main(["build", "预算.yaml", "--to", "docx"]) == 0
    built = folder / "out" / "预算.docx"
    file = docx.Document(str(built))
    file.styles["Normal"].font.size = 12700 * 20
    file.save(str(built))
    assert main(["build", "预算.yaml", "--to", "docx", "--reference-doc", str(built)]) == 0
    assert docx.Document(str(built)).styles["Normal"].font.size.pt == 20
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["预算.docx"]
