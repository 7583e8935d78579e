"""Many members that have other names: what comparing them takes grows with the budgets and no faster."""

import random
from fractions import Fraction
from typing import Any

from reportgen.diff import renaming, tokens
from reportgen.diff.renaming import RenamingBasis
from reportgen.diff.tokens import couples, only_pairs, with_same_numbers
from tests.counted import growth

FEW, GROWTH = 60, 6  # four times the size may take six times the steps
CLEAR = Fraction(3, 20)


def test_pairs_are_the_clearly_best_ones_of_both_sides() -> None:
    chance = random.Random(5)
    for _ in range(300):
        scores = {
            (o, n): Fraction(chance.randrange(1, 12), 12) for o in range(5) for n in "甲乙丙" if chance.random() < 0.7
        }
        wanted = [
            (o, n)
            for (o, n), score in scores.items()
            if sum(s > score - CLEAR for (one, _), s in scores.items() if one == o) == 1
            if sum(s > score - CLEAR for (_, other), s in scores.items() if other == n) == 1
        ]
        assert [*couples(scores)] == wanted


def test_scores_of_many_pairs_are_gone_through_once() -> None:
    def all_of(size: int) -> None:
        assert len([*couples({(0, n): Fraction(n + 1, size * size) for n in range(size)})]) == 0

    assert growth(all_of, FEW) < GROWTH


def test_a_member_is_found_by_its_only_key() -> None:
    pairs = only_pairs({"甲": 1, "乙": 2, "丙": 2, "丁": 3}, {"一": 3, "二": 2, "三": 1, "四": 5})
    assert [*pairs] == [("甲", "三"), ("丁", "一")]
    keys = {size: {str(i): i for i in range(size)} for size in (FEW, 4 * FEW)}
    assert growth(lambda size: [*only_pairs(keys[size], keys[size])], FEW) < GROWTH


def test_names_are_compared_with_those_that_have_the_same_numbers(monkeypatch: Any) -> None:
    mine, yours = (
        {"a": "建设一期", "b": "购书2次", "c": "演出"},
        {"x": "建设二期", "y": "买书2次", "z": "演戏", "u": "演出"},
    )
    assert with_same_numbers(mine, yours) == {"a": [], "b": ["y"], "c": ["z", "u"]}
    monkeypatch.setattr(tokens, "_MOST_PAIRS", 1)
    assert with_same_numbers(mine, yours) == {"a": [], "b": ["y"], "c": ["u"]}


def test_new_names_are_looked_up_once() -> None:
    def all_of(size: int) -> None:
        known = [renaming.Renaming("项目", f"甲{i}", f"乙{i}", "", "", RenamingBasis.LINES) for i in range(size)]
        follow = renaming._following(known)
        assert [follow("项目", f"甲{i}") for i in range(size)] == [f"乙{i}" for i in range(size)]
        assert follow("项目", "丙") == "丙"

    assert growth(all_of, FEW) < GROWTH
