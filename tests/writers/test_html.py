"""The HTML writer, read back by parsers that are not ours, checked by the Nu HTML checker, printed by Chromium."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import (
    Block,
    Document,
    Figure,
    Paragraph,
    ParagraphRole,
    Row,
    Section,
    Table,
    Text,
    figures,
    plain,
    walk,
)
from reportgen.style import Page
from reportgen.writers.html import sheet_style, write
from reportgen.writers.html.css import table_size
from tests import tools
from tests.writers import sample
from tests.writers.sample import DOCUMENT, HOSTILE, STYLE, label, number, row, tables, text, words

ROOT = Path(__file__).parents[2]
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def page(*blocks: Block, title: str = "标题") -> BeautifulSoup:
    return parsed(Document(words(title), "部门", 2025, blocks))


def parsed(document: Document) -> BeautifulSoup:
    """The page, its line breaks as newlines."""
    soup = BeautifulSoup(write(document, STYLE), "html.parser", multi_valued_attributes=None)
    for there in soup.find_all("br"):
        there.replace_with("\n")
    soup.smooth()
    return soup


def table_of(body: tuple[Row, ...], heads: tuple[Row, ...] = (), frozen: int = 0) -> Table:
    width = sum(cell.columns for cell in (*heads, *body)[0].cells)
    return Table("甲", "表1", words("题"), (), (), width, heads, body, frozen=frozen)


def printed(soup: BeautifulSoup) -> list[str]:
    places = "header h1, main h2, main h3, main h4, main h5, main h6, main p, main th, main td"
    return [there.get_text() for there in soup.select(places)]


def expected(document: Document) -> Iterator[str]:
    """What a reader reads: title, headings, paragraphs, captions, cells, notes."""
    yield plain(document.title)
    for block in walk(document.blocks):
        match block:
            case Section():
                yield block.number + plain(block.title)
            case Paragraph():
                yield plain(block.runs)
            case Table():
                yield from filter(None, (block.number, plain(block.title), plain(block.left), plain(block.right)))
                yield from (plain(cell.runs) for line in block.head + block.body for cell in line.cells)
                yield from (plain(note.runs) for note in block.notes)


def headers(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [(there.get_text(), str(there["scope"])) for there in soup.select("th")]


# Text and figures


def test_every_word_stands_on_the_page_verbatim_and_in_order() -> None:
    assert printed(parsed(DOCUMENT)) == list(expected(DOCUMENT))


@given(st.text())
def test_any_text_comes_back_as_it_was_if_a_file_can_hold_it(content: str) -> None:
    content = f"名{content}"  # of white space alone Beautiful Soup keeps one space
    figure = Figure(content, content, content)
    there = page(Paragraph((*words(content), figure), ParagraphRole.NOTE)).select("main p.note data")
    legal = UNPRINTABLE.sub("\ufffd", content)
    assert [(data["data-figure"], data["value"], data.get_text()) for data in there] == [(legal, legal, legal)]
    assert there[0].parent is not None
    assert there[0].parent.get_text() == legal * 2


@given(st.text(min_size=1))
def test_no_text_changes_the_shape_of_the_page(content: str) -> None:
    def shape(inner: str) -> list[str]:
        table = replace(sample.EMPTY, name=inner, number=inner, title=words(inner), left=words(inner))
        table = replace(table, body=(Row((label(inner), number(inner, "1"), text(inner))),))
        soup = page(Section(1, inner, words(inner), (table,)), title=inner)
        return [tag.name for tag in soup.find_all()]

    assert shape(f"名{content}") == shape("名")


def test_every_figure_keeps_name_and_value_in_order() -> None:
    there = [(data["data-figure"], data["value"], data.get_text()) for data in parsed(DOCUMENT).select("data")]
    assert there == [(figure.name, figure.value, figure.text) for figure in figures(DOCUMENT)]


def test_language_title_and_publisher_are_stated() -> None:
    soup = parsed(DOCUMENT)
    assert soup.select_one("html[lang=zh-CN] > head > meta[charset=utf-8]")
    assert soup.title
    assert soup.title.get_text() == " ".join(plain(DOCUMENT.title).split())
    assert soup.select_one(f'meta[name=author][content="{DOCUMENT.publisher}"]')


# Structure


def test_headings_are_one_deeper_than_the_level_and_at_most_h6() -> None:
    there = [tag.name for tag in parsed(DOCUMENT).select("main :is(h2, h3, h4, h5, h6)")]
    levels = [block.level for block in walk(DOCUMENT.blocks) if isinstance(block, Section)]
    assert there == [f"h{min(level + 1, 6)}" for level in levels]


def test_the_contents_link_to_every_section_and_every_table_in_order() -> None:
    soup = parsed(DOCUMENT)
    links = [str(link["href"]) for link in soup.select('nav[aria-label="目录"] a')]
    assert links == [f"#{there['id']}" for there in soup.select("main section, main .table")]
    ids = [str(there["id"]) for there in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in soup.select("a[href]")} <= set(ids)


def test_links_read_as_the_headings_and_captions_do() -> None:
    links = [link.get_text() for link in parsed(DOCUMENT).select("nav a")]
    assert links[0] == "第一部分　部门概况"
    assert f"二、机构设置{HOSTILE}" in links
    assert "预算03表 2020年部门支出总体情况表" in links


def test_ids_come_from_positions_and_survive_a_change_of_wording() -> None:
    table = table_of((row("项:甲 数:甲:1"),))
    inner = Section(2, "一、", words("内"), (table,))
    soup = page(table, Section(1, "", words("外"), (Paragraph(()), inner, inner)), Section(1, "", words("末"), ()))
    assert [there["id"] for there in soup.select("main [id]")] == ["t1", "s1", "s1-1", "t2", "s1-2", "t3", "s2"]


def test_a_document_of_paragraphs_alone_has_no_contents() -> None:
    assert not page(Paragraph(words("一段"))).select("nav")


# Tables


def covered(group: Tag) -> list[tuple[int, int]]:
    """Grid places that the cells of a row group cover, by the rules of HTML."""
    taken: list[tuple[int, int]] = []
    for line, tr in enumerate(group.select("tr")):
        column = 0
        for cell in tr.select("th, td"):
            while (line, column) in taken:
                column += 1
            width, height = int(str(cell.get("colspan", "1"))), int(str(cell.get("rowspan", "1")))
            taken += [(line + down, column + right) for down in range(height) for right in range(width)]
    return taken


def assert_filled(group: Tag, lines: int, width: int) -> None:
    assert sorted(covered(group)) == [(line, column) for line in range(lines) for column in range(width)]


def test_cells_fill_the_grid_of_every_table_exactly() -> None:
    there = parsed(DOCUMENT).select("table")
    given_tables = [block for block in walk(DOCUMENT.blocks) if isinstance(block, Table)]
    for tag, table in zip(there, given_tables, strict=True):
        for name, lines in (("thead", table.head), ("tbody", table.body)):
            group = tag.select_one(name)
            assert (group is None) == (not lines)
            if group is not None:
                assert_filled(group, len(lines), table.width)


@given(tables())
def test_cells_fill_the_grid_however_they_span(table: Table) -> None:
    group = page(table).select_one("tbody")
    assert group is not None
    assert_filled(group, len(table.body), table.width)


def test_head_cells_head_columns_and_an_empty_one_heads_nothing() -> None:
    table = table_of((row("项:甲 数:甲:1 数:乙:2"),), (row("头:科目 头:金额 头:"),), frozen=1)
    assert headers(page(table)) == [("科目", "col"), ("金额", "col"), ("甲", "row")]


def test_a_label_heads_its_row_and_a_code_does_not() -> None:
    assert headers(page(table_of((row("编:2010101 项:行政运行 数:甲:1"),), frozen=2))) == [("行政运行", "row")]


def test_both_halves_of_a_two_sided_row_have_their_own_label() -> None:
    line = row("项:收入合计 数:收入:1 项:支出合计 数:支出:1")
    assert headers(page(table_of((line,)))) == [("收入合计", "row"), ("支出合计", "row")]


def test_columns_of_zeros_are_quieter() -> None:
    lines = row("项:甲 数:甲:1 数:乙:0.00 数:丙:0.00"), row("项:乙 数:甲:0.00 数:乙:0.00", number("丙", ""))
    soup = page(table_of(lines, (row("头: 头:甲 头:乙 头:丙"),)))
    assert [cell.text for cell in soup.select("td.nothing")] == ["0.00", "0.00", "0.00"]
    assert page(table_of(lines)).select("td.nothing") == []  # a form has no columns


def test_a_label_with_nothing_to_its_right_is_data() -> None:
    assert headers(page(table_of((row("编:1 数:甲:1 项:备注"),)))) == []


def test_in_a_form_a_row_of_words_heads_the_columns_below() -> None:
    lines = (row("项:任务/2 头:名称 头:金额"), row("文:任务一 数:甲:1"))
    assert headers(page(table_of(lines))) == [("任务", "row"), ("名称", "col"), ("金额", "col")]


def test_a_long_table_scrolls_under_its_head_and_a_form_has_none() -> None:
    lines = tuple(row("文:任务 数:甲:1") for _ in range(50))
    soup = page(table_of(lines, (row("头:任务 头:金额"),)), table_of(lines))
    assert [("long" in table["class"], "form" in table["class"]) for table in soup.select("div.table")] == [
        (True, False),
        (False, True),
    ]


def test_indents_totals_and_frozen_columns_are_marked() -> None:
    soup = page(sample.expenditure("表1", "题"))
    indented = soup.find("th", string="行政运行")
    assert isinstance(indented, Tag)
    assert indented["style"] == "--indent:1"
    assert [tr.get_text()[:2] for tr in soup.select("tr.total")] == ["合计"]
    kept = [there.get_text() for there in soup.select(".kept:not(.across)")]
    assert kept[:3] == ["单位（科目名称）", "洛阳市总工会", "行政运行"]


def test_a_table_scrolls_in_a_box_of_its_own_that_keyboards_reach() -> None:
    soup = parsed(DOCUMENT)
    boxes = soup.select('main div.scroll[role=region][tabindex="0"][aria-label] > table')
    assert len(boxes) == len(soup.select("table"))
    names = [str(box["aria-label"]) for box in soup.select("div.scroll")]
    assert len(set(names)) == len(names)


def test_notes_stand_below_their_table() -> None:
    after = page(sample.EMPTY).select("#t1 > .scroll ~ p.note")
    assert [note.get_text() for note in after] == [plain(note.runs) for note in sample.EMPTY.notes]


def test_a_table_without_caption_has_none() -> None:
    bare = replace(table_of((row("项:甲 数:甲:1"),)), number="", title=())
    assert not page(bare).select("caption")


# Print


def test_a_narrow_table_prints_in_the_size_of_the_style_sheet() -> None:
    assert table_size(sample.TWO_SIDED, STYLE) == "10.500pt"


def test_a_wide_table_prints_smaller_but_never_too_small() -> None:
    line = Row((label("合计"), *(number(f"列{at}", "1,234,567.89") for at in range(9))), total=True)
    wide = replace(table_of((line,), frozen=1), landscape=True)
    assert table_size(wide, STYLE) == "8.500pt"
    assert table_size(replace(wide, landscape=False), STYLE) == "7.000pt"


def test_on_paper_space_between_chinese_and_latin_is_as_the_style_sheet_wants() -> None:
    none = ":root { text-autospace: no-autospace; --gap: 0; }"
    assert none not in write(DOCUMENT, STYLE).decode()
    before = write(DOCUMENT, replace(STYLE, gaps=False)).decode().partition(none)[0]
    paper = before.rpartition("@media print")[2]
    assert paper.count("{") == paper.count("}") + 1


def test_a_number_stands_apart_from_chinese_characters_and_from_nothing_else() -> None:
    pieces = {
        "增加": None,
        "1.2": "before after",
        "万元，增长": None,
        "3.4": "before",
        "%（": None,
        "5": None,
        "）": None,
        "-6": "after",
        "人": None,
    }
    runs = tuple(Figure("数", piece, "0") if piece[-1].isdigit() else Text(piece) for piece in pieces)
    soup = parsed(replace(DOCUMENT, blocks=(Paragraph(runs),)))
    classes = {number.text: number.get("class") for number in soup.select("main data")}
    assert classes == {piece: sides for piece, sides in pieces.items() if piece[-1].isdigit()}


def chromium_pdf(document: Document, folder: Path) -> Path:
    """The pages that Chromium prints, without its own head and foot lines."""
    html, pdf = folder / "页.html", folder / "页.pdf"
    html.write_bytes(write(document, STYLE))
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    profile = f"--user-data-dir={folder / 'profile'}"
    tools.run_tool(tools.need("chromium"), *options, profile, f"--print-to-pdf={pdf}", html.as_uri())
    return pdf


def test_wide_tables_print_on_turned_pages_and_the_rest_upright(tmp_path: Path) -> None:
    blocks = (Paragraph(words("前")), sample.expenditure("表1", "题"), Paragraph(words("后")))
    pdf = chromium_pdf(replace(DOCUMENT, blocks=blocks), tmp_path)
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)\S* (\d+)", pdf.read_bytes())
    assert [int(width) > int(height) for width, height in boxes] == [False, True, False]


# A draft

DRAFT = replace(DOCUMENT, mark="草稿", front=(Section(1, "", words("要改的地方"), (sample.EMPTY,)),))


def test_a_draft_says_so_where_a_screen_reader_and_a_browser_tab_begin() -> None:
    soup = parsed(DRAFT)
    assert soup.title
    assert soup.title.get_text().endswith("（草稿）")
    assert [there.get_text() for there in soup.select("body > aside > p.mark")] == ["草稿"]


def test_what_stands_in_front_of_the_title_changes_no_id_of_the_document_and_no_entry_of_its_contents() -> None:
    draft, final = parsed(DRAFT), parsed(DOCUMENT)
    assert [there["id"] for there in draft.select("aside.front [id]")] == ["front-s1", "front-t1"]
    assert str(draft.select_one("main")) == str(final.select_one("main"))
    assert str(draft.select_one("nav")) == str(final.select_one("nav"))


def test_a_document_without_a_mark_has_nothing_of_it() -> None:
    assert not parsed(DOCUMENT).select(".mark, .front")
    assert b".mark" not in write(DOCUMENT, STYLE)


def test_every_printed_page_of_a_draft_has_the_mark_and_the_front_has_a_page_of_its_own(tmp_path: Path) -> None:
    pdftotext = Path(tools.need("pdftoppm")).with_name("pdftotext")
    pages = tools.run_tool(pdftotext, chromium_pdf(DRAFT, tmp_path), "-").split("\f")[:-1]
    assert len(pages) > 10
    slanted = re.compile("^稿\n+草$", re.MULTILINE)  # the letters of a slanted word come out one by one
    assert [number for number, words in enumerate(pages, 1) if not slanted.search(words)] == []
    assert "要改的地方" in pages[0]
    assert "洛阳市总工会\n2020年部门预算" not in pages[0]


# The file


def test_nothing_is_loaded_and_nothing_runs() -> None:
    soup = parsed(DOCUMENT)
    assert not soup.select("script, link, img, iframe, object, embed, [src], [srcset]")
    assert all(str(link["href"]).startswith("#") for link in soup.select("[href]"))
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]
    assert not re.search(r"@import|url\(", "".join(style.get_text() for style in soup.select("style")))


def test_a_font_name_cannot_leave_the_style_element() -> None:
    hostile = {kind: replace(each, east_asian=HOSTILE, latin=HOSTILE) for kind, each in STYLE.texts.items()}
    soup = BeautifulSoup(write(DOCUMENT, replace(STYLE, texts=hostile)), "html.parser")
    assert len(soup.select("style")) == 1
    assert not soup.select("script, head b")


def test_the_page_is_valid(tmp_path: Path) -> None:
    pages = tmp_path / "sample.html", tmp_path / "draft.html"
    for page, tree in zip(pages, (DOCUMENT, DRAFT), strict=True):
        page.write_bytes(write(tree, STYLE))
    assert tools.vnu(*pages) == []


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_document_makes_the_same_bytes_in_any_process(seed: str) -> None:
    code = (
        "import sys; from tests.writers.sample import DOCUMENT, STYLE; from reportgen.writers.html import write;"
        "sys.stdout.buffer.write(write(DOCUMENT, STYLE))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout == write(DOCUMENT, STYLE)


def test_sheets_on_a_screen_have_the_size_and_the_margins_of_the_paper() -> None:
    css = sheet_style(replace(STYLE, portrait=Page(11906, 16838, 1440, 720, 360, 180)))
    assert ".sheet { width: 595.300pt; height: 841.900pt; padding: 72.000pt 9.000pt 36.000pt 18.000pt; }" in css
    assert ".sheet .odd { right: calc(9.000pt + 1em); }" in css
    assert ".sheet .even { left: calc(18.000pt + 1em); }" in css
