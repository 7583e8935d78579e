"""The comparison itself: a comparer that overlooks a difference would make every comparison pass."""

import io
import random
import zipfile
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document

from .compare import W, docx_tables, docx_text, html_tables, html_text, missing_in_order, tokens, value


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def package(body: str) -> bytes:
    """A DOCX package with nothing but this body: enough for our readers, and free of what python-docx would write."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        parts.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W[1:-1]}" {space}><w:body>{body}</w:body></w:document>'
        )
    return stream.getvalue()


# Tokens
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入预算1064.2万元，占 81.15%。", ["1064.2万元", "81.15%"]),
        ("小计 1,064.2一、基本支出 863.6", ["1064.2", "863.6"]),
        ("1,234,567.80 元", ["1234567.80元"]),
        ("12,34", ["12", "34"]),
        ("1,0642", ["1", "0642"]),
        ("0万元、0.0、0辆", ["0万元", "0.0", "0"]),
        ("-3.5%，−2，－1", ["-3.5%", "-2", "-1"]),
        ("2020-12-31", ["2020", "12", "31"]),
        ("50～200 万元，3-5个，1万元-2万元", ["50", "200万元", "3", "5", "1万元", "2万元"]),
        ("100％", ["100%"]),
        ("201 29 01", ["201", "29", "01"]),
        ("1.财政拨款", ["1"]),
        ("wifi6、A4纸、20kg、1.5kg", []),
        ("１、工资福利支出，三十二、", []),
        ("金额\t863.6\t元", ["863.6"]),
    ],
)
def test_tokens_of_a_text(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("left", "right"), [("2633965.00元", "2633965元"), ("0.0", "0"), ("100", "100.00"), ("-0", "0")]
)
def test_value_is_independent_of_the_digits_printed(left: str, right: str) -> None:
    assert value(left) == value(right)


@pytest.mark.parametrize(
    ("left", "right"), [("1万元", "1元"), ("3.19%", "3.19"), ("-1", "1"), ("05", "5"), ("1", "1.01")]
)
def test_value_keeps_unit_sign_and_code_apart(left: str, right: str) -> None:
    assert value(left) != value(right)


# missing_in_order
@pytest.mark.parametrize(
    ("expected", "printed", "missing"),
    [
        ([], ["1"], []),
        (["1"], [], ["1"]),
        (["1", "2"], ["0", "1.00", "9", "2"], []),
        (["1", "2", "3"], ["2", "3", "1"], ["1"]),
        (["1", "1"], ["1"], ["1"]),
        (["1", "2", "3"], ["1", "7", "3"], ["2"]),
        (["5", "1", "2", "3"], ["1", "2", "3", "5"], ["5"]),
        (["1万元"], ["1元"], ["1万元"]),
    ],
)
def test_missing_in_order(expected: list[str], printed: list[str], missing: list[str]) -> None:
    assert missing_in_order(expected, printed) == missing


def test_missing_leaves_a_longest_common_subsequence() -> None:
    """Against exhaustive search on short sequences."""

    def is_subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
        rest = iter(whole)
        return all(token in rest for token in part)

    def longest(left: list[str], right: list[str]) -> int:
        subsets = ([t for k, t in enumerate(left) if bits >> k & 1] for bits in range(1 << len(left)))
        return max(len(subset) for subset in subsets if is_subsequence(subset, right))

    chance = random.Random(1)
    for _ in range(200):
        expected = chance.choices("123", k=chance.randint(0, 7))
        printed = chance.choices("123", k=chance.randint(0, 7))
        missing = missing_in_order(expected, printed)
        assert len(expected) - len(missing) == longest(expected, printed)
        assert is_subsequence(missing, expected)


# DOCX
def test_docx_text_reads_paragraphs_and_cells_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("一、收入").add_run("\t1064.2\n万元")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["项目", "金额", "小计", "863.6"], strict=True):
        cell.text = text
    document.add_paragraph("说明")
    assert docx_text(saved(document)) == "一、收入\t1064.2\n万元\n项目\t金额\n小计\t863.6\n说明"


def test_docx_text_reads_the_visible_text_once() -> None:
    body = """
      <w:p><w:pPr><w:tabs><w:tab w:val="right"/></w:tabs></w:pPr><w:r><w:instrText>PAGE 7</w:instrText></w:r>
        <w:del><w:r><w:delText>8</w:delText></w:r></w:del><w:ins><w:r><w:t>占</w:t></w:r></w:ins>
        <mc:AlternateContent><mc:Choice><w:r><w:t>2.58%</w:t></w:r></mc:Choice>
        <mc:Fallback><w:r><w:t>2.58%</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>
      <w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>目录</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>"""
    assert docx_text(package(body)) == "占2.58%\n目录"


def test_docx_tables_show_a_merged_cell_in_its_first_place() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "值"
    for first, last, text in [((0, 0), (1, 0), "项目"), ((0, 1), (0, 2), "收入")]:
        table.cell(*last).text = table.cell(*first).text = ""
        table.cell(*first).merge(table.cell(*last)).text = text
    assert docx_tables(saved(document)) == [[["项目", "收入", ""], ["", "值", "值"], ["值", "值", "值"]]]


def test_docx_tables_keep_columns_of_rows_that_start_late() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    first = "<w:tr>" + "".join(map(cell.format, "甲乙丙")) + "</w:tr>"
    second = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell.format("丁")}</w:tr>'
    assert docx_tables(package(f"<w:tbl>{first}{second}</w:tbl>")) == [[["甲", "乙", "丙"], ["", "丁", ""]]]


# HTML
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>9</title><style>p{margin:1px}</style></head>
<body><!-- 5 --><h2>一、<span>收入</span></h2>
<p>共 <b>1064.2</b><span>万元</span>，<br>占<span hidden>7</span>100%。</p>
<table><caption>单位：万元</caption><thead><tr><th rowspan="2">项目</th><th colspan="2">收入</th></tr>
<tr><th>小计</th><th>其中</th></tr></thead>
<tbody><tr><td>合计</td>
<td><p>863.6</p></td><td></td></tr></tbody></table></body></html>""".encode()


def test_html_text_breaks_lines_at_blocks_and_not_inside_them() -> None:
    lines = html_text(PAGE).splitlines()
    assert lines[:4] == ["一、收入", "共 1064.2万元，", "占100%。", "单位：万元"]
    assert tokens(html_text(PAGE)) == ["1064.2万元", "100%", "863.6"]


def test_html_text_separates_cells_by_tabs() -> None:
    assert html_text(PAGE).splitlines()[4:] == ["项目\t收入", "小计\t其中", "合计\t863.6\t"]


def test_html_tables_show_a_merged_cell_in_its_first_place() -> None:
    assert html_tables(PAGE) == [[["项目", "收入", ""], ["", "小计", "其中"], ["合计", "863.6", ""]]]


def test_html_tables_without_cells_are_empty() -> None:
    assert html_tables(b"<table></table>") == [[]]
