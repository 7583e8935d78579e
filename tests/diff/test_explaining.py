"""Why a total changed: the items add up to the 分 under any two budgets, are what the tables print, and say why."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st

from reportgen.diff import ComparedFile, differences
from reportgen.diff.amounts import MEASURES, BudgetAmounts, PrintedAmounts
from reportgen.diff.explaining import ExplainedChange, Item, explained
from reportgen.diff.outputs._why import shown
from reportgen.diff.renaming import renamings_between
from reportgen.diff.sides import ReportFigures
from reportgen.document import Figure, figures
from reportgen.figure import FigureId
from reportgen.profile import load
from reportgen.quantity import change
from reportgen.readers.docx import read
from reportgen.report import Report
from tests import trees
from tests.budgets import built, published
from tests.diff.budgets import library
from tests.diff.compared import BY
from tests.random_budgets.built import random_report


def explanation(old: Report, new: Report, measure: str = "支出") -> ExplainedChange:
    known = renamings_between(old, new)
    apart = new.document.year - old.document.year
    sides = BudgetAmounts(ReportFigures(old), apart, known), BudgetAmounts(ReportFigures(new))
    total = explained(measure, *sides, known)
    assert total is not None
    return ExplainedChange(total, (old.document.year, new.document.year))


def told(found: ExplainedChange) -> list[tuple[str, str, str]]:
    return [(item.label, f"{item.delta:+f}", item.why) for item in found.items]


def every(item: Item) -> list[Item]:
    return [item, *(below for part in item.parts for below in every(part))]


def adds_up(found: ExplainedChange) -> None:
    for item in every(found.total):
        if item.parts:
            assert sum(part.old for part in item.parts) == item.old
            assert sum(part.new for part in item.parts) == item.new
    assert sum(item.delta for item in found.items) == found.total.delta
    assert sum(item.delta for item in shown(found, 3)) == found.total.delta


@cache
def drawn(seed: int) -> Report:
    return random_report(seed, wild=seed % 2 == 1).report


@trees.of_any(st.integers(0, 5), st.integers(0, 5), st.sampled_from(MEASURES), daily=4, soaked=40)
def test_the_items_add_up_under_any_two_budgets(old: int, new: int, measure: str) -> None:
    adds_up(explanation(drawn(old), drawn(new), measure))


def test_items_are_what_changed_with_their_fate_and_reason() -> None:
    new = library(
        2026,
        ("项目: 购书, 金额: 240000", "项目: 购书, 金额: 252000"),
        ("项目: 剧场维修一期, 金额: 50000", "项目: 演出设备, 金额: 80000.01"),
        ("全民阅读推广, 金额: 60000", "全民阅读推广活动, 金额: 61000"),
        ("支出: 人员增加}", '支出: 人员增加, "支出[项目=购书]": 增加分馆}'),
    )
    found = explanation(library(2025), new)
    adds_up(found)
    assert told(found) == [
        ("演出设备", "+80000.01", "新增；未说明原因"),
        ("剧场维修一期", "-50000", "不再安排；未说明原因"),
        ("购书", "+12000", "增加分馆"),
        ("全民阅读推广活动", "+1000", "原来叫“全民阅读推广”；未说明原因"),
    ]
    assert found.sentences[0] == "2026年支出144.3万元，比2025年增加4.3万元，增长3.07%，文件里写的原因是人员增加。"


def test_the_items_are_the_figures_that_the_tables_print() -> None:
    old, new = published("example-2025"), published("example-2026")
    found = explanation(old, new)
    adds_up(found)
    printed = {one.name: one for one in figures(new.document) if isinstance(one, Figure)}
    for item in found.items:
        figure = printed.get(f"支出[项目={item.label}]")
        assert figure is None or Decimal(figure.value) == item.new
    assert sum(1 for item in found.items if f"支出[项目={item.label}]" in printed) > 8


def test_word_files_are_taken_apart_as_far_as_they_print() -> None:
    vocabulary = load("default", Path()).vocabulary
    old, new = (PrintedAmounts(read(built(f"example-{year}", "docx")).document, vocabulary) for year in (2025, 2026))
    total = explained("支出", old, new)
    assert total is not None
    found = ExplainedChange(total, (2025, 2026))
    adds_up(found)
    exact = explanation(published("example-2025"), published("example-2026"))
    assert found.sentences[0] == exact.sentences[0]
    projects = {item.label for item in exact.items if abs(item.delta) > 100} - {"人员经费", "公用经费"}
    assert projects <= {item.label for item in found.items}


def test_what_is_stated_otherwise_of_last_year_is_told() -> None:
    more = '上年预算:\n  收入: [{单位: "101", 资金: 一般公共预算, 金额: 1400001}]\n'
    more += "  支出:\n    缺省: {资金: 一般公共预算}\n    项目支出:\n"
    more += '      - {单位: "101", 功能: 2070104, 项目: 购书, 金额: 1400001}\n'
    found = explanation(library(2025), library(2026, more=more))
    assert "后一份文件说前一年是140万元" in found.total.why or found.total.stated == Decimal(1400001)


def test_a_file_edited_by_hand_beside_its_budget_has_nothing_to_explain() -> None:
    report = published("example-2026")
    document = read(built("example-2026", "docx")).document
    assert differences(ComparedFile("甲", report.document, report), ComparedFile("乙", document), BY).explanations == ()


@pytest.mark.parametrize("measure", MEASURES)
def test_from_the_other_side_the_same_items_are_taken_away(measure: str) -> None:
    one, other = published("example-2025"), published("example-2026")
    forth, back = explanation(one, other, measure), explanation(other, one, measure)
    assert forth.total.delta == -back.total.delta
    assert forth.change(forth.total).amount == change(forth.total.new, forth.total.old, forth.precision).amount
    assert FigureId(measure)
