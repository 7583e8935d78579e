"""A Word file that somebody edited is theirs: edited in LibreOffice, built again, read back."""

import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from reportgen.document import Document, Paragraph, Section, Table, plain, walk
from reportgen.readers.docx import read
from tests import office
from tests.budgets import DATA, NAMES, most_in_soak
from tests.unit.small import budget_file, region

OUT = Path("out")
WORD, TEXT, BESIDE, BACKUP = (OUT / f"a{end}" for end in (".docx", ".txt", "（新稿）.docx", "（备份）.docx"))
TABLE = """\
编号: 预算01表
标题: 支出预算表
列: [项目: 名称, 预算数: 本行]
行:
  - 基本支出: 支出[性质=基本支出]
  - 项目支出: 支出[性质=项目支出]
末行: [支出总计: 支出]
"""
REPORT = """\
# 收支说明

支出总计{{ 支出 }}，其中基本支出{{ 支出["性质=基本支出"] }}，用于保障机构正常运转。

项目支出{{ 支出["性质=项目支出"] }}，用于购置图书和组织读者活动。

# 预算表

{{ 表格 }}
"""
LINES = """\
支出:
  - {性质: 基本支出, 金额: 12.5}
  - {性质: 项目支出, 金额: 7.25}
"""
# Five words, three numbers, a row and a paragraph
EDITS = {
    "words": [
        ("正常运转", "日常运转"),
        ("购置", "采购"),
        ("组织", "举办"),
        ("读者活动", "读书活动"),
        ("预算数", "安排数"),
        ("12.5万元", "11.5万元"),
        ("7.25万元", "8.25万元"),
        ("12.50", "11.50"),
    ],
    "rows": [(0, 3, ("其中：办公费", "1.00"))],
    "paragraphs": [("项目支出8.25万元，用于采购图书和举办读书活动。", "以上数字以批复为准。")],
}
EDITED = [
    "甲局2021年部门预算公开",
    "第一部分　收支说明",
    "支出总计19.75万元，其中基本支出11.5万元，用于保障机构日常运转。",
    "项目支出8.25万元，用于采购图书和举办读书活动。",
    "以上数字以批复为准。",
    "第二部分　预算表",
    "预算01表 支出预算表 部门名称：甲局 单位：万元",
    "项目 | 安排数",
    "基本支出 | 11.50",
    "项目支出 | 7.25",
    "其中：办公费 | 1.00",
    "支出总计 | 19.75",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a budget that has been built, which is where the command runs."""
    region(tmp_path, REPORT, tables={"01-支出": TABLE})
    budget_file(tmp_path, LINES, unit="万元").replace(tmp_path / "a.yaml")
    monkeypatch.chdir(tmp_path)
    assert build() == 0
    return tmp_path


def build(*options: str) -> int:
    return main(["build", "a.yaml", "--to", "docx,txt", *options])


def raise_the_budget(folder: Path) -> None:
    """The budget file says something else from now on."""
    path = folder / "a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("7.25", "9.25"), encoding="utf-8")


def edit(file: Path = WORD, **edits: office.Edits) -> bytes:
    """Edits in LibreOffice; what is in the file then."""
    office.edit(file.resolve(), **edits)
    return file.read_bytes()


def names() -> list[str]:
    return sorted(path.name for path in OUT.iterdir())


def lines(document: Document) -> list[str]:
    """What a reader sees: headings, paragraphs, captions, rows."""
    seen = [plain(document.title).replace("\n", "")]
    for block in walk(document.blocks):
        match block:
            case Section():
                seen.append(block.number + plain(block.title))
            case Paragraph():
                seen.append(plain(block.runs))
            case Table():
                seen.append(f"{block.number} {plain(block.title)} {plain(block.left)} {plain(block.right)}")
                seen += [" | ".join(plain(cell.runs) for cell in row.cells) for row in (*block.head, *block.body)]
    return seen


def test_a_file_edited_in_libreoffice_survives_a_rebuild_and_is_read_exactly(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = edit(**EDITS)
    raise_the_budget(folder)
    capsys.readouterr()
    assert build() == 1
    assert WORD.read_bytes() == edited
    assert lines(read(edited).document) == EDITED
    assert names() == ["a.docx", "a.txt", "a（新稿）.docx"]
    assert "支出总计21.75万元" in "\n".join(lines(read(BESIDE.read_bytes()).document))
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"已生成 {BESIDE}", f"已生成 {TEXT}"]
    assert told.err == (
        f"{WORD} 在生成之后改过，没有覆盖；新的在 {BESIDE}\n"
        "  建议：要留的改动，写进预算文件再生成；确实不要了，加 --force 覆盖，原来的会留一份备份。\n"
    )


def test_the_next_build_replaces_the_new_version_beside(folder: Path) -> None:
    edited = edit(words=[("正常运转", "日常运转")])
    assert build() == 1
    raise_the_budget(folder)
    assert build() == 1
    assert names() == ["a.docx", "a.txt", "a（新稿）.docx"]
    assert WORD.read_bytes() == edited
    assert "支出总计21.75万元" in "\n".join(lines(read(BESIDE.read_bytes()).document))


def test_a_new_version_that_was_edited_stays_too(folder: Path) -> None:
    edit(words=[("正常运转", "日常运转")])
    assert build() == 1
    edited = edit(BESIDE, words=[("正常运转", "平稳运转")])
    assert build() == 1
    assert names() == ["a.docx", "a.txt", "a（新稿2）.docx", "a（新稿）.docx"]
    assert BESIDE.read_bytes() == edited


def test_fonts_are_no_edit(folder: Path) -> None:
    new, bold = WORD.read_bytes(), edit(bold=[("正常运转",)])
    assert bold != new
    assert build() == 0
    assert (names(), WORD.read_bytes()) == (["a.docx", "a.txt"], new)


@pytest.mark.parametrize("header", [True, False])
def test_words_on_every_page_are_an_edit(folder: Path, header: bool) -> None:
    document = docx.Document(str(WORD))
    for section in document.sections:
        place = section.header if header else section.footer
        place.is_linked_to_previous = False
        place.paragraphs[0].add_run("观澜县财政局")
    document.save(str(WORD))
    edited = WORD.read_bytes()
    assert build() == 1
    assert WORD.read_bytes() == edited


def test_a_draft_that_nobody_edited_gives_way_to_what_is_published(folder: Path) -> None:
    new = WORD.read_bytes()
    assert build("--draft") == 0
    edit()
    assert build() == 0
    assert (names(), WORD.read_bytes()) == (["a.docx", "a.txt"], new)


def test_force_replaces_an_edited_file_and_keeps_it_as_a_backup(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, edited = WORD.read_bytes(), edit(words=[("正常运转", "日常运转")])
    capsys.readouterr()
    assert build("--force") == 0
    assert (WORD.read_bytes(), BACKUP.read_bytes()) == (new, edited)
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"已生成 {WORD}，原来的留在 {BACKUP}\n已生成 {TEXT}\n", "")
    assert build("--force") == 0
    assert names() == ["a.docx", "a.txt", "a（备份）.docx"]


def test_a_file_that_was_only_saved_again_is_replaced_without_a_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, resaved = WORD.read_bytes(), edit()
    assert resaved != new
    capsys.readouterr()
    assert build() == 0
    assert capsys.readouterr() == (f"已生成 {WORD}\n已生成 {TEXT}\n", "")
    assert WORD.read_bytes() == new
    assert names() == ["a.docx", "a.txt"]


def test_an_edit_that_the_budget_takes_over_is_replaced_and_kept_as_a_backup(folder: Path) -> None:
    edited = edit(words=[("购置图书", "采购图书")])
    template = folder / "templates" / "probe" / "report.md.j2"
    template.write_text(template.read_text(encoding="utf-8").replace("购置", "采购"), encoding="utf-8")
    assert build() == 0
    assert names() == ["a.docx", "a.txt", "a（备份）.docx"]
    assert BACKUP.read_bytes() == edited


def test_a_file_of_another_origin_is_not_ours_to_replace(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(WORD, folder / "other.docx")
    with zipfile.ZipFile(folder / "other.docx") as whole, zipfile.ZipFile(WORD, "w") as package:
        for name in whole.namelist():
            if name != "docProps/custom.xml":
                package.writestr(name, without_properties(whole.read(name)))
    raise_the_budget(folder)
    foreign = WORD.read_bytes()
    capsys.readouterr()
    assert build() == 1
    assert WORD.read_bytes() == foreign
    assert capsys.readouterr().err == (
        f"{WORD} 不是这一版程序生成的，可能有人改过，没有覆盖；新的在 {BESIDE}\n"
        "  建议：要留着它，给它换个名称；不要了，加 --force 覆盖，原来的会留一份备份。\n"
    )


def without_properties(part: bytes) -> bytes:
    """A part of a package that has no properties of its own: no relation and no content type names them."""
    return re.sub(rb'<(?:Relationship|Override)\b[^>]*docProps/custom\.xml"[^>]*/>', b"", part)


@pytest.mark.parametrize("content", [b"last week's", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 Word 97"])
def test_what_is_no_word_file_is_not_ours_to_replace(
    folder: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    WORD.write_bytes(content)
    capsys.readouterr()
    assert build() == 1
    assert WORD.read_bytes() == content
    assert capsys.readouterr().err == (
        f"{WORD} 读不出来，可能坏了，或者是别的文件，没有覆盖；新的在 {BESIDE}\n"
        "  建议：要留着它，给它换个名称；不要了，加 --force 覆盖，原来的会留一份备份。\n"
    )
    assert build("--force") == 0
    assert BACKUP.read_bytes() == content


@pytest.mark.parametrize("name", most_in_soak(NAMES, every=3))
def test_no_example_counts_as_edited_when_libreoffice_has_saved_it_again(name: str, tmp_path: Path) -> None:
    assert main(["build", str(DATA / f"{name}.yaml"), "--to", "docx", "-o", str(tmp_path)]) == 0
    built = tmp_path / f"{name}.docx"
    new = built.read_bytes()
    office.edit(built)
    assert built.read_bytes() != new
    assert main(["build", str(DATA / f"{name}.yaml"), "--to", "docx", "-o", str(tmp_path)]) == 0
    assert built.read_bytes() == new
