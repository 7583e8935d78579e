"""What the columns of a table are, where its heads alone do not tell (列的种类): by their cells, side by side."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reportgen.document import Role, TableKind
from reportgen.reading.columns import Column, conditions_of_heads
from reportgen.reading.entries import Number, number
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.terms import WHOLE, conditions_of


def only_side(kind: TableKind | None, title: str) -> str:
    """Return 收入 for a table of no known kind whose title speaks of revenue alone (2026年收入来源)."""
    return "收入" if not kind and "收入" in title and "支出" not in title else ""


def columns_by_cells(layout: LaidTable) -> tuple[Column, ...]:
    """Return the columns, their kinds by the roles of their cells; an empty table keeps those of its heads."""
    roles: dict[int, set[Role]] = defaultdict(set)
    for row in layout.body:
        for spot in row.spots if not row.row.total else ():
            roles[spot.column].add(spot.cell.role)
    return tuple(_of_kind(column, _kind_of_cells(roles[column.index], column.kind)) for column in layout.columns)


def _of_kind(column: Column, kind: str) -> Column:
    return column if column.kind == kind else replace(column, kind=kind)


def _kind_of_cells(roles: set[Role], otherwise: str) -> str:
    if Role.NUMBER in roles:
        return "数值"
    return "编码" if Role.CODE in roles else "名称" if Role.LABEL in roles or Role.TEXT in roles else otherwise


def columns_by_body(layout: LaidTable) -> tuple[Column, ...]:
    """Return the columns; those with words but no number below them are names, whatever their heads say."""
    words = [[text for row in layout.body if (text := row.texts[c.index].strip())] for c in layout.columns]
    return tuple(
        _of_kind(column, "名称") if column.kind == "数值" and own and not any(map(number_in, own)) else column
        for column, own in zip(layout.columns, words, strict=True)
    )


def sides_of(columns: tuple[Column, ...]) -> dict[str, tuple[Column, ...]]:
    """Columns by side, 收入 or 支出, as the first head above each says; one entry where a table has no two sides."""
    sides: dict[str, list[Column]] = {}
    for column in columns:
        top = column.path[0] if column.path else ""
        side = "收入" if "收入" in top else "支出" if "支出" in top else ""
        sides.setdefault(side, []).append(column)
    if not {"收入", "支出"} <= sides.keys():
        return {"": columns}
    return {side: tuple(map(without_top, own)) for side, own in sides.items()}


def without_carried(columns: tuple[Column, ...], rows: Sequence[LaidRow]) -> tuple[Column, ...]:
    """Return the columns, those of funds and of 本年支出 as of this year where a column beside them has 上年结转."""
    carried = [c.index for c in columns if c.kind == "数值" and c.conditions.get("年份") == "上年结转"]
    if not any((said := number_in(row.texts[index])) and said.value for row in rows for index in carried):
        return columns
    return tuple(_of_this_year(column) if column.index not in carried else column for column in columns)


def _of_this_year(column: Column) -> Column:
    all_year = any(condition in WHOLE for head in column.path for condition in conditions_of(head).items())
    if column.kind != "数值" or not (all_year or "资金" in column.conditions):
        return column
    return replace(column, conditions={"年份": "本年", **column.conditions})


def without_top(column: Column) -> Column:
    """Return the column without the head of its side or list: 本年收入 above a total does not limit it."""
    return replace(column, conditions=conditions_of_heads(column.path[1:]))


def number_in(words: str, unit: str = "") -> Number | None:
    """Return the number in a cell; a sign of percent goes before the unit of the table."""
    share = words.rstrip().removesuffix("%").removesuffix("％")
    return number(words, unit) if share == words.rstrip() else number(share, "%")


def within_group(column: Column, columns: Sequence[Column]) -> Column:
    """Return a column of a list without the head over all of the list: 人员经费 above 科目编码, 科目名称, 决算数."""
    own = len(column.path) > 1 and all(other.path[:1] == column.path[:1] for other in columns)
    return without_top(column) if own else column
