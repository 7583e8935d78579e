"""Headings, paragraphs, tables and charts as HTML, and the contents that link to them.

Ids come from positions alone, so that a link to a published page survives a change of wording. Sections are `s1`,
`s1-2` (the second section in the first); tables are `t1`, `t2`, … through the whole document; a cell is `t3-2-5`, by
table, row and column.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from typing import assert_never

from reportgen.document import (
    Block,
    Cell,
    Figure,
    Paragraph,
    ParagraphRole,
    Picture,
    Revision,
    Role,
    Row,
    Section,
    Table,
    plain,
)
from reportgen.records import dataclass, replace
from reportgen.style import StyleSheet
from reportgen.tracked_changes import drawn_side, revision_of
from reportgen.writers.html.css import table_size
from reportgen.writers.html.header_cells import CellPlace, CellRow, PlacedCell, own_heads, placed_cells
from reportgen.writers.html.markup import escaped, link_words, phrase, tracked

_DEEPEST = 6  # headings of HTML
_CLASSES = {ParagraphRole.BODY: "body", ParagraphRole.NOTE: "note"}
TALL, LONG = 20, 40  # body rows from which a table scrolls under its head; from which it may be parted in print
SHORT, AMPLE = 4, 8  # a head of at most so many characters stays on one line; a label of at least so many asks for room
CLASSES = {Role.HEAD: "head", Role.CODE: "code", Role.LABEL: "label", Role.NUMBER: "number", Role.TEXT: "text"}
REVISIONS = {Revision.INSERTED: "inserted", Revision.DELETED: "deleted"}


@dataclass(frozen=True, slots=True)
class HtmlPart:
    """One element of the page: its markup, or what opens and closes it, with the elements inside."""

    opening: str
    inside: tuple["HtmlPart", ...] = ()
    closing: str = ""

    @property
    def markup(self) -> str:
        """The element as a whole."""
        return "".join(self.pieces())

    def pieces(self) -> Iterator[str]:
        """Yield the markup from beginning to end: a page of 25,000 lines is never held twice."""
        yield self.opening
        for part in self.inside:
            if part.inside:
                yield from part.pieces()
            else:
                yield f"{part.opening}{part.closing}"
        yield self.closing


@dataclass(frozen=True, slots=True)
class AnchoredBlock:
    """A block with its id.

    Attributes:
        anchor: its id, empty for a paragraph.
        inside: what stands under a section.
    """

    block: Block
    anchor: str = ""
    inside: tuple["AnchoredBlock", ...] = ()


def outline(blocks: tuple[Block, ...], before: str = "") -> tuple[AnchoredBlock, ...]:
    """Return all blocks with their ids, which begin with `before`."""
    return tuple(_placed(blocks, f"{before}s", (f"{before}t{number}" for number in count(1))))


def _placed(blocks: tuple[Block, ...], prefix: str, tables: Iterator[str]) -> Iterator[AnchoredBlock]:
    sections = count(1)
    for block in blocks:
        if isinstance(block, Section):
            anchor = f"{prefix}{next(sections)}"
            yield AnchoredBlock(block, anchor, tuple(_placed(block.blocks, f"{anchor}-", tables)))
        elif isinstance(block, Table):
            yield AnchoredBlock(block, next(tables))
        else:
            yield AnchoredBlock(block)


def _chart(chart: Table, anchor: str, style: StyleSheet) -> str:
    """Return the picture and, folded below it, its numbers as a table, for readers who cannot see it."""
    from reportgen.drawing import description, drawn, heading, svg

    shown = drawn_side(chart)
    picture = svg(drawn(shown), anchor, heading(shown), description(shown))
    title = escaped(" ".join(plain(shown.title).split()))
    numbers = _table(replace(chart, picture=None), f"{anchor}-table", style).markup
    folded = f"<details>\n<summary>{title}：图中的数</summary>\n{numbers}</details>\n"
    kind = " shares" if chart.picture is Picture.SHARES else ""
    return f'<figure class="chart{kind}" id="{anchor}">\n{picture}\n{folded}</figure>\n'


def block_markup(placed: tuple[AnchoredBlock, ...], style: StyleSheet) -> str:
    """Return the blocks in reading order."""
    return "".join([part.markup for part in block_parts(placed, style, table_part)])


TablePart = Callable[[Table, str, StyleSheet], HtmlPart]


def block_parts(placed: tuple[AnchoredBlock, ...], style: StyleSheet, made: TablePart) -> tuple[HtmlPart, ...]:
    """Return the blocks as elements, in reading order; `made` makes those of tables and charts."""
    return tuple([_part(one, style, made) for one in placed])


def _part(placed: AnchoredBlock, style: StyleSheet, made: TablePart) -> HtmlPart:
    match placed.block:
        case Section() as section:
            inside = (HtmlPart(_heading(section)), *block_parts(placed.inside, style, made))
            return HtmlPart(f'<section id="{placed.anchor}">\n', inside, "</section>\n")
        case Paragraph() as block:
            return HtmlPart(f'<p class="{_CLASSES[block.place]}">{phrase(block.runs)}</p>\n')
        case Table() as table:
            return made(table, placed.anchor, style)
        case _:
            assert_never(placed.block)


def table_part(table: Table, anchor: str, style: StyleSheet) -> HtmlPart:
    """Return a table or a chart."""
    return HtmlPart(_chart(table, anchor, style)) if table.picture else _table(table, anchor, style)


def _heading(section: Section) -> str:
    level = section.level + 1
    tag = f"h{min(level, _DEEPEST)}"
    deeper = f' aria-level="{level}"' if level > _DEEPEST else ""
    number = tracked(escaped(section.number), revision_of(section.title))
    return f"<{tag}{deeper}>{number}{phrase(section.title)}</{tag}>\n"


def navigation(placed: tuple[AnchoredBlock, ...]) -> str:
    """Return the contents as `nav`; empty if there is nothing to link to."""
    entries = _entries(placed)
    return f'<nav aria-label="目录">\n<p>目录</p>\n{entries}</nav>\n' if entries else ""


def _entries(placed: tuple[AnchoredBlock, ...]) -> str:
    items = "".join([_entry(one) for one in placed])
    return f"<ol>\n{items}</ol>\n" if items else ""


def _entry(placed: AnchoredBlock) -> str:
    match placed.block:
        case Section() as section:
            words = tracked(escaped(section.number), revision_of(section.title)) + link_words(section.title)
        case Table() as table if table.picture:
            return ""
        case Table() as table:
            words = " ".join(filter(None, map(link_words, (table.serial, table.title)))) or escaped(table.name)
        case Paragraph():
            return ""
        case _:
            assert_never(placed.block)
    return f'<li><a href="#{placed.anchor}">{words}</a>{_entries(placed.inside)}</li>\n'


def _table(table: Table, anchor: str, style: StyleSheet) -> HtmlPart:
    """Return the table in a box of its own, with its notes below."""
    form, rows = not table.head, len(table.body)
    kinds = (
        ("form", form),
        ("landscape", table.landscape),
        ("tall", rows >= TALL and not form),
        ("long", rows >= LONG and not form),
    )
    classes = " ".join(["table", *(name for name, holds in kinds if holds)])
    box = f'<div class="{classes}" id="{anchor}" style="--size:{table_size(table, style)}">\n'
    scroll = f'<div class="scroll" role="region" tabindex="0" aria-label="{escaped(table.name)}">\n'
    above = [HtmlPart(markup) for markup in (_caption(table), _columns(table)) if markup]
    whole = HtmlPart("<table>\n", (*above, *_rows(table, anchor)), "</table>\n")
    notes = [HtmlPart(f'<p class="note">{phrase(note.runs)}</p>\n') for note in table.notes]
    return HtmlPart(box, (HtmlPart(scroll, (whole,), "</div>\n"), *notes), "</div>\n")


def _caption(table: Table) -> str:
    name = _line("serial", phrase(table.serial)) + _line("title", phrase(table.title))
    sides = _line("left", phrase(table.left)) + _line("right", phrase(table.right))
    name = name and f"<div>{name}</div>"
    sides = sides and f'<div class="sides">{sides}</div>'
    return f"<caption>{name}{sides}</caption>\n" if name or sides else ""


def _line(name: str, words: str) -> str:
    return words and f'<p class="{name}">{words}</p>'


def _columns(table: Table) -> str:
    """Return the column widths, if the table states them."""
    columns = [f'<col style="width:{width * 100 // sum(table.widths)}%">' for width in table.widths]
    return f"<colgroup>{''.join(columns)}</colgroup>\n" if columns else ""


def _rows(table: Table, anchor: str) -> list[HtmlPart]:
    """Return head and body."""
    lines, heads = placed_cells(table), len(table.head)
    owns, nothing = own_heads(lines, heads, table.width), _zero_columns(lines[heads:]) if heads else set()
    named = {place for places in owns.values() for place in places}
    marked = [
        HtmlPart(
            _row(
                row,
                [
                    _cell(placed, _links(anchor, placed, owns, named), table.frozen, nothing)
                    for placed in line
                    if placed.place[0] == at  # it begins in this row
                ],
            )
        )
        for at, (row, line) in enumerate(zip(table.head + table.body, lines, strict=True))
    ]
    groups = (("thead", tuple(marked[:heads])), ("tbody", tuple(marked[heads:])))
    return [HtmlPart(f"<{tag}>\n", rows, f"</{tag}>\n") for tag, rows in groups if rows]


def _zero_columns(lines: list[CellRow]) -> set[int]:
    """Return the columns whose numbers are all zero."""
    numbers, others = set[int](), set[int]()
    for line in lines:
        for placed in line:
            if placed.place[1] not in others:
                values = [run.value for run in placed.cell.runs if isinstance(run, Figure)]
                if any(value != "0" and Decimal(value) for value in values):
                    others.add(placed.place[1])
                elif values:
                    numbers.add(placed.place[1])
    return numbers - others


def _links(anchor: str, placed: PlacedCell, owns: dict[CellPlace, tuple[CellPlace, ...]], named: set[CellPlace]) -> str:
    """Return the attributes that tie a cell to its heads: `headers` with their ids; `id` if others name this one."""
    own = owns.get(placed.place, ())
    tied = f' headers="{" ".join([_id(anchor, place) for place in own])}"' if own else ""
    return f' id="{_id(anchor, placed.place)}"' if placed.place in named else tied


def _id(anchor: str, place: CellPlace) -> str:
    return f"{anchor}-{place[0] + 1}-{place[1] + 1}"


def _row(row: Row, cells: list[str]) -> str:
    kinds = ["total"] if row.total else []
    kinds += [REVISIONS[row.revision]] if row.revision else []
    opening = f'<tr class="{" ".join(kinds)}">' if kinds else "<tr>"
    return f"{opening}{''.join(cells)}</tr>\n"


def _cell(placed: PlacedCell, links: str, frozen: int, nothing: set[int]) -> str:
    cell, words, column = placed.cell, phrase(placed.cell.runs), placed.place[1]
    quiet = " nothing" if words and cell.role is Role.NUMBER and column in nothing else ""
    attributes = f' class="{CLASSES[cell.role]}{_width_class(cell)}{_frozen_class(cell, column, frozen)}{quiet}"{links}'
    if cell.columns > 1:
        attributes += f' colspan="{cell.columns}"'
    if cell.rows > 1:
        attributes += f' rowspan="{cell.rows}"'
    if cell.indent:
        attributes += f' style="--indent:{cell.indent}"'
    if placed.scope:
        return f'<th scope="{placed.scope}"{attributes}>{words}</th>'
    return f"<td{attributes}>{words}</td>"


def _width_class(cell: Cell) -> str:
    """Return the class that keeps a head or a label from shrinking to a column of single characters."""
    match cell.role:
        case Role.HEAD if len(plain(cell.runs)) <= SHORT:
            return " short"
        case Role.LABEL if len(plain(cell.runs)) >= AMPLE:
            return " ample"
        case _:
            return ""


def _frozen_class(cell: Cell, column: int, frozen: int) -> str:
    """Return the class of the last cell that names a row: it stays visible when the table scrolls sideways."""
    if frozen and column + cell.columns == frozen:
        return " kept" if column == frozen - 1 else " kept across"
    return ""
