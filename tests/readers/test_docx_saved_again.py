"""The DOCX reader on files that LibreOffice saved again: a mere re-save changes nothing, an edit changes something."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from reportgen.document import Document, Table
from reportgen.draft_mark import with_findings
from reportgen.readers.docx import read
from reportgen.style import StyleSheet
from reportgen.writers.docx import write
from tests import budgets, office
from tests.as_read import as_read
from tests.writers.sample import DOCUMENT, STYLE

Saved = dict[str, tuple[Document, bytes]]


def written(names: Sequence[str]) -> Iterator[tuple[str, Document, StyleSheet]]:
    yield "sample", DOCUMENT, STYLE
    for name in names:
        report = budgets.published(name)
        dated = replace(report.document, date="2026-02-08", cover=())
        yield name, dated, replace(report.profile.style, cover=True, contents=2)
        yield f"{name}-draft", with_findings(report.document, report.findings), report.profile.style


SOME = (budgets.BAOSHAN,)  # LibreOffice takes a second for each
OTHERS = pytest.param([name for name in budgets.NAMES if name not in SOME], marks=pytest.mark.soak, id="others")


@pytest.fixture(scope="module", params=[SOME, OTHERS])
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """The examples, with a cover and as a draft, as LibreOffice saves it: name -> document and file."""
    folder = tmp_path_factory.mktemp("saved")
    found = {}
    for name, document, style in written(request.param):
        (folder / f"{name}.docx").write_bytes(write(document, style))
        found[name] = document, office.saved_again(folder / f"{name}.docx")
    return found


def test_saving_again_keeps_the_fingerprint_and_what_the_file_states(saved: Saved) -> None:
    for name, (_, content) in saved.items():
        said = read(content)
        assert (name, said.stated) == (name, said.fingerprint)


def test_saving_again_keeps_the_tree_but_for_names_of_tables(saved: Saved) -> None:
    for name, (document, content) in saved.items():
        cover = bool(document.date)
        said = read(content, publisher=document.publisher, year=document.year).document
        assert (name, unnamed(said)) == (name, unnamed(as_read(document, cover)))


def unnamed(document: Document) -> Document:
    """The document with every table called the same, which LibreOffice leaves out, and held the same way."""
    return replace(document, front=_unnamed(document.front), blocks=_unnamed(document.blocks))


def _unnamed(blocks: tuple) -> tuple:  # type: ignore[type-arg]
    return tuple(
        replace(each, name="", landscape=False)
        if isinstance(each, Table)
        else replace(each, blocks=_unnamed(each.blocks))
        if hasattr(each, "blocks")
        else each
        for each in blocks
    )
