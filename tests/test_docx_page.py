"""docs/docx.md and html.md: what the Word file and the HTML page guarantee, and the tests that show it."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCX, HTML = (TESTS.with_name("docs") / name for name in ("docx.md", "html.md"))
pages = pytest.mark.parametrize("page", [DOCX, HTML], ids=lambda page: page.stem)
FACTS = TESTS / "writers" / "test_docx_facts.py"


def defined(path: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def named(page: Path) -> set[str]:
    return set(re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8")))


@pages
def test_every_test_named_on_the_page_exists(page: Path) -> None:
    assert named(page) - {name for path in TESTS.rglob("test_*.py") for name in defined(path)} == set()


def test_every_test_of_the_facts_is_named_on_the_page() -> None:
    assert set(defined(FACTS)) - named(DOCX) == set()


@pages
def test_every_guarantee_names_a_test(page: Path) -> None:
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if re.match(r"\| (?!property)", line)]
    assert len(rows) > 15
    assert [row for row in rows if not re.search(r"\| `test_\w+`(, `test_\w+`)* \|$", row)] == []
