"""The DOCX reader on files of the writer that somebody edited: whatever a person would miss changes the fingerprint."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from reportgen.readers.docx import Revisions, read
from reportgen.writers.docx import write
from tests.readers.docx_files import packed, relations, run
from tests.writers.sample import DOCUMENT, STYLE

WORD = "目录前的一段话。"
INSERTED = f"<w:ins w:id='900' w:author='甲'>{run('添')}</w:ins>"
DELETED = "<w:del w:id='901' w:author='甲'><w:r><w:delText>删</w:delText></w:r></w:del>"
BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(old: str, new: str) -> bytes:
    """The sample as the writer wrote it, with its XML changed in one place."""
    files = files_of(write(DOCUMENT, STYLE))
    main = files["word/document.xml"].decode()
    assert old in main
    files["word/document.xml"] = main.replace(old, new, 1).encode()
    return packed(files)


def test_what_nobody_touched_is_what_the_file_states() -> None:
    said = read(write(DOCUMENT, STYLE))
    assert said.stated == said.fingerprint
    assert said.changes == said.comments == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (WORD, "目录前的一句话。"),
        (">1,064.2<", ">1,064.3<"),
        ("</w:r></w:p>", f"</w:r>{INSERTED}</w:p>"),
        ("</w:r></w:p>", f"</w:r>{DELETED}</w:p>"),
        ("</w:r></w:p>", "</w:r><w:r><w:drawing/></w:r></w:p>"),
        ("</w:r></w:p>", f"</w:r>{BOX}</w:p>"),
        ('w:val="Heading1"', 'w:val="Heading2"'),
        ("<w:tr>", "<w:tr><w:tc><w:p/></w:tc></w:tr><w:tr>"),
        ("<w:p>", "<w:p><w:r><w:t>又一段</w:t></w:r></w:p><w:p>"),
        ('<w:gridSpan w:val="2"/>', ""),
    ],
)
def test_an_edit_is_no_longer_what_the_file_states(old: str, new: str) -> None:
    for revisions in Revisions:
        said = read(edited(old, new), revisions=revisions)
        assert said.stated == read(write(DOCUMENT, STYLE)).stated
        assert said.fingerprint != said.stated


def test_pending_changes_are_listed() -> None:
    assert read(edited("</w:r></w:p>", f"</w:r>{INSERTED}{DELETED}</w:p>")).changes == ("ins 甲 添", "del 甲 删")


def test_a_comment_is_an_edit() -> None:
    files = files_of(write(DOCUMENT, STYLE))
    body = files["word/_rels/document.xml.rels"].decode()
    more = relations({"comments": "comments.xml"}).replace("rId1", "rId90")
    relation = more[more.index("<Relationship ") : more.index("</Relationships>")]
    files["word/_rels/document.xml.rels"] = body.replace("</Relationships>", f"{relation}</Relationships>").encode()
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = '<w:comment w:id="0" w:author="甲"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'
    files["word/comments.xml"] = f"<w:comments {namespace}>{comment}</w:comments>".encode()
    said = read(packed(files))
    assert [each.text for each in said.comments] == ["请核对"]
    assert said.fingerprint != said.stated


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:t xml:space="preserve">目录前的', '<w:t>目</w:t></w:r><w:proofErr w:type="x"/><w:r><w:t>录前的'),
        ("<w:p>", '<w:p w:rsidR="00A77B3E" w:rsidRDefault="00000000">'),
        ("</w:pPr>", "<w:rPr><w:b/></w:rPr></w:pPr>"),
        ("<w:body>", '<w:body><w:p/><w:bookmarkStart w:id="99" w:name="x"/><w:bookmarkEnd w:id="99"/>'),
    ],
)
def test_what_word_does_when_it_saves_is_no_edit(old: str, new: str) -> None:
    said = read(edited(old, new))
    assert said.fingerprint == said.stated
