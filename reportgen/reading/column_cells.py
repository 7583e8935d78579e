"""What cells say of their columns (格子说明列): names, codes or numbers; whether money is this year's."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from reportgen.document import Role
from reportgen.reading.columns import Column
from reportgen.reading.entries import number_in
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.terms import WHOLE, conditions_of
from reportgen.records import replace


def columns_by_cells(layout: LaidTable) -> tuple[Column, ...]:
    """Return the columns with their kinds by the roles of their cells; without cells, by their heads."""
    shapes = {tuple([(column, cell.role) for column, cell, _ in row.spots]) for row in layout.body if not row.row.total}
    roles: dict[int, set[Role]] = defaultdict(set)
    for column, role in chain.from_iterable(shapes):
        roles[column].add(role)
    return tuple(_of_kind(column, _kind_of_cells(roles[column.index], column.kind)) for column in layout.columns)


def _of_kind(column: Column, kind: str) -> Column:
    return column if column.kind == kind else replace(column, kind=kind)


def _kind_of_cells(roles: set[Role], otherwise: str) -> str:
    if Role.NUMBER in roles:
        return "数值"
    return "编码" if Role.CODE in roles else "名称" if Role.LABEL in roles or Role.TEXT in roles else otherwise


def columns_by_body(layout: LaidTable) -> tuple[Column, ...]:
    """Return the columns; those with words and no numbers below them are names, whatever their heads say."""
    words = [[text for row in layout.body if (text := row.texts[c.index].strip())] for c in layout.columns]
    return tuple(
        _of_kind(column, "名称") if column.kind == "数值" and own and not any(map(number_in, own)) else column
        for column, own in zip(layout.columns, words, strict=True)
    )


def without_carried(columns: tuple[Column, ...], rows: Sequence[LaidRow]) -> tuple[Column, ...]:
    """Return the columns; if one beside them has 上年结转, those of funds and of 本年支出 mean this year's money."""
    carried = [c.index for c in columns if c.kind == "数值" and c.conditions.get("年份") == "上年结转"]
    if not any((said := number_in(row.texts[index])) and said.value for row in rows for index in carried):
        return columns
    return tuple(_of_this_year(column) if column.index not in carried else column for column in columns)


def _of_this_year(column: Column) -> Column:
    all_year = any(condition in WHOLE for head in column.path for condition in conditions_of(head).items())
    if column.kind != "数值" or not (all_year or "资金" in column.conditions):
        return column
    return replace(column, conditions={"年份": "本年", **column.conditions})
