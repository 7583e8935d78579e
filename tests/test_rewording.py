"""A region that says in other words all that `default` says is checked like `default`: nothing is guessed from words.

`rewording.py` makes such regions. The same budget has the same errors and warnings there, and a slip in the budget file
is told by the same rules at the same lines. `make soak` tries more regions and every slip.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from reportgen.checks import case_of, check
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity
from reportgen.reading import Reading
from reportgen.report import assemble
from tests.budgets import DATA
from tests.rewording import write_region

NAMES = ("example-2026", "example-2025")
SEEDS = (1, 2)
SOAKED = tuple(range(3, 15))
SLIPS = tuple(
    (slip["原"], slip["误"]) for slip in yaml.safe_load(Path(__file__).with_name("slips.yaml").read_text("utf-8"))
)
SAMPLE = SLIPS[::12]
_APPROVED = re.compile(r"^核对:\n(?:  .*\n)+", re.MULTILINE)  # which would tell every slip by itself

Told = Counter[tuple[str, tuple[int, ...]]]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> "Folders":
    return Folders(tmp_path_factory)


class Folders:
    """The examples beside a region of each seed; 0: as they are."""

    def __init__(self, made: pytest.TempPathFactory) -> None:
        self._made = made
        self.of = cache(self._of)
        self.told = cache(self._told)

    def _of(self, seed: int) -> Path:
        folder = self._made.mktemp(f"region-{seed}")
        for path in DATA.glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            own = re.sub(r"^模板: default", "模板: 改写", text, flags=re.MULTILINE) if seed else text
            (folder / path.name).write_text(own, encoding="utf-8")
        if seed:
            write_region(folder, seed)
        return folder

    def _told(self, name: str, seed: int) -> Told:
        return told(self.of(seed) / f"{name}.yaml")

    def told_of_slip(self, slip: tuple[str, str], seed: int) -> Told:
        """What is told of the slip, and not of the file without it."""
        path = self.of(seed) / "example-2026.yaml"
        text = path.read_text(encoding="utf-8")
        try:
            path.write_text(slipped(text, slip), encoding="utf-8")
            found = told(path)
        finally:
            path.write_text(text, encoding="utf-8")
        return found - self.told("example-2026", seed)


def told(path: Path) -> Told:
    """Every error and warning: the rule, the lines of the budget file that it names."""
    try:
        report = assemble(path)
    except ReportgenError as refused:
        return Counter(map(_rule_and_lines, refused.diagnostics))
    found = check(case_of(report)).joined_by(report.findings).findings
    return Counter(_rule_and_lines(finding) for finding in found if finding.severity is not Severity.HINT)


def _rule_and_lines(finding: Diagnostic) -> tuple[str, tuple[int, ...]]:
    return finding.rule.split()[0], tuple(sorted({place.line for place in finding.places if place.line}))


def slipped(text: str, slip: tuple[str, str]) -> str:
    """The file with the slip; without what was approved, unless the slip stands there."""
    was, became = slip
    assert text.count(was) == 1, was
    approved = _APPROVED.search(text)
    assert approved
    changed = text.replace(was, became)
    return changed if was in approved[0] else _APPROVED.sub("\n" * approved[0].count("\n"), changed)


def test_it_says_it_in_other_words(folders: Folders) -> None:
    """Hardly any title, head or sentence is that of `default`."""
    pages = [assemble(folders.of(seed) / "example-2026.yaml").document for seed in (0, SEEDS[0])]
    mine, other = (
        {re.sub(r"[0-9.,]+", "0", w.text) for w in Reading(page).texts if w.kind in ("表题", "节题", "段落", "表头")}
        for page in pages
    )
    assert len(mine & other) < len(mine) / 3


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_is_told_of_a_budget_in_other_words(folders: Folders, name: str, seed: int) -> None:
    assert folders.told(name, seed) == folders.told(name, 0)


@pytest.mark.parametrize("slip", SAMPLE, ids=lambda slip: slip[1][:40])
def test_a_slip_is_told_alike_in_other_words(folders: Folders, slip: tuple[str, str]) -> None:
    in_default = folders.told_of_slip(slip, 0)
    assert in_default, "nothing tells it: it is no slip"
    assert folders.told_of_slip(slip, SEEDS[0]) == in_default


def test_there_are_enough_slips() -> None:
    assert len(SLIPS) >= 40


@pytest.mark.soak
@pytest.mark.parametrize("seed", SOAKED)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_is_told_in_any_words(folders: Folders, name: str, seed: int) -> None:
    assert folders.told(name, seed) == folders.told(name, 0)


@pytest.mark.soak
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip[1][:40])
def test_every_slip_is_told_alike_in_any_words(folders: Folders, slip: tuple[str, str]) -> None:
    in_default = folders.told_of_slip(slip, 0)
    assert in_default
    for seed in (SEEDS[1], SOAKED[0]):
        assert folders.told_of_slip(slip, seed) == in_default
