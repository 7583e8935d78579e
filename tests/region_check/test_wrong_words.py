"""What `templates check` tells of lists and of heads that nearly say a name; the budget with all members."""

from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostic
from reportgen.profile import load
from reportgen.region_check import check_region
from reportgen.region_check.budgets import invented_for
from reportgen.region_check.typed import typed_words

PEOPLE = '人员["人员类别=编制"]'
SECTIONS = [
    (
        '收入总计包括：{% for 资 in [收入["资金=财政拨款"], 收入["资金=事业收入"]] %}'
        "{{ 资.名称 }}{{ 资 }}、{% endfor %}。",
        "加起来不是收入",
    ),
    (
        '支出{{ 支出 }}，包括：{% for 项 in [支出["性质=基本支出"], 支出["经费=公用经费"]] %}{{ 项.名称 }}{{ 项 }}，'
        "{% endfor %}。",
        "有重复",
    ),
    (
        "编制{{ " + PEOPLE + ' }}，其中：{% for 类 in 人员|按("人员类别") %}{{ 类.名称 }}{{ 类 }}，{% endfor %}。',
        "不在前面的人员[人员类别=编制]里面",
    ),
    ("会议费共计安排{{ 机关运行经费 }}。", "“会议费”旁边印的是机关运行经费"),
    ("车辆总额{{ 车辆 }}。", "“车辆总额”旁边印的是车辆，不是金额"),
    ("{{ 自称 }}{{ 上年度 }}年支出{{ 支出 }}。", "文字说的是上年"),
]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    folder = tmp_path / "templates" / "青石"
    (folder / "sections").mkdir(parents=True)
    (folder / "profile.yaml").write_text("上级: default\n各节: [自己的]\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Diagnostic]]:
    """What is told of a region with all those sections and a table, by the name of the file: it is checked once."""
    folder = tmp_path_factory.mktemp("wrong") / "templates" / "青石"
    (folder / "sections").mkdir(parents=True)
    (folder / "tables").mkdir()
    names = [f"第{number}节" for number in range(len(SECTIONS))]
    (folder / "profile.yaml").write_text(f"上级: default\n各节: [{', '.join(names)}]\n", encoding="utf-8")
    for name, (words, _) in zip(names, SECTIONS, strict=True):
        (folder / "sections" / f"{name}.md.j2").write_text(f"## 情况\n\n{words}\n", encoding="utf-8")
    columns = "列:\n  - 单位: 名称\n  - 附属单位的上缴收入: 收入[资金=事业收入]\n"
    (folder / "tables" / "1-收入.yaml").write_text(f"标题: 收入来处\n行: [合计]\n{columns}", encoding="utf-8")
    found: dict[str, list[Diagnostic]] = {}
    for one in check_region("青石", folder.parents[1])[0]:
        found.setdefault(Path(one.places[0].path).name.partition(".")[0], []).append(one)
    return found


@pytest.mark.parametrize(("number", "message"), [*enumerate(message for _, message in SECTIONS)])
def test_a_section_that_contradicts_itself_is_told(
    number: int, message: str, told: dict[str, list[Diagnostic]]
) -> None:
    found = told[f"第{number}节"]
    assert any(message in one.message for one in found)
    assert {one.places[0].line for one in found} == {3}


def test_a_head_with_the_letters_of_a_fund_is_held_against_it(told: dict[str, list[Diagnostic]]) -> None:
    assert [one.message for one in told["1-收入"]] == ["“附属单位的上缴收入”下面印的是收入[资金=事业收入]"]


def test_nothing_else_is_told_of_that_region(told: dict[str, list[Diagnostic]]) -> None:
    assert set(told) == {"1-收入", *(f"第{number}节" for number in range(len(SECTIONS)))}


def test_the_varied_budget_has_every_member_with_an_amount_of_its_own() -> None:
    profile = load("default", Path("/nowhere"), "部门预算")
    _, varied = invented_for(profile, "部门预算")
    lines = [line for own in varied.books[""].lines.values() for line in own]
    stated = {member for line in varied.books[""].lines["收入"] for member in (line.dims["资金"],)}
    assert set(profile.vocabulary.leaves("资金")) <= stated
    amounts = [line.amount for line in lines if line.amount]
    assert len(set(amounts)) == len(amounts)
    assert {line.dims.get("功能", "")[:3] for line in lines} >= {"201", "208", "221"}


TYPED = [("截至2025年12月31日。", "2025年"), ("共有车辆3辆。", "3辆"), ("青石县林业局没有安排。", "青石县林业局")]
TYPED += [("云阳县教育局没有安排。", "云阳县教育局")]
NOT_TYPED = "按本市教育局、县财政局的要求，"
NOT_TYPED += "自2021年起执行《预算法（2018年修正）》，单位价值50万元以上的设备、{{ 年度 }}年的数见表。"


@pytest.mark.parametrize(("words", "typed"), TYPED)
def test_what_the_budget_says_is_not_typed_into_a_section(words: str, typed: str, region: Path) -> None:
    budget = "模板: 青石\n文种: 部门预算\n年度: 2026\n金额单位: 元\n部门: {名称: 青石县林业局}\n"
    path = region.parents[1] / "林业局.yaml"
    path.write_text(budget, encoding="utf-8")
    (region / "sections" / "自己的.md.j2").write_text(f"## 情况\n\n{NOT_TYPED}{words}\n", encoding="utf-8")
    folders = load("青石", region.parents[1]).folders
    assert [(one.message, one.places[0].line) for one in typed_words(folders, [path])] == [
        (f"模板里写死了“{typed}”", 3)
    ]


def test_words_of_a_table_that_are_of_another_one_are_told(region: Path) -> None:
    (region / "tables").mkdir()
    note = "空表:\n  说明: 说明：<部门><年度>年没有安排政府性基金预算支出，故本表无数据。\n"
    (region / "tables" / "1-项目.yaml").write_text(f"标题: <上年度>年<主体>项目支出表\n{note}", encoding="utf-8")
    counted = "## 情况\n\n计划接待{{ 资料.接待人次 }}批次、{{ 资料.外宾人次 }}人次。\n"
    (region / "sections" / "自己的.md.j2").write_text(counted, encoding="utf-8")
    assert {one.message for one in typed_words(load("青石", region.parents[1]).folders, [])} == {
        "模板里写的是“<上年度>”",
        "模板里写的是“没有安排政府性基金预算支出”",
        "模板里写的是“{{ 资料.接待人次 }}批次”",
    }


def test_a_title_of_another_kind_than_the_table_is_told(region: Path) -> None:
    (region / "tables").mkdir()
    table = "种类: 项目支出表\n标题: <年度>年<主体>基本支出表\n空表:\n  说明: 说明：<部门>没有安排项目支出。\n"
    (region / "tables" / "10-项目.yaml").write_text(table, encoding="utf-8")
    (region / "sections" / "自己的.md.j2").write_text("## 情况\n", encoding="utf-8")
    (told,) = typed_words([region], [])
    assert (told.message, told.places[0].line) == ("模板里写的是“<年度>年<主体>基本支出表”", 2)
    assert told.hint == "标题说的是一种表，“种类”是另一种：改成同一种"


PROFILE = [
    ("同比: {缺省: {词: [减少, 增加]}}", "模板里写的是“减少”"),
    ("口径: {上年预算: {称: <上年度>年执行数}}", "模板里写的是“<上年度>年执行数”"),
    ("标准: {设备起点: {50万元以上: 20万元}}", "模板里写的是“20万元”"),
]


@pytest.mark.parametrize(("wrong", "message"), PROFILE)
def test_words_of_a_profile_that_are_printed_for_something_else_are_told(
    wrong: str, message: str, region: Path
) -> None:
    (region / "profile.yaml").write_text(f"上级: default\n{wrong}\n", encoding="utf-8")
    (region / "sections" / "自己的.md.j2").write_text("## 情况\n", encoding="utf-8")
    assert [(one.message, one.places[0].line) for one in typed_words([region], [])] == [(message, 2)]


def test_a_day_to_come_and_a_table_of_another_fund_are_told(region: Path) -> None:
    (region / "tables").mkdir()
    table = "标题: <年度>年<主体>政府性基金预算支出表\n限定: {资金: 国有资本经营预算}\n"
    (region / "tables" / "8-基金.yaml").write_text(table, encoding="utf-8")
    (region / "sections" / "自己的.md.j2").write_text("截至{{ 年度 }}年12月31日，有车。\n", encoding="utf-8")
    assert {one.message for one in typed_words([region], [])} == {
        "模板里写的是“国有资本经营预算”",
        "模板里写的是“{{ 年度 }}年12月31日”",
    }


def test_what_one_word_makes_wrong_everywhere_is_told_once_at_that_word(region: Path) -> None:
    """The unit above all tables, and the base of a column."""
    (region / "tables").mkdir()
    (region / "sections" / "自己的.md.j2").write_text("## 情况\n", encoding="utf-8")
    (region / "profile.yaml").write_text("上级: default\n表眉右: 单位：元\n各节: [自己的]\n", encoding="utf-8")
    rows = "行:\n  - {每个: 功能.类, 全部: 是}\n列:\n  - 科目: 名称\n"
    (region / "tables" / "01-支出.yaml").write_text(f"标题: 支出表\n{rows}  - 预算数: 支出\n", encoding="utf-8")
    found = check_region("青石", region.parents[1])[0]
    assert [(Path(one.places[0].path).name, one.places[0].line) for one in found] == [("profile.yaml", 2)]
