"""Cover, contents, page numbers and bookmarks of a DOCX file, as its XML says them and as LibreOffice prints them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from reportgen.document import Block, Document, Figure, Paragraph
from reportgen.readers.docx import read
from reportgen.style import StyleSheet, TextStyle, TurnedNumber
from reportgen.writers.docx import write
from reportgen.writers.docx.front_matter import ContentsEntry, contents_entries, with_contents_fitted
from tests.office import printed
from tests.writers.offices import word_file
from tests.writers.sample import DOCUMENT, STYLE, body, section, words
from tests.writers.test_docx import W, long, parts, said, style_of, wide

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OPENED = replace(STYLE, cover=True, contents=2, turned_number=TurnedNumber.STANDARD)
PARTS = Document(
    words("云溪县图书馆2026年单位预算公开"),
    "云溪县图书馆",
    2026,
    (
        section(1, "第一部分　|概况", section(2, "一、|主要职责", body("服务读者。"))),
        section(1, "第二部分　|预算表", wide(3, "甲"), section(2, "二、|说明", section(3, "（一）|收入"), long(2))),
    ),
    date="2026-02-05",
)


def xml(tree: Document, style: StyleSheet = OPENED) -> etree._Element:
    return etree.fromstring(parts(write(tree, style))["word/document.xml"])


def paragraphs(tree: Document, style: StyleSheet = OPENED) -> list[tuple[str, str]]:
    return [(style_of(p), said(p)) for p in xml(tree, style).iter(f"{W}p")]


def codes(tree: Document, style: StyleSheet = OPENED) -> list[str]:
    return ["".join(code.itertext()).strip() for code in xml(tree, style).iter(f"{W}instrText")]


# Cover


def test_the_cover_says_the_publisher_and_the_rest_of_the_title_on_lines_of_their_own_and_the_date_in_full() -> None:
    assert paragraphs(PARTS)[:4] == [
        ("CoverTitle", "云溪县图书馆"),
        ("CoverTitle", "2026年单位预算公开"),
        ("CoverSignature", "云溪县图书馆"),
        ("CoverDate", "2026年2月5日"),
    ]


def test_the_cover_says_what_the_region_wants_a_line_each_and_is_read_so() -> None:
    lines = ("预算主管部门：云溪县文化和旅游局", "编制日期：2026年2月5日", "单位盖章：")
    tree = replace(PARTS, cover=lines)
    styles = ("CoverSignature", "CoverDate", "CoverSignature")
    assert paragraphs(tree)[2:5] == list(zip(styles, lines, strict=True))
    found = read(write(tree, OPENED))
    assert (found.cover, found.stated) == (lines, found.fingerprint)
    assert (found.document.publisher, found.document.date) == (tree.publisher, tree.date)


@pytest.mark.parametrize("title", ["2026年云溪县单位预算", "云溪县图书馆"])
def test_a_title_that_does_not_begin_with_the_publisher_is_one_paragraph(title: str) -> None:
    assert paragraphs(replace(PARTS, title=words(title), date=""))[:2] == [
        ("CoverTitle", title),
        ("CoverSignature", "云溪县图书馆"),
    ]


def test_the_title_is_not_printed_again_after_a_cover_and_stands_above_the_text_without_one() -> None:
    assert "Title" not in dict(paragraphs(PARTS))
    assert paragraphs(PARTS, replace(OPENED, cover=False, contents=0))[0] == ("Title", "云溪县图书馆2026年单位预算公开")


# Contents


def test_contents_list_headings_and_the_tables_below_them_as_deep_as_the_style_says() -> None:
    assert contents_entries(PARTS, 2) == (
        ContentsEntry(1, "第一部分　概况"),
        ContentsEntry(2, "一、主要职责"),
        ContentsEntry(1, "第二部分　预算表"),
        ContentsEntry(2, "2020年部门收支总体情况表"),
        ContentsEntry(2, "二、说明"),
    )
    assert contents_entries(PARTS, 0) == ()


def test_every_entry_leads_to_its_heading_and_no_number_is_printed_that_is_not_known() -> None:
    """Its field is there, without what it last showed."""
    root = xml(PARTS)
    links = [(link.get(f"{W}anchor"), said(link)) for link in root.iter(f"{W}hyperlink")]
    places = {mark.get(f"{W}name"): said(mark.getparent()) for mark in root.iter(f"{W}bookmarkStart")}
    assert [words for _, words in links] == [f"{entry.text}\t" for entry in contents_entries(PARTS, 2)]
    assert all(f"{places[anchor]}\t" == words for anchor, words in links)
    assert codes(PARTS)[:5] == [f"PAGEREF {anchor} \\h" for anchor, _ in links]


def test_known_pages_stand_behind_a_tab_as_references_that_word_can_update() -> None:
    style = replace(OPENED, pages=(1, 1, 2, 3, 4))
    entries = [said(p) for p in xml(PARTS, style).iter(f"{W}p") if style_of(p).startswith("TOC")]
    assert [entry.rsplit("\t", 1)[1] for entry in entries] == ["1", "1", "2", "3", "4"]
    assert codes(PARTS, style) == codes(PARTS)


def test_page_numbers_of_another_document_are_not_printed() -> None:
    assert paragraphs(PARTS, replace(OPENED, pages=(1, 2))) == paragraphs(PARTS)


def test_contents_without_page_numbers_have_links_alone() -> None:
    style = replace(OPENED, numbered=False)
    assert [entry for _, entry in paragraphs(PARTS, style)[5:10]] == [
        entry.text for entry in contents_entries(PARTS, 2)
    ]
    assert "PAGEREF" not in "".join(codes(PARTS, style))


@pytest.mark.parametrize("reference", [b"", word_file()])
def test_word_is_asked_for_page_numbers_that_are_not_known_and_for_nothing_else(reference: bytes) -> None:
    looks = replace(OPENED, reference=reference)
    known = [replace(looks, pages=(1, 1, 2, 3, 4)), replace(looks, numbered=False), replace(looks, contents=0)]
    asked = [b"updateFields" in parts(write(PARTS, style))["word/settings.xml"] for style in (looks, *known)]
    assert asked == [True, False, False, False]


def test_libreoffice_works_the_pages_out_itself(tmp_path: Path) -> None:
    found = printed(write(PARTS, OPENED), tmp_path, "-layout", "-f", "2", "-l", "2")
    assert re.findall(r"\.{5,} *([0-9]+)$", found, re.MULTILINE) == ["1", "1", "2", "2", "3"]


ENTRY = OPENED.texts["一级目录"]


def contents_of(count: int, title: str = "收支情况") -> tuple[Document, StyleSheet]:
    tree = Document((), "", 2026, tuple(section(1, f"{i}、|{title}") for i in range(count)))
    return tree, with_contents_fitted(tree, OPENED)


def test_contents_that_run_over_by_a_little_are_set_closer_so_that_they_stand_on_one_page(tmp_path: Path) -> None:
    pitches = [contents_of(count)[1].texts["一级目录"].line for count in (10, 20, 26, 80)]
    assert pitches[0] == ENTRY.line > pitches[1] > pitches[2] > 280
    assert pitches[3] == ENTRY.line
    pages = printed(write(*contents_of(20)), tmp_path).split("\f")
    assert ("19、" in pages[0], "19、" in pages[1]) == (True, True)


def test_contents_are_set_smaller_where_their_entries_would_take_two_lines() -> None:
    def size(characters: int) -> int:
        return contents_of(3, "情" * characters)[1].texts["一级目录"].size

    assert [size(each) for each in (28, 29, 33, 39, 80)] == [28, 24, 24, 21, 28]


def test_a_table_is_a_heading_for_the_navigation_pane_of_word() -> None:
    titles = [p for p in xml(PARTS).iter(f"{W}p") if style_of(p) == "TableTitle"]
    assert [p.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") for p in titles] == ["1", "3"]


def test_a_document_without_headings_has_no_contents() -> None:
    assert not any(
        style.startswith(("TOC", "Contents")) for style, _ in paragraphs(replace(PARTS, blocks=(body("字"),)))
    )


# Page numbers


def footers(tree: Document, style: StyleSheet) -> list[tuple[str, str]]:
    """What the footers of odd and of even pages say in every Word section."""
    files = parts(write(tree, style))
    rels = etree.fromstring(files["word/_rels/document.xml.rels"])
    said_by = {
        rel.get("Id"): said(etree.fromstring(files[f"word/{rel.get('Target')}"]))
        for rel in rels
        if "footer" in rel.get("Target")
    }
    sections = etree.fromstring(files["word/document.xml"]).iter(f"{W}sectPr")
    found = [{f.get(f"{W}type"): said_by[f.get(f"{R}id")] for f in s.iter(f"{W}footerReference")} for s in sections]
    return [(one["default"], one["even"]) for one in found]


def test_cover_contents_and_what_stands_before_them_are_not_numbered_and_the_rest_is_from_1() -> None:
    tree = replace(PARTS, front=(body("要改的地方"),), mark="草稿")
    assert footers(tree, OPENED) == [("", "")] * 3 + [("— 1 —", "— 2 —")] * 3
    starts = [s.find(f"{W}pgNumType") is not None for s in xml(tree).iter(f"{W}sectPr")]
    assert starts == [False, False, False, True, False, False]


def test_the_number_of_a_turned_page_stands_beside_the_table_or_at_its_foot_as_the_style_says() -> None:
    for turned, boxes in ((TurnedNumber.STANDARD, 2), (TurnedNumber.FOOT, 0)):
        files = parts(write(PARTS, replace(OPENED, turned_number=turned)))
        assert sum(b"layout-flow:vertical" in content for content in files.values()) == boxes


def places_of_numbers(tree: Document, folder: Path) -> list[tuple[bool, str, str]]:
    """Of every numbered page: whether it is turned, and in which corner its number is printed."""
    pages = re.findall(r"<page .*?</page>", printed(write(tree, OPENED), folder, "-bbox"), re.DOTALL)
    return [place for page in pages if (place := _place_of_number(page))]


def _place_of_number(page: str) -> tuple[bool, str, str] | None:
    width, height = (float(n) for n in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
    found = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>—', page)
    if not found:
        return None
    x, y = float(found[1]) / width, float(found[2]) / height
    return width > height, "左" if x < 0.5 else "右", "上" if y < 0.5 else "下"


def test_numbers_are_printed_right_on_odd_and_left_on_even_pages_and_on_turned_ones_at_their_left(
    tmp_path: Path,
) -> None:
    blocks: list[Block] = [body("正文。"), wide(30, "甲"), wide(30, "乙"), Paragraph(words("后。")), body("终。" * 900)]
    printed = places_of_numbers(replace(PARTS, blocks=tuple(blocks)), tmp_path)
    upright = {1: (False, "右", "下"), 0: (False, "左", "下")}
    turned = {1: (True, "左", "下"), 0: (True, "左", "上")}
    assert [t for t, *_ in printed].count(True) >= 2
    assert printed == [(turned if t else upright)[n % 2] for n, (t, *_) in enumerate(printed, 1)]


# The grid of GB/T 9704-2012, 5.2.3


def lines_and_characters(style: StyleSheet, folder: Path) -> tuple[int, int]:
    """Lines of a full page, and characters of a full line, as LibreOffice prints them."""
    content = write(Document((), "", 2026, (body("按照过紧日子的要求" * 300),)), style)
    page = printed(content, folder, "-raw", "-l", "1").splitlines()
    lines = [line for line in page if "—" not in line and line.strip()]
    return len(lines), max(map(len, lines))


def with_body(**changes: int) -> StyleSheet:
    text: TextStyle = replace(STYLE.texts["正文"], **changes)  # type: ignore[arg-type]
    return replace(STYLE, texts={**STYLE.texts, "正文": text})


@pytest.mark.parametrize(
    ("line", "spacing", "printed"),
    [(579, -5, (22, 28)), (580, -5, (21, 28)), (579, -4, (22, 27)), (579, 0, (22, 27))],
)
def test_a_page_holds_22_lines_of_28_characters_on_the_standards_grid_and_not_a_twip_off_it(
    line: int, spacing: int, printed: tuple[int, int], tmp_path: Path
) -> None:
    assert lines_and_characters(with_body(line=line, spacing=spacing), tmp_path) == printed


# Bookmarks


def test_every_number_of_the_text_has_a_hidden_bookmark_of_its_own_and_none_of_a_table_has() -> None:
    one, other = Figure("支出", "1.2", "12000"), Figure("收入", "1.2", "12000")
    root = xml(replace(PARTS, blocks=(body("支出", one, "万元，收入", other, "万元，支出", one, "万元。"), wide(2))))
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart") if mark.get(f"{W}name")[:3] == "_rg"]
    first, second, third = marks
    assert (first[:-2], first[-2:], third[-2:]) == (third[:-2], "_1", "_2")
    assert second[:-2] != first[:-2]
    assert all(re.fullmatch(r"\w{1,40}", mark, re.ASCII) for mark in marks)


def test_no_two_bookmarks_have_one_name_or_number() -> None:
    tree = replace(DOCUMENT, blocks=DOCUMENT.blocks * 2, front=DOCUMENT.blocks)
    marks = list(xml(tree).iter(f"{W}bookmarkStart"))
    for attribute in ("id", "name"):
        found = [mark.get(f"{W}{attribute}") for mark in marks]
        assert len(found) == len(set(found)) > 3


# The whole


def test_dates_of_the_properties_are_the_documents_own() -> None:
    core = parts(write(PARTS, OPENED))["docProps/core.xml"].decode()
    assert core.count("2026-02-05T00:00:00Z") == 2
