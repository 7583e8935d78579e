"""What a region, or a kind of document, declares is what the checks go by; errors are certain."""

import re
from pathlib import Path

import pytest

from reportgen.checks import case_of, check, rule_named, rules
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.lexicon import DocumentKind, kind_called
from reportgen.report import Report, assemble
from tests.unit.small import budget_file, paragraphs, region, report

BOTH = "收入: 110\n支出: 120\n上年预算: {收入: 100, 支出: 100}\n"
ASSETS = "车辆: [{车辆类别: 其他用车, 数量: 1}]\n"


def told(made: Report, *numbers: str) -> list[Diagnostic]:
    """What the rules of these numbers say of a report."""
    chosen = [rule for number in numbers if (rule := rule_named(number))]
    return [f for f in check(case_of(made), chosen).findings if f.rule != "已知差异"]


def errors(made: Report) -> list[str]:
    return [f"{f.rule} {f.message}" for f in check(case_of(made)).findings if f.severity is Severity.ERROR]


# Reasons


@pytest.mark.parametrize(
    ("call", "wanted"),
    [("支出|同比", True), ("支出|同比(因=false)", False), ('支出|同比(因="功能")', False)],
)
def test_a_reason_is_missed_only_where_the_sentence_would_print_it(tmp_path: Path, call: str, wanted: bool) -> None:
    made = report(tmp_path, BOTH, f"支出{{{{ 支出 }}}}，{{{{ {call} }}}}。\n")
    assert bool(told(made, "R410")) == wanted


def test_where_the_wording_has_no_reason_none_is_missed(tmp_path: Path) -> None:
    made = report(tmp_path, BOTH, "支出{{ 支出 }}，{{ 支出|同比 }}。\n", '同比: {缺省: {因: ""}}\n')
    assert told(made, "R410") == []


def test_the_advice_of_a_missing_reason_can_be_pasted(tmp_path: Path) -> None:
    body = (
        "支出:\n  - {性质: 基本支出, 功能: 2080505, 资金: 一般公共预算, 金额: 3}\n"
        "上年预算:\n  支出:\n    - {性质: 基本支出, 功能: 2080505, 资金: 一般公共预算, 金额: 1}\n"
    )
    template = (
        '养老保险{{ 支出["功能=2080505"]["性质=基本支出"] }}，{{ 支出["功能=2080505"]["性质=基本支出"]|同比 }}。\n'
    )
    (found,) = told(report(tmp_path, body, template), "R410")
    key = re.search("原因: {(.*?): …}", found.hint)
    assert key
    made = report(tmp_path, f"{body}原因: {{{key[1]}: 缴费基数调整}}\n", template)
    assert told(made, "R410") == []
    assert "缴费基数调整" in paragraphs(made)[0]


def test_reasons_that_may_be_left_out_are_missed_where_nearly_all_are_there(tmp_path: Path) -> None:
    codes = ("2070104", "2070109", "2080505", "2101102", "2210201")
    lines = "".join(f"  - {{功能: {code}, 金额: {{}}}}\n" for code in codes)
    body = f"支出:\n{lines.replace('{}', '5')}上年预算:\n  支出:\n{lines.replace('  -', '    -').replace('{}', '3')}"
    template = '{% for 项 in 支出|按("功能.项") %}\n{{ 项.名称 }}{{ 项 }}，{{ 项|同比(因="功能") }}。\n\n{% endfor %}\n'
    for given, missed in ((4, 1), (3, 0), (0, 0)):
        reasons = "".join(f"  支出[功能={code}]: 甲{code}\n" for code in codes[:given])
        made = report(tmp_path, body + (f"原因:\n{reasons}" if given else ""), template)
        assert len(told(made, "R410")) == missed, given


# Tables and topics


def test_a_required_table_is_found_by_its_kind_whatever_it_is_called(tmp_path: Path) -> None:
    table = "标题: 收支一览\n种类: 收支总表\n列: [项目: 名称, 金额: 支出]\n行: [合计]\n"
    required = "必备: {表: [收支总表]}\n"
    region(tmp_path, "{{ 表格 }}\n", required, {"01-一览": table})
    assert [f.message for f in told(assemble(budget_file(tmp_path, "支出: 5\n")), "R601") if "缺少" in f.message] == []
    region(tmp_path, "{{ 表格 }}\n", required, {"01-一览": table.replace("种类: 收支总表\n", "")})
    (found,) = [f for f in told(assemble(budget_file(tmp_path, "支出: 5\n")), "R601") if "缺少" in f.message]
    assert found.severity is Severity.HINT, "only the region's author can add it"
    assert "模板里没有这张表" in found.message


@pytest.mark.parametrize(
    ("kind", "asked"), [("部门预算", True), ("单位预算", True), ("部门决算", True), ("绩效目标", False)]
)
def test_what_the_baseline_requires_it_requires_of_budgets(tmp_path: Path, kind: str, asked: bool) -> None:
    own = tmp_path / "templates" / "probe"
    (own / kind).mkdir(parents=True)
    (own / "profile.yaml").write_text("说明: 试\n", encoding="utf-8")
    (own / kind / "style.yaml").write_text("{}\n", encoding="utf-8")
    path = budget_file(tmp_path, "支出: 5\n")
    path.write_text(path.read_text(encoding="utf-8").replace("部门预算", kind), encoding="utf-8")
    from reportgen.profile import load

    assert bool(load("probe", tmp_path, kind).file.required.tables) == asked


REWORDED = """\
# 采购这件事

全年打算采买{{ 政府采购 }}，
{% for 类 in 政府采购|按("类型", 含零=true) %}{{ 类.名称 }}{{ 类 }}{{ loop|间("、") }}{% endfor %}，
留给中小企业{{ 政府采购["面向=中小企业"] }}（小微企业{{ 政府采购["面向=小微企业"] }}）。

# 出国、用车、待客

{% for 费 in 三公经费|按("费目.全部", 含零=true) %}{{ 费.名称 }}{{ 费 }}，同{{ 费["@上年预算"] }}比；{% endfor %}完。

# 我们做什么

{% for 条 in 部门.职责 %}{{ 条 }}{% endfor %}
"""


def test_a_region_that_words_it_otherwise_has_told_it(tmp_path: Path) -> None:
    body = (
        "政府采购: [{类型: 货物, 面向: 小微企业, 金额: 3}]\n三公经费: [{费目: 公务接待费, 金额: 2}]\n"
        "上年预算: {三公经费: [{费目: 公务接待费, 金额: 1}]}\n"
    )
    profile = "必备: {要件: [政府采购, 三公经费, 职责]}\n"
    region(tmp_path, REWORDED, profile)
    path = budget_file(tmp_path, body)
    text = path.read_text(encoding="utf-8").replace("{名称: 甲局}", "{名称: 甲局, 职责: [管理全县的图书]}")
    path.write_text(text, encoding="utf-8")
    assert [f.message for f in told(assemble(path), "R605", "R606")] == []
    region(tmp_path, REWORDED.replace("{{ 类.名称 }}{{ 类 }}", ""), profile)
    (found,) = told(assemble(path), "R605", "R606")
    assert (found.severity, found.message) == (Severity.HINT, "缺少（或为空）：政府采购（货物、工程、服务）")


def test_an_ordinary_reason_is_no_missing_item(tmp_path: Path) -> None:
    body = (
        "三公经费: [{费目: 公务接待费, 金额: 1}]\n上年预算: {三公经费: [{费目: 公务接待费, 金额: 2}]}\n"
        "原因: {三公经费: 压减公务接待费用，公务用车运行维护费用也压减}\n"
    )
    text = "{% include 'sections/三公经费.md.j2' %}\n"
    assert told(report(tmp_path, body, text, "必备: {要件: [三公经费]}\n"), "R605") == []


# The day of the assets


def day(folder: Path, said: str, more: str = "", required: str = "") -> list[str]:
    profile = f"必备: {{要件: [国有资产]{required}}}\n"
    made = report(folder, ASSETS + more, f"# 国有资产占用\n\n截至{said}，共有车辆{{{{ 车辆 }}}}。\n", profile)
    return [f"{f.severity.value} {f.message}" for f in told(made, "R311", "R506")]


@pytest.mark.parametrize(
    ("said", "more", "required", "expected"),
    [
        ("2020年12月31日", "", "", []),
        ("2020年底", "", "", []),
        ("2020年10月31日", "", "", ["提示 国有资产截至“2020年10月31日”，与2021年度预算不符（应为2020年12月31日）"]),
        ("2018年12月31日", "", "", ["警告 国有资产截至“2018年12月31日”，与2021年度预算不符（应为2020年12月31日）"]),
        ("2021年6月30日", "", ", 资产截止: <年度>年6月30日", []),
        (
            "2020年12月31日",
            "",
            ", 资产截止: <年度>年6月30日",
            ["警告 国有资产截至“2020年12月31日”，与2021年度预算不符（应为2021年6月30日）"],
        ),
        (
            "{{ 资料.资产截止 }}",
            "资料: {资产截止: 2020年10月}\n",
            "",
            ["提示 国有资产截至“2020年10月”，一般截至2020年12月31日"],
        ),
        (
            "{{ 资料.资产截止 }}",
            "资料: {资产截止: 2017年12月31日}\n",
            "",
            ["警告 国有资产截至“2017年12月31日”，与2021年度预算不符（应为2020年12月31日）"],
        ),
    ],
)
def test_one_wrong_day_is_told_once_and_the_declared_one_is_right(
    tmp_path: Path, said: str, more: str, required: str, expected: list[str]
) -> None:
    assert day(tmp_path, said, more, required) == expected


# 机关运行经费


@pytest.mark.parametrize(
    ("within", "told_"), [(", 属于: 无", False), ("", True), (', 属于: "支出[性质=基本支出 经费=公用经费]"', True)]
)
def test_running_costs_are_compared_with_what_the_region_says_they_are_part_of(
    tmp_path: Path, within: str, told_: bool
) -> None:
    table = (
        "标题: 基本支出表\n种类: 一般公共预算基本支出表\n限定: {性质: 基本支出}\n行: [合计]\n"
        '列: [科目: 名称, 合计: 支出, 公用经费: "支出[经费=公用经费]"]\n'
    )
    running = f"指标: {{机关运行经费: {{维度: [单位, 经济, 资金]{within}}}}}\n"
    region(tmp_path, "机关运行经费{{ 机关运行经费 }}。\n\n{{ 表格 }}\n", running, {"01-基本": table})
    body = "支出:\n  - {性质: 基本支出, 经济: 30201, 金额: 30000}\n机关运行经费: 90000\n"
    found = told(assemble(budget_file(tmp_path, body)), "R218")
    assert [f.severity for f in found] == ([Severity.WARNING] if told_ else [])


# What an error is


def test_a_number_that_was_typed_into_a_text_is_a_warning_at_most(tmp_path: Path) -> None:
    body = "支出: 5\n收入: 5\n原因: {支出: 支出合计7元，其中基本支出3元、项目支出9元}\n上年预算: {支出: 4, 收入: 4}\n"
    made = report(tmp_path, body, "支出合计{{ 支出 }}，{{ 支出|同比 }}。\n", "必备: {}\n", unit="元")
    assert errors(made) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("见#REF!", Severity.ERROR),
        ("见【待填：甲】", Severity.ERROR),
        ("见｛｛", Severity.ERROR),
        ("见XX项目", Severity.WARNING),
        ("见（）", Severity.WARNING),
        ("见，，乙", Severity.WARNING),
    ],
)
def test_only_what_a_program_leaves_behind_is_certain_residue(
    tmp_path: Path, text: str, severity: Severity | None
) -> None:
    made = report(tmp_path, "支出: 5\n", f"{text}。\n")
    assert {f.severity for f in told(made, "R701")} == ({severity} if severity else set())


# Kinds of document


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("部门预算", DocumentKind.BUDGET),
        ("单位决算", DocumentKind.ACCOUNTS),
        ("绩效目标", DocumentKind.TARGETS),
        ("部门预算项目绩效目标", DocumentKind.TARGETS),
        ("“三公”经费预算", DocumentKind.THREE_PUBLIC),
        ("甲局2026年部门预算及“三公”经费预算公开", DocumentKind.BUDGET),
        ("工作总结", None),
    ],
)
def test_a_kind_of_document_is_known_by_what_it_is_called(words: str, kind: DocumentKind | None) -> None:
    assert kind_called(words) is kind


def test_a_rule_that_speaks_of_budgets_says_nothing_of_other_documents(tmp_path: Path) -> None:
    body = "收入: [{资金: 事业收入, 金额: 5}]\n支出: [{资金: 一般公共预算, 金额: 5}]\n"
    path = budget_file(tmp_path, body)
    region(tmp_path, "{{ 支出 }}\n", "文种: [部门决算]\n")
    path.write_text(path.read_text(encoding="utf-8").replace("部门预算", "部门决算"), encoding="utf-8")
    rule = rule_named("R801")
    assert rule
    (outcome,) = check(case_of(assemble(path)), [rule]).outcomes
    assert (outcome.findings, outcome.unknown) == ((), ("这条规则不用于决算",))


def test_every_rule_speaks_of_some_document() -> None:
    assert all(rule.kinds for rule in rules())


@pytest.mark.parametrize(
    ("stated", "cover"),
    [
        ("日期: 2021-02-08\n", ("甲局（盖章）", "编制日期：2021年2月8日")),
        ("", ("甲局（盖章）",)),
    ],
)
def test_a_line_of_the_cover_is_printed_where_the_budget_file_has_its_words(
    stated: str, cover: tuple[str, ...], tmp_path: Path
) -> None:
    profile = "封面项: [主管部门：<主管部门>, <部门>（盖章）, 编制日期：<日期>]\n"
    assert report(tmp_path, stated, "正文\n", profile).document.cover == cover
