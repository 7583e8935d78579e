"""What holds of any two documents: nothing differs from itself, either side is complete, and it can be turned round."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import strategies as st

from reportgen.diff.comparison import Comparison, compare
from reportgen.diff.items import has_charts, items
from reportgen.diff.wording import segments
from reportgen.document import Document, Paragraph, ParagraphRole, Table, Text, plain
from reportgen.draft_mark import as_draft, with_findings
from reportgen.fingerprint import fingerprint
from reportgen.readers import docx, html
from reportgen.writers import writer
from tests import budgets, trees
from tests.as_read import as_read
from tests.budgets import NAMES, budgets_first, documents
from tests.diff.edits import edited, edits

EDITED = edits(trees.documents())
ANY_TWO = st.tuples(trees.documents(), trees.documents())


def it_turns_round(old: Document, new: Document) -> None:
    assert Counter(compare(new, old).reversed_changes) == Counter(compare(old, new).changes)


def both_sides_are_complete(found: Comparison) -> None:
    sides = [[row[i] for row in found.rows if row[i] is not None] for i in (0, 1)]
    charts = has_charts(found.old) and has_charts(found.new)
    assert sides == [items(found.old, found.sides.old, charts), items(found.new, found.sides.new, charts)]
    for old, new in found.rows:
        if old and new and not isinstance(old.block, Table) and not isinstance(new.block, Table):
            said = segments(old.runs, new.runs, found.sides)
            assert "".join(plain(segment.old) for segment in said) == plain(old.runs)
            assert "".join(plain(segment.new) for segment in said) == plain(new.runs)


@documents
def test_nothing_is_different_between_a_document_and_itself(name: str) -> None:
    document = budgets.published(name).document
    assert compare(document, document).changes == ()


PAIRS = list(combinations(NAMES, 2))
NEIGHBOURS = list(pairwise(NAMES))  # the others are left to `make soak`


@pytest.mark.parametrize(
    "pair", [pytest.param(p, id="-".join(p), marks=() if p in NEIGHBOURS else pytest.mark.soak) for p in PAIRS]
)
def test_any_two_examples_can_be_turned_round_and_are_complete(pair: tuple[str, str]) -> None:
    old, new = (budgets.published(name).document for name in pair)
    it_turns_round(old, new)
    both_sides_are_complete(compare(old, new))


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 9))])
@documents
def test_an_edited_example_can_be_turned_round_and_is_complete(name: str, seed: int) -> None:
    document = budgets.published(name).document
    new = edited(Random(f"{name} {seed}"), document)
    it_turns_round(document, new)
    both_sides_are_complete(compare(document, new))


@trees.of_any(st.one_of(EDITED, ANY_TWO), daily=25, soaked=300)
def test_any_two_documents_can_be_turned_round(pair: tuple[Document, Document]) -> None:
    it_turns_round(*pair)


@trees.of_any(st.one_of(EDITED, ANY_TWO), daily=25, soaked=300)
def test_any_comparison_is_complete(pair: tuple[Document, Document]) -> None:
    both_sides_are_complete(compare(*pair))


@trees.of_any(trees.documents(), daily=25, soaked=300)
def test_any_document_is_as_itself(document: Document) -> None:
    assert compare(document, document).changes == ()


def test_a_paragraph_that_became_a_note_is_a_changed_paragraph_from_either_side() -> None:
    old, new = (
        Document((Text("题"),), "甲局", 2026, (Paragraph((Text(words),), place),))
        for words, place in (("0", ParagraphRole.BODY), ("00", ParagraphRole.NOTE))
    )
    it_turns_round(old, new)


@budgets_first
def test_an_example_is_as_its_word_file_and_its_page_say(name: str) -> None:
    report = budgets.published(name)
    files = [writer(form)(report.document, report.profile.style) for form in ("docx", "html")]
    for read in (docx.read(files[0]).with_charts, html.read(files[1], charts=True)):
        assert compare(report.document, read).changes == ()


@documents
def test_an_example_is_as_its_drafts_say(name: str) -> None:
    report = budgets.published(name)
    for draft in (as_draft(report.document), with_findings(report.document, report.findings)):
        assert compare(report.document, as_read(draft)).changes == ()


@trees.of_any(trees.documents(), daily=25, soaked=300)
def test_what_has_the_same_fingerprint_is_not_different(document: Document) -> None:
    document = replace(document, front=())  # without a title a reader cannot tell it from the text
    read = as_read(document)
    assert fingerprint(read) == fingerprint(document)
    assert compare(document, read).changes == ()
