"""Numbers by what they are (查数): the entry of a figure in the tables of a kind."""

from collections.abc import Iterator

from reportgen.checks._case import Case
from reportgen.document import TableKind
from reportgen.figure import parse
from reportgen.reading import Entry, Sheet


def entries(case: Case, kind: TableKind | None, name: str) -> Iterator[Entry]:
    """Every print of the figure in tables of the kind, in reading order.

    Args:
        name: in the reading's canonical members, `支出[功能=207 资金=一般公共预算]`.
    """
    yield from (e for e in case.reading.by_name.get(case.plain(parse(name)), ()) if e.kind == kind)


def entry(case: Case, kind: TableKind | None, *names: str) -> Entry | None:
    """The first print of the first of these figures that tables of the kind have, or None."""
    return next((found for name in names for found in entries(case, kind, name)), None)


def sheet(case: Case, kind: TableKind | None, side: str = "") -> Sheet | None:
    """The first table of the kind, or None."""
    return next(iter(case.reading.of(kind, side)), None)


def basic(case: Case, code: str) -> list[Entry]:
    """What 基本支出表 prints of an economic item: its own row, else the lowest rows below it; none that is blank.

    Of 一般公共预算 where the table has a column for it; rows that another classification parts are all of them.
    """
    rows: dict[str, list[Entry]] = {}
    for limited in ("一般公共预算", ""):
        for line in (line for s in case.reading.of(TableKind.BASIC) for line in s.lines):
            own = next((e for e in line.entries.values() if _is_whole_row(e, limited)), None)
            if own and own.name:
                rows.setdefault(own.name.member("经济"), []).append(own)
        if rows:
            break
    below = [c for c in rows if c.startswith(code) and c != code]
    lowest = [c for c in below if not any(other.startswith(c) and other != c for other in below)]
    return rows.get(code) or [e for c in lowest for e in rows[c]]


def _is_whole_row(entry: Entry, fund: str) -> bool:
    stated = dict(entry.name.conditions) if entry.name else {}
    fits = "经济" in stated and stated.get("资金", "") == fund and not entry.name.base if entry.name else False
    return fits and not stated.keys() - {"经济", "政府经济", "性质", "资金"}
