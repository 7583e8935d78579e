"""Every text of a page with its place."""

from reportgen.readers import txt
from reportgen.reading import Reading
from reportgen.reading.layout import coded_rows

PAGE = """观澜县图书馆2026年单位预算公开

一、说明

收入总计395.3万元。

公开06表
基本支出表
单位名称：观澜县图书馆　　单位：万元
部门预算经济分类 || 政府预算经济分类 || 合计
类 | 科目名称 | 类 | 科目名称 | 〃
--
30108 | 养老保险缴费 | 50502 | 商品和⏎服务支出 | 103.4
合计 |||| 103.4
注：无。
"""


def test_every_text_stands_in_the_order_of_the_page() -> None:
    kinds = [(w.kind, w.text) for w in Reading(txt.read(PAGE)).texts]
    assert kinds[:7] == [
        ("标题", "观澜县图书馆2026年单位预算公开"),
        ("节题", "一、说明"),
        ("段落", "收入总计395.3万元。"),
        ("表号", "公开06表"),
        ("表题", "基本支出表"),
        ("表眉", "单位名称：观澜县图书馆"),
        ("表眉", "单位：万元"),
    ]
    assert kinds[-1] == ("表注", "注：无。")


def test_a_cell_is_named_by_its_row_and_its_heads() -> None:
    (cell,) = [w for w in Reading(txt.read(PAGE)).texts if w.text == "50502"]
    assert str(cell.place) == "公开06表“30108”行“政府预算经济分类·类”列"


def test_a_line_break_in_a_cell_is_a_mark() -> None:
    assert [w.kind for w in Reading(txt.read(PAGE)).texts if "和⏎服" in w.text] == ["格"]


def test_a_sentence_stands_in_the_section_above_it() -> None:
    (sentence,) = [w for w in Reading(txt.read(PAGE)).texts if w.kind == "段落"]
    assert sentence.place.part == "一、说明"


def test_two_classifications_side_by_side_are_two_items() -> None:
    found = [(item.dimension, item.code, item.name) for item in coded_rows(Reading(txt.read(PAGE)).tables)]
    assert found == [("经济", "30108", "养老保险缴费"), ("政府经济", "50502", "商品和服务支出")]


def test_an_item_marks_its_name_and_its_code() -> None:
    place = next(coded_rows(Reading(txt.read(PAGE)).tables)).place
    code = next(coded_rows(Reading(txt.read(PAGE)).tables)).code_at
    assert [p.line[p.start : p.start + p.length] for p in (place, code)] == ["养老保险缴费", "30108"]
