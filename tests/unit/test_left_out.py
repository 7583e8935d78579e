"""漏项: what a list of the form leaves out is told where it would have to stand, and is never zero."""

import re
from pathlib import Path

import pytest

from reportgen.budget import Units, open_file
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity
from reportgen.profile import load
from tests.unit.small import figures, number, region, report

UNITS = "部门: {名称: 甲局, 单位: [{编码: 301, 名称: 本级}, {编码: 302, 名称: 图书馆}]}\n"
OLD = "模板: probe\n文种: 部门预算\n年度: 2020\n金额单位: 元\n部门: {名称: 甲局}\n"


ABROAD = "因公出国（境）费: 1, 公务用车购置费: 1"


def told(folder: Path, body: str) -> list[Diagnostic]:
    """What is wrong in a budget with this body."""
    with pytest.raises(ReportgenError) as mistake:
        figures(folder, body)
    return list(mistake.value.diagnostics)


def only(folder: Path, body: str) -> tuple[str, str, str]:
    """The one mistake in it: what, where in the body's own lines (the head has 5), what to do."""
    (found,) = told(folder, body)
    place = found.places[0]
    return found.message, f"{place.line - 5}:{place.column}", found.hint


def told_of_units(folder: Path, body: str) -> list[Diagnostic]:
    """What is wrong in a budget of two units, or nothing."""
    region(folder)
    head = "模板: probe\n文种: 部门预算\n年度: 2021\n金额单位: 元\n"
    (folder / "input.yaml").write_text(head + UNITS + body, encoding="utf-8")
    try:
        assert Units(open_file(folder / "input.yaml"), load("probe", folder).vocabulary).whole
    except ReportgenError as mistake:
        return list(mistake.diagnostics)
    return []


def test_what_this_year_has_last_year_has_to_say(tmp_path: Path) -> None:
    now, base = f"三公经费: {{{ABROAD}, 公务接待费: 3, 公务用车运行维护费: 2}}\n", f"{ABROAD}, 公务用车运行维护费: 2"
    assert only(tmp_path, f"{now}上年预算:\n  三公经费:\n    {{{base}}}\n") == (
        "“上年预算”里三公经费没有写“公务接待费”（本年有3元）",
        "3:3",
        "补上“公务接待费: …”；没有就写“公务接待费: 0”",
    )


def test_what_last_year_has_this_year_has_to_say(tmp_path: Path) -> None:
    body = "车辆:\n  其他用车: 1\n上年预算:\n  车辆: {其他用车: 1, 执法执勤用车: 2}\n"
    assert only(tmp_path, body)[:2] == ("车辆没有写“执法执勤用车”（“上年预算”里有2辆）", "1:1")
    figures(tmp_path, body.replace("  其他用车: 1\n", "  其他用车: 1\n  执法执勤用车: 0\n", 1))


def test_the_advice_is_in_the_notation_of_the_file_and_mends_it(tmp_path: Path) -> None:
    base = "{公务用车运行维护费: 2, 公务接待费: 1}"
    body = f"三公经费:\n  - {{费目: 公务接待费, 资金: 一般公共预算, 金额: 3}}\n上年预算: {{三公经费: {base}}}\n"
    hint = told(tmp_path, body)[0].hint
    entries = [entry.replace("…", "0") for entry in re.findall("{[^}]*…}", hint)]
    assert entries[0] == "{费目: 公务用车运行维护费, 资金: 一般公共预算, 金额: 0}"
    lines = "".join(f"  - {entry}\n" for entry in entries)
    figures(tmp_path, body.replace("金额: 3}\n", f"金额: 3}}\n{lines}"))


@pytest.mark.parametrize("zero", ["0", "无", "[{数量: 0}]"])
def test_a_list_that_states_zeros_states_all(tmp_path: Path, zero: str) -> None:
    body = f"车辆: {{主要负责人用车: {zero}, 机要通信用车: 1, 应急保障用车: 1, 特种专业技术用车: 1, 其他用车: 1}}\n"
    message, _, hint = only(tmp_path, body)
    assert message == "车辆没有写“执法执勤用车”、“离退休干部服务用车”"
    assert hint == "补上“执法执勤用车: …”、“离退休干部服务用车: …”；没有就写“执法执勤用车: 0”"
    figures(tmp_path, body.replace("机要", "执法执勤用车: 0, 离退休干部服务用车: 2, 机要"))


def test_a_coarser_member_says_what_is_below_it(tmp_path: Path) -> None:
    figures(
        tmp_path,
        "三公经费: {因公出国（境）费: 0, 公务接待费: 1, 公务用车购置及运行维护费: 1}\n"
        "上年预算: {三公经费: {公务用车运行维护费: 2, 公务接待费: 1}}\n",
    )


def test_nothing_as_a_whole_says_all(tmp_path: Path) -> None:
    found = figures(tmp_path, "三公经费: {公务接待费: 3}\n车辆: 无\n上年预算: {三公经费: 无, 车辆: {其他用车: 1}}\n")
    assert number(found, "三公经费[费目=公务接待费]@上年预算") == "0"


def test_a_figure_that_is_stated_whole_says_its_member(tmp_path: Path) -> None:
    base = "上年预算: {三公经费: {公务接待费: 1}, '三公经费[费目=公务用车运行维护费]': 0}\n"
    figures(tmp_path, "三公经费: {公务接待费: 3, 公务用车运行维护费: 2}\n" + base)


def test_all_gaps_of_both_years_are_told_at_once(tmp_path: Path) -> None:
    base = "上年预算: {车辆: {机要通信用车: 1}, 三公经费: {公务用车购置费: 2}}\n"
    body = "车辆: {其他用车: 1}\n三公经费: {公务接待费: 3}\n" + base
    assert [d.message.split("（")[0] for d in told(tmp_path, body)] == [
        "三公经费没有写“公务用车购置费”",
        "“上年预算”里三公经费没有写“公务接待费”",
        "车辆没有写“机要通信用车”",
        "“上年预算”里车辆没有写“其他用车”",
    ]


def test_last_years_own_file_is_told_at_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "去年.yaml").write_text(OLD + "三公经费:\n  公务用车运行维护费: 2\n", encoding="utf-8")
    (found,) = told(tmp_path, "三公经费: {公务接待费: 3, 公务用车运行维护费: 2}\n上年预算: 去年.yaml\n")
    assert [(Path(p.path).name, p.line) for p in found.places] == [("去年.yaml", 6), ("input.yaml", 7)]


UNIT_LINES = """\
三公经费:
  公务接待费: [{单位: 301, 金额: 3}, {单位: 302, 金额: 2}]
上年预算:
  支出: [{单位: 301, 金额: 9}, {单位: 302, 金额: 9}]
  三公经费:
    公务接待费: [{单位: 301, 金额: 3}]
"""


def test_each_unit_has_its_own_list(tmp_path: Path) -> None:
    (found,) = told_of_units(tmp_path, UNIT_LINES)
    assert found.message == "“上年预算”里三公经费没有写图书馆的“公务接待费”（本年有2元）"
    assert found.hint.endswith("没有就写“公务接待费”下面的“{单位: 302, 金额: 0}”")


def test_a_unit_that_is_new_has_no_last_year(tmp_path: Path) -> None:
    assert told_of_units(tmp_path, UNIT_LINES.replace(", {单位: 302, 金额: 9}", "")) == []


def test_procurement_is_no_list_of_each_unit(tmp_path: Path) -> None:
    lines = "政府采购:\n  货物: [{单位: 302, 采购品目: 书, 面向: 小微企业, 资金: 一般公共预算, 金额: 2}]\n"
    base = lines.replace("302", "301").replace("\n  ", "\n    ").replace("政府", "  政府")
    assert told_of_units(tmp_path, f"{lines}上年预算:\n  支出: [{{单位: 302, 金额: 9}}]\n{base}") == []


def test_what_neither_year_says_is_remarked_upon_once(tmp_path: Path) -> None:
    found = figures(tmp_path, "三公经费: {公务接待费: 3}\n车辆: {其他用车: 1}\n上年预算: {三公经费: {公务接待费: 3}}\n")
    (remark,) = found.budget.findings
    assert remark.rule == "没有写的项"
    assert "三公经费的因公出国（境）费、公务用车购置费、公务用车运行维护费" in remark.message
    assert "车辆的主要负责人用车、机要通信用车" in remark.message


def test_a_draft_counts_it_as_none_and_says_so(tmp_path: Path) -> None:
    body = "状态: 草稿\n三公经费: {公务接待费: 3}\n上年预算: {三公经费: {公务用车运行维护费: 2}}\n"
    found = figures(tmp_path, body)
    said = [d.message for d in found.budget.findings if d.rule == "待填"]
    assert [text.split("（")[0] for text in said] == [
        "三公经费没有写“公务用车运行维护费”",
        "“上年预算”里三公经费没有写“公务接待费”",
    ]
    assert all(text.endswith("，按没有算") for text in said)
    assert number(found, "三公经费[费目=公务接待费]@上年预算") == "0"


def test_lists_without_an_end_may_differ_between_the_years(tmp_path: Path) -> None:
    now = "支出: [{功能: 2070104, 项目: 新项目, 金额: 3}]\n"
    found = figures(tmp_path, now + "上年预算: {支出: [{功能: 2070105, 项目: 老项目, 金额: 3}]}\n")
    assert number(found, "支出[项目=新项目]@上年预算") == "0"
    assert found.budget.findings == ()


PRINTS = "车辆{{ 车辆 }}，其中执法执勤用车{{ 车辆['车辆类别=执法执勤用车'] }}。\n"


def lists_told(folder: Path, body: str, template: str = PRINTS) -> list[Diagnostic]:
    """What a report tells of lists that do not state everything."""
    made = report(folder, body, template)
    return [d for d in made.findings if d.rule in ("漏项", "待填", "没有写的项")]


def test_what_nobody_stated_and_the_document_prints_is_left_out(tmp_path: Path) -> None:
    (found,) = lists_told(tmp_path, "车辆: {其他用车: 2}\n")
    assert (found.severity, found.rule) == (Severity.ERROR, "漏项")
    assert found.message == "车辆没有写“执法执勤用车”，文件里却要印"
    assert found.hint == "补上“执法执勤用车: …”；没有就写“执法执勤用车: 0”"
    assert found.places[0].excerpt == "车辆: {其他用车: 2}"


def test_in_a_draft_it_is_yet_to_be_filled_in(tmp_path: Path) -> None:
    (found,) = lists_told(tmp_path, "状态: 草稿\n车辆: {其他用车: 2}\n")
    assert (found.severity, found.rule) == (Severity.WARNING, "待填")


def test_what_the_document_does_not_print_is_only_remarked_upon(tmp_path: Path) -> None:
    printed = "车辆{{ 车辆 }}，其他用车{{ 车辆['车辆类别=其他用车'] }}。\n"
    (found,) = lists_told(tmp_path, "车辆: {其他用车: 2}\n", printed)
    assert (found.severity, found.rule) == (Severity.HINT, "没有写的项")


@pytest.mark.parametrize("body", ["车辆: 无\n", "车辆: {其他用车: 2, 执法执勤用车: 1}\n"])
def test_a_list_that_says_it_is_not_accused(tmp_path: Path, body: str) -> None:
    assert [d for d in lists_told(tmp_path, body) if d.severity is Severity.ERROR] == []
