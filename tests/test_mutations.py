"""One small mistake at a time, and `reportgen check` tells it: by a rule that speaks of it, at the place where it is.

`make test` makes a fixed sample of 100 of each example: of the budget file, of the templates' sentences, of the
finished document. `make soak` makes them all. What nothing tells stands in `harmless.py`, with the reason.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest

from tests.budgets import NAMES
from tests.harmless import HARMLESS, Harmless, reason
from tests.mutations import KINDS, Mutant, Outcome, Status, outcome, spread

SAMPLE = {"预算": 34, "模板": 33, "文件": 33}
# Times as many: sentences of branches that a budget does not take are no mistakes of its document.
LOOKED_AT = {"模板": 3}
PARTS = 3
SOAKED = 24
TRIED = 8  # of each pattern of what is harmless


@cache
def mutants(name: str, kind: str) -> tuple[Mutant, ...]:
    return tuple(KINDS[kind](name))


def sample(name: str, kind: str, part: int) -> Iterator[Outcome]:
    """Every third of what is looked at, until a third of the sample is told or untold."""
    looked_at = spread(list(mutants(name, kind)), SAMPLE[kind] * LOOKED_AT.get(kind, 1))
    made = (found for mutant in looked_at[part::PARTS] if (found := outcome(mutant)).status is not Status.SAME)
    return islice(made, SAMPLE[kind] // PARTS + (part < SAMPLE[kind] % PARTS))


def untold(found: Outcome) -> str:
    """The mutant, where it is, unless it was told, or there is a reason why it need not be."""
    if found.status in (Status.FOUND, Status.SAME) or reason(found.mutant):
        return ""
    elsewhere = [f"{finding.rule} {finding.places[:1]}" for finding in found.news[:3]]
    return f"{found.status.value} {found.mutant} {elsewhere or ''}"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_of_the_sample_is_told_where_it_is(name: str, kind: str, part: int) -> None:
    assert list(filter(None, map(untold, sample(name, kind, part)))) == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(SOAKED))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_mistake_is_told_where_it_is(name: str, kind: str, part: int) -> None:
    assert list(filter(None, (untold(outcome(mutant)) for mutant in mutants(name, kind)[part::SOAKED]))) == []


@pytest.mark.parametrize("one", HARMLESS, ids=lambda one: one.reason[:16])
def test_what_is_called_harmless_is_there_and_often_untold(one: Harmless) -> None:
    """A pattern that nothing needs is out of date; one that covers what is told would hide a rule that broke."""
    fitting = [mutant for name in NAMES for mutant in mutants(name, one.kind) if one.fits(mutant)]
    tried = Counter(outcome(mutant).status for mutant in spread(fitting, TRIED))
    assert tried[Status.MISSED]
    assert tried[Status.FOUND] <= 3 * tried[Status.MISSED]
