"""What a reader calls the numbers of tables, from titles, heads and labels alone."""

from reportgen.readers import txt
from reportgen.reading import Reading
from reportgen.reading.layout import parted

HEAD = "观澜县图书馆2026年单位预算公开\n\n"
GRANTS = """公开04表
2026年单位财政拨款收支总表
部门名称：观澜县图书馆　　单位：万元
收入 || 支出 ||
项目 | 预算数 | 项目 | 预算数
--
"""


def names(text: str) -> list[str]:
    """Every number with its name, in reading order: `405.30万元 收入`."""
    sheets = Reading(txt.read(HEAD + text)).sheets
    return [f"{entry.number} {entry.name}" for sheet in sheets for entry in sheet.entries]


def test_what_stands_below_last_years_rest_is_of_last_year() -> None:
    rows = """一、本年收入 | 90.00 | 一、本年支出 | 95.00
（一）一般公共预算拨款 | 88.00 | （一）文化旅游体育与传媒支出 | 95.00
（二）政府性基金预算拨款 | 2.00 | |
二、上年结转 | 5.00 | |
（一）一般公共预算拨款 | 4.00 | |
（二）政府性基金预算拨款 | 1.00 | |
收入总计 | 95.00 | 支出总计 | 95.00
"""
    assert names(GRANTS + rows)[:7] == [
        "90.00万元 收入[年份=本年 资金=财政拨款]",
        "88.00万元 收入[年份=本年 资金=一般公共预算]",
        "2.00万元 收入[年份=本年 资金=政府性基金]",
        "5.00万元 收入[年份=上年结转 资金=财政拨款]",
        "4.00万元 收入[年份=上年结转 资金=一般公共预算]",
        "1.00万元 收入[年份=上年结转 资金=政府性基金]",
        "95.00万元 收入[资金=财政拨款]",
    ]


def test_grants_as_a_source_are_this_years_as_a_total_both_years() -> None:
    rows = """政府预算拨款 | 90.00 | 文化旅游体育与传媒支出 | 95.00
上年结转 | 5.00 | |
收入总计 | 95.00 | 支出总计 | 95.00
"""
    read = names(GRANTS + rows)
    assert "90.00万元 收入[年份=本年 资金=财政拨款]" in read
    assert "95.00万元 收入[资金=财政拨款]" in read


def test_a_head_may_say_fund_and_year_at_once() -> None:
    table = """2026年单位收入总表
部门名称：观澜县图书馆　　单位：万元
项目 | 合计 | 一般公共预算收入 | 一般公共预算结余结转 | 非财政拨款结余结转
--
合计 | 9.00 | 6.00 | 2.00 | 1.00
"""
    assert names(table) == [
        "9.00万元 收入",
        "6.00万元 收入[年份=本年 资金=一般公共预算]",
        "2.00万元 收入[年份=上年结转 资金=一般公共预算]",
        "1.00万元 收入[年份=上年结转 资金=非财政拨款]",
    ]


def test_a_kind_of_projects_is_called_alike_in_rows_and_below_a_head() -> None:
    caption = "2026年单位支出总表\n部门名称：观澜县图书馆　　单位：万元\n"
    row = "项目 | 合计\n--\n专项资金 | 9.00\n"
    column = "项目 | 项目支出 ||\n〃 | 小计 | 专项资金\n--\n合计 | 9.00 | 9.00\n"
    assert names(caption + row) == ["9.00万元 支出[项目类别=专项资金]"]
    assert names(caption + column) == ["9.00万元 支出[性质=项目支出]", "9.00万元 支出[项目类别=专项资金]"]


def test_what_stands_below_a_units_row_is_of_that_unit() -> None:
    table = """2026年部门支出总表
部门名称：观澜县文化局　　单位：万元
科目编码 | 单位代码 | 单位（科目名称） | 总计
--
合计 ||| 9.00
| 301001 | 观澜县文化局本级 | 6.00
2070101 | | 行政运行 | 6.00
| 301002 | 观澜县博物馆 | 3.00
2070104 | | 图书馆 | 3.00
"""
    assert names(table) == [
        "9.00万元 支出[性质=本年支出]",
        "6.00万元 支出[单位=301001 性质=本年支出]",
        "6.00万元 支出[功能=2070101 单位=301001]",
        "3.00万元 支出[单位=301002 性质=本年支出]",
        "3.00万元 支出[功能=2070104 单位=301002]",
    ]


def test_what_stands_below_a_row_that_is_not_understood_is_not_understood_either() -> None:
    table = """2026年部门支出总表
部门名称：观澜县文化局　　单位：万元
单位和科目 | 总计
--
某博物馆 | 6.00
　文化和旅游 | 6.00
合计 | 6.00
"""
    assert names(table) == ["6.00万元 None", "6.00万元 None", "6.00万元 支出[性质=本年支出]"]


def test_what_is_printed_of_a_code_without_a_name_is_a_name() -> None:
    assert parted("30228工会经费") == ("30228", "工会经费")
    assert parted("30282号科目") == ("", "30282号科目")


OF_UNITS = """2026年单位收入总表
部门名称：观澜县图书馆　　单位：万元
单位代码 | 单位名称 | 合计 | 一般公共预算收入
--
合计 | | 9.00 | 6.00
"""


def test_the_row_of_the_departments_own_unit_is_not_the_department() -> None:
    table = OF_UNITS + "301001 | 观澜县图书馆 | 5.00 | 4.00\n301002 | 少儿分馆 | 4.00 | 2.00\n"
    assert names(table)[2:4] == ["5.00万元 收入[单位=301001]", "4.00万元 收入[单位=301001 年份=本年 资金=一般公共预算]"]


def test_the_row_of_the_department_above_its_units_is_the_whole() -> None:
    table = (
        OF_UNITS + "301 | 观澜县图书馆 | 9.00 | 6.00\n301001 | 本馆 | 5.00 | 4.00\n301002 | 少儿分馆 | 4.00 | 2.00\n"
    )
    assert names(table)[2] == "9.00万元 收入"
