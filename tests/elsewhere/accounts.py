"""The final accounts (决算) of an invented department: what was planned, received, spent and left."""

import random
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.elsewhere.department import (
    BUSINESS,
    CAPITAL,
    NOTHING,
    PUBLIC,
    SPECIAL,
    Department,
    Pair,
    department,
    rounded,
)


@dataclass(frozen=True)
class Accounts:
    """`spent.lines` are what was spent, this year and the year before; all that is carried over is 一般公共预算.

    `planned`: 年初预算 of 一般公共预算 by 项. `start`, `end`: 年初 and 年末结转和结余, each beside the year before.
    """

    spent: Department
    planned: dict[str, Decimal]
    start: Pair
    end: Pair
    public_plan: dict[str, Decimal]
    visits: int
    guests: int

    def received(self, *wanted: str, code: str = "") -> Decimal:
        """Return the revenue of a fund and an item: what was spent, and what was put by."""
        own = self.spent.lines[0].code
        put_by = self.end.now - self.start.now if own.startswith(code) and wanted in ((), (PUBLIC,)) else NOTHING
        return self.spent.of(*wanted, code=code).now + put_by

    def source(self, fund: str, code: str = "") -> Decimal:
        """Return the revenue of a source as accounts part it: what comes from 财政专户 is 事业收入."""
        special = self.received(SPECIAL, code=code) if fund == BUSINESS else NOTHING
        return self.received(fund, code=code) + special

    @property
    def total(self) -> Pair:
        """收、支总计."""
        return self.spent.of() + self.end

    @property
    def granted(self) -> Pair:
        """财政拨款收、支总计."""
        return self.spent.of(PUBLIC) + self.spent.of("政府性基金预算") + self.spent.of(CAPITAL) + self.end


def accounts(seed: int) -> Accounts:
    """Return the accounts of that seed."""
    chance = random.Random(seed)
    d = department(seed)
    d = replace(d, year=chance.choice((2023, 2024, 2025)), lines=tuple(x for x in d.lines if not x.old))
    end = chance.choice((NOTHING, Decimal(chance.randint(100, 3000)) / 100))
    start = chance.choice((NOTHING, Decimal(chance.randint(100, 3000)) / 100))
    planned = {}
    for code in d.codes(7, PUBLIC):
        share = chance.choice((100, 100, chance.randint(70, 130), chance.randint(70, 130)))
        planned[code] = rounded(d.of(PUBLIC, code=code).now * share / 100, 2)
    last = [code for code in planned if code[:3] not in ("208", "210", "221")][1:]
    if last and chance.random() < 0.3:
        planned[last[-1]] = NOTHING
    plan = {name: rounded(pair.now * chance.choice((100, 110, 150)) / 100, 2) for name, pair in _public(d).items()}
    visits = chance.randint(2, 60) if d.guests.now else 0
    return Accounts(d, planned, Pair(start, start), Pair(end, end), plan, visits, visits * chance.randint(4, 9))


def _public(d: Department) -> dict[str, Pair]:
    return {"a": d.abroad, "b": d.buying, "d": d.driving, "g": d.guests}
