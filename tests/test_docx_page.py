"""docs/docx.md: what the Word file guarantees, and the tests that show it."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.with_name("docs") / "docx.md"
FACTS = TESTS / "writers" / "test_docx_facts.py"


def defined(path: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def named() -> set[str]:
    return set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))


def test_every_test_named_on_the_page_exists() -> None:
    assert named() - {name for path in TESTS.rglob("test_*.py") for name in defined(path)} == set()


def test_every_test_of_the_facts_is_named_on_the_page() -> None:
    assert set(defined(FACTS)) - named() == set()


def test_every_guarantee_names_a_test() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| (?!property)", line)]
    assert len(rows) > 40
    assert [row for row in rows if not re.search(r"\| `test_\w+`(, `test_\w+`)* \|$", row)] == []
