"""What somebody typed into a Word file, wherever Word keeps text, no build overwrites; what programs change, it does.

Each edit is made in the parts of a built file, as Word makes it; the file that is to be written then is a newer one.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from reportgen.document import Document, Paragraph, Section, Text
from reportgen.ooxml.package import Package
from reportgen.readers.docx import read
from reportgen.saving import ExistingFile, judge_built
from reportgen.style import StyleSheet
from reportgen.writers.docx import write
from tests.writers.sample import STYLE as PLAIN

STYLE = replace(PLAIN, contents=2)
Parts = dict[str, str]
Edit = Callable[[Parts], None]
BODY, FOOTER, RELATIONS = "word/document.xml", "word/footer1.xml", "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPED = "<w:r><w:t>手写</w:t></w:r>"


def built(spent: str, style: StyleSheet = STYLE) -> bytes:
    blocks = (
        Section(1, "一、", (Text("收支说明"),), (Paragraph((Text(f"支出总计{spent}。"),)),)),
        Section(1, "二、", (Text(f"说明{spent}"),), (Paragraph((Text("没有。"),)),)),
    )
    return write(Document((Text("甲局2021年部门预算"),), "甲局", 2021, blocks), style)


def edited(*edits: Edit) -> bytes:
    with zipfile.ZipFile(BytesIO(built("5万元"))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for edit in edits:
        edit(parts)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def judged(content: bytes, new: bytes | None = None) -> ExistingFile:
    return judge_built(Path("甲.docx"), content, built("6万元") if new is None else new)


def replaced(old: str, new: str, name: str = BODY, count: int = 1) -> Edit:
    def edit(parts: Parts) -> None:
        assert re.search(old, parts[name]), parts[name]
        parts[name] = re.sub(old, lambda found: found.expand(new), parts[name], count=count)

    return edit


def in_text(markup: str) -> Edit:
    """Markup before the last full stop's run of the body."""
    return replaced(r"(<w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>没有。)", rf"{markup}\1".replace("\\l", "\\\\l"))


def instruction(code: str, result: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>' if result else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def part(name: str, kind: str, content: str, mode: str = "") -> Edit:
    """Another part, or an address outside, that the main part refers to."""

    def edit(parts: Parts) -> None:
        if not mode:
            parts[f"word/{name}"] = content
        link = f'<Relationship Id="rId99" Type="{KIND}/{kind}" Target="{name}"{mode}/></Relationships>'
        parts[RELATIONS] = parts[RELATIONS].replace("</Relationships>", link)

    return edit


def property_(name: str) -> Edit:
    return replaced("</cp:coreProperties>", f"<{name}>手写</{name}></cp:coreProperties>", "docProps/core.xml")


def text_part(kind: str, inside: str) -> str:
    return f"<w:{kind} {MAIN}>{inside}</w:{kind}>"


def header(inside: str) -> Edit:
    return part("header9.xml", "header", text_part("hdr", inside))


ART = '<v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="内部"/>'
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p>'
    f"{TYPED}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
COMMENT = '<w:comment w:id="1" w:author="李"><w:p><w:r><w:t>手写</w:t></w:r></w:p></w:comment>'
NOTE = f'<w:footnote w:id="2"><w:p>{TYPED}</w:p></w:footnote>'
LINE = f'<w:footnote w:id="0" w:type="separator"><w:p>{TYPED}</w:p></w:footnote>'
CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{TYPED}</w:sdtContent></w:sdt>"
ENTRY = r"(<w:hyperlink w:anchor=\"[^\"]*\"[^>]*>.*?<w:t[^>]*>)(一、收支说明)"

WRITTEN: dict[str, Edit] = {
    "contents, in an entry": replaced(ENTRY, r"\1收支说明（见附件）"),
    "contents, another entry": replaced(r"(<w:hyperlink )", rf"{TYPED}\1"),
    "contents, the heading": replaced("目\u3000录", "目录（征求意见）"),
    "contents, a line in their style": replaced(
        r'(<w:p><w:pPr><w:pStyle w:val="TableLast"/>)', rf'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{TYPED}</w:p>\1'
    ),
    "another file inside": part("afchunk.html", "aFChunk", "<p>手写</p>"),
    "a subdocument": part("其他.docx", "subDocument", "", ' TargetMode="External"'),
    "words": in_text(TYPED),
    "a text box": in_text(BOX),
    "a content control": in_text(CONTROL),
    "hidden words": in_text("<w:r><w:rPr><w:vanish/></w:rPr><w:t>手写</w:t></w:r>"),
    "a reading above characters": in_text(
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{TYPED}</w:rt><w:rubyBase/></w:ruby></w:r>"
    ),
    "a field that prints its instruction": in_text(instruction("MACROBUTTON NoMacro 手写")),
    "a formula": in_text(instruction("= 3 + 4", "没有。")),
    "a simple field": in_text('<w:fldSimple w:instr=" FILLIN 手写 "/>'),
    "the address of a link": part("https://example.cn/", "hyperlink", "", ' TargetMode="External"'),
    "a field with an address": in_text(instruction('HYPERLINK "https://example.cn/"')),
    "a comment": part("comments.xml", "comments", text_part("comments", COMMENT)),
    "the line above footnotes": part("footnotes.xml", "footnotes", text_part("footnotes", LINE)),
    "a footnote": lambda parts: (
        part("footnotes.xml", "footnotes", text_part("footnotes", NOTE))(parts),
        in_text('<w:r><w:footnoteReference w:id="2"/></w:r>')(parts),
    )[0],
    "a header": header(f"<w:p>{TYPED}</w:p>"),
    "a header, that it is no final text": header("<w:p><w:r><w:t>送审稿</w:t></w:r></w:p>"),
    "a header, as art": header(f"<w:p><w:r><w:pict>{ART}</w:pict></w:r></w:p>"),
    "a footer": replaced("</w:p>", f"{TYPED}</w:p>", FOOTER),
    "a footer, a number": replaced("</w:p>", "<w:r><w:t>2026</w:t></w:r></w:p>", FOOTER),
    "a footer, its page number by hand": replaced(r"<w:r>.*</w:r>", "<w:r><w:t>第 7 页</w:t></w:r>", FOOTER),
    "the subject": property_("dc:subject"),
    "keywords": property_("cp:keywords"),
    "the remark": property_("dc:description"),
}  # fmt: skip


@pytest.mark.parametrize("edit", WRITTEN.values(), ids=WRITTEN.keys())
def test_what_was_typed_anywhere_is_an_edit(edit: Edit) -> None:
    assert judged(edited(edit)) is ExistingFile.EDITED


def numbered(parts: Parts) -> None:
    """Pages of the contents filled in by Word; a heading that ends with a number has one as well."""
    parts[BODY], times = re.subn('(<w:hyperlink .*?separate"/></w:r>)', r"\1<w:r><w:t>12</w:t></w:r>", parts[BODY])
    assert times == 2


MADE: dict[str, Edit] = {
    "page numbers in the contents": numbered,
    "contents without an entry": replaced(r"<w:p>(?:(?!<w:p>).)*二、说明5万元.*?</w:hyperlink>", "<w:p>"),
    "another page in a footer": replaced(r"<w:t([^>]*)>1</w:t>", r"<w:t\1>12</w:t>", FOOTER),
    "empty properties": replaced("</cp:coreProperties>", "<dc:subject/></cp:coreProperties>", "docProps/core.xml"),
}


@pytest.mark.parametrize("edit", MADE.values(), ids=MADE.keys())
def test_what_programs_change_is_none(edit: Edit) -> None:
    assert judged(edited(edit)) is ExistingFile.FREE


def test_what_the_new_file_holds_as_well_is_no_edit() -> None:
    content = edited(WRITTEN["a footer"], WRITTEN["keywords"])
    assert judged(content, new=edited(WRITTEN["a footer"], WRITTEN["keywords"], numbered)) is ExistingFile.FREE
    assert judged(content, new=edited(WRITTEN["a footer"])) is ExistingFile.EDITED


def test_nothing_stands_beside_what_is_built() -> None:
    assert read(built("5万元")).beside == frozenset()


def test_the_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = Package.xml
    monkeypatch.setattr(Package, "xml", lambda self, name: parsed.append(name) or parse(self, name))
    read(built("5万元"))
    assert parsed.count(BODY) == 1
