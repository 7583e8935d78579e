"""The files of the examples, as other programs see them; that the Word files are valid, `validated.py` sees to."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from reportgen.checks import case_of_read, check
from reportgen.cli import main
from reportgen.cli._inputs import opened
from reportgen.draft_mark import as_draft, with_findings
from reportgen.writers import writer
from tests import office
from tests.budgets import FORMATS, NAMES, most_in_soak, published
from tests.originals.compare import docx_text, html_text, tokens
from tests.tools import need, run_tool, vnu
from tests.writers.sample import DOCUMENT, STYLE

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = list(NAMES)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    assert main(["build", *(str(DATA / f"{name}.yaml") for name in EXAMPLES), "-o", str(folder)]) == 0
    return folder


def test_there_are_examples() -> None:
    assert {"luoyang-2020", "baoshan-2020"} <= set(EXAMPLES)


def test_the_html_checker_finds_nothing_wrong(out: Path) -> None:
    assert vnu(*(out / f"{name}.html" for name in EXAMPLES)) == []


@pytest.fixture(scope="module")
def pdfs(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The examples as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("pdf")
    return cache(lambda name: office.pdf_of(Path(shutil.copy(out / f"{name}.docx", folder))))


printed_examples = pytest.mark.parametrize("name", most_in_soak(EXAMPLES, every=2))


@printed_examples
def test_libreoffice_prints_every_number_of_it_on_pages_that_are_not_blank(
    out: Path, pdfs: Callable[[str], Path], name: str
) -> None:
    need("pdftoppm")
    pages = run_tool("pdftotext", "-layout", pdfs(name), "-").split("\f")[:-1]
    assert len(pages) > 6
    assert all(re.sub(r"\s|— ?\d+ ?—", "", page) for page in pages)
    numbers = [found[1] if (found := re.search(r"— ?(\d+) ?—", page)) else "" for page in pages]
    opening = numbers.count("")
    assert numbers == [""] * opening + [str(i + 1) for i in range(len(pages) - opening)]
    assert bool(re.search(r"目\s*录\n", "".join(pages))) == (opening > 1)
    printed = set(re.findall(r"[0-9][0-9,]*\.[0-9]+", "".join(pages)))
    assert set(re.findall(r"[0-9][0-9,]*\.[0-9]+", docx_text((out / f"{name}.docx").read_bytes()))) <= printed


@printed_examples
def test_a_number_is_never_broken_over_two_lines_of_a_cell(out: Path, pdfs: Callable[[str], Path], name: str) -> None:
    words = set(run_tool("pdftotext", "-raw", pdfs(name), "-").split())
    cells = re.findall(r"[0-9][0-9,]*\.[0-9]+", docx_text((out / f"{name}.docx").read_bytes()))
    assert not [cell for cell in cells if not any(cell in word for word in words)]


LOST_IN_PRINT = {"putuo-2024": "R307 说明·明细列举"}  # LibreOffice does not draw a “；” after a line that is full


@printed_examples
def test_its_pdf_is_checked_as_its_word_file_and_its_page(out: Path, pdfs: Callable[[str], Path], name: str) -> None:
    pytest.importorskip("pdfplumber", reason="pip install reportgen[pdf]")
    word, page, pdf = (found(path) for path in (out / f"{name}.docx", out / f"{name}.html", pdfs(name)))
    lost = LOST_IN_PRINT.get(name, "")
    assert word == page == [one for one in pdf if one[1] != lost]


def found(path: Path) -> list[tuple[str, str, str]]:
    """What `check` finds in a file that it knows nothing of."""
    verdict = check(case_of_read(opened(path).document))
    return sorted((one.severity.value, one.rule, one.message) for one in verdict.findings)


@pytest.mark.parametrize("name", EXAMPLES)
def test_word_html_and_text_print_the_same_numbers_in_the_same_order(out: Path, name: str) -> None:
    docx, html, text = printed_numbers(*((out / f"{name}.{form}").read_bytes() for form in ("docx", "html", "txt")))
    assert docx == html == text


@pytest.mark.parametrize("name", most_in_soak(["sample", *EXAMPLES], every=3))
def test_drafts_and_hostile_names_print_the_same_numbers_in_the_same_order_too(name: str) -> None:
    if name == "sample":
        documents, style = (DOCUMENT, as_draft(DOCUMENT)), STYLE
    else:
        report = published(name)
        documents = (as_draft(report.document), with_findings(report.document, report.findings))
        style = report.profile.style
    for document in documents:
        docx, html, text = printed_numbers(*(writer(form)(document, style) for form in ("docx", "html", "txt")))
        assert docx == html == text
        assert docx


def printed_numbers(docx: bytes, html: bytes, txt: bytes) -> tuple[list[str], list[str], list[str]]:
    """The numbers of the three files, by parsers that are not ours."""
    soup = BeautifulSoup(html, "html.parser")
    # What is drawn is a picture in Word and a name in text; the cover of the Word file is not read.
    for aside in soup.select("head, nav, figure, .cover"):
        aside.decompose()
    text = re.sub("［图：.*?］", "", txt.decode())
    return tokens(docx_text(docx)), tokens(html_text(str(soup).encode())), tokens(text)


@pytest.mark.parametrize(
    ("seed", "names"), [("1", EXAMPLES[::2]), *(pytest.param(seed, EXAMPLES, marks=pytest.mark.soak) for seed in "04")]
)
def test_every_run_gives_the_same_bytes(out: Path, seed: str, names: list[str], tmp_path: Path) -> None:
    """Nothing depends on the order of sets, on the time or on the place."""
    command = [
        sys.executable,
        "-m",
        "reportgen",
        "build",
        *(str(DATA / f"{name}.yaml") for name in names),
        "-o",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    expected = {f"{name}.{form}": (out / f"{name}.{form}").read_bytes() for name in names for form in FORMATS}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == expected


def test_no_file_names_a_path_or_a_person(out: Path) -> None:
    home, here = str(Path.home()), str(DATA.parent)
    for path in out.iterdir():
        parts = zipfile.ZipFile(path).namelist() if path.suffix == ".docx" else []
        text = "".join(zipfile.ZipFile(path).read(part).decode("utf-8", "replace") for part in parts) or path.read_text(
            encoding="utf-8"
        )
        assert home not in text
        assert here not in text
        assert "python-docx" not in text
