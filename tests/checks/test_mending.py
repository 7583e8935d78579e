"""An edited document without its budget: the one change that would put everything right is told, and nothing else."""

from collections.abc import Sequence
from functools import cache

import pytest

from reportgen.checks import case_of_read, check
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.readers.txt import read
from tests.budgets import assembled, built, edited, source

NAME = "example-2026"
Edits = Sequence[tuple[str, str]]

# What is edited; rule; the words that are told, at the place that was edited.
MENDED: dict[str, tuple[Edits, str, str]] = {
    "a number in a table": (
        [("九、其他收入 | 4.55", "九、其他收入 | 5.45")],
        "R102",
        "公开01表“其他收入”行“收入·预算数”列的5.45万元像是写错了：改成4.55万元",
    ),
    "a number of last year": (
        [("2070108 | 　　文化活动 | 35.00", "2070108 | 　　文化活动 | 53.00")],
        "R109",
        "“2070108 文化活动”行“2025年预算数”列的53.00万元像是写错了：改成35.00万元",
    ),
    "a number in a sentence": (
        [("3．公务接待费1.58万元", "3．公务接待费15.8万元")],
        "R308",
        "七、“三公”经费预算情况的15.8万元像是写错了：改成1.58万元",
    ),
    "both cells of a row": (
        [("全民阅读推广 | 云溪县图书馆 | 15.80 | 15.80 |", "全民阅读推广 | 云溪县图书馆 | 18.50 | 18.50 |")],
        "R219",
        "公开10表“全民阅读推广”行“合计”和“财政拨款·一般公共预算”列的18.50万元两格像是写错了：都改成15.80万元",
    ),
    "a number of a unit": (
        [("361002 | 云溪县图书馆 | 264.54 | 0.50 | 259.49 |", "361002 | 云溪县图书馆 | 264.54 | 0.50 | 295.49 |")],
        "R107",
        "“云溪县图书馆”行“财政拨款·一般公共预算”列的295.49万元像是写错了：改成259.49万元",
    ),
    "two cells of a column": (
        [
            ("2070104 | 　　图书馆 | 202.73 |", "2070104 | 　　图书馆 | 26.00 |"),
            (
                "文化展示及纪念机构 | 26.00 | 0.00 | 26.00 | 0.00 |",
                "文化展示及纪念机构 | 202.73 | 0.00 | 26.00 | 0.00 |",
            ),
        ],
        "R108",
        "公开03表“2070104 图书馆”和“2070105 文化展示及纪念机构”行“合计”列的26.00万元和202.73万元像是放反了",
    ),
    "two cells of a row": (
        [
            (
                "2080505 | 　　机关事业单位基本养老保险缴费支出 | 98.63 | 98.63 | 0.00 | 0.00",
                "2080505 | 　　机关事业单位基本养老保险缴费支出 | 98.63 | 0.00 | 98.63 | 0.00",
            )
        ],
        "R109",
        "“2080505 机关事业单位基本养老保险缴费支出”行“基本支出”和“项目支出”列的0.00万元和98.63万元像是放反了",
    ),
    "two cells of a row, rounded": (
        [("图书馆 | 202.73 | 162.93 | 39.80 |", "图书馆 | 202.73 | 39.80 | 162.93 |")],
        "R109",
        "“2070104 图书馆”行“基本支出”和“项目支出”列的39.80万元和162.93万元像是放反了",
    ),
    "a blank head": (
        [("科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 上缴", "科目编码 | 科目名称 | 合计 | | 项目支出 | 上缴")],
        "R709",
        "《公开03表》有一列数的表头空着",
    ),
    "a code": (
        [("2070109 | 　　群众文化 | 181.16", "2070190 | 　　群众文化 | 181.16")],
        "R503",
        "“2070190 群众文化”行“科目编码”列的2070190像是写错了：改成2070109",
    ),
    "a head over codes": (
        [
            (
                "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 上缴",
                "小计 | 科目名称 | 合计 | 基本支出 | 项目支出 | 上缴",
            )
        ],
        "R",
        "公开03表的小计像是写错了：改成科目编码",
    ),
    "a paragraph of last year": (
        [
            (
                "3．公务接待费1.58万元",
                "3．公务接待费1.86万元，比2024年预算减少0.21万元，下降10.14%，主要原因是严格控制接待范围和标准。计划接待31批次、208人次。\n3．公务接待费1.58万元",
            )
        ],
        "R308",
        "七、“三公”经费预算情况里，一段话和别的一段说的是同一件事",
    ),
    "a unit in a sentence": (
        [("其他收入4.55万元，占", "其他收入4.55元，占")],
        "R302",
        "二、收入预算情况的4.55元像是写错了：改成4.55万元",
    ),
}


@cache
def text() -> str:
    return built(NAME, "txt").decode()


def found(edits: Edits, beside: bool = False) -> list[Diagnostic]:
    """Errors and warnings on the edited document that the untouched one has not."""
    words = text()
    for old, new in edits:
        words = edited(words, old, new)
    told = check(case_of_read(read(words), assembled(source(NAME)) if beside else None)).findings
    return [one for one in told if one.severity is not Severity.HINT]


@pytest.mark.parametrize(("edits", "rule", "words"), MENDED.values(), ids=MENDED)
def test_one_change_that_puts_all_right_is_the_only_finding(edits: Edits, rule: str, words: str) -> None:
    (told,) = found(edits)
    assert told.rule.startswith(rule)
    assert words in told.message
    assert "也就好了" in told.hint


def test_a_number_that_only_one_sum_contradicts_is_not_told_from_the_others_of_the_sum() -> None:
    cells = "26.00 | 26.00 | 0.00 | 0.00 | 0.00 | 26.00 | "
    told = found([(f"{cells}0.00", f"{cells}1.00")])
    assert told
    assert not [one for one in told if "像是写错了" in one.message]


def test_a_code_that_others_print_alike_is_right_and_its_name_wrong() -> None:
    """提租补贴 is 2210202; that the others say 2210201 means that the name was changed."""
    told = found(
        [
            (
                "2210201 | 　　住房公积金 | 73.97 | 73.97 | 0.00 | 0.00",
                "2210201 | 　　提租补贴 | 73.97 | 73.97 | 0.00 | 0.00",
            )
        ]
    )
    assert told
    assert not [one for one in told if "2210202" in one.message or "像是写错了" in one.message]


def test_a_part_left_out_of_a_list_is_named() -> None:
    (told,) = found([("；其他收入4.55万元，占0.38%", "")])
    assert "少列了“其他收入”（收入·预算数）4.55万元" in told.message


def test_a_row_printed_twice_is_named() -> None:
    row = "30217 | 公务接待费 | 1.58"
    (told,) = found([(row, f"{row}\n{row}")])
    assert "“30217 公务接待费”这一行印了两次" in told.hint


def test_two_slips_are_two_findings() -> None:
    both = [MENDED[name][0] for name in ("a number of last year", "a number in a sentence")]
    told = found([edit for edits in both for edit in edits])
    assert sorted(one.rule[:4] for one in told) == ["R109", "R308"]


def test_beside_the_budget_what_comes_from_a_wrong_number_is_told_with_it() -> None:
    (told,) = found(MENDED["a number of last year"][0], beside=True)
    assert told.rule.startswith("R901")
    assert "R402 增减率" in told.hint


def test_a_number_in_the_next_cell_of_accounts_is_told_where_it_belongs() -> None:
    right = "2070113 | 旅游宣传 | 11.73 | | 11.73 | | |"
    words = edited(built("example-accounts-2025", "txt").decode(), right, "2070113 | 旅游宣传 | 11.73 | | | 11.73 | |")
    told = [one for one in check(case_of_read(read(words))).findings if one.severity is not Severity.HINT]
    assert ["的11.73万元像是填错了格：移到“项目支出”列" in one.message for one in told] == [True]


def test_last_years_amount_with_turned_digits_is_the_cause_of_change_and_rate() -> None:
    words = "观澜县图书馆2026年单位预算公开\n\n一、收入预算情况\n\n本单位2026年收入合计1859.76万元。"
    words += "与2025年收入预算的1721.4万元相比，增加147.36万元，增加了8.61%，主要原因是新增项目。\n"
    told = [one for one in check(case_of_read(read(words))).findings if one.severity is Severity.ERROR]
    assert ["1721.4万元像是写错了：改成1712.4万元" in one.message for one in told] == [True]


def test_turned_digits_that_only_a_share_or_one_sum_contradicts_are_told() -> None:
    words = "观澜县图书馆2025年度单位决算\n\n一、政府采购\n\n本单位2025年度政府采购支出总额167.54万元。"
    words += "授予中小企业合同金额176.54万元，占政府采购支出总额的100%，"
    words += "其中授予小微企业合同金额140.74万元，占授予中小企业合同金额的84.00%。\n"
    told = [one for one in check(case_of_read(read(words))).findings if one.severity is Severity.ERROR]
    assert ["176.54万元像是写错了：改成167.54万元" in one.message for one in told] == [True]
