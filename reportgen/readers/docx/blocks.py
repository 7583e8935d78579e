"""Paragraphs and tables of a Word file (段落、表格), one after another: of the body, a cell, a text box or a note.

A paragraph whose mark is removed by a tracked change continues in the next one. A table without rows is left out. Notes
and text boxes come after the paragraph that they are attached to.
Source: ECMA-376 part 1, 17.2.2 (body), 17.3.1.22 (paragraphs), 17.4 (tables), 17.5.2 (content controls), 17.13.5
(tracked marks, rows and cells).
"""

from collections.abc import Iterator
from itertools import accumulate, takewhile

from reportgen import ooxml
from reportgen.ooxml import Element, P, W
from reportgen.readers._cells import GridRow, ReadCell, TableRows, grid, width_of
from reportgen.readers._lines import LineKind, Piece, TableOnPage, TextLine
from reportgen.readers._work import LINE, spend
from reportgen.readers.docx.styles import CONTENTS, CONTENTS_TITLE, Style, level_of
from reportgen.readers.docx.text import Revisions, Story, words_of
from reportgen.records import NamedTuple

_AROUND = {f"{W}customXml", f"{W}smartTag", *ooxml.TRACKED}
_STYLE, _OUTLINE, _LIST = f"{W}pStyle", f"{W}outlineLvl", f"{W}numPr"
_ALIGN, _INDENT, _CHANGED = f"{W}jc", f"{W}ind", f"{W}pPrChange"
_SPAN, _MERGED_BELOW, _MERGED_BESIDE = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_CELL_CHANGES = {Revisions.ACCEPTED: f"{W}cellDel", Revisions.ORIGINAL: f"{W}cellIns"}
_CONTENTS = {CONTENTS, CONTENTS_TITLE}
_NO_LINE = TextLine("")
_MOST = 1000  # columns that a cell may span
_SLIVER = 15  # twips, a quarter of a millimetre; narrower grid columns do not count


class SectionEnd(NamedTuple):
    """The end of a Word section (分节); `landscape`: how its pages are held."""

    landscape: bool


BodyPiece = TextLine | SectionEnd | Element  # the element is a table
About = dict[str, Element]  # child elements of a properties element, by tag


def lines_and_tables(body: Element, story: Story) -> list[Piece]:
    """Return the lines and tables of a body, in order; each table knows whether its page is landscape."""
    read = [
        each if isinstance(each, TextLine | SectionEnd) else table_rows(each, story) for each in pieces(body, story)
    ]
    found: list[Piece] = []
    landscape = False
    for each in reversed(read):  # a section states at its end whether its pages are landscape
        if isinstance(each, SectionEnd):
            landscape = each.landscape
        else:
            found.append(each if isinstance(each, TextLine) else TableOnPage(each, landscape))
    return found[::-1]


def pieces(holder: Element, story: Story) -> Iterator[BodyPiece]:
    """Yield the lines, tables and ends of sections in an element, without tables of contents."""
    carried = _NO_LINE  # a line whose paragraph mark is removed
    for child, listed in _blocks(holder):
        if child.tag == ooxml.TBL and _vanishes(child, story):
            continue
        if child.tag == P:
            listed = listed or story.in_contents
            about = _about(child.find(ooxml.PPR))
            line = _line(child, about, story, carried.text)
            carried = line if _has_removed(about.get(ooxml.RPR), story) else _NO_LINE
            if listed or story.in_contents or line.kind in _CONTENTS:
                story.contents.append(line.text)
                if story.lines:
                    story.lines.pop()
            elif not (carried.text or carried is line):
                yield line
            if story.hanging:
                yield from _attached(story)
            if ooxml.SECTION in about and carried is not line:
                yield _section_end(about[ooxml.SECTION])
            continue
        if carried.text:
            yield carried
        carried = _NO_LINE
        yield child if child.tag == ooxml.TBL else _section_end(child)
    if carried.text:
        yield carried


def _blocks(holder: Element, listed: bool = False) -> Iterator[tuple[Element, bool]]:
    """Yield paragraphs, tables and section properties in any wrapping, and whether they are in a table of contents."""
    for child in holder:
        kind = child.tag
        if kind in (P, ooxml.TBL, ooxml.SECTION):
            yield child, listed
        elif kind == ooxml.SDT:
            content = child.find(ooxml.SDT_CONTENT)
            gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            within = gallery is not None and gallery.get(ooxml.VAL) == "Table of Contents"
            yield from _blocks(() if content is None else content, listed or within)
        elif kind == ooxml.ALTERNATE:
            yield from _blocks(ooxml.chosen(child), listed)
        elif kind in _AROUND:
            yield from _blocks(child, listed)


def _line(paragraph: Element, about: About, story: Story, before: str) -> TextLine:
    """Return a paragraph as a line; `before`: words of paragraphs before it whose marks are removed."""
    if story.revisions is Revisions.ORIGINAL and _CHANGED in about:
        earlier = about[_CHANGED].find(ooxml.PPR)
        about = about if earlier is None else _about(earlier)
    key = ooxml.property_value(about, _STYLE)
    style = story.styles[key]
    text = before + words_of(paragraph, story, style)
    level = level_of(about[_OUTLINE]) if _OUTLINE in about else style.level
    number = _number(about.get(_LIST), style, story) if style.list or _LIST in about else ""
    if number and story.lines:
        story.lines[-1] = story.lines[-1]._replace(number=number)
    indent = _indent(about[_INDENT], style.size) if _INDENT in about else 0
    return TextLine(
        text,
        number if text.strip() else "",
        style.kind,
        level,
        ooxml.property_value(about, _ALIGN, style.align),
        indent,
    )


def _about(properties: Element) -> About:
    return {} if properties is None else {each.tag: each for each in properties}


def _number(own: Element, style: Style, story: Story) -> str:
    """Return the automatic number of a paragraph, from the list that it names itself, else from that of its style."""
    key, depth = ooxml.value(own, "numId"), ooxml.value(own, "ilvl")
    if key:
        return story.counting.label(key, ooxml.whole(depth), "")
    return story.counting.label(style.list, ooxml.whole(depth, style.depth), "" if depth else style.key)


def _indent(by: Element, size: int) -> int:
    """Return the levels of indent, each one character wide; a text indented alike on both sides has none."""
    hundredths = ooxml.whole(by.get(f"{W}leftChars") or by.get(f"{W}startChars"))
    twips = ooxml.whole(by.get(f"{W}left") or by.get(f"{W}start"))
    if twips and twips == ooxml.whole(by.get(f"{W}right") or by.get(f"{W}end")):
        return 0
    em = max(size, 1) * 10
    return max(0, (hundredths + 50) // 100 if hundredths else (twips + em // 2) // em)


def _has_removed(properties: Element, story: Story) -> bool:
    """Whether the properties of a paragraph mark or of a row say that a tracked change removes it."""
    return properties is not None and any(story.removed(each.tag) for each in properties)


def _vanishes(table: Element, story: Story) -> bool:
    """Whether all rows are removed, and with them the table."""
    rows = table.findall(ooxml.TR)
    return bool(rows) and all(_has_removed(row.find(ooxml.TRPR), story) for row in rows)


def _attached(story: Story) -> Iterator[BodyPiece]:
    """Yield the notes and text boxes of the paragraph just read, in order; each note is one line."""
    hanging, story.hanging = story.hanging, []
    for holder, note in hanging:
        spend(LINE * len(holder))  # several paragraphs may refer to one note
        found = pieces(holder, story)
        if note:
            texts = (each.text.strip() for each in found if isinstance(each, TextLine))
            yield TextLine("\n".join(filter(None, texts)), kind=LineKind.FOOTNOTE)
        else:
            yield from found


def _section_end(section: Element) -> SectionEnd:
    size = section.find(f"{W}pgSz")
    return SectionEnd(size is not None and ooxml.whole(size.get(f"{W}w")) > ooxml.whole(size.get(f"{W}h")))


def table_rows(table: Element, story: Story) -> TableRows:
    """Return the table; a head is guessed if none is marked and the writer did not make the file."""
    spend(LINE)
    notes: list[str] = []
    found = [
        (bool(ooxml.switched_on(row.find(ooxml.TRPR), "tblHeader")), _grid_row(row, story, notes))
        for row in _inside(table, ooxml.TR)
        if not _has_removed(row.find(ooxml.TRPR), story)
    ]
    rows = _without_slivers([row for _, row in found], table.find(f"{W}tblGrid"))
    heads = sum(1 for _ in takewhile(bool, (head for head, _ in found)))
    return grid(ooxml.value(table.find(f"{W}tblPr"), "tblCaption"), rows, heads, story.styles.ours, notes)


def _inside(holder: Element, kind: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, whatever wraps them."""
    for child in holder:
        if child.tag == kind:
            yield child
        elif child.tag == ooxml.ALTERNATE:
            yield from _inside(ooxml.chosen(child), kind)
        elif child.tag in (ooxml.SDT, ooxml.SDT_CONTENT, f"{W}customXml"):
            yield from _inside(child, kind)


def _grid_row(row: Element, story: Story, notes: list[str]) -> GridRow:
    column, cells = 0, {}
    for cell in _read_cells(row, story, notes):
        cells[column] = cell
        column += cell.columns
    return cells


def _read_cells(row: Element, story: Story, notes: list[str]) -> Iterator[ReadCell]:
    """Yield the cells of a row from left to right; grid columns left out before or after them make one empty cell."""
    properties = row.find(ooxml.TRPR)
    if before := ooxml.whole(ooxml.value(properties, "gridBefore")):
        yield ReadCell(columns=_limited_span(before))
    held: ReadCell | None = None
    for each in _inside(row, ooxml.TC):
        about = _about(each.find(ooxml.TCPR))
        if _CELL_CHANGES[story.revisions] in about:
            continue
        cell = _read_cell(each, about, story, notes)
        if held and _MERGED_BESIDE in about and ooxml.property_value(about, _MERGED_BESIDE, "continue") != "restart":
            held = held._replace(columns=held.columns + cell.columns)
            continue
        if held:
            yield held
        held = cell
    if held:
        yield held
    if after := ooxml.whole(ooxml.value(properties, "gridAfter")):
        yield ReadCell(columns=_limited_span(after))


def _read_cell(element: Element, about: About, story: Story, notes: list[str]) -> ReadCell:
    lines = list(_cell_lines(element, story))
    if len(lines) > 1:
        notes += [line.text for line in lines if line.kind == LineKind.FOOTNOTE]
        lines = [line for line in lines if line.kind != LineKind.FOOTNOTE]
    first = next((line for line in lines if line.text), lines[0] if lines else _NO_LINE)
    text = "\n".join([line.number + line.text for line in lines]) if len(lines) > 1 else first.number + first.text
    columns = _limited_span(ooxml.whole(ooxml.property_value(about, _SPAN))) if _SPAN in about else 1
    below = _MERGED_BELOW in about and ooxml.property_value(about, _MERGED_BELOW) != "restart"
    return ReadCell(text, first.kind, first.indent, columns, below)


def _cell_lines(element: Element, story: Story) -> Iterator[TextLine]:
    """Yield the lines of a cell, and of tables within it."""
    lone = [each.tag for each in element] == [ooxml.TCPR, P] and not story.fields
    for piece in _lone_line(element[-1], story) if lone else pieces(element, story):
        if isinstance(piece, TextLine):
            yield piece
        elif not isinstance(piece, SectionEnd):
            for row in _inside(piece, ooxml.TR):
                for each in _inside(row, ooxml.TC):
                    yield from _cell_lines(each, story)


def _lone_line(paragraph: Element, story: Story) -> list[BodyPiece]:
    """Return what `pieces` yields for a single paragraph, as nearly every cell has, but faster."""
    line = _line(paragraph, _about(paragraph.find(ooxml.PPR)), story, "")
    return [line, *_attached(story)] if story.hanging else [line]


def _limited_span(columns: int) -> int:
    """Return the columns, limited to what a cell can span."""
    return max(1, min(columns, _MOST))


def _without_slivers(rows: list[GridRow], grid: Element) -> list[GridRow]:
    """Return the rows without grid columns too narrow to see: LibreOffice adds them where edges differ by a twip."""
    widths = [] if grid is None else [ooxml.whole(each.get(f"{W}w")) for each in grid.findall(f"{W}gridCol")]
    seen = [0, *accumulate(int(width > _SLIVER) for width in widths)]
    if seen[-1] == len(widths) or any(width_of(row) > len(widths) for row in rows):
        return rows
    kept = [
        {seen[at]: cell._replace(columns=seen[at + cell.columns] - seen[at]) for at, cell in row.items()}
        for row in rows
    ]
    return kept if all(cell.columns for row in kept for cell in row.values()) else rows
