"""Right budget files, as officers write them: their document is told no error and no warning, whoever reads it how."""

from pathlib import Path

import pytest

from reportgen.checks import Case, case_of, case_of_read, check
from reportgen.diagnostics import Severity
from reportgen.readers import docx as read_docx
from reportgen.readers import html as read_html
from reportgen.readers import xlsx as read_xlsx
from reportgen.report import Report, assemble
from reportgen.writers import as_xlsx, docx, html

FILES = sorted((Path(__file__).parent / "right").glob("*.yaml"))


def told(case: Case) -> list[str]:
    """Return the errors and warnings of a check."""
    return [found.message for found in check(case).findings if found.severity is not Severity.HINT]


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
