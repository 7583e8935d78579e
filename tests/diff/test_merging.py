"""The Word file that shows both documents: accepting its changes gives the new one, rejecting them the old one."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.diff.comparison import compare
from reportgen.diff.outputs.docx import merged
from reportgen.document import Document, Paragraph, Revised, Revision, Section, all_runs
from reportgen.fingerprint import fingerprint
from reportgen.readers.docx import Revisions, read
from reportgen.report import assemble
from reportgen.tracked_changes import accepted
from reportgen.writers import writer
from reportgen.writers.docx import write
from tests import trees
from tests.budgets import DATA
from tests.settled import Settled, by_libreoffice, rejected, words_by_pandoc
from tests.writers.sample import DOCUMENT, STYLE, words

BY = Revised("王五", "2026-11-21T00:00:00Z")
BUDGETS = {path.stem: path for path in (*sorted(DATA.glob("*.yaml")), Path(__file__).with_name("luoyang-2021.yaml"))}
PAIRS = {
    f"{old} → {new}": (old, new)
    for one, other in (("example-2025", "example-2026"), ("luoyang-2020", "luoyang-2021"))
    for old, new in ((one, other), (other, one))
} | {f"{old} → {new}": (old, new) for old, new in pairwise(sorted(BUDGETS))}  # of other regions too
# Each takes seconds to be written and validated: the others are left to `make soak`.
OTHERS = [pair for at, pair in enumerate(PAIRS) if at not in (0, 2, 3)]
pairs = pytest.mark.parametrize("pair", [pytest.param(p, marks=pytest.mark.soak if p in OTHERS else ()) for p in PAIRS])


def bare(document: Document) -> Document:
    """What is compared of a document: neither its mark nor what stands in front of its title."""
    return replace(document, front=(), mark="")


@cache
def published(name: str) -> Document:
    return bare(assemble(BUDGETS[name]).document)


@cache
def tracked(pair: str) -> bytes:
    old, new = map(published, PAIRS[pair])
    return write(merged(compare(old, new), BY), STYLE)


@trees.of_any(trees.documents(), trees.documents(), daily=20, soaked=300)
def test_any_two_documents_are_in_the_tree_that_holds_both(old: Document, new: Document) -> None:
    both = merged(compare(old, new), BY)
    assert fingerprint(accepted(both)) == fingerprint(bare(new))
    assert fingerprint(rejected(both)) == fingerprint(bare(old))


@trees.of_any(trees.documents(), daily=20, soaked=300)
def test_a_document_and_itself_give_itself_without_changes(document: Document) -> None:
    both = merged(compare(document, document), BY)
    assert accepted(both) == rejected(both) == replace(both, revised=None)


@pairs
def test_the_file_reads_as_either(pair: str) -> None:
    for revisions, name in zip((Revisions.ORIGINAL, Revisions.ACCEPTED), PAIRS[pair], strict=True):
        assert fingerprint(read(tracked(pair), revisions=revisions).document) == fingerprint(published(name))


SETTLED = [*PAIRS][:1]  # by LibreOffice, which takes seconds for each; the others by `make soak`
LEFT = [pair for pair in PAIRS if pair not in SETTLED]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Settled]:
    return cache(lambda pair: by_libreoffice(tracked(pair), tmp_path_factory.mktemp("merged")))


@pytest.mark.parametrize(
    "pair",
    [pytest.param(pair, marks=[pytest.mark.soak] if pair in LEFT else ()) for pair in PAIRS],
)
def test_libreoffice_accepts_and_rejects_to_either(pair: str, settled: Callable[[str], Settled]) -> None:
    old, new = PAIRS[pair]
    assert fingerprint(read(settled(pair).accepted).document) == fingerprint(published(new))
    assert fingerprint(read(settled(pair).rejected).document) == fingerprint(published(old))
    for content, name in ((settled(pair).accepted, new), (settled(pair).rejected, old)):
        assert [chart.said for chart in read(content).drawn] == charts(published(name))


def charts(document: Document) -> list[str]:
    """What the charts of a document say, as its Word file has them."""
    return [chart.said for chart in read(write(document, STYLE)).drawn]


@pytest.mark.parametrize(
    "pair", [pytest.param(pair, marks=pytest.mark.soak if at != 2 else ()) for at, pair in enumerate([*PAIRS][:4])]
)
def test_pandoc_reads_the_words_of_either(pair: str, tmp_path: Path) -> None:
    for verdict, name in zip(("reject", "accept"), PAIRS[pair], strict=True):
        (tmp_path / verdict).mkdir()
        (tmp_path / name).mkdir()
        alone = words_by_pandoc(writer("docx")(published(name), STYLE), "accept", tmp_path / name)
        assert words_by_pandoc(tracked(pair), verdict, tmp_path / verdict) == alone


def test_a_heading_of_another_level_is_deleted_and_inserted_and_what_stands_below_it_is_there_once() -> None:
    old, new = (
        replace(DOCUMENT, blocks=(Section(level, "", words("绩效目标"), (Paragraph(words("内容。")),)),))
        for level in (1, 2)
    )
    both = merged(compare(old, new), BY)
    assert [fingerprint(side) for side in (rejected(both), accepted(both))] == [
        fingerprint(bare(each)) for each in (old, new)
    ]


def test_a_number_and_a_latin_word_are_changed_whole_and_a_han_character_alone() -> None:
    old, new = (
        replace(DOCUMENT, blocks=(Paragraph(words(text)),))
        for text in ("支出1,205.30万元，用于Windows系统和购书。", "支出1,250.30万元，用于Window系统和买书。")
    )
    (paragraph,) = merged(compare(old, new), BY).blocks
    assert isinstance(paragraph, Paragraph)
    changed = [(run.text, run.revision) for run in paragraph.runs if run.revision]
    assert changed == [
        ("1,205.30", Revision.DELETED),
        ("1,250.30", Revision.INSERTED),
        ("Windows", Revision.DELETED),
        ("Window", Revision.INSERTED),
        ("购", Revision.DELETED),
        ("买", Revision.INSERTED),
    ]


@pytest.mark.parametrize("pair", list(PAIRS)[:4:2])
def test_no_number_is_cut_in_two(pair: str) -> None:
    both = merged(compare(*map(published, PAIRS[pair])), BY)
    cuts = 0
    for runs in all_runs(both):
        for gone in Revision:
            side = [run for run in runs if run.revision is not gone and run.text]
            changes = [(one, other) for one, other in pairwise(side) if one.revision is not other.revision]
            assert not [pair for pair in changes if pair[0].text[-1].isdigit() and pair[1].text[0].isdigit()]
            cuts += len(changes)
    assert cuts
