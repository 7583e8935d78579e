"""What tables print, each by itself and compared with others (表).

Here: where a figure is printed, and whether its prints agree. Rules name figures in canonical members, by patterns:
`支出[功能=* 性质=? 资金=一般公共预算]`. A name fits a pattern of its measure that allows each of its conditions:

    功能=*                 any member, but one has to be stated
    性质=?                 any member, or none
    资金=甲|乙             one of these
    性质=!甲|乙            any other that is stated
    资金=一般公共预算        this one; or none is stated, and it goes without saying in this budget
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from reportgen.checks._case import Case
from reportgen.checks._comparing import adds_up, agree, as_in, contradict
from reportgen.checks._results import Result, compared, grouped
from reportgen.checks._says import Saying, finding_if
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.reading import Entry, Sheet
from reportgen.records import NamedTuple

Prints = Mapping[FigureId, Sequence[Entry]]
_Shape = tuple[str, ...]  # measure and dimensions of a name
_Names = tuple["array[int]", list[FigureId]]
_Asked = list[tuple[int, frozenset[str], bool]]  # index of a condition, members, whether it has to be one of them
_ITEMS = {"功能", "经济", "项目", "采购品目"}
GENERAL = "一般公共预算"
BOOKS = {
    GENERAL: TableKind.GENERAL_BUDGET,
    "政府性基金": TableKind.GOVERNMENT_FUND,
    "国有资本经营预算": TableKind.STATE_CAPITAL,
}  # fund -> the table of its expenditure


def first_print(case: Case, *written: str) -> Entry | None:
    """Return the first print of the first of these figures that is printed; like `收支总表 收入[年份=上年结转]`."""
    wanted = (one.partition(" ") for one in written)
    own = ((TableKind(kind), case.reading.by_name.get(case.plain(parse(name)), ())) for kind, _, name in wanted)
    return next((entry for kind, entries in own for entry in entries if entry.kind is kind), None)


def prints(
    case: Case,
    kinds: Iterable[TableKind],
    patterns: Iterable[str],
    as_: Callable[[FigureId], FigureId] | None = None,
) -> Prints:
    """Return name -> prints of the figures that fit a pattern, in tables of these kinds, kind by kind.

    Args:
        as_: name -> key, the same for names that have to be one amount: 支出[功能=207] and 支出[功能=207
            资金=财政拨款] in a department that has only grants.
    """
    wanted = grouped(map(_pattern, patterns))
    asked: dict[_Shape, list[_Asked]] = {}
    found: dict[FigureId, list[Entry]] = {}
    for sheet in (sheet for kind in kinds for sheet in case.reading.of(kind)):
        fitting: dict[int, FigureId] = {}
        for shape, (places, names) in _of_this_year(case, sheet).items():
            if shape not in asked:
                asked[shape] = [*_asked(case, names[0], wanted.get(shape[0], ()))]
            for one in asked[shape]:
                fitting.update(_that_fit(zip(places, names, strict=True), one))
        for _, name in sorted(fitting.items()):
            key = case.plain(as_(name)) if as_ else name
            found.setdefault(key, []).extend(sheet.by_name[name])
    return found


def _of_this_year(case: Case, sheet: Sheet) -> dict[_Shape, _Names]:
    """Return the plain amounts of this year in the sheet by shape, each with its place among the figures there."""
    return case.remembered((_of_this_year, id(sheet)), lambda: _shaped(listed_once(case, sheet)))


def _shaped(printed: Prints) -> dict[_Shape, _Names]:
    found: dict[_Shape, _Names] = {}  # many names have the same
    for at, name in enumerate(printed):
        measure, conditions, base, derived, _ = name
        if not (base or derived):
            places, names = found.setdefault((measure, *[d for d, _ in conditions]), (array("L"), []))
            places.append(at)
            names.append(name)
    return found


def by_member(case: Case, dimension: str, kind: TableKind, pattern: str) -> dict[str, Entry]:
    """Return member -> first print, for the figures that fit the pattern, by their members of a dimension."""
    return {name.member(dimension): own[0] for name, own in prints(case, [kind], [pattern]).items()}


def projects(case: Case, fund: str = "") -> dict[str, list[Entry]]:
    """Return project -> the amounts that 项目支出表 prints for it, of all money or of one fund.

    There are several where several units or items (功能) have a project of this name.
    """
    limit = f" 资金={fund}" if fund else ""
    found = prints(case, [TableKind.PROJECTS], [f"支出[单位=? 功能=? 项目=*{limit}]"])
    by_name = grouped((name.member("项目"), (len(name.conditions), entries[0])) for name, entries in found.items())
    fewest = {project: min(said for said, _ in rows) for project, rows in by_name.items()}
    return {project: [entry for said, entry in by_name[project] if said == fewest[project]] for project in by_name}


class _Wanted(NamedTuple):
    """What a pattern requires of a dimension: any member, one of these, or none of these (`not_these`)."""

    written: str
    any: bool
    members: frozenset[str]
    not_these: bool


@cache
def _pattern(written: str) -> tuple[str, dict[str, _Wanted]]:
    """Return measure and dimensions of a pattern."""
    name = parse(written)
    own = ((d, m, frozenset(m.removeprefix("!").split("|"))) for d, m in name.conditions)
    return name.measure, {d: _Wanted(m, m in ("?", "*"), these, m.startswith("!")) for d, m, these in own}


def _asked(case: Case, name: FigureId, patterns: Iterable[Mapping[str, _Wanted]]) -> Iterator[_Asked]:
    """Yield what each pattern asks of the members, for a name and all others of its measure and dimensions.

    Nothing is yielded for a pattern that none of them fits. What a name does not state goes without saying, or may be
    anything.
    """
    stated = [dimension for dimension, _ in name.conditions]
    for wanted in patterns:
        left = [(d, said.written) for d, said in wanted.items() if d not in stated and said.written != "?"]
        certain = not any(wanted[d].any or wanted[d].not_these for d, _ in left)
        if certain and wanted.keys() >= {*stated} and all(case.always(name, condition) for condition in left):
            named = ((i, wanted[dimension]) for i, dimension in enumerate(stated))
            yield [(i, said.members, not said.not_these) for i, said in named if not said.any]


def _that_fit(names: Iterable[tuple[int, FigureId]], asked: _Asked) -> Iterable[tuple[int, FigureId]]:
    for i, members, wanted in asked:
        names = [one for one in names if (one[1].conditions[i][1] in members) is wanted]
    return names


def listed_once(case: Case, sheet: Sheet) -> Prints:
    """Return name -> prints of the sheet, without items that it lists several times, as once for each unit."""
    return case.remembered((listed_once, id(sheet)), lambda: _listed_once(sheet))


def _listed_once(sheet: Sheet) -> Prints:
    found = sheet.by_name
    often = {name for name, es in found.items() if len(es) > 1 and any(d in _ITEMS for d, _ in name.conditions)}
    if not often:
        return found
    rows = Counter(name for line in sheet.lines for name in often & {e.name for e in line.entries.values()})
    return {name: es for name, es in found.items() if rows[name] < 2}


def basic(case: Case, code: str) -> list[Entry]:
    """Return what 基本支出表 prints of an economic item: its own row, else the lowest rows below it; without blanks.

    Of 一般公共预算, if the table has a column for it. A row divided by another classification has several entries.
    """
    rows = case.remembered(_rows_of_basic, lambda: _rows_of_basic(case))
    return rows.get(code) or [entry for below in lowest(rows, code) for entry in rows[below]]


def _rows_of_basic(case: Case) -> dict[str, list[Entry]]:
    lines = [line for sheet in case.reading.of(TableKind.BASIC) for line in sheet.lines]
    named = (e.name for line in lines for e in line.entries.values() if e.name and e.name.member("经济"))
    for fund in dict.fromkeys((GENERAL, "财政拨款", "", *(name.member("资金") for name in named))):
        own = [next((e for e in line.entries.values() if _is_whole_row(e, fund)), None) for line in lines]
        if rows := grouped((entry.name.member("经济"), entry) for entry in own if entry and entry.name):
            return rows
    return {}


def _is_whole_row(entry: Entry, fund: str) -> bool:
    stated = dict(entry.name.conditions) if entry.name and not entry.name.base else {}
    fits = "经济" in stated and stated.get("资金", "") == fund
    return fits and not stated.keys() - {"经济", "政府经济", "性质", "资金"}


def lowest(codes: Iterable[str], above: str) -> list[str]:
    """Return the codes below one that have no codes below themselves."""
    below = [code for code in codes if code.startswith(above) and code != above]
    return [code for code in below if not any(other.startswith(code) and other != code for other in below)]


def agreeing(found: Prints, said: Saying | str, **words: object) -> Iterator[Result]:
    """Compare every print of a figure with the number that most of its prints have.

    Args:
        said: its message may hold {name}, the row; {t1} {a} {t2} {b}, tables and amounts; {d}, the difference.
    """
    for entries in found.values():
        if _are_alike(entries):
            yield from [compared(entries[0], other) for other in entries[1:]]
            continue
        lead = leading(entries)
        at = next(i for i, entry in enumerate(entries) if entry is lead)
        for i, other in enumerate(entries):
            if other is not lead:
                left, right = (other, lead) if i < at else (lead, other)
                yield from agree(left, right, other, said, **words)


def leading(entries: Sequence[Entry]) -> Entry:
    """Return the print that most others agree with, among the finest; of several the first."""
    if _are_alike(entries):
        return entries[0]
    finest = min(entry.number.step for entry in entries)
    printed = defaultdict[tuple[str, int], Counter[Decimal]](Counter)
    for entry in entries:
        printed[entry.number.unit, entry.number.places][entry.number.value] += 1
    formats = [(next(e for e in entries if (e.number.unit, e.number.places) == form), n) for form, n in printed.items()]
    return max(
        (entry for entry in entries if entry.number.step == finest),
        key=lambda entry: sum(values[as_in(like, entry.exact)] for like, values in formats),
    )


def _are_alike(entries: Sequence[Entry]) -> bool:
    """Whether all are printed as the same number."""
    first = entries[0].number
    return all(entry.number == first for entry in entries)


def made_up(case: Case, whole: Entry, parts: Sequence[Entry], what: str, none: str) -> Iterator[Result]:
    """Compare a print with the sum of its parts in another table; `none`: what is said if that has no part."""
    yield from adds_up(case, whole, parts, what) if parts else missing(whole, none)


def missing(entry: Entry, what: str, **words: object) -> Iterator[Result]:
    """Yield a finding on a print that another table lacks; a zero need not be printed twice."""
    return finding_if(entry.number.value, what, entry, **words)


def in_two_tables(found: Prints) -> bool:
    """Whether one of the figures is printed in two kinds of tables."""
    return any(len({entry.kind for entry in entries}) > 1 for entries in found.values())


def all_grants(case: Case) -> bool:
    """Whether all revenue is 财政拨款, by the totals of 收支总表 and 财政拨款收支总表."""
    return _are_one(first_print(case, "收支总表 收入"), first_print(case, "财政拨款收支总表 收入[资金=财政拨款]"))


def all_general(case: Case) -> bool:
    """Whether all expenditure is from 一般公共预算, by the totals of 支出总表 and 一般公共预算支出表."""
    whole = first_print(case, "支出总表 支出[性质=本年支出]", "收支总表 支出[性质=本年支出]", "收支总表 支出")
    return _are_one(whole, first_print(case, f"一般公共预算支出表 支出[性质=本年支出 资金={GENERAL}]"))


def _are_one(left: Entry | None, right: Entry | None) -> bool:
    return bool(left and right and not contradict(left, right))
