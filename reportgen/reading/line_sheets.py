"""Tables whose rows are budget lines (明细账), as sheets: read, named, with totals distinguished from lines.

What the columns say of a row is worked out in `line_lists`. The amounts of a line are divided as finely as its columns
allow: 合计 | 基本支出 | 项目支出 | 一般公共预算 | 其他资金 divide the same money twice. If all of it is of one fund,
each 性质 is of that fund; if there are several of both, nothing says how they combine, and the fund is left open.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.reading.column_parts import adds_up, column_parts, columns_by_body
from reportgen.reading.columns import Column, only_side
from reportgen.reading.entries import Entry
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.line_lists import LineColumns, Stated, line_columns, meaning_of
from reportgen.reading.sheets import ListReader, Sheet, SheetRow, unit_of
from reportgen.reading.sums import of_lines
from reportgen.reading.table_kinds import limits_of
from reportgen.reading.terms import ALL_SPENT, narrowed
from reportgen.records import NamedTuple, replace
from reportgen.vocabulary import CODE_LEVELS

_NO_LINES = (TableKind.PROCUREMENT, TableKind.THREE_PUBLIC, TableKind.TOTALS, TableKind.GRANTS)


def line_sheet(layout: LaidTable) -> Sheet | None:
    """Return the table as a sheet of budget lines, else None; the sheet has no standard kind, whatever its title."""
    columns = columns_by_body(layout)
    stating = line_columns(columns, [row.texts for row in layout.body]) if layout.kind not in _NO_LINES else None
    if stating is None:
        return None
    left = {column.index for own in stating.by.values() for column in own}
    numbers = tuple(column for column in columns if column.kind == "数值" and column.index not in left)
    side = "收入" if layout.kind == TableKind.REVENUE else only_side(layout.kind, layout.title)
    unit = unit_of(layout.table)
    rows = ListReader(layout, unit, numbers, numbers, None)
    lines = _with_places([*_with_units(_stated_row(rows, row, stating) for row in layout.body)])
    limits = {} if layout.kind == TableKind.REVENUE else limits_of(layout.kind, layout.title)
    return Sheet(layout.table, None, layout.name, side, unit, limits, numbers, lines, has_lines=True)


def _with_units(lines: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """Yield the rows, each with its unit, which offices write once: in a row above the lines or in the first line."""
    above: Stated = {}
    heads = False  # whether a row with only a unit stands above
    for line in lines:
        alone = "单位" in above and {*above} - {*line.stated} == {"单位"}
        if line.total or "单位" in line.stated:
            heads = not line.total and {*line.stated} == {"单位"}
        elif line.stated and (heads or alone):
            line = replace(line, stated={**line.stated, "单位": above["单位"]})
        above = {} if line.total else line.stated
        yield line


def _with_places(lines: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
    """Return the lines, all amounts with as many decimals as any has: cells of a workbook drop zeros at the end."""
    most = max((entry.number.places for line in lines for entry in line.entries.values()), default=0)

    def exact(entry: Entry) -> Entry:
        return entry._replace(number=entry.number.other(places=most)) if entry.number.is_money else entry

    return tuple(replace(line, entries={i: exact(entry) for i, entry in line.entries.items()}) for line in lines)


def _stated_row(rows: ListReader, row: LaidRow, stating: LineColumns) -> SheetRow:
    """Return a row of a list of lines; its label is all that it states."""
    stated, total = stating.stated(row.texts), stating.total(row.texts)
    label = total or " ".join(own.name or own.code for own in stated.values())
    fields = {d: own.member for d, own in stated.items()}
    entries = rows.entries(row, label)
    return SheetRow(label, "", "", 0, row.texts, bool(total), (), fields, entries, stated)


def named_lines(sheet: Sheet, code: Callable[[str, str], str]) -> Sheet:
    """Return a list of lines with each number named by all that its row says; if rows say the same, they get no names.

    `code`: (dimension, name of an item) -> its code.
    """
    said = [_said(line, code) for line in sheet.lines]
    often = Counter(tuple(sorted(conditions.items())) for conditions in said)
    lines = []
    for line, conditions in zip(sheet.lines, said, strict=True):
        alone = often[tuple(sorted(conditions.items()))] == 1
        own = {c.index: line_name(sheet, (c,), conditions) if alone else None for c in sheet.columns}
        entries = {index: entry._replace(name=own[index]) for index, entry in line.entries.items()}
        lines.append(replace(line, entries=entries, fields=conditions))
    return replace(sheet, lines=tuple(lines))


def _said(line: SheetRow, code: Callable[[str, str], str]) -> dict[str, str]:
    """Return dimension -> member of what a row states: codes for names of items, canonical words for funds."""
    found: dict[str, str] = {}
    for dimension, stated in line.stated.items():
        coded = stated.code or (code(dimension, stated.name) if dimension in CODE_LEVELS else "")
        found[dimension] = coded or meaning_of(dimension, stated.name) or stated.name
    if found.get("性质") == "基本支出":
        found.pop("项目", None)  # 人员类项目 and 公用经费项目 are none
    return found


def line_name(sheet: Sheet, columns: Sequence[Column], row: Mapping[str, str]) -> FigureId:
    """Return the figure name of a number in a list of lines; `row`: dimension -> member of what the row says."""
    first = columns[0]
    measure = spoken().within("列的指标", first.title) or sheet.side or "支出"
    said = {d: m for d, m in sheet.limits.items() if (d, m) != ALL_SPENT}
    for column in reversed(columns):
        said = narrowed(said, column.conditions)
    return FigureId(measure, tuple(sorted({**said, **row}.items())), first.base, first.derived)


def budget_lines(sheet: Sheet) -> list[SheetRow]:
    """Return the rows of a list of lines that are no totals; none for any other table."""
    if not sheet.has_lines:
        return []
    wholes = {id(whole) for whole, _ in of_lines(sheet.lines)}
    return [line for line in sheet.lines if line.stated and line.entries and not line.total and id(line) not in wholes]


class LineAmount(NamedTuple):
    """An amount of a line; `columns`: the column that prints it, then others that say what it is."""

    entry: Entry
    columns: tuple[Column, ...]


def line_amounts(sheet: Sheet, line: SheetRow) -> Iterator[LineAmount]:
    """Yield the amounts of a line, as finely as its columns divide them."""
    parts: dict[int, list[Sequence[Column]]] = {}
    for each in column_parts(sheet.columns):
        parts.setdefault(each.whole.index, []).append(each.parts)
    inner = {column.index for sets in parts.values() for own in sets for column in own}
    for column in sheet.columns:
        if column.index not in inner and adds_up(column):
            yield from _finest(column, parts, line.entries)


def _finest(
    column: Column, parts: Mapping[int, Sequence[Sequence[Column]]], entries: Mapping[int, Entry]
) -> list[LineAmount]:
    """Return the amounts that make up a column's amount, else that amount itself."""
    whole = entries.get(column.index)
    found = [LineAmount(whole, (column,))] if whole and whole.number.value else []
    for own in parts.get(column.index, ()):
        filled = [one for one in own if _amount(one, entries)]
        if not filled or (whole and exact_sum(_amount(one, entries) for one in filled) != whole.exact):
            continue
        inner = [amount for one in filled for amount in _finest(one, parts, entries)]
        if len(found) < 2:
            said = found[0].columns if found else ()
            found = [amount._replace(columns=(*amount.columns, *said)) for amount in inner]
        elif len(inner) == 1:
            found = [amount._replace(columns=(*amount.columns, *inner[0].columns)) for amount in found]
    return found


def _amount(column: Column, entries: Mapping[int, Entry]) -> Decimal:
    entry = entries.get(column.index)
    return entry.exact if entry else Decimal(0)
