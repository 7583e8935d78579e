"""The tree as a body (正文): headings, paragraphs and tables, bound into upright and turned Word sections.

Landscape tables are turned, everything else is upright; a heading is turned with the table it stands above. The title
always stands upright. What stands in front of it has Word sections, and so pages, of its own.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never

from reportgen.document import Block, Document, Paragraph, Place, Section, Table, plain, walk
from reportgen.style import StyleSheet
from reportgen.writers.docx import styles
from reportgen.writers.docx.pages import section_properties
from reportgen.writers.docx.tables import table_xml
from reportgen.writers.docx.text import paragraph, runs_xml, text_runs

_BREAK = "<w:pageBreakBefore/>"


def body_xml(document: Document, style: StyleSheet) -> Iterator[str]:
    """The contents of `w:body`, piece by piece."""
    title = [Section(0, "", document.title, ())] if document.title else []
    front = upright_and_turned(list(walk(document.front)))
    spreads = front + upright_and_turned([*title, *walk(document.blocks)]) or [(False, [])]
    for i, (turned, blocks) in enumerate(spreads, 1):
        properties = section_properties(style.landscape if turned else style.portrait, style, bool(document.mark))
        last = i == len(spreads)
        yield from spread_xml(blocks, turned, style, "" if last else properties)
        if last:
            yield properties


def upright_and_turned(blocks: list[Block]) -> list[tuple[bool, list[Block]]]:
    """The blocks as successive Word sections; True is landscape."""
    turned, follows = [], False
    for block in reversed(blocks):
        match block:
            case Section():
                follows = follows and block.level > 0
            case Paragraph():
                follows = False
            case Table():
                follows = block.landscape
            case _:
                assert_never(block)
        turned.append((follows, block))
    return [(key, [block for _, block in group]) for key, group in groupby(reversed(turned), lambda pair: pair[0])]


def spread_xml(blocks: list[Block], turned: bool, style: StyleSheet, end: str) -> Iterator[str]:
    """One Word section, `end` in its last paragraph."""
    for i, block in enumerate(blocks):
        before = _BREAK if i and _starts_page(blocks[i - 1], block, turned, style) else ""
        yield from _block(block, style, before, end if i == len(blocks) - 1 else "")


def _starts_page(above: Block, block: Block, turned: bool, style: StyleSheet) -> bool:
    """Whether a block starts a page; every landscape table with its headings does, others as the style says.

    A table without a title stands in the text.
    """
    if turned and isinstance(above, Table):
        return True
    match block:
        case Section():
            titled = isinstance(above, Section) and above.level == 0
            return not titled and style.texts[styles.heading_kind(block.level)].new_page
        case Table():
            titled = bool(plain(block.title))
            return titled and not isinstance(above, Section) and style.texts["表题"].new_page
        case Paragraph():
            return False
        case _:
            assert_never(block)


def _block(block: Block, style: StyleSheet, before: str, end: str) -> Iterator[str]:
    match block:
        case Section():
            content = text_runs(block.number) + runs_xml(block.title)
            yield paragraph(styles.heading(block.level), content, before + end)
        case Paragraph():
            name = styles.BODY if block.place is Place.BODY else styles.NOTE
            yield paragraph(name, runs_xml(block.runs), before + end)
        case Table():
            yield from table_xml(block, style, before, end)
        case _:
            assert_never(block)
