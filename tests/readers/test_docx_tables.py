"""The DOCX reader: tables, their captions and notes, in files that the writer did not make."""

import pytest

from reportgen.document import Cell, Document, ParagraphRole, Role, Row, Section, Table, plain, walk
from reportgen.readers.docx import Comment, read
from reportgen.readers.txt import read as read_text
from tests.readers.docx_files import cell, file, paragraph, row, run, table
from tests.writers.sample import label, words

HEADING = paragraph("部门概况", style="1")
CENTRED = '<w:jc w:val="center"/>'
SPAN, DOWN, ON = '<w:gridSpan w:val="{}"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def table_of(*body: str) -> Table:
    (found,) = (each for each in walk(read(file(HEADING, *body)).document.blocks) if isinstance(each, Table))
    return found


def spans(rows: tuple[Row, ...]) -> list[list[tuple[str, int, int]]]:
    return [[(plain(each.runs), each.columns, each.rows) for each in line.cells] for line in rows]


def test_a_table_without_our_styles_is_read_from_how_it_looks() -> None:
    found = table_of(
        paragraph("表1"),
        paragraph("2026年收支总表", properties=CENTRED),
        paragraph("部门名称：图书馆　　单位：万元"),
        table(row("科目编码", "项目", "金额"), row("合计", "", "1,064.2"), row("201", "　行政运行", "863.6")),
        paragraph("注：本表四舍五入。"),
        paragraph("正文。"),
    )
    head = Row(tuple(Cell(words(each), Role.HEAD) for each in ("科目编码", "项目", "金额")))
    assert found == Table(
        name="表1",
        number="表1",
        title=words("2026年收支总表"),
        left=words("部门名称：图书馆"),
        right=words("单位：万元"),
        width=3,
        head=(head,),
        body=(
            Row((Cell(words("合计"), Role.LABEL), label(""), Cell(words("1,064.2"), Role.NUMBER)), total=True),
            Row((Cell(words("201"), Role.CODE), label("行政运行", indent=1), Cell(words("863.6"), Role.NUMBER))),
        ),
        notes=found.notes,
    )
    assert [plain(each.runs) for each in found.notes] == ["注：本表四舍五入。"]


def test_the_head_is_what_is_marked_as_one() -> None:
    marked = row("项目", "2026", properties="<w:tblHeader/>")
    found = table_of(table(marked, row("图书", "2025"), row("期刊", "1", properties="<w:tblHeader/>")))
    assert spans(found.head) == [[("项目", 1, 1), ("2026", 1, 1)]]
    assert len(found.body) == 2


def test_cells_span_columns_and_rows() -> None:
    found = table_of(
        table(
            row(cell("甲", properties=SPAN.format(2)), cell("乙", properties=DOWN)),
            row("丙", cell("丁", properties=DOWN), cell("看不见", properties=ON)),
            row("戊", cell(properties=ON), "己"),
        )
    )
    assert spans(found.body) == [
        [("甲", 2, 1), ("乙", 1, 2)],
        [("丙", 1, 1), ("丁", 1, 2)],
        [("戊", 1, 1), ("己", 1, 1)],
    ]


def test_a_cell_that_goes_on_from_nothing_is_a_cell() -> None:
    wide = cell("乙", properties=SPAN.format(2) + ON)
    assert spans(table_of(table(row(cell("甲", properties=ON), "丙"), row(wide))).body) == [
        [("甲", 1, 1), ("丙", 1, 1)],
        [("乙", 2, 1)],
    ]


def test_old_files_merge_cells_of_a_row_in_another_way() -> None:
    first, second = cell("甲", properties='<w:hMerge w:val="restart"/>'), cell(properties="<w:hMerge/>")
    assert spans(table_of(table(row(first, second, "乙"))).body) == [[("甲", 2, 1), ("乙", 1, 1)]]


def test_what_a_row_leaves_out_is_empty() -> None:
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>'
    found = table_of(table(row("一", "二", "三", "四"), row("五", properties=before + after), row("六")))
    assert spans(found.body)[1:] == [
        [("", 1, 1), ("五", 1, 1), ("", 2, 1)],
        [("六", 1, 1), ("", 3, 1)],
    ]


def test_grid_columns_thinner_than_a_line_are_none() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="800"/><w:gridCol w:w="1"/><w:gridCol w:w="799"/></w:tblGrid>'
    rows = row(cell("甲", properties=SPAN.format(2)), "乙"), row("丙", cell("丁", properties=SPAN.format(2)))
    assert spans(table_of(table(*rows).replace("<w:tblGrid/>", grid)).body) == [
        [("甲", 1, 1), ("乙", 1, 1)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]


def test_paragraphs_and_tables_in_a_cell_are_its_lines() -> None:
    inner = table(row("内一", "内二"), row("内三"))
    assert spans(table_of(table(row(cell("上", inner, "下")))).body) == [[("上\n内一\n内二\n内三\n下", 1, 1)]]


def test_a_cell_without_properties_has_all_its_paragraphs() -> None:
    bare = f"<w:tc>{paragraph('上')}{paragraph('下')}</w:tc>"
    assert spans(table_of(table(row(bare))).body) == [[("上\n下", 1, 1)]]


def test_notes_in_cells_and_controls_around_rows_and_cells_are_read() -> None:
    noted = cell(paragraph("金额", '<w:r><w:footnoteReference w:id="1"/></w:r>'))
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = table(control.format(row(control.format(noted))))
    said = read(file(HEADING, body, footnotes=f'<w:footnote w:id="1">{paragraph("含结转")}</w:footnote>')).document
    (found,) = (each for each in walk(said.blocks) if isinstance(each, Table))
    assert spans(found.body) == [[("金额", 1, 1)]]
    assert [(plain(each.runs), each.place) for each in found.notes] == [("含结转", ParagraphRole.NOTE)]


def test_landscape_is_what_stands_in_a_turned_section() -> None:
    size = '<w:sectPr><w:pgSz w:w="{}" w:h="{}"/></w:sectPr>'
    upright, turned = size.format(11906, 16838), size.format(16838, 11906)
    document = read(
        file(
            *(HEADING, table(row("甲")), paragraph(properties=upright)),
            *(table(row("乙")), paragraph(properties=turned), table(row("丙"))),
        )
    ).document
    assert [each.landscape for each in walk(document.blocks) if isinstance(each, Table)] == [False, True, False]


def test_a_file_without_styles_says_the_same_as_its_text() -> None:
    title = "云溪县图书馆2026年部门预算"
    lines = ["一、部门概况", "（一）主要职责", "承担图书借阅等职责。", "（二）机构设置", "二、预算情况", "收入85万元。"]
    said = read(file(paragraph(title, properties=CENTRED), *map(paragraph, lines))).document
    assert said == read_text("\n\n".join([title, *lines]))


def test_a_heading_above_all_others_is_the_title() -> None:
    body = paragraph("图书馆2026年预算", style="1"), paragraph("一、概况", style="2"), paragraph("正文。")
    document = read(file(*body, paragraph("二、情况", style="2"))).document
    assert plain(document.title) == "图书馆2026年预算"
    assert [(each.level, each.number) for each in document.blocks if isinstance(each, Section)] == [
        (1, "一、"),
        (1, "二、"),
    ]


def test_what_stands_left_and_right_above_a_table_may_have_a_line_each() -> None:
    above = (paragraph(each) for each in ("表1", "收支总表", "部门名称：图书馆", "单位：万元"))
    found = table_of(paragraph("正文。"), *above, table(row("项目", "金额"), row("收入", "1")))
    assert (found.number, *map(plain, (found.title, found.left, found.right))) == (
        *("表1", "收支总表", "部门名称：图书馆", "单位：万元"),
    )


def test_what_stands_before_the_title_is_in_front_of_the_document() -> None:
    said = read(
        file(paragraph("审签单"), paragraph("图书馆", style="a3"), paragraph("2026年预算", style="a3"), HEADING)
    )
    assert plain(said.document.title) == "图书馆\n2026年预算"
    assert len(said.document.front) == 1
    assert (said.document.publisher, said.document.year) == ("图书馆", 2026)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026年2月8日", "2026-02-08"),
        ("二〇二六年二月八日", "2026-02-08"),
        ("二○二六年十二月二十八日", "2026-12-28"),
        ("二〇二六年十月三十一日", "2026-10-31"),
        ("2026年2月30日", ""),
        ("2026年2月", ""),
    ],
)
def test_the_date_on_the_cover_is_a_day(printed: str, day: str) -> None:
    names = ("封面标题", "封面署名", "封面日期")
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="c{at}"><w:name w:val="{name}"/></w:style>'
        for at, name in enumerate(names)
    )
    cover = paragraph("图书馆", style="c0"), paragraph("2026年预算", style="c0"), paragraph("图书馆", style="c1")
    said = read(file(*cover, paragraph(printed, style="c2"), paragraph("正文"), styles=styles)).document
    assert (plain(said.title), said.publisher, said.date) == ("图书馆2026年预算", "图书馆", day)
    assert len(said.blocks) == 1


def test_comments_are_listed_in_the_order_of_their_words_with_answers() -> None:
    start, end = (
        '<w:commentRangeStart w:id="{0}"/>',
        '<w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>',
    )
    body = paragraph(
        *(
            "收入",
            start.format(2),
            start.format(3),
            run("85"),
            run("万元"),
            end.format(2),
            end.format(3),
            "，",
            end.format(1),
        )
    )
    comment = '<w:comment w:id="{}" w:author="{}"><w:p w14:paraId="{}"><w:r><w:t>{}</w:t></w:r></w:p></w:comment>'
    listed = (
        comment.format(1, "乙", "A1", "漏字")
        + comment.format(2, "甲", "A2", "核对")
        + comment.format(3, "乙", "A3", "已核")
    )
    answers = '<w15:commentEx w15:paraId="A2"/><w15:commentEx w15:paraId="A3" w15:paraIdParent="A2"/>'
    assert read(file(body, comments=listed, commentsExtended=answers)).comments == (
        Comment("甲", "核对", "85万元"),
        Comment("乙", "已核", "85万元", answer=True),
        Comment("乙", "漏字"),
    )


@pytest.mark.parametrize(
    ("header", "mark"),
    [
        ('<w:p><w:r><w:pict><v:shape><v:textpath string="草稿"/></v:shape></w:pict></w:r></w:p>', "草稿"),
        (paragraph("征求意见稿"), "征求意见稿"),
        (paragraph("图书馆2026年部门预算"), ""),
    ],
)
def test_the_mark_is_the_word_behind_the_pages_or_alone_above_them(header: str, mark: str) -> None:
    assert read(file(HEADING, header=header)).document.mark == mark


def test_a_section_without_text_and_a_document_without_anything_are_read() -> None:
    assert read(file()).document == Document((), "", 0, ())
    assert read(file(HEADING)).document.blocks == (Section(1, "", words("部门概况"), ()),)


def test_a_form_has_no_head() -> None:
    found = table_of(
        table(row("单位负责人", "杜某某", "人数", "70"), row("目标", "甲", "乙", "丙"), row("丁", "戊", "己", "庚"))
    )
    assert found.head == ()
    assert found.body[0].cells[0].role is Role.TEXT
