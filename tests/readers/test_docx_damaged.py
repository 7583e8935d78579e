"""The DOCX reader: bytes that are no Word document are told so, and never end in a traceback."""

import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reportgen.diagnostics import ReportgenError
from reportgen.document import plain
from reportgen.ooxml import package
from reportgen.readers import _work
from reportgen.readers.docx import read
from reportgen.source.archive import MOST_PARTS
from reportgen.writers.docx import write
from tests.budgets import most_in_soak
from tests.readers.docx_files import NAMESPACES, file, packed, paragraph, relations, run
from tests.readers.test_docx_numbers import LIST, item, level, numbered
from tests.writers.sample import DOCUMENT, STYLE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BODY = f"<w:document {NAMESPACES}><w:body>{{}}</w:body></w:document>"


def complaint(content: bytes) -> str:
    with pytest.raises(ReportgenError) as caught:
        read(content, path="公开.docx")
    return str(caught.value)


def with_main(main: bytes, name: str = "word/document.xml", target: str = "word/document.xml") -> bytes:
    return packed({"_rels/.rels": relations({"officeDocument": target}).encode(), name: main})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "公开.docx: 错误[不是Word文档] 这个文件不是 .docx 格式的Word文档\n"
              "  建议：检查是否选对了文件；用Word或WPS能打开的，打开后另存为“Word文档（*.docx）”"),
        (OLE, "公开.docx: 错误[旧格式的文档] 这是旧格式的文档（.doc 或 .wps），不是 .docx\n"
              "  建议：用Word或WPS打开，另存为“Word文档（*.docx）”"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "公开.docx: 错误[加密的文档] 这个Word文档设了打开密码\n"
                                                       "  建议：用Word或WPS打开，取消密码后再保存"),
        (b"PK\x03\x04" + bytes(100), "公开.docx: 错误[文档损坏] 这个Word文档已经损坏，读不出来\n"
                                     "  建议：用Word打开，让它修复后另存；打不开的，找一份完好的"),
        (packed({"a.txt": b"1"}), "公开.docx: 错误[不是Word文档] 这个压缩包里没有Word文档的正文\n"
                                  "  建议：检查是否选对了文件"),
        (with_main(b"<workbook/>"), "公开.docx: 错误[不是Word文档] 这个文件里没有Word文档的正文\n"
                                    "  建议：检查是否选对了文件"),
        (with_main(b"<w:document><w:body>"), "公开.docx: 错误[文档损坏] 这个Word文档已经损坏，读不出来\n"
                                             "  建议：用Word打开，让它修复后另存；打不开的，找一份完好的"),
    ],
)  # fmt: skip
def test_what_is_no_word_document_is_told(content: bytes, said: str) -> None:
    assert complaint(content) == said


def test_the_main_part_is_where_the_relationships_say() -> None:
    main = BODY.format(paragraph("正文")).encode()
    assert plain(read(with_main(main, "正文/文档.xml", "/正文/文档.xml")).document.blocks[0].runs) == "正文"  # type: ignore[union-attr]


def test_the_strict_form_of_the_standard_is_read_as_well() -> None:
    strict = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    }
    files = {}
    with ZipFile(BytesIO(file(paragraph("概况", style="1"), paragraph("正文")))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            for usual, other in strict.items():
                text = text.replace(usual, other)
            files[name] = text.encode()
    assert read(packed(files)).document == read(file(paragraph("概况", style="1"), paragraph("正文"))).document


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert "文档损坏" in complaint(with_main((bomb + BODY.format(paragraph("&b;"))).encode()))


def test_a_part_that_unpacks_to_far_more_than_it_could_say_is_refused() -> None:
    said = complaint(with_main(BODY.format(" " * (2 * package.SMALL)).encode()))
    assert said.startswith("公开.docx: 错误[文档过大] 这个Word文档解压后比它的大小该有的大得多，没有读")


@pytest.mark.parametrize("some", ["<w:p/>", "<w:tbl><w:tr/></w:tbl>", "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"])
def test_a_small_file_with_more_elements_than_its_size_may_hold_is_refused(some: str) -> None:
    said = complaint(with_main(BODY.format(some * 250_000).encode()))
    assert said.startswith("公开.docx: 错误[文档过大] 这个Word文档里的段落、单元格太多，不像预算公开的文档，没有读")


def test_a_table_that_reaches_over_millions_of_squares_is_told() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr><w:p/></w:tc>'
    table = f"<w:tbl><w:tr>{wide * 100}</w:tr>{'<w:tr><w:tc><w:p/></w:tc></w:tr>' * 100}</w:tbl>"
    assert complaint(with_main(BODY.format(table).encode())).startswith("公开.docx: 错误[文档过大]")


def field(inside: str) -> str:
    begun, parted, ended = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begun}{parted}{inside}{ended}"


def nested(wrap: Callable[[str], str], inside: str, times: int = 50) -> str:
    return inside if times == 0 else wrap(nested(wrap, inside, times - 1))


SIMPLE = '<w:fldSimple w:instr="x">{}</w:fldSimple>'
LONG_LABEL = LIST.replace('w:lvlText w:val="', 'w:lvlText w:val="' + "%1" * 1000)
OPEN_COMMENTS = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in range(100))
CONTENTS_LINE = paragraph("1" * 9000, style="TOC1")
# each of little size, and of much work: an amount that grows with the square of the size, or faster
MUCH_WORK = {
    "lines": lambda: file(paragraph("甲") * 2000),
    "letters of a paragraph": lambda: file(paragraph(run("8万元" * 30_000))),
    "letters of a cell": lambda: file(f"<w:tbl><w:tr><w:tc>{paragraph(run('8万元' * 30_000))}</w:tc></w:tr></w:tbl>"),
    "columns": lambda: file(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 1_500}</w:tr></w:tbl>"),
    "notes that many places refer to": lambda: file(
        paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>' * 100),
        footnotes=f'<w:footnote w:id="2">{paragraph("注") * 100}</w:footnote>',
    ),
    "fields within fields": lambda: file(paragraph(nested(field, run("甲") * 1000))),
    "comments about the same words": lambda: file(paragraph(OPEN_COMMENTS + run("甲") * 1000)),
    "changes within changes": lambda: file(
        paragraph(nested(lambda inside: f'<w:ins w:author="甲">{inside}</w:ins>', run("甲" * 20_000)))
    ),
    "digits behind a line of contents": lambda: file(CONTENTS_LINE, paragraph("甲")),
    "long numbers of a list": lambda: file(item("甲") * 100, numbering=LONG_LABEL + numbered(1, 7)),
    "lists of many levels": lambda: file(
        paragraph("甲"),
        numbering=LIST.replace("</w:abstractNum>", "<w:lvl/>" * 500 + "</w:abstractNum>", 1)
        + "".join(numbered(number, 7) for number in range(20)),
    ),
    "fields within fields of a header": lambda: file(
        paragraph("甲"), header=paragraph(nested(SIMPLE.format, run("甲") * 1000))
    ),
    "open fields of a header": lambda: file(paragraph("甲"), header=paragraph(nested(field, run("甲") * 1000))),
}


@pytest.mark.parametrize("what", MUCH_WORK)
def test_a_small_file_that_is_much_work_is_refused(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_work, "MOST", 40_000)
    said = complaint(MUCH_WORK[what]())
    assert said.startswith("公开.docx: 错误[文档过大] 这个文档里的段落、表格大得不像预算公开的，没有读完")


def test_what_costs_much_is_counted_anew_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_work, "MOST", 40_000)
    some = file(paragraph("甲") * 300)
    assert [len(read(some).document.blocks) for _ in range(3)] == [300] * 3


def test_a_file_of_thousands_of_parts_is_told() -> None:
    with ZipFile(content := BytesIO(WHOLE), "a") as archive:
        for number in range(MOST_PARTS):
            archive.writestr(f"x{number}", b"")
    assert "文档损坏" in complaint(content.getvalue())


def test_styles_that_are_based_on_one_another_without_end_are_read_over() -> None:
    style = '<w:style w:type="paragraph" w:styleId="s{0}"><w:name w:val="s{0}"/><w:basedOn w:val="s{1}"/></w:style>'
    styles = "".join(style.format(number, number + 1) for number in range(3000))
    with ZipFile(BytesIO(WHOLE)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/styles.xml"] = files["word/styles.xml"].replace(b"</w:styles>", f"{styles}</w:styles>".encode())
    assert read(packed(files)).document == read(WHOLE).document


def test_what_is_nested_too_deep_is_told() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400
    assert "文档损坏" in complaint(with_main(BODY.format(deep).encode()))


def test_numbers_without_measure_do_no_harm() -> None:
    wild = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999999"/></w:tcPr></w:tc></w:tr></w:tbl>'
    outline = '<w:outlineLvl w:val="-99999999999999999999"/>'
    said = read(
        file(paragraph("一、概况", properties=outline), wild, paragraph("二、", properties='<w:ind w:left="x"/>'))
    )
    assert len(said.document.blocks) >= 1


@pytest.mark.parametrize("part", most_in_soak(range(15), every=3))
def test_random_damage_to_the_bytes_is_told_or_read_over(part: int) -> None:
    for seed in range(10 * part, 10 * part + 10):
        read_or_told(with_other_bytes(seed))


def with_other_bytes(seed: int) -> bytes:
    dice, content = Random(seed), bytearray(WHOLE)
    for _ in range(dice.choice([1, 5, 50])):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content[: dice.choice([len(content), dice.randrange(len(content))])])


@pytest.mark.parametrize("part", most_in_soak(range(30), every=3))
def test_random_damage_to_the_xml_is_told_or_read_over(part: int) -> None:
    for seed in range(10 * part, 10 * part + 10):
        read_or_told(with_other_xml(seed))


def with_other_xml(seed: int) -> bytes:
    dice, stream = Random(seed), BytesIO()
    with ZipFile(BytesIO(WITH_EVERYTHING)) as archive, ZipFile(stream, "w", ZIP_DEFLATED) as damaged:
        for name in archive.namelist():
            text = archive.read(name).decode()
            for _ in range(dice.choice([0, 1, 1, 3])):
                text = harmed(text, dice)
            damaged.writestr(name, text.encode())
    return stream.getvalue()


def harmed(text: str, dice: Random) -> str:
    """The XML with the value of an attribute changed."""
    at = dice.choice([found.end() for found in re.finditer('="', text)])
    end = text.index('"', at)
    value = dice.choice(["", "-1", "x", "99999999999999999999", "0", "1", "&#x10FFFF;", text[at:end] * 2])
    return text[:at] + value + text[end:]


def read_or_told(content: bytes) -> None:
    """Anything but a message of ours fails the test by itself."""
    with suppress(ReportgenError):
        read(content)


def _everything() -> bytes:
    own = (
        f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1", start=3)}<w:startOverride w:val="2"/></w:lvlOverride>'
    )
    with ZipFile(BytesIO(write(DOCUMENT, STYLE))) as archive:
        written = archive.read("word/document.xml").decode()
    body = written[written.index("<w:body>") + 8 : written.rindex("<w:sectPr>")]
    note = '<w:r><w:footnoteReference w:id="2"/></w:r><w:commentRangeStart w:id="1"/><w:commentReference w:id="1"/>'
    return file(
        *(item("甲"), item("乙", depth=1), paragraph(note, "丙"), body),
        numbering=LIST + numbered(1, 7, own),
        footnotes=f'<w:footnote w:id="2">{paragraph("注")}</w:footnote>',
        comments=f'<w:comment w:id="1" w:author="甲">{paragraph("批")}</w:comment>',
    )


WHOLE, WITH_EVERYTHING = write(DOCUMENT, STYLE), _everything()
