"""`--reference-doc`: what of an office's Word file gets into the document, what does not, and what stays ours."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from reportgen.diagnostics import ReportgenError
from reportgen.document import Document, Paragraph
from reportgen.ooxml import style_name
from reportgen.readers.docx import read
from reportgen.style import StyleSheet
from reportgen.writers.docx import skeleton, write
from reportgen.writers.docx.reference import office_file, office_styles, read_reference, section_writer
from reportgen.writers.docx.reference.office_file import clean
from reportgen.writers.docx.reference.office_styles import style_of
from tests.as_read import as_read
from tests.office import printed, saved_again
from tests.readers.docx_files import packed
from tests.writers.offices import (
    FOOTER,
    GRID,
    HEADER,
    LETTER,
    LETTERHEAD,
    MARGINS,
    PNG,
    SECTION,
    WPS_STYLES,
    XML,
    footer,
    header,
    word_file,
)
from tests.writers.sample import DOCUMENT, STYLE, words
from tests.writers.test_docx import MARKED, W, long, parts, wide
from tests.writers.test_docx_opening import OPENED, PARTS

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def like(reference: bytes, style: StyleSheet = OPENED) -> StyleSheet:
    return replace(style, reference=reference)


def built(reference: bytes, tree: Document = PARTS, style: StyleSheet = OPENED) -> dict[str, bytes]:
    return parts(write(tree, like(reference, style)))


def body_of(files: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(files["word/document.xml"])


def styles_of(files: dict[str, bytes]) -> dict[str, etree._Element]:
    """Name -> style."""
    root = etree.fromstring(files["word/styles.xml"])
    return {style.find(f"{W}name").get(f"{W}val"): style for style in root.iter(f"{W}style")}


def said(style: etree._Element, path: str, name: str = "val") -> str | None:
    found = style.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


def sections(files: dict[str, bytes]) -> list[dict[str, str]]:
    """Of every Word section the words of its header and footer, by the kind of page, and its paper."""
    root = etree.fromstring(files["word/_rels/document.xml.rels"])
    targets = {each.get("Id"): f"word/{each.get('Target')}" for each in root}
    found = []
    for section in body_of(files).iter(f"{W}sectPr"):
        told = {
            f"{part} {each.get(f'{W}type')}": words_of(files[targets[each.get(f"{R}id")]])
            for part in ("header", "footer")
            for each in section.iter(f"{W}{part}Reference")
        }
        size = section.find(f"{W}pgSz")
        found.append(told | {"paper": f"{size.get(f'{W}w')} {size.get(f'{W}h')}"})
    return found


def words_of(part: bytes) -> str:
    return "".join(etree.fromstring(part).itertext(f"{W}t"))


def python_docx_file() -> bytes:
    """An office that is happy with Word's own styles, on A5 with a letterhead and no footer."""
    file = docx.Document()
    file.styles["Heading 1"].font.size, file.styles["Heading 1"].font.color.rgb = Pt(30), RGBColor(0, 128, 0)
    section = file.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(182), Mm(257), Mm(40)
    section.header.paragraphs[0].text = "桌面单位"
    file.add_heading("私人标题", 1)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


# A document of the tree, whatever the reference


REFERENCES = {
    "Word": word_file(),
    "WPS": word_file(styles=WPS_STYLES),
    "python-docx": python_docx_file(),
    "ours": write(DOCUMENT, OPENED),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_the_contents_are_ours_word_for_word(name: str) -> None:
    for tree in (PARTS, DOCUMENT):
        found = read(write(tree, like(REFERENCES[name])), publisher=tree.publisher, year=tree.year)
        ours = read(write(tree, OPENED), publisher=tree.publisher, year=tree.year)
        assert found == replace(ours, beside=found.beside)  # its headers and footers are the office's
        assert found.document.blocks == as_read(tree).blocks
        assert found.stated == found.fingerprint


@pytest.mark.parametrize("name", REFERENCES)
def test_the_open_xml_sdk_finds_nothing_wrong(name: str) -> None:
    """It reads whatever a test builds: `tests/validated.py`."""
    for tree in (DOCUMENT, MARKED):
        assert write(tree, like(REFERENCES[name]))


@pytest.mark.parametrize("name", REFERENCES)
def test_nothing_is_set_by_hand_but_which_characters_are_chinese(name: str) -> None:
    runs = {etree.tostring(run, encoding="unicode") for run in body_of(built(REFERENCES[name])).iter(f"{W}rPr")}
    assert {re.sub(r' xmlns:\w+="[^"]*"', "", run) for run in runs} <= {'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'}


@pytest.mark.parametrize("name", REFERENCES)
def test_every_style_that_is_used_is_there_once(name: str) -> None:
    files = built(REFERENCES[name], DOCUMENT)
    ids = [style.get(f"{W}styleId") for style in etree.fromstring(files["word/styles.xml"]).iter(f"{W}style")]
    assert len(ids) == len({key.lower() for key in ids})
    used = {
        each.get(f"{W}val")
        for path, content in files.items()
        if path.startswith("word/") and path.endswith(".xml")
        for each in etree.fromstring(content).iter(f"{W}pStyle", f"{W}basedOn", f"{W}next", f"{W}link", f"{W}rStyle")
    }
    assert used <= set(ids)


def test_two_builds_are_the_same_file() -> None:
    first = write(DOCUMENT, like(word_file()))
    for cached in (skeleton, read_reference, section_writer, style_of):
        cached.cache_clear()
    assert write(DOCUMENT, like(word_file())) == first


def test_the_reference_is_read_once_for_many_documents() -> None:
    for cached in (skeleton, read_reference, section_writer, style_of):
        cached.cache_clear()
    for year in range(2020, 2025):
        write(replace(PARTS, year=year), like(REFERENCES["Word"]))
    assert read_reference.cache_info().misses == 1


def test_our_file_saved_by_libreoffice_is_a_reference_that_looks_alike(tmp_path: Path) -> None:
    file = tmp_path / "document.docx"
    file.write_bytes(write(DOCUMENT, OPENED))
    saved = saved_again(file)
    assert style_of(like(saved)).portrait == STYLE.portrait
    assert {kind: text.size for kind, text in style_of(like(saved)).texts.items()} == {
        kind: text.size for kind, text in STYLE.texts.items()
    }
    assert write(DOCUMENT, like(saved))  # valid: tests/validated.py


# Nobody's business


def test_nothing_of_the_offices_text_persons_changes_comments_and_macros_is_in_the_file() -> None:
    content = write(DOCUMENT, like(word_file()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [name for name in archive.namelist() if "私人" in name] == []
        told = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    for hidden in (
        "私人",
        "资料",
        "share",
        "rsid",
        "w14:paraId=",
        "attachedTemplate",
        "documentProtection",
        "trackRevisions",
    ):
        assert [name for name, text in told.items() if hidden in text] == []
    assert not {name for name in told if re.search("comments|footnotes|customXml|vba|app|glossary|thumbnail", name)}


def test_a_template_is_taken_as_a_document_and_a_file_with_macros_is_refused() -> None:
    template = word_file(main_type="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")
    kind = etree.fromstring(built(template)["[Content_Types].xml"])
    assert [
        each.get("ContentType").rpartition(".")[2] for each in kind if each.get("PartName") == "/word/document.xml"
    ] == ["main+xml"]
    assert b"template" not in built(template)["[Content_Types].xml"]
    macros = word_file(main_type="application/vnd.ms-word.document.macroEnabled.main+xml")
    with pytest.raises(ReportgenError, match="带宏的文档"):
        read_reference(macros, "样子.docm")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "不是Word文档"),
        (b"%PDF-1.7", "不是Word文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式的文档"),
        (word_file()[:900], "文档损坏"),
        (word_file(styles="<w:styles"), "文档损坏"),
        (word_file(styles="<styles/>"), "没有样式"),
        (word_file(more={"word/header1.xml": "<w:hdr"}), "文档损坏"),
        (word_file(more={"word/numbering.xml": "<"}), "文档损坏"),
        (word_file(more={"word/_rels/header1.xml.rels": "<"}), "文档损坏"),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_built(content: bytes, told: str) -> None:
    with pytest.raises(ReportgenError, match=f"样子.docx: 错误\\[{told}\\]"):
        read_reference(content, "样子.docx")


MANY = word_file(styles=word_file.__kwdefaults__["styles"].replace("</w:styles>", "<w:style/>" * 2000 + "</w:styles>"))


def test_an_offices_file_of_styles_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_file, "_MOST", 1000)
    with pytest.raises(ReportgenError, match="这个Word文档里的样式、编号、页眉页脚多得"):
        read_reference(MANY, "样子.docx")


def test_each_style_of_the_office_is_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(office_styles, "style_name", lambda style: looked.append(1) or style_name(style))
    built(MANY)
    assert len(looked) < 5 * 2000


def test_what_is_no_picture_is_not_taken_for_one() -> None:
    pictures = [name for name in built(word_file()) if "media/" in name]
    pages = {name: content.replace(b"image/png", b"text/html") for name, content in parts(word_file()).items()}
    assert (len(pictures), [name for name in built(packed(pages)) if "media/" in name]) == (1, [])


NESTED = "<w:sdt><w:sdtContent><w:r/>{}<w:t/></w:sdtContent></w:sdt>"


def test_what_wraps_text_is_opened_from_outside_in() -> None:
    inside = "<w:tab/>"
    for _ in range(3):
        inside = NESTED.format(inside)
    root = clean(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{inside}</w:p>'))
    assert [each.tag.removeprefix(W) for each in root] == ["r", "r", "r", "tab", "t", "t", "t"]


# Styles


def test_the_offices_styles_are_found_by_name_whatever_they_are_called_inside() -> None:
    styles = styles_of(built(word_file()))
    assert (styles["heading 1"].get(f"{W}styleId"), said(styles["heading 1"], "rPr/color")) == ("Heading1", "C00000")
    assert (said(styles["heading 1"], "rPr/sz"), said(styles["heading 2"], "basedOn")) == ("40", "Heading1")
    assert (said(styles["Normal"], "rPr/sz"), said(styles["Normal"], "pPr/spacing", "line")) == ("30", "600")
    assert said(styles["表格"], "rPr/sz") == "24"


def test_chinese_names_of_built_in_styles_are_those_styles() -> None:
    styles = styles_of(built(word_file(styles=WPS_STYLES)))
    assert said(styles["heading 1"], "rPr/color") == "00B050"
    assert said(styles["heading 1"], "pPr/outlineLvl") == "0"
    assert {"Normal", "Title", "toc 1"} <= set(styles)
    assert not {"正文", "标题", "标题 1", "目录 1"} & set(styles)


def test_restyling_is_changing_a_style_of_the_reference() -> None:
    first = docx.Document(io.BytesIO(write(DOCUMENT, OPENED)))
    first.styles["Heading 1"].font.size, first.styles["Heading 1"].font.color.rgb = Pt(30), RGBColor(0, 128, 0)
    changed = io.BytesIO()
    first.save(changed)
    heading = docx.Document(io.BytesIO(write(PARTS, like(changed.getvalue())))).styles["Heading 1"]
    assert (heading.font.size, str(heading.font.color.rgb)) == (Pt(30), "008000")
    assert built(changed.getvalue())["word/document.xml"] == built(write(DOCUMENT, OPENED))["word/document.xml"]


def test_our_own_file_as_reference_changes_nothing() -> None:
    own = write(DOCUMENT, OPENED)
    for part in ("word/styles.xml", "word/settings.xml"):
        assert canonical(built(own)[part]) == canonical(parts(own)[part])
    assert style_of(like(own)) == like(own)
    assert [strip(s) for s in body_of(built(own)).iter(f"{W}sectPr")] == [
        strip(s) for s in body_of(parts(write(PARTS, OPENED))).iter(f"{W}sectPr")
    ]


def canonical(part: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(part), method="c14n"))


def strip(section: etree._Element) -> bytes:
    """A section without the keys of its headers and footers."""
    return re.sub(rb' (?:r:id|xmlns:\w+)="[^"]*"', b"", etree.tostring(section, with_tail=False))


def test_what_the_office_lacks_looks_as_in_our_style_sheet_whatever_its_defaults_are() -> None:
    note = styles_of(built(word_file()))["表注"]
    assert (said(note, "rPr/i"), said(note, "rPr/color"), said(note, "rPr/kern")) == ("0", "auto", "0")
    assert (said(note, "pPr/spacing", "beforeLines"), said(note, "pPr/spacing", "after")) == ("0", "0")
    assert (said(note, "rPr/sz"), said(note, "rPr/snapToGrid")) == ("18", "0")


def test_no_style_of_the_office_has_an_id_or_a_name_of_ours() -> None:
    styles = styles_of(built(word_file()))
    assert (styles["盖章处"].get(f"{W}styleId"), styles["表格"].get(f"{W}styleId")) == ("Office1", "Cell")
    assert styles["表头"].get(f"{W}type") == "paragraph"
    assert styles["表头（原）"].get(f"{W}type") == "character"


def test_headings_are_numbered_once_by_their_own_words() -> None:
    files = built(word_file())
    for name in ("heading 1", "heading 2"):
        assert said(styles_of(files)[name], "pPr/numPr/numId") == "0"
    assert b"pStyle" not in files["word/numbering.xml"]


def test_contents_have_a_stop_for_page_numbers_at_the_offices_margin() -> None:
    files = built(word_file())
    stop = said(styles_of(files)["toc 1"], "pPr/tabs/tab", "pos")
    assert stop == str(12240 - 1500 - 200 - 1300)


def test_a_grid_of_characters_does_not_spread_the_numbers_of_tables() -> None:
    for file, told in ((word_file(), "0"), (word_file(section=SECTION.replace("linesAndChars", "lines")), None)):
        cell = styles_of(built(file))["表格"]
        assert (said(cell, "pPr/snapToGrid"), said(cell, "rPr/snapToGrid")) == (told, told)


def test_a_style_that_is_based_on_itself_ends_nothing() -> None:
    styles = WPS_STYLES.replace(
        '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="正文"/>',
        ('<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="正文"/><w:basedOn w:val="2"/>'),
    )
    assert said(styles_of(built(word_file(styles=styles)))["heading 1"], "rPr/color") == "00B050"


# Page


def test_paper_and_margins_are_the_offices_and_landscape_is_its_page_turned() -> None:
    style = style_of(like(word_file()))
    assert (style.portrait.width, style.portrait.height, style.portrait.left) == (12240, 15840, 1700)
    turned = style.landscape
    assert (turned.width, turned.height, turned.top, turned.right) == (15840, 12240, 1700, 1440)
    assert {each["paper"] for each in sections(built(word_file()))} == {"12240 15840", "15840 12240"}


def test_landscape_pages_are_those_of_its_landscape_section() -> None:
    wide_page = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    margins = (
        '<w:pgMar w:top="700" w:right="700" w:bottom="700" w:left="700" w:header="400" w:footer="400" w:gutter="0"/>'
    )
    first = f"<w:p><w:pPr><w:sectPr>{wide_page}{margins}</w:sectPr></w:pPr></w:p>"
    style = style_of(like(word_file(section=f"{first}{SECTION}")))
    assert (style.landscape.left, style.landscape.text_width) == (700, 15438)
    assert style.portrait.width == 12240


def test_tables_are_as_wide_as_the_offices_page_in_the_size_of_its_table_text() -> None:
    files = built(word_file(), replace(PARTS, blocks=(long(3), wide(3))))
    widths = [int(each.get(f"{W}w")) for each in body_of(files).iter(f"{W}tblW")]
    assert widths == [12240 - 1700 - 1300, 15840 - 1440 - 1440]
    assert style_of(like(word_file())).texts["表格"].size == 24
    names = {each.get(f"{W}val") for each in body_of(files).iter(f"{W}pStyle")}
    assert "CellRight" in names


def test_the_grid_is_the_offices() -> None:
    (*_, last) = body_of(built(word_file())).iter(f"{W}docGrid")
    upright = [each.attrib for each in body_of(built(word_file())).iter(f"{W}docGrid") if len(each.attrib) == 3]
    assert [*upright[0].values()] == ["linesAndChars", "312", "-100"]
    assert last.get(f"{W}linePitch") == "312"


@pytest.mark.parametrize("section", ["", "<w:sectPr/>", '<w:sectPr><w:pgSz w:w="100" w:h="100"/></w:sectPr>'])
def test_a_file_that_says_no_page_or_an_impossible_one_leaves_ours(section: str) -> None:
    style = style_of(like(word_file(section=section)))
    assert (style.portrait, style.landscape) == (STYLE.portrait, STYLE.landscape)


# Headers and footers


def test_numbered_pages_have_the_offices_footer_and_all_pages_its_letterhead() -> None:
    cover, contents, *pages = sections(built(word_file()))
    for unnumbered in (cover, contents):
        assert unnumbered["footer default"] == ""
        assert LETTERHEAD in unnumbered["header default"]
    assert {page["footer default"] for page in pages} == {"第1页"}
    assert all(LETTERHEAD in page["header default"] for page in pages)
    assert "footer even" not in pages[0]


def test_a_header_that_prints_page_numbers_is_not_on_cover_and_contents_and_no_second_number_is_printed() -> None:
    numbered = footer().replace("w:ftr", "w:hdr")
    section = f"<w:sectPr>{HEADER}{LETTER}{MARGINS}{GRID}</w:sectPr>"
    cover, contents, *pages = sections(built(word_file(section=section, more={"word/header1.xml": numbered})))
    assert (cover["header default"], contents["header default"]) == ("", "")
    assert {page["header default"] for page in pages} == {"第1页"}
    assert {page["footer default"] for page in pages} == {""}


def test_without_a_footer_of_the_office_ours_is_printed_and_its_letterhead_on_even_pages_too() -> None:
    blank = f"{XML}{footer().partition('?>')[2].partition('<w:p>')[0]}<w:p/></w:ftr>"
    for file in (
        word_file(section=f"<w:sectPr>{HEADER}{LETTER}{MARGINS}</w:sectPr>"),
        word_file(more={"word/footer1.xml": blank}),
    ):
        cover, _, *pages = sections(built(file))
        assert (cover["footer default"], cover["footer even"]) == ("", "")
        assert {(page["footer default"], page["footer even"]) for page in pages} == {("— 1 —", "— 2 —")}
        assert all(LETTERHEAD in page["header even"] for page in pages)
        assert b"evenAndOddHeaders" in built(file)["word/settings.xml"]


def test_the_first_page_of_the_office_is_the_first_of_the_document_and_headers_go_on_through_its_sections() -> None:
    first = '<w:headerReference w:type="first" r:id="rId13"/>'
    before = f"<w:p><w:pPr><w:sectPr>{HEADER}{first}{FOOTER}{LETTER}{MARGINS}</w:sectPr></w:pPr></w:p>"
    last = f"<w:sectPr>{LETTER}{MARGINS}<w:titlePg/></w:sectPr>"
    file = word_file(section=f"{before}{last}", more={"word/header2.xml": header("首页抬头", "")})
    cover, contents, *pages = sections(built(file))
    assert "首页抬头" in cover["header first"]
    assert ["header first" in page for page in (contents, *pages)] == [False] * (len(pages) + 1)
    assert LETTERHEAD in pages[-1]["header default"]


def test_how_page_numbers_are_printed_is_the_offices_and_they_begin_after_the_contents() -> None:
    dashes = '<w:pgNumType w:fmt="numberInDash" w:start="5"/>'
    file = word_file(section=SECTION.replace(GRID, f"{dashes}{GRID}"))
    told = [[*each.attrib.values()] for each in body_of(built(file)).iter(f"{W}pgNumType")]
    assert told == [["numberInDash"], ["numberInDash"], ["numberInDash", "1"], *[["numberInDash"]] * (len(told) - 3)]


def test_the_picture_of_a_header_is_in_the_file_once_under_a_name_of_its_own() -> None:
    files = built(word_file())
    assert {name: content for name, content in files.items() if "media" in name} == {"word/media/image1.png": PNG}
    linked = [name for name, content in files.items() if b"media/image1.png" in content and name.endswith(".rels")]
    assert linked == ["word/_rels/header1.xml.rels"]
    assert "内网" in words_of(files["word/header1.xml"])
    assert b"hyperlink" not in files["word/header1.xml"] + files["word/_rels/header1.xml.rels"]


def test_a_picture_forgets_which_file_it_was_and_one_that_is_not_in_the_file_is_left_out() -> None:
    linked = header().replace('r:embed="rId1"', 'r:embed="rId1" r:link="rId2"')
    clicked = linked.replace('.png"/>', '.png"><a:hlinkClick r:id="rId2"/></wp:docPr>', 1)
    for part, pictures in ((linked, 1), (clicked, 1)):
        files = built(word_file(more={"word/header1.xml": part}))
        assert files["word/header1.xml"].count(b"<w:drawing>") == pictures
        assert b"rId2" not in files["word/header1.xml"]
    outside = built(word_file(more={"word/header1.xml": header().replace('r:embed="rId1"', 'r:link="rId2"')}))
    assert b"drawing>" not in outside["word/header1.xml"]
    assert "media" not in " ".join(name for name in outside if name.endswith(".rels"))


def test_a_header_that_is_not_printed_is_not_in_the_file() -> None:
    first = '<w:headerReference w:type="first" r:id="rId13"/>'
    file = word_file(section=SECTION.replace(HEADER, HEADER + first), more={"word/header2.xml": header("旧抬头", "")})
    assert [name for name, content in built(file).items() if "旧抬头" in content.decode("utf-8", "replace")] == []


def test_a_draft_is_marked_on_every_page_beside_the_letterhead() -> None:
    for page in sections(built(word_file(), MARKED)):
        assert LETTERHEAD in page["header default"]
        assert page["header default"].endswith("草稿")
    files = built(word_file(), MARKED)
    assert all(
        b"PowerPlusWaterMarkObject" in files[name] for name in files if "/header" in name and "_rels" not in name
    )


def test_the_mark_of_a_draft_that_serves_as_reference_is_not_in_what_is_published() -> None:
    for draft in (write(MARKED, OPENED), write(MARKED, like(word_file()))):
        files = built(draft)
        assert [name for name in files if "草稿" in files[name].decode("utf-8", "replace")] == []
    assert any(LETTERHEAD in files[name].decode("utf-8", "replace") for name in files)


# As LibreOffice prints it


def test_the_letterhead_is_printed_on_every_page_and_text_stands_within_the_offices_margins(tmp_path: Path) -> None:
    tree = replace(PARTS, blocks=(Paragraph(words("按照过紧日子的要求" * 300)), wide(3), long(3)))
    pages = re.findall(r"<page .*?</page>", printed(write(tree, like(word_file())), tmp_path, "-bbox"), re.DOTALL)
    assert len(pages) >= 5
    assert [page for page in pages if "某某市财政局" not in page] == []
    assert [page for page in pages if "私人" in page] == []
    upright = [page for page in pages if 'width="612' in page]
    assert min(float(x) for page in upright for x in re.findall(r'xMin="([\d.]+)"', page)) >= 84
    edge = 612 - 65 + 4  # a closing mark at the end of a line stands out a little
    assert max(float(x) for page in upright for x in re.findall(r'xMax="([\d.]+)"', page)) <= edge
