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
    return text[: text.index("\n核对:\n") + 1] + text[text.index("\n原因:\n") + 1 :]


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


def unapproved(old: str, new: str) -> Edit:
    """The edit, in the file without 核对."""
    return lambda text: without_approved(edited(text, old, new))


POSTS = "{{单位: 361002, 数量: {}}}, {{单位: 361003, 数量: {}}}]"
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
    "task": (put(TASK, ""), "R917", "名称: 日常运转", "没有列进任务的支出是功能2070701的"),
    "typed": (put('值: "≤<支出[项目=购书经费]>"', '值: "≤26万元"'), "R312", "≤26万元", "要改的是预算文件：“绩效”"),
    "one line's code": (
        unapproved("2210201, 经济: 30113, 金额: 152938", "2210203, 经济: 30113, 金额: 152938"),
        *("R217", "金额: 152938.80", "这一行的功能是“2210203 购房补贴”，经济是“30113 住房公积金”"),
    ),
    "running costs of another fund": (
        unapproved("一般公共预算, 经济: 30217", "政府性基金, 经济: 30217"),
        *("R218", "政府性基金, 经济: 30217", "正好是这个数的一行写的是“一般公共预算”"),
    ),
    "more in post than established": (
        unapproved(f"{POSTS.format(12, 11)}\n  离退休", f"{POSTS.format(11, 12)}\n  离退休"),
        *("R939", "在职", "云溪县文化馆在职12人，编制11人"),
    ),
    "cars": (
        unapproved("执法执勤用车: [{单位: 361001, 数量: 1}]", "执法执勤用车: [{单位: 361001, 数量: 11}]"),
        *("R939", "数量: 11", "对照资产账改数"),
    ),
    "ten times, and the reason": (
        unapproved(RECEPTION, RECEPTION.replace("15800", "158000")),
        *("R958", "158000", "R918 元和万元弄混"),
    ),
    "another item": (
        lambda t: edited(t, t[t.index("口径调整:") : t.index("# 批复的数；")], ""),
        *("R953", "文旅公共服务管理", "R410 原因"),
    ),
    "fund, and what is bought": (
        lambda t: without_approved(edited(t, "资金: 政府性基金, 功能: 2296010", "功能: 2296010")),
        *("R903", "乡村文化设施提升", "R221 采购不越界"),
    ),
    "project's item, and the reason": (
        lambda t: without_approved(edited(t, "功能: 2070104, 项目: 购书经费", "功能: 2070109, 项目: 购书经费")),
        *("R953", "购书经费", "上年预算列在“2070104 图书馆”"),
    ),
    "typed in 元": (put("计划购买文艺演出服务，", "计划购买文艺演出服务20元，"), "R905", "20元", "像是弄混了元和万元"),
    "typed, and said elsewhere": (
        put("阅读推广\n  支出[功能=2070105]", "阅读推广，其中购书经费24元\n  支出[功能=2070105]"),
        *("R905", "24元", "R316"),
    ),
    "transfer": (
        put("收入: 附属单位上缴收入, 金额: 9000}", "收入: 附属单位上缴收入, 金额: 90000}"),
        *("内部往来", "90000", "把这里的金额改成9000元"),
    ),
    "base of another kind": (
        put("example-2025.yaml", "example-accounts-2025.yaml"),
        *("文种", "accounts", "“上年预算”要用预算的文件"),
    ),
}  # fmt: skip


def remarks(text: str) -> list[str]:
    """Remarks that the untouched file has not."""
    return [d.message for d in found(text) if d.severity is Severity.HINT and d.message not in baseline()]


def test_a_reason_on_contributions_is_asked_about_where_only_projects_are_paid() -> None:
    text = edited(source(NAME), "2070105]: 非遗展示馆主体工程完工", "2070105]: 缴费基数调整")
    assert remarks(text) == ["“支出[功能=2070105]”只有项目支出，原因说的是缴费：“缴费基数调整”"]


def test_a_purchase_with_the_digits_of_its_project_in_another_order_is_asked_about() -> None:
    text = without_approved(
        edited(source(NAME), "资金: 一般公共预算, 金额: 240000}\n  工程", "资金: 一般公共预算, 金额: 420000}\n  工程")
    )
    assert remarks(text)[:1] == ["这一笔采购420000元，项目“购书经费”240000元，数字一样，次序不同"]


def test_accounts_that_do_not_balance_in_one_item_are_told_at_its_line() -> None:
    """The lines of 收入 of a 决算 name the item, too."""
    name = "example-accounts-2025"
    [told, *_] = serious(without_approved(edited(source(name), "金额: 1862765.20", "金额: 1826765.20")))
    assert told.message.startswith("云溪县图书馆的一般公共预算的图书馆的收入是1826765.2元，支出是1862765.2元")
    assert "把这一行的金额改成1862765.2元" in told.hint


def test_what_was_carried_over_is_told_at_its_line_with_all_that_does_not_balance() -> None:
    slip = edited(source("example-accounts-2025"), "年初结转和结余, 金额: 30000", "年初结转和结余, 金额: 31000")
    [told] = serious(without_approved(slip))
    assert (told.rule[:4], "金额: 31000}" in told.places[0].excerpt, "R903 各资金收支相等" in told.hint) == (
        "R950",
        True,
        True,
    )


def test_an_amount_of_last_year_that_is_stated_whole_is_told_where_it_stands() -> None:
    [told] = serious(edited(source("yantian-2022"), "缴纳工会经费]: 678", "缴纳工会经费]: 768"))
    assert told.rule.startswith("R900")
    assert told.places[0].excerpt.strip() == "支出[项目=全区行政事业单位缴纳工会经费]: 768"
    assert "改成6780000元" in told.hint


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
