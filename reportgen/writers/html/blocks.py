"""What stands in the page's `main`: sections, paragraphs and tables."""

from typing import assert_never

from reportgen.document import Paragraph, Place, Section, Table, revision_of
from reportgen.style import StyleSheet
from reportgen.writers.html.chart import chart_block
from reportgen.writers.html.markup import escaped, phrase, tracked
from reportgen.writers.html.outline import Placed
from reportgen.writers.html.table import table_block

DEEPEST = 6
CLASSES = {Place.BODY: "body", Place.NOTE: "note"}


def block_markup(placed: tuple[Placed, ...], style: StyleSheet) -> str:
    """The blocks in reading order."""
    return "".join([_block(one, style) for one in placed])


def paragraph(block: Paragraph) -> str:
    """One paragraph."""
    return f'<p class="{CLASSES[block.place]}">{phrase(block.runs)}</p>\n'


def _block(placed: Placed, style: StyleSheet) -> str:
    match placed.block:
        case Section() as section:
            inside = block_markup(placed.inside, style)
            return f'<section id="{placed.anchor}">\n{_heading(section)}{inside}</section>\n'
        case Paragraph() as block:
            return paragraph(block)
        case Table() as table if table.picture:
            return chart_block(table, placed.anchor, style)
        case Table() as table:
            return table_block(table, placed.anchor, style)
        case _:
            assert_never(placed.block)


def _heading(section: Section) -> str:
    level = section.level + 1
    tag = f"h{min(level, DEEPEST)}"
    deeper = f' aria-level="{level}"' if level > DEEPEST else ""
    number = tracked(escaped(section.number), revision_of(section.title))
    return f"<{tag}{deeper}>{number}{phrase(section.title)}</{tag}>\n"
