"""The pages of the examples as LibreOffice prints them: none is nearly empty, no line or row is left alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportgen.document import Document, Paragraph, Role, Section, Table, plain, walk
from reportgen.writers.docx import write
from reportgen.writers.docx.line_breaks import pieces
from tests.budgets import NAMES, published
from tests.office import pdf_of
from tests.tools import need, run_tool

PRINTED = ("example-2026", "luoyang-2020")  # a second each; the others are left to `make soak`
examples = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in PRINTED else pytest.mark.soak) for name in NAMES]
)
MM = 72 / 25.4
APART = 60  # points between two rules: the lower one is of another table


@dataclass(frozen=True)
class Printed:
    """A page: its lines of text without the page number, and where rules of tables run, both from the top."""

    lines: tuple[str, ...]
    filled: float
    rules: tuple[float, ...]
    in_table: bool  # it begins with the rows of a table


@dataclass(frozen=True)
class Example:
    document: Document
    pages: tuple[Printed, ...]

    @property
    def tables(self) -> list[Table]:
        return [each for each in walk(self.document.blocks) if isinstance(each, Table) and not each.picture]


def bare(text: str) -> str:
    return "".join(text.split())


@cache
def example(name: str, folder: Path) -> Example:
    """The numbered pages of an example."""
    report = published(name)
    docx = folder / f"{name}.docx"
    docx.write_bytes(write(report.document, report.profile.style))
    pdf = pdf_of(docx)
    pdftotext = Path(need("pdftoppm")).with_name("pdftotext")
    texts = run_tool(pdftotext, "-raw", pdf, "-").split("\f")[:-1]
    boxes = re.findall(r"<page .*?</page>", run_tool(pdftotext, "-bbox", pdf, "-"), re.DOTALL)
    drawn = PdfReader(BytesIO(pdf.read_bytes())).pages
    first = next(i for i, text in enumerate(texts) if "—1—" in bare(text))
    pages = [page_of(*each) for each in zip(texts, boxes, drawn, strict=True)]
    return Example(report.document, tuple(pages[first:]))


def page_of(text: str, box: str, drawn: object) -> Printed:
    width, height = (float(each) for each in re.findall(r'(?:width|height)="([\d.]+)"', box)[:2])
    turned = width > height
    top, bottom = (24 * MM, height - 24 * MM) if turned else (37 * MM, height - 35 * MM)
    words = [
        tuple(map(float, each)) for each in re.findall(r'<word xMin="(\S+)" yMin="(\S+)" xMax="\S+" yMax="(\S+)"', box)
    ]
    body = [(y, end) for x, y, end in words if top - 9 < y and end < bottom + 9 and (x > 15 * MM or not turned)]
    content = drawn.get_contents().get_data().decode("latin-1")  # type: ignore[attr-defined]
    strokes = re.findall(r"([\d.]+) ([\d.]+) m\s+([\d.]+) ([\d.]+) l", content)
    rules = sorted({round(height - float(y)) for _, y, _, end in strokes if abs(float(y) - float(end)) < 1})
    lines = tuple(filter(None, map(bare, re.sub(r"—\s*\d+\s*—|^[—\d]$", "", text, flags=re.M).splitlines())))
    lowest = max([end for _, end in body] + [each for each in rules if each < bottom + 9], default=top)
    in_table = bool(rules and body) and min(y for y, _ in body) > rules[0] - 1
    return Printed(lines, (lowest - top) / (bottom - top), tuple(map(float, rules)), in_table)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@examples
def test_no_page_is_under_a_third_full_but_the_last_of_a_part(folder: Path, name: str) -> None:
    found = example(name, folder)
    parts = {bare(each.number + plain(each.title)) for each in found.document.blocks if isinstance(each, Section)}
    empty = []
    for i, (page, after) in enumerate(pairwise(found.pages), 1):
        ends = any(map("".join(after.lines[:2]).startswith, parts))
        empty += [i] if page.filled < 1 / 3 and not ends else []
    assert empty == []


@examples
def test_no_line_of_a_paragraph_stands_alone_on_a_page(folder: Path, name: str) -> None:
    found = example(name, folder)
    texts = [bare(plain(each.runs)) for each in walk(found.document.blocks) if isinstance(each, Paragraph)]
    alone = []
    for i, (page, after) in enumerate(pairwise(found.pages), 1):
        last, first = page.lines[-1:], after.lines[:1]
        joined = "".join((*last, *first))
        broken = [text for text in texts if last and first and joined in text]
        alone += [i for text in broken if text.startswith(last[0]) or text.endswith(first[0])]
    assert alone == []


@examples
def test_the_last_page_of_a_table_has_three_rows_at_least(folder: Path, name: str) -> None:
    found = example(name, folder)
    heads = {
        bare("".join(plain(cell.runs) for cell in each.head[0].cells)): len(each.head)
        for each in found.tables
        if each.head
    }
    few = []
    for i, (page, after) in enumerate(zip(found.pages, (*found.pages[1:], None), strict=True), 1):
        if page.in_table and not (after and after.in_table):
            ends = [at for at, (one, other) in enumerate(pairwise(page.rules), 1) if other - one > APART]
            rules = page.rules[: min(ends, default=len(page.rules))]
            head = next((count for words, count in heads.items() if "".join(page.lines).startswith(words)), 0)
            few += [(i, len(rules) - 1 - head)] if head and len(rules) - 1 - head < 3 else []
    assert few == []


@examples
def test_no_head_is_broken_inside_a_word(folder: Path, name: str) -> None:
    """Digits apart: fonts that replace the right ones have broader digits than a narrow column can hold."""
    found = example(name, folder)
    texts = {
        plain(cell.runs) for each in found.tables for row in each.head for cell in row.cells if cell.role is Role.HEAD
    }
    texts = {text for text in texts if not re.search("[0-9]", text)}
    broken = set()
    for page in found.pages:
        for text in texts:
            ends = set(accumulate(map(len, pieces(bare(text)))))
            broken |= {text for parts in parted(bare(text), page.lines) if not set(accumulate(map(len, parts))) <= ends}
    assert broken == set()


def parted(text: str, lines: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The lines that a text takes, wherever it is printed on several."""
    for i, line in enumerate(lines):
        if line and line != text and text.startswith(line):
            for end in range(i + 2, min(i + 6, len(lines) + 1)):
                if "".join(lines[i:end]) == text:
                    yield lines[i:end]
