"""核对 and 已知差异: what may be written, what it means, and when the budget disagrees with it."""

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.budget import Budget, Units, open_file
from reportgen.diagnostics import ReportgenError, Severity
from reportgen.figures import disagreements
from reportgen.known import parts_of
from reportgen.profile import load
from tests.unit.small import budget_file, figures, region, rendered

LINES = """\
支出:
  缺省: {资金: 一般公共预算}
  基本支出: [{功能: 2070104, 经济: 30101, 金额: 300}, {功能: 2080505, 经济: 30108, 金额: 60.5}]
  项目支出: [{功能: 2070104, 项目: 购书经费, 金额: 100}]
人员: {在职: 12}
上年预算: {支出: 400, "支出[项目=购书经费]": 90}
"""


def approved(folder: Path, written: str, body: str = LINES, unit: str = "万元") -> dict[str, str]:
    """What a file with this under 核对 has approved, in 元 or pieces."""
    stated = figures(folder, f"{body}核对:\n{written}", unit=unit).budget.approved
    return {str(name): f"{one.amount:f}" for name, one in stated.items()}


def differing(folder: Path, written: str, body: str = LINES, unit: str = "元") -> list[str]:
    """What the budget disagrees with: `支出: 1 不是 2`."""
    found = disagreements(figures(folder, f"{body}核对:\n{written}", unit=unit).budget)
    return [f"{one.name}: {one.approved.normalize():f} 不是 {one.own or 0:f}" for one in found]


# What may be written
def test_a_figure_has_an_amount_in_the_files_unit_or_in_its_own(tmp_path: Path) -> None:
    assert approved(tmp_path, "  支出: 460.5\n  三公经费: 0.53万元\n  支出[项目=购书经费]: 1000000元\n") == {
        "支出": "4605000.0",
        "三公经费": "5300.00",
        "支出[项目=购书经费]": "1000000",
    }


def test_nothing_is_approved_as_zero_and_pieces_have_no_unit(tmp_path: Path) -> None:
    assert approved(tmp_path, "  三公经费: 无\n  人员[人员类别=在职]: 12\n") == {
        "三公经费": "0",
        "人员[人员类别=在职]": "12",
    }


def test_parts_stand_under_a_dimension_as_deep_as_one_likes(tmp_path: Path) -> None:
    written = "  支出: {合计: 9, 功能: {2070104: {合计: 8, 项目: {购书经费: 3}}, 2080505: 1}}\n"
    assert approved(tmp_path, written, unit="元") == {
        "支出": "9",
        "支出[功能=2070104]": "8",
        "支出[功能=2070104 项目=购书经费]": "3",
        "支出[功能=2080505]": "1",
    }


def test_the_conditions_of_the_key_hold_for_its_parts(tmp_path: Path) -> None:
    written = "  支出[性质=基本支出]: {经济: {30101: 7}}\n  支出@上年预算: {合计: 5, 项目: {购书经费: 4}}\n"
    assert approved(tmp_path, written, unit="元") == {
        "支出[性质=基本支出 经济=30101]": "7",
        "支出@上年预算": "5",
        "支出[项目=购书经费]@上年预算": "4",
    }


@pytest.mark.parametrize("written", ["", "  支出: {}\n", "  支出: {功能: {}}\n"])
def test_an_empty_one_approves_nothing(written: str, tmp_path: Path) -> None:
    assert approved(tmp_path, written) == {}


# What it is compared with
def test_what_agrees_is_not_told(tmp_path: Path) -> None:
    written = "  支出: {合计: 460.5, 功能: {2070104: 400, 208: 60.50}, 项目: {购书经费: 100}}\n"
    written += "  支出[性质=基本支出]: {经济: {301: 360.5}}\n  人员: {人员类别: {在职: 12}}\n"
    written += "  支出@上年预算: {合计: 400, 项目: {购书经费: 90}}\n"
    assert differing(tmp_path, written) == []


def test_what_differs_by_one_fen_is_told_in_the_files_order(tmp_path: Path) -> None:
    written = "  支出: {功能: {2080505: 60.49}, 合计: 460.5}\n  支出@上年预算: 400.01\n  人员: {人员类别: {在职: 13}}\n"
    assert differing(tmp_path, written) == [
        "支出[功能=2080505]: 60.49 不是 60.5",
        "支出@上年预算: 400.01 不是 400",
        "人员[人员类别=在职]: 13 不是 12",
    ]


def test_a_fen_is_a_difference_and_nothing_finer_can_be_written(tmp_path: Path) -> None:
    assert differing(tmp_path, "  支出: 460.51\n") == ["支出: 460.51 不是 460.5"]
    with pytest.raises(ReportgenError) as refused:
        differing(tmp_path, "  支出: 460.504\n")
    assert "“460.504”比一分钱还细" in rendered(refused.value)


def test_amounts_in_ten_thousands_agree_to_the_fen_too(tmp_path: Path) -> None:
    assert differing(tmp_path, "  支出: 460.500001\n", unit="万元") == ["支出: 4605000.01 不是 4605000.0"]


def test_a_line_counts_under_whatever_name_it_is_approved(tmp_path: Path) -> None:
    """A project fixes its 性质 and 功能; a figure of a base that is stated whole is found under each name."""
    written = "  支出[性质=项目支出 项目=购书经费]@上年预算: 90\n  支出[性质=项目支出 功能=2070104]: 100\n"
    assert differing(tmp_path, written) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("支出[项目=购书]", "“项目”没有“购书”"),
        ("三公经费", "预算文件里没有写“三公经费”"),
        ("支出[功能=20701]@上年预算", "“上年预算”里没有写“支出[功能=20701]”"),
        ("支出[经济=301]", "支出有1行没有写“经济”，或写得不够细"),
    ],
)
def test_what_the_budget_does_not_say_is_unknown_and_the_reason_is_kept(name: str, why: str, tmp_path: Path) -> None:
    found = disagreements(figures(tmp_path, f"{LINES}核对:\n  {name}: 5\n", unit="元").budget)
    assert [(str(one.name), one.own, one.difference) for one in found] == [(name, None, None)]
    assert found[0].why == why


def test_a_disagreement_says_where_the_amount_stands_and_by_how_much_it_differs(tmp_path: Path) -> None:
    [found] = disagreements(figures(tmp_path, f"{LINES}核对:\n  支出: {{合计: 460}}\n", unit="元").budget)
    assert (found.at.line, found.at.column, found.at.excerpt) == (13, 12, "  支出: {合计: 460}")
    assert found.difference == Decimal("0.5")


# Units
UNITS = """\
支出:
  - {单位: 1, 资金: 一般公共预算, 功能: 2070101, 金额: 30}
  - {单位: 2, 资金: 一般公共预算, 功能: 2070104, 金额: 20}
核对:
  支出: {合计: 50, 功能: {2070104: 20}, 单位: {1: 30, 2: {合计: 20, 功能: {2070104: 21}}}}
  支出[单位=2 资金=一般公共预算]: 20
"""


def budgets(folder: Path, body: str, units: str = "[{编码: 1, 名称: 本级}, {编码: 2, 名称: 图书馆}]") -> list[Budget]:
    """The department's budget and its units'."""
    region(folder)
    path = budget_file(folder, body)
    text = path.read_text(encoding="utf-8").replace("{名称: 甲局}", f"{{名称: 甲局, 单位: {units}}}")
    path.write_text(text, encoding="utf-8")
    file = open_file(path)
    found = Units(file, load(file.template, folder).vocabulary)
    return [found.whole, *(found.budget(unit) for unit in found.listed)]


def test_a_unit_has_what_is_approved_for_it_by_name(tmp_path: Path) -> None:
    whole, own, library = budgets(tmp_path, UNITS)
    assert len(whole.approved) == 6
    assert [str(name) for name in own.approved] == ["支出"]
    assert [str(name) for name in library.approved] == ["支出", "支出[功能=2070104]", "支出[资金=一般公共预算]"]
    found = disagreements(library)
    assert [(str(one.name), one.approved, one.own) for one in found] == [("支出[功能=2070104]", 21, 20)]


def test_a_unit_with_a_file_has_what_is_approved_there_and_the_department_its_own(tmp_path: Path) -> None:
    (tmp_path / "馆.yaml").write_text(
        "部门: {名称: 图书馆}\n支出:\n  - {功能: 2070104, 金额: 20}\n核对: {支出: 21}\n"
        "已知差异: [{规则: R101, 位置: 表1, 说明: 甲}]\n",
        encoding="utf-8",
    )
    body = "支出:\n  - {单位: 1, 功能: 2070101, 金额: 30}\n核对: {支出: 51}\n"
    units = "[{编码: 1, 名称: 本级}, {编码: 2, 名称: 图书馆, 文件: 馆.yaml}]"
    whole, own, library = budgets(tmp_path, body, units)
    assert [(one.approved, one.own) for one in disagreements(whole)] == [(51, 50)]
    assert disagreements(own) == []
    assert [(one.approved, one.own) for one in disagreements(library)] == [(21, 20)]
    assert [len(budget.differences) for budget in (whole, own, library)] == [0, 0, 1]


# Drafts
def test_what_is_not_approved_yet_is_compared_with_nothing_in_a_draft(tmp_path: Path) -> None:
    body = "状态: 草稿\n支出: 5\n核对:\n  支出: 待填\n  支出[资金=一般公共预算]: {功能: {201: 待填}}\n"
    budget = figures(tmp_path, body).budget
    assert budget.approved == {}
    assert [(d.severity, d.message) for d in budget.file.unfilled] == [
        (Severity.WARNING, "草稿里还有2处没有填：第9、10行")
    ]


@pytest.mark.parametrize("written", ["核对: 待填\n", "核对: {支出: 待填}\n"])
def test_a_finished_file_has_what_was_approved_or_leaves_it_out(written: str, tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as caught:
        figures(tmp_path, f"支出: 5\n{written}")
    assert [d.rule for d in caught.value.diagnostics] == ["待填"]
    assert figures(tmp_path, f"状态: 草稿\n支出: 5\n{written}").budget.approved == {}


# Known differences
def test_a_known_difference_says_which_finding_and_why(tmp_path: Path) -> None:
    written = "已知差异:\n  - {规则: R220, 位置: 预算11表  人数，在职, 说明: 原件两处不同}\n"
    [known] = figures(tmp_path, f"支出: 5\n{written}").budget.differences
    assert (known.rules, known.remark, known.at.line, known.most) == (("R220",), "原件两处不同", 8, 1)
    assert [parts_of(place) for place in known.places] == [("预算11表", "人数", "在职")]


def test_a_unit_in_the_departments_file_declares_its_own(tmp_path: Path) -> None:
    units = "[{编码: 1, 名称: 本级}, {编码: 2, 名称: 图书馆, 已知差异: [{规则: R220, 位置: 表1, 说明: 乙}]}]"
    found = budgets(tmp_path, UNITS + "已知差异: [{规则: R101, 位置: 表2, 说明: 甲}]\n", units)
    assert [[known.rules for known in budget.differences] for budget in found] == [[("R101",)], [], [("R220",)]]
