"""Classification items in tables (表中科目): a code and the name beside it, of 功能, 经济 or 政府经济.

A table may print two classifications side by side (部门预算经济分类 ‖ 政府预算经济分类): then each row has two items.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.document import Figure, TableKind, plain
from reportgen.grid import Spot
from reportgen.reading.columns import Column
from reportgen.reading.entries import Place
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.sheets import joined
from reportgen.reading.terms import bare

_PROJECT = re.compile(r"[\[ ]项目=")
_ECONOMIC = (TableKind.BASIC, TableKind.RUNNING_COSTS)


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with its name (科目). `place` marks the name, `code_at` the code."""

    dimension: str
    code: str
    name: str
    table: str
    kind: TableKind | None
    row: int
    place: Place
    code_at: Place


def items(layouts: Iterable[LaidTable]) -> Iterator[Coded]:
    """Every coded row of the tables, in reading order; a cell over several rows counts once."""
    for layout in layouts:
        for codes, name in _pairs(layout.columns):
            yield from _items(layout, codes, name)


def _pairs(columns: tuple[Column, ...]) -> Iterator[tuple[list[Column], Column]]:
    """Pair columns of codes with the column of names that follows them."""
    codes: list[Column] = []
    for column in columns:
        if column.kind == "编码" and not any(word in column.title for word in ("单位", "采购", "项目编码")):
            codes.append(column)
        elif column.kind == "名称" and codes and "名称" in column.leaf:
            yield codes, column
            codes = []


def _items(layout: LaidTable, codes: list[Column], name: Column) -> Iterator[Coded]:
    kind = layout.kind
    dimension = _dimension(codes[0].title, kind)
    for index, row in enumerate(layout.body):
        code = joined([row.texts[column.index].strip() for column in codes])
        label = bare(row.texts[name.index])
        if code.isdigit() and label and not _goes_on(row.spots, name.index) and not _is_of_project(row.spots):
            last = next(column for column in reversed(codes) if row.texts[column.index].strip())
            places = (_place(layout.name, f"{code} {label}", column, row) for column in (name, last))
            yield Coded(dimension, code, label, layout.name, kind, index, *places)


def _dimension(title: str, kind: TableKind | None) -> str:
    if "政府" in title and "经济" in title:
        return "政府经济"
    return "经济" if "经济" in title or kind in _ECONOMIC else "功能"


def _is_of_project(spots: Sequence[Spot]) -> bool:
    """Whether the row's numbers are a project's: then the code beside it is the item that the project belongs to."""
    return any(_PROJECT.search(run.name) for spot in spots for run in spot.cell.runs if isinstance(run, Figure))


def _goes_on(spots: Sequence[Spot], column: int) -> bool:
    """Whether the cell of that column began in a row above."""
    return any(spot.below for spot in spots if spot.column <= column < spot.column + spot.cell.columns)


def _place(part: str, label: str, column: Column, row: LaidRow) -> Place:
    spot = next(s for s in row.spots if s.column <= column.index < s.column + s.cell.columns)
    length = max(1, len(plain(spot.cell.runs)))
    return Place(part, label, column.title, row.line, row.starts[spot.column], length)
