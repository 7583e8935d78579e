"""Figures that have another value in another budget (数的变动), with and without renamed members."""

from fractions import Fraction

import pytest

from reportgen.diff.changes import ChangeKind
from reportgen.diff.figures import FigureChange, figure_changes, most_important_first
from reportgen.diff.renaming import renamings_between
from reportgen.diff.sides import Availability, ReportFigures
from reportgen.quantity import ChangeCase
from reportgen.report import Report
from tests.budgets import LUOYANG, NAMES, assembled, edited, published, source
from tests.diff.budgets import library

DRAFT = source(LUOYANG).replace("派驻纪检组工作经费", "派驻纪检组工作")


def changes(old: Report, new: Report) -> dict[str, FigureChange]:
    """The changes by name, after they were found the same from the other side."""
    known = renamings_between(old, new)
    mine, yours = ReportFigures(old), ReportFigures(new)
    found = figure_changes(mine, yours, known)
    assert figure_changes(yours, mine, renamings_between(new, old)) == tuple(change.mirrored for change in found)
    assert len({change.name for change in found}) == len(found)
    return {change.name: change for change in found}


def told(change: FigureChange) -> tuple[str, str, str, str, ChangeCase | None]:
    """What a reader is told of it."""
    return change.kind.value, change.old.text, change.new.text, change.delta_text, change.case


def plain(old: Report, new: Report) -> dict[str, tuple[str, str, str, str, ChangeCase | None]]:
    """What a summary tells: what merely follows is left out."""
    return {name: told(change) for name, change in changes(old, new).items() if not change.derived}


@pytest.mark.parametrize("name", NAMES)
def test_a_budget_does_not_differ_from_itself(name: str) -> None:
    assert changes(published(name), published(name)) == {}


@pytest.mark.parametrize(
    ("old", "new"), [("example-2025", "example-2026"), (LUOYANG, "baoshan-2020"), ("yantian-2022", "example-2026")]
)
def test_what_is_found_is_the_same_from_either_side(old: str, new: str) -> None:
    assert changes(published(old), published(new))


def test_two_drafts_of_a_published_document_differ_where_they_were_edited() -> None:
    draft = edited(
        edited(DRAFT, "金额: 1064.2}", "金额: 1065.2}"), "派驻纪检组工作, 金额: 8}", "派驻纪检组工作, 金额: 9}"
    )
    found = changes(published(LUOYANG), assembled(draft))
    project = found["支出[项目=派驻纪检组工作]"]
    assert (project.old.names, project.kind) == (("支出[项目=派驻纪检组工作经费]",), ChangeKind.NUMBER)
    assert told(found["支出"]) == ("数字", "1064.2万元", "1065.2万元", "+1.00万元", ChangeCase.UP)


def test_one_project_that_costs_more_is_told_wherever_it_counts() -> None:
    new = library(2026, ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 252000"))
    assert plain(library(2025), new) == {
        "支出": ("数字", "140万元", "141.2万元", "+1.20万元", ChangeCase.UP),
        "支出[单位=102]": ("数字", "50万元", "51.2万元", "+1.20万元", ChangeCase.UP),
        "支出[功能=2070104]": ("数字", "50万元", "51.2万元", "+1.20万元", ChangeCase.UP),
        "支出[项目=购书]": ("数字", "24万元", "25.2万元", "+1.20万元", ChangeCase.UP),
    }


def test_a_rate_is_what_readers_recompute() -> None:
    new = library(2026, ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 252000"))
    assert changes(library(2025), new)["支出[项目=购书]"].rate == Fraction(1, 20)


def test_a_renamed_project_of_the_same_amount_is_no_change() -> None:
    assert plain(library(2025), library(2026, ("全民阅读推广", "全民阅读推广活动"))) == {}


def test_a_project_that_only_one_has_is_added_or_removed() -> None:
    assert plain(library(2025), library(2026, ("购书", "文献"))) == {
        "支出[项目=文献]": ("新增", "无", "24万元", "+24.00万元", ChangeCase.NEW),
        "支出[项目=购书]": ("删去", "24万元", "无", "-24.00万元", ChangeCase.GONE),
    }


def test_members_that_became_one_are_added_up() -> None:
    one = ('    - {单位: "102", 功能: 2070104, 项目: 全民阅读推广, 金额: 60000}\n', "")
    rules = "口径调整: {项目: {购书: 书和阅读, 全民阅读推广: 书和阅读}}\n"
    new = library(2026, one, ("项目: 购书, 金额: 240000", "项目: 书和阅读, 金额: 310000"), more=rules)
    found = changes(library(2025), new)["支出[项目=书和阅读]"]
    assert found.old.names == ("支出[项目=全民阅读推广]", "支出[项目=购书]")
    assert told(found) == ("数字", "30万元", "31万元", "+1.00万元", ChangeCase.UP)


def test_what_a_declared_code_was_is_compared_with_what_it_is() -> None:
    found = changes(published("example-2025"), published("example-2026"))
    moved = found["支出[功能=2070114 性质=本年支出]"]
    assert moved.old.names == ("支出[功能=2070199 性质=本年支出]",)
    assert told(moved) == ("数字", "16.50万元", "18.00万元", "+1.50万元", ChangeCase.UP)
    assert "支出[功能=2070199 性质=本年支出]" not in found


def test_unequal_amounts_that_print_alike_are_told_so() -> None:
    new = library(2026, ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 240000.4"))
    found = changes(library(2025), new)["支出[项目=购书]"]
    assert told(found) == ("数字", "24万元", "24万元", "0.00万元", ChangeCase.NEARLY)


def test_a_removed_unit_is_absent_and_not_unknown() -> None:
    old = library(2025)
    new = library(
        2026,
        (', {编码: "102", 名称: 甲局图书馆}', ""),
        ('  - {单位: "102", 资金: 一般公共预算, 金额: 500000}\n', ""),
        ('    - {单位: "102", 功能: 2070104, 经济: 30101, 金额: 200000}\n', ""),
        ('    - {单位: "102", 功能: 2070104, 项目: 购书, 金额: 240000}\n', ""),
        ('    - {单位: "102", 功能: 2070104, 项目: 全民阅读推广, 金额: 60000}\n', ""),
    )
    found = changes(old, new)["支出[单位=102]"]
    assert (found.kind, found.new.known, found.delta_text) == (ChangeKind.REMOVED, Availability.ABSENT, "-50.00万元")


def test_what_the_other_does_not_state_is_unknown_and_no_zero() -> None:
    printed = "机关运行经费{{ 机关运行经费 }}。\n"
    old = library(2025, ("机关运行经费: 无\n", ""))
    new = library(
        2026, ("机关运行经费: 无", '机关运行经费: [{单位: "101", 资金: 一般公共预算, 金额: 5000}]'), printed=printed
    )
    found = changes(old, new)["机关运行经费"]
    assert told(found) == ("新增", "无法得知", "0.5万元", "", None)
    assert found.delta is None


def test_a_number_without_a_measure_is_compared_by_its_path() -> None:
    assert plain(library(2025), library(2026, ("保有车辆: 3", "保有车辆: 5"))) == {
        "资料.保有车辆": ("数字", "3", "5", "+2", ChangeCase.UP)
    }


def test_a_record_that_moved_is_the_same_record() -> None:
    found = changes(published("example-2025"), published("example-2026"))
    assert not [name for name in found if name.startswith("绩效.项目.购书经费.进度")]


def test_shares_are_told_but_follow_from_others() -> None:
    found = changes(library(2025), library(2026, ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 252000")))
    share = found["支出[项目=购书]@占比"]
    assert (share.derived, share.old.text, share.new.text) == (True, "17.14%", "17.85%")
    assert share.delta_text == "+0.70个百分点"


def test_places_are_told_in_words() -> None:
    found = changes(library(2025), library(2026, ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 252000")))
    assert found["支出"].new.places == ("正文：“收入140万元，支出【141.2】万元”",)


def test_a_summary_begins_with_totals_and_ends_with_what_follows() -> None:
    new = library(2026, ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 252000"), ("保有车辆: 3", "保有车辆: 5"))
    names = [change.name for change in most_important_first(changes(library(2025), new).values())]
    assert names[:5] == ["支出", "支出[功能=2070104]", "支出[项目=购书]", "支出[单位=102]", "资料.保有车辆"]
    assert all("占比" in name for name in names[5:])


def test_the_order_of_a_summary_does_not_depend_on_that_of_the_changes() -> None:
    found = list(changes(published("example-2025"), published("example-2026")).values())
    assert most_important_first(reversed(found)) == most_important_first(found)
