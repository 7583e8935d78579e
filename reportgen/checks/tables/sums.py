"""Sums within tables (表内合计): rules that are rows of `sums.yaml`.

Every sum that the reading finds belongs to exactly one rule, so that none is left out and none reported twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from reportgen.checks._case import Case, Result, Unknown, compared, grouped
from reportgen.checks._comparing import TAIL, missed, shown
from reportgen.checks._rules import Declared, DeclaredRow, Rule, rows, rules_of
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sum
from reportgen.source import key

_FILE = Path(__file__).with_name("sums.yaml")


@dataclass(frozen=True)
class SumKind:
    """Sums of a kind (哪些合计): in these tables, on this side, of these kinds of parts, in such a column.

    `complete`: only those whose parts are all of it.
    """

    tables: tuple[TableKind, ...] = key("表", ())
    side: str = key("边", "")
    parts: tuple[str, ...] = key("种类", ())
    column: dict[str, str] = key("列", factory=dict)
    complete: bool = key("列全", True)

    @property
    def says(self) -> tuple[bool, int]:
        """How much it says of a sum: which table, and how much else; more goes before less."""
        return bool(self.tables), sum(map(bool, (self.side, self.parts, self.column)))

    def has(self, found: Sum) -> bool:
        """Whether the sum is of the kind."""
        sheet = found.sheet
        if (self.tables and sheet.kind not in self.tables) or (self.side and sheet.side != self.side):
            return False
        if (self.parts and found.kind not in self.parts) or (self.complete and not found.complete):
            return False
        return self.column.items() <= found.column.conditions.items()


@dataclass(frozen=True, kw_only=True)
class SumRow(DeclaredRow):
    """A rule on sums. Messages may hold what `_comes_out` puts in."""

    of: tuple[SumKind, ...] = key("合计")
    message: str = key("不等")
    of_some: str = key("不全", "")
    hint: str = key("改法")
    missing: str = key("没有", "")
    tails: bool = key("尾差", True)


def declared() -> tuple[Rule, ...]:
    """The rules of `sums.yaml`."""
    return rules_of(_rows(), _all_come_out)


@cache
def _rows() -> tuple[Declared[SumRow], ...]:
    return rows(_FILE, SumRow)


def _all_come_out(number: str, row: SumRow, case: Case) -> Iterator[Result]:
    found = case.remembered(_by_rule, lambda: _by_rule(case)).get(number, [])
    for each in found:
        yield from _comes_out(case, each, row)
    if not found and row.missing:
        yield Unknown(row.missing)


def _by_rule(case: Case) -> dict[str, list[Sum]]:
    sums = case.reading.sums
    return grouped((next(number for kind, number in _kinds_in(one.sheet.kind) if kind.has(one)), one) for one in sums)


@cache
def _kinds() -> tuple[tuple[SumKind, str], ...]:
    """Every kind of sum with its rule, those that say most first."""
    found = [(kind, one.number) for one in _rows() for kind in one.row.of]
    return tuple(sorted(found, key=lambda pair: pair[0].says, reverse=True))


@cache
def _kinds_in(table: TableKind | None) -> tuple[tuple[SumKind, str], ...]:
    """Those of this table."""
    return tuple((kind, number) for kind, number in _kinds() if not kind.tables or table in kind.tables)


def _comes_out(case: Case, found: Sum, row: SumRow) -> Iterator[Result]:
    """The whole is what its parts make, tails aside; a tail wants its note. Parts that are some of it: at most that."""
    yield compared(found.whole, *found.parts)
    message = row.message if found.complete else row.of_some or row.message
    found = _by_lines(case, found)
    like = found.whole or found.parts[0]
    difference = EXACT.subtract(found.whole.exact if found.whole else Decimal(0), found.amount)
    if not difference or (difference > 0 and not found.complete):
        return
    text = _said(found, like, difference, message)
    parts, notes = found.parts, found.sheet.notes
    for finding in missed(case, found.place, like, parts, abs(difference), text, row.hint, notes, not row.tails):
        if found.complete or not finding.message.endswith(TAIL):
            # No mistake of the budget: a table that nobody prescribes, or one that does not list everything.
            doubtful = finding.severity is Severity.ERROR and (not found.sheet.kind or _is_carried(found))
            yield replace(finding, severity=Severity.WARNING) if doubtful else finding


def _said(found: Sum, like: Entry, difference: Decimal, message: str) -> str:
    """{table} {name} {row} (in quotes) {col}, and {a} {b} {d}: the whole, the sum, how far apart."""
    return message.format(
        table=found.sheet.name,
        name=found.line.title,
        row=f"“{found.line.title}”" if found.line.title else "",
        col=found.column.title,
        a=found.whole.number if found.whole else "（没有填数）",
        b=shown(found.amount, like),
        d=shown(abs(difference), like),
    )


def _is_carried(found: Sum) -> bool:
    return bool(found.whole and all(entry.carried for entry in (found.whole, *found.parts)))


def _by_lines(case: Case, found: Sum) -> Sum:
    """The sum as the budget's lines have it, where its numbers carry names: none at all where they do not part it."""
    whole = found.whole
    if not (whole and whole.exact != found.amount and case.names and _is_carried(found)):
        return found
    named = [case.names.lines(entry.name) if entry.name else None for entry in (whole, *found.parts)]
    if any(lines is None for lines in named):
        return replace(found, complete=False)
    of_whole, *of_parts = [lines for lines in named if lines is not None]
    together = frozenset().union(*of_parts)
    parted = sum(map(len, of_parts)) == len(together) and together <= of_whole
    if not parted:
        return replace(found, parts=(whole,))
    return replace(found, complete=found.complete and together == of_whole)
