"""Rules that compare numbers of one table with those of another (表与表): the rows of `equalities.yaml`.

The function of a row's number, in `totals`, `basic_expenditure` or `plausible`, checks what the row cannot express. The
rules here on one figure printed in several places compare what no row does.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from reportgen.budget.models import Restatement
from reportgen.checks import _rules, tables
from reportgen.checks._case import Case
from reportgen.checks._comparing import agree, as_in, at_most, beside, contradict
from reportgen.checks._results import Finding, Result, Unknown, compared, grouped
from reportgen.checks._says import Differing, finding
from reportgen.checks._texts import sentences
from reportgen.checks.tables.basic_expenditure import ItemOfBasic, within_three_public
from reportgen.checks.tables.proportions import Proportion, in_proportion
from reportgen.checks.tables.totals import FundBook, as_in_book
from reportgen.document import TableKind
from reportgen.figure import parsed
from reportgen.reading import Entry, Place
from reportgen.records import dataclass
from reportgen.source import Problems, key
from reportgen.vocabulary import CODE_LEVELS

_IS_ALL: dict[str, Callable[[Case], bool]] = {"财政拨款": tables.all_grants, tables.GENERAL: tables.all_general}
_CELL = "写标准表名，空一格，再写数名，如：收支总表 收入[年份=上年结转]"
_FUND = f"一本预算写{'、'.join(tables.BOOKS)}；全是写{'、'.join(_IS_ALL)}"
_BASE = "上年预算"
_PATTERN = "写数名，成员可以是 *、?、甲|乙、!甲，如：支出[功能=* 资金=财政拨款]"


@dataclass(frozen=True, kw_only=True)
class Equality(Differing):
    """Figures that have one amount in several tables (同数).

    Attributes:
        tables: the kinds of tables that print them.
        patterns: names of the figures, with *, ?, 甲|乙, !甲 in place of members.
        printed_by: only figures that this table prints too.
        whatever: the dimension whose condition is left out of names where all money is `where_all_is`.
        needed: whether nothing is compared unless a figure of this row stands in two tables.
    """

    tables: tuple[TableKind, ...] = key("表")
    patterns: tuple[str, ...] = key("数")
    printed_by: TableKind | None = key("在", None)
    whatever: str = key("不分", "")
    where_all_is: str = key("全是", "")
    needed: bool = key("必有", False)


@dataclass(frozen=True, kw_only=True)
class Pair(Differing):
    """One cell compared with another (格); each is a list of alternatives."""

    left: tuple[str, ...] = key("左")
    right: tuple[str, ...] = key("右")
    at_most: bool = key("不大于", False)
    needed: bool = key("必有", False)
    blank: str = key("没填", "")


@dataclass(frozen=True, kw_only=True)
class EqualityRow(_rules.DeclaredRow):
    """A rule on numbers of tables; a row without any of these is only the manual page of a function."""

    same: tuple[Equality, ...] = key("同数", ())
    pairs: tuple[Pair, ...] = key("格", ())
    books: tuple[FundBook, ...] = key("一本预算", ())
    items: tuple[ItemOfBasic, ...] = key("三公", ())
    proportions: tuple[Proportion, ...] = key("比例", ())


def declared() -> tuple[_rules.Rule, ...]:
    """Return the rules of `equalities.yaml`."""
    return _rules.rules_of(_rules.rows(Path(__file__).with_name("equalities.yaml"), EqualityRow), _hold)


def of_region(file: Path) -> tuple[_rules.Rule, ...]:
    """Return the rules that a region declares, in rows like those of `equalities.yaml`.

    Raises:
        ReportgenError: the file has mistakes.
    """
    declared = _rules.rows(file, EqualityRow)
    problems = Problems()
    _rules.check_own_numbers(declared, problems)
    for one in declared:
        for written in (text for pair in one.row.pairs for text in (*pair.left, *pair.right)):
            table, _, figure = written.partition(" ")
            if table not in {kind.value for kind in TableKind} or not parsed(figure):
                problems.add("规则的格", f"规则{one.number}的“{written}”不是表里的一格", one.at, hint=_CELL)
        for pattern in (text for same in one.row.same for text in same.patterns if not parsed(text)):
            problems.add("规则的数", f"规则{one.number}的“{pattern}”不是数名", one.at, hint=_PATTERN)
        named = [*(book.fund for book in one.row.books), *(same.where_all_is for same in one.row.same)]
        for fund in (fund for fund in named if fund not in ("", *_IS_ALL, *tables.BOOKS)):
            problems.add("规则的资金", f"规则{one.number}的“{fund}”不是可以核对的资金", one.at, hint=_FUND)
    problems.raise_any()
    return _rules.rules_of(declared, _hold)


def _hold(_: str, row: EqualityRow, case: Case) -> Iterator[Result]:
    known = False
    for one in row.same:
        found = _prints_of(case, one)
        known = known or tables.in_two_tables(found)
        if known or not one.needed:
            yield from tables.agreeing(found, one)
    for pair in row.pairs:
        left, right = tables.first_print(case, *pair.left), tables.first_print(case, *pair.right)
        if left and right:
            known = True
            yield from at_most(left, right, pair) if pair.at_most else agree(left, right, left, pair)
        elif pair.needed:
            has_table = case.reading.of(TableKind(pair.left[0].partition(" ")[0]))
            yield from [Unknown(pair.blank)] if pair.blank and not left and has_table else ()
            return
    yield from (result for book in row.books for result in as_in_book(case, book))
    yield from (result for item in row.items for result in within_three_public(case, item))
    yield from (result for one in row.proportions for result in in_proportion(case, one))


def _prints_of(case: Case, one: Equality) -> tables.Prints:
    """Return the prints by figure; figures that differ only in `whatever` are one if that makes no difference here."""
    if one.where_all_is and _IS_ALL[one.where_all_is](case):
        found = tables.prints(case, one.tables, one.patterns, lambda name: name.without(one.whatever))
    else:
        found = tables.prints(case, one.tables, one.patterns)
    return {name: own for name, own in found.items() if one.printed_by in (None, *(entry.kind for entry in own))}


def R223(case: Case) -> Iterator[Result]:
    """Compare every print of a figure, but for pairs that other rules between tables have compared."""
    several = {name for name, entries in case.reading.by_name.items() if len(entries) > 1}
    sheets = [tables.listed_once(case, sheet) for sheet in case.reading.sheets]
    own = ((name, e) for sheet in sheets for name, entries in sheet.items() if name in several for e in entries)
    printed = [entries for entries in grouped(own).values() if len(entries) > 1]
    of_file = [entries for entries in printed if all(entry.carried for entry in entries)]
    if of_file:  # figures of the file, each with one amount
        yield compared(*chain.from_iterable(of_file))
    for entries in printed:
        if not all(entry.carried for entry in entries):
            yield from _agree(case, entries)


def _agree(case: Case, prints: list[Entry]) -> Iterator[Result]:
    pairs, wrong = case.remembered(_reported_already, lambda: _reported_already(case))
    lead = tables.leading(prints)
    for other in prints:
        pair = frozenset((lead.place, other.place))
        if other is lead or pair in pairs:
            continue
        yield compared(lead, other)
        if contradict(lead, other) and not wrong & pair:
            left, right = sorted((lead, other), key=prints.index)
            yield beside("R223 不一致", left, right, other, lead, here=left.place, there=right.place)


def _reported_already(case: Case) -> tuple[set[frozenset[Place]], set[Place]]:
    """Return pairs of places that other rules between tables have compared, and places in their findings."""
    pairs: set[frozenset[Place]] = set()
    wrong: set[Place] = set()
    others = (rule for rule in _rules.rules() if rule.id.startswith("R2") and rule.id != "R223")
    found = (result for rule in others for result in _rules.results(case, rule))
    for result in (result for result in found if not isinstance(result, Unknown)):
        own = frozenset(place for place in result.places if isinstance(place, Place))
        pairs.add(own)
        wrong |= own if isinstance(result, Finding) else frozenset()
    return pairs, wrong


def _is_printed(case: Case, moved: Restatement) -> bool:
    """Whether the document prints an amount of last year, or a change from it, that the restatement changes."""

    def has(member: str, other: str) -> bool:
        return other.startswith(member) if moved.dimension in CODE_LEVELS else other == member

    names = (entry.name for entry in (*case.reading.in_tables, *case.reading.in_sentences))
    members = {name.member(moved.dimension) for name in names if name and name.base} - {""}
    return any(has(moved.new, own) or has(own, moved.old) != has(own, moved.new) for own in members)


def R216(case: Case) -> Iterator[Result]:
    """Compare amounts quoted from last year's budget with last year's file."""
    book = case.budget.books.get(_BASE) if case.budget else None
    if not (book and book.places and case.budget and case.file_figures):
        return
    entries = ((entry, entry.name) for entry in (*case.reading.in_tables, *case.reading.in_sentences))
    for entry, name in entries:
        if not (name and name.base == _BASE and not name.derived):
            continue
        if entry.carried:
            yield compared(entry)  # compared with the file by its name (R901)
        elif (amount := case.file_figures.amount(name)) is not None:
            yield compared(entry)
            should = as_in(entry, amount)
            if should != entry.number.value:
                yield finding("R216 不一致", entry, book.places[0], should=should)
    if (
        any(_is_printed(case, one) for one in case.budget.restated)
        and not case.is_tables_alone
        and not any("口径" in s and "调整" in s for s in sentences(case))
    ):
        yield finding("R216 没有说明", *book.places[1:])
