"""A table as lines of text: number, title, the line under the title, head rows, `--`, body rows, notes.

    预算03表
    2020年部门支出总体情况表
    部门名称：观澜县图书馆　　单位：万元
    科目编码 ||| 总计 | 基本支出 ||
    类 | 款 | 项 | 〃 | 小计 | 工资福利支出
    --
    201 | 29 | 01 | 14.2 | 14.2 | 5.8

`|` ends a grid column, but for the last: `||` without a space between says that the cell before it spans two columns,
also at the end of a row, and `〃` that the cell above goes on; an empty cell is empty. A line break inside a cell
is `⏎`. A label is set in by one ideographic space per level.
"""

from collections.abc import Iterator

from reportgen.document import Cell, Row, Table, plain
from reportgen.grid import grid

ABOVE = "〃"
BREAK = "⏎"
INDENT = "\u3000"
HEAD_END = "--"
SEPARATOR = "|"
BETWEEN_SIDES = "\u3000\u3000"


def table_lines(table: Table) -> Iterator[str]:
    """Lines of one table."""
    sides = (plain(table.left), plain(table.right))
    caption = (table.number, plain(table.title), BETWEEN_SIDES.join(filter(None, sides)))
    yield from filter(None, caption)
    yield from row_lines(table.head, table.width)
    if table.head:
        yield HEAD_END
    yield from row_lines(table.body, table.width)
    for note in table.notes:
        yield plain(note.runs)


def row_lines(rows: tuple[Row, ...], width: int) -> Iterator[str]:
    """One line per row of a head or a body."""
    for _, spots in grid(rows, width):
        yield row_line([(ABOVE if below else cell_text(cell), cell.columns) for _, cell, below in spots])


def cell_text(cell: Cell) -> str:
    """What the cell says, set in by its indent."""
    return INDENT * cell.indent + plain(cell.runs).replace("\n", BREAK)


def row_line(pieces: list[tuple[str, int]]) -> str:
    """Texts, each with the columns it spans, on one line without a space at either end."""
    last = len(pieces) - 1
    line = ""
    for index, (text, columns) in enumerate(pieces):
        line += f" {text}" if text else ""
        if index < last or columns > 1:
            line += f" {SEPARATOR * columns}"
    return line[1:]
