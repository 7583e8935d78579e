"""Columns of parts that are zero throughout (空列): printed, or left out where the region or the table says so."""

import shutil
from pathlib import Path

import pytest

from reportgen import checks
from reportgen.diagnostics import Severity
from reportgen.document import Table, plain, walk
from reportgen.report import assemble
from reportgen.writers.txt import text
from tests.budgets import DATA, NAMES, published, tables
from tests.unit.small import budget_file, region

BODY = """\
收入: [{资金: 一般公共预算, 金额: 120000}]
支出:
- {性质: 基本支出, 资金: 一般公共预算, 功能: 2010101, 经济: 30101, 金额: 100000}
- {性质: 项目支出, 资金: 一般公共预算, 功能: 2010102, 项目: 甲, 金额: 20000}
三公经费: 无
机关运行经费: 无
上年预算:
  收入: [{资金: 政府性基金, 金额: 30000}]
  支出: [{性质: 项目支出, 资金: 政府性基金, 功能: 2120899, 项目: 乙, 金额: 30000}]
"""
COLUMNS = """\
标题: 表
合并: [项目]
列号: [栏次, "1", "2", "3", "4", "5", "6", "7"]
列:
- 项目: 名称
- 合计: 支出
- 资金:
    一般: 支出[资金=一般公共预算]
    国资: 支出[资金=国有资本经营预算]
    基金: 支出[资金=政府性基金]
    其他: 支出@其余[资金=财政拨款]
- 基金上年: 支出[资金=政府性基金]@上年预算
- 国资增减: 支出[资金=国有资本经营预算]@上年预算.增减额
行: [合计]
"""
ALL = ["项目", "合计", "资金", "基金上年", "国资增减", "一般", "国资", "基金", "其他"]
NOTHING_EMPTY = {"shanhaiguan-2020", "tangshan-2025", "putuo-2024", "example-accounts-2025"}  # each column has amounts
LISTED = (
    "标题: 表\n列: [项目: 名称, 出国: '三公经费[费目=因公出国（境）费]', 运行: 机关运行经费, 支出: 支出]\n行: [合计]\n"
)


def table(folder: Path, own: str = "", profile: str = "") -> Table:
    region(folder, "{{ 表格 }}\n", profile, {"表": COLUMNS + own})
    document = assemble(budget_file(folder, BODY)).document
    return next(each for each in walk(document.blocks) if isinstance(each, Table))


def heads(made: Table) -> list[str]:
    return [plain(cell.runs) for row in made.head for cell in row.cells]


def test_all_columns_are_printed_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    assert heads(table(tmp_path)) == [*ALL, "栏次", *"1234567"]


@pytest.mark.parametrize(("own", "profile"), [("空列: 省略\n", ""), ("", "空列: 省略\n")])
def test_a_part_without_an_amount_in_any_year_is_left_out_and_the_others_keep_their_marks(
    own: str, profile: str, tmp_path: Path
) -> None:
    made = table(tmp_path, own, profile)
    assert heads(made) == ["项目", "合计", "资金", "基金上年", "一般", "基金", "栏次", "1", "2", "4", "6"]
    assert [plain(cell.runs) for cell in made.body[0].cells] == ["合计", "12.00", "12.00", "0.00", "3.00"]
    assert (made.width, made.frozen, made.head[0].cells[2].columns) == (5, 1, 2)


def test_a_table_prints_all_columns_where_its_region_leaves_them_out(tmp_path: Path) -> None:
    assert heads(table(tmp_path, "空列: 照印\n", "空列: 省略\n"))[:9] == ALL


def test_a_whole_and_a_list_that_has_to_be_complete_are_printed(tmp_path: Path) -> None:
    region(tmp_path, "{{ 表格 }}\n", "空列: 省略\n", {"表": LISTED})
    document = assemble(budget_file(tmp_path, BODY)).document
    assert "项目 | 出国 | 运行 | 支出" in text(document)


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each == "luoyang-2020" else pytest.mark.soak) for each in NAMES]
)
def test_text_and_tables_agree_as_before_in_every_region(name: str, tmp_path: Path) -> None:
    """A whole disclosure is made and checked (2 s): each region says other things of its columns."""
    was = published(name)
    copied = shutil.copytree(DATA, tmp_path / "data")
    for folder in was.profile.folders[:1]:
        region = shutil.copytree(folder, copied / "templates" / folder.name)
        file = region / "profile.yaml"
        said = "" if "\n上级:" in f"\n{file.read_text(encoding='utf-8')}" else f"上级: {folder.name}\n"
        file.write_text(f"空列: 省略\n{said}{file.read_text(encoding='utf-8')}", encoding="utf-8")
    report = assemble(copied / f"{name}.yaml")
    assert checks.check(checks.case_of(report)).count(Severity.ERROR) == 0
    pairs = list(zip(tables(was.document), tables(report.document), strict=True))
    assert all(now.width <= before.width for before, now in pairs)
    assert {now.width < before.width for before, now in pairs} == ({False} if name in NOTHING_EMPTY else {False, True})
