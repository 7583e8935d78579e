"""A budget file from nothing, and next year's from this year's: what officers start from builds, and loses nothing."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.checks import case_of, case_of_read, check
from reportgen.cli import main
from reportgen.diagnostics import Severity
from reportgen.document import plain
from reportgen.draft_mark import as_draft, with_findings
from reportgen.drafts import rolled_over
from reportgen.drafts.yaml_text import spans, walk
from reportgen.profile import regions
from reportgen.readers import docx as read_docx
from reportgen.readers import txt as read_txt
from reportgen.report import assemble
from reportgen.source import read
from reportgen.vocabulary import Vocabulary
from reportgen.writers import docx, txt
from tests.budgets import DATA, NAMES

SHIPPED = [(region.name, kind) for region in regions(Path("/nowhere")) for kind in region.kinds]
EMPTY = re.compile(r"待填(?:：[^\s,\]}】]*)?")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines_with(text: str, word: str) -> set[int]:
    return {n for n, line in enumerate(text.split("\n"), 1) if word in line.split("#")[0]}


# An empty budget file
@pytest.mark.parametrize(("region", "kind"), SHIPPED)
def test_a_new_file_builds_at_once_as_a_draft(region: str, kind: str, folder: Path) -> None:
    command = ["new", "观澜县图书馆", "--template", region, "--kind", kind, "--year", "2026", "-o", "新/图书馆.yaml"]
    assert main(command) == 0
    assert main(["build", "新/图书馆.yaml", "--to", "txt"]) == 0
    text = Path("out/图书馆.txt").read_text(encoding="utf-8")
    mark, findings, rest = text.split("\n\n", 2)
    assert (mark, findings) == ("【草稿】", "草稿：公开前要改的地方")
    assert "观澜县图书馆" in rest
    assert "【待填：" in text


def test_the_word_file_of_a_draft_is_told_no_error_that_its_empty_places_make(folder: Path) -> None:
    """Where an amount waits, sums do not agree; all empty texts are one warning."""
    whole = (Path(__file__).parent / "right/gongan-2025.yaml").read_text(encoding="utf-8")
    text = whole.replace("功能: 2040801, 经济: 30101, 金额: 486.20", "功能: 2040801, 经济: 30101, 金额: 待填")
    Path("x.yaml").write_text(f"状态: 草稿\n{text}", encoding="utf-8")
    source = assemble(Path("x.yaml"))
    made = with_findings(source.document, source.findings)
    read = read_docx.read(docx.write(made, source.profile.style)).document
    for case in (case_of_read(read), case_of_read(read, source)):
        assert [found for found in check(case).findings if found.severity is Severity.ERROR] == []
    final = replace(read, mark="", front=())
    assert any(found.rule.startswith("R105") for found in check(case_of_read(final)).findings)
    words = "# 甲局2026年部门预算\n\n## 主要职责\n\n【待填：职责】\n\n## 机构设置\n\n【待填：科室】\n"
    typed = as_draft(read_txt.read(words))
    assert [found.message for found in check(case_of_read(typed)).findings if found.rule.startswith("R701")] == [
        "草稿里还有没有填的地方"
    ]


def test_a_draft_builds_when_its_numbers_are_filled_in_and_its_targets_are_not(folder: Path) -> None:
    """The project has its name in 支出, and not yet in 绩效: what is about it counts as zero."""
    assert main(["new", "甲局", "--template", "default", "--year", "2026", "-o", "x.yaml"]) == 0
    text = Path("x.yaml").read_text(encoding="utf-8")
    line = "{功能: 待填, 项目: 待填：项目名称, 金额: 待填}"
    assert line in text
    Path("x.yaml").write_text(text.replace(line, "{功能: 2012604, 项目: 档案数字化, 金额: 80.5}"), encoding="utf-8")
    assert main(["build", "x.yaml", "--to", "txt"]) == 0
    printed = Path("out/x.txt").read_text(encoding="utf-8")
    assert "80.50" in printed
    assert "【待填：项目名称】绩效目标表" in printed


@pytest.fixture(scope="module", params=SHIPPED, ids="-".join)
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The empty file of a region and a kind."""
    region, kind = request.param
    path = tmp_path_factory.mktemp("empty") / "x.yaml"
    assert main(["new", "甲局", "--template", region, "--kind", kind, "--year", "2026", "-o", str(path)]) == 0
    return path


def test_a_new_file_has_no_errors_only_the_list_of_what_is_empty(empty: Path) -> None:
    made = assemble(empty)
    told = check(case_of(made)).joined_by(made.findings).findings
    assert [str(d) for d in told if d.severity is Severity.ERROR] == []
    assert not [d for d in told if d.rule != "待填" and "待填" in d.message]
    assert not [d for d in told if d.rule.startswith("R701")]  # no 其中：； of what is empty, no <部门>
    assert "<部门>" not in txt.write(made.document, made.profile.style).decode("utf-8")
    (listed,) = [d.message for d in made.findings if d.rule == "待填"]
    said = re.search("第(.*)行", listed)[1].split("、")  # type: ignore[index]
    runs = [[int(n) for n in run.split("至")] for run in said]
    lines = {n for run in runs for n in range(run[0], run[-1] + 1)}
    assert lines == lines_with(empty.read_text(encoding="utf-8"), "待填")


def test_a_new_file_that_is_filled_in_is_finished(empty: Path) -> None:
    """Filled in as the comments say, without one more key, it builds: nothing to be mended, nothing left over."""
    text = empty.read_text(encoding="utf-8").replace("状态: 草稿", "状态: 定稿")
    text = re.sub(r"(?m)^核对:.*\n(?:  .*\n)+", "", text)  # 不核对的，删掉这一段
    for number, line in enumerate(text.split("\n")):
        code, _, comment = line.partition("#")
        code = re.sub("(?<=功能: )待填", "2010101", code)
        code = re.sub("(?<=金额: )待填", str(number), code)
        code = re.sub("(?<=编码: )待填", "301001", code)
        if not code.strip().startswith(("原因", "-")) and amount_wanted(text, number):
            code = re.sub("(?<=: )待填", "1", code)
        text = text.replace(line, code + ("#" + comment if comment else ""), 1)
    text = EMPTY.sub(lambda m: m[0].partition("：")[2] or "已定", text)
    filled = empty.with_name("filled.yaml")
    filled.write_text(text, encoding="utf-8")
    made = assemble(filled)
    assert "待填" not in plain(made.document.title)
    assert [d.message for d in made.findings if d.severity is Severity.ERROR or d.rule in ("待填", "没有用到")] == []


def said_above(text: str, number: int) -> str:
    """The top key that a line stands under."""
    above = [line for line in text.split("\n")[: number + 1] if re.match("[^#\\s]", line)]
    return above[-1] if above else ""


def amount_wanted(text: str, number: int) -> bool:
    return said_above(text, number).split(":")[0] not in ("部门", "原因", "用途", "资料", "绩效")


def test_it_says_for_whom_and_for_which_year(folder: Path) -> None:
    assert main(["new", "甲 局: 第#1", "--year", "2026", "-o", "x.yaml"]) == 0
    made = assemble(Path("x.yaml"))
    assert (made.budget.file.department.name, made.budget.file.year) == ("甲 局: 第#1", 2026)
    assert Path("x.yaml").read_text(encoding="utf-8").startswith("# 甲 局: 第#12026年部门预算的预算文件。\n")


def test_words_of_texts_stay_for_the_build(folder: Path) -> None:
    main(["new", "甲局", "--year", "2026", "-o", "x.yaml"])
    assert "值: <年度>年12月31日前" in Path("x.yaml").read_text(encoding="utf-8")


def test_without_a_name_the_file_is_called_after_department_and_year(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "甲局/本级?", "--year", "2026"]) == 0
    assert [path.name for path in folder.iterdir()] == ["甲局_本级_-2026.yaml"]
    assert capsys.readouterr().out.startswith("已写好 甲局_本级_-2026.yaml\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["甲局", "--template", "luoyan"], "没有“luoyan”这个模板"),
        (["甲局", "--kind", "部门概算"], "没有“部门概算”这个文种"),
        (["甲局", "--year", "26"], "年度“26”不对"),
        ([], "缺少：单位名称"),
    ],
)
def test_what_cannot_be_understood_is_said(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(folder.iterdir())


@pytest.mark.parametrize("command", [["new", "甲局", "--year", "2026"], ["rollover", "luoyang-2020.yaml"]])
def test_a_file_that_is_there_is_not_written_over(
    command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(DATA / "luoyang-2020.yaml", folder)
    Path("x.yaml").write_text("mine", encoding="utf-8")
    assert main([*command, "-o", "x.yaml"]) == 2
    assert "已有 x.yaml，没有改动它" in capsys.readouterr().err
    assert Path("x.yaml").read_text(encoding="utf-8") == "mine"
    assert main([*command, "-o", "x.yaml", "--force"]) == 0
    assert Path("x.yaml").read_text(encoding="utf-8") != "mine"


def test_a_region_brings_its_own_empty_file_and_no_code(folder: Path) -> None:
    own = folder / "templates" / "guanlan"
    own.mkdir(parents=True)
    (own / "profile.yaml").write_text("上级: default\n", encoding="utf-8")
    assert main(["new", "甲局", "--template", "guanlan", "--year", "2026", "-o", "a.yaml"]) == 0
    assert "模板: guanlan\n" in Path("a.yaml").read_text(encoding="utf-8")
    (own / "new.yaml").write_text("模板: <模板>  # <部门>\n部门: {名称: <部门>}\n", encoding="utf-8")
    assert main(["new", "甲局", "--template", "guanlan", "--year", "2026", "-o", "b.yaml"]) == 0
    assert Path("b.yaml").read_text(encoding="utf-8") == "模板: guanlan  # 甲局\n部门: {名称: <部门>}\n"


# Next year's
@pytest.fixture
def rolled(folder: Path) -> Path:
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, folder)
    return folder


def next_year(name: str) -> str:
    stem, _, year = name.rpartition("-")
    return f"{stem}-{int(year) + 1}"


@pytest.fixture(scope="module", params=NAMES)
def years(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An example, and the draft of the year after it."""
    folder = tmp_path_factory.mktemp("years")
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, folder)
    old, new = (folder / f"{name}.yaml" for name in (request.param, next_year(request.param)))
    assert main(["rollover", str(old), "-o", str(new), "--force"]) == 0
    return old, new


def test_next_years_draft_builds_without_its_last_year(years: tuple[Path, Path]) -> None:
    old, new = years
    alone = new.with_name("alone.yaml")
    text = new.read_text(encoding="utf-8")
    alone.write_text(re.sub(r"(?m)^上年预算: .*\.yaml$", "上年预算: 待填", text), encoding="utf-8")
    made = assemble(alone)
    assert made.document.mark == "草稿"
    assert made.budget.file.year == int(old.stem.rpartition("-")[2]) + 1


def test_next_years_draft_builds_on_the_old_file_as_it_is(years: tuple[Path, Path]) -> None:
    assert main(["build", str(years[1]), "--to", "txt", "-o", str(years[1].with_name("out"))]) == 0


ENDED_ITEM = "支出[功能=2079903]"  # of example-2026: has an amount of last year alone


def test_what_is_carried_over_is_as_it_was_written(years: tuple[Path, Path]) -> None:
    """Line by line the old file, but for the values that became 待填, the year and last year."""
    old, new = (path.read_text(encoding="utf-8") for path in years)
    before = re.sub(r"(?ms)^上年预算:\n.*?(?=\n(?:\n|\S))", f"上年预算: {years[0].name}", old)
    of_known = re.compile(r"(?m)^已知差异:.*(?:\n +.*)*")  # its entries may fall away
    before, new = of_known.sub("已知差异:", before), of_known.sub("已知差异:", new)
    before = before.replace(f"  {ENDED_ITEM}: 文化产业园区奖补政策到期\n", "")
    before = re.sub(r"(?m)^(口径调整:.*)(?:\n +.*)*", r"\1", before)
    before = re.sub(r"(?ms)^核对:\n.*?(?=\n(?:\n|\S))", "核对: {}", before).split("\n")
    after = [line for line in new.split("\n")[4:] if line != "状态: 草稿"]
    assert len(new.split("\n")) == len(before) + 5
    for was, line in zip(before, after, strict=True):
        assert line == was or "待填" in line or line.startswith(("年度:", "上年预算:", "上年决算:", "口径调整:"))
        assert re.match(r"[\s{-]*[^:]*:?", line)[0] == re.match(r"[\s{-]*[^:]*:?", was)[0] or "待填" in line  # type: ignore[index]
        if "待填" in line and "去年写的是" in line:
            assert re.sub(r"【待填：去年写的是“(.*?)”】", r"\1", line).replace("'", "") == was.replace("'", "").replace(
                '"', ""
            )


def test_last_year_is_the_old_file_and_reasons_are_asked_anew(years: tuple[Path, Path]) -> None:
    old, new = map(read, years)
    if old.get("上年预算"):
        assert new.get("上年预算").text == years[0].name  # type: ignore[union-attr]
    for (title, before), (same, after) in zip(
        [one for one in getattr(old.get("原因"), "entries", ()) if one[0].text != ENDED_ITEM],
        getattr(new.get("原因"), "entries", ()),
        strict=True,
    ):
        assert (same.text, after.text) == (title.text, f"【待填：去年写的是“{before.text}”】")


SMALL = """\
# 甲局 2025 年，按2025年的批复
模板: default   # 通用
文种: 部门预算
"年度": '2025'
金额单位: 万元
部门:
  名称: 甲局
  职责: [管理2025年的事, 管理一切, "见 <年度>年, 计划"]
支出:
  - {项目: 2025年专项, 资金: 其他收入, 金额: 5}   # 批复
上年预算:   # 2024年的数
  支出: 4
  # 里面的注释
  收入: 3   # 尾上的

年初预算: {支出: 7, "支出[项目=甲]": 3万元, 收入: 无}
核对:   # 批复
  支出: {合计: 5, 项目: {甲: 5}}
  # 分项
  支出[资金=其他收入]: 5
  收入: 无   # 没有
已知差异:
  - {规则: R220, 位置: 表1, 说明: 去年的}
原因: {支出: "甲, 乙: 丙", 收入: 丁}
资料: {甲: "<上年度>年底", 乙: 截至2024年底, 丙: 自2019年起}
绩效:
  整体: {目标: 办好, 指标: [{值: ≥5}, {值: 好}, {值: "<支出>"}], 进度: {3月底: 25%}}
"""


def test_the_places_are_edited_and_nothing_else_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("甲-2025.yaml").write_text(SMALL, encoding="utf-8")
    assert main(["rollover", "甲-2025.yaml"]) == 0
    head, _, text = Path("甲-2026.yaml").read_text(encoding="utf-8").partition("# 甲局")
    assert head.startswith("# 2026年的草稿，由 甲-2025.yaml 改成。")
    assert ("# 甲局" + text).split("\n") == [
        "# 甲局 2025 年，按2025年的批复",
        "模板: default   # 通用",
        "文种: 部门预算",
        "\"年度\": '2026'",
        "状态: 草稿",
        "金额单位: 万元",
        "部门:",
        "  名称: 甲局",
        '  职责: [【待填：去年写的是“管理2025年的事”】, 管理一切, "见 <年度>年, 计划"]',
        "支出:",
        "  - {项目: 2025年专项, 资金: 其他收入, 金额: 5}   # 批复",
        "上年预算: 甲-2025.yaml   # 2024年的数",
        "",
        '年初预算: {支出: 待填, "支出[项目=甲]": 待填, 收入: 无}',
        "核对: {支出: 待填, 收入: 待填}   # 批复",
        "已知差异:",
        "  - {规则: R220, 位置: 表1, 说明: 去年的}",
        "原因: {支出: '【待填：去年写的是“甲, 乙: 丙”】', 收入: 【待填：去年写的是“丁”】}",
        '资料: {甲: "<上年度>年底", 乙: 【待填：去年写的是“截至2024年底”】, 丙: 自2019年起}',
        "绩效:",
        "  整体: {目标: 【待填：去年写的是“办好”】, 指标: [{值: 【待填：去年写的是“≥5”】}, {值: 好}, "
        '{值: "<支出>"}], 进度: {3月底: 【待填：去年写的是“25%”】}}',
        "",
    ]
    assert capsys.readouterr().out.split("\n")[:-1] == [
        "已写好 甲-2026.yaml",
        "改了：",
        "  年度: 2025 → 2026：第8行",
        "  加了 状态: 草稿：第9行",
        "  上年预算: 甲-2025.yaml：第16行",
        "要填：",
        "  部门里带年份的文字（2025可以写成<年度>）：第13行",
        "  年初预算 2处：第18行",
        "  核对：填批复的总数，分项去掉了：第19行",
        "  原因 支出：第22行",
        "  原因 收入：第22行",
        "  资料里带年份的文字（2024可以写成<上年度>）：第23行",
        "  绩效目标、指标值、进度 3处：第25行",
        "照抄了去年的数，要逐行改成今年的：",
        "  支出：第14行",
        "带着年份，看一看要不要改：",
        "  注释 2处：第5、16行",
        "  支出里的项目“2025年专项”：第15行",
        "照抄了去年写的，看一看还对不对：",
        "  部门里的职责：第13行",
        "  资料里的甲：第23行",
        "  资料里的丙：第23行",
        "  绩效里的整体：第25行",
        "照抄的已知差异，今年的数填好以后，核对会说哪一条用不着了：",
        "  已知差异 R220 表1：第21行",
        "行数都是新文件里的。随时可以生成看看；全部填好以后，删掉“状态: 草稿”这一行。",
    ]


def test_what_a_unit_says_in_the_departments_file_is_asked_anew_too(folder: Path) -> None:
    vocabulary = Vocabulary({}, {}, bases=("上年预算",))
    text = "年度: 2025\n部门:\n  单位:\n    - {编码: 1, 名称: 甲, 原因: {支出: 乙}, 绩效: {目标: 丙}, 性质: 丁}\n"
    made = rolled_over(text, vocabulary, "x.yaml", 2026, ())
    unit = (
        "{编码: 1, 名称: 甲, 原因: {支出: 【待填：去年写的是“乙”】}, 绩效: {目标: 【待填：去年写的是“丙”】}, 性质: 丁}"
    )
    assert made.text.endswith(f"    - {unit}\n")


def test_line_ends_of_windows_stay(folder: Path) -> None:
    Path("甲-2025.yaml").write_bytes(SMALL.replace("\n", "\r\n").encode("utf-8"))
    assert main(["rollover", "甲-2025.yaml"]) == 0
    content = Path("甲-2026.yaml").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 20


def test_a_file_in_another_folder_names_the_old_one_from_there(folder: Path) -> None:
    Path("甲-2025.yaml").write_text(SMALL, encoding="utf-8")
    assert main(["rollover", "甲-2025.yaml", "-o", "2026/甲.yaml"]) == 0
    assert "\n上年预算: ../甲-2025.yaml " in Path("2026/甲.yaml").read_text(encoding="utf-8")


def test_a_file_too_far_away_for_the_new_one_to_name_the_old_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("甲-2025.yaml").write_text(SMALL, encoding="utf-8")
    assert main(["rollover", "甲-2025.yaml", "-o", "一/二/三/甲.yaml"]) == 2
    assert "新文件离原来的文件太远" in capsys.readouterr().err
    assert not Path("一").exists()


ENDED = """模板: default
文种: 部门预算
年度: 2025
金额单位: 元
部门: {名称: 甲局, 编码: 1}
收入: [{资金: 一般公共预算, 金额: 5}]
支出: [{资金: 一般公共预算, 性质: 项目支出, 功能: 2070104, 项目: 购书, 金额: 5}]
上年预算:
  收入: [{资金: 一般公共预算, 金额: 7}]
  支出: [{资金: 一般公共预算, 性质: 项目支出, 功能: 2070105, 项目: 布展, 金额: 7}]
原因:
  支出[功能=20701]: 甲
  支出[功能=2070105]:   # 没有了
    布展已经完成
用途: {"支出[功能=2070104]": 购书}
"""


def test_the_reason_of_an_item_that_has_no_amount_any_more_goes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("x-2025.yaml").write_text(ENDED, encoding="utf-8")
    assert main(["rollover", "x-2025.yaml"]) == 0
    assert "科目去年就没有数了：\n  原因 支出[功能=2070105]：第16行\n" in capsys.readouterr().out
    assert [key.text for key, _ in read(Path("x-2026.yaml")).get("原因").entries] == ["支出[功能=20701]"]  # type: ignore[union-attr]
    assert [key.text for key, _ in read(Path("x-2026.yaml")).get("用途").entries] == ["支出[功能=2070104]"]  # type: ignore[union-attr]


def test_a_file_in_one_bracket_rolls_over_too(folder: Path) -> None:
    text = "{模板: default, 文种: 部门预算, 年度: 2025, 金额单位: 元, 部门: {名称: 甲}, 支出: 5, 上年预算: {支出: 4}}\n"
    Path("x.yaml").write_text(text, encoding="utf-8")
    assert main(["rollover", "x.yaml"]) == 0
    node = read(Path("x-2026.yaml"))
    assert [node.get(key).text for key in ("年度", "状态", "上年预算")] == ["2026", "草稿", "x.yaml"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["甲-2025.yaml", "--year", "2027"], "只能改成2026年的"),
        (["乙.yaml"], "找不到文件"),
        (["坏.yaml"], "缺少“文种、年度、金额单位、部门”"),
    ],
)
def test_what_cannot_be_rolled_over_is_said(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("甲-2025.yaml").write_text(SMALL, encoding="utf-8")
    Path("坏.yaml").write_text("模板: default\n", encoding="utf-8")
    assert main(["rollover", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_spans_are_the_characters_of_the_values() -> None:
    text = "甲: [乙, '丙 丁', {戊: \"己\"}]   # 注\n庚:\n  - 辛\n\n  # 注\n壬: |\n  一\n  二\n"
    found = {span.text: text[span.start : span.end] for _, span in walk(spans(text))}
    assert found == {"乙": "乙", "丙 丁": "'丙 丁'", "己": '"己"', "辛": "辛", "一\n二\n": "|\n  一\n  二"}
    block = spans(text).get("庚")
    assert block is not None
    assert text[block.start : block.end] == "- 辛"


# The regions there are
def test_templates_lists_them_with_what_they_are_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = folder / "templates" / "观澜"
    (own / "绩效目标").mkdir(parents=True)
    (own / "profile.yaml").write_text("上级: default\n说明: 观澜县的样子\n", encoding="utf-8")
    (own / "绩效目标" / "profile.yaml").write_text("标题: 绩效\n", encoding="utf-8")
    assert main(["templates"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "观澜      观澜县的样子",
        "          文种：部门预算、单位预算、绩效目标、部门决算、单位决算",
        f"          文件夹：{Path('templates/观澜')}",
    ]
    assert any(line.startswith("default   通用") for line in lines)
    assert any("reportgen new" in line for line in lines)


def test_every_shipped_region_says_what_it_is_for() -> None:
    assert [region.name for region in regions(Path("/nowhere")) if not region.about] == []


@pytest.mark.parametrize(
    "command", [["templates"], ["rollover", "tangshan-2025.yaml"], ["schema"], ["new", "甲局", "--year", "2026"]]
)
def test_a_gbk_console_is_survived(command: list[str], rolled: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "reportgen", *command],
        env={**os.environ, "PYTHONIOENCODING": "gbk:strict", "PYTHONPATH": str(DATA.parent)},
        capture_output=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr.decode("gbk", "replace")
    assert said.stderr == b""
    assert re.search("[一-龥]", said.stdout.decode("gbk"))
