"""The contents (目录): links to every section and every table, nested as they are."""

from typing import assert_never

from reportgen.document import Paragraph, Section, Table, revision_of
from reportgen.writers.html.markup import escaped, link_words, tracked
from reportgen.writers.html.outline import Placed


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
