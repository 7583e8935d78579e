"""Right budget files, as officers write them: their document is told no error and no warning, whoever reads it how."""

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.checks import Case, case_of, case_of_read, check
from reportgen.diagnostics import Severity
from reportgen.document import Block, Paragraph, Section
from reportgen.readers import docx as read_docx
from reportgen.readers import html as read_html
from reportgen.readers import xlsx as read_xlsx
from reportgen.region_check import check_region
from reportgen.report import Report, assemble
from reportgen.writers import as_xlsx, docx, html

RIGHT = Path(__file__).parent / "right"
FILES = sorted(RIGHT.glob("*.yaml"))
NEW = sorted((RIGHT / "new").glob("*.yaml"))  # of regions with words of their own, beside the files


def told(case: Case) -> list[str]:
    """Return the errors and warnings of a check."""
    return [found.message for found in check(case).findings if found.severity is not Severity.HINT]


def edited(blocks: tuple[Block, ...], words: str) -> tuple[Block, ...]:
    """Return the blocks with the words gone from their paragraphs."""
    return tuple(
        replace(block, blocks=edited(block.blocks, words))
        if isinstance(block, Section)
        else replace(block, runs=tuple(replace(run, text=run.text.replace(words, "")) for run in block.runs))
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    )


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def report(request: pytest.FixtureRequest) -> Report:
    """One of the right files, with its document."""
    return assemble(request.param)


def test_a_right_file_is_told_nothing(report: Report) -> None:
    assert told(case_of(report)) == []


def test_its_word_file_is_told_nothing(report: Report) -> None:
    document = read_docx.read(docx.write(report.document, report.profile.style)).document
    assert (told(case_of_read(document)), told(case_of_read(document, report))) == ([], [])


def test_its_page_and_its_workbook_are_told_nothing(report: Report) -> None:
    style = report.profile.style
    page = read_html.read(html.write(report.document, style))
    book = read_xlsx.read(as_xlsx.write(report.document, style)).document
    for document in (page, book):
        assert (told(case_of_read(document)), told(case_of_read(document, report))) == ([], [])


@pytest.fixture(scope="module", params=NEW, ids=lambda path: path.stem)
def new(request: pytest.FixtureRequest) -> Report:
    """A right file of a new region, with its document."""
    return assemble(request.param)


def test_a_file_of_a_new_region_is_told_nothing(new: Report) -> None:
    """Its funds, items and verbs are in no lexicon: its own tables say what they are, or its region does."""
    style = new.profile.style
    document = read_docx.read(docx.write(new.document, style)).document
    page, book = read_html.read(html.write(new.document, style)), read_xlsx.read(as_xlsx.write(new.document, style))
    assert told(case_of(new)) == []
    for read in (document, page, book.document):
        forms = (case_of_read(read), case_of_read(read, profile=new.profile), case_of_read(read, new))
        assert [told(form) for form in forms] == [[], [], []]


@pytest.mark.parametrize("region", sorted(folder.name for folder in (RIGHT / "new" / "templates").iterdir()))
def test_the_author_of_a_new_region_is_told_nothing(region: str) -> None:
    assert check_region(region, RIGHT / "new")[0] == ()


def test_edits_of_a_new_region_s_file_are_told_and_nothing_else(new: Report) -> None:
    """Its numbers have lost their names then; what words alone make of them is no finding."""
    document = read_docx.read(docx.write(new.document, new.profile.style)).document
    for words in ("负责", "贯彻", "基础教育和", "人员经费和"):
        document = replace(document, blocks=edited(document.blocks, words))
    found = [one for one in check(case_of_read(document, new)).findings if one.severity is not Severity.HINT]
    assert {one.rule for one in found} == {"R909 文字改动"}
