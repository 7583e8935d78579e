"""Numbers of one table beside those of another (表与表): rules that are rows of `equalities.yaml`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import MEND, agree, at_most
from reportgen.checks._rules import DeclaredRow, Rule, check_own_numbers, rows, rules_of
from reportgen.checks.tables._books import FundBook, as_in_book
from reportgen.checks.tables._prints import (
    GENERAL,
    Keep,
    Prints,
    agreeing,
    all_general,
    all_grants,
    cell,
    in_two_tables,
    of,
    prints,
    without,
)
from reportgen.checks.tables.three_public import ItemOfBasic, within_three_public
from reportgen.document import TableKind
from reportgen.figure import parsed
from reportgen.reading import Entry
from reportgen.source import Problems, key

_ALL_OF_IT: dict[str, Callable[[Case], bool]] = {"财政拨款": all_grants, GENERAL: all_general}
_CELL = "写标准表名，空一格，再写数名，如：收支总表 收入[年份=上年结转]"
_Members = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Equality:
    """Figures that have one amount in several tables (同数)."""

    tables: tuple[TableKind, ...] = key("表")
    figures: tuple[dict[str, _Members], ...] = key("数")
    message: str = key("不等")
    hint: str = key("改法", MEND)
    printed_by: TableKind | None = key("在", None)
    whatever: str = key("不分", "")
    where_all_is: str = key("全是", "")
    needed: bool = key("必有", False)


@dataclass(frozen=True)
class Pair:
    """One cell beside another (格)."""

    left: tuple[str, ...] = key("左")
    right: tuple[str, ...] = key("右")
    message: str = key("不等")
    hint: str = key("改法", MEND)
    at_most: bool = key("不大于", False)
    needed: bool = key("必有", False)
    blank: str = key("没填", "")


@dataclass(frozen=True, kw_only=True)
class EqualityRow(DeclaredRow):
    """A rule on numbers of tables; what it says, it says of each."""

    same: tuple[Equality, ...] = key("同数", ())
    pairs: tuple[Pair, ...] = key("格", ())
    books: tuple[FundBook, ...] = key("一本预算", ())
    items: tuple[ItemOfBasic, ...] = key("三公", ())
    missing: str = key("没有", "")


def declared() -> tuple[Rule, ...]:
    """The rules of `equalities.yaml`."""
    return rules_of(rows(Path(__file__).with_name("equalities.yaml"), EqualityRow), _hold)


def of_region(file: Path) -> tuple[Rule, ...]:
    """The rules that a region declares in rows like those of `equalities.yaml`.

    Raises:
        ReportgenError: what is wrong in the file.
    """
    declared = rows(file, EqualityRow)
    problems = Problems()
    check_own_numbers(declared, problems)
    for one in declared:
        for written in (text for pair in one.row.pairs for text in (*pair.left, *pair.right)):
            table, _, figure = written.partition(" ")
            if table not in {kind.value for kind in TableKind} or not parsed(figure):
                problems.add("规则的格", f"规则{one.number}的“{written}”不是表里的一格", one.at, hint=_CELL)
    problems.raise_any()
    return rules_of(declared, _hold)


def _hold(_: str, row: EqualityRow, case: Case) -> Iterator[Result]:
    known = False
    for one in row.same:
        found = _prints_of(case, one)
        known = known or in_two_tables(found)
        if known or not one.needed:
            yield from agreeing(found, one.message, one.hint)
    for pair in row.pairs:
        left, right = cell(case, *pair.left), cell(case, *pair.right)
        if left and right:
            known = True
            yield from _beside(left, right, pair)
        elif pair.needed:
            yield Unknown(pair.blank if not left and pair.blank and _is_there(case, pair) else row.missing)
            return
    if row.missing and not known:
        yield Unknown(row.missing)
    yield from (result for book in row.books for result in as_in_book(case, book))
    yield from (result for item in row.items for result in within_three_public(case, item))


def _prints_of(case: Case, one: Equality) -> Prints:
    """By figure, its prints in the tables; without a dimension where it makes no difference."""
    keep = _any_of([_keep(case, measure, said) for named in one.figures for measure, said in named.items()])
    if one.where_all_is and _ALL_OF_IT[one.where_all_is](case):
        found = prints(case, one.tables, keep, lambda name: without(name, one.whatever))
    else:
        found = prints(case, one.tables, keep)
    return {name: own for name, own in found.items() if one.printed_by in (None, *(entry.kind for entry in own))}


def _keep(case: Case, measure: str, said: _Members) -> Keep:
    """Names of the measure that state these members (see `equalities.yaml`)."""
    several = {dimension: members for dimension, members in said.items() if len(members) > 1}
    single = {dimension: members[0] for dimension, members in said.items() if dimension not in several}
    left_open = {dimension: sign for dimension, sign in single.items() if sign in ("?", "*")}
    stated = [*several, *(f"{d}?" if sign == "?" else d for d, sign in left_open.items())]
    keep = of(case, measure, " ".join(stated), **{d: m for d, m in single.items() if d not in left_open})
    return lambda name: keep(name) and all(name.member(d) in members for d, members in several.items())


def _any_of(tests: Sequence[Keep]) -> Keep:
    return lambda name: any(test(name) for test in tests)


def _is_there(case: Case, pair: Pair) -> bool:
    """Whether the table of the first cell is there."""
    return bool(case.reading.of(TableKind(pair.left[0].partition(" ")[0])))


def _beside(left: Entry, right: Entry, pair: Pair) -> Iterator[Result]:
    if pair.at_most:
        return at_most(left, right, pair.message, pair.hint)
    return agree(left, right, left, pair.message, pair.hint)
