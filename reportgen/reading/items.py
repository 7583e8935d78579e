"""Classification items as tables print them (表中科目): a code and the name beside it, of 功能, 经济 or 政府经济.

A table may print two classifications side by side (部门预算经济分类 ‖ 政府预算经济分类): each row has an item of each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.document import Document, Figure, Table, TableKind, plain
from reportgen.grid import Spot, grid
from reportgen.reading.columns import Column, columns_of
from reportgen.reading.entries import Place
from reportgen.reading.sheets import body_texts, row_text, table_name, tables_of
from reportgen.reading.table_kinds import kind_of_table
from reportgen.reading.terms import bare

_PROJECT = re.compile(r"[\[ ]项目=")
_ECONOMIC = (TableKind.BASIC, TableKind.RUNNING_COSTS)


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with its name (科目): `table`, `row` say where it stands, `place` marks the name, `code_at` the code."""

    dimension: str
    code: str
    name: str
    table: str
    kind: TableKind | None
    row: int
    place: Place
    code_at: Place


def items(document: Document) -> Iterator[Coded]:
    """Every coded row of every table, in reading order; a cell that reaches over several rows once."""
    for table, heading in tables_of(document):
        columns = columns_of(table, document.year)
        for codes, name in _pairs(columns):
            yield from _items(table, table_name(table, heading), codes, name)


def _pairs(columns: tuple[Column, ...]) -> Iterator[tuple[list[Column], Column]]:
    """Columns with codes, and the column with the names that follows them."""
    codes: list[Column] = []
    for column in columns:
        if column.kind == "编码" and not any(word in column.title for word in ("单位", "采购", "项目编码")):
            codes.append(column)
        elif column.kind == "名称" and codes and "名称" in column.leaf:
            yield codes, column
            codes = []


def _items(table: Table, part: str, codes: list[Column], name: Column) -> Iterator[Coded]:
    kind = kind_of_table(table)
    dimension = _dimension(codes[0].title, kind)
    rows = zip(grid(table.body, table.width), body_texts(table), strict=True)
    for row, ((_, spots), texts) in enumerate(rows):
        code = _joined([texts[column.index].strip() for column in codes])
        label = bare(texts[name.index])
        if code.isdigit() and label and not _goes_on(spots, name.index) and not _is_of_project(spots):
            last = next(column for column in reversed(codes) if texts[column.index].strip())
            places = (_place(part, f"{code} {label}", column, spots) for column in (name, last))
            yield Coded(dimension, code, label, part, kind, row, *places)


def _dimension(title: str, kind: TableKind | None) -> str:
    if "政府" in title and "经济" in title:
        return "政府经济"
    return "经济" if "经济" in title or kind in _ECONOMIC else "功能"


def _joined(parts: list[str]) -> str:
    """类, 款, 项 together; a part that repeats what stands before it is the whole."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) else code + part
    return code


def _is_of_project(spots: list[Spot]) -> bool:
    """Whether the row's numbers are a project's by their names: then the code beside it is that of its item."""
    return any(_PROJECT.search(run.name) for spot in spots for run in spot.cell.runs if isinstance(run, Figure))


def _goes_on(spots: list[Spot], column: int) -> bool:
    """Whether the cell of that column began in a row above."""
    return any(spot.below for spot in spots if spot.column <= column < spot.column + spot.cell.columns)


def _place(part: str, row: str, column: Column, spots: list[Spot]) -> Place:
    line, starts = row_text(spots)
    spot = next(s for s in spots if s.column <= column.index < s.column + s.cell.columns)
    return Place(part, row, column.title, line, starts[spot.column], max(1, len(plain(spot.cell.runs))))
