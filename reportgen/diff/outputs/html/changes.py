"""The changes section by section (变动): passages of text with both sides beside each other, and the cells of tables.

What changed stands in `<del>` and `<ins>`. A number that moved looks otherwise than words that changed, and neither is
told by colour alone.
"""

from collections.abc import Sequence
from itertools import groupby

from reportgen.diff.changes import ChangeKind, DocumentChange, DocumentPlace, Element, Segment, SegmentKind, Segments
from reportgen.diff.grouping import ChangeGroup, Path
from reportgen.diff.outputs._phrases import largest, moved, signed
from reportgen.diff.outputs.html.markup import CLASSES, MOST, PageSection, folded, folded_table, section
from reportgen.document import Runs, plain
from reportgen.writers.html.markup import escaped


def section_of(at: int, sections: Path, found: tuple[ChangeGroup, ...]) -> PageSection:
    """The section of the page for one section of the document: changes in its text, its tables with a heading each."""
    anchor, title = f"s{at}", sections[-1] if sections else "文首"
    inside: list[PageSection] = []
    markup = ""
    for is_table, some in groupby(found, lambda group: group.in_table):
        for group in some:
            if is_table:
                inside.append(table_part(f"{anchor}-{len(inside) + 1}", group))
                markup += inside[-1].markup
            else:
                markup += "".join(map(passage, group.changes))
    count = sum(len(group.changes) for group in found)
    whole = section(anchor, title, markup, classes="group", above=_breadcrumb(sections))
    return PageSection(anchor, title, count, whole, tuple(inside))


def _breadcrumb(sections: Path) -> str:
    """The headings above, empty where there are none."""
    above = " ＞ ".join(map(escaped, sections[:-1]))
    return f'<p class="above">{above}</p>\n' if above else ""


_ENDS = {SegmentKind.NUMBER: ' class="moved-number"', SegmentKind.WORDS: ""}


def passage(change: DocumentChange) -> str:
    """One change as a box: its kind, and what either side says."""
    said = _both(change) if change.kind in (ChangeKind.NUMBER, ChangeKind.WORDING) else _alone(change)
    inline = " row" if change.what is Element.ROW else ""
    return f'<div class="change {CLASSES[change.kind]}{inline}">\n{_label(change)}{said}</div>\n'


def _label(change: DocumentChange) -> str:
    """`文字改了：段落`; of a moved element also where it stood."""
    verbs = {
        ChangeKind.NUMBER: "数字变了",
        ChangeKind.WORDING: "文字改了",
        ChangeKind.ADDED: "新增",
        ChangeKind.REMOVED: "删去",
    }
    within = change.where.column if change.what in (Element.HEAD, Element.COLUMN) else ""
    named = f"“{within}”" if within else ""
    verb = verbs.get(change.kind) or f"从“{_place(change.old)}”移来"
    return f'<p class="what"><strong>{escaped(verb)}</strong> {escaped(change.what.value + named)}</p>\n'


def _place(where: DocumentPlace | None) -> str:
    return str(where) if where else ""


def _both(change: DocumentChange) -> str:
    old, new = said(change.segments, old=True), said(change.segments, old=False)
    return (
        f'<div class="sides">\n<div><p class="side-name">旧</p><p class="said">{old or _nothing()}</p></div>\n'
        f'<div><p class="side-name">新</p><p class="said">{new or _nothing()}</p></div>\n</div>\n'
    )


def _nothing() -> str:
    return '<span class="quiet">（没有）</span>'


def said(segments: Segments, *, old: bool) -> str:
    """The words of one side, changed ones marked."""
    return "".join(_segment(segment, old=old) for segment in segments)


def _segment(segment: Segment, *, old: bool) -> str:
    text = escaped(plain(segment.old if old else segment.new))
    if not segment.changed or not text:
        return text
    tag = "del" if old else "ins"
    return f"<{tag}{_ENDS[segment.kind]}>{text}</{tag}>"


def _alone(change: DocumentChange) -> str:
    """The words of an element that stands on one side alone or moved; a table row by row."""
    lines = _lines(change)
    tag = {ChangeKind.ADDED: "ins", ChangeKind.REMOVED: "del"}.get(change.kind, "span")
    shown = "".join(f'<p class="said"><{tag}>{line}</{tag}></p>\n' for line in lines if line)
    if change.what is Element.TABLE:
        return folded(f"看这张表（{len(lines) - 1}行）", shown) if len(lines) > MOST // 5 else shown
    return shown


def _lines(change: DocumentChange) -> list[str]:
    """The lines of the change, cells of a line apart."""
    text = "".join(map(plain, map(_said, change.segments)))
    return [_cells(line) if "\t" in line else escaped(line) for line in text.split("\n")]


def _said(segment: Segment) -> Runs:
    return segment.new or segment.old


def _cells(line: str) -> str:
    return '<span class="unseen">，</span>'.join(
        f'<span class="cell">{escaped(cell)}</span>' for cell in line.split("\t")
    )


def table_part(anchor: str, group: ChangeGroup) -> PageSection:
    """The section of the page for one table."""
    title = group.named
    content = "".join((*_but_cells(group), _cell_table(f"{title}：变了的格（{anchor[1:]}）", group.only(Element.CELL))))
    markup = section(anchor, title, content, level=3, classes="group")
    return PageSection(anchor, title, len(group.changes), markup)


def _but_cells(group: ChangeGroup) -> list[str]:
    """The boxes of all changes that are no cells; many rows are folded."""
    shown = [one for one in group.changes if one.what not in (Element.CELL, Element.ROW)]
    found = [passage(one) for one in shown]
    for kind in ChangeKind:
        rows = group.only(Element.ROW, kind)
        many = "".join(map(passage, rows))
        found.append(folded(f"{kind.value}{len(rows)}行", many) if len(rows) > MOST else many)
    return found


def _cell_table(caption: str, cells: Sequence[DocumentChange]) -> str:
    """The changed cells in a table by row and column; of a form, which has no columns, by row."""
    if not cells:
        return ""
    in_columns = any(one.where.column for one in cells)
    heads = ("行", *(("列",) if in_columns else ()), "旧", "新", "差")
    summary = "；".join(filter(None, (f"{len(cells)}格变了", largest(cells))))
    return folded_table(caption, summary, heads, [_row(one, in_columns=in_columns) for one in cells])


def _row(change: DocumentChange, *, in_columns: bool) -> str:
    number = moved(change)
    of_number = ' class="amount"' if number is not None else ""
    old, new = said(change.segments, old=True), said(change.segments, old=False)
    column = f"<td>{escaped(change.where.column)}</td>" if in_columns else ""
    return (
        f'<tr class="{CLASSES[change.kind]}">{_named(change.where.row)}{column}'
        f"<td{of_number}>{old}</td><td{of_number}>{new}</td>"
        f'<td class="amount">{"" if number is None else signed(number)}</td></tr>\n'
    )


def _named(row: str) -> str:
    """The label of the row as the head of its line, if it has one."""
    return f'<th scope="row">{escaped(row)}</th>' if row.strip() else "<td></td>"
