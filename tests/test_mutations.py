"""One small mistake at a time, and `reportgen check` tells it: by a rule that speaks of it, at the place where it is.

`make test` makes one of every fifth kind of slip in each part of the budget file, of the templates' sentences and of
the finished document, the examples in turn. `make soak` makes up to `MOST` of each in every example; all of them take
hours: `MUTANTS=yantian-2022` before it makes all of that example, `MUTANTS=all` of each. What nothing tells stands in
`harmless.py`, with the reason; what should be told and is not yet, in `untold.yaml`, and a family of which every one
tried is told is to be deleted there.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from zlib import crc32

import pytest
import yaml

from tests.budgets import BUDGETS as NAMES
from tests.budgets import most_in_soak
from tests.harmless import HARMLESS, Harmless, reason
from tests.mutations import KINDS, Mutant, Outcome, Status, outcome

EVERY = 5  # of the kinds of slips that are in one place, one after another, by their names
LOOKED_AT = 12  # of each kind: sentences of branches that a budget does not take are no mistakes of its document
SOAKED = 8  # tests that share what is soaked of a kind in an example
MOST = 50
WHOLE = os.environ.get("MUTANTS", "")
STRIDE = 97
TRIED, TOLD = 12, 3  # of each pattern of what is harmless; for one that is missed, so many may be found
OPEN = tuple(
    Harmless(one["因"], one["类"], one["何处"], tuple(one["怎样"]), one.get("原", ""), one.get("成", ""))
    for one in yaml.safe_load(Path(__file__).with_name("untold.yaml").read_text(encoding="utf-8"))
)
DIGITS = ("末位", "首位", "中间一位", "小数点", "变号")
WAYS = {"末位": "一位", "首位": "一位", "中间一位": "一位", "小数点": "点、号", "变号": "点、号"}


@cache
def mutants(name: str, kind: str) -> tuple[Mutant, ...]:
    return tuple(KINDS[kind](name))


# The sample
def slip(mutant: Mutant) -> tuple[str, ...]:
    """Of what kind it is: where it is, and what was done there.

    By top key of the budget file; by file of templates where a sentence is left out, by region where its words are
    wrong; numbers of the finished document by example.
    """
    where, way = mutant.where, mutant.way
    if mutant.kind == "预算":
        return re.split(r"[·\[@]", where.partition(" ")[2])[0], "数" if way in DIGITS else way
    if mutant.kind == "模板":
        return where.partition(":" if way == "删去" else "/")[0], way
    place = re.sub(r"“.*”|[0-9]", "", where.partition("|")[2], flags=re.DOTALL).partition("|")[0]
    return (mutant.name, place, WAYS.get(way, way)) if place in ("行数值", "文中数") else (place, way)


@cache
def sampled(kind: str) -> dict[str, list[list[Mutant]]]:
    """By example, its slips of each kind that is looked for there: examples take turns with those that they have.

    What is harmless may be told or not, so it is not tried.
    """
    found: dict[tuple[str, ...], dict[str, list[Mutant]]] = {}
    for name in NAMES:
        for kind_of_slip, those in by_slip(one for one in mutants(name, kind) if not reason(one)).items():
            found.setdefault(kind_of_slip, {})[name] = those
    made: dict[str, list[list[Mutant]]] = {name: [] for name in NAMES}
    for kind_of_slip, having in sorted(found.items())[::EVERY]:
        name = min(having, key=lambda name: crc32(f"{kind_of_slip}{name}".encode()))
        made[name].append(having[name])
    return made


@cache
def soaked(name: str, kind: str) -> tuple[Mutant, ...]:
    """The first `MOST` of each kind of slip; all of them where that is asked for."""
    most = None if WHOLE in (name, "all") else MOST
    return tuple(one for those in by_slip(mutants(name, kind)).values() for one in those[:most])


def by_slip(made: Iterable[Mutant]) -> dict[tuple[str, ...], list[Mutant]]:
    """In an order that has nothing to do with where they stand, the same each time."""
    found: dict[tuple[str, ...], list[Mutant]] = {}
    for one in made:
        found.setdefault(slip(one), []).append(one)
    return {kind: sorted(those, key=lambda one: crc32(called(one).encode())) for kind, those in found.items()}


def called(mutant: Mutant) -> str:
    """The same when lines are added above it, so that the sample and what is open stay as they are."""
    return re.sub(r":[0-9]+", "", str(mutant), count=1)


def first_that_shows(those: Iterable[Mutant]) -> Iterator[Outcome]:
    """What came of the first that is a mistake; of none, where no one is."""
    found = (outcome(mutant) for mutant in those)
    yield from islice((one for one in found if one.status is not Status.SAME), 1)


def shuffled(fitting: list[Mutant]) -> list[Mutant]:
    """All of them, the same each time, no two neighbours one after another."""
    return [mutant for start in range(STRIDE) for mutant in fitting[start::STRIDE]]


def untold(found: Outcome) -> str:
    """The mutant, where it is, unless it was told, or there is a reason why it need not be, or cannot be yet."""
    if found.status in (Status.FOUND, Status.SAME) or reason(found.mutant, (*HARMLESS, *OPEN)):
        return ""
    elsewhere = [f"{finding.rule} {finding.places[:1]}" for finding in found.news[:3]]
    return f"{found.status.value} {found.mutant} {elsewhere or ''}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_mistake_of_the_sample_is_told_where_it_is(kind: str, name: str) -> None:
    made = [one for those in sampled(kind)[name] for one in first_that_shows(those[:LOOKED_AT])]
    assert made or not sampled(kind)[name]  # others may have tried all that it has
    assert list(filter(None, map(untold, made))) == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(SOAKED))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_mistakes_of_every_kind_are_told_where_they_are(name: str, kind: str, part: int) -> None:
    assert list(filter(None, map(untold, map(outcome, soaked(name, kind)[part::SOAKED])))) == []


def statuses(one: Harmless) -> Iterator[Status]:
    """What came of those that fit and are mistakes."""
    fitting = [mutant for name in NAMES for mutant in mutants(name, one.kind) if one.fits(mutant)]
    made = (found.status for mutant in shuffled(fitting) if (found := outcome(mutant)).status is not Status.SAME)
    return islice(made, TRIED)


@pytest.mark.parametrize("one", most_in_soak(HARMLESS, every=5), ids=lambda one: one.reason[:16])
def test_what_is_called_harmless_is_there_and_often_untold(one: Harmless) -> None:
    """A pattern that nothing needs is out of date; one that covers what is told would hide a rule that broke."""
    tried: Counter[Status] = Counter()
    for status in statuses(one):
        tried[status] += 1
        if tried[Status.MISSED] * (1 + TOLD) >= TRIED:  # what is tried after that can make no difference
            break
    assert tried[Status.MISSED]
    assert tried[Status.FOUND] <= TOLD * tried[Status.MISSED]


@pytest.mark.parametrize("one", OPEN, ids=lambda one: one.reason[:16])
def test_what_is_called_untold_is(one: Harmless) -> None:
    assert any(status is not Status.FOUND for status in statuses(one)), "tell it: delete"
