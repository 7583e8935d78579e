"""The tree as plain text: what a reviewer diffs and an officer pastes into a mail.

    【草稿】                              the mark of a draft, and what stands in front of its title
    标题                                  the document's title
    （空行）一、部门概况（空行）          headings stand between blank lines
    正文                                  one paragraph, one line; nothing is indented or wrapped
    ［图：2026年支出结构］                what is drawn elsewhere
    表                                    between blank lines, laid out by `table`

Words come out as they are in the tree: a newline inside a name breaks the line here as well. Only what UTF-8 cannot
hold (half a surrogate pair) becomes `?`. Of a document with tracked changes it is the newer one.
"""

from collections.abc import Iterator
from typing import assert_never

from reportgen.document import Block, Document, Paragraph, Section, Table, plain
from reportgen.revising import accepted
from reportgen.style import StyleSheet
from reportgen.writers.txt.table import table_lines


def write(document: Document, style: StyleSheet) -> bytes:  # noqa: ARG001  plain text has no looks
    """The document as UTF-8 text that ends with one newline."""
    return text(document).encode(errors="replace")


def text(document: Document) -> str:
    """The document as text that ends with one newline."""
    document = accepted(document)
    mark = [f"【{document.mark}】", ""] if document.mark else []
    front = [*block_lines(document.front), ""] if document.front else []
    lines = [*mark, *front, plain(document.title), "", *block_lines(document.blocks)]
    return "\n".join(single_spaced(lines)) + "\n"


def block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Lines of the blocks in reading order."""
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
    """The lines with one blank line where several meet, and none at the end."""
    waiting = False
    for line in lines:
        if line and waiting:
            yield ""
        waiting = not line
        if line:
            yield line
