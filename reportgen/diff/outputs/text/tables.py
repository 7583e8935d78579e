"""The tables of a comparison in lines (表): what was added and removed, and of each table how much changed in it.

Hundreds of cells help nobody who has to tell it in two minutes: of each table the largest is told.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.diagnostics import columns
from reportgen.diff.changes import Change, Kind, What
from reportgen.diff.grouping import Group
from reportgen.diff.outputs._numbers import is_rate, moved, signed
from reportgen.diff.outputs.text.lines import WIDTH, cut, wording

_VERBS = {Kind.ADDED: "新增", Kind.REMOVED: "删去", Kind.MOVED: "移动"}
_PARTS = {What.ROW: "行", What.COLUMN: "列"}


def table_lines(group: Group) -> Iterator[str]:
    """The changes within one table."""
    cells = group.only(What.CELL)
    counted = (*_counted(cells), *_parted(group))
    if counted:
        line, largest = f"  {group.table}：{'，'.join(counted)}", _largest(cells)
        apart = columns(f"{line}；{largest}") > WIDTH
        yield from (cut(line), cut(f"    {largest}")) if apart else (f"{line}；{largest}" if largest else line,)
    for what, word in _PARTS.items():
        for kind, verb in _VERBS.items():
            if found := group.only(what, kind):
                yield cut(f"    {verb}{word}：{'、'.join(_named(one) for one in found)}")
    for one in group.changes:
        if one.kind is Kind.WORDING and one.what not in (What.NOTE, What.PARAGRAPH):
            yield wording(f"    {_inner(one)}：", one)


def _counted(cells: Sequence[Change]) -> Iterator[str]:
    """`12行里38个数变了，2格文字变了`."""
    numbers = [one for one in cells if one.kind is Kind.NUMBER]
    rows = {(one.old.row if one.old else "", one.where.row) for one in numbers}
    if numbers:
        yield f"{len(rows)}行里{len(numbers)}个数变了"
    if len(cells) > len(numbers):
        yield f"{len(cells) - len(numbers)}格文字变了"


def _parted(group: Group) -> Iterator[str]:
    for what, word in _PARTS.items():
        for kind, verb in _VERBS.items():
            if found := group.only(what, kind):
                yield f"{verb}{len(found)}{word}"
    for what in (What.HEAD, What.CAPTION):
        if found := group.only(what):
            yield f"{what.value}{len(found)}处变了"


def _largest(cells: Sequence[Change]) -> str:
    """The amount that moved most."""
    amounts = [one for one in cells if one.kind is Kind.NUMBER and not is_rate(one) and moved(one) is not None]
    if not amounts:
        return ""
    best = max(amounts, key=_size)
    change = moved(best)
    by = f"（{signed(change)}）" if change is not None else ""
    return f"最大的：{_inner(best)} {best.old_text} → {best.new_text}{by}"


def _size(change: Change) -> Decimal:
    return abs(moved(change) or Decimal(0))


def _inner(change: Change) -> str:
    """`“合计”行“预算数”列`, the caption, the head."""
    where = change.where
    column = where.column.rpartition(" → ")[2]
    inner = (f"“{where.row}”行" if where.row else "", f"“{column}”列" if column else "")
    return "".join(inner) or change.what.value


def _named(change: Change) -> str:
    return change.where.row or change.where.column or change.new_text or change.old_text
