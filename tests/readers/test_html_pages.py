"""The HTML reader on pages that others made, in any encoding, and on what is no page at all: never a traceback."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import ReportgenError
from reportgen.document import Cell, Document, Paragraph, ParagraphRole, Role, Section, Table, Text, plain
from reportgen.readers import _work
from reportgen.readers.html import read
from reportgen.writers.html import write
from tests.budgets import most_in_soak
from tests.writers.sample import DOCUMENT, STYLE

OLD_SITE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>云溪县图书馆</title><script>document.write("<p>脚本</p>")</script></head>
<body><nav>首页 > 公开</nav><table><tr><td>
<h1>云溪县图书馆2026年部门预算</h1>
<h2>一、部门概况</h2>
<p>负责全县的公共阅
   读服务，共有 <b>12</b> 人。
<p style="display: none">看不见的字<p>注：<br>第二行
<h2>二、预算表</h2>
<p align="center">收支总表</p><p>单位：万元</p>
<table border=1><tr><th rowspan=2>项目<th colspan=2>预算数<tr><th>本年<th>上年
<tr><td>合　计<td>1,064.2<td>1,092.4
<tr><td>　人员经费<td>863.6<td>900.0</table>
<p>注：本表以万元为单位。</p>
</td></tr></table></body></html>"""


def of(body: str) -> Document:
    return read(f"<!doctype html><html><body>{body}</body></html>".encode())


def said(body: str) -> list[str]:
    return [plain(each.runs) for each in of(body).blocks if isinstance(each, Paragraph)]


def complaint(content: bytes) -> str:
    with pytest.raises(ReportgenError) as caught:
        read(content, path="公开.html")
    return str(caught.value)


# Pages of others
def test_a_page_of_an_old_site_is_read_as_a_person_sees_it() -> None:
    document = read(OLD_SITE.encode("gb18030"))
    assert (plain(document.title), document.publisher, document.year) == (
        "云溪县图书馆2026年部门预算",
        "云溪县图书馆",
        2026,
    )
    first, second = document.blocks
    assert first == Section(
        1,
        "一、",
        (Text("部门概况"),),
        (
            Paragraph((Text("负责全县的公共阅读服务，共有 12 人。"),)),
            Paragraph((Text("注：\n第二行"),)),
        ),
    )
    assert isinstance(second, Section)
    (table,) = second.blocks
    assert isinstance(table, Table)
    assert (plain(table.title), plain(table.right), len(table.head), len(table.body)) == (
        "收支总表",
        "单位：万元",
        2,
        2,
    )
    assert table.head[0].cells == (
        Cell((Text("项目"),), Role.HEAD, 1, 2),
        Cell((Text("预算数"),), Role.HEAD, 2, 1),
    )
    assert (table.body[0].total, table.body[1].cells[0]) == (True, Cell((Text("人员经费"),), Role.LABEL, indent=1))
    assert table.notes == (Paragraph((Text("注：本表以万元为单位。"),), ParagraphRole.NOTE),)


@pytest.mark.parametrize(
    "content",
    [
        "<meta charset=utf-8><p>预算公开",
        "<p>预算公开",
        "\ufeff<p>预算公开",
    ],
)
def test_utf8_is_known_with_or_without_a_word_about_it(content: str) -> None:
    assert [plain(each.runs) for each in read(content.encode()).blocks if isinstance(each, Paragraph)] == ["预算公开"]


@pytest.mark.parametrize("name", ["gb2312", "GBK", "gb18030"])
@pytest.mark.parametrize("declared", ['<meta charset="{}">', '<meta http-equiv=x content="text/html;charset={}">', ""])
def test_gb2312_and_what_grew_of_it_is_known_with_or_without_a_word_about_it(name: str, declared: str) -> None:
    content = f"{declared.format(name)}<p>预算公开".encode(name)
    assert [plain(each.runs) for each in read(content).blocks if isinstance(each, Paragraph)] == ["预算公开"]


def test_utf16_has_a_mark() -> None:
    document = read("<p>预算公开".encode("utf-16"))
    assert document.blocks == (Paragraph((Text("预算公开"),)),)


def test_lines_are_broken_where_the_page_breaks_them_and_not_where_its_source_does() -> None:
    assert said("<p>收入\n  预算<br>支出\t 预算 2026\n年</p>") == ["收入预算\n支出 预算 2026 年"]
    assert said("<pre>一\n  二</pre>") == ["一\n  二"]


def test_words_beside_blocks_are_lines_of_their_own() -> None:
    assert said("甲<div>乙<p>丙</p>丁</div><span>戊</span>己") == ["甲", "乙", "丙", "丁", "戊己"]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>甲</script>",
        "<style>甲</style>",
        "<nav>甲</nav>",
        "<p hidden>甲</p>",
        '<div style="color: red; display:none">甲</div>',
        "<template>甲</template>",
        "<!-- 甲 -->",
        "<select><option>甲</select>",
    ],
)
def test_what_nobody_sees_is_not_read(unseen: str) -> None:
    assert said(f"<p>前</p>{unseen}<p>后{unseen if unseen[1] == 's' else ''}</p>") == ["前", "后"]


def test_counted_lists_show_their_numbers() -> None:
    assert said("<ol start=3><li>甲。<li><p>乙。</p></ol><ul><li>丙。</ul>") == ["3. 甲。", "4. 乙。", "丙。"]


def test_a_picture_is_one_letter_as_in_a_word_file() -> None:
    assert said("<figure><svg><text>字</text></svg><figcaption>图</figcaption></figure><p>见<img>图</p>") == [
        "\ufffc",
        "见\ufffc图",
    ]


def test_of_a_page_with_a_main_part_only_that_is_read() -> None:
    document = of("<header><h1>甲局2026年预算</h1></header><main><p>正文</p></main><footer>网站地图</footer>")
    assert (plain(document.title), document.blocks) == ("甲局2026年预算", (Paragraph((Text("正文"),)),))


def test_a_cell_that_goes_on_below_does_so_in_its_group_alone() -> None:
    (table,) = of("<table><tbody><tr><td rowspan=9>甲<td>1<tr><td>2<tbody><tr><td>乙<td>3</table>").blocks
    assert isinstance(table, Table)
    assert [[(plain(cell.runs), cell.rows) for cell in row.cells] for row in (*table.head, *table.body)] == [
        [("甲", 2), ("1", 1)],
        [("2", 1)],
        [("乙", 1), ("3", 1)],
    ]


# No pages, damaged pages
@pytest.mark.parametrize(
    "content", [b"", b"   ", b"PK\x03\x04\x00\x00", "2026年预算".encode(), b"%PDF-1.7\n<</Length 3>>"]
)
def test_what_is_no_page_is_told(content: bytes) -> None:
    assert complaint(content) == (
        "公开.html: 错误[不是网页] 这个文件里没有网页的内容\n  建议：检查是否选对了文件；网页是 .html 或 .htm 文件"
    )


def test_what_is_nested_too_deep_is_told() -> None:
    assert "错误[网页损坏] 这个网页套了太多层，读不出来" in complaint(b"<p>" + b"<div>" * 20_000 + b"<p>x")


@pytest.mark.parametrize("some", ["<p>甲", "<td>", "<b><p>"])
def test_a_small_page_with_more_elements_than_its_size_may_hold_is_told(some: str) -> None:
    assert "错误[网页过大] 这个网页里的元素、属性比它的大小该有的多得多，没有读" in complaint(some.encode() * 400_000)


@pytest.mark.parametrize("some", [' a{}="b"', ' a{}="b c"', " a{}", "/a{}"])
def test_an_element_with_tens_of_thousands_of_attributes_is_told(some: str) -> None:
    crowded = f"<p{''.join(map(some.format, range(25_000)))}>"
    assert "错误[网页过大]" in complaint(crowded.encode())


def test_a_picture_in_an_attribute_is_no_crowd() -> None:
    assert said(f'<p>甲<img src="data:{"a b=" * 30_000}">') == ["甲\ufffc"]


STYLED = f'<div style="color:{"r" * 3000}">'


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td rowspan=65534>" * 50 + "<tr>" * 400 + "</table>",
        "<p>甲" * 2000,
        STYLED * 50 + "<p>甲" * 50,
        "<div>" * 200 + "<h1>甲" * 300,
        "<table><tr><td>甲</table>" + "<p>注：甲" * 400,
    ],
)
def test_a_small_page_that_is_much_work_is_refused(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_work, "MOST", 40_000)
    assert "错误[网页过大] 这个网页里的段落、表格大得不像预算公开的，没有读完" in complaint(page.encode())


def test_tables_of_one_name_are_told_apart_by_serial_numbers() -> None:
    some = '<table aria-label="{}"><tr><td>1</table><p>甲'
    found = of("".join(map(some.format, ["表", "表", "表（2）", "表", "表（2）"]))).blocks
    assert [each.name for each in found if isinstance(each, Table)] == [
        "表",
        "表（2）",
        "表（2）（2）",
        "表（3）",
        "表（2）（3）",
    ]


WHOLE = write(DOCUMENT, STYLE)


@pytest.mark.parametrize("part", most_in_soak(range(15), every=3))
def test_random_damage_to_the_bytes_is_told_or_read_over(part: int) -> None:
    for seed in range(10 * part, 10 * part + 10):
        with suppress(ReportgenError):
            read(with_other_bytes(seed))


def with_other_bytes(seed: int) -> bytes:
    dice, content = Random(seed), bytearray(WHOLE)
    for _ in range(dice.choice([1, 5, 50, 500])):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content[: dice.choice([len(content), dice.randrange(len(content))])])


_TAGS = (
    "<table> <tr> <td> <th> <thead> <tbody> <caption> </table> </tr> <p> </p> <h1> <h2> <h6> <ol> <li> <figure> <svg> "
    "<br> <div> </div> <article> <main> <!-- --> 甲 1,064.2 & &#0; &#xD800; &#x110000; &nbsp; < > <a <td/colspan=0> "
    "<td/rowspan=0> <td/colspan=99999999> <h2/aria-level=x> <p/class=mark> <article/class=disclosure> <ol/start=-1>"
)
PARTS = [part.replace("/", " ") if "=" in part else part for part in _TAGS.split()]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_any_soup_of_tags_is_read(parts: list[str]) -> None:
    document = of("".join(parts))
    assert isinstance(document, Document)
