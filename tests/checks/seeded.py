"""The example with mistakes in it, as somebody would have typed them, and what `check` says of it."""

from functools import cache

from reportgen.checks import case_of_read, check
from reportgen.checks.outputs import Checked
from reportgen.document import Document
from reportgen.readers import txt
from reportgen.writers import writer
from tests.budgets import published

SLIPS = (
    ("1,205.30", "1,305.30"),  # a total, in the first table that prints it
    ("98.63", "89.63"),
    ("增加", "减少"),
    ("万元。", "万元。。"),
    ("公开03表\n", ""),
)


@cache
def seeded() -> Document:
    """The document."""
    report = published("example-2026")
    text = writer("txt")(report.document, report.profile.style).decode()
    for right, wrong in SLIPS:
        assert right in text
        text = text.replace(right, wrong, 1)
    return txt.read(text)


@cache
def checked() -> Checked:
    """The document with what its budget file says against it."""
    report = published("example-2026")
    verdict = check(case_of_read(seeded(), report))
    return Checked("甲 & 乙.docx", seeded(), verdict, report.profile.style)
