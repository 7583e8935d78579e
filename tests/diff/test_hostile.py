"""Many members that have other names: what comparing them takes grows with the budgets and no faster."""

import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from reportgen.diagnostics import columns
from reportgen.diff import explaining, reasons, renaming
from reportgen.diff.explaining import Item
from reportgen.diff.likeness import alike_names, alike_texts, couples, likeness, only_pairs
from reportgen.diff.outputs import _terminal
from reportgen.diff.renaming import NewNames, RenamingBasis
from reportgen.figure import parse
from tests.counted import growth, steps

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


def texts(chance: random.Random, size: int) -> dict[int, str]:
    """Texts of few letters, some of them equal, some with a blank, some of one letter."""
    return {i: "".join(chance.choice("甲乙丙丁 ") for _ in range(chance.randint(1, 9))) for i in range(size)}


def test_texts_are_alike_as_comparing_each_with_each_tells() -> None:
    chance = random.Random(11)
    for least in (Fraction(1, 2), Fraction(7, 10), Fraction(1)):
        for _ in range(60):
            old, new = texts(chance, 12), texts(chance, 15)
            scores = {(i, j): likeness(a, b) for i, a in old.items() for j, b in new.items()}
            found = alike_texts({i: ("", t) for i, t in old.items()}, {i: ("", t) for i, t in new.items()}, least)
            assert found == {pair: score for pair, score in scores.items() if score >= least}


def test_names_are_compared_with_those_that_have_the_same_numbers() -> None:
    mine, yours = {"a": "建设一期", "b": "购书2次", "c": "演出"}, {"x": "建设二期", "y": "买书2次", "z": "演出"}
    assert alike_names(mine, yours, Fraction(1, 9)) == {("b", "y"): Fraction(2, 3), ("c", "z"): Fraction(1)}
    assert not alike_names(mine, yours, Fraction(1, 9), lambda key: key)


def test_many_texts_are_looked_up_by_what_is_rare() -> None:
    def all_of(size: int) -> None:
        rare = [chr(0x4E00 + i) + chr(0x7000 + i) + chr(0x8000 + i) for i in range(size)]
        old, new = ({i: ("", f"{word}的{end}") for i, word in enumerate(rare)} for end in ("建设", "管理"))
        assert [*alike_texts(old, new, Fraction(1, 2))] == [(i, i) for i in range(size)]

    assert growth(all_of, FEW) < GROWTH


def test_of_very_many_texts_without_rare_marks_a_bounded_number_is_compared(monkeypatch: Any) -> None:
    monkeypatch.setattr("reportgen.diff.likeness._MOST", 500)
    old, new = ({i: ("", f"{i:b}{i:b}{end}") for i in range(200)} for end in "甲乙")
    few = steps(lambda: alike_texts(old, new, Fraction(1, 2)))
    monkeypatch.setattr("reportgen.diff.likeness._MOST", 10**9)
    assert 4 * few < steps(lambda: alike_texts(old, new, Fraction(1, 2)))


def test_two_equal_texts_stand_for_very_many(monkeypatch: Any) -> None:
    old = dict.fromkeys(range(30), ("", "甲乙丙"))
    assert len(alike_texts(old, old, Fraction(1, 2))) == 900
    monkeypatch.setattr("reportgen.diff.likeness._MOST", 500)
    assert len(found := alike_texts(old, old, Fraction(1, 2))) == 4
    assert not [*couples(found)]


def test_new_names_are_looked_up_once() -> None:
    def all_of(size: int) -> None:
        known = [renaming.Renaming("项目", f"甲{i}", f"乙{i}", "", "", RenamingBasis.LINES) for i in range(size)]
        names = NewNames(known)
        assert [names.member("项目", f"甲{i}") for i in range(size)] == [f"乙{i}" for i in range(size)]
        assert names.member("项目", "丙") == "丙"
        figures = [parse(f"支出[项目=乙{i}]") for i in range(size)]
        assert [str(old) for name in figures for old in names.old_figures(name)] == [
            each for i in range(size) for each in (f"支出[项目=乙{i}]", f"支出[项目=甲{i}]")
        ]

    assert growth(all_of, FEW) < GROWTH


def test_the_longest_renamed_code_decides() -> None:
    renamed = (("208", "209"), ("20801", "21001"), ("20805", "20905"))
    names = NewNames([renaming.Renaming("功能", o, n, "旧", "新", RenamingBasis.DECLARED) for o, n in renamed])
    assert [names.member("功能", code) for code in ("2080101", "2080203", "207")] == ["2100101", "2090203", "207"]
    assert names.old_members("功能", "2090501") == ["2090501", "2080501"]
    assert names.old_members("功能", "2080501") == []
    assert (names.former_name("功能", "209"), names.former_name("功能", "208")) == ("旧", "")


def explanation(text: str) -> Any:
    return SimpleNamespace(text=text)


def test_texts_with_other_years_are_equal_to_the_first_that_stands_for_them() -> None:
    before, now = (
        [explanation(text) for text in side]
        for side in (
            ("甲", "2024年乙", "2024年乙", "丙", "2020年丁"),
            ("丙", "2025年乙", "甲", "2024年乙", "2022年丁", "甲"),
        )
    )
    left, rest = reasons._unequal(before, now, 1)
    assert ([one.text for one in left], [one.text for one in rest]) == (["2020年丁"], ["2022年丁", "甲"])


def test_equal_texts_of_many_are_found_by_their_words() -> None:
    def all_of(size: int) -> None:
        for words in ("甲", "甲{}", "{}甲"):
            side = [explanation(words.format(i)) for i in range(size)]
            assert reasons._unequal(side[::-1], side, 1) == ([], [])

    assert growth(all_of, FEW) < GROWTH


def test_items_that_ended_and_are_new_with_one_amount_are_found_by_it() -> None:
    def all_of(size: int) -> None:
        items = [Item(f"甲{i}", Decimal(i + 1), Decimal(0)) for i in range(size)]
        items += [Item(f"乙{i}", Decimal(0), Decimal(i + 1)) for i in range(size)]
        assert [one.like for one in explaining._with_likes(items)][0::size] == ["乙0", "甲0"]

    assert growth(all_of, FEW) < GROWTH


def test_a_long_paragraph_is_wrapped_line_by_line() -> None:
    def all_of(size: int) -> None:
        said = "甲乙丙丁12" * size
        lines = [*_terminal.wrapped(f"    {said}")]
        assert "".join(line.strip() for line in lines) == said
        assert {columns(line) for line in lines[1:-1]} <= {119, 120}
        assert _terminal.cut(said) == f"{said[:70]}……"

    assert growth(all_of, FEW) < GROWTH


def test_an_empty_line_is_one_line() -> None:
    assert [*_terminal.wrapped("")] == [""]
    assert [*_terminal.wrapped("甲" * 60)] == ["甲" * 60]
