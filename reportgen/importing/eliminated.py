"""Payments between units that totals leave out (内部抵销) → 内部往来, and the totals before they are left out.

A department's totals are the sums of its units less what one unit pays another. Tables by unit print these payments as
a row of their own; or the totals show them: the fund of such payments (附属单位上缴收入), and the grand total too, is
less than the sum of the units. Lines of a budget file are those of the units. So the payments are added to the totals
before lines are worked out from them, and are written under 内部往来. The payer stays open unless a document names it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.figure import Conditions
from reportgen.importing.blocks import Block, lies_under
from reportgen.importing.cells import Part, Total, parts_of
from reportgen.importing.facts import FUND, NATURE, Facts, line_dimensions
from reportgen.importing.printed import PrintedFigure
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT
from reportgen.records import dataclass, replace
from reportgen.vocabulary import ELIMINATION

_UNIT = "单位"
_SECTION = {"收入": FUND, "支出": NATURE}
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment between units; payer, receiver, nature (性质) or fund is "" if no document says it."""

    payer: str
    receiver: str
    nature: str
    fund: str
    amount: Decimal


@dataclass(frozen=True)
class Elimination:
    """The eliminated amounts (抵销).

    Attributes:
        facts: measure -> what documents print of it. parts: measure -> the amounts that are eliminated of it.
    """

    facts: Mapping[str, Facts]
    parts: Mapping[str, Sequence[Part]]

    def before(self, facts: Facts) -> Facts:
        """Return the prints, eliminated amounts added to totals; totals whose share of these is open are left out."""
        parts = self.parts.get(facts.measure.name, ())
        rows = {c: one for c, one in facts.printed.items() if dict(c).get(_UNIT) != ELIMINATION}
        if not self.paid or facts.measure.name not in _SECTION:
            return replace(facts, printed=rows)
        if not self._is_by_unit(facts):
            return replace(facts, printed=rows, balanced={})
        found = {}
        for conditions, one in rows.items():
            said = [lies_under(part, conditions, facts.vocabulary) for part in parts]
            added = exact_sum(part.amount for part, within in zip(parts, said, strict=True) if within)
            if _UNIT in dict(conditions) or (not added and None not in said):
                found[conditions] = one
            elif None not in said:
                found[conditions] = replace(one, amount=EXACT.add(one.amount, added))
        return replace(facts, printed=found, balanced={})  # by fund the sides differ by what is eliminated of them

    def with_paid(self, block: Block) -> Block:
        """Return the block of a measure with the lines of payments between units, and its lines less these as `net`."""
        measure = block.name.measure
        if not self.paid or measure not in _SECTION or block.name.conditions:
            return block
        if self._is_by_unit(self.facts[measure]):
            off = tuple(replace(part, amount=-part.amount) for part in self.parts.get(measure, ()))
            parts = tuple(self._evened(part, self.facts[measure]) for part in block.parts)
            return replace(block, parts=parts, net=(*parts, *off))
        open_ = dict.fromkeys(d for part in block.parts for d in part.members if d in ("功能", FUND))
        lines = []
        for one in self.paid:
            unit, kind = (one.payer, one.nature) if measure == "支出" else (one.receiver, one.fund)
            members = {_UNIT: unit, **dict.fromkeys(open_, ""), _SECTION[measure]: kind}
            lines += [Part(members, one.amount)] if kind else []
        kinds = {line.members[_SECTION[measure]] for line in lines}
        own = (self._open_unit(part) if part.members.get(_SECTION[measure]) in kinds else part for part in block.parts)
        return replace(block, parts=(*own, *lines), net=block.parts)

    def _evened(self, part: Part, facts: Facts) -> Part:
        """Return the line; with the amount of its payment, if the two differ only by rounding."""
        of_revenue = facts.measure.name == "收入"
        for one in self.paid:
            side = (one.receiver, one.fund) if of_revenue else (one.payer, one.nature)
            own = (part.members.get(_UNIT), part.members.get(_SECTION[facts.measure.name]))
            tail = 2 * max(printed.step for printed in facts.printed.values())
            if own == side and abs(EXACT.subtract(part.amount, one.amount)) <= tail:
                return replace(part, amount=one.amount)
        return part

    def _open_unit(self, part: Part) -> Part:
        return replace(part, members={_UNIT: "", **part.members})

    def _is_by_unit(self, facts: Facts) -> bool:
        """Whether lines of the measure have units, and its tables show the eliminated amounts."""
        return bool(self.parts.get(facts.measure.name)) and _UNIT in line_dimensions(facts)

    @property
    def paid(self) -> list[Paid]:
        """Every payment from one unit to another; none if the tables leave the fund of some payment open."""
        funds = [part.members.get(FUND, "") for part in self.parts.get("收入", ())]
        return [one for fund in dict.fromkeys(funds) for one in self._of_fund(fund)] if all(funds) else []

    def _of_fund(self, fund: str) -> Iterator[Paid]:
        natures = spoken().places["往来"].get(fund, ("",))
        amount = _amount(self.parts["收入"], FUND, fund)
        received = _shares(self.facts["收入"], (FUND, fund), amount) or {"": amount}
        paid = _shares(self.facts["支出"], (NATURE, natures[0]), amount) if "支出" in self.facts else {}
        units = _units(self.facts["收入"])
        if not paid and len(received) == 1 and len(units) == 2:
            paid = {unit: amount for unit in units if unit not in received} if "" not in received else {}
        if len(paid) > 1 and len(received) == 1:
            yield from (Paid(p, r, natures[0], fund, own) for r in received for p, own in paid.items())
        else:
            payer = next(iter(paid)) if len(paid) == 1 else ""
            yield from (Paid(payer, r, natures[0], fund, own) for r, own in received.items())


def elimination(facts: Mapping[str, Facts]) -> Elimination:
    """Return the eliminated amounts: from rows of the tables, else from the differences between totals and units."""
    parts = {name: _parts(own) for name, own in facts.items() if name in _SECTION}
    return Elimination(facts, {name: found for name, found in parts.items() if found})


def _parts(facts: Facts) -> list[Part]:
    totals = list(_in_rows(facts)) or _in_totals(facts)
    if not any(total.amount for total in totals):
        return []
    dimensions = [d for d in line_dimensions(facts) if d != _UNIT]
    known = [total for total in totals if {d for d, _ in total.conditions} <= {*dimensions}]
    return parts_of(known, facts.cells(dimensions))


def _in_rows(facts: Facts) -> Iterator[Total]:
    """Yield the eliminated amounts that tables print in rows of their own, as positive totals."""
    for conditions, one in facts.printed.items():
        if dict(conditions).get(_UNIT) == ELIMINATION and one.amount <= 0:
            yield Total(_without_unit(conditions), -one.amount, one.step)


def _in_totals(facts: Facts) -> list[Total]:
    """Return by how much the sum of the units exceeds each total, if funds or natures of payments explain all of it."""
    units, kinds = _units(facts), spoken().places["往来"]
    known = kinds if facts.measure.name == "收入" else {nature for own in kinds.values() for nature in own}
    totals = [(c, one) for c, one in facts.printed.items() if _UNIT not in dict(c)]
    found = [total for conditions, one in totals for total in _beyond(conditions, one, facts, units)]
    whole = next((total for total in found if not total.conditions), None)
    of_kinds = {dict(t.conditions)[_SECTION[facts.measure.name]]: t for t in found if _is_of(t, known, facts)}
    own = exact_sum(total.amount for total in of_kinds.values())
    if len(units) < 2 or not whole or not whole.amount or any(total.amount < 0 for total in found):
        return []
    return found if abs(EXACT.subtract(whole.amount, own)) <= whole.step * (len(of_kinds) + 1) else []


def _is_of(total: Total, kinds: Iterable[str], facts: Facts) -> bool:
    """Whether the total is that of one fund or nature of payments between units, without other conditions."""
    section = _SECTION[facts.measure.name]
    said = {d: m for d, m in total.conditions if (d, m) != ("年份", "本年")}
    return said.keys() == {section} and said[section] in kinds


def _beyond(conditions: Conditions, whole: PrintedFigure, facts: Facts, units: Sequence[str]) -> Iterator[Total]:
    own = [facts.printed.get(tuple(sorted((*conditions, (_UNIT, unit))))) for unit in units]
    stated = [one for one in own if one]
    if len(stated) == len(units):
        beyond = EXACT.subtract(exact_sum(one.amount for one in stated), whole.amount)
        tail = _HALF * exact_sum((whole.step, *(one.step for one in stated)))
        yield Total(conditions, Decimal(0) if abs(beyond) <= tail else beyond, whole.step)


def _units(facts: Facts) -> list[str]:
    found = dict.fromkeys(unit for c in facts.printed if (unit := dict(c).get(_UNIT, "")))
    return [unit for unit in found if unit != ELIMINATION]


def _shares(facts: Facts, kind: tuple[str, str], amount: Decimal) -> dict[str, Decimal]:
    """Return unit -> its share of the eliminated amount; empty if the shares are not known."""
    own: dict[str, list[Decimal]] = {}
    steps = [amount * 0]
    for conditions, one in facts.printed.items():
        said = {d: m for d, m in conditions if (d, m) != ("年份", "本年")}
        if said.keys() == {_UNIT, kind[0]} and said[kind[0]] == kind[1] and said[_UNIT] != ELIMINATION and one.amount:
            own.setdefault(said[_UNIT], [one.amount])
            steps.append(one.step)
    if len(own) == 1:
        return dict.fromkeys(own, min(amount, *next(iter(own.values()))))
    apart = abs(EXACT.subtract(exact_sum(a for amounts in own.values() for a in amounts), amount))
    return {unit: amounts[0] for unit, amounts in own.items()} if own and apart <= exact_sum(steps) else {}


def _amount(parts: Sequence[Part], dimension: str, member: str) -> Decimal:
    return exact_sum(part.amount for part in parts if part.members.get(dimension) == member)


def _without_unit(conditions: Conditions) -> Conditions:
    return tuple(c for c in conditions if c[0] != _UNIT)
