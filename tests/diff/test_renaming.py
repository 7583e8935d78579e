"""Which members of two budgets are the same under two names (改名)."""

import pytest

from reportgen.diff.renaming import Renaming, renamings_between
from reportgen.report import Report
from tests.budgets import NAMES, published
from tests.diff.budgets import library

CODED = "绩效:\n  项目:\n    - {项目: %s, 编码: P01, 目标: 多买书。}\n"


def told(old: Report, new: Report) -> list[tuple[str, str, str, str]]:
    """The renamings as dimension, both members and basis, after they were found the same from the other side."""
    found = renamings_between(old, new)
    assert renamings_between(new, old) == tuple(renaming.mirrored for renaming in found)
    return [(r.dimension, r.old, r.new, r.basis) for r in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_budget_calls_nothing_otherwise_than_itself(name: str) -> None:
    assert told(published(name), published(name)) == []


def test_the_example_tells_what_its_file_declares() -> None:
    [found] = renamings_between(published("example-2025"), published("example-2026"))
    names = "其他文化和旅游支出", "文化和旅游管理事务"
    assert found == Renaming("功能", "2070199", "2070114", *names, "口径调整写明")


def test_what_is_declared_needs_no_likeness() -> None:
    new = library(2026, ("购书", "买书钱"), more="口径调整: {项目: {购书: 买书钱}}\n")
    assert told(library(2025), new) == [("项目", "购书", "买书钱", "口径调整写明")]


def test_what_is_declared_of_another_year_does_not_hold() -> None:
    new = library(2027, ("购书", "买书钱"), more="口径调整: {项目: {购书: 买书钱}}\n")
    assert told(library(2025), new) == []


def test_a_rule_for_what_the_earlier_year_does_not_have_is_left_out() -> None:
    new = library(2026, more="口径调整: {项目: {办刊: 购书}}\n")
    assert told(library(2025), new) == []


def test_projects_of_one_code_are_one() -> None:
    old, new = library(2025, more=CODED % "购书"), library(2026, ("购书", "文献资源建设"), more=CODED % "文献资源建设")
    assert told(old, new) == [("项目", "购书", "文献资源建设", "项目编码相同")]


def test_a_name_with_a_word_more_in_the_same_place_is_one() -> None:
    new = library(2026, ("全民阅读推广, 金额: 60000}", "全民阅读推广活动, 金额: 80000}"))
    assert told(library(2025), new) == [("项目", "全民阅读推广", "全民阅读推广活动", "名称相近")]


def test_a_like_name_elsewhere_is_another() -> None:
    new = library(2026, ("2070104, 项目: 全民阅读推广", "2070109, 项目: 全民阅读推广活动"))
    assert told(library(2025), new) == []


def test_another_stage_is_another_project() -> None:
    assert told(library(2025), library(2026, ("剧场维修一期", "剧场维修二期"))) == []


def test_a_name_with_its_year_is_one() -> None:
    old, new = library(2025, ("购书", "2025年购书")), library(2026, ("购书", "2026年购书"))
    assert told(old, new) == [("项目", "2025年购书", "2026年购书", "名称相近")]


def test_of_one_that_was_divided_nothing_is_guessed() -> None:
    parts = (
        '全民阅读推广（城）, 金额: 20000}\n    - {单位: "102", 功能: 2070104, 项目: 全民阅读推广（乡）, 金额: 40000}'
    )
    assert told(library(2025), library(2026, ("全民阅读推广, 金额: 60000}", parts))) == []


def test_two_drafts_have_the_same_lines_under_two_names() -> None:
    assert told(library(2026), library(2026, ("购书", "文献"))) == [("项目", "购书", "文献", "金额和科目相同")]


def test_between_two_years_the_same_amount_tells_nothing() -> None:
    assert told(library(2025), library(2026, ("购书", "文献"))) == []


def test_two_projects_of_one_amount_are_not_told_apart() -> None:
    old = library(2026, ("全民阅读推广, 金额: 60000}", "全民阅读推广, 金额: 240000}"))
    new = library(2026, ("购书", "文献"), ("全民阅读推广, 金额: 60000}", "讲座, 金额: 240000}"))
    assert told(old, new) == []


def test_a_code_that_only_moved_in_two_drafts_is_one() -> None:
    assert told(library(2026), library(2026, ("2070199", "2070114"))) == [
        ("功能", "2070199", "2070114", "金额和科目相同")
    ]


def test_a_code_of_the_same_name_is_one() -> None:
    names = '科目名称: {"%s": 公共文化服务支出}\n'
    old, new = library(2025, more=names % 2070199), library(2026, ("2070199", "2070114"), more=names % 2070114)
    assert told(old, new) == [("功能", "2070199", "2070114", "名称相同")]


def test_a_code_that_is_written_coarser_is_not_renamed() -> None:
    assert told(library(2026), library(2026, ("30101, 金额: 200000", "301, 金额: 200000"))) == []


def test_a_code_with_another_name_is_told() -> None:
    old, new = library(2025), library(2026, more='科目名称: {"2070199": 文旅服务支出}\n')
    [found] = renamings_between(old, new)
    assert found == Renaming("功能", "2070199", "2070199", "其他文化和旅游支出", "文旅服务支出", "编码没有变，名称改了")


def test_a_unit_with_another_code_is_the_unit_of_that_name() -> None:
    new = library(
        2026,
        ('{编码: "102"', '{编码: "109"'),
        ('单位: "102", 资金', '单位: "109", 资金'),
        ('单位: "102", 功能: 2070104, 经济', '单位: "109", 功能: 2070104, 经济'),
        ('单位: "102", 功能: 2070104, 项目: 购书', '单位: "109", 功能: 2070104, 项目: 购书'),
        ('单位: "102", 功能: 2070104, 项目: 全', '单位: "109", 功能: 2070104, 项目: 全'),
    )
    assert told(library(2025), new) == [("单位", "102", "109", "名称相同")]
