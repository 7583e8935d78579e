"""Tracked changes in Word files: accepted they are the newer document, rejected the older one, whoever does it."""

import pytest

from reportgen.document import Document
from reportgen.readers.docx import Revisions, as_read, read
from reportgen.revising import accepted, rejected
from reportgen.writers.docx import write
from tests.writers.revised import SHAPES, newer, older, tree
from tests.writers.sample import STYLE

STYLES = {"cover": STYLE}


def both(name: str) -> tuple[Document, Document]:
    lines = SHAPES[name]
    return tree(newer(lines), tracked=False), tree(older(lines), tracked=False)


@pytest.mark.parametrize("name", SHAPES)
def test_a_tree_holds_the_newer_and_the_older_document(name: str) -> None:
    merged = tree(SHAPES[name])
    new, old = both(name)
    assert as_read(accepted(merged)) == as_read(new)
    assert as_read(rejected(merged)) == as_read(old)


@pytest.mark.parametrize("name", SHAPES)
def test_the_file_is_read_as_either(name: str) -> None:
    content = write(tree(SHAPES[name]), STYLE)
    new, old = both(name)
    assert read(content).document == as_read(new)
    assert read(content, revisions=Revisions.ORIGINAL).document == as_read(old)
