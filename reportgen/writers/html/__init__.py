"""The disclosure as one HTML file that stands alone: no script, no network, every number a `<data>` with its name.

    head        title, and style: `style.css` and what `css` takes from the style sheet
    p.mark      the mark of a draft, in an aside, with its own style, `mark.css`
    aside.front the findings of a draft, before the title
    header      the title, and what the cover says below it
    nav         contents
    main        sections with headings h2 … h6, paragraphs, tables

Tracked changes are `ins` and `del`, and classes of rows. A blank text never becomes a heading or a header cell. The
words of the document are never changed.
"""

from collections.abc import Iterator

from reportgen.document import Block, Document, below_title
from reportgen.draft_mark import marked_title
from reportgen.style import StyleSheet
from reportgen.tracked_changes import accepted
from reportgen.writers.html.blocks import (
    HtmlPart,
    TablePart,
    block_markup,
    block_parts,
    navigation,
    outline,
    table_part,
)
from reportgen.writers.html.css import css_file, sheet_style, style_text
from reportgen.writers.html.markup import escaped, page_head, phrase

__all__ = [
    "HtmlPart",
    "TablePart",
    "body_markup",
    "body_parts",
    "front_markup",
    "mark_markup",
    "page",
    "page_style",
    "sheet_style",
    "table_part",
    "write",
]


def write(document: Document, style: StyleSheet) -> bytes:
    """Return the page, UTF-8."""
    return page(document, style)


def page(document: Document, style: StyleSheet, css: str = "", opening: str = "") -> bytes:
    """Return the page, UTF-8; `css`: added to its style; `opening`: markup before everything else in the body."""
    return b"".join([piece.encode() for piece in _pieces(document, style, css, opening)])


def _pieces(document: Document, style: StyleSheet, css: str, opening: str) -> Iterator[str]:
    title = marked_title(accepted(document))
    yield page_head(title, page_style(document, style) + css, language=document.language, author=document.publisher)
    yield f'<body>\n<a class="skip" href="#main">跳到正文</a>\n{opening}'
    for part in body_parts(document, style):
        yield from part.pieces()
    yield "</body>\n</html>\n"


def body_markup(document: Document, style: StyleSheet) -> str:
    """Return the contents of `body`: mark, findings, title, contents, `main`."""
    return "".join([part.markup for part in body_parts(document, style)])


def body_parts(document: Document, style: StyleSheet, made: TablePart = table_part) -> tuple[HtmlPart, ...]:
    """Return the contents of `body` as elements; `made` makes tables and charts."""
    placed = outline(document.blocks)
    cover = "".join(f'<p class="cover">{escaped(line)}</p>\n' for line in below_title(document))
    above = (
        mark_markup(document.mark),
        front_markup(document.front, style),
        f"<header>\n<h1>{phrase(document.title)}</h1>\n{cover}</header>\n",
        navigation(placed),
    )
    main = HtmlPart('<main id="main">\n', block_parts(placed, style, made), "</main>\n")
    return (*map(HtmlPart, filter(None, above)), main)


def page_style(document: Document, style: StyleSheet) -> str:
    """Return the CSS of the page."""
    mark = css_file("mark.css") if document.mark else ""
    return f"{style_text(style)}{mark}{css_file('revisions.css') if document.revised else ''}"


def mark_markup(mark: str) -> str:
    """Return the mark of a draft, in an aside: screen readers that jump between landmarks find it."""
    stamp = f'<p class="mark" data-mark="{escaped(mark)}">{escaped(mark)}</p>'
    return f'<aside aria-label="文件状态">\n{stamp}\n</aside>\n' if mark else ""


def front_markup(blocks: tuple[Block, ...], style: StyleSheet) -> str:
    """Return the findings before the title; their ids leave those of the document as they are without findings."""
    markup = block_markup(outline(blocks, "front-"), style)
    return f'<aside class="front" aria-label="不公开">\n{markup}</aside>\n' if blocks else ""
