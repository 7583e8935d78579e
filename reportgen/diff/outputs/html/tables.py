"""The changes within one table (表内的变动): rows and columns that came and went, then its cells in a small table."""

from collections.abc import Sequence

from reportgen.diff.changes import Change, Kind, What
from reportgen.diff.grouping import Group
from reportgen.diff.outputs._numbers import largest, moved, signed
from reportgen.diff.outputs.html.parts import CLASSES, MOST, Part, folded, folded_table, section
from reportgen.diff.outputs.html.passages import passage, said
from reportgen.writers.html.markup import escaped


def table_part(anchor: str, group: Group) -> Part:
    """The part of a table, below the section that it stands in."""
    title = group.named
    content = "".join((*_others(group), _cells(f"{title}：变了的格（{anchor[1:]}）", group.only(What.CELL))))
    markup = section(anchor, title, content, level=3, classes="group")
    return Part(anchor, title, len(group.changes), markup)


def _others(group: Group) -> list[str]:
    """What is no cell; many rows folded."""
    shown = [one for one in group.changes if one.what not in (What.CELL, What.ROW)]
    found = [passage(one) for one in shown]
    for kind in Kind:
        rows = group.only(What.ROW, kind)
        many = "".join(map(passage, rows))
        found.append(folded(f"{kind.value}{len(rows)}行", many) if len(rows) > MOST else many)
    return found


def _cells(caption: str, cells: Sequence[Change]) -> str:
    """The cells with their rows and columns; of a form, which has no columns, with their rows."""
    if not cells:
        return ""
    in_columns = any(one.where.column for one in cells)
    heads = ("行", *(("列",) if in_columns else ()), "旧", "新", "差")
    summary = "；".join(filter(None, (f"{len(cells)}格变了", largest(cells))))
    return folded_table(caption, summary, heads, [_row(one, in_columns=in_columns) for one in cells])


def _row(change: Change, *, in_columns: bool) -> str:
    number = moved(change)
    of_number = ' class="amount"' if number is not None else ""
    old, new = said(change.pieces, old=True), said(change.pieces, old=False)
    column = f"<td>{escaped(change.where.column)}</td>" if in_columns else ""
    return (
        f'<tr class="{CLASSES[change.kind]}">{_named(change.where.row)}{column}'
        f"<td{of_number}>{old}</td><td{of_number}>{new}</td>"
        f'<td class="amount">{"" if number is None else signed(number)}</td></tr>\n'
    )


def _named(row: str) -> str:
    """The name of the row, which heads its line where it has one."""
    return f'<th scope="row">{escaped(row)}</th>' if row.strip() else "<td></td>"
