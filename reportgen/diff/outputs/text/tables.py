"""The tables of a comparison in lines (表): what was added and removed, and of each table how much changed in it.

Hundreds of cells help nobody who has to tell it in two minutes: of each table the largest is told.
"""

from collections.abc import Iterator, Sequence

from reportgen.diagnostics import columns
from reportgen.diff.changes import Change, Kind, What
from reportgen.diff.grouping import Group
from reportgen.diff.outputs._numbers import cell_name, largest
from reportgen.diff.outputs.text.lines import WIDTH, cut, wording

_VERBS = {Kind.ADDED: "新增", Kind.REMOVED: "删去", Kind.MOVED: "移动"}
MOST = 5  # cells of a table whose words changed
_PARTS = {What.ROW: "行", What.COLUMN: "列"}


def table_lines(group: Group) -> Iterator[str]:
    """The changes within one table."""
    cells = group.only(What.CELL)
    counted = (*_counted(cells), *_parted(group))
    if counted:
        line, most = f"  {group.named}：{'，'.join(counted)}", largest(cells)
        whole = "；".join(filter(None, (line, most)))
        yield from (whole,) if columns(whole) <= WIDTH else (cut(line), *((cut(f"    {most}"),) if most else ()))
    for what, word in _PARTS.items():
        for kind, verb in _VERBS.items():
            if found := group.only(what, kind):
                yield cut(f"    {verb}{word}：{'、'.join(_named(one) for one in found)}")
    words = [one for one in group.changes if one.kind is Kind.WORDING and one.what is not What.NOTE]
    yield from (wording(f"    {cell_name(one)}：", one) for one in words[:MOST])
    if len(words) > MOST:
        yield f"    ……另有{len(words) - MOST}处，见 --to html"


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


def _named(change: Change) -> str:
    return change.where.row or change.where.column or change.new_text or change.old_text
