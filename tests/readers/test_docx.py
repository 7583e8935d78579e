"""The DOCX reader on what the writer wrote: examples, the sample that uses everything, and any document at all."""

from dataclasses import replace
from typing import Any

import pytest

from reportgen.document import Document, Table, walk
from reportgen.draft_mark import as_draft, with_findings
from reportgen.drawing import chart_in_one_line as said_by_chart
from reportgen.fingerprint import fingerprint
from reportgen.readers.docx import read
from reportgen.writers.docx import write
from tests import budgets, trees
from tests.as_read import any_way_up, as_read
from tests.budgets import NAMES, documents, most_in_soak
from tests.writers.sample import DOCUMENT, STYLE, plain_table, words

most = pytest.mark.parametrize("name", most_in_soak(NAMES, every=3))  # each makes files to be validated


def back(document: Document) -> Document:
    return read(write(document, STYLE), publisher=document.publisher, year=document.year).document


def check_back(document: Document) -> None:
    """It comes back as it was written, with its fingerprint."""
    said = read(write(document, STYLE), publisher=document.publisher, year=document.year)
    assert said.document == as_read(document)
    assert said.fingerprint == fingerprint(document, charts(document))


def charts(document: Document) -> list[str]:
    """What the charts say, which the tree that is read has as pictures."""
    return [said_by_chart(block) for block in walk(document.blocks) if isinstance(block, Table) and block.picture]


@documents
def test_every_example_comes_back_as_it_was_written(name: str) -> None:
    check_back(budgets.published(name).document)


@most
def test_every_example_comes_back_as_a_draft(name: str) -> None:
    report = budgets.published(name)
    for document in (as_draft(report.document), with_findings(report.document, report.findings)):
        check_back(document)


@most
def test_the_cover_and_the_contents_are_not_in_the_text_and_the_date_is_on_the_cover(name: str) -> None:
    report = budgets.published(name)
    document = replace(report.document, date="2026-02-08", cover=())
    style = replace(report.profile.style, cover=True, contents=2)
    found = read(write(document, style)).document
    assert any_way_up(found) == any_way_up(as_read(document, cover=True))


def test_the_sample_that_uses_everything_comes_back() -> None:
    assert back(DOCUMENT) == as_read(DOCUMENT)


@pytest.mark.parametrize("caption", [{"number": "附表1"}, {"title": words("支出表")}, {"left": words("单位：甲")}])
def test_landscape_tables_without_rows_keep_their_captions_apart(caption: dict[str, Any]) -> None:
    empty = replace(Table("甲", "", (), (), (), 1, (), (), landscape=True), **caption)
    document = replace(DOCUMENT, blocks=(empty, empty, replace(plain_table("有行的表", 2), landscape=True)))
    assert back(document) == as_read(document)


@trees.of_any(trees.documents(), daily=30, soaked=1000)
def test_any_document_comes_back_and_keeps_its_fingerprint(document: Document) -> None:
    check_back(document)


@trees.of_any(trees.documents(), daily=25, soaked=500)
def test_any_document_comes_back_from_behind_its_cover_and_contents(document: Document) -> None:
    style = replace(STYLE, cover=True, contents=3)
    said = read(
        write(replace(document, date="2026-02-08", cover=()), style), publisher=document.publisher, year=document.year
    )
    assert said.document == as_read(replace(document, date="2026-02-08", cover=()), cover=True)
    assert said.fingerprint == said.stated


def test_who_and_when_on_the_cover_count_as_its_words_and_only_there() -> None:
    document = replace(DOCUMENT, date="2026-02-08")
    for style, counts in ((replace(STYLE, cover=True), True), (STYLE, False)):
        later = read(write(replace(document, date="2026-02-09"), style))
        assert (later.stated != read(write(document, style)).stated) is counts


@trees.of_any(trees.documents(), daily=40, soaked=1000)
def test_what_is_lost_in_print_is_not_part_of_the_fingerprint(document: Document) -> None:
    assert fingerprint(as_read(document)) == fingerprint(document)


@pytest.mark.soak
def test_25000_rows_are_all_read() -> None:
    document = replace(DOCUMENT, blocks=(plain_table("长表", 25_000),))
    (table,) = back(document).blocks
    assert isinstance(table, Table)
    assert len(table.body) == 25_000
