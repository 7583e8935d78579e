"""Files that say very much: what rules cost grows with the file and no faster, and what they find stays readable.

What is counted is work, or the processor's time at two sizes: four times the file may cost nine times.
"""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest

from reportgen.checks import Rule, _sentences, case_of, check, rules
from reportgen.checks._sentences import Sentence, Sentences, typed
from reportgen.checks.file import Off
from reportgen.checks.file.approved import _not_listed
from reportgen.checks.file.projects import _near_pairs
from reportgen.checks.text.contradictions import _numbers_in
from reportgen.diagnostics import MOST_ALIKE, Diagnostic, ReportgenError, Severity, rendered
from reportgen.figure import parse
from reportgen.figures import names, statements
from reportgen.reading import Place
from reportgen.reading.bands import FormItem
from reportgen.source.nodes import Scalar, Source
from tests.budgets import INVENTED, published

FEW, FOURFOLD, GROWTH = 600, 2400, 9


def grows(work: Callable[[int], object]) -> float:
    """How many times the processor's time four times the size takes; the least of three runs each."""
    took = []
    for size in (FEW, FOURFOLD):
        runs = []
        for _ in range(3):
            began = time.process_time()
            work(size)
            runs.append(time.process_time() - began)
        took.append(min(runs))
    return took[1] / took[0]


def sentences(size: int) -> tuple[Sentence, ...]:
    texts = (f"目标{i}：安排{i * 37 % 9973}.{i % 90 + 10}万元用于第{i * 7919 % 9967}所学校" for i in range(size))
    lines = tuple(texts)
    source = Source("a.yaml", lines)
    return tuple(Sentence(Scalar(source, line, 0, 1, text)) for line, text in enumerate(lines))


def places(lines: tuple[Sentence, ...]) -> Iterator[Place]:
    """Each number of the sentences as it is printed; one digit; a word that all of them have."""
    for line in (one.scalar.text for one in lines):
        start = line.index("安排") + 2
        yield Place("节", line=line, start=start, length=line.index("万元") - start)
        yield Place("节", line=line, start=line.index("第") + 1, length=1)
        yield Place("节", line=line, start=line.index("学校"), length=2)


def test_where_a_word_was_typed_is_found_among_few_of_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    own, looked = sentences(FEW), list[Sentence]()
    fits = _sentences._fits
    monkeypatch.setattr(_sentences, "_fits", lambda one, *where: looked.append(one) or fits(one, *where))
    every = Sentences(own)
    found = [typed(place, every) for place in places(own)]
    assert [where[0].line for where in found[::3]] == [*range(1, FEW + 1)]
    assert len(looked) < len(found) * FEW / 10


@pytest.mark.parametrize("name", INVENTED)
def test_it_is_the_place_that_is_found_by_looking_at_all_of_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(published(name))
    shown = [text.place for text in case.reading.texts][::3]
    pieces = [
        place.marking(at, length) for place in shown for length in (1, 2, 5) for at in range(0, len(place.line), 7)
    ]
    found = []
    for few in (10**9, 0):
        monkeypatch.setattr(_sentences, "_FEW_TEXTS", few)
        found.append([typed(piece, case.sentences) for piece in pieces])
    assert found[0] == found[1]
    assert len([*filter(None, found[0])]) > 100


def test_numbers_of_a_long_text_are_read_in_proportion() -> None:
    def all_of(size: int) -> None:
        text = "".join(f"新建{i}所学校，" for i in range(size))
        assert [words for words, _ in _numbers_in(FormItem("目标", text, Place("表", line=text)))] == ["新建"] * size

    assert grows(all_of) < GROWTH


def test_of_many_projects_those_near_by_beginning_or_end_are_compared() -> None:
    many = [f"{i:04}号学校建设{i * 7 % 1000:04}" for i in range(1000)]
    pairs = [*_near_pairs([*many, "0500号学校建设x"])]
    assert len(pairs) < 10 * len(many)
    assert (many[500], "0500号学校建设x") in pairs
    assert [*_near_pairs(["甲", "乙", "丙"])] == [("甲", "乙"), ("甲", "丙"), ("乙", "丙")]


def test_a_name_that_is_refused_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(names, "did_you_mean", lambda word, _: asked.append(word) or "")
    known, wrong = names.Names(published(INVENTED[0]).budget), parse("支出[项目=没有的]")
    for ask in (known.completed, known.canonical, known.completed):
        with pytest.raises(ReportgenError, match="没有“没有的”"):
            ask(wrong)
    assert asked == ["没有的"]


def test_facts_above_those_that_are_read_are_read() -> None:
    assert {*statements._above(["资料.甲.乙"])} == {"资料.甲.乙", "资料.甲", "资料"}


def test_of_very_many_findings_of_a_rule_the_first_are_listed_and_the_others_counted() -> None:
    many = [Diagnostic(Severity.WARNING, "R701", f"甲{i}") for i in range(MOST_ALIKE + 7)]
    others = [Diagnostic(Severity.ERROR, "R701", "乙"), Diagnostic(Severity.WARNING, "R702", "丙")]
    lines = [*rendered([*many, *others])]
    assert lines[:MOST_ALIKE] == [f"警告[R701] 甲{i}" for i in range(MOST_ALIKE)]
    assert lines[MOST_ALIKE:-1] == ["错误[R701] 乙", "警告[R702] 丙"]
    assert lines[-1].startswith("警告[R701] 这样的另有7处")
    assert [*rendered(many[:MOST_ALIKE])] == lines[:MOST_ALIKE]


def test_members_that_were_not_approved_are_found_in_proportion() -> None:
    def all_of(size: int) -> None:
        approved = [parse(f"支出[功能={2_000_000 + i}]") for i in range(size)]
        budget = SimpleNamespace(approved=approved, books=published(INVENTED[1]).budget.books)
        assert [*_not_listed([Off(name, Decimal(1), ()) for name in approved], budget)] == []

    assert grows(all_of) < GROWTH


def test_a_rule_has_run_before_the_next_one_is_taken() -> None:
    case, taken = case_of(published(INVENTED[1])), list[str]()

    def some() -> Iterator[Rule]:
        for rule in rules()[:3]:
            assert all(number in case._memory for number in taken)
            taken.append(rule.id)
            yield rule

    assert [outcome.rule.id for outcome in check(case, some()).outcomes] == taken
