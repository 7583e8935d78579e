"""A number answers: what it is, how it came about, where it is printed; and the search finds it."""

import re
from functools import cache
from html import unescape
from urllib.parse import quote

import pytest

from reportgen.preview.answering import answered, found
from reportgen.preview.building import PreviewPage, built
from tests.budgets import DATA, source


@cache
def page() -> PreviewPage:
    return built(DATA / "example-2026.yaml")


def article() -> str:
    return "".join(part.markup for part in page().parts)


def text(markup: str) -> str:
    """What a reader reads."""
    return unescape(re.sub("<[^>]*>", " ", markup))


def lines(name: str) -> list[str]:
    """The lines of the example's file that the answer names."""
    places = re.findall(r"<code>[^<]*example-2026\.yaml:([0-9]+):[0-9]+</code>", answered(page(), name))
    return [source("example-2026").splitlines()[int(place) - 1].strip() for place in places]


def figures(markup: str) -> set[str]:
    """The figures that it links to."""
    return set(map(unescape, re.findall(r'data-figure="([^"]*)"', markup)))


def test_a_sum_answers_with_its_value_its_rounding_and_its_lines() -> None:
    said = text(answered(page(), "收入"))
    assert "12,052,966.4元" in said
    assert "印作 1,205.30：以万元为单位，四舍五入到2位小数" in said
    assert "印作 1,205.3：以万元为单位，四舍五入到2位小数，末尾的0省去" in said
    assert "13行相加" in said
    assert lines("收入")[:2] == [
        "- {单位: 361001, 资金: 一般公共预算, 金额: 6293167.67}",
        "- {单位: 361002, 资金: 一般公共预算, 金额: 2594887.55}",
    ]
    assert len(lines("收入")) == 13


def test_a_number_of_one_line_answers_with_that_line() -> None:
    assert lines("收入[资金=事业收入]") == ["- {单位: 361003, 资金: 事业收入, 金额: 142600}"]


def test_a_rate_answers_with_its_formula_whose_operands_are_links() -> None:
    markup = answered(page(), "支出@上年预算.增减率")
    assert "（本年 1205.30万元 － 上年预算 1133.64万元 ）÷ 上年预算 1133.64万元 ＝ 6.32%" in " ".join(
        text(markup).split()
    )
    assert {"支出", "支出@上年预算"} <= figures(markup)
    assert "各数先按万元、2位小数舍入再算" in markup


def test_a_share_answers_with_its_part_and_its_whole() -> None:
    markup = answered(page(), "收入[资金=事业收入]@占比")
    assert "部分 14.26万元 ÷ 总数 1205.30万元 ＝ 1.18%" in " ".join(text(markup).split())
    assert {"收入", "收入[资金=事业收入]"} <= figures(markup)


def test_a_fact_answers_with_the_line_that_states_it() -> None:
    assert lines("部门.内设机构@个数") == ["内设机构: [办公室, 公共服务股, 产业发展股, 市场管理股]"]
    assert "数一数写了几条" in answered(page(), "部门.内设机构@个数")


def test_a_count_answers_with_what_was_counted() -> None:
    markup = answered(page(), "支出[性质=项目支出]@个数[项目]")
    assert "按“项目”分，金额不是0的有几个" in markup
    assert "- {单位: 361001, 功能: 2070108, 项目: 送戏下乡, 金额: 280000}" in lines("支出[性质=项目支出]@个数[项目]")


def test_a_number_of_this_year_leads_to_last_years_and_to_its_change() -> None:
    assert {"支出@上年预算", "支出@上年预算.增减额", "支出@上年预算.增减率"} <= figures(answered(page(), "支出"))


def test_codes_are_called_by_their_names() -> None:
    assert "支出（功能 2070101 行政运行，性质 基本支出）" in answered(page(), "支出[功能=2070101 性质=基本支出]")


def test_places_count_as_the_page_counts_them() -> None:
    printed = re.findall(r'<data value="[^"]*" data-figure="收入"[^>]*>([^<]*)</data>', article())
    links = re.findall(r'data-figure="收入" data-nth="([0-9]+)">([^<]*)<', answered(page(), "收入"))
    assert [int(nth) for nth, _ in links] == list(range(len(printed)))
    assert all(digits in unescape(words) for digits, (_, words) in zip(printed, links, strict=True))


def test_a_printed_number_answers_with_as_many_places_as_the_page_has() -> None:
    names = re.findall(r'data-figure="([^"]*)"', article())
    for name in sorted(set(names))[::10]:
        links = re.findall(rf'data-figure="{re.escape(name)}" data-nth', answered(page(), unescape(name)))
        assert len(links) == min(names.count(name), 60), name


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("没有的数", "没有叫“没有的数”的数"),
        ("支出[功能=9]", "9"),
        ("", "没有叫“”的数"),
        ("<b>", "没有叫“&lt;b&gt;”的数"),
    ],
)
def test_what_is_no_figure_is_told(asked: str, said: str) -> None:
    assert said in answered(page(), asked)


def test_a_link_can_be_followed_without_a_script() -> None:
    assert f'<a href="?figure={quote("支出@上年预算", safe="")}" data-figure="支出@上年预算">' in answered(
        page(), "支出"
    )


def test_the_search_finds_a_number_however_it_is_written() -> None:
    for asked in ("1205.30", "1,205.3万元", "１２０５．３"):
        assert "收入" in figures(found(page(), asked)), asked


def test_the_search_finds_the_beginning_of_a_number_and_amounts_as_the_file_says_them() -> None:
    assert "支出" in figures(found(page(), "1205"))
    line = found(page(), "1512480")
    assert "第74行：- {单位: 361001, 功能: 2070101, 经济: 30101, 金额: 1512480}" in line
    assert figures(line)


def test_the_search_finds_a_figure_by_its_name_and_by_the_name_of_its_code() -> None:
    assert "支出[功能=2070101 性质=基本支出]" in figures(found(page(), "2070101"))
    assert "支出[功能=2070101 性质=基本支出]" in figures(found(page(), "行政运行"))


def test_the_search_finds_a_code_whose_parts_stand_in_cells_of_their_own() -> None:
    assert "【201 | 29 | 02】" in found(built(DATA / "luoyang-2020.yaml"), "2012902")


def test_the_search_finds_words_with_the_section_they_stand_in() -> None:
    hits = found(page(), "贯彻执行文化和旅游工作")
    assert re.search('<a href="#s[0-9-]+"', hits)
    assert "【贯彻执行文化和旅游工作】的法律法规" in hits


def test_the_search_finds_nothing_in_nothing() -> None:
    assert found(page(), "  ") == ""
    assert found(page(), "<script>") == "<p>没有找到“&lt;script&gt;”。</p>"
