"""The body (正文): cover, contents and the blocks, bound into Word sections.

What stands in front of the title, the cover and the contents have pages of their own, without page numbers; the pages
after them are counted from 1. Landscape tables are turned, everything else is upright; a heading is turned with the
table it stands above. The title always stands upright.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple, assert_never

from reportgen.document import Block, Document, Paragraph, Section, Table, walk
from reportgen.revising import accepted
from reportgen.style import StyleSheet
from reportgen.writers.docx.blocks import Blocks, Placed
from reportgen.writers.docx.bookmarks import Bookmarks
from reportgen.writers.docx.contents import contents_xml, listed, outlined
from reportgen.writers.docx.cover import cover_xml, has_cover
from reportgen.writers.docx.pages import Numbers

SectionProperties = Callable[[bool, Numbers, bool], str]  # turned, its page numbers, whether it is the first


class Spread(NamedTuple):
    """Pages of one kind (版面): what writes them, given the properties of their last paragraph, and how they lie."""

    write: Callable[[str], Iterator[str]]
    turned: bool = False
    numbers: Numbers = Numbers.NONE


def body_xml(document: Document, style: StyleSheet, section: SectionProperties) -> Iterator[str]:
    """The contents of `w:body`, piece by piece."""
    bookmarks = Bookmarks()
    spreads = [*_opening(document, style, bookmarks), *_pages(document, style, bookmarks)]
    for i, (write, turned, numbers) in enumerate(spreads, 1):
        properties = section(turned, numbers, i == 1)
        yield from write("" if i == len(spreads) else properties)
    yield properties


def _opening(document: Document, style: StyleSheet, bookmarks: Bookmarks) -> Iterator[Spread]:
    """What stands before the pages that are counted."""
    front = Blocks(style, bookmarks)
    for turned, blocks in upright_and_turned([(block, 0) for block in walk(document.front)]):
        yield Spread(partial(front.xml, blocks, turned, True), turned)
    if has_cover(document, style):
        yield Spread(partial(cover_xml, document))
    newer = accepted(document)  # the contents have no tracked changes
    if listed(newer, style.contents):
        yield Spread(partial(contents_xml, newer, style))


def _pages(document: Document, style: StyleSheet, bookmarks: Bookmarks) -> Iterator[Spread]:
    """The pages that are counted; at least one, for a cover alone is no document."""
    blocks = Blocks(style, bookmarks)
    titled = bool(document.title) and not has_cover(document, style)
    title: list[Placed] = [(Section(0, "", document.title, ()), 0)] if titled else []
    spreads = upright_and_turned([*title, *outlined(document.blocks)]) or [(False, [])]
    for i, (turned, placed) in enumerate(spreads):
        yield Spread(partial(blocks.xml, placed, turned, i == 0), turned, Numbers.ON if i else Numbers.FROM_1)


def upright_and_turned(placed: list[Placed]) -> list[tuple[bool, list[Placed]]]:
    """The blocks as successive Word sections; True is landscape."""
    turned, follows = [], False
    for block, level in reversed(placed):
        follows = _is_turned(block, follows)
        turned.append((follows, (block, level)))
    return [(key, [one for _, one in group]) for key, group in groupby(reversed(turned), lambda pair: pair[0])]


def _is_turned(block: Block, follows: bool) -> bool:
    match block:
        case Section():
            return follows and block.level > 0
        case Paragraph():
            return False
        case Table():
            return block.landscape
        case _:
            assert_never(block)
