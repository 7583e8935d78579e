"""Without the names of its figures a document is read from its words: the same from the tree as from typed text."""

import re
from dataclasses import replace
from functools import cache

import pytest

from reportgen.checks import Case, Verdict, check
from reportgen.diagnostics import Severity
from reportgen.document import Document, Figure, Text
from reportgen.readers import txt
from reportgen.report import Report, assemble
from reportgen.writers import writer
from tests.budgets import ACCOUNTS, BUDGETS, DATA, NAMES


@cache
def made(name: str) -> Report:
    return assemble(DATA / f"{name}.yaml")


@cache
def verdict_on(name: str) -> Verdict:
    return check(case_with(name, made(name).document))


def case_with(name: str, document: Document) -> Case:
    return Case(document, made(name).budget, made(name).profile)


def unnamed(part: object) -> object:
    """The tree with words where its figures stood."""
    if isinstance(part, Figure):
        return Text(part.text)
    if isinstance(part, tuple):
        return tuple(unnamed(one) for one in part)
    if hasattr(part, "__dataclass_fields__"):
        return replace(part, **{field: unnamed(getattr(part, field)) for field in part.__dataclass_fields__})
    return part


@cache
def verdict_on_words(name: str) -> Verdict:
    """What is found where no number carries a name."""
    bare = unnamed(made(name).document)
    assert isinstance(bare, Document)
    return check(case_with(name, bare))


@pytest.mark.parametrize("name", NAMES)
def test_read_from_words_alone_an_example_has_no_mistake_either(name: str) -> None:
    assert verdict_on_words(name).count(Severity.ERROR) == 0
    assert name != ACCOUNTS or verdict_on_words(name).count(Severity.WARNING) == 0


@pytest.mark.parametrize("name", BUDGETS)
def test_a_typed_document_is_found_to_say_the_same(name: str) -> None:
    document = made(name).document
    text = writer("txt")(document, made(name).profile.style).decode("utf-8")
    typed = replace(txt.read(text), publisher=document.publisher, year=document.year)
    assert told(check(case_with(name, typed))) == told(verdict_on_words(name))


def told(verdict: Verdict) -> set[tuple[str, str]]:
    """What is found. How a table is called is left out: typed, it has its title for a name."""
    return {(finding.rule, re.sub(r"《[^》]*》", "《》", finding.message)) for finding in verdict.findings}
