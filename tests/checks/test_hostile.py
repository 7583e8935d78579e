"""Files made to cost much: what a rule does with them is counted in steps, which grow with the file and no faster."""

import random
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.budget import Line
from reportgen.checks import _cause_findings, _findings, _mending, _same_words, case_of, case_of_read, rule_named
from reportgen.checks._budget_file import KnownNames
from reportgen.checks._places import Places
from reportgen.checks._results import Cause, Finding
from reportgen.checks._rules import results
from reportgen.checks._same_words import same_words
from reportgen.checks._sentences import Sentence, Sentences, typed
from reportgen.checks.file import approved, numbers_of_projects, projects
from reportgen.checks.forms import codes
from reportgen.checks.required import tables
from reportgen.diagnostics import MOST_ALIKE, Location, Severity
from reportgen.readers.html import read
from reportgen.reading import Place
from reportgen.reading.subjects import Subjects
from reportgen.report import assemble
from reportgen.source.nodes import Scalar, Source
from tests.budgets import INVENTED, published
from tests.counted import growth, steps

FEW, GROWTH = 50, 6  # four times the size may take six times the steps


def one(rule: str, *lines: int) -> Finding:
    """What a rule found at these lines of the budget file."""
    return Finding("说", places=tuple(Location("a.yaml", line) for line in lines), rule=rule, severity=Severity.WARNING)


def by_cause(found: list[Finding]) -> list[Finding]:
    places: Any = SimpleNamespace(case=SimpleNamespace(budget=published(INVENTED[0]).budget))
    return [*_cause_findings.by_cause(found, places, ()).values()]


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


def test_names_are_found_in_a_text_as_by_looking_for_each() -> None:
    chance = random.Random(3)
    names = ["".join(chance.choice("甲乙丙") for _ in range(chance.randint(1, 6))) for _ in range(400)]
    known = KnownNames(names)
    for _ in range(200):
        text = "".join(chance.choice("甲乙丙丁丁丁") for _ in range(12))
        assert known.within(text) == [name for name in dict.fromkeys(names) if name in text]
    assert KnownNames(["丙丁", "甲"]).within("甲丙丁") == ["丙丁", "甲"]
    assert known.within("") == []


def test_a_text_is_looked_through_once_however_many_names_there_are() -> None:
    def all_of(size: int) -> None:
        known = KnownNames(f"项目{i}" for i in range(size))
        found = [known.within(f"增加了项目{i}") for i in range(10, size, 10)]
        assert found[0] == ["项目1", "项目10"]

    assert growth(all_of, 200) < GROWTH


def test_names_of_which_no_letters_are_alike_but_digits_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = list[str]()
    monkeypatch.setattr(projects, "likeness", lambda one, _: measured.append(one) or 0)
    line: Any = SimpleNamespace(dims={}, amount=Decimal(1), at=None)
    own: dict[str, list[Line]] = {name: [line] for name in (*(f"学校建设{i}" for i in range(50)), "学校建设费")}
    assert [*projects._almost_twice(own)] == []
    assert len(measured) < 10


def test_indicators_of_projects_are_looked_for_by_lengths_that_there_are() -> None:
    of_projects: dict[str, Sequence[Any]] = {"面积": [("农田", "x")], "个数": [("农田", "y")]}
    short, long = (
        lambda n=n: [*numbers_of_projects._owners("农田" + "甲" * n + "面积", of_projects, [2])] for n in (10, 1000)
    )
    assert steps(long) == steps(short)
    assert [*numbers_of_projects._owners("农田面积", of_projects, [2])] == [("农田", "x")]


def test_the_lines_of_no_more_findings_are_looked_for_than_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    case, asked = case_of(published(INVENTED[0])), list[Finding]()
    monkeypatch.setattr(Places, "mended", lambda _, one: asked.append(one) or one)
    found = [one("R953", i + 1) for i in range(3 * MOST_ALIKE)]
    many = [replace(each, message=f"说{i}") for i, each in enumerate(found)]
    told, _ = _findings.reported(many, Places(case))
    assert len([each for each in told if each.rule == "R953"]) == len(many)
    assert len(asked) == MOST_ALIKE


def test_a_text_is_found_by_letters_that_few_texts_have_though_each_two_of_them_are_common() -> None:
    lines = tuple(f"安排{i:05}万元，其中{i * 7919 % 99991:05}万元用于学校" for i in range(2000))
    source = Source("a.yaml", lines)
    texts = Sentences(Sentence(Scalar(source, i, 0, 1, line)) for i, line in enumerate(lines))
    looked = 0
    for at in range(0, 2000, 10):
        place = Place("节", line=lines[at], start=2, length=5)
        looked += len([*next(texts.near(place))[1]])
        assert [where.line for where in typed(place, texts)] == [at + 1]
    assert looked < 3 * 200


def test_of_very_many_approved_figures_that_differ_the_first_are_traced_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approved, "_MOST_OFF", 2)
    text = Path("data/luoyang-2020.yaml").read_text(encoding="utf-8")
    for own, wrong in (
        ("2012901: 14.2,", "2012901: 15.3,"),
        ("2080501: 598.3,", "2080501: 500.5,"),
        ("76.8, 2", "70, 2"),
    ):
        assert text.count(own) == 1, own
        text = text.replace(own, wrong)
    path = tmp_path / "luoyang-2020.yaml"
    path.write_text(text, encoding="utf-8")
    found = [one.message for one in results(case_of(assemble(path)), rule_named("R900")) if isinstance(one, Finding)]
    assert len(found) == 3
    assert found[0] == "从这里起另有1个批复的数也对不上，没有一一去找是哪一行"


def test_mistakes_of_the_budget_file_are_held_against_a_bounded_number_of_others() -> None:
    def all_of(size: int) -> None:
        causes = [Cause(frozenset({"支出"}), ({"项目": f"甲{i}"},), Decimal(i + 1)) for i in range(size)]
        assert len(by_cause([replace(one("R918", i), cause=cause) for i, cause in enumerate(causes)])) == size

    assert growth(all_of, 300) < GROWTH


def test_of_many_names_those_near_a_word_by_beginning_or_end_may_be_like_it() -> None:
    many = KnownNames(f"{i:04}号学校建设{i * 7 % 1000:04}" for i in range(1000))
    near = many.near("0500号学校建没3500")
    assert "0500号学校建设0500" in near
    assert len(near) < 40
    assert KnownNames(["乙", "甲"]).near("丙") == ["乙", "甲"]


def test_titles_and_empty_tables_are_asked_once_of_each_table() -> None:
    def asked(count: int) -> int:
        rows = "<tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>1.00</td></tr>"
        page = f"<h1>甲局2026年部门预算</h1>{''.join(f'<h2>表{i}</h2><table>{rows}</table>' for i in range(count))}"
        case = case_of_read(read(page.encode()))
        assert len(case.reading.sheets) == count
        return steps(lambda: [*tables._captions(case), *tables.R602(case)])

    assert asked(200) < GROWTH * asked(50)


def test_an_index_of_long_texts_is_small() -> None:
    lines = tuple("".join(chr(0x4E00 + hash((i, at)) % 9000) for at in range(500)) for i in range(600))
    source = Source("a.yaml", lines)
    texts = Sentences(Sentence(Scalar(source, i, 0, 1, line)) for i, line in enumerate(lines))
    tracemalloc.start()
    try:
        assert [*texts.saying({lines[3]})]
        assert [one.scalar.text for one in texts._candidates(lines[9][100:132])].count(lines[9]) == 1
        assert tracemalloc.get_traced_memory()[1] < 40 * sum(map(len, lines))
    finally:
        tracemalloc.stop()


def test_an_item_name_is_looked_for_at_the_end_of_a_long_sentence() -> None:
    subjects = Subjects({"行政运行": ("2010101",)})
    few, many = ("甲" * size + "行政运行" for size in (100, 10_000))
    assert subjects._title(many, 0) == (10_000, "行政运行")
    assert steps(lambda: subjects._title(many, 0)) == steps(lambda: subjects._title(few, 0))


def test_causes_are_not_tried_where_sentences_have_very_many_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of_read(read("<h1>甲局2026年部门预算</h1><p>支出5万元、6万元。</p>".encode()))
    monkeypatch.setattr(_mending, "_NUMBERS", 1)
    assert _mending.by_their_cause(case, [one("R410", 1)], lambda _: pytest.fail("was tried")) == [one("R410", 1)]


def test_codes_that_no_catalogue_has_are_looked_up() -> None:
    def asked(count: int) -> int:
        rows = "".join(f"<tr><td>20{i + 70000}</td><td>甲{i}</td><td>1.00</td></tr>" for i in range(count))
        head = "<tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>"
        page = f"<h1>甲局2026年部门预算</h1><h2>一般公共预算支出表</h2><table>{head}{rows}</table>"
        case = case_of_read(read(page.encode()))
        assert len(case.items) == count
        assert [*codes.R503(case)]
        return steps(lambda: [*codes.R503(case), *codes.R504(case)])

    assert asked(200) < GROWTH * asked(50)
