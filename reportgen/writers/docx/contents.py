"""The contents (目录): a field of Word's own with its entries written out, so that nothing is asked on opening.

Every entry leads to its heading. Page numbers are printed only where they are known (`StyleSheet.pages`); without them
the field says so (`\\n`), and Word, asked to update it, keeps to that. Tables count as headings below the one they
stand under.
Source: ECMA-376 part 1, 17.16.5.68 (TOC), 17.16.5.47 (PAGEREF).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.document import Block, Document, Revision, Section, Table, plain, revision_of, walk
from reportgen.style import StyleSheet
from reportgen.writers.docx import styles
from reportgen.writers.docx.bookmarks import heading_name
from reportgen.writers.docx.text import field_xml, paragraph, text_runs

HEAD = "目\u3000录"
_BEGIN = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    "</w:sdtPr><w:sdtContent>"
)
_END = "</w:sdtContent></w:sdt>"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents (目录项): how deep, and what the heading says on one line."""

    level: int
    text: str


def outlined(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, int]]:
    """Every block in reading order with its outline level: 1 is the highest, 0 is text.

    A table with a title stands one level below the heading before it that is not deleted.
    """
    level = 0
    for block in walk(blocks):
        match block:
            case Section():
                level = level if revision_of(block.title) is Revision.DELETED else block.level
                yield block, block.level
            case Table() if plain(block.title) and not block.picture:
                yield block, min(level + 1, styles.LEVELS)
            case _:
                yield block, 0


def listed(document: Document, levels: int) -> tuple[Entry, ...]:
    """The entries of the contents, in order."""
    found = ((block, level) for block, level in outlined(document.blocks) if 0 < level <= levels)
    return tuple(Entry(level, _one_line(block)) for block, level in found)


def contents_xml(document: Document, style: StyleSheet, end: str) -> Iterator[str]:
    """The contents, `end` in the last paragraph."""
    entries = listed(document, style.contents)
    pages = style.pages if len(style.pages) == len(entries) else ()
    hidden = "" if pages else "\\n "
    begin, stop = field_xml(f'TOC \\o "1-{style.contents}" {hidden}\\h \\z \\u')
    yield _BEGIN + paragraph(styles.CONTENTS_TITLE, text_runs(HEAD))
    for i, entry in enumerate(entries):
        before, after = begin if i == 0 else "", stop if i == len(entries) - 1 else ""
        number = _page_number(heading_name(i), pages[i]) if pages else ""
        link = f'<w:hyperlink w:anchor="{heading_name(i)}" w:history="1">{text_runs(entry.text)}{number}</w:hyperlink>'
        yield paragraph(styles.contents_level(entry.level), f"{before}{link}{after}")
    yield _END + paragraph(styles.LAST, properties=end)


def _page_number(anchor: str, page: int) -> str:
    begin, stop = field_xml(f"PAGEREF {anchor} \\h")
    return f"<w:r><w:tab/></w:r>{begin}{text_runs(str(page))}{stop}"


def _one_line(block: Block) -> str:
    match block:
        case Section():
            text = block.number + plain(block.title)
        case Table():
            text = plain(block.title)
        case _:
            text = ""
    return text.replace("\n", "").replace("\t", " ")
