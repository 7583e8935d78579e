"""Tracked changes in Word files: accepted they are the newer document, rejected the older one, whoever does it.

`revised.py` has the documents, and the Open XML SDK reads every file that these tests build: `tests/validated.py`.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from reportgen.document import Cell, Document, Picture, Revision, Role, Row, Section, Table, Text, all_runs, plain, walk
from reportgen.readers.docx import ReadWord, Revisions, read
from reportgen.tracked_changes import accepted
from reportgen.writers import html, txt
from reportgen.writers.docx import write
from tests.as_read import as_read
from tests.settled import Settled, by_libreoffice, rejected, words_by_pandoc
from tests.validated import aside
from tests.writers.revised import SHAPES, newer, older, tree
from tests.writers.sample import STYLE, money, words

TITLE = "甲局[-2025-]{+2026+}年部门预算"
WITH_COVER = replace(STYLE, cover=True, contents=2)


def sides(name: str) -> tuple[Document, Document]:
    """The newer and the older document of a shape, made without tracked changes."""
    return tree(newer(SHAPES[name]), tracked=False), tree(older(SHAPES[name]), tracked=False)


def body_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


# `all` has every shape amid others. Alone `make test` validates and settles every second one of those to which the ends
# of the document matter; `make soak` takes them all.
EDGES = [name for name in SHAPES if re.search("-at-|^everything", name)]
ALONE = ["all", *EDGES[::2]]
LEFT = [name for name in SHAPES if name not in ALONE]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with aside():
        left = {name: write(tree(SHAPES[name]), STYLE) for name in LEFT}
    return left | {name: write(tree(SHAPES[name]), STYLE) for name in ALONE}


@pytest.fixture(scope="module")
def settled(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Settled]:
    return cache(lambda name: by_libreoffice(files[name], tmp_path_factory.mktemp("settled")))


@pytest.mark.soak
@pytest.mark.parametrize("name", LEFT)
def test_every_shape_is_valid_alone(name: str) -> None:
    assert write(tree(SHAPES[name]), STYLE)  # valid: tests/validated.py


@pytest.mark.parametrize("name", SHAPES)
def test_a_tree_holds_the_newer_and_the_older_document(name: str) -> None:
    merged, (new, old) = tree(SHAPES[name]), sides(name)
    assert as_read(accepted(merged)) == as_read(new)
    assert as_read(rejected(merged)) == as_read(old)


@pytest.mark.parametrize("name", SHAPES)
def test_the_file_is_read_as_either(name: str, files: dict[str, bytes]) -> None:
    new, old = sides(name)
    assert read(files[name]).document == as_read(new)
    assert read(files[name], revisions=Revisions.ORIGINAL).document == as_read(old)


@pytest.mark.parametrize("name", [*ALONE, *(pytest.param(name, marks=pytest.mark.soak) for name in LEFT)])
def test_libreoffice_makes_either_of_it(name: str, settled: Callable[[str], Settled]) -> None:
    new, old = sides(name)
    with aside():
        assert fingerprint(read(settled(name).accepted)) == read(write(new, STYLE)).fingerprint
        assert fingerprint(read(settled(name).rejected)) == read(write(old, STYLE)).fingerprint


def fingerprint(said: ReadWord) -> str:
    assert said.changes == ()
    return said.fingerprint


def test_pandoc_reads_the_words_of_either(files: dict[str, bytes], tmp_path: Path) -> None:
    for verdict, document in zip(("accept", "reject"), sides("all"), strict=True):
        assert words_by_pandoc(files["all"], verdict, tmp_path) == words_by_pandoc(
            write(document, STYLE), verdict, tmp_path
        )


def test_a_title_changes_on_the_cover_too_and_the_contents_are_the_newer_ones(tmp_path: Path) -> None:
    headings = "  # 一、概况\n- # 二、旧节\n+ # 二、新节\n  # {+三+}[-二-]、其他\n"
    content = write(tree(f"{headings}  表: 01|[-旧-]{{+新+}}表\n  | 甲 | 乙\n  : 丙 | 1", TITLE), WITH_COVER)
    contents = re.findall(r'w:history="1">(.*?)<w:r><w:tab/>', body_of(content))
    assert [re.sub("<[^>]*>", "", entry) for entry in contents] == [
        "一、概况",
        "二、新节",
        "三、其他",
        "新表",
    ]
    assert plain(read(content).document.title) == "甲局2026年部门预算"
    assert plain(read(content, revisions=Revisions.ORIGINAL).document.title) == "甲局2025年部门预算"
    old = by_libreoffice(content, tmp_path).rejected
    assert plain(read(old).document.title) == "甲局2025年部门预算"


def test_every_entry_of_the_contents_leads_to_a_heading_that_is_not_deleted() -> None:
    body = body_of(write(tree(SHAPES["all"]), WITH_COVER))
    anchors = re.findall(r'w:anchor="(\w+)"', body)
    assert anchors == re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(_Toc\w+)"', body)


def test_every_change_has_a_number_of_its_own_an_author_and_a_date(files: dict[str, bytes]) -> None:
    marks = re.findall(
        r'<w:(?:ins|del) w:id="(\d+)" w:author="预算科" w:date="2026-11-21T00:0[02]:00Z"', body_of(files["all"])
    )
    assert len(marks) == len(set(marks)) == len(re.findall("<w:(?:ins|del)[ />]", body_of(files["all"])))


def test_a_file_with_changes_is_what_it_states_until_somebody_settles_them(
    files: dict[str, bytes], settled: Callable[[str], Settled]
) -> None:
    assert read(files["all"]).stated == read(files["all"]).fingerprint
    assert read(settled("all").accepted).fingerprint != read(files["all"]).stated


def test_words_of_a_row_go_with_it_whatever_they_say() -> None:
    """The row is inserted, and a word in it claims to be deleted."""
    cell = Cell((Text("甲", Revision.DELETED), Text("乙")), Role.LABEL)
    kept = Row((Cell(words("丙"), Role.LABEL),))
    table = Table("表", "", (), (), (), 1, (), (Row((cell,), revision=Revision.INSERTED), kept))
    document = replace(tree(""), blocks=(table,))
    content = write(document, STYLE)
    for said in (accepted(document), read(content).document):
        assert rows(said) == [["甲乙"], ["丙"]]
    for said in (rejected(document), read(content, revisions=Revisions.ORIGINAL).document):
        assert rows(said) == [["丙"]]


def rows(document: Document) -> list[list[str]]:
    return [
        [plain(cell.runs) for cell in row.cells]
        for block in walk(document.blocks)
        if isinstance(block, Table)
        for row in block.head + block.body
    ]


def test_a_cell_spans_the_rows_that_are_left() -> None:
    def line(revision: Revision | None, *texts: str, high: int = 1) -> Row:
        cells = [Cell(words(text), Role.LABEL, rows=high if at == 0 < high - 1 else 1) for at, text in enumerate(texts)]
        return Row(tuple(cells), revision=revision)

    body = (
        line(None, "甲", "一", high=3),
        line(Revision.DELETED, "二"),
        line(Revision.INSERTED, "三"),
        line(None, "乙", "四"),
        line(Revision.DELETED, "丙", "五", high=2),
        line(None, "六"),
    )
    document = replace(tree(""), blocks=(Table("表", "", (), (), (), 2, (), body),))
    new, old = accepted(document), rejected(document)
    assert rows(new) == [["甲", "一"], ["三"], ["乙", "四"], ["六"]]  # 丙 is gone with the row that it began in
    assert heights(new) == [*(2, 1), 1, *(2, 1), 1]
    assert rows(old) == [["甲", "一"], ["二"], ["乙", "四"], ["丙", "五"], ["六"]]
    assert heights(old) == [*(2, 1), 1, *(1, 1), *(2, 1), 1]
    content = write(document, STYLE)
    assert read(content).document == as_read(new)
    assert read(content, revisions=Revisions.ORIGINAL).document == as_read(old)


def heights(document: Document) -> list[int]:
    tables = (block for block in walk(document.blocks) if isinstance(block, Table))
    return [cell.rows for table in tables for row in table.body for cell in row.cells]


def test_what_stood_under_a_deleted_heading_stays() -> None:
    inner = Section(2, "（一）", words("小节"), ())
    document = replace(tree(""), blocks=(Section(1, "一、", (Text("旧节", Revision.DELETED),), (inner,)),))
    assert accepted(document).blocks == (inner,)
    assert rejected(document).blocks == (Section(1, "一、", words("旧节"), (inner,)),)
    assert read(write(document, STYLE)).document == as_read(accepted(document))


def test_a_chart_is_inserted_or_deleted_as_a_whole() -> None:
    def chart(label: str, revision: Revision | None) -> Table:
        head = Row((Cell(words("项目"), Role.HEAD), Cell(words("金额"), Role.HEAD)), revision=revision)
        body = Row((Cell(words(label), Role.LABEL), Cell((money("支出", "30"),), Role.NUMBER)), revision=revision)
        return Table("图", "", words("结构"), (), (), 2, (head,), (body,), picture=Picture.SHARES)

    old, new = chart("甲", Revision.DELETED), chart("乙", Revision.INSERTED)
    document = replace(tree(""), blocks=(old, new, *tree("  末一段。").blocks))
    assert accepted(document).blocks[:-1] == (chart("乙", None),)
    assert rejected(document).blocks[:-1] == (chart("甲", None),)
    content = write(document, STYLE)
    for revisions in Revisions:
        assert [plain(runs) for runs in all_runs(read(content, revisions=revisions).document)][1:] == [
            "\ufffc",
            "末一段。",
        ]
    assert html.write(document, STYLE).decode().count("</svg>") == 2


def test_a_page_shows_what_was_inserted_and_deleted() -> None:
    page = html.write(tree("  第[-一-]{+二+}段\n  表: 01|表\n  | 甲 | 乙\n- : 丙 | 1"), STYLE).decode()
    assert "第<del>一</del><ins>二</ins>段" in page
    assert '<tr class="deleted">' in page
    assert "ins" not in html.write(tree("  段", tracked=False), STYLE).decode().partition("<body>")[2]


def test_plain_text_is_the_newer_document() -> None:
    assert txt.write(tree("  第[-一-]{+二+}段\n- 旧段"), STYLE).decode() == "甲局2026年部门预算\n\n第二段\n"
