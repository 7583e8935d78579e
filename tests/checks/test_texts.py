"""Where a pattern stands is found on the whole page at once: the same as in each text by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.checks import case_of, check
from reportgen.checks._texts import Needs, Wordings
from reportgen.document import Document, Paragraph, Text
from reportgen.reading import Wording
from reportgen.reading.texts import Texts
from reportgen.report import assemble
from tests.budgets import DATA

EXAMPLES = sorted(DATA.glob("*.yaml"))


def one_by_one(texts: Wordings, pattern: re.Pattern[str]) -> list[Wording]:
    return [wording for wording in texts if pattern.search(wording.text)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_pattern_of_the_rules_is_found_as_in_each_text(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, near, asked = Wordings.having, Wordings.near, set()

    def both(texts: Wordings, pattern: re.Pattern[str]) -> Iterator[Wording]:
        asked.add(pattern)
        found = list(quick(texts, pattern))
        assert found == one_by_one(texts, pattern), pattern
        return iter(found)

    def at_least_those(texts: Wordings, pattern: re.Pattern[str], needs: Needs = ()) -> Iterator[Wording]:
        asked.add(pattern)
        found = list(near(texts, pattern, needs))
        assert [one for one in found if pattern.search(one.text)] == one_by_one(texts, pattern), pattern
        return iter(found)

    monkeypatch.setattr(Wordings, "having", both)
    monkeypatch.setattr(Wordings, "near", at_least_those)
    check(case_of(assemble(example)))
    assert len(asked) > 20


@pytest.mark.parametrize(
    "pattern",
    [
        "^甲",
        "甲$",
        r"\A乙",
        r"乙\Z",
        "(?<!甲)乙",
        r"乙(?!\s)",
        "乙(?![^丙])",
        r"甲\s?乙",
        r"乙(?!(?:丙|\s))",
        "(?<![^丙])乙",
        "乙(?!(?:[^丁]{0,3}丙))",
        "[^丙]乙",
        "乙[^丙]*$",
        "甲.*乙",
    ],
)
def test_what_stands_at_the_ends_of_a_text_is_found_there(pattern: str) -> None:
    lines = ("甲", "乙", "甲乙", "乙丙", "丙甲", "甲", "甲丙乙", "丙")
    paragraphs = tuple(Paragraph((Text(line),)) for line in lines)
    texts = Wordings(Texts(Document((Text("甲"),), "", 2026, paragraphs), ()))
    assert list(texts.having(re.compile(pattern))) == one_by_one(texts, re.compile(pattern))


def test_of_a_document_that_changed_only_its_new_texts_are_looked_through_and_as_much_is_found() -> None:
    pattern = re.compile("(?<!甲)乙")
    for lines in (
        ("甲乙", "乙丙", "丙"),
        ("甲乙", "丙乙", "丙"),
        ("丙", "乙丙", "甲乙"),
        ("丙",),
        ("甲乙", "乙丙", "丙"),
    ):
        document = Document((Text("甲"),), "", 2026, tuple(Paragraph((Text(line),)) for line in lines))
        texts = Wordings(Texts(document, ()))
        assert list(texts.having(pattern)) == one_by_one(texts, pattern), lines
