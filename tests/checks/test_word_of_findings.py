"""`check --to docx`: the findings as comments in the Word file that was checked, else in the document as Word file."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from lxml import etree

from reportgen.checks import Verdict
from reportgen.checks.outputs import Checked, write
from reportgen.checks.outputs.docx import AUTHOR
from reportgen.checks.printed import printed_lines
from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.document import Document, Paragraph, Section, Text, plain
from reportgen.fingerprint import fingerprint
from reportgen.readers import docx, html
from reportgen.writers import writer
from tests import trees
from tests.checks.seeded import checked, seeded
from tests.office import saved_again
from tests.readers.docx_files import W, cell, file, packed, paragraph, row, run, table
from tests.tools import OFFICE_VERSIONS, ooxml_errors
from tests.writers.sample import STYLE

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    ' ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.{}+xml"/></Types>'
)


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word_file(*body: str, kind: str = "main", **parts: str) -> bytes:
    """A Word file as somebody made it, with the types of its parts."""
    return packed({"[Content_Types].xml": TYPES.format(kind).encode(), **parts_of(file(*body, **parts))})


def commented(content: bytes, *places: tuple[str, str]) -> bytes:
    """The file with one finding on these words: part, and the line with [ ] around what is marked."""
    found = []
    for part, line in places:
        before, _, rest = line.partition("[")
        words, _, after = rest.partition("]")
        found.append(Location(part, 0, 0, len(words), before + words + after, len(before) + 1))
    verdict = Verdict((Diagnostic(Severity.ERROR, "R105 平衡", "不等", tuple(found), "改"),), (), 0, ())
    return write("docx", Checked("甲.docx", docx.read(content).document, verdict, STYLE, content))


def attached(content: bytes) -> list[str]:
    """The words that our comments are attached to."""
    return [one.words for one in docx.read(content).comments if one.author == AUTHOR]


AS = "w:val="
BY = 'w:id="1" w:author="乙"'
BOLD = '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
HEADING = paragraph("一、收入", style="1")
TITLE = paragraph("甲局2026年部门预算", style="a3")


@pytest.mark.parametrize(
    "said",
    [
        run("共10万元，另有3万元。"),
        run("共1") + run("0万", "<w:b/>") + run("元，另有3万元。"),
        f"<w:r>{BOLD}共10</w:t><w:t>万元</w:t><w:tab/><w:t>，另有3万元。</w:t></w:r>",
        f'<w:hyperlink w:anchor="a">{run("共10万")}</w:hyperlink><w:ins {BY}>{run("元，另有3万元。")}</w:ins>',
        f"{run('共')}<w:del {BY}><w:r><w:delText>9</w:delText></w:r></w:del>{run('10万元，另有3万元。')}",
    ],
    ids=["one run", "several runs", "a run of many", "a link and a tracked change", "a deleted word"],
)
def test_the_words_have_the_comment_and_keep_their_look(said: str) -> None:
    content = word_file(TITLE, HEADING, paragraph(said))
    text = docx.read(content).document.blocks[0].blocks[0].runs[0].text  # type: ignore[union-attr]
    made = commented(content, ("一、收入", text.replace("10万", "[10万]")), ("一、收入", text.replace("3", "[3]")))
    assert attached(made) == ["10万", "3"]
    assert docx.read(made).document == docx.read(content).document
    assert looks(made) == looks(content)


def looks(content: bytes) -> list[tuple[str, bytes]]:
    """Each character of the file with the properties of its run."""
    root = etree.fromstring(parts_of(content)["word/document.xml"])
    runs = [(each, each.find(f"{{{W}}}rPr")) for each in root.iter(f"{{{W}}}r")]
    bare = [(each, b"" if about is None else etree.tostring(about, method="c14n")) for each, about in runs]
    return [(letter, about) for each, about in bare for letter in "".join(each.itertext())]


def test_automatic_numbers_contents_and_merged_cells_do_not_lead_astray() -> None:
    goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    contents = paragraph("一、收入\t3", style="TOC1")
    rows = (
        row("项目", "本年", properties="<w:tblHeader/>"),
        row(cell("合计", properties=goes_on[0]), "10.00"),
        row(cell(properties=goes_on[1]), "10.00"),
        row("教育", "10.00"),
    )
    content = word_file(TITLE, contents, HEADING, paragraph("收入表"), table(*rows), paragraph("10.00"))
    made = commented(content, ("一、收入", "一、[收入]"), ("收入表“教育”行“本年”列", "教育 | [10.00]"))
    assert attached(made) == ["收入", "10.00"]
    body = etree.fromstring(parts_of(made)["word/document.xml"])[0]
    heading, number = body.iter(f"{{{W}}}commentRangeStart")
    assert body.index(heading.getparent()) == 2
    assert "".join(next(number.iterancestors(f"{{{W}}}tr")).itertext()) == "教育10.00"


def test_a_number_that_word_counts_is_no_letter_of_the_paragraph() -> None:
    level = f'<w:lvl w:ilvl="0"><w:numFmt {AS}"chineseCountingThousand"/><w:lvlText {AS}"%1、"/></w:lvl>'
    listed = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
    listed += f'<w:num w:numId="1"><w:abstractNumId {AS}"7"/></w:num>'
    counted = f'<w:numPr><w:ilvl {AS}"0"/><w:numId {AS}"1"/></w:numPr>'
    content = word_file(
        TITLE, HEADING, *(paragraph(said, properties=counted) for said in ("职责10项", "机构20个")), numbering=listed
    )
    made = commented(
        content, ("一、收入", "一、职责[10]项"), ("一、收入", "二、机构[20]个"), ("一、收入", "[二、]机构20个")
    )
    assert attached(made) == ["10", "机", "20"]
    assert docx.read(made).document == docx.read(content).document


def test_comments_that_are_there_stay_and_so_does_everything_else() -> None:
    old = f'<w:comment w:id="4" w:author="乙">{paragraph("看一下")}</w:comment>'
    said = '<w:commentRangeStart w:id="4"/>' + run("共10元。") + '<w:commentRangeEnd w:id="4"/>'
    content = word_file(TITLE, HEADING, paragraph(said), comments=old)
    made = commented(content, ("一、收入", "共[10]元。"))
    assert [(one.author, one.words) for one in docx.read(made).comments] == [("乙", "共10元。"), (AUTHOR, "10")]
    before, after = parts_of(content), parts_of(made)
    assert {name for name in after if after[name] != before.get(name)} == {"word/document.xml", "word/comments.xml"}


def test_what_has_no_place_in_the_document_is_said_at_the_title() -> None:
    made = commented(word_file(TITLE, HEADING, paragraph("共10元。")), ("公开09表", ""))
    assert attached(made) == ["甲局2026年部门预算"]


def test_words_in_a_text_box_are_told_at_the_words_before_it() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框里10元。')}</w:txbxContent></v:textbox></w:pict></w:r>"
    made = commented(word_file(TITLE, HEADING, paragraph(run("共8元。") + box)), ("一、收入", "框里[10]元。"))
    assert attached(made) == ["共8元。"]


def test_a_short_title_behind_the_findings_of_a_draft_is_found_with_what_follows() -> None:
    section = Section(1, "一、", (Text("收入"),), (Paragraph((Text("共10元。"),)),))
    front = (Paragraph((Text("草稿：公开前要改的地方，定稿里没有这一页"),)),)
    document = Document((Text("公开"),), "甲局", 2026, (section,), front=front)
    for where, words in (
        (Location("标题", 0, 0, 2, "公开", 1), "公开"),
        (Location("一、收入", 0, 0, 2, "共10元。", 2), "10"),
    ):
        verdict = Verdict((Diagnostic(Severity.ERROR, "R105 平衡", "不等", (where,)),), (), 0, ())
        assert attached(write("docx", Checked("甲", document, verdict, STYLE))) == [words]


@pytest.mark.parametrize("body", [(), (paragraph(),), (table(row("甲", "乙")),)])
def test_a_file_without_title_has_its_comments_at_its_beginning(body: tuple[str, ...]) -> None:
    made = commented(word_file(*body), ("公开09表", ""))
    assert len(docx.read(made).comments) == 1


@pytest.mark.parametrize("kind", ["macroEnabled.main", "main"])
def test_a_file_that_cannot_be_kept_as_it_is_is_written_anew(kind: str) -> None:
    content = word_file(TITLE, HEADING, paragraph("共10元。"), kind=kind)
    parts = parts_of(commented(content, ("一、收入", "共[10]元。")))
    assert ("docProps/custom.xml" in parts) == (kind != "main")  # which our writer makes


@pytest.fixture(scope="module")
def word() -> bytes:
    """The document with mistakes as a Word file with its findings."""
    content = writer("docx")(seeded(), checked().style)
    return write("docx", Checked("甲.docx", seeded(), checked().verdict, checked().style, content))


def test_each_finding_has_a_comment_at_the_words_that_it_means(word: bytes) -> None:
    comments = [one for one in docx.read(word).comments if one.author == AUTHOR]
    for number, finding in enumerate(checked().verdict.findings, 1):
        own = [one for one in comments if one.text.startswith(f"{number}. {finding.severity.value} {finding.rule}")]
        places = [place for place in finding.places[:8] if place.excerpt and not place.line]
        quoted = [place.excerpt[place.marked - 1 :][: place.length] for place in places]
        assert sorted(one.words for one in own) == sorted(quoted or [seeded().title[0].text])
        assert sum(finding.message in one.text and finding.hint in one.text for one in own) == 1


def test_the_file_is_valid_says_the_same_as_before_and_is_the_same_each_time(word: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word)
    assert [error for version in OFFICE_VERSIONS for error in ooxml_errors(tmp_path / "a.docx", version)] == []
    assert docx.read(word).document == docx.read(writer("docx")(seeded(), checked().style)).document
    assert write("docx", checked()) == word


@pytest.mark.soak  # starting a LibreOffice of its own takes seconds
def test_libreoffice_keeps_every_comment(word: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word)
    kept = docx.read(saved_again(tmp_path / "a.docx", alone=True)).comments
    assert sorted((one.author, one.text, one.words) for one in kept) == sorted(
        (one.author, one.text, one.words) for one in docx.read(word).comments
    )


def test_a_document_without_anything_takes_comments() -> None:
    nothing = Verdict((Diagnostic(Severity.ERROR, "R600 缺表", "没有"),), (), 0, ())
    for document in (Document((), "", 0, ()), Document((Text("题"),), "甲局", 2026, ())):
        assert len(docx.read(write("docx", Checked("甲", document, nothing, STYLE))).comments) == 1


@pytest.mark.soak
def test_in_any_document_every_text_can_be_marked_and_nothing_else_changes() -> None:
    @settings(max_examples=200)
    @given(trees.documents())
    def marked(document: Document) -> None:
        texts = [(line, text) for line in printed_lines(document) for text in line.texts if plain(text.runs).strip()]
        places = (Location(line.parts[0], 0, 0, 2, line.text, text.start + 1) for line, text in texts[:40])
        verdict = Verdict(tuple(Diagnostic(Severity.HINT, "R1", "看", (place,)) for place in places), (), 0, ())
        made = {name: write(name, Checked("甲", document, verdict, STYLE)) for name in ("docx", "html")}
        read = docx.read(made["docx"])
        assert len(read.comments) == len(verdict.findings)
        assert read.document == docx.read(writer("docx")(document, STYLE)).document
        bare = replace(document, front=())  # a page leaves out the findings of a draft
        assert fingerprint(html.read(made["html"])) == fingerprint(html.read(writer("html")(bare, STYLE)))

    marked()
