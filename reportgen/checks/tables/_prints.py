"""Figures as tables print them (表里的数): by table and name, who prints one, whether all of them agree.

Names are the reader's. `as_` gives prints of different names one key, where they have to be one amount: 支出[功能=207]
and 支出[功能=207 资金=财政拨款] of a department that has nothing but grants.
"""

from collections.abc import Callable, Iterator, Sequence

from reportgen.checks._case import Case, Finding, Result, compared, grouped, places
from reportgen.checks._comparing import MEND, agree, apart
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.reading import Entry, Sheet

Keep = Callable[[FigureId], bool]
Prints = dict[FigureId, list[Entry]]
_ITEMS = {"功能", "经济", "项目", "采购品目"}
GENERAL = "一般公共预算"
BOOKS = {
    GENERAL: TableKind.GENERAL_BUDGET,
    "政府性基金": TableKind.GOVERNMENT_FUND,
    "国有资本经营预算": TableKind.STATE_CAPITAL,
}  # fund -> the table of what is spent from it
FUNDS = tuple(BOOKS)


def entries(case: Case, kind: TableKind | None, name: str) -> Iterator[Entry]:
    """Every print of the figure in tables of the kind, in reading order.

    Args:
        name: in the reading's canonical members, `支出[功能=207 资金=一般公共预算]`.
    """
    yield from (e for e in case.reading.by_name.get(case.plain(parse(name)), ()) if e.kind == kind)


def entry(case: Case, kind: TableKind | None, *names: str) -> Entry | None:
    """The first print of the first of these figures that tables of the kind have, or None."""
    return next((found for name in names for found in entries(case, kind, name)), None)


def cell(case: Case, *written: str) -> Entry | None:
    """The first of these that is there, each written as table and figure: `收支总表 收入[年份=上年结转]`."""
    cells = (text.partition(" ") for text in written)
    return next((found for kind, _, name in cells if (found := entry(case, TableKind(kind), name))), None)


def sheet(case: Case, kind: TableKind | None, side: str = "") -> Sheet | None:
    """The first table of the kind, or None."""
    return next(iter(case.reading.of(kind, side)), None)


def basic(case: Case, code: str) -> list[Entry]:
    """What 基本支出表 prints of an economic item: its own row, else the lowest rows below it; none that is blank.

    Of 一般公共预算 where the table has a column for it; rows that another classification parts are all of them.
    """
    rows = case.remembered(_rows_of_basic, lambda: _rows_of_basic(case))
    below = [c for c in rows if c.startswith(code) and c != code]
    lowest = [c for c in below if not any(other.startswith(c) and other != c for other in below)]
    return rows.get(code) or [e for c in lowest for e in rows[c]]


def _rows_of_basic(case: Case) -> dict[str, list[Entry]]:
    lines = [line for sheet in case.reading.of(TableKind.BASIC) for line in sheet.lines]
    for limited in (GENERAL, ""):
        own = [next((e for e in line.entries.values() if _is_whole_row(e, limited)), None) for line in lines]
        if rows := grouped((entry.name.member("经济"), entry) for entry in own if entry and entry.name):
            return rows
    return {}


def _is_whole_row(entry: Entry, fund: str) -> bool:
    stated = dict(entry.name.conditions) if entry.name else {}
    fits = "经济" in stated and stated.get("资金", "") == fund and not entry.name.base if entry.name else False
    return fits and not stated.keys() - {"经济", "政府经济", "性质", "资金"}


def prints(
    case: Case, kinds: Sequence[TableKind], keep: Keep, as_: Callable[[FigureId], FigureId] = lambda n: n
) -> Prints:
    """By name: every print in tables of these kinds, in their order."""
    found: Prints = {}
    for sheet in (sheet for kind in kinds for sheet in case.reading.of(kind)):
        for name, entries in once(case, sheet).items():
            if keep(name):
                found.setdefault(case.plain(as_(name)), []).extend(entries)
    return found


def once(case: Case, sheet: Sheet) -> Prints:
    """What `named_once` finds, remembered."""
    return case.remembered((named_once, id(sheet)), lambda: named_once(sheet))


def named_once(sheet: Sheet) -> Prints:
    """By name: what the sheet prints; no item that it lists several times, once for each unit, say."""
    found = grouped((entry.name, entry) for entry in sheet.entries if entry.name)
    return {name: es for name, es in found.items() if len(es) == 1 or not any(d in _ITEMS for d, _ in name.conditions)}


def agreeing(found: Prints, message: str, hint: str = MEND, severity: Severity = Severity.ERROR) -> Iterator[Result]:
    """Every print of a figure agrees with what most of its prints say.

    Args:
        message: may hold {name}, the row that prints it; {t1} {a} {t2} {b}: tables and amounts; {d}: how far apart.
    """
    for entries in found.values():
        lead = leading(entries)
        for other in entries:
            if other is not lead:
                left, right = sorted((lead, other), key=entries.index)
                yield from agree(left, right, other, message, hint, severity)


def leading(entries: Sequence[Entry]) -> Entry:
    """The print that most others agree with; of several the first of the finest."""
    finest = min(entry.number.step for entry in entries)
    return max(
        (entry for entry in entries if entry.number.step == finest),
        key=lambda entry: sum(not apart(entry, other) for other in entries),
    )


def missing(entry: Entry, message: str, hint: str = MEND) -> Iterator[Result]:
    """A print that another table should have as well and has not; a zero need not be printed twice."""
    yield compared(entry)
    if entry.number.value:
        yield Finding(message.format(name=entry.place.row, a=entry.number), places([entry]), Severity.ERROR, hint)


def in_two_tables(found: Prints) -> bool:
    """Whether one of the figures is printed by two kinds of tables."""
    return any(len({entry.kind for entry in entries}) > 1 for entries in found.values())


def of(case: Case, measure: str, dimensions: str = "", **members: str) -> Keep:
    """Names of this year's measure that state exactly these dimensions besides the members that are given.

    A member that goes without saying (all is spent from 一般公共预算) need not be stated.

    Args:
        dimensions: separated by blanks; one with `?` may be stated.
    """
    may = {d.rstrip("?") for d in dimensions.split()} | members.keys()
    must = {d for d in dimensions.split() if not d.endswith("?")}
    least = len(must)

    def keep(name: FigureId) -> bool:
        if name.measure != measure or not least <= len(name.conditions) <= len(may) or name.base or name.derived:
            return False
        stated = dict(name.conditions)
        return must <= stated.keys() <= may and all(_is(case, name, d, m) for d, m in members.items())

    return keep


def _is(case: Case, name: FigureId, dimension: str, member: str) -> bool:
    own = name.member(dimension)
    return own == member or (not own and case.always(name, (dimension, member)))


def without(name: FigureId, *dimensions: str) -> FigureId:
    """The name without its conditions of these dimensions."""
    kept = tuple((d, m) for d, m in name.conditions if d not in dimensions)
    return FigureId(name.measure, kept, name.base, name.derived)


def all_grants(case: Case) -> bool:
    """Whether all revenue is 财政拨款, as the totals of 收支总表 and 财政拨款收支总表 say."""
    whole, grants = entry(case, TableKind.TOTALS, "收入"), entry(case, TableKind.GRANTS, "收入[资金=财政拨款]")
    return bool(whole and grants and not apart(whole, grants))


def all_general(case: Case) -> bool:
    """Whether all is spent from 一般公共预算, as the totals of 支出总表 and 一般公共预算支出表 say."""
    whole = cell(case, "支出总表 支出[性质=本年支出]", "收支总表 支出[性质=本年支出]", "收支总表 支出")
    general = entry(case, TableKind.GENERAL_BUDGET, f"支出[性质=本年支出 资金={GENERAL}]")
    return bool(whole and general and not apart(whole, general))
