"""What cells say of their columns (格子说明列): names, codes or numbers; whether money is this year's.

Where numbers carry names (带名的列), these say base and change of a column, and which one is part of which.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from reportgen.document import Role, TableKind
from reportgen.lexicon import spoken
from reportgen.reading.columns import Column
from reportgen.reading.entries import Entry, number_in
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.meanings import Meaning, Meanings, Sort
from reportgen.reading.terms import WHOLE, conditions_of
from reportgen.records import replace

_AMOUNTS = (Sort.AMOUNT, Sort.BASE, Sort.COUNT)
_SOME = 6  # rows examined to see which columns are part of which
_Numbers = Mapping[int, Entry]  # grid column -> its number, of a row
_Row = Mapping[int, Meaning]  # grid column -> what its number means


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
    """Return the columns; those with words and no numbers below them are names, whatever their heads say.

    A dash that stands for nothing is no word.
    """
    words = [[text for row in layout.body if (text := row.texts[c.index].strip())] for c in layout.columns]
    return tuple(
        _of_kind(column, "名称") if column.kind == "数值" and _has_only_words(own) else column
        for column, own in zip(layout.columns, words, strict=True)
    )


def _has_only_words(texts: Sequence[str]) -> bool:
    return not any(map(number_in, texts)) and not all(spoken().is_word_of("没有内容", "划线", text) for text in texts)


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


def columns_by_names(
    columns: tuple[Column, ...], lines: Sequence[_Numbers], kind: TableKind | None, meanings: Meanings
) -> tuple[Column, ...]:
    """Return the columns as the names of their numbers say: base, change, which is part of which; all have a name."""
    some = lines[:: max(1, len(lines) // _SOME)] if len(columns) > 1 else ()
    rows = [{i: meanings.meaning_of(entry.carried, kind) for i, entry in line.items()} for line in some]
    return tuple([_by_its_numbers(column, columns, lines, rows, meanings) for column in columns])


def _inside(own: int, columns: Sequence[Column], rows: Sequence[_Row], meanings: Meanings) -> dict[int, str]:
    """Return the columns that this one is part of -> the dimension that divides them.

    This is the same in all rows, so a sample of rows is enough.
    """
    rows = [row for row in rows if own in row]
    others = (column.index for column in columns if column.index != own)
    return {other: by for other in others if (by := _parted_by(own, other, rows, meanings))}


def _parted_by(own: int, other: int, rows: Sequence[_Row], meanings: Meanings) -> str:
    """Return the dimension by which one column is part of the other, the same in all rows; else ""."""
    found = ""
    for row in rows:
        if other in row and row[other].sort in _AMOUNTS:
            by = meanings.parted_by(row[other].own, row[own].own)
            if not by or (found and by != found):
                return ""
            found = by
    return found


def _by_its_numbers(
    column: Column, columns: Sequence[Column], lines: Sequence[_Numbers], rows: Sequence[_Row], meanings: Meanings
) -> Column:
    """Return the column with base, kind of change and wholes from its numbers, whatever its head says."""
    own = [line.get(column.index) for line in lines]
    said = {(e.name.base, e.name.derived) for e in own if e and e.name}
    base, derived = said.pop() if len(said) == 1 else (column.base, column.derived)
    index, path, kind, conditions = column.index, column.path, column.kind, column.conditions
    inside = _inside(index, columns, rows, meanings)
    return Column(index, path, kind, conditions, base, derived, column.unit, column.among, inside)
