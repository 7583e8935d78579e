"""What two budget files say in words (说明的变动)."""

import pytest

from reportgen.diff.changes import ChangeKind
from reportgen.diff.reasons import TextChange, reason_changes
from reportgen.diff.renaming import renamings_between
from reportgen.report import Report
from tests.budgets import LUOYANG, NAMES, published
from tests.diff.budgets import library


def changes(old: Report, new: Report) -> list[TextChange]:
    """The changes, after they were found the same from the other side."""
    found = reason_changes(old, new, renamings_between(old, new))
    mirrored = [change.mirrored for change in reason_changes(new, old, renamings_between(new, old))]
    assert _texts(mirrored) == _texts(found)
    return list(found)


def _texts(found: list[TextChange] | tuple[TextChange, ...]) -> list[tuple[str, str, str]]:
    return sorted((c.kind.value, c.old.text if c.old else "", c.new.text if c.new else "") for c in found)


def told(old: Report, new: Report) -> list[tuple[ChangeKind, str, str, str, str]]:
    """Kind, what, name and both texts."""
    return [(c.kind, c.what, c.name, *((s.text if s else "") for s in (c.old, c.new))) for c in changes(old, new)]


@pytest.mark.parametrize("name", NAMES)
def test_a_budget_says_what_it_says(name: str) -> None:
    assert changes(published(name), published(name)) == []


@pytest.mark.parametrize(("old", "new"), [("example-2025", "example-2026"), (LUOYANG, "baoshan-2020")])
def test_what_is_found_is_the_same_from_either_side(old: str, new: str) -> None:
    assert changes(published(old), published(new))


def test_a_year_later_the_same_words_are_no_change() -> None:
    assert told(library(2025, ("演出。", "演出，2024年起。")), library(2026, ("演出。", "演出，2025年起。"))) == []


def test_a_year_that_stays_is_no_change() -> None:
    assert told(library(2025, ("演出。", "演出，2019年起。")), library(2026, ("演出。", "演出，2019年起。"))) == []


def test_another_year_is_a_change() -> None:
    found = told(library(2025, ("演出。", "演出，2019年起。")), library(2026, ("演出。", "演出，2021年起。")))
    assert found == [(ChangeKind.NUMBER, "职责", "", "组织2025年的演出，2019年起。", "组织2026年的演出，2021年起。")]


def test_a_changed_reason_is_told_with_both_places() -> None:
    [found] = changes(library(2025), library(2026, ("支出: 人员增加", "支出: 新增图书车")))
    assert (found.kind, found.what, found.name) == (ChangeKind.WORDING, "原因", "支出")
    assert found.old
    assert found.new
    assert (found.old.text, found.new.text) == ("人员增加", "新增图书车")
    assert (found.old.at.line, found.old.at.excerpt) == (30, "原因: {收入: 人员增加, 支出: 人员增加}")
    assert found.new.at.line == 30


def test_a_reason_of_a_renamed_project_is_the_same_reason() -> None:
    said = "用途:\n  支出[项目=%s]: 办活动\n"
    old = library(2025, more=said % "全民阅读推广")
    new = library(2026, ("全民阅读推广", "全民阅读推广活动"), more=said % "全民阅读推广活动")
    assert told(old, new) == []


def test_a_purpose_that_only_one_has_is_added() -> None:
    new = library(2026, more="用途: {支出: 办活动}\n")
    assert told(library(2025), new) == [(ChangeKind.ADDED, "用途", "支出", "", "办活动")]


def test_duties_are_told_one_by_one() -> None:
    new = library(2026, ("[管理图书。, ", "[管理图书和档案。, 开办讲座。, "))
    assert told(library(2025), new) == [
        (ChangeKind.WORDING, "职责", "", "管理图书。", "管理图书和档案。"),
        (ChangeKind.ADDED, "职责", "", "", "开办讲座。"),
    ]


def test_the_order_of_offices_is_no_change() -> None:
    old, new = library(2025, ("[办公室]", "[办公室, 财务股]")), library(2026, ("[办公室]", "[财务股, 办公室]"))
    assert told(old, new) == []


def test_a_unit_with_another_name_is_told() -> None:
    found = told(library(2025), library(2026, ("名称: 甲局图书馆", "名称: 甲市图书馆")))
    assert found == [(ChangeKind.WORDING, "单位", "单位", "甲局图书馆", "甲市图书馆")]


def test_words_of_the_materials_are_told_by_their_path() -> None:
    found = told(library(2025), library(2026, ("<年度>年不购置", "<年度>年购置一辆")))
    assert found == [(ChangeKind.WORDING, "资料", "资料.购置计划", "2025年不购置。", "2026年购置一辆。")]


def test_numbers_of_the_materials_are_left_to_the_figures() -> None:
    assert told(library(2025), library(2026, ("保有车辆: 3", "保有车辆: 5"))) == []


def test_a_removed_unit_is_told_by_its_name() -> None:
    old = library(2025, ("名称: 甲局图书馆}", '名称: 甲局图书馆}, {编码: "103", 名称: 甲局美术馆}'))
    assert told(old, library(2026)) == [(ChangeKind.REMOVED, "单位", "单位", "甲局美术馆", "")]


def test_a_duty_in_place_of_an_unlike_one_is_another() -> None:
    assert told(library(2025), library(2026, ("[管理图书。", "[开办讲座。"))) == [
        (ChangeKind.REMOVED, "职责", "", "管理图书。", ""),
        (ChangeKind.ADDED, "职责", "", "", "开办讲座。"),
    ]
