"""The invented year 洛阳 2021: what it is for is to differ from 2020 in what is known, and in nothing else.

The lines that differ, the years aside, stand in `luoyang-2021.txt`; `--golden-update` writes them anew.
"""

from difflib import unified_diff
from pathlib import Path

from reportgen.checks import case_of, check
from reportgen.diagnostics import Severity
from reportgen.report import assemble
from reportgen.writers.txt import text
from tests.diff.years import NEW, OLD

DIFFERENCES = NEW.with_suffix(".txt")


def lines(path: Path, year: int) -> list[str]:
    """The lines of the document, its year and the one before by their names."""
    return text(assemble(path).document).replace(f"{year}", "<年度>").replace(f"{year - 1}", "<上年度>").splitlines()


def test_nothing_in_the_invented_year_has_to_be_mended() -> None:
    report = assemble(NEW)
    verdict = check(case_of(report)).joined_by(report.findings)
    assert verdict.count(Severity.ERROR) == 0
    assert (
        verdict.count(Severity.WARNING) == 0
    )  # 洛阳 prints no item of last year that 口径调整 moves: R216 asks nothing


def test_the_invented_year_differs_from_the_published_one_in_these_lines(golden_update: bool) -> None:
    changed = list(unified_diff(lines(OLD, 2020), lines(NEW, 2021), "2020", "2021", lineterm="", n=0))
    said = "\n".join(line for line in changed if not line.startswith("@@")) + "\n"
    if golden_update:
        DIFFERENCES.write_text(said, encoding="utf-8")
    assert DIFFERENCES.read_text(encoding="utf-8") == said
