"""The HTML reader on what the writer wrote, and beside the DOCX reader: both read the same document."""

from dataclasses import replace

import pytest

from reportgen.document import Document, Table
from reportgen.draft_mark import as_draft, with_findings
from reportgen.fingerprint import fingerprint
from reportgen.readers import docx, html
from reportgen.readers.html import read
from reportgen.writers import writer
from tests import budgets, trees
from tests.as_read import as_read
from tests.budgets import BUDGETS, documents, most_in_soak
from tests.writers.sample import DOCUMENT, STYLE, plain_table


def back(document: Document) -> Document:
    return read(writer("html")(document, STYLE), publisher=document.publisher, year=document.year)


def from_both(document: Document) -> tuple[Document, Document]:
    """What the Word file and the page say, nothing told but what they say themselves."""
    return docx.read(writer("docx")(document, STYLE)).document, html.read(writer("html")(document, STYLE))


@documents
def test_every_example_comes_back_as_it_was_written(name: str) -> None:
    document = budgets.published(name).document
    assert back(document) == as_read(document)


@documents
def test_every_example_comes_back_as_a_draft(name: str) -> None:
    report = budgets.published(name)
    for document in (as_draft(report.document), with_findings(report.document, report.findings)):
        assert back(document) == as_read(document)


@pytest.mark.parametrize("name", most_in_soak(BUDGETS, every=3))
def test_word_file_and_page_of_every_example_are_the_same_document(name: str) -> None:
    report = budgets.published(name)
    for document in (report.document, with_findings(report.document, report.findings)):
        word, page = from_both(document)
        assert word == page
        assert fingerprint(page) == fingerprint(document)


def test_the_sample_that_uses_everything_comes_back_and_is_the_same_document_as_its_word_file() -> None:
    assert back(DOCUMENT) == as_read(DOCUMENT)
    word, page = from_both(DOCUMENT)
    assert word == page


@trees.of_any(trees.documents(), daily=40, soaked=1000)
def test_any_document_comes_back_and_keeps_its_fingerprint(document: Document) -> None:
    said = back(document)
    assert said == as_read(document)
    assert fingerprint(said) == fingerprint(document)


def test_the_date_is_on_the_cover_of_the_word_file_alone() -> None:
    dated = replace(DOCUMENT, date="2026-02-08")
    word = docx.read(writer("docx")(dated, replace(STYLE, cover=True))).document
    page = html.read(writer("html")(dated, replace(STYLE, cover=True)))
    assert (word.date, page.date) == ("2026-02-08", "")
    assert replace(word, date="") == page


@pytest.mark.soak
def test_25000_rows_are_all_read() -> None:
    document = replace(DOCUMENT, blocks=(plain_table("长表", 25_000),))
    (table,) = back(document).blocks
    assert isinstance(table, Table)
    assert len(table.body) == 25_000
