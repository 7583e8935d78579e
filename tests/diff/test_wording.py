"""What is told of two sentences: the number moved or the words changed; years that follow are no change."""

import pytest

from reportgen.document import Text
from tests.diff.told import a_year_later, figure, of, section, text, told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("本年支出12.5万元。", "本年支出13.5万元。", "数字 段落 本年支出[12.5→13.5]万元。"),
        ("比上年增加3万元。", "比上年减少3.5万元。", "数字 段落 比上年[增加→减少][3→3.5]万元。"),
        ("支出1064.20万元。", "支出1,064.20万元。", "数字 段落 支出[1064.20→1,064.20]万元。"),
        ("占12%。", "占13.5%。", "数字 段落 占[12→13.5]%。"),
        ("增减3万元。", "增减-3万元。", "数字 段落 增减[3→-3]万元。"),
        ("（12）", "（13）", "数字 段落 （[12→13]）"),
        ("占12%。", "占12。", "文字 段落 占12{%→}。"),
        ("负责甲、乙。", "负责甲，乙。", "文字 段落 负责甲{、→，}乙。"),
        ("保障机构正常运转。", "保障机构日常运转。", "文字 段落 保障机构{正→日}常运转。"),
        ("共12人，保障正常运转。", "共13人，保障日常运转。", "文字 段落 共[12→13]人，保障{正→日}常运转。"),
        ("负责文化工作。", "负责文化工作，指导旅游。", "文字 段落 负责文化工作{→，指导旅游}。"),
        ("使用ABC系统。", "使用XYZ系统。", "文字 段落 使用{ABC→XYZ}系统。"),
        ("送到第#号馆。", "送到第3号馆。", "文字 段落 送到第{#→3}号馆。"),
        ("送到第3号馆。", "送到第#号馆。", "文字 段落 送到第{3→#}号馆。"),
    ],
)
def test_a_changed_sentence_is_told_as(old: str, new: str, said: str) -> None:
    assert told(old, new) == [said]


@pytest.mark.parametrize("new", ["本年支出12.5万元。", " 本年支出\u300012.5 万元。\n", "本年\u200b支出1 2.5万元。"])
def test_white_space_is_no_change(new: str) -> None:
    assert told("本年支出 12.5\u3000万元。", new) == []


def test_words_that_stayed_by_chance_in_a_rewritten_clause_are_part_of_the_change() -> None:
    assert told("责任单位为甲县图书馆和档案馆，全年开放。", "责任科室是乙市博物馆与美术馆，全年开放。") == [
        "文字 段落 责任{单位为甲县图书馆和档案→科室是乙市博物馆与美术}馆，全年开放。"
    ]


def test_a_number_that_stayed_in_a_rewritten_clause_is_no_part_of_the_change() -> None:
    assert told("全年开放，安排甲类5个项目。", "全年开放，落实乙处5项任务。") == [
        "文字 段落 全年开放，{安排甲类→落实乙处}5{个项目→项任务}。"
    ]


def test_a_sentence_that_has_nothing_left_is_another_one() -> None:
    assert told("保障机构运转。", "采购图书报刊。") == ["删去 段落 {保障机构运转。→}", "新增 段落 {→采购图书报刊。}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025年预算比2024年增加5万元。", "2026年预算比2025年增加5万元。"),
        ("本馆2019年成立。", "本馆2019年成立。"),
        ("2024年至2026年的规划。", "2025年至2027年的规划。"),
        ("自2024年起，2025年预算如下。", "自2024年起，2026年预算如下。"),
    ],
)
def test_years_that_follow_the_document_and_years_that_stay_are_no_change(old: str, new: str) -> None:
    assert a_year_later(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("本馆2019年成立。", "本馆2020年成立。", "数字 段落 本馆[2019→2020]年成立。"),
        ("2024年至2026年的规划。", "2025年至2030年的规划。", "数字 段落 2025年至[2026→2030]年的规划。"),
        ("本馆2019年成立于甲地。", "本馆2019年创立于乙地。", "文字 段落 本馆2019年{成→创}立于{甲→乙}地。"),
    ],
)
def test_a_year_that_is_another_one_is_told_and_no_other(old: str, new: str, said: str) -> None:
    assert a_year_later(old, new) == [said]


def test_numbers_of_items_that_follow_an_inserted_one_are_no_change() -> None:
    old = text("1.负责甲事。", "2.负责乙事。")
    assert told(old, text("1.负责甲事。", "2.新办丙事务。", "3.负责乙事。")) == ["新增 段落 {→2.新办丙事务。}"]


def test_numbers_of_items_are_told_where_none_came_or_went() -> None:
    assert told(text("1.负责甲事。", "2.负责乙事。"), text("1.负责甲事。", "3.负责乙事。")) == [
        "数字 段落 [2.→3.]负责乙事。"
    ]


def test_numbers_of_headings_follow_too() -> None:
    old = of(section("一、", "收入"), section("二、", "支出"))
    new = of(section("一、", "收入"), section("二、", "人员情况"), section("三、", "支出"))
    assert told(old, new) == ["新增 小标题 {→二、人员情况}"]
    assert told(old, of(section("一、", "收入"), section("三、", "支出"))) == ["数字 小标题 [二、→三、]支出"]


def test_a_paragraph_that_stands_elsewhere_moved() -> None:
    lines = "负责甲事的管理工作。", "督促乙地落实责任。", "宣传丙类政策。"
    assert told(text(*lines), text(*lines[1:], lines[0])) == ["移动 段落 负责甲事的管理工作。"]


def test_names_of_figures_make_no_difference_so_that_budget_files_differ_as_their_word_files_do() -> None:
    old, moved, other = (
        text((Text("共"), figure(name, number), Text("万元")))
        for name, number in (("支出", "12"), ("支出", "13"), ("收入", "13"))
    )
    assert told(old, moved) == told(old, other) == ["数字 段落 共[12→13]万元"]


def test_the_direction_in_front_of_a_figure_is_part_of_its_number() -> None:
    old, new = (
        text((Text(f"比上年{words}"), figure("支出@上年.增减额", number), Text("万元")))
        for words, number in (("增加", "12"), ("减少", "13"))
    )
    assert told(old, new) == ["数字 段落 比上年[增加→减少][12→13]万元"]


def test_a_path_to_what_the_file_says_is_no_name() -> None:
    known = figure("支出", "1")
    old, new = (
        text((Text("编制"), figure(name, number), Text("人，共"), known))
        for name, number in (("人员.编制", "12"), ("人员.在编", "13"))
    )
    assert told(old, new) == ["数字 段落 编制[12→13]人，共1"]


def test_in_a_long_paragraph_only_what_changed_is_told() -> None:
    lines = [f"第{n}项工作由相关科室牵头，安排{n * 7}万元；" for n in range(1, 400)]
    new = [*lines[:199], "第200项工作由办公室牵头，安排1401万元；", *lines[200:]]
    before, after = "".join(lines[:199]), "".join(lines[200:])
    (said,) = told("".join(lines), "".join(new))
    assert said == f"文字 段落 {before}第200项工作由{{相关科→办公}}室牵头，安排[1400→1401]万元；{after}"
