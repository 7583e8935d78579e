"""The tree that a reader returns for a file that a writer wrote: only what can be seen in the file.

- Figures are text; runs are joined; empty paragraphs and the space around lines and cells are gone.
- Numbers of headings are where the title shows them; a section ends where the next of its level begins.
- A table that prints nothing is gone, its notes stand alone; one without rows has no width.
- Labels and text are told apart by whether the table has a head, as in print; labels of total rows are not indented.
- The date is seen on a cover only, whose lines are not in the tree; language, fixed columns and widths are not seen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.document import Block, Cell, Document, Paragraph, Row, Runs, Section, Table, as_runs, plain, walk
from reportgen.fingerprint import DEEPEST, DRAWN
from reportgen.readers._cells import ReadCell, TablePart, is_total, kind_of, role, tree_cell
from reportgen.readers._headings import by_level, number_and_title
from reportgen.readers._lines import new_name, sides

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_read(document: Document, cover: bool = False) -> Document:
    """The document as a reader returns it after a writer wrote it, as DOCX or HTML.

    Args:
        cover: the file has one; HTML never does.
    """
    names: dict[str, int] = {}
    title = _seen(document.title)
    front, blocks = ([*_flat(blocks, names)] for blocks in (document.front, document.blocks))
    if not title:
        front, blocks = [], front + blocks
    return replace(
        document,
        title=as_runs(title),
        language="zh-CN",
        front=by_level(front),
        blocks=by_level(blocks),
        date=document.date if cover and document.title else "",
        cover=(),
    )


def any_way_up(document: Document) -> Document:
    """The document without how the pages of its tables are held: a turned page may take a short upright table."""
    return replace(document, blocks=_any_way_up(document.blocks))


def _any_way_up(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(
        replace(each, blocks=_any_way_up(each.blocks))
        if isinstance(each, Section)
        else replace(each, landscape=False)
        if isinstance(each, Table)
        else each
        for each in blocks
    )


def _text(runs: Runs) -> str:
    return _NOT_IN_XML.sub("\ufffd", plain(runs))


def _seen(runs: Runs) -> str:
    return _text(runs).strip()


def _flat(blocks: tuple[Block, ...], names: dict[str, int]) -> Iterator[Block]:
    """The blocks that print, one after another; sections without their contents."""
    for block in walk(blocks):
        match block:
            case Section():
                number, title = number_and_title(_NOT_IN_XML.sub("\ufffd", block.number + plain(block.title)).strip())
                if title:
                    yield Section(min(block.level, DEEPEST), number, as_runs(title.strip()), ())
            case Paragraph():
                yield from _paragraphs((block,))
            case Table() if block.picture:
                yield Paragraph(as_runs(DRAWN))
            case Table():
                yield from _table(block, names)


def _paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    return (replace(each, runs=as_runs(text)) for each in paragraphs if (text := _seen(each.runs)))


def _table(table: Table, names: dict[str, int]) -> Iterator[Table | Paragraph]:
    notes = tuple(_paragraphs(table.notes))
    number, title, right = _NOT_IN_XML.sub("\ufffd", table.number).strip(), _seen(table.title), _text(table.right)
    left, right = sides(f"{_text(table.left)}\t{right}" if right else _text(table.left))
    rows = bool(table.head or table.body)
    if not (rows or number or title or left or right):
        yield from notes
        return
    stated = _NOT_IN_XML.sub("\ufffd", table.name) if rows else ""
    yield Table(
        new_name((stated, number, title), names),
        number,
        as_runs(title),
        as_runs(left),
        as_runs(right),
        table.width if rows else 0,
        tuple(_row(row, TablePart.HEAD) for row in table.head),
        tuple(_row(row, TablePart.BODY if table.head else TablePart.FORM) for row in table.body),
        notes,
        table.landscape and rows,
    )


def _row(row: Row, part: TablePart) -> Row:
    total = part is TablePart.BODY and is_total(_text(each.runs) for each in row.cells)
    return Row(tuple(_cell(each, row.total, part, total) for each in row.cells), total)


def _cell(printed: Cell, total_row: bool, part: TablePart, total: bool) -> Cell:
    """The cell as its printed style tells it; `total`: its row is taken for a total row."""
    text, kind = _text(printed.runs), kind_of(printed.role, total_row, part)
    cell = ReadCell(text, kind, 0 if total_row else printed.indent, printed.columns)
    return tree_cell(cell, role(kind, text, part, total, printed.role), printed.rows)
