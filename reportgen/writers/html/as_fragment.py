"""The article alone (网页片段), for a site that puts it into a page of its own and styles it.

Structure, ids and classes are those of the page, but there is no `main` and no h1: both belong to the site's page. The
title is h2, sections are h3 … h6, deeper ones have an `aria-level`. The findings of a draft begin with h2, since no
level may be skipped.
"""

from reportgen.document import Block, Document, Section
from reportgen.records import replace
from reportgen.style import StyleSheet
from reportgen.writers.html import front_markup, mark_markup
from reportgen.writers.html.blocks import block_markup, navigation, outline
from reportgen.writers.html.markup import escaped, phrase


def write(document: Document, style: StyleSheet) -> bytes:
    """Return the article, UTF-8: no style, no script, nothing around it."""
    placed = outline(_one_level_lower(document.blocks))
    return "".join(
        (
            f'<article class="disclosure" lang="{escaped(document.language)}">\n',
            mark_markup(document.mark),
            front_markup(document.front, style),
            f"<header>\n<h2>{phrase(document.title)}</h2>\n</header>\n",
            navigation(placed),
            block_markup(placed, style),
            "</article>\n",
        )
    ).encode()


def _one_level_lower(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every heading one level lower."""
    return tuple(
        replace(block, level=block.level + 1, blocks=_one_level_lower(block.blocks))
        if isinstance(block, Section)
        else block
        for block in blocks
    )
