"""Files made to cost much: what a rule does with them is counted in steps, which grow with the file and no faster."""

import random
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.checks import _findings, _same_words
from reportgen.checks._case import Finding
from reportgen.checks._same_words import same_words
from reportgen.diagnostics import Location, Severity
from tests.budgets import INVENTED, published
from tests.counted import growth

FEW, GROWTH = 50, 6  # four times the size may take six times the steps


def one(rule: str, *lines: int) -> Finding:
    """What a rule found at these lines of the budget file."""
    return Finding("说", places=tuple(Location("a.yaml", line) for line in lines), rule=rule, severity=Severity.WARNING)


def by_cause(found: list[Finding]) -> list[Finding]:
    places: Any = SimpleNamespace(case=SimpleNamespace(budget=published(INVENTED[0]).budget))
    return [*_findings._by_cause(found, places, ()).values()]


def test_what_comes_from_a_wrong_line_is_told_with_the_first_that_says_so() -> None:
    told = by_cause([one("R953 甲", 7, 3), one("R953 乙", 3), one("R410 丙", 3), one("R410 丁", 9)])
    kept = {each.rule: "R410" in each.hint for each in told}
    assert kept == {"R953 甲": True, "R953 乙": False, "R410 丁": False}


def test_what_comes_from_wrong_lines_is_found_by_these_lines() -> None:
    def all_of(size: int) -> None:
        by_cause([*(one("R953", 2 * i, 2 * i + 1) for i in range(size)), *(one("R410", i) for i in range(size))])

    assert growth(all_of, FEW) < GROWTH


def test_a_number_is_found_among_many_between_the_same_words() -> None:
    corpus = {size: "\n".join(f"第{i}项安排{i}万元用于学校建设" for i in range(size)) for size in (FEW, 4 * FEW)}

    def all_of(size: int) -> None:
        for i, line in enumerate(corpus[size].split("\n")):
            start = line.index("安排") + 2
            assert same_words(corpus[size], line, start, line.index("万")) == str(i)

    assert growth(all_of, FEW) < GROWTH


def test_of_many_numbers_that_is_found_which_looking_through_all_of_them_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(7)
    found: dict[int, list[str]] = {}
    for few in (10**9, 0):
        monkeypatch.setattr(_same_words, "_FEW", few)
        chance.seed(7)
        found[few] = [among_alike(chance) for _ in range(800)]
    assert found[0] == found[10**9]
    assert len({*found[0]}) > 5


def among_alike(chance: random.Random) -> str:
    """What is found for a number among lines of two letters that differ in little."""

    def words() -> str:
        whole = "".join(chance.choice("甲甲甲乙") for _ in range(12))
        return whole[chance.randrange(6) :] if chance.random() < 1 / 2 else whole

    lines = [f"{words()}{chance.randrange(9)}{words()[::-1]}" for _ in range(30)]
    own = f"{words()}7{words()[::-1]}"
    page = "\n".join(line for line in lines if chance.random() < 1 / 2)
    return same_words("\n".join(lines), own, own.index("7"), own.index("7") + 1, page)
