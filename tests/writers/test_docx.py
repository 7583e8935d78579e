"""The DOCX writer, read back with python-docx, lxml and LibreOffice.

The Open XML SDK reads every file that these tests build: `tests/validated.py`.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reportgen import grid
from reportgen.document import Block, Cell, Document, Figure, Paragraph, Role, Row, Section, Table, plain, walk
from reportgen.style import StyleSheet
from reportgen.writers.docx import markup, skeleton, table_layout, write
from tests.office import printed
from tests.writers.sample import DOCUMENT, STYLE, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = (
    "行政运行",
    "一般行政管理事务",
    "机关事业单位基本养老保险缴费支出",
    "“送温暖”工程专项资金",
    "其他群众团体事务支出",
)


def head(content: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(words(content), Role.HEAD, columns, rows)


def label(content: str, columns: int = 1, rows: int = 1, indent: int = 0) -> Cell:
    return Cell(words(content), Role.LABEL, columns, rows, indent)


def amounts(row: int, count: int) -> tuple[Cell, ...]:
    tenths = [(row * 977 + column * 1301) % 10642 + 1000 for column in range(count)]
    figures = (Figure(f"支出[行={row} 列={n}]", f"{t // 10:,}.{t % 10}", str(t * 1000)) for n, t in enumerate(tenths))
    return tuple(Cell((figure,), Role.NUMBER) for figure in figures)


HEADS = (
    "小计 工资福利支出 商品和服务支出 对个人和家庭的补助 小计 一般性项目 专项资金"
    " 小计 其中：财政拨款 纳入预算管理的行政事业性收费 国有资源（资产）有偿使用收入"
)


def wide(rows: int, name: str = "宽表") -> Table:
    """Two sides, 15 columns, three head rows."""
    down = (head(content, rows=2) for content in ("项目", "金额", "项目", "总计"))
    across = (head("基本支出", 4), head("项目支出", 3), head("一般公共预算财政拨款", 4))
    return Table(
        name=name,
        number=name,
        title=words("2020年部门收支总体情况表"),
        left=words("部门名称：洛阳市总工会"),
        right=words("单位：万元"),
        width=15,
        head=(
            Row((head("收入", 2), head("支出", 13))),
            Row((*down, *across)),
            Row(tuple(map(head, HEADS.split()))),
        ),
        body=tuple(
            Row((label(NAMES[i % 3], indent=i % 3), *amounts(i, 1), label(NAMES[i % 5]), *amounts(i, 12)))
            for i in range(rows)
        ),
        landscape=True,
    )


def long(rows: int) -> Table:
    body = tuple(
        Row((Cell(words(f"{2000000 + i}"), Role.CODE), label(f"科目{i}"), *amounts(i, 1))) for i in range(rows)
    )
    heads = (Row((head("科目编码"), head("科目名称"), head("金额"))),)
    return Table("长表", "", words("长表"), (), (), 3, heads, body)


def bare() -> Table:
    """No caption at all."""
    return Table("无题", "", (), (), (), 1, (), (Row((label("甲"),)),), landscape=True)


def document(*blocks: Block) -> Document:
    return Document(words("标题"), "洛阳市总工会", 2020, blocks)


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(*blocks: Block) -> etree._Element:
    return etree.fromstring(parts(write(document(*blocks), STYLE))["word/document.xml"])[0]


def said(element: etree._Element) -> str:
    """Text as Word shows it."""
    signs = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda _: "\n", f"{W}tab": lambda _: "\t"}
    inside_runs = (e for e in element.iter(*signs) if e.getparent().tag == f"{W}r")
    return "".join(signs[e.tag](e) for e in inside_runs)


def style_of(paragraph: etree._Element) -> str:
    return paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")


def expected(tree: Document) -> Iterator[str]:
    """The paragraphs of the tree, without the empty ones that Word needs after tables and in covered cells."""
    yield plain(tree.title)
    for block in walk(tree.blocks):
        match block:
            case Section():
                yield block.number + plain(block.title)
            case Paragraph():
                yield plain(block.runs)
            case Table():
                yield from (block.number, plain(block.title))
                yield f"{plain(block.left)}\t{plain(block.right)}" if block.right else plain(block.left)
                yield from (plain(cell.runs) for row in block.head + block.body for cell in row.cells)
                yield from (plain(note.runs) for note in block.notes)


# Text


def test_every_word_stands_in_the_file_verbatim_and_in_order() -> None:
    main = etree.fromstring(parts(write(DOCUMENT, STYLE))["word/document.xml"])
    printed = [said(paragraph) for paragraph in main.iter(f"{W}p")]
    assert [line for line in printed if line] == [line for line in expected(DOCUMENT) if line]


def test_python_docx_reads_the_same_tables() -> None:
    read = docx.Document(io.BytesIO(write(DOCUMENT, STYLE)))
    tables = [block for block in walk(DOCUMENT.blocks) if isinstance(block, Table)]
    assert len(read.tables) == len(tables)
    for there, table in zip(read.tables, tables, strict=True):
        for row, (_, spots) in zip(there.rows, grid.grid(table.head + table.body, table.width), strict=True):
            covered = [cell for spot in spots for cell in [plain(spot.cell.runs)] * spot.cell.columns]
            assert [cell.text for cell in row.cells] == covered


@given(st.text())
def test_any_text_comes_back_as_it_was_if_xml_can_hold_it(content: str) -> None:
    read = etree.fromstring(f"<w:p {markup.NAMESPACES}>{markup.text_runs(content)}</w:p>".encode())
    illegal = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
    assert said(read) == illegal.sub("\ufffd", content)


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    assert "甲\ufffd\ufffd乙" in said(body(Paragraph(words("甲\x00\ud800乙"))))


def test_only_runs_of_shared_characters_are_marked_as_chinese() -> None:
    runs = body(Paragraph(words("“送温暖”工程 café 1·2")))[1].findall(f"{W}r")
    marked = [(said(run), run.find(f"{W}rPr/{W}rFonts[@{W}hint='eastAsia']") is not None) for run in runs]
    assert marked == [("“", True), ("送温暖", False), ("”", True), ("工程 café 1", False), ("·", True), ("2", False)]


# Styles


def styles() -> etree._Element:
    return etree.fromstring(parts(write(DOCUMENT, STYLE))["word/styles.xml"])


def test_headings_are_outlined_and_look_as_the_style_sheet_says() -> None:
    read = docx.Document(io.BytesIO(write(DOCUMENT, STYLE)))
    for level, kind in enumerate(("一级标题", "二级标题", "三级标题", "四级标题", "四级标题", "四级标题"), 1):
        style = read.styles[f"Heading {level}"]
        assert style.element.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == str(level - 1)
        assert style.element.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == STYLE.texts[kind].east_asian
        assert style.font.color.type is None
        assert style.paragraph_format.keep_with_next
    sections = [block for block in walk(DOCUMENT.blocks) if isinstance(block, Section)]
    levels = [int(p.style.name[-1]) for p in read.paragraphs if p.style.name.startswith("Heading")]
    assert levels == [section.level for section in sections]


def test_every_style_names_fonts_in_all_four_slots_and_none_of_a_theme() -> None:
    slots = {f"{W}{slot}" for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert all(set(fonts.attrib) == slots for fonts in styles().iter(f"{W}rFonts"))


def test_body_text_is_indented_by_characters_on_an_exact_pitch() -> None:
    properties = styles().find(f"{W}style[@{W}default='1']/{W}pPr")
    indent, spacing = properties.find(f"{W}ind"), properties.find(f"{W}spacing")
    assert dict(indent.attrib) == {f"{W}firstLineChars": "200", f"{W}firstLine": "640"}
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("579", "exact")
    assert properties.find(f"{W}kinsoku") is not None


def test_every_style_that_is_used_exists() -> None:
    known = {style.get(f"{W}styleId") for style in styles().iter(f"{W}style")}
    tight = [wide(2, "甲"), replace(wide(2, "乙"), landscape=False)]
    file = write(replace(DOCUMENT, blocks=(*DOCUMENT.blocks, *tight)), STYLE)
    used = {name for part in parts(file).values() for name in re.findall(rb'<w:pStyle w:val="(\w+)"', part)}
    assert {name.decode() for name in used} <= known


# Word sections


def test_landscape_tables_have_turned_sections_with_their_headings() -> None:
    first, second, upright = wide(1, "甲"), wide(1, "乙"), replace(wide(1, "丙"), landscape=False)
    heading = Section(1, "三、", words("表"), (first, second))
    file = write(document(Paragraph(words("前")), heading, Paragraph(words("后")), upright, wide(1, "丁")), STYLE)
    sections = docx.Document(io.BytesIO(file)).sections
    turned = [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [section.orientation for section in sections] == turned
    firsts = [next(part.iter_inner_content()).text for part in sections]
    assert firsts == ["标题", "三、表", "后", "丁"]


def test_the_next_landscape_table_starts_a_page_with_its_first_line() -> None:
    blocks = (wide(1, "甲"), wide(1, "乙"), Section(1, "三、", words("表"), (wide(1, "丙"),)), bare(), wide(1, "丁"))
    broken = [said(p) for p in body(*blocks).iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert broken == ["乙", "三、表", "", "丁"]


def test_a_table_without_a_title_stands_in_the_text() -> None:
    style = replace(STYLE, texts={**STYLE.texts, "表题": replace(STYLE.texts["表题"], new_page=True)})
    text, upright = Paragraph(words("文")), replace(wide(1, "甲"), landscape=False)
    for title, breaks in ((upright.title, 1), ((), 0)):
        file = write(document(text, replace(upright, title=title), text), style)
        assert parts(file)["word/document.xml"].count(b"pageBreakBefore") == breaks


def test_every_section_names_paper_margins_grid_and_both_footers() -> None:
    main = body(Paragraph(words("前")), wide(1), Paragraph(words("后")))
    pages = (STYLE.portrait, STYLE.landscape, STYLE.portrait)
    for properties, page in zip(main.iter(f"{W}sectPr"), pages, strict=True):
        size, margins = properties.find(f"{W}pgSz"), properties.find(f"{W}pgMar")
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == (str(page.width), str(page.height))
        assert [int(margins.get(f"{W}{side}")) for side in ("top", "bottom", "left", "right")] == [
            *(page.top, page.bottom, page.left, page.right)
        ]
        assert properties.find(f"{W}docGrid").get(f"{W}linePitch") == "579"
        assert [footer.get(f"{W}type") for footer in properties.findall(f"{W}footerReference")] == ["default", "even"]
    assert main[-1].tag == f"{W}sectPr"


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    read = docx.Document(io.BytesIO(write(document(wide(1)), STYLE)))
    assert read.settings.odd_and_even_pages_header_footer
    for section in read.sections:
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = footer.paragraphs[0]._p
            kinds = [field.get(f"{W}fldCharType") for field in paragraph.iter(f"{W}fldChar")]
            assert not footer.is_linked_to_previous
            assert re.fullmatch("— [12] —", said(paragraph))
            assert kinds == ["begin", "separate", "end"]
            assert "PAGE" in paragraph.findtext(f".//{W}instrText")
            assert paragraph.find(f"{W}pPr/{W}jc").get(f"{W}val") == side
            assert paragraph.find(f"{W}pPr/{W}ind").get(f"{W}{side}Chars") == "100"


# Tables


def all_tables() -> Iterator[tuple[etree._Element, Table]]:
    tree = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, wide(3), replace(wide(3), landscape=False)))
    tables = [block for block in walk(tree.blocks) if isinstance(block, Table)]
    main = etree.fromstring(parts(write(tree, STYLE))["word/document.xml"])
    return zip(main.iter(f"{W}tbl"), tables, strict=True)


def test_every_width_of_a_table_says_the_same() -> None:
    for there, table in all_tables():
        page = STYLE.landscape if table.landscape else STYLE.portrait
        columns = [int(column.get(f"{W}w")) for column in there.iterfind(f"{W}tblGrid/{W}gridCol")]
        assert len(columns) == table.width
        assert sum(columns) == page.text_width == int(there.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        assert there.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        for row in there.iterfind(f"{W}tr"):
            start = 0
            for properties in row.iterfind(f"{W}tc/{W}tcPr"):
                span = properties.find(f"{W}gridSpan")
                end = start + (1 if span is None else int(span.get(f"{W}val")))
                assert int(properties.find(f"{W}tcW").get(f"{W}w")) == sum(columns[start:end])
                start = end
            assert start == table.width


def test_head_rows_repeat_and_no_row_is_split() -> None:
    for there, table in all_tables():
        rows = there.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [True] * len(table.head) + [False] * len(table.body)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_spans_down_and_across_are_merged_cells() -> None:
    spanned = Table(
        *("甲", "", (), (), (), 3, ()),
        body=(
            Row((label("左上", columns=2, rows=2), label("一"))),
            Row((label("二"),)),
            Row((label("三"), label("右下", columns=2))),
        ),
    )
    rows = [
        [
            (said(cell), *[(mark.tag.removeprefix(W), mark.get(f"{W}val")) for mark in cell[0][1:-1]])
            for cell in row.iterfind(f"{W}tc")
        ]
        for row in body(spanned).iter(f"{W}tr")
    ]
    assert rows == [
        [("左上", ("gridSpan", "2"), ("vMerge", "restart")), ("一",)],
        [("", ("gridSpan", "2"), ("vMerge", None)), ("二",)],
        [("三",), ("右下", ("gridSpan", "2"))],
    ]


def test_cells_are_aligned_by_role_and_labels_of_totals_in_the_middle() -> None:
    cells = tuple(Cell(words("1"), role, indent=1) for role in Role)
    heads = (Row((head("甲", len(cells)),)),)
    table = Table("甲", "", (), (), (), len(cells), heads, (Row(cells), Row(cells, total=True)))
    _, *rows = ([cell[1] for cell in row.iterfind(f"{W}tc")] for row in body(table).iter(f"{W}tr"))
    centred, right = "CellCentred", "CellRight"
    assert [style_of(p) for p in rows[0]] == ["CellHead", centred, "Cell", right, "Cell"]
    assert [style_of(p) for p in rows[1]] == ["CellHead", centred, centred, right, "Cell"]
    assert rows[0][2].find(f"{W}pPr/{W}ind").get(f"{W}left") == "210"


def test_caption_lines_stay_with_the_table() -> None:
    lines = [p for p in body(wide(1)).iterfind(f"{W}p") if style_of(p).startswith("Table")]
    assert [(style_of(p), said(p)) for p in lines] == [
        ("TableNumber", "宽表"),
        ("TableTitle", "2020年部门收支总体情况表"),
        ("TableLine", "部门名称：洛阳市总工会\t单位：万元"),
        ("TableLast", ""),
    ]
    stop = lines[2].find(f"{W}pPr/{W}tabs/{W}tab")
    assert (stop.get(f"{W}val"), int(stop.get(f"{W}pos"))) == ("right", STYLE.landscape.text_width)
    kept = {style.get(f"{W}styleId") for style in styles() if style.find(f"{W}pPr/{W}keepNext") is not None}
    assert {"TableNumber", "TableTitle", "TableLine"} <= kept


def test_a_form_stays_on_one_page_and_a_listing_may_go_on_overleaf() -> None:
    rows = tuple(Row((label(name), label("甲"))) for name in ("一", "二", "三"))
    form = Table("甲", "", (), (), (), 2, (), rows, widths=(1, 1))
    listing = replace(form, head=(Row((head("一"), head("二"))),), body=rows * 2)
    assert kept_rows(listing) == [True, *[False] * 3, True, True, False]  # its head, and three rows of the last page
    assert kept_rows(form) == [True, True, False]


def kept_rows(table: Table) -> list[bool]:
    """Of every row whether it stays on a page with the next."""
    (xml,) = body(table).iter(f"{W}tbl")
    return [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p")) for row in xml.iter(f"{W}tr")]


def test_tables_that_touch_stay_two_tables() -> None:
    assert [child.tag.removeprefix(W) for child in body(bare(), bare())][-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_without_rows_is_its_caption_and_notes() -> None:
    empty = Table("甲", "", words("空表"), (), (), 1, (), (), notes=(Paragraph(words("注")),))
    assert [(p.tag.removeprefix(W), said(p)) for p in body(empty)[1:-1]] == [("p", "空表"), ("p", "注"), ("p", "")]


def test_a_row_that_does_not_fill_the_grid_is_a_mistake_of_the_program() -> None:
    for cells in ((), (label("甲"), label("乙")), (label("甲", columns=2),)):
        with pytest.raises(ValueError, match="does not fill"):
            list(grid.grid([Row(cells)], 1))


# Widths


@pytest.mark.parametrize(("width", "size"), [(20000, 21), (14570, 15), (12756, 15), (10500, 14)])
def test_numbers_never_wrap_and_the_font_shrinks_as_little_as_it_must(width: int, size: int) -> None:
    table = wide(30)
    fit = table_layout.layout(table, width, 21, 14)
    assert (fit.size, sum(fit.widths)) == (size, width)
    for _, spots in grid.grid(table.body, table.width):
        for column, cell, _ in spots:
            assert cell.role is not Role.NUMBER or fit.widths[column] - 120 >= len(plain(cell.runs)) * fit.size * 5


def test_a_table_that_cannot_fit_is_as_wide_as_the_page_all_the_same() -> None:
    long = Row(tuple(Cell(words("1234567890123456789"), Role.NUMBER) for _ in range(15)))
    fit = table_layout.layout(Table("甲", "", (), (), (), 15, (), (long,)), 8845, 21, 14)
    assert (sum(fit.widths), fit.size, min(fit.widths) > 500) == (8845, 14, True)


def test_a_number_over_several_columns_has_room_in_them_together() -> None:
    spanned = Row((Cell(words("123,456,789.00"), Role.NUMBER, columns=2), *amounts(1, 13)))
    fit = table_layout.layout(Table("甲", "", (), (), (), 15, (), (spanned,)), 14570, 21, 14)
    assert sum(fit.widths[:2]) - 120 >= 14 * fit.size * 5


def test_a_label_gets_more_room_than_a_number_and_a_short_head_of_a_form_one_line() -> None:
    table = Table("甲", "", (), (), (), 2, (), (Row((label("机关事业单位"), *amounts(1, 1))),))
    first, second = table_layout.layout(table, 8845, 21, 14).widths
    assert first > second
    form = Table("甲", "", (), (), (), 2, (), (Row((head("项目名称"), Cell(words("为民服务" * 50), Role.TEXT))),))
    assert table_layout.layout(form, 8845, 21, 14).widths[0] >= 4 * 210 + 120


def test_breadth_is_that_of_the_longest_line() -> None:
    assert [table_layout.breadth(line) for line in ("", "1,064.2", "总计", "总计\n1", "“1”")] == [0, 7, 4, 4, 5]


# Package


def test_two_builds_are_the_same_file() -> None:
    first = write(DOCUMENT, STYLE)
    skeleton.cache_clear()
    assert write(DOCUMENT, STYLE) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_properties_say_whose_document_it_is_and_nothing_else() -> None:
    core = docx.Document(io.BytesIO(write(DOCUMENT, STYLE))).core_properties
    assert (core.title, core.author, core.language) == ("洛阳市总工会 2020年部门预算", "洛阳市总工会", "zh-CN")
    assert {core.created.isoformat(), core.modified.isoformat()} == {"2020-01-01T00:00:00+00:00"}
    assert (core.revision, core.last_modified_by, core.comments) == (1, "洛阳市总工会", "")


def test_nothing_of_the_default_template_is_left() -> None:
    files = parts(write(DOCUMENT, STYLE))
    assert sorted(files) == [
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/custom.xml"),
        *("word/_rels/document.xml.rels", "word/document.xml", "word/fontTable.xml"),
        *("word/footer1.xml", "word/footer2.xml", "word/footer3.xml", "word/settings.xml", "word/styles.xml"),
    ]
    everything = b"".join(files.values())
    assert not re.search(rb"python-docx|2013|Macintosh|Cambria|Calibri|12240|Theme=|thumbnail", everything)
    assert b'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in everything
    language = etree.fromstring(files["word/styles.xml"]).find(f".//{W}lang")
    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == ("en-US", "zh-CN")


MARKED = replace(document(wide(1), Paragraph(words("后"))), mark="草稿", front=(Paragraph(words("要改的地方")),))
V = "{urn:schemas-microsoft-com:vml}"


def test_every_section_of_a_draft_has_the_mark_on_odd_and_even_pages_in_words_and_behind_the_text() -> None:
    read = docx.Document(io.BytesIO(write(MARKED, STYLE)))
    assert [section.orientation for section in read.sections] == [
        *(WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
    ]
    for section in read.sections:
        for header in (section.header, section.even_page_header):
            assert not header.is_linked_to_previous
            assert [paragraph.text for paragraph in header.paragraphs] == ["草稿"]
            (shape,) = header._element.iter(f"{V}shape")
            assert shape.find(f"{V}textpath").get("string") == "草稿"
            assert shape.get("id").startswith("PowerPlusWaterMarkObject")  # by this Word knows it for a watermark
            assert "z-index:-" in shape.get("style")


def test_what_stands_in_front_of_the_title_has_pages_of_its_own() -> None:
    sections = docx.Document(io.BytesIO(write(MARKED, STYLE))).sections
    assert [next(part.iter_inner_content()).text for part in sections] == ["要改的地方", "标题", "宽表", "后"]


def test_the_properties_of_a_draft_say_that_it_is_one() -> None:
    assert docx.Document(io.BytesIO(write(MARKED, STYLE))).core_properties.title == "标题（草稿）"


def test_a_document_without_a_mark_has_no_header() -> None:
    final = replace(MARKED, mark="", front=())
    assert [name for name in parts(write(final, STYLE)) if "header" in name] == []
    assert b"headerReference" not in parts(write(final, STYLE))["word/document.xml"]


@pytest.mark.parametrize("count", [2500, pytest.param(25_000, marks=pytest.mark.soak)])
def test_all_rows_of_a_long_table_are_written(count: int) -> None:
    table = long(count)
    read = parts(write(document(table), STYLE))["word/document.xml"]
    assert read.count(b"<w:tr>") == count + 1


# LibreOffice


def printed_pages(tree: Document, folder: Path, style: StyleSheet = STYLE) -> list[list[str]]:
    """The lines of every page as LibreOffice prints it, the page number last."""
    pages = printed(write(tree, style), folder, "-layout").split("\f")[:-1]
    return [[line for line in page.splitlines() if line.strip()] for page in pages]


def test_no_page_is_blank_however_long_the_tables_are(tmp_path: Path) -> None:
    tables = [wide(rows, f"表{rows}") for rows in range(8, 32)]
    between = [Paragraph(words(f"后{i}")) if i % 2 else replace(wide(i), landscape=False) for i in range(len(tables))]
    blocks = [block for pair in zip(tables, between, strict=True) for block in pair]
    pages = printed_pages(document(*blocks, bare(), bare(), wide(9)), tmp_path)
    assert [i for i, lines in enumerate(pages, 1) if len(lines) < 2] == []
    assert [lines[-1].replace(" ", "") for lines in pages] == [f"—{i}—" for i in range(1, len(pages) + 1)]


def test_a_page_of_text_has_22_lines_and_its_number_on_the_outer_side(tmp_path: Path) -> None:
    text_pages = printed_pages(replace(document(Paragraph(words("按照过紧日子的要求" * 300))), title=()), tmp_path)
    assert [len(lines) - 1 for lines in text_pages[:3]] == [22, 22, 22]
    odd, even, *_ = (len(lines[-1]) - len(lines[-1].lstrip()) for lines in text_pages)
    assert odd > even + 20


def form() -> Table:
    """No head rows: labels beside values, then heads over amounts."""
    lines = (
        Row((head("预算数"), *amounts(0, 1))),
        Row((head("任务名称"), head("金额"))),
        Row((label("购书经费"), *amounts(1, 1))),
    )
    return Table("表单", "", words("表单"), (), (), 2, (), lines, widths=(1, 1))


def test_amounts_stand_below_each_other_in_a_table_and_in_the_middle_of_a_cell_in_a_form() -> None:
    for table, style in ((long(1), "CellRight"), (form(), "CellCentred")):
        (xml,) = body(table).iter(f"{W}tbl")
        amount = re.escape(plain(table.body[-1].cells[-1].runs))
        cells = [cell for cell in xml.iter(f"{W}p") if re.fullmatch(amount, said(cell))]
        assert {style_of(cell).rstrip("0123456789") for cell in cells} == {style}


@pytest.mark.parametrize(("characters", "kept"), [(1, True), (2000, False)])
def test_the_heads_inside_a_form_of_more_than_a_page_stay_with_the_row_below(characters: int, kept: bool) -> None:
    first, *others = form().body
    long_one = Row((label("长" * characters), label("")))
    assert kept_rows(replace(form(), body=(first, long_one, *others))) == [kept, kept, True, False]


def test_head_rows_stand_on_every_page_of_a_long_table(tmp_path: Path) -> None:
    pages = printed_pages(document(long(120)), tmp_path)
    assert len(pages) > 2
    assert all(any("科目编码" in line for line in lines) for lines in pages)


def test_every_page_of_a_draft_is_marked_and_the_others_are_as_without_it(tmp_path: Path) -> None:
    final = document(Paragraph(words("按照过紧日子的要求" * 300)), wide(40), long(60))
    trees = (final, replace(final, mark="草稿", front=MARKED.front))
    plain_pages, (front, *others) = ([list(map(unspaced, p)) for p in printed_pages(t, tmp_path)] for t in trees)
    assert front == ["草稿", "要改的地方"]
    assert {lines[0] for lines in others} == {"草稿"}
    assert [lines[1:] for lines in others] == plain_pages


def unspaced(line: str) -> str:
    return "".join(line.split())
