"""Bases: last year by its own file is as last year written out, and 口径调整 restates either."""

from pathlib import Path

import pytest

from reportgen.diagnostics import ReportgenError, render
from reportgen.figures import Figures
from tests.unit.small import figures, number, paragraphs, region, rendered, report

OLD = """\
模板: probe
文种: 部门预算
年度: {year}
金额单位: 万元
部门: {{名称: 甲局, {department}}}
科目名称: {{"2070104": 旧图书馆}}
"""
UNITS = "部门: {名称: 甲局, 单位: [{编码: 301, 名称: 本级}, {编码: 302, 名称: 图书馆}]}\n"
LINES = """\
支出:
  缺省: {资金: 财政拨款}
  基本支出:
    - {功能: 2013350, 经济: 30101, 金额: 5}
    - {功能: 2070104, 经济: 30201, 金额: 6000元}
  项目支出:
    - {功能: 2070104, 项目: 购书, 金额: 1.5}
三公经费: {公务接待费: 0.6}
支出[资金=事业收入]: 3
"""
NAMES = (
    "支出",
    "支出[功能=207]",
    "支出[经费=公用经费]",
    "支出[项目=购书]",
    "三公经费[费目=公务接待费]",
    "支出[资金=事业收入]",
)


def last_year(
    folder: Path, body: str, year: int = 2020, department: str = "编码: 301", name: str = "甲局-2020.yaml"
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(OLD.format(year=year, department=department) + body, encoding="utf-8")


def indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


def amounts(found: Figures, names: tuple[str, ...] = NAMES) -> list[str]:
    return [number(found, f"{name}@上年预算") for name in names]


def remarks(found: Figures) -> list[str]:
    return [d.message for d in found.budget.findings]


def test_last_years_file_says_what_its_lines_say_written_out(tmp_path: Path) -> None:
    last_year(tmp_path, LINES + "上年预算: {支出: 99}\n原因: {支出: 旧原因}\n资料: {旧资料: 1}\n")
    by_file = figures(tmp_path, "支出: 无\n上年预算: 甲局-2020.yaml\n", unit="元")
    written = figures(tmp_path, f"支出: 无\n上年预算:\n{indented(LINES)}", unit="万元")
    assert amounts(by_file) == amounts(written) == ["71000", "21000", "6000", "15000", "6000", "30000"]
    assert by_file.budget.reasons == {}
    assert by_file.budget.member_name("功能", "2070104") != "旧图书馆"


@pytest.mark.parametrize("written", ["旧/甲局-2020.yaml", "旧\\甲局-2020.yaml", "{文件: 旧/甲局-2020.yaml}"])
def test_the_file_may_stand_in_another_folder_with_its_own_spreadsheet(tmp_path: Path, written: str) -> None:
    last_year(tmp_path, "支出: {文件: 明细.csv}\n", name="旧/甲局-2020.yaml")
    (tmp_path / "旧" / "明细.csv").write_text("功能,金额\n201,5\n", encoding="utf-8")
    assert amounts(figures(tmp_path, f"支出: 无\n上年预算: {written}\n"), ("支出[功能=201]",)) == ["50000"]


def test_a_base_of_this_year_takes_a_file_of_this_year(tmp_path: Path) -> None:
    last_year(tmp_path, "支出: 7\n", year=2021, name="年初.yaml")
    assert number(figures(tmp_path, "支出: 无\n年初预算: 年初.yaml\n"), "支出@年初预算") == "70000"


def test_a_file_is_opened_once_for_two_bases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last_year(tmp_path, LINES)
    read: list[str] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path.name) or read_bytes(path))
    found = figures(tmp_path, "支出: 无\n上年预算: 甲局-2020.yaml\n上年执行数: 甲局-2020.yaml\n")
    assert number(found, "支出@上年执行数") == number(found, "支出@上年预算") == "71000"
    assert read.count("甲局-2020.yaml") == 1


def test_a_measure_that_the_region_does_not_know_is_remarked_upon(tmp_path: Path) -> None:
    last_year(tmp_path, "支出: 5\n项目总预算: 9\n")
    found = figures(tmp_path, "支出: 无\n上年预算: 甲局-2020.yaml\n")
    assert remarks(found) == ["这个模板没有“项目总预算”，上年的数里没有用它"]


def test_a_reason_for_what_only_last_year_had_may_be_given(tmp_path: Path) -> None:
    last_year(tmp_path, LINES)
    made = report(
        tmp_path,
        "支出: [{功能: 2070104, 性质: 基本支出, 金额: 5}]\n上年预算: 甲局-2020.yaml\n原因: {支出: 购书结束}\n",
        '{{ 支出|同比("支出") }}。\n',
    )
    assert paragraphs(made) == ["支出比2020年预算减少2.1万元，下降29.58%，主要原因是购书结束。"]


# 口径调整

RULES = '口径调整:\n  功能: {"20133": "20134", "2070104": "2070105"}\n  项目: {购书: 购书经费}\n'


@pytest.mark.parametrize("by_file", [True, False])
def test_members_that_changed_are_restated_in_lines_and_named_figures(tmp_path: Path, by_file: bool) -> None:
    body = LINES + "支出[功能=2070104 项目=阅读]: 4\n"
    last_year(tmp_path, body)
    base = "上年预算: 甲局-2020.yaml\n" if by_file else f"上年预算:\n{indented(body)}"
    now = "支出: [{功能: 2070105, 性质: 项目支出, 项目: 购书经费, 金额: 2}]\n"
    found = figures(tmp_path, f"{now}{base}{RULES}", unit="万元")
    names = (
        "支出[功能=2013450]",
        "支出[功能=2013350]",
        "支出[功能=2070105]",
        "支出[项目=购书经费]",
        "支出[项目=阅读 功能=2070105]",
    )
    assert amounts(found, names) == ["50000", "0", "21000", "15000", "40000"]
    assert remarks(found) == []
    assert found.budget.restated


def test_a_derived_dimension_follows_from_the_restated_code(tmp_path: Path) -> None:
    last_year(tmp_path, "支出: [{性质: 基本支出, 经济: 30299, 金额: 5}]\n")
    rule = '口径调整: {经济: {"30299": "30399"}}\n'
    found = figures(tmp_path, f"支出: 无\n上年预算: 甲局-2020.yaml\n{rule}")
    assert amounts(found, ("支出[经费=人员经费]", "支出[经费=公用经费]")) == ["50000", "0"]


def test_units_that_were_merged_are_one(tmp_path: Path) -> None:
    stated = "支出:\n  - {单位: 301, 金额: 5}\n  - {单位: 303, 金额: 7}\n收入[单位=302]: 1\n收入[单位=303]: 2\n"
    last_year(tmp_path, stated, department="单位: [{编码: 301, 名称: 甲}, {编码: 303, 名称: 乙}]")
    region(tmp_path)
    body = f'{UNITS}支出: 无\n上年预算: 甲局-2020.yaml\n口径调整: {{单位: {{"303": "302"}}}}\n'
    found = with_units(tmp_path, body)
    assert amounts(found, ("支出[单位=302]", "收入[单位=302]")) == ["70000", "30000"]


def with_units(folder: Path, body: str) -> Figures:
    """The figures of a department of two units."""
    from reportgen.budget import budget_of, open_file
    from reportgen.profile import load

    head = "模板: probe\n文种: 部门预算\n年度: 2021\n金额单位: 元\n"
    (folder / "input.yaml").write_text(head + body, encoding="utf-8")
    profile = load("probe", folder)
    return Figures(budget_of(open_file(folder / "input.yaml"), profile.vocabulary), profile)


def test_lines_without_a_unit_are_those_of_the_only_unit_that_last_year_had(tmp_path: Path) -> None:
    last_year(tmp_path, "支出: 5\n")
    region(tmp_path)
    found = with_units(tmp_path, f"{UNITS}支出: 无\n上年预算: 甲局-2020.yaml\n")
    assert amounts(found, ("支出[单位=301]", "支出[单位=302]")) == ["50000", "0"]


def test_lines_without_a_unit_stay_open_where_last_years_unit_is_gone(tmp_path: Path) -> None:
    last_year(tmp_path, "支出: 5\n", department="编码: 309")
    region(tmp_path)
    found = with_units(tmp_path, f"{UNITS}支出: 无\n上年预算: 甲局-2020.yaml\n")
    with pytest.raises(ReportgenError) as mistake:
        amounts(found, ("支出[单位=301]",))
    assert "甲局-2020.yaml:7:5: 错误[无法计算]" in rendered(mistake.value)


def test_a_rule_that_nothing_needs_is_told(tmp_path: Path) -> None:
    found = figures(tmp_path, '支出: 无\n上年预算: {支出: 5}\n口径调整: {功能: {"201": "202"}}\n')
    assert remarks(found) == ["往年的数里没有“功能”是“201”的，这一条没有用到"]
    assert not found.budget.restated
    assert "警告[口径调整]" in render(found.budget.findings[0])


def test_a_figure_above_a_code_that_moved_away_is_told(tmp_path: Path) -> None:
    body = (
        '支出: 无\n上年预算: {"支出[功能=201]": 5, "支出[功能=2013399]": 1}\n口径调整: {功能: {"2013399": "2050101"}}\n'
    )
    found = figures(tmp_path, body)
    assert remarks(found) == ["“201”写得比口径调整里的“2013399”粗，没有调整"]


def test_each_member_is_exchanged_once_by_the_longest_rule(tmp_path: Path) -> None:
    rules = '口径调整: {功能: {"201": "202", "2013350": "2079999", "202": "203"}}\n'
    last_year(
        tmp_path, "支出:\n  - {功能: 2013350, 金额: 1}\n  - {功能: 2010101, 金额: 2}\n  - {功能: 2020101, 金额: 4}\n"
    )
    found = figures(tmp_path, f"支出: 无\n上年预算: 甲局-2020.yaml\n{rules}")
    assert amounts(found, ("支出[功能=207]", "支出[功能=202]", "支出[功能=203]")) == ["10000", "20000", "40000"]


@pytest.mark.parametrize(("rule", "noted"), [("2070104", True), ("2079999", False)])
def test_a_template_can_say_that_figures_were_restated(tmp_path: Path, rule: str, noted: bool) -> None:
    last_year(tmp_path, LINES)
    template = "甲{% if 口径调整 is 写了 %}（上年数已按本年口径调整）{% endif %}\n"
    body = f'支出: 无\n上年预算: 甲局-2020.yaml\n口径调整: {{功能: {{"{rule}": "2070105"}}}}\n'
    said = paragraphs(report(tmp_path, body, template))
    assert said == ["甲（上年数已按本年口径调整）" if noted else "甲"]
