"""Headings, paragraphs, tables and charts as HTML, and the contents that link to them.

Ids come from positions alone, so that a link to a published page survives a change of wording. Sections are `s1`,
`s1-2` (the second section in the first); tables are `t1`, `t2`, … through the whole document.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import assert_never

from reportgen.document import Block, Paragraph, Place, Section, Table, plain, revision_of
from reportgen.drawing import description, drawn, heading, svg
from reportgen.style import StyleSheet
from reportgen.tracked_changes import drawn_side
from reportgen.writers.html.markup import escaped, link_words, phrase, tracked
from reportgen.writers.html.table import table_block

_DEEPEST = 6  # headings of HTML
_CLASSES = {Place.BODY: "body", Place.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its id.

    Attributes:
        anchor: its id, empty for a paragraph.
        inside: what stands under a section.
    """

    block: Block
    anchor: str = ""
    inside: tuple["Placed", ...] = ()


def outline(blocks: tuple[Block, ...], before: str = "") -> tuple[Placed, ...]:
    """All blocks with their ids, which begin with `before`."""
    return tuple(_placed(blocks, f"{before}s", (f"{before}t{number}" for number in count(1))))


def _placed(blocks: tuple[Block, ...], prefix: str, tables: Iterator[str]) -> Iterator[Placed]:
    sections = count(1)
    for block in blocks:
        if isinstance(block, Section):
            anchor = f"{prefix}{next(sections)}"
            yield Placed(block, anchor, tuple(_placed(block.blocks, f"{anchor}-", tables)))
        elif isinstance(block, Table):
            yield Placed(block, next(tables))
        else:
            yield Placed(block)


def _chart(chart: Table, anchor: str, style: StyleSheet) -> str:
    """The picture; below it, folded, its numbers as a table, for those who cannot see it or want them exactly."""
    shown = drawn_side(chart)
    picture = svg(drawn(shown), anchor, heading(shown), description(shown))
    title = escaped(" ".join(plain(shown.title).split()))
    numbers = table_block(replace(chart, picture=None), f"{anchor}-table", style)
    folded = f"<details>\n<summary>{title}：图中的数</summary>\n{numbers}</details>\n"
    return f'<figure class="chart" id="{anchor}">\n{picture}\n{folded}</figure>\n'


def block_markup(placed: tuple[Placed, ...], style: StyleSheet) -> str:
    """The blocks in reading order."""
    return "".join([_block(one, style) for one in placed])


def _block(placed: Placed, style: StyleSheet) -> str:
    match placed.block:
        case Section() as section:
            inside = block_markup(placed.inside, style)
            return f'<section id="{placed.anchor}">\n{_heading(section)}{inside}</section>\n'
        case Paragraph() as block:
            return f'<p class="{_CLASSES[block.place]}">{phrase(block.runs)}</p>\n'
        case Table() as table if table.picture:
            return _chart(table, placed.anchor, style)
        case Table() as table:
            return table_block(table, placed.anchor, style)
        case _:
            assert_never(placed.block)


def _heading(section: Section) -> str:
    level = section.level + 1
    tag = f"h{min(level, _DEEPEST)}"
    deeper = f' aria-level="{level}"' if level > _DEEPEST else ""
    number = tracked(escaped(section.number), revision_of(section.title))
    return f"<{tag}{deeper}>{number}{phrase(section.title)}</{tag}>\n"


def navigation(placed: tuple[Placed, ...]) -> str:
    """The `nav` of the page; nothing where there is nothing to link to."""
    entries = _entries(placed)
    return f'<nav aria-label="目录">\n<p>目录</p>\n{entries}</nav>\n' if entries else ""


def _entries(placed: tuple[Placed, ...]) -> str:
    items = "".join([_entry(one) for one in placed])
    return f"<ol>\n{items}</ol>\n" if items else ""


def _entry(placed: Placed) -> str:
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
