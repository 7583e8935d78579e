"""What is read from a PDF: the pages of headings as they are numbered, and fonts that were not there."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from reportgen.cli._page_numbers import OutlineEntry, first_numbered, heading_pages, printed_pages, substituted
from reportgen.document import Cell, Document, Paragraph, ParagraphRole, Role, Row, Table, Text
from tests.writers.sample import STYLE


def pdf(pages: int, headings: list[tuple[str, int]], fonts: tuple[str, ...] = ()) -> bytes:
    """A PDF of blank pages with these bookmarks, the second and later ones below the first, and these fonts."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    parent = None
    for title, page in headings:
        entry = writer.add_outline_item(title=title, page_number=page, parent=parent)
        parent = parent or entry
    named = {
        NameObject(f"/F{i}"): DictionaryObject({NameObject("/BaseFont"): NameObject(f"/{font}")})
        for i, font in enumerate(fonts)
    }
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject(named)})
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def numbered(monkeypatch: pytest.MonkeyPatch, *texts: str) -> bytes:
    """A PDF whose pages say this."""
    said = iter(texts * 2)
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda _: next(said))
    return pdf(len(texts), [("一、甲", len(texts) - 2), ("（一）\u3000乙", len(texts) - 1)])


def test_the_outline_is_read_with_depths_and_pages() -> None:
    found = heading_pages(pdf(3, [("第一部分 甲", 0), ("一、乙", 2), ("二、丙", 2)]))
    assert found == (OutlineEntry(1, "第一部分 甲", 0), OutlineEntry(2, "一、乙", 2), OutlineEntry(2, "二、丙", 2))


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["封面\n2021", "目录\n一 1", "甲\n— 1 —", "乙\n— 2 —"], 2),
        (["甲\n— 1 —", "— 2 —\n乙"], 0),
        (["甲\n第1页 共2页", "乙\n第2页 共2页"], 0),
        (["甲\n— 1 —", "乙\n— 3 —"], None),
        (["甲\n— 1 —", "乙"], None),
        (["甲", "乙"], None),
        (["甲\n— 1 —", "乙\n — 2 —", "丙\n— 1 —", "丁\n— 2 —"], 2),
    ],
)
def test_numbered_is_what_prints_one_two_three_to_the_last_page(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], first: int | None
) -> None:
    assert first_numbered(numbered(monkeypatch, *texts)) == first


@pytest.mark.parametrize(
    ("headings", "pages"),
    [
        (["一、甲", "（一）乙"], (2, 3)),
        (["（一）\n乙"], (3,)),
        (["一、甲", "（一）丙"], None),
        (["（一）乙", "一、甲"], None),
        (["零", "一、甲", "（一）乙"], None),
        ([], ()),
    ],
)
def test_pages_are_told_where_the_outline_ends_with_exactly_these_headings(
    monkeypatch: pytest.MonkeyPatch, headings: list[str], pages: tuple[int, ...] | None
) -> None:
    content = numbered(monkeypatch, "封面", "— 1 —", "— 2 —", "— 3 —")
    assert printed_pages(headings, content) == pages


def test_a_heading_before_the_first_numbered_page_gives_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed_pages(["一、甲", "（一）乙"], numbered(monkeypatch, "封面", "目录", "— 1 —")) is None


def test_what_is_no_pdf_has_no_pages() -> None:
    assert printed_pages(["一、甲"], b"%PDF-1.6 and then nothing\n%%EOF") is None


# Fonts


def document(text: str, cell: str) -> Document:
    table = Table("表", "", (Text("表"),), (), (), 1, (), (Row((Cell((Text(cell),), Role.TEXT),)),))
    blocks = (Paragraph((Text(text),)), Paragraph((Text("注 A"),), ParagraphRole.NOTE), table)
    return Document((Text("题"),), "甲局", 2021, blocks)


SIM = ("BAAAAA+SimSun", "CAAAAA+FangSong_GB2312", "DAAAAA+TimesNewRomanPSMT")


@pytest.mark.parametrize(
    ("text", "cell", "fonts", "expected"),
    [
        ("支出5万元", "甲", SIM, ()),
        ("支出5万元", "甲", SIM[:1], ("Times New Roman", "仿宋_GB2312")),
        ("支出", "5", ("EAAAAA+NotoSansCJKjp-Regular",), ("Times New Roman", "仿宋_GB2312")),
        ("支出", "甲", ("EAAAAA+NotoSansCJKjp-Regular",), ("仿宋_GB2312", "宋体")),
        ("支出", "", ("EAAAAA+NotoSansCJKjp-Regular",), ("仿宋_GB2312",)),
        ("支出5万元", "", ("FangSong", "LiberationSerif-Bold"), ()),
    ],
)
def test_fonts_that_the_pdf_has_others_for_are_named(
    text: str, cell: str, fonts: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert substituted(document(text, cell), STYLE, pdf(1, [], fonts)) == expected
