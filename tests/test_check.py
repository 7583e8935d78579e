"""`reportgen check` and `reportgen explain` as an officer uses them."""

import json
import re
import shutil
from pathlib import Path

import pytest

from reportgen.checks import book, rules
from reportgen.cli import main
from reportgen.readers import docx
from tests.budgets import DATA, built, edited, source

PAGE = Path(__file__).parents[1] / "docs" / "checks.md"
WRONG = "资金: 一般公共预算, 金额: 6293167.67"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(DATA / "example-2025.yaml", tmp_path)
    shutil.copy(DATA / "example-2026.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wrong(folder: Path) -> str:
    """The example with one amount of revenue mistyped."""
    text = edited(
        source("example-2026"), "资金: 一般公共预算, 金额: 6293167.67", "资金: 一般公共预算, 金额: 6923167.67"
    )
    (folder / "wrong.yaml").write_text(text, encoding="utf-8")
    return "wrong.yaml"


def test_a_sound_budget_passes_and_one_line_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "example-2026.yaml"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("example-2026.yaml：错误0处、警告0处、提示")


def test_one_mistyped_amount_is_found_where_it_stands_and_in_the_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", wrong(folder)]) == 1
    said = capsys.readouterr().out
    line = next(
        n for n, text in enumerate(Path("wrong.yaml").read_text("utf-8").split("\n"), 1) if "6923167.67" in text
    )
    assert f"wrong.yaml:{line}:" in said
    assert said.count("错误[") == 1
    for rule in ("R105 收支平衡", "R903 各资金收支相等", "R904 各单位收支相等"):
        assert rule in said[said.index("改好后，由此引起的") :]


def test_what_can_be_told_to_programs_is_told_to_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "example-2026.yaml", wrong(folder), "--format", "json"]) == 1
    sound, mistyped = json.loads(capsys.readouterr().out)
    assert (sound["文件"], sound["结果"]["错误"]) == ("example-2026.yaml", 0)
    found = next(f for f in mistyped["发现"] if f["规则"] == "R900")
    assert (found["名称"], found["级别"]) == ("与批复数一致", "错误")
    assert "6923167.67" in found["位置"][0]["原文"]
    printed = next(place for place in found["位置"] if place["在"].startswith("公开01表“收入总计”行"))
    mark, length = printed["标记"]
    assert printed["原文"][mark - 1 :][:length] == "1,268.30"


def test_strict_takes_warnings_for_mistakes(folder: Path) -> None:
    text = edited(source("example-2026"), "  支出[功能=2070104]: 增加购书经费和全民阅读推广\n", "")
    Path("short.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "short.yaml"]) == 0
    assert main(["check", "short.yaml", "--strict"]) == 1


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.yaml").write_text("模板: [\n", encoding="utf-8")
    assert main(["check", "bad.yaml", "example-2026.yaml"]) == 2
    said = capsys.readouterr()
    assert "bad.yaml：1处不能用，没有核查。" in said.err
    assert "example-2026.yaml：错误0处" in said.out


def test_a_unit_is_checked_by_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "example-2026.yaml", "--unit", "361002"]) == 0
    assert "错误0处" in capsys.readouterr().out


def test_a_declared_difference_is_a_hint_and_one_that_fits_nothing_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = (
        "已知差异:\n  - {规则: R105, 位置: 公开01表, 说明: 试一试}\n  - {规则: R106, 位置: 甲表, 说明: 没有}\n核对:"
    )
    text = Path(wrong(folder)).read_text(encoding="utf-8").replace("核对:", declared, 1)
    Path("wrong.yaml").write_text(text, encoding="utf-8")
    main(["check", "wrong.yaml"])
    said = capsys.readouterr().out
    assert re.search(r"提示\[R105 收支平衡\] .*（已知差异：试一试）", said)
    assert "警告[已知差异] R106没有这样的发现" in said


def test_a_mistake_keeps_the_document_from_being_written_unless_a_draft_is_wanted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", wrong(folder), "--to", "txt"]) == 1
    assert not Path("out").exists()
    assert re.search("wrong.yaml：有[0-9]+处错误，没有生成文件。改正后再生成", capsys.readouterr().err)
    assert main(["build", "wrong.yaml", "--to", "txt", "--draft"]) == 0
    assert "收支平衡" in Path("out/wrong.txt").read_text(encoding="utf-8").partition("第一部分")[0]


@pytest.mark.parametrize("asked", ["R105", "r105", "105", "收支平衡"])
def test_a_rule_is_explained_by_its_number_or_name(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", asked]) == 0
    said = capsys.readouterr().out
    assert said.startswith("R105 收支平衡\n")
    assert "怎样改：" in said


def test_a_rule_that_there_is_not_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "收支平横"]) == 2
    assert capsys.readouterr().err == "没有“收支平横”这条规则。是不是“收支平衡”？\n"


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "全部"]) == 0
    assert capsys.readouterr().out.splitlines() == [rule.title for rule in rules()]


def test_the_page_of_all_rules_is_up_to_date() -> None:
    """Written by `reportgen explain 手册 > docs/checks.md`."""
    assert PAGE.read_text(encoding="utf-8") == book()


def test_the_document_with_its_findings_is_written_and_the_exit_code_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", wrong(folder), "--to", "html，docx"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("wrong.yaml：错误1处")  # the findings are in the file
    assert said[1:] == ["已写好 核查 wrong.html", "已写好 核查 wrong.docx"]
    page = Path("核查 wrong.html").read_text("utf-8")
    assert "R900 与批复数一致" in page
    assert '<mark id="mark-' in page
    comments = docx.read(Path("核查 wrong.docx").read_bytes()).comments
    first = next(one for one in comments if one.text.startswith("1. "))
    assert first.text.splitlines()[0] == "1. 错误 R900 与批复数一致"


def test_the_comments_come_into_the_word_file_that_was_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("甲.docx").write_bytes(built("example-2026", "docx"))
    main(["check", "甲.docx", "--to", "docx", "-o", "发现/乙.docx"])
    assert capsys.readouterr().out.splitlines()[-1] == "已写好 发现/乙.docx"
    before, after = (docx.read(Path(name).read_bytes()) for name in ("甲.docx", "发现/乙.docx"))
    assert (after.document, after.stated) == (before.document, before.stated)
    assert {one.author for one in after.comments} == {"reportgen 核查"}


def test_several_files_go_into_a_folder_and_nothing_is_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    several = ["check", "example-2026.yaml", "example-2025.yaml", "--to", "html", "-o", "发现"]
    assert main(several) == 0
    assert sorted(path.name for path in Path("发现").iterdir()) == ["核查 example-2025.html", "核查 example-2026.html"]
    capsys.readouterr()
    assert main(several) == 2
    assert "没有改动它" in capsys.readouterr().err
    assert main([*several, "--force"]) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "odt"), "没有“odt”这个格式"),
        (("-o", "甲.html"), "-o 要和 --to 一起用"),
        (("--to", "html", "--format", "json"), "只写一个"),
        (("example-2026.yaml", "--to", "html"), "同名"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_checked(
    options: tuple[str, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "example-2026.yaml", *options]) == 2
    output = capsys.readouterr()
    assert (said in output.err, output.out) == (True, "")
