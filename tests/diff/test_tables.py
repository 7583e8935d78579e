"""What is told of two tables: rows and columns are known by their names, wherever they stand."""

from collections import Counter
from dataclasses import replace

import pytest

from reportgen.diff.comparison import compare
from reportgen.diff.outputs.docx import merged
from reportgen.document import Picture, Revised
from reportgen.tracked_changes import accepted
from tests.diff.told import of, table, told
from tests.settled import rejected

OLD = "项目|预算数|上年数", "基本支出|10|9", "项目支出|20|19", "合计|30|28"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ((*OLD[:2], "债务支出|5|4", *OLD[2:]), "新增 行 债务支出 {→债务支出\t5\t4}"),
        ((*OLD[:2], OLD[3]), "删去 行 项目支出 {项目支出\t20\t19→}"),
        ((OLD[0], OLD[2], OLD[1], OLD[3]), "移动 行 基本支出 基本支出\t10\t9"),
        ((OLD[0], "基本开支|10|9", *OLD[2:]), "文字 格 基本开支/项目 基本{支出→开支}"),
        ((*OLD[:3], "合计|31|28"), "数字 格 合计/预算数 [30→31]"),
        (("项目|预算数", "基本支出|10", "项目支出|20", "合计|30"), "删去 列 上年数 {上年数\t9\t19\t28→}"),
        (
            ("项目|预算数|增减|上年数", "基本支出|10|1|9", "项目支出|20|1|19", "合计|30|2|28"),
            "新增 列 增减 {→增减\t1\t1\t2}",
        ),
        (("项目|安排数|上年数", *OLD[1:]), "文字 表头 安排数 {预算→安排}数"),
        (("项目|上年数|预算数", "基本支出|9|10", "项目支出|19|20", "合计|28|30"), "移动 列 上年数 上年数"),
    ],
)
def test_of_a_table_is_told(new: tuple[str, ...], said: str) -> None:
    assert told(table(*OLD), table(*new)) == [said]


LAST = "编码|科目|2024年预算数|2025年预算数|2025年比2024年增减"
THIS = "编码|科目|2025年预算数|2026年预算数|2026年比2025年增减"


def years(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """What is told of the tables of 2025 and of 2026; from the other side it is the same."""
    one, other = of(table(LAST, *old), year=2025), of(table(THIS, *new), year=2026)
    assert Counter(compare(other, one).reversed_changes) == Counter(compare(one, other).changes)
    return told(one, other)


def test_columns_are_compared_by_their_year_and_changes_against_others_are_not() -> None:
    assert years(("2070101|行政运行|7|8|1",), ("2070101|行政运行|8|9|1",)) == [
        "数字 格 2070101 行政运行/2026年预算数 [8→9]"
    ]


def test_what_is_stated_otherwise_of_last_year_is_a_restatement() -> None:
    assert years(("2070101|行政运行|7|8|1",), ("2070101|行政运行|8.5|8|-0.5",)) == [
        "重述 格 2070101 行政运行/2025年预算数 [8→8.5]"
    ]


def test_a_row_that_last_year_did_not_have_though_the_table_states_it_is_a_restatement() -> None:
    rows = ("2070101|行政运行|7|8|1",)
    assert years(rows, (rows[0].replace("7|8", "8|8"), "2070104|图书馆|3|4|1")) == [
        "重述 格 2070104 图书馆/2025年预算数 [→3]",
        "新增 行 2070104 图书馆 {→2070104\t图书馆\t3\t4\t1}",
    ]


def test_a_row_under_another_code_with_the_same_amount_of_that_year_is_the_same_row() -> None:
    found = years(("2070199|其他文化支出|7|8|1",), ("2070114|文化和旅游管理事务|8|9|1",))
    assert found == [
        "文字 格 2070114 文化和旅游管理事务/编码 {2070199→2070114}",
        "文字 格 2070114 文化和旅游管理事务/科目 {其他文化支出→文化和旅游管理事务}",
        "数字 格 2070114 文化和旅游管理事务/2026年预算数 [8→9]",
    ]


def test_a_chart_is_compared_by_what_it_is_drawn_from() -> None:
    old, new = (replace(table("|预算数", f"教育支出|{n}"), picture=Picture.SHARES) for n in ("3", "4"))
    assert told(of(old), of(new)) == ["数字 格 教育支出/预算数 [3→4]"]
    both = merged(compare(of(old), of(new)), Revised("甲", ""))
    assert accepted(both) == of(new)
    assert rejected(both) == of(old)


def test_a_number_in_an_empty_cell_is_a_number_that_moved() -> None:
    assert told(table("项目|数", "甲|", "乙|3"), table("项目|数", "甲|5", "乙|")) == [
        "数字 格 甲/数 {→5}",
        "数字 格 乙/数 {3→}",
    ]


@pytest.mark.parametrize("heads", [("收入|金额|支出|金额",), ("收入|<|支出|<", "项目|金额|项目|金额")])
def test_a_row_of_one_half_moves_no_row_of_the_other(heads: tuple[str, ...]) -> None:
    old = "财政拨款|10|教育支出|6", "事业收入|2|卫生支出|6", "|||", "合计|12|合计|12"
    new = "财政拨款|10|教育支出|6", "经营收入|3|卫生支出|6", "事业收入|2||", "合计|15|合计|12"
    two = (table(*heads, *rows, heads=len(heads)) for rows in (old, new))
    column = "金额" if len(heads) == 1 else "收入 → 金额"
    assert told(*two) == [f"数字 格 合计/{column} [12→15]", "新增 行 经营收入 {→经营收入\t3}"]


def test_a_changed_head_of_two_levels_is_told_with_both() -> None:
    old = table("项目|支出|<", "^|基本|项目", "甲|1|2", heads=2)
    new = table("项目|支出|<", "^|基本|专项", "甲|1|3", heads=2)
    assert told(old, new) == ["文字 表头 支出 → 专项 支出 → {项目→专项}", "数字 格 甲/支出 → 专项 [2→3]"]


def test_of_rows_called_the_same_the_one_that_says_the_same_stayed() -> None:
    old = table("项目|数", "甲类|9", "其他|5", "其他|6", "其他|7", "丙|2")
    assert told(old, table("项目|数", "甲类|9", "其他|6", "其他|7", "丙|2")) == ["删去 行 其他 {其他\t5→}"]


def test_rows_called_the_same_are_compared_in_their_order() -> None:
    old = table("项目|数", "甲类|9", "其他|5", "其他|7")
    assert told(old, table("项目|数", "甲类|9", "其他|6", "其他|8")) == [
        "数字 格 其他/数 [5→6]",
        "数字 格 其他/数 [7→8]",
    ]


def test_a_row_is_known_by_its_code() -> None:
    old = table("编码|名称|数", "20101|行政运行|1", "20103|事务|2")
    renamed = table("编码|名称|数", "20101|机关服务|1", "20103|事务|2")
    assert told(old, renamed) == ["文字 格 20101 机关服务/名称 {行政运行→机关服务}"]
    other = table("编码|名称|数", "20101|行政运行|1", "20104|事务管理支出|2")
    assert [line[:2] for line in told(old, other)] == ["删去", "新增"]
    inserted = table("编码|名称|数", "20101|行政运行|1", "20102|事务|4", "20103|事务|2")
    assert told(old, inserted) == ["新增 行 20102 事务 {→20102\t事务\t4}"]


def test_a_form_is_compared_cell_by_cell() -> None:
    old = table("申报单位|甲局|电话|123", "目标|做好甲事|<|<", heads=0)
    assert told(old, table("申报单位|甲局|电话|123", "负责科室|丁科|<|<", "目标|做好甲事|<|<", heads=0)) == [
        "新增 行 负责科室 丁科 {→负责科室\t丁科}"
    ]
    assert told(old, table("申报单位|乙局|电话|123", "目标|做好甲事和丙事|<|<", heads=0)) == [
        "文字 格 申报单位 乙局 电话 {甲→乙}局",
        "文字 格 目标 做好甲事和丙事 做好甲事{→和丙事}",
    ]


def test_heads_that_one_side_alone_has_are_rows_that_came() -> None:
    assert told(table("甲|1", "乙|2", heads=0), table("项目|数", "甲|1", "乙|2")) == ["新增 行 项目 数 {→项目\t数}"]


def test_a_table_is_renumbered_where_another_came_and_told_where_none_did() -> None:
    one, two, three = (
        table(*OLD, number=f"表{n}", title=title) for n, title in ((1, "收支表"), (2, "人员表"), (3, "人员表"))
    )
    came = table("车辆|辆", "轿车|1", number="表2", title="车辆表")
    assert told(of(one, two), of(one, came, three)) == ["新增 表 {→表2 车辆表\n车辆\t辆\n轿车\t1}"]
    assert told(of(one, two), of(one, three)) == ["数字 表题 表[2→3]"]


def test_tables_without_number_and_title_are_known_by_their_heads() -> None:
    first, cars, more = (
        table(*lines, number="", title="")
        for lines in (("人员|人", "在职|1"), ("车辆|辆", "轿车|1"), ("车辆|辆", "轿车|2"))
    )
    assert told(of(first, cars), of(more)) == ["删去 表 {\n人员\t人\n在职\t1→}", "数字 格 轿车/辆 [1→2]"]


def test_notes_are_compared_as_words() -> None:
    old, new = (table(*OLD, notes=(note,)) for note in ("注：含结转。", "注：含结余。"))
    assert told(old, new) == ["文字 表注 注：含结{转→余}。\n"]
