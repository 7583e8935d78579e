"""One slip in the budget file is one finding, at the line that is wrong, with what to write there."""

from collections.abc import Callable
from functools import cache

import pytest

from reportgen.checks import case_of, check
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity
from tests.budgets import assembled, edited, source

NAME = "example-2026"
Edit = Callable[[str], str]


def put(old: str, new: str) -> Edit:
    return lambda text: edited(text, old, new)


def without_approved(text: str) -> str:
    """The file without 核对."""
    return text[: text.index("# 批复的数；")] + text[text.index("\n原因:\n") + 1 :]


def serious(text: str) -> list[Diagnostic]:
    """Errors and warnings that the untouched file has not."""
    return [d for d in found(text) if d.severity is not Severity.HINT and d.message not in baseline()]


def found(text: str) -> list[Diagnostic]:
    try:
        return list(check(case_of(assembled(text))).findings)
    except ReportgenError as refused:
        return list(refused.diagnostics)


@cache
def baseline() -> set[str]:
    """What is said of the file as it is."""
    return {d.message for d in found(source(NAME))}


PROJECT = "功能: 2070104, 项目: 全民阅读推广, 金额: 158000}"
RENAMED = put(PROJECT, PROJECT.replace("推广", "活动"))
BOOKS = "    - {单位: 361002, 功能: 2070104, 项目: 购书经费, 金额: 240000}\n"
HEIRS = "    - {单位: 361003, 功能: 2070111, 项目: 非遗传承人补助, 金额: 150000}\n"
FUND = "  - {单位: 361001, 资金: 政府性基金, 金额: 168500}\n"
LAW = "{单位: 361001, 功能: 2070112, 项目: 文化市场综合执法"
RECEPTION = "公务接待费: [{单位: 361001, 金额: 15800}]"
TASK = "      - {名称: 农村电影放映, 性质: 项目支出, 功能: 20707, 内容: 每个行政村每月放映一场公益电影}\n"

# What is done to the file; the rule; words of the line that is told first; words of message or advice.
SLIPS: dict[str, tuple[Edit, str, str, str]] = {
    "amount": (put("经济: 30107, 金额: 749800}", "经济: 30107, 金额: 739800}"), "R900", "739800", "改成749800"),
    "project": (put(PROJECT, PROJECT.replace("158000", "185000")), "R900", "185000", "改成158000"),
    "revenue": (put("金额: 2594887.55}", "金额: 2594878.55}"), "R900", "2594878.55", "改成2594887.55"),
    "renamed": (RENAMED, "R917", "- 项目: 全民阅读推广", "这里写“全民阅读活动”"),
    "renamed, not approved": (lambda t: without_approved(RENAMED(t)), "R917", "- 项目: 全民阅读推广", "R807 目标覆盖"),
    "fund": (put(LAW, LAW.replace("功能", "资金: 政府性基金, 功能")), "R900", "综合执法", "“资金”改成“一般公共预算”"),
    "unit": (put("361001, 功能: 2070110,", "361002, 功能: 2070110,"), "R900", "2070110", "“单位”改成“361001”"),
    "function": (put("2070110, 项目", "2070111, 项目"), "R900", "文化旅游对外交流", "“功能”改成“2070110”"),
    "unit, not approved": (
        lambda t: without_approved(edited(t, "361001, 功能: 2070110,", "361002, 功能: 2070110,")),
        *("R904", "2070110", "“单位”改成“361001”"),
    ),
    "too large": (put("金额: 219360}", "金额: 2193600000}"), "R900", "2193600000", "大了1万倍，像是弄混了元和万元"),
    "too small": (put("一般公共预算, 金额: 240000}", "一般公共预算, 金额: 24}"), "R900", "金额: 24}", "小了1万倍"),
    "too small, not approved": (
        lambda t: without_approved(edited(t, RECEPTION, RECEPTION.replace("15800", "1.58"))),
        *("R918", "1.58", "像是弄混了元和万元"),
    ),
    "all too large": (put("金额单位: 元", "金额单位: 万元"), "R918", "金额单位", "看“金额单位: 万元”是不是写错了"),
    "dropped": (put(HEIRS, ""), "R900", "非遗传承人补助: 150000", "像是漏了一行：单位: 361003，资金: 一般公共预算"),
    "no revenue": (put(FUND, ""), "R900", "政府性基金: 168500", "“收入”里像是漏了一行：单位: 361001，资金: 政府性基金"),
    "twice": (put(BOOKS, BOOKS * 2), "R900", "购书经费", "同一行写了两次"),
    "approved": (put("2070113: 219360", "2070113: 21.93"), "R900", "2070113: 21.93", "“核对”里这个数抄错了"),
    "task": (put(TASK, ""), "R127", "名称: 日常运转", "要改的是预算文件：“绩效”"),
    "typed": (put('值: "≤<支出[项目=购书经费]>"', '值: "≤26万元"'), "R312", "≤26万元", "要改的是预算文件：“绩效”"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_one_finding_at_its_line_with_what_to_write(name: str) -> None:
    edit, rule, line, words = SLIPS[name]
    [told] = serious(edit(source(NAME)))
    assert told.rule.startswith(rule)
    assert line in told.places[0].excerpt
    assert words in f"{told.message}；{told.hint}"


def test_two_slips_are_two_findings_and_their_sums_none() -> None:
    both = edited(edited(source(NAME), "金额: 749800}", "金额: 739800}"), "金额: 219360}", "金额: 220360}")
    told = serious(both)
    assert [d.rule[:4] for d in told][:2] == ["R900", "R900"]
    lines = [d.places[0].excerpt for d in told if d.rule.startswith("R900")]
    assert sorted(line.rpartition("金额: ")[2] for line in lines) == ["220360}", "739800}"]


def test_what_comes_from_a_slip_is_named_with_it_and_keeps_its_places() -> None:
    [told] = serious(edited(source(NAME), "金额: 749800}", "金额: 739800}"))
    assert "R105 收支平衡" in told.hint
    assert any(place.path.startswith("公开01表") for place in told.places)
