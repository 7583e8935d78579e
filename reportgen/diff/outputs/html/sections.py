"""The sections of the page (变动): passages with old and new side by side, changed cells of tables, folded lists.

Changed words stand in `<del>` and `<ins>`. A number that changed looks different from words that changed, and neither
is marked by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.diff.changes import ChangeKind, DocumentChange, Element, Segment, SegmentKind, Segments
from reportgen.diff.comparison import ChangeGroup, Comparison, Path
from reportgen.diff.outputs._phrases import largest, moved, signed
from reportgen.document import Table, plain
from reportgen.drawing import description, drawn, heading, svg
from reportgen.records import NamedTuple, dataclass
from reportgen.writers.html.markup import escaped

KINDS = {  # class and words of each kind of change
    ChangeKind.NUMBER: ("number", "数字变了"),
    ChangeKind.WORDING: ("wording", "文字改了"),
    ChangeKind.ADDED: ("added", "新增"),
    ChangeKind.REMOVED: ("removed", "删去"),
    ChangeKind.MOVED: ("moved", "移动"),
    ChangeKind.RESTATED: ("restated", "重述"),
}


class PageMarks(NamedTuple):
    """The marks of the whole comparison that sections need.

    Attributes:
        charts: index of the chart's item in the new document → both pictures of the chart.
        names: `id()` of each change → its id on the page.
    """

    charts: Mapping[int, str]
    names: Mapping[int, str]


def page_marks(comparison: Comparison) -> PageMarks:
    """Return the pictures of all charts and the ids of all changes."""
    return PageMarks(_drawings(comparison), {id(one): f"d{at}" for at, one in enumerate(comparison.changes, 1)})


MOST = 30  # a table with more rows is folded
NOTHING = '<span class="quiet">（没有）</span>'
_AT_ONCE = 500  # rows in one part of a very long table
_AMOUNTS = ("旧数", "新数", "差", "增减", "增减率")  # heads of columns of numbers
_ENDS = {SegmentKind.NUMBER: ' class="moved-number"', SegmentKind.WORDS: ""}


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page.

    Attributes:
        anchor: the id of the section.
        count: the number of its entries.
        markup: its HTML, including the sections inside.
        inside: sections that have an entry of their own in the contents.
    """

    anchor: str
    title: str
    count: int
    markup: str
    inside: tuple["PageSection", ...] = ()

    @property
    def entry(self) -> str:
        """The line of the section in the contents."""
        below = "".join(part.entry for part in self.inside)
        return (
            f'<li><a href="#{self.anchor}">{escaped(self.title)} <span class="count">{self.count}</span></a>'
            f"{f'<ol>{below}</ol>' if below else ''}</li>\n"
        )


def section(anchor: str, title: str, content: str, *, level: int = 2, classes: str = "") -> str:
    """Return a section with its heading."""
    named = f' class="{classes}"' if classes else ""
    heading = f'<h{level} id="{anchor}">{escaped(title)}</h{level}>\n'
    return f"<section{named}>\n{heading}{content}</section>\n"


def table(caption: str, heads: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table that scrolls by itself if it is too wide for the page."""
    aligned = ((head, ' class="amount"' if head in _AMOUNTS else "") for head in heads)
    top = "".join(f'<th scope="col"{amount}>{escaped(head)}</th>' for head, amount in aligned)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}">\n<table>\n'
        f'<caption class="unseen">{escaped(caption)}</caption>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n</div>\n"
    )


def folded(summary: str, content: str) -> str:
    """Return content that shows when its summary is clicked."""
    return f"<details>\n<summary>{escaped(summary)}</summary>\n{content}</details>\n"


def folded_table(caption: str, summary: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    """Return a table, folded if it is long; a very long one in parts, each folded, so that browsers can open it."""
    if len(rows) <= _AT_ONCE:
        made = table(caption, heads, rows)
        return made if len(rows) <= MOST else folded(summary, made)
    parts = []
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        name = f"第{start + 1}至{start + len(some)}个"
        parts.append(folded(name, table(f"{caption}，{name}", heads, some)))
    return folded(summary, "".join(parts))


def _drawings(comparison: Comparison) -> dict[int, str]:
    """Return index of the item in the new document → both pictures (HTML), for every chart that both documents have."""
    tables = ((new.where.at, old.block, new.block) for old, new in comparison.rows if old and new)
    return {
        at: f'<div class="sides">\n{_drawing(f"c{at}o", "旧", old)}{_drawing(f"c{at}n", "新", new)}</div>\n'
        for at, old, new in tables
        if isinstance(old, Table) and isinstance(new, Table) and old.picture and new.picture
    }


def _drawing(name: str, side: str, chart: Table) -> str:
    return (
        f'<div><p class="side-name">{side}</p>\n{svg(drawn(chart), name, heading(chart), description(chart))}</div>\n'
    )


def section_of(at: int, sections: Path, found: tuple[ChangeGroup, ...], about: PageMarks) -> PageSection:
    """Return the page's section for a section of the document: changes in its text, then in its tables."""
    anchor, title = f"s{at}", sections[-1] if sections else "文首"
    inside: list[PageSection] = []
    markup = ""
    for group in found:
        if group.in_table:
            inside.append(_table_section(f"{anchor}-{len(inside) + 1}", group, about))
            markup += inside[-1].markup
        else:
            markup += "".join(_passage(one, about) for one in group.changes)
    count = sum(len(group.changes) for group in found)
    above = " ＞ ".join(map(escaped, sections[:-1]))
    breadcrumb = f'<p class="above">{above}</p>\n' if above else ""
    whole = section(anchor, title, breadcrumb + markup, classes="group")
    return PageSection(anchor, title, count, whole, tuple(inside))


def _passage(change: DocumentChange, about: PageMarks) -> str:
    """Return one change as a box: its kind, and the words of each side."""
    content = _both(change) if change.kind in (ChangeKind.NUMBER, ChangeKind.WORDING) else _alone(change)
    inline = " row" if change.what is Element.ROW else ""
    name = about.names[id(change)]
    return f'<div class="change {KINDS[change.kind][0]}{inline}" id="{name}">\n{_label(change, name)}{content}</div>\n'


def _label(change: DocumentChange, name: str) -> str:
    """Return the title of a box, `文字改了：段落`; for a moved element also its old place."""
    within = change.where.column if change.what in (Element.HEAD, Element.COLUMN) else ""
    named = f"“{within}”" if within else ""
    verb = f"从“{change.old}”移来" if change.kind is ChangeKind.MOVED else KINDS[change.kind][1]
    link = f'<a class="here" href="#{name}" title="这一处的链接">#{name[1:]}</a>'
    return f'<p class="what"><strong>{escaped(verb)}</strong> {escaped(change.what.value + named)} {link}</p>\n'


def _both(change: DocumentChange) -> str:
    old, new = _said(change.segments, old=True), _said(change.segments, old=False)
    return (
        f'<div class="sides">\n<div><p class="side-name">旧</p><p class="said">{old or NOTHING}</p></div>\n'
        f'<div><p class="side-name">新</p><p class="said">{new or NOTHING}</p></div>\n</div>\n'
        f'<p class="said in-one">{_in_one(change.segments)}</p>\n'
    )


def _said(segments: Segments, *, old: bool) -> str:
    """Return the words of one side, changed ones marked."""
    return "".join(_marked(segment, old=old) for segment in segments)


def _in_one(segments: Segments) -> str:
    """Return the words of both sides in one text: changed old words before the new ones."""
    return "".join(
        _marked(each, old=True) + _marked(each, old=False) if each.changed else escaped(plain(each.new))
        for each in segments
    )


def _marked(segment: Segment, *, old: bool) -> str:
    text = escaped(plain(segment.old if old else segment.new))
    if not segment.changed or not text:
        return text
    tag = "del" if old else "ins"
    return f"<{tag}{_ENDS[segment.kind]}>{text}</{tag}>"


def _alone(change: DocumentChange) -> str:
    """Return the words of an element that is moved or on one side only; of a table row by row."""
    text = "".join(plain(segment.new or segment.old) for segment in change.segments)
    lines = [_cells(line) if "\t" in line else escaped(line) for line in text.split("\n")]
    tag = {ChangeKind.ADDED: "ins", ChangeKind.REMOVED: "del"}.get(change.kind, "span")
    shown = "".join(f'<p class="said"><{tag}>{line}</{tag}></p>\n' for line in lines if line)
    if change.what is Element.TABLE and len(lines) > MOST // 5:
        return folded(f"看这张表（{len(lines) - 1}行）", shown)
    return shown


def _cells(line: str) -> str:
    """Return the cells of a line, separated for eyes and for screen readers."""
    cells = (f'<span class="cell">{escaped(cell)}</span>' for cell in line.split("\t"))
    return '<span class="unseen">，</span>'.join(cells)


def _table_section(anchor: str, group: ChangeGroup, about: PageMarks) -> PageSection:
    title = group.named
    cells = _cell_table(f"{title}：变了的格（{anchor[1:]}）", group.only(Element.CELL), about)
    picture = about.charts.get(next((one.where.at for one in group.changes if one.new), -1), "")
    markup = section(anchor, title, "".join((picture, *_but_cells(group, about), cells)), level=3, classes="group")
    return PageSection(anchor, title, len(group.changes), markup)


def _but_cells(group: ChangeGroup, about: PageMarks) -> list[str]:
    """Return the boxes of all changes of a table, except changes of cells; many rows are folded."""
    found = [_passage(one, about) for one in group.changes if one.what not in (Element.CELL, Element.ROW)]
    for kind in ChangeKind:
        rows = group.only(Element.ROW, kind)
        many = "".join(_passage(one, about) for one in rows)
        found.append(folded(f"{kind.value}{len(rows)}行", many) if len(rows) > MOST else many)
    return found


def _cell_table(caption: str, cells: Sequence[DocumentChange], about: PageMarks) -> str:
    """Return the changed cells as a table, by row and column; for a form, which has no columns, by row."""
    if not cells:
        return ""
    in_columns = any(one.where.column for one in cells)
    heads = ("行", *(("列",) if in_columns else ()), "旧", "新", "差")
    summary = "；".join(filter(None, (f"{len(cells)}格变了", largest(cells))))
    return folded_table(
        caption, summary, heads, [_cell_row(one, about.names[id(one)], in_columns=in_columns) for one in cells]
    )


def _cell_row(change: DocumentChange, name: str, *, in_columns: bool) -> str:
    number, row = moved(change), change.where.row
    amount = ' class="amount"' if number is not None else ""
    old, new = _said(change.segments, old=True), _said(change.segments, old=False)
    here = f'<a class="here" href="#{name}" title="这一处的链接">#{name[1:]}</a>'
    head = f'<th scope="row">{escaped(row)} {here}</th>' if row.strip() else f"<td>{here}</td>"
    column = f"<td>{escaped(change.where.column)}</td>" if in_columns else ""
    return (
        f'<tr class="{KINDS[change.kind][0]}" id="{name}">{head}{column}<td{amount}>{old}</td><td{amount}>{new}</td>'
        f'<td class="amount">{"" if number is None else signed(number)}</td></tr>\n'
    )
