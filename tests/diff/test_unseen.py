"""A department of two years that no example is like: a health commission with a hospital.

The list of what differs was written beside its files, not by the program; each of the pairs of budget files, Word files
and pages has to tell it.
"""

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from reportgen.diff import ComparedFile, Differences, differences
from reportgen.diff.changes import ChangeKind, DocumentChange, Element
from reportgen.diff.explaining import Item
from reportgen.readers import docx, html
from reportgen.report import Report, assemble
from reportgen.writers import writer
from tests.diff.compared import BY

FORMS = ("yaml", "docx", "html")
PROJECTS = {  # name in 2026, or in 2025 if it ended → 万元 of both years, and its name in 2025 if it had another
    "计划生育家庭奖励扶助": ("1260.5", "1302.8", ""),
    "健康临江平台运行维护": ("96", "120", "卫生信息化运维"),
    "卫生健康宣传": ("18", "0", ""),
    "基层医疗机构标准化建设项目": ("540", "615", "基层医疗机构标准化建设"),
    "社区健身康复点": ("80", "55", ""),
    "住院楼改造一期": ("2600", "0", ""),
    "住院楼改造二期": ("0", "1850", ""),
    "大型医用设备购置": ("1480", "2360.75", ""),
    "公立医院取消药品加成补助": ("430", "0", ""),
    "公立医院综合改革补助": ("0", "430", ""),
    "妇幼保健公共卫生服务": ("215.3", "228.9", ""),
    "基本公共卫生服务补助": ("3120", "3305.4", ""),
    "突发公共卫生事件应急处置": ("50", "150", ""),
    "院前急救体系建设": ("0", "480", ""),
    "卫生监督执法办案": ("12", "9.5", ""),
}
RENAMED = {
    ("项目", "卫生信息化运维", "健康临江平台运行维护"),
    ("项目", "基层医疗机构标准化建设", "基层医疗机构标准化建设项目"),
    ("项目", "艾滋病防治专项", "艾滋病性病防治专项"),
    ("单位", "358004", "358004"),
    ("功能", "2100717", "2102001"),
}
RESTATED = {"210 卫生健康支出", "21004 公共卫生", "2100408 基本公共卫生服务", "合计", "卫生健康支出"}
NEW_ROWS = {"358005 临江区急救中心", "2100405 应急救治机构"}  # of units and 科目


@cache
def report(year: int) -> Report:
    return assemble(Path(__file__).with_name(f"health-{year}.yaml"))


def side(year: int, form: str) -> ComparedFile:
    made = report(year)
    if form == "yaml":
        return ComparedFile(f"{year}.yaml", made.document, made)
    content = writer(form)(made.document, made.profile.style)
    read = docx.read(content).with_charts if form == "docx" else html.read(content, charts=True)
    return ComparedFile(f"{year}.{form}", read)


@cache
def pair(form: str) -> Differences:
    return differences(side(2025, form), side(2026, form), BY)


def items(found: Differences) -> dict[str, Item]:
    spent = next(one for one in found.explanations if one.total.label == "支出")
    return {item.label: item for item in spent.items}


def in_words(change: DocumentChange) -> tuple[object, ...]:
    return change.kind, change.what, change.old, change.new, change.old_text, change.new_text


@pytest.mark.parametrize("form", FORMS[1:])
def test_word_files_and_pages_tell_the_changes_that_the_budget_files_tell(form: str) -> None:
    told, expected = (Counter(map(in_words, pair(one).comparison.changes)) for one in (form, "yaml"))
    assert told == expected


@pytest.mark.parametrize("form", FORMS)
def test_every_project_that_changed_is_told_and_no_other(form: str) -> None:
    found = {name: item for name, item in items(pair(form)).items() if not name.endswith(("经费", "基本支出"))}
    assert {name: (item.old, item.new, item.former_name) for name, item in found.items()} == {
        name: (Decimal(old) * 10_000, Decimal(new) * 10_000, once) for name, (old, new, once) in PROJECTS.items()
    }
    assert found["公立医院综合改革补助"].like == "公立医院取消药品加成补助"


@pytest.mark.parametrize("form", FORMS)
def test_names_restated_numbers_and_rows_are_those_of_the_list(form: str) -> None:
    found = pair(form)
    changes = found.comparison.changes
    assert {(r.dimension, r.old, r.new) for r in found.renamings} == RENAMED
    assert {one.where.row for one in found.restated} == RESTATED
    added = [one.where.row for one in changes if one.kind is ChangeKind.ADDED and one.what is Element.ROW]
    assert {row for row in added if row[:3].isdigit()} == NEW_ROWS
    assert not any(one.kind is ChangeKind.REMOVED and one.where.row[:3].isdigit() for one in changes)


def test_the_total_is_told_with_what_the_newer_file_says_of_the_year_before() -> None:
    for form in FORMS:
        (total,) = (one.total for one in pair(form).explanations if one.total.label == "支出")
        assert (total.old, total.new, total.stated) == tuple(map(Decimal, ("433215400", "474738500", "433695400")))
        assert "把2025年的数改成了43,369.54万元" in pair(form).explanations[0].sentences[0]


def test_a_reason_is_told_from_the_budget_file_and_as_far_as_sentences_have_it_from_documents() -> None:
    assert items(pair("yaml"))["院前急救体系建设"].reason == "新设区急救中心（所在科目的原因）"
    for form in FORMS:
        assert items(pair(form))["突发公共卫生事件应急处置"].reason == "补充应急物资储备"
        assert pair(form).explanations[0].total.reason == "医院业务量增加，新设区急救中心"
