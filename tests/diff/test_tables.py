"""What is told of two tables: rows and columns are known by their names, wherever they stand."""

import pytest

from tests.diff.told import of, table, told

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
        (("项目|上年数|预算数", "基本支出|9|10", "项目支出|19|20", "合计|28|31"), "数字 格 合计/预算数 [30→31]"),
    ],
)
def test_of_a_table_is_told(new: tuple[str, ...], said: str) -> None:
    assert told(table(*OLD), table(*new)) == [said]


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
