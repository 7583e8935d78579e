"""What makes up what in a table: told by heads, codes, indents, numbering."""

from reportgen.readers import txt
from reportgen.reading import Reading, Sum

HEAD = "观澜县图书馆2026年单位预算公开\n\n"


def sums(table: str) -> list[Sum]:
    return list(Reading(txt.read(HEAD + table)).sums)


def down(table: str) -> list[str]:
    """Rows that others make up, in the first column that has them."""
    found = {}
    for each in sums(table):
        if each.kind != "列":
            parts = " + ".join(part.place.row for part in each.parts)
            found.setdefault(each.line.title, f"{each.kind} {each.line.title} {'=' if each.complete else '≥'} {parts}")
    return list(found.values())


def across(table: str) -> list[str]:
    """Columns that others make up."""
    found = {}
    for each in sums(table):
        if each.kind == "列":
            parts = " + ".join(part.place.column for part in each.parts)
            found[f"{each.column.title} {'=' if each.complete else '≥'} {parts}"] = None
    return list(found)


def test_a_total_beside_groups_is_the_sum_of_their_totals() -> None:
    assert across("""表5
一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 |||| 比2025年执行数 ||
〃 | 〃 | 〃 | 合计 | 基本支出 || 项目支出 | 增减额 | 增减%
〃 | 〃 | 〃 | 〃 | 人员经费 | 公用经费 | 〃 | 〃 | 〃
--
207 | 文化旅游体育与传媒支出 | 380.00 | 390.00 | 250.00 | 50.00 | 90.00 | 10.00 | 2.63
""") == ["2026年预算数·合计 = 2026年预算数·基本支出·人员经费 + 2026年预算数·基本支出·公用经费 + 2026年预算数·项目支出"]


def test_parts_that_stand_beside_their_whole_are_not_counted_twice() -> None:
    assert across("""表3
支出总表
单位：万元
科目名称 | 合计 | 基本支出 | 人员经费 | 公用经费 | 项目支出
--
图书馆 | 390.00 | 300.00 | 250.00 | 50.00 | 90.00
""") == ["基本支出 = 人员经费 + 公用经费", "合计 = 基本支出 + 项目支出"]


def test_what_is_only_some_of_it_may_be_less() -> None:
    assert across("""表11
政府采购预算表
单位：万元
品目 | 合计 | 一般公共预算 | 其他资金 | 面向中小企业预留 ||
〃 | 〃 | 〃 | 〃 | 小计 | 其中：小微企业
--
图书 | 24.00 | 20.00 | 4.00 | 20.00 | 10.00
""") == [
        "面向中小企业预留·小计 ≥ 面向中小企业预留·小微企业",
        "合计 = 一般公共预算 + 其他资金",
        "合计 ≥ 面向中小企业预留·小计",
    ]


def test_a_list_that_begins_with_its_first_part_is_complete_where_the_rows_say_so() -> None:
    head = """表2
收入总表
单位：万元
单位名称 | 一般公共预算 ||||
〃 | 小计 | 其中：财政拨款 | 行政事业性收费 | 专项收入
--
"""
    rows = [
        "甲 | 10.00 | 8.00 | 2.00 | 0.00\n",
        "乙 | 20.00 | 20.00 | 0.00 | 0.00\n",
        "丙 | 9.00 | 8.00 | 0.50 | 0.50\n",
        "丁 | 9.00 | 8.00 | 0.40 | 0.50\n",
    ]
    name = "一般公共预算·"
    parts = f"{name}财政拨款 + {name}行政事业性收费 + {name}专项收入"
    assert across(head + "".join(rows)) == [f"{name}小计 = {parts}"]
    assert across(head + "".join(rows[:2])) == [f"{name}小计 ≥ {parts}"]


def test_codes_stand_below_the_longest_code_that_they_begin_with() -> None:
    assert down("""表3
支出总表
单位：万元
科目编码 | 科目名称 | 合计
--
207 | 文化旅游体育与传媒支出 | 20.00
20701 | 文化和旅游 | 15.00
2070104 | 图书馆 | 15.00
2079903 | 文化产业发展专项支出 | 5.00
221 | 住房保障支出 | 3.00
合计 || 23.00
""") == [
        "科目 207 文化旅游体育与传媒支出 = 20701 文化和旅游 + 2079903 文化产业发展专项支出",
        "科目 20701 文化和旅游 = 2070104 图书馆",
        "合计 合计 = 207 文化旅游体育与传媒支出 + 221 住房保障支出",
    ]


def test_units_stand_above_their_codes_and_below_their_department() -> None:
    assert down("""表3
支出总表
单位：万元
科目编码 | 单位代码 | 单位（科目名称） | 总计
--
合计 ||| 23.00
| 301 | 文化局 | 23.00
| 301001 | 文化局本级 | 20.00
2070101 | | 行政运行 | 20.00
| 301002 | 图书馆 | 3.00
2070104 | | 图书馆 | 3.00
""") == [
        "合计 文化局本级 = 2070101 行政运行",
        "合计 图书馆 = 2070104 图书馆",
        "单位 文化局 = 文化局本级 + 图书馆",
        "单位 合计 = 文化局",
    ]


def test_numbering_and_totals_tell_what_stands_below() -> None:
    assert down("""表1
收支总表
单位：万元
收入 || 支出 ||
项目 | 预算数 | 项目 | 预算数
--
一、财政拨款收入 | 20.00 | 一、基本支出 | 15.00
1. 一般公共预算收入 | 18.00 | １、工资福利支出 | 15.00
2. 政府性基金收入 | 2.00 | 二、项目支出 | 8.00
二、其他收入 | 1.00 | （一）一般性项目 | 8.00
本年收入合计 | 21.00 | 本年支出合计 | 23.00
上年结转 | 3.00 | 结转下年 | 1.00
其中：财政拨款结转 | 2.00 | |
收入总计 | 24.00 | 支出总计 | 24.00
""") == [
        "其中 财政拨款收入 = 一般公共预算收入 + 政府性基金收入",
        "其中 上年结转 ≥ 财政拨款结转",
        "小计 本年收入合计 = 财政拨款收入 + 其他收入",
        "总计 收入总计 = 本年收入合计 + 上年结转",
        "其中 基本支出 = 工资福利支出",
        "其中 项目支出 = 一般性项目",
        "小计 本年支出合计 = 基本支出 + 项目支出",
        "总计 支出总计 = 本年支出合计 + 结转下年",
    ]


def test_a_row_without_numbers_is_a_heading() -> None:
    assert down("""表11
政府采购预算表
单位：万元
品目 | 合计
--
一、货物 |
1. 图书 | 20.00
2. 书架 | 2.00
二、服务 | 3.00
合计 | 25.00
""") == ["合计 合计 = 图书 + 书架 + 服务"]


def test_lists_side_by_side_are_sheets_of_their_own_and_go_on_under_the_same_head() -> None:
    assert down("""表6
一般公共预算基本支出表
单位：万元
人员经费 |||||| 公用经费 |||
科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额
--
301 | 工资福利支出 | 250.00 | 303 | 对个人和家庭的补助 | 5.38 | 302 | 商品和服务支出 | 50.00
30101 | 基本工资 | 250.00 | 30302 | 退休费 | 5.38 | 30201 | 办公费 | 50.00
人员经费合计 ||||| 255.38 | 公用经费合计 || 50.00
""") == [
        "科目 301 工资福利支出 = 30101 基本工资",
        "科目 303 对个人和家庭的补助 = 30302 退休费",
        "合计 人员经费合计 = 301 工资福利支出 + 303 对个人和家庭的补助",
        "科目 302 商品和服务支出 = 30201 办公费",
        "合计 公用经费合计 = 302 商品和服务支出",
    ]


def test_rows_that_are_years_are_no_parts_of_each_other() -> None:
    assert (
        down("""表7
“三公”经费支出表
单位：万元
年度 | 总计 | 公务接待费
--
2025年 | 2.00 | 2.00
2026年 | 1.00 | 1.00
增减变化金额 | -1.00 | -1.00
""")
        == []
    )


def test_a_column_among_another_is_no_part_of_the_total() -> None:
    found = across("""表9
项目支出表
单位：万元
项目名称 | 合计 | 财政拨款 | 其中一般公共预算 | 其他资金
--
甲 | 10.00 | 8.00 | 6.00 | 2.00
""")
    assert found == ["财政拨款 ≥ 一般公共预算", "合计 = 财政拨款 + 其他资金"]


def test_a_head_that_nobody_knows_is_a_part_only_where_rows_add_up() -> None:
    head = """表3
支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 杂类 | 按来源分 ||
〃 | 〃 | 〃 | 〃 | 一般公共预算 | 政府性基金
--
"""
    row = "{} | 项 | 10.00 | {} | 8.00 | 2.00\n"
    twice = "".join(row.format(code, "10.00") for code in ("2070101", "2070104", "2070109"))
    apart = twice.replace("| 10.00 | 8.00", "| 0.00 | 8.00")
    assert "合计 = 杂类 + 按来源分·一般公共预算 + 按来源分·政府性基金" not in across(head + twice)
    assert "合计 = 杂类 + 按来源分·一般公共预算 + 按来源分·政府性基金" in across(head + apart)


def test_revenue_beside_expenditure_is_two_sheets_whatever_the_title() -> None:
    read = Reading(
        txt.read(f"""{HEAD}表4
财政性资金情况
单位：万元
收入 || 支出 ||
项目 | 金额 | 项目 | 金额
--
甲款 | 8.00 | 教育支出 | 8.00
""")
    )
    assert [sheet.side for sheet in read.sheets] == ["收入", "支出"]


def test_two_levels_that_are_not_set_in_are_no_parts_of_the_total() -> None:
    """A PDF does not keep how far labels are set in."""
    rows = "甲馆 | 5.00\n购书 | 3.00\n活动 | 2.00\n乙馆 | 1.00\n维修 | 1.00\n"
    table = "表9\n项目支出表\n单位：万元\n单位（项目） | 合计\n--\n{}合计 | {}\n"
    assert down(table.format(rows, "6.00")) == []
    assert down(table.format(rows, "6.10")) == ["合计 合计 = 甲馆 + 购书 + 活动 + 乙馆 + 维修"]
