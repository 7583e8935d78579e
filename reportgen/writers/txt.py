"""The tree as plain text: for reviewers to compare, for officers to paste into a mail.

    【草稿】                              the mark of a draft, and what stands in front of its title
    标题                                  the document's title
    （空行）一、部门概况（空行）          headings stand between blank lines
    正文                                  one paragraph, one line; nothing is indented or wrapped
    ［图：2026年支出结构］                a chart is only named
    （空行）                              a table stands between blank lines
    预算03表                              its number
    2020年部门支出总体情况表              its title
    部门名称：观澜县图书馆　　单位：万元  what stands left and right below the title
    科目编码 ||| 总计 | 基本支出 ||       head rows
    类 | 款 | 项 | 〃 | 小计 | 工资福利支出
    --                                    the end of the head
    201 | 29 | 01 | 14.2 | 14.2 | 5.8     body rows, then notes

`|` ends a grid column. `||` without a space between: the cell before it spans two columns, also at the end of a row.
`〃`: the cell above continues. `⏎`: a line break within a cell. A label is indented by one ideographic space per level.

Words are not changed: a newline in a title breaks the line here as well. Half a surrogate pair, which UTF-8 cannot
hold, becomes `?`. A document with tracked changes is written as its newer version.
"""

from collections.abc import Iterator
from typing import assert_never

from reportgen.document import Block, Cell, Document, Paragraph, Row, Section, Table, plain
from reportgen.grid import grid
from reportgen.style import StyleSheet
from reportgen.tracked_changes import accepted

ABOVE = "〃"
BREAK = "⏎"
INDENT = "\u3000"
HEAD_END = "--"
SEPARATOR = "|"
BETWEEN_SIDES = "\u3000\u3000"


def write(document: Document, style: StyleSheet) -> bytes:  # noqa: ARG001  plain text has no looks
    """Return the document as UTF-8 text that ends with one newline."""
    return text(document).encode(errors="replace")


def text(document: Document) -> str:
    """Return the document as text that ends with one newline."""
    document = accepted(document)
    mark = [f"【{document.mark}】", ""] if document.mark else []
    front = [*block_lines(document.front), ""] if document.front else []
    lines = [*mark, *front, plain(document.title), "", *block_lines(document.blocks)]
    return "\n".join(single_spaced(lines)) + "\n"


def block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the lines of the blocks in reading order."""
    for block in blocks:
        match block:
            case Section():
                yield from ("", block.number + plain(block.title), "")
                yield from block_lines(block.blocks)
            case Paragraph():
                yield plain(block.runs)
            case Table() if block.picture:
                yield f"［图：{plain(block.title)}］"
            case Table():
                yield from ("", *table_lines(block), "")
            case _:
                assert_never(block)


def single_spaced(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with at most one blank line between two, and none at the end."""
    waiting = False
    for line in lines:
        if line and waiting:
            yield ""
        waiting = not line
        if line:
            yield line


def table_lines(table: Table) -> Iterator[str]:
    """Yield the lines of one table."""
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
    """Yield one line for each row of a head or a body."""
    for _, spots in grid(rows, width):
        yield row_line([(ABOVE if below else cell_text(cell), cell.columns) for _, cell, below in spots])


def cell_text(cell: Cell) -> str:
    """Return the text of a cell, with its indent."""
    return INDENT * cell.indent + plain(cell.runs).replace("\n", BREAK)


def row_line(pieces: list[tuple[str, int]]) -> str:
    """Return a row as one line, from the texts of its cells and the columns that they span."""
    last = len(pieces) - 1
    line = ""
    for index, (text, columns) in enumerate(pieces):
        line += f" {text}" if text else ""
        if index < last or columns > 1:
            line += f" {SEPARATOR * columns}"
    return line[1:]
