"""The text reader: small texts with the trees they say, and every example there and back."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import ReportgenError
from reportgen.document import Cell, Document, Paragraph, ParagraphRole, Role, Row, Section, Table, plain, walk
from reportgen.readers.txt import read
from reportgen.report import Disclosure, Report
from reportgen.writers.txt import write
from tests import budgets
from tests.budgets import DATA, documents, published
from tests.writers.sample import STYLE, body, label, note, number, section, tables, text, words

TITLE = "观澜县图书馆2026年部门预算\n\n"


def blocks(lines: str) -> tuple[Section | Paragraph | Table, ...]:
    return read(TITLE + lines).blocks


def table_of(lines: str) -> Table:
    (table,) = blocks(lines)
    assert isinstance(table, Table)
    return table


def outline(lines: str) -> list[str]:
    """Headings, each with its level before it and a bar between number and title."""
    found = [each for each in walk(blocks(lines)) if isinstance(each, Section)]
    return [f"{each.level} {each.number}|{plain(each.title)}" for each in found]


def cells(rows: tuple[Row, ...]) -> list[list[tuple[str, int, int]]]:
    """Of each row what its cells say, with the columns and rows they span."""
    return [[(plain(cell.runs), cell.columns, cell.rows) for cell in row.cells] for row in rows]


def complaint(lines: str) -> str:
    with pytest.raises(ReportgenError) as caught:
        read(TITLE + lines, path="预算.txt")
    return str(caught.value)


def test_a_whole_document_reads_from_its_title_to_its_last_line() -> None:
    said = read(
        "云溪县文化和旅游局2026年部门预算公开\n\n引言。\n\n一、概况\n\n（一）职责\n\n第一段。\n第二段。\n\n"
        "表1\n收支总表\n部门名称：云溪县文化和旅游局　　单位：万元\n项目 | 金额\n--\n"
        "合计 | 1.5\n　其中 |\n注：无。\n\n末段。\n"
    )
    table = Table(
        name="表1",
        number="表1",
        title=words("收支总表"),
        left=words("部门名称：云溪县文化和旅游局"),
        right=words("单位：万元"),
        width=2,
        head=(Row((Cell(words("项目"), Role.HEAD), Cell(words("金额"), Role.HEAD))),),
        body=(
            Row((label("合计"), Cell(words("1.5"), Role.NUMBER)), total=True),
            Row((label("其中", indent=1), number("", ""))),
        ),
        notes=(note("注：无。"),),
    )
    inner = section(2, "（一）|职责", body("第一段。"), body("第二段。"), table, body("末段。"))
    assert said == Document(
        title=words("云溪县文化和旅游局2026年部门预算公开"),
        publisher="云溪县文化和旅游局",
        year=2026,
        blocks=(body("引言。"), section(1, "一、|概况", inner)),
    )


@pytest.mark.parametrize(
    ("title", "publisher", "year"),
    [
        ("云溪县文化和旅游局2026年部门预算公开", "云溪县文化和旅游局", 2026),
        ("宝山区职工服务中心（单位）\n2020年单位预算", "宝山区职工服务中心", 2020),
        ("山海关区工会部门2020年部门预算公开说明", "山海关区工会", 2020),
        ("2026年云溪县文化和旅游局部门预算", "云溪县文化和旅游局", 2026),
    ],
)
def test_the_title_names_publisher_and_year(title: str, publisher: str, year: int) -> None:
    document = read(f"{title}\n\n一、概况\n")
    assert (plain(document.title), document.publisher, document.year) == (title, publisher, year)


def test_publisher_and_year_can_be_given() -> None:
    document = read("部门预算公开", publisher="观澜县图书馆", year=2026)
    assert (document.publisher, document.year) == ("观澜县图书馆", 2026)


def test_headings_nest_in_the_order_in_which_their_kinds_are_met() -> None:
    assert outline(
        "第一部分　概况\n\n一、职责\n\n（一）内设机构\n\n1．办公室\n\n(1)文书\n\n①收发\n\n（二）人员\n\n二、构成\n"
    ) == [
        "1 第一部分　|概况",
        "2 一、|职责",
        "3 （一）|内设机构",
        "4 1．|办公室",
        "5 (1)|文书",
        "6 ①|收发",
        "3 （二）|人员",
        "2 二、|构成",
    ]


def test_a_list_that_begins_inside_one_of_its_kind_stands_below_it() -> None:
    assert outline("一、文字\n\n第一部分　概况\n\n一、职责\n\n二、机构\n\n第二部分　说明\n\n二、表格\n") == [
        "1 一、|文字",
        "2 第一部分　|概况",
        "3 一、|职责",
        "3 二、|机构",
        "2 第二部分　|说明",
        "1 二、|表格",
    ]


def test_a_line_that_stands_alone_and_is_no_sentence_is_a_heading() -> None:
    assert outline("一、概况\n\n部门职责：\n\n管理工作。\n\n机构设置：\n\n设2个科室，具体如下：\n\n无。\n") == [
        "1 一、|概况",
        "2 |部门职责：",
        "2 |机构设置：",
    ]


def test_numbered_lines_that_stand_together_are_paragraphs() -> None:
    assert blocks("1、维护权益\n2、提升技能\n") == (body("1、维护权益"), body("2、提升技能"))


def test_what_a_typist_adds_around_lines_is_not_part_of_them() -> None:
    assert blocks("　　一段。 \r\n \t\r\n　\r\n　　二段。") == (body("一段。"), body("二段。"))


def test_sentences_right_below_the_title_are_paragraphs() -> None:
    document = read("观澜县图书馆\n2026年部门预算\n　　本馆设三个部门。\n")
    assert (plain(document.title), document.blocks) == ("观澜县图书馆\n2026年部门预算", (body("本馆设三个部门。"),))


def test_spans_are_found_again() -> None:
    table = table_of("科目编码 || 总计 | 支出 ||\n类 | 款 | 〃 | 基本 | 项目\n--\n201 | 01 | 3 | 1 | 2\n")
    assert table.width == 5
    assert cells(table.head) == [
        [("科目编码", 2, 1), ("总计", 1, 2), ("支出", 2, 1)],
        [("类", 1, 1), ("款", 1, 1), ("基本", 1, 1), ("项目", 1, 1)],
    ]
    assert [cell.role for cell in table.body[0].cells] == [Role.CODE] * 2 + [Role.NUMBER] * 3


def test_empty_cells_are_told_from_spans() -> None:
    assert cells(table_of("甲 || 乙\n甲 | | 乙\n甲 | 乙 ||\n甲 | 乙 |\n| |\n| ||\n甲 ||\n甲 |||\n").body) == [
        [("甲", 2, 1), ("乙", 1, 1)],
        [("甲", 1, 1), ("", 1, 1), ("乙", 1, 1)],
        [("甲", 1, 1), ("乙", 2, 1)],
        [("甲", 1, 1), ("乙", 1, 1), ("", 1, 1)],
        [("", 1, 1), ("", 1, 1), ("", 1, 1)],
        [("", 1, 1), ("", 2, 1)],
        [("甲", 2, 1), ("", 1, 1)],
        [("甲", 3, 1)],
    ]


def test_a_block_of_columns_and_rows_goes_on_below() -> None:
    assert cells(table_of("甲 || 乙\n〃 || 丙\n〃 || 丁\n").body) == [
        [("甲", 2, 3), ("乙", 1, 1)],
        [("丙", 1, 1)],
        [("丁", 1, 1)],
    ]


def test_a_form_has_no_head_and_breaks_inside_its_cells() -> None:
    table = table_of("目标 | 一、甲⏎二、乙\n")
    assert (table.head, table.body) == ((), (Row((text("目标"), text("一、甲\n二、乙"))),))


def test_a_table_of_one_column_has_no_bars() -> None:
    table = table_of("项目\n--\n办公费\n差旅费\n注：共两项。\n")
    assert (cells(table.head), cells(table.body)) == ([[("项目", 1, 1)]], [[("办公费", 1, 1)], [("差旅费", 1, 1)]])
    assert table.notes == (note("注：共两项。"),)


def test_lines_after_the_last_row_are_notes() -> None:
    table = table_of("甲 | 乙\n--\n1 | 2\n备注：无\n单位换算时有尾差。\n")
    assert [(plain(each.runs), each.place) for each in table.notes] == [
        ("备注：无", ParagraphRole.NOTE),
        ("单位换算时有尾差。", ParagraphRole.NOTE),
    ]


@pytest.mark.parametrize(
    ("caption", "number", "title", "left", "right"),
    [
        ("公开14-1表\n绩效表\n部门名称：甲　　单位：万元", "公开14-1表", "绩效表", "部门名称：甲", "单位：万元"),
        ("1、收支总表\n单位：元", "", "1、收支总表", "", "单位：元"),
        ("申报表\n（2020年）\n申报单位名称：甲", "", "申报表\n（2020年）", "申报单位名称：甲", ""),
        ("表10\n收支总表", "表10", "收支总表", "", ""),
        ("目标表\n711002甲局　　　　单位：元", "", "目标表", "711002甲局", "单位：元"),
    ],
)
def test_the_lines_above_the_rows_are_number_title_and_sides(
    caption: str, number: str, title: str, left: str, right: str
) -> None:
    table = table_of(f"{caption}\n甲 | 乙\n--\n1 | 2\n")
    assert (table.number, *map(plain, (table.title, table.left, table.right))) == (number, title, left, right)


def test_tables_that_are_called_the_same_have_names_of_their_own() -> None:
    found = blocks("表1\n甲 | 1\n\n表1\n乙 | 2\n")
    assert [each.name for each in found if isinstance(each, Table)] == ["表1", "表1（第6行）"]


def test_all_rows_that_do_not_fill_their_table_are_told_with_their_lines() -> None:
    hint = "  建议：“|”的两边各空一格；一格占两列写“||”，空的格也要写“|”"
    assert complaint("项目 | 金额\n--\n办公费 | 1 | 2\n差旅费 | 3\n会议费\n合计 | 6\n") == (
        "预算.txt:5:1: 错误[表格行] 这一行有3列，而这张表有2列\n"
        f"    | 办公费 | 1 | 2\n    | ^^^^^^^^^^^^^^\n{hint}\n"
        "预算.txt:7:1: 错误[表格行] 这一行有1列，而这张表有2列\n"
        f"    | 会议费\n    | ^^^^^^\n{hint}"
    )


def test_a_cell_that_goes_on_below_nothing_is_told() -> None:
    assert complaint("甲 | 乙 | 丙\n〃 || 丁\n").startswith("预算.txt:4:1: 错误[表格行] “〃”上面没有同样宽的一格\n")


def test_a_title_without_a_year_is_told() -> None:
    with pytest.raises(ReportgenError, match=r"^文本:2:1: 错误\[年度\] 标题里没有年度\n"):
        read("\n部门预算公开\n\n一、概况\n")


def test_a_text_without_words_is_told() -> None:
    with pytest.raises(ReportgenError, match=r"^文本: 错误\[空文档\] 这个文件里没有文字\n"):
        read("\ufeff \n\n")


@given(
    st.lists(
        st.sampled_from(
            ["", "\n", " ", "\n\n", "一、", "①", "甲", "1.", "|", " |", " || ", "--\n", "〃", "注：", "　　", "表1\n"]
        )
    )
)
def test_any_text_is_a_document_or_a_mistake(signs: list[str]) -> None:
    with suppress(ReportgenError):
        read(TITLE + "".join(signs))


# There and back
def shape(document: Document) -> list[object]:
    """What a document says, without guesses: words, and tables with what their cells span."""
    return [
        [
            *(each.number, plain(each.title), plain(each.left), plain(each.right), each.width),
            *(cells(each.head), cells(each.body), [plain(n.runs) for n in each.notes]),
        ]
        if isinstance(each, Table) and not each.picture
        else f"［图：{plain(each.title)}］"
        if isinstance(each, Table)
        else each.number + plain(each.title)
        if isinstance(each, Section)
        else plain(each.runs)
        for each in walk(document.blocks)
    ]


def totals(document: Document) -> list[list[bool]]:
    return [[row.total for row in table.body] for table in budgets.tables(document)]


def reread(report: Report) -> Document:
    """The document as the text says it, which makes the same text again."""
    printed = write(report.document, STYLE)
    document = read(printed.decode())
    assert write(document, STYLE) == printed
    return document


@documents
def test_every_example_is_read_as_it_was_written(name: str) -> None:
    report = published(name)
    document = reread(report)
    assert shape(document) == shape(report.document)
    assert (document.publisher, document.year) == (report.document.publisher, report.document.year)


def test_every_units_document_is_read_as_it_was_written() -> None:
    disclosure = Disclosure(DATA / "example-2026.yaml")
    reports = [disclosure.report(unit.name) for unit in disclosure.units.listed]
    assert [shape(reread(report)) for report in reports] == [shape(report.document) for report in reports]
    assert len(reports) > 1


@documents
def test_totals_are_found_where_they_were(name: str) -> None:
    old = published(name).document
    assert totals(reread(published(name))) == totals(old)


@given(tables().filter(lambda table: table.width > 1))  # one column without a head looks like paragraphs
def test_any_table_is_read_as_it_was_written(table: Table) -> None:
    document = Document(words("2026年"), "", 2026, (table,))
    printed = write(document, STYLE)
    said = read(printed.decode())
    assert shape(said) == shape(document)
    assert write(said, STYLE) == printed
