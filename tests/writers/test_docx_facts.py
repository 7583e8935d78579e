"""What a Word file guarantees (docs/docx.md), where no other test shows it: in its XML, over all that it can hold.

The file has everything: a cover, contents with page numbers, upright and turned pages, and the mark of a draft.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from lxml import etree

from reportgen.document import Document, Figure, Table, walk
from reportgen.readers.docx import read
from reportgen.style import TextStyle
from reportgen.writers.docx import write
from reportgen.writers.docx.front_matter import with_contents_fitted
from tests import trees
from tests.budgets import budgets_first, published
from tests.office import printed
from tests.writers.sample import DOCUMENT, STYLE, body, words
from tests.writers.test_docx import MARKED, W, parts
from tests.writers.test_docx_opening import OPENED, PARTS, R

PAGED = replace(OPENED, pages=(1, 1, 2, 2, 2), gaps=False)
FIGURES = body("“送温暖”支出", Figure("支出", "1.2", "12000"), "万元。")
PAGE = ("pgSz", "pgMar")
NAMES = {  # kinds of text in a style sheet by the names of their styles in Word
    **{"标题": "Title", "正文": "Normal", "页码": "页脚页码"},
    **{"一级标题": "heading 1", "二级标题": "heading 2", "三级标题": "heading 3", "四级标题": "heading 4"},
    **{"一级目录": "toc 1", "二级目录": "toc 2", "三级目录": "toc 3"},
    **{kind: kind for kind in ("封面标题", "封面署名", "封面日期", "目录标题", "表号", "表题", "表眉", "表注")},
}


@cache
def files() -> dict[str, bytes]:
    """The parts of the file."""
    tree = replace(PARTS, blocks=(FIGURES, *PARTS.blocks), mark="草稿", front=MARKED.front)
    return parts(write(tree, PAGED))


def part(name: str) -> etree._Element:
    return etree.fromstring(files()[f"word/{name}.xml"])


def paragraph_styles() -> list[etree._Element]:
    return part("styles").findall(f"{W}style[@{W}type='paragraph']")


def complete_styles() -> list[etree._Element]:
    """Those that are not based on another one."""
    return [style for style in paragraph_styles() if style.find(f"{W}basedOn") is None]


def name_of(style: etree._Element) -> str:
    return str(style.find(f"{W}name").get(f"{W}val"))


def switched(style: etree._Element, name: str) -> bool | None:
    """What a style says of a property that is on or off; None where it says nothing."""
    found = style.find(f"{W}pPr/{W}{name}")
    return None if found is None else found.get(f"{W}val") in (None, "1")


# Text


def test_no_style_sets_characters_on_a_grid_of_their_own() -> None:
    kinds = [grid.get(f"{W}type") for grid in part("document").iter(f"{W}docGrid")]
    assert set(kinds) == {"lines", None}
    assert {switched(style, "snapToGrid") for style in complete_styles()} == {False}


def test_every_style_of_text_contents_and_cells_has_an_exact_pitch() -> None:
    style = published("luoyang-2020").profile.style
    root = etree.fromstring(parts(write(DOCUMENT, style))["word/styles.xml"])
    auto = {name_of(spacing.getparent().getparent()) for spacing in root.iter(f"{W}spacing") if not exact(spacing)}
    # A picture is as high as it is; the last is based on a style that is exact, and changes another space.
    assert auto == {"页脚页码", "图", "表后 页末"}


def exact(spacing: etree._Element) -> bool:
    """Also the spacing between characters is."""
    return spacing.getparent().tag == f"{W}rPr" or spacing.get(f"{W}lineRule") == "exact"


def test_every_style_says_what_word_would_else_take_from_elsewhere() -> None:
    for style in complete_styles():
        spacing, indent = style.find(f"{W}pPr/{W}spacing"), style.find(f"{W}pPr/{W}ind")
        assert {f"{W}before", f"{W}after", f"{W}line", f"{W}lineRule"} == set(spacing.attrib)
        assert {f"{W}firstLineChars", f"{W}firstLine"} <= set(indent.attrib)
        assert style.find(f"{W}pPr/{W}jc") is not None


def test_titles_captions_and_cells_are_not_set_in() -> None:
    indents = {name_of(style): style.find(f"{W}pPr/{W}ind") for style in complete_styles()}
    chars = {name: (ind.get(f"{W}firstLineChars"), ind.get(f"{W}firstLine")) for name, ind in indents.items()}
    assert {name for name, one in chars.items() if one != ("0", "0")} == {
        *("Normal", "heading 1", "heading 2", "heading 3", "heading 4"),
        *("heading 5", "heading 6", "heading 7", "heading 8", "heading 9"),
    }
    assert chars["Normal"] == ("200", "640")


def test_spaces_between_chinese_and_latin_are_stated_and_never_in_cells() -> None:
    for gaps in (True, False):
        root = etree.fromstring(parts(write(DOCUMENT, replace(STYLE, gaps=gaps)))["word/styles.xml"])
        found = {
            name_of(style): {switched(style, "autoSpaceDE"), switched(style, "autoSpaceDN")}
            for style in root.iter(f"{W}style")
            if style.find(f"{W}pPr/{W}kinsoku") is not None
        }
        assert {name for name, one in found.items() if one != {gaps}} == (
            {"表格", "表头", "表后", "页脚页码", "图"} if gaps else set()
        )
        assert found["表格"] == found["表头"] == {False}


def test_chinese_punctuation_neither_begins_a_line_nor_hangs_over_its_end() -> None:
    assert {(switched(s, "kinsoku"), switched(s, "overflowPunct")) for s in complete_styles()} == {(True, False)}


def test_no_page_begins_or_ends_with_a_single_line_of_a_paragraph() -> None:
    assert {switched(style, "widowControl") for style in complete_styles()} == {True}


def test_headings_stay_whole_and_with_what_follows() -> None:
    kept = {
        name_of(style) for style in complete_styles() if switched(style, "keepNext") and switched(style, "keepLines")
    }
    assert kept == {"Title", "目录标题", *(f"heading {level}" for level in range(1, 10))}


def test_text_follows_its_style_and_nothing_is_set_by_hand() -> None:
    looks, places = set(), set()
    for run in part("document").iter(f"{W}rPr"):
        looks |= {(mark.tag, *mark.attrib.items()) for mark in run}
    for properties in part("document").iter(f"{W}pPr"):
        places |= {mark.tag.removeprefix(W) for mark in properties}
    assert looks == {(f"{W}rFonts", (f"{W}hint", "eastAsia"))}
    assert places <= {"pStyle", "keepNext", "pageBreakBefore", "tabs", "ind", "outlineLvl", "sectPr"}


# Fonts and languages


def test_no_font_has_a_name_longer_than_word_takes() -> None:
    fonts = {value for element in part("styles").iter(f"{W}rFonts") for value in element.attrib.values()}
    assert {"仿宋_GB2312", "Times New Roman"} <= fonts
    assert max(map(len, fonts)) < 32


def test_a_font_that_a_computer_may_lack_names_the_one_to_take_instead() -> None:
    found = {font.get(f"{W}name"): font.find(f"{W}altName") for font in part("fontTable")}
    others = {name: other.get(f"{W}val") for name, other in found.items() if other is not None}
    assert others == {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "华文中宋"}
    assert set(found) == {text.east_asian for text in STYLE.texts.values()}


def test_text_is_checked_as_chinese_and_latin_as_english() -> None:
    (language,) = part("styles").iter(f"{W}lang")
    theme = part("settings").find(f"{W}themeFontLang")
    assert [(one.get(f"{W}val"), one.get(f"{W}eastAsia")) for one in (language, theme)] == [("en-US", "zh-CN")] * 2
    assert not any("theme" in name for name in files())


# Pages


def test_odd_and_even_pages_are_told_apart_and_every_section_has_footers_for_both() -> None:
    rels = {rel.get("Id"): rel.get("Target") for rel in etree.fromstring(files()["word/_rels/document.xml.rels"])}
    assert part("settings").find(f"{W}evenAndOddHeaders") is not None
    sections = list(part("document").iter(f"{W}sectPr"))
    assert len(sections) == 6
    for section in sections:
        for kind in ("header", "footer"):
            there = section.findall(f"{W}{kind}Reference")
            assert [one.get(f"{W}type") for one in there] == ["default", "even"]
            assert all(f"word/{rels[one.get(f'{R}id')]}" in files() for one in there)


def test_a_section_ends_with_a_paragraph_outside_all_tables() -> None:
    *inner, last = part("document").iter(f"{W}sectPr")
    assert {section.getparent().getparent().getparent().tag for section in inner} == {f"{W}body"}
    assert last.getparent().tag == f"{W}body"
    assert last.getnext() is None


def test_a_turned_page_says_that_it_is_and_has_its_margins_turned_too() -> None:
    margins = {}
    for section in part("document").iter(f"{W}sectPr"):
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        shape = int(size.get(f"{W}w")) > int(size.get(f"{W}h")), size.get(f"{W}orient")
        margins[shape] = [margin.get(f"{W}{side}") for side in ("top", "right", "bottom", "left")]
    assert margins == {
        (False, None): ["2098", "1474", "1984", "1587"],
        (True, "landscape"): [*("1587", "2098", "1474", "1984")],
    }


def test_the_page_number_stands_seven_millimetres_below_the_text(tmp_path: Path) -> None:
    page = printed(write(Document(words("标题"), "", 2026, (body("字"),)), STYLE), tmp_path, "-bbox")
    top = min(float(found) for found in re.findall(r'yMin="([\d.]+)"[^>]*>[—1]', page))
    assert abs((top - 262 * 72 / 25.4) / 72 * 25.4 - 7) < 1


# Tables


def tables() -> Iterator[etree._Element]:
    return part("document").iter(f"{W}tbl")


def test_every_cell_ends_with_a_paragraph() -> None:
    cells = [cell for table in tables() for cell in table.iter(f"{W}tc")]
    assert len(cells) > 50
    assert {cell[-1].tag for cell in cells} == {f"{W}p"}


def test_borders_are_those_of_the_table_on_all_sides_and_no_cell_has_its_own() -> None:
    for table in tables():
        sides = {side.tag.removeprefix(W): side.get(f"{W}val") for side in table.find(f"{W}tblPr/{W}tblBorders")}
        assert sides == dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), "single")
        assert next(table.iter(f"{W}tcBorders"), None) is None


def test_every_table_says_how_far_its_text_stands_from_its_lines() -> None:
    for table in tables():
        margins = {side.tag.removeprefix(W) for side in table.find(f"{W}tblPr/{W}tblCellMar")}
        assert margins == {"top", "left", "bottom", "right"}


# Bookmarks, controls, properties


def test_numbers_are_bookmarked_and_no_text_stands_in_a_content_control() -> None:
    assert "_rg" in {mark.get(f"{W}name")[:3] for mark in part("document").iter(f"{W}bookmarkStart")}
    assert next(part("document").iter(f"{W}sdt"), None) is None


def test_the_file_states_the_fingerprint_of_what_it_says_and_nothing_else_of_its_making() -> None:
    file = write(PARTS, OPENED)
    custom = etree.fromstring(parts(file)["docProps/custom.xml"])
    assert [(one.get("name"), "".join(one.itertext())) for one in custom] == [("reportgen内容", read(file).fingerprint)]


def test_no_change_is_pending_in_a_new_file() -> None:
    assert not any(re.search(rb"<w:(ins|del|moveFrom|moveTo|\w+Change)\b", content) for content in files().values())


# The whole


def looks(style: etree._Element) -> tuple[str | int | bool, ...]:
    """Of a style as the file has it: Chinese and Latin font, size, bold, line pitch, space before and after."""
    fonts, spacing = style.find(f"{W}rPr/{W}rFonts"), style.find(f"{W}pPr/{W}spacing")
    pitch = int(spacing.get(f"{W}line")) if spacing.get(f"{W}lineRule") == "exact" else 0
    return (
        *(fonts.get(f"{W}eastAsia"), fonts.get(f"{W}ascii")),
        *(int(style.find(f"{W}rPr/{W}sz").get(f"{W}val")), style.find(f"{W}rPr/{W}b").get(f"{W}val") is None, pitch),
        *(int(spacing.get(f"{W}before")), int(spacing.get(f"{W}after"))),
    )


def asked(text: TextStyle) -> tuple[str | int | bool, ...]:
    """The same of a style of the region's style sheet."""
    return text.east_asian, text.latin, text.size, text.bold, text.line, text.before, text.after


@budgets_first
def test_every_example_has_the_page_the_pitch_and_the_fonts_of_its_style_sheet(name: str) -> None:
    report = published(name)
    style = with_contents_fitted(report.document, report.profile.style)
    written = parts(write(report.document, report.profile.style))
    found = {name_of(one): one for one in etree.fromstring(written["word/styles.xml"]).iter(f"{W}style")}
    for kind, title in NAMES.items():
        assert looks(found[title]) == asked(style.texts[kind])
    for section in etree.fromstring(written["word/document.xml"]).iter(f"{W}sectPr"):
        size, margin = ({key.removeprefix(W): one for key, one in section.find(f"{W}{tag}").items()} for tag in PAGE)
        page = style.landscape if size.get("orient") else style.portrait
        assert (int(size["w"]), int(size["h"])) == (page.width, page.height)
        assert [int(margin[side]) for side in ("top", "bottom", "left", "right")] == [
            *(page.top, page.bottom, page.left, page.right)
        ]
        assert section.find(f"{W}docGrid").get(f"{W}linePitch") == "579"
    assert b"<w:evenAndOddHeaders/>" in written["word/settings.xml"]


def test_whatever_trees_hold_word_can_open() -> None:
    """The Open XML SDK reads the two files, as all that tests build: each has the blocks of 120 trees."""
    found: list[Document] = []

    @settings(max_examples=120, database=None)
    @given(trees.documents())
    def gather(tree: Document) -> None:
        found.append(tree)

    gather()
    blocks, front = (tuple(block for tree in found for block in getattr(tree, of)) for of in ("blocks", "front"))
    title = tuple(run for tree in found for run in tree.title)
    whole = Document(title, "".join(tree.publisher for tree in found)[:200], 2026, blocks, mark="草稿", front=front)
    for tree, style in ((whole, OPENED), (replace(whole, mark="", front=()), replace(STYLE, contents=3))):
        assert len(parts(write(tree, style))["word/document.xml"]) > 100_000
    assert sum(isinstance(block, Table) for block in walk(blocks)) > 50
