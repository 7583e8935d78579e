"""`reportgen trace`: from a printed number back to the lines of the budget file.

What it says of the examples, and its exit code, stand in `traces.yaml`; `--golden-update` writes them anew.
"""

from pathlib import Path

import pytest
import yaml

from reportgen.cli import main
from reportgen.trace import answer
from tests.golden import update
from tests.unit.small import report

ROOT = Path(__file__).parents[2]
TRACES = Path(__file__).with_name("traces.yaml")
EXAMPLES = yaml.safe_load(TRACES.read_text(encoding="utf-8"))
LINES = """\
支出:
  基本支出:
    - {功能: 2010101, 经济: 30101, 金额: 3}
    - {功能: 2010101, 经济: 30201, 金额: 2.5万元}
  项目支出: [{功能: 2010102, 项目: 甲, 金额: 1}, {功能: 2010102, 项目: 乙, 金额: 4}]
"""
BASE = "上年预算: {支出: 12, '支出[项目=甲]': 1}\n"


@pytest.mark.parametrize("case", EXAMPLES)
def test_what_is_said_of_the_examples(
    case: str, golden_update: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    code = main(EXAMPLES[case]["command"].removeprefix("reportgen ").split())
    said = capsys.readouterr()
    text = f"{said.out}{said.err}\n[{code}]\n".replace("\\", "/")
    if golden_update:
        update(TRACES, case, text)
    assert text == EXAMPLES[case]["says"] or golden_update


def told(folder: Path, asked: str, template: str, body: str = LINES + BASE, unit: str = "万元") -> list[str]:
    """The lines of the answer."""
    made = report(folder, body, template, unit=unit)
    return answer(asked, made.figures, made.document).text.replace(str(folder), "").splitlines()


@pytest.mark.parametrize(
    "asked",
    ["10.5", "10.50", "１０．５", "10.5万元", "105000元", "105,000元", "105000", "-10.5", " 10.5 ", "0.00105亿元"],
)
def test_a_number_is_found_however_it_is_written(asked: str, tmp_path: Path) -> None:
    assert told(tmp_path, asked, "共{{ 支出 }}。\n")[0] == "支出　105,000元"


@pytest.mark.parametrize("asked", ["10.5元", "10.5%", "10.5人", "10"])
def test_a_number_of_another_kind_is_not_found(asked: str, tmp_path: Path) -> None:
    assert told(tmp_path, asked, "共{{ 支出 }}。\n")[0] == f"没有印着 {asked} 的数。"


def test_an_amount_is_found_by_what_it_reads_though_it_was_rounded(tmp_path: Path) -> None:
    body = "支出: 1234567元\n"
    for asked in ("123.46", "123.46万元", "1234600元", "1234567元"):
        assert told(tmp_path, asked, "共{{ 支出 }}。\n", body)[0] == "支出　1,234,567元"
    assert told(tmp_path, "123.45", "共{{ 支出 }}。\n", body)[0] == "没有印着 123.45 的数。"


def test_the_number_is_marked_in_its_sentence_and_long_sentences_are_cut_at_commas(tmp_path: Path) -> None:
    long = "前面的一句。" + "很长的一段，" * 9 + "一共{{ 支出 }}，" + "后面还有的，" * 9 + "完。\n"
    (sentence,) = (line for line in told(tmp_path, "支出", f"# 一、总的情况\n\n{long}") if "【" in line)
    assert sentence == (
        "    第一部分　一、总的情况：“……很长的一段，很长的一段，很长的一段，很长的一段，一共【10.5】万元，"
        "后面还有的，后面还有的，后面还有的，后面还有的……”"
    )


def test_a_figure_that_is_not_printed_says_so_and_shows_its_lines_all_the_same(tmp_path: Path) -> None:
    assert told(tmp_path, "支出[性质=项目支出]", "正文\n") == [
        "支出[性质=项目支出]　50,000元",
        "  没有印在文件里。",
        "  算法：2行相加",
        "  来自：",
        "    /input.yaml:10:10  10,000  功能 2010102，项目 甲",
        "    /input.yaml:10:39  40,000  功能 2010102，项目 乙",
    ]


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("支出@上年预算.增减额", "本年 10.50万元 － 上年预算 12.00万元 ＝ -1.50万元"),
        ("支出@上年预算.增减率", "（本年 10.50万元 － 上年预算 12.00万元）÷ 上年预算 12.00万元 ＝ -12.50%"),
        ("支出@上年预算.完成率", "本年 10.50万元 ÷ 上年预算 12.00万元 ＝ 87.50%"),
        ("支出[性质=项目支出]@占比", "部分 5.00万元 ÷ 总数 10.50万元 ＝ 47.62%"),
        ("支出@其余[性质=项目支出]", "总数 105,000元 － 其中 50,000元 ＝ 55,000元"),
        ("支出@个数[项目]", "105,000元按“项目”分，金额不是0的有几个（写了“个数”的照写的算） ＝ 2个"),
        ("支出@合计[项目≥2万元]", "105,000元按“项目≥2万元”分，够得上的加起来 ＝ 40,000元"),
    ],
)
def test_the_formula_has_the_numbers_that_a_reader_recomputes_with(name: str, formula: str, tmp_path: Path) -> None:
    assert told(tmp_path, name, "正文\n")[2] == f"  算法：{formula}"


def test_a_rate_on_a_base_of_zero_says_why_there_is_none(tmp_path: Path) -> None:
    lines = told(tmp_path, "支出@上年预算.增减率", "正文\n", "支出: 5\n上年预算: {支出: 0}\n")
    assert lines[0] == "支出@上年预算.增减率　没有这个数"
    assert lines[2].endswith("＝ 算不出来（除数是0，或正负变了）")


def test_how_a_figure_is_stated_is_told_apart(tmp_path: Path) -> None:
    ways = {"支出@上年预算": "直接填报的总数", "支出[项目=乙]": "填报的1行", "支出": "4行相加"}
    assert {name: told(tmp_path, name, "正文\n")[2].strip() for name in ways} == {
        n: f"算法：{w}" for n, w in ways.items()
    }
    assert told(tmp_path, "三公经费", "正文\n", "三公经费: 无\n")[2:] == ["  算法：没有一行属于它，是0"]


def test_of_many_lines_the_first_are_shown_and_how_many_there_are(tmp_path: Path) -> None:
    body = "支出:\n" + "".join(f"  - {{功能: 2010101, 项目: 甲{i}, 金额: {i}.5}}\n" for i in range(25))
    lines = told(tmp_path, "支出", "正文\n", body, unit="元")
    assert lines[4] == "    /input.yaml:7:5    0.5  功能 2010101，项目 甲0"
    assert lines[14] == "    /input.yaml:17:5  10.5  功能 2010101，项目 甲10"
    assert lines[24:] == ["    ……共25行"]


def test_lines_that_two_figures_share_are_listed_once(tmp_path: Path) -> None:
    lines = told(tmp_path, "5", '{{ 支出["性质=项目支出"] }}，{{ 支出["功能=2010102"] }}\n')
    assert lines[-1] == "    就是“支出[性质=项目支出]”的那2行，见上面"


def test_one_figure_is_one_group_however_templates_call_it(tmp_path: Path) -> None:
    lines = told(
        tmp_path, "支出[性质=项目支出 项目=甲]", '{{ 支出["项目=甲"] }}，{{ 支出["性质=项目支出 项目=甲"] }}\n'
    )
    assert lines[0] == "支出[项目=甲]　10,000元"
    assert [line.strip() for line in lines if "【" in line] == ["正文：“【1】万元，1万元”", "正文：“1万元，【1】万元”"]


def test_the_nearest_numbers_are_told_where_there_is_none(tmp_path: Path) -> None:
    made = report(tmp_path, LINES + BASE, '{{ 支出 }}，{{ 支出["项目=甲"] }}\n')
    found = answer("2", made.figures, made.document)
    assert (found.text, found.found) == ("没有印着 2 的数。\n最接近的：\n     1  支出[项目=甲]\n  10.5  支出", False)


def test_a_number_that_the_file_states_beside_its_measures_leads_to_its_line(tmp_path: Path) -> None:
    body = "支出: 5\n资料: {甲.乙: [1, {丙: 60%}]}\n"
    lines = told(tmp_path, "60%", '{{ 资料["甲.乙"][1]["丙"] }}\n', body)
    assert lines[2:] == ["    正文：“【60】%”", "  算法：直接填报的", "  来自：/input.yaml:7:19"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("支岀", "错误[数名] 没有“支岀”这个指标\n  建议：是不是“支出”？"),
        ("支出[性质=基本支岀]", "错误[数名] “性质”没有“基本支岀”\n  建议：是不是“基本支出”？"),
        ("支出@上年", "错误[数名] 没有“上年”这个口径\n  建议：是不是“上年预算”？"),
        ("支出@上年预算.增减", "错误[数名] 没有“增减”这种算法\n  建议：是不是“增减额”？"),
        ("[[", "错误[数名] “[[”不是数名，也不是数\n  建议：写法如：支出[性质=基本支出 功能=208]"),
        ("1,06.2", "错误[数] “1,06.2”不是数\n  建议：写成 1064.2、1,064.2、1064.2万元 或 81.15%"),
    ],
)
def test_what_is_neither_a_number_nor_a_name_is_told(
    asked: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["trace", asked, "data/luoyang-2020.yaml"]) == 2
    assert capsys.readouterr().err == f"{said}\n共1处，改好后再查。\n"


def test_a_file_that_cannot_be_read_is_told_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "5", "没有.yaml"]) == 2
    assert "找不到文件 没有.yaml" in capsys.readouterr().err
