"""Cover (封面) and contents (目录).

The cover holds the title, and below it the publisher, the date and whatever else the region says (封面项). If the
title begins with the publisher's name and the year follows, the name has a line of its own: titles break where their
sense allows (GB/T 9704-2012, 7.3.1). Dates are written in full, without leading zeros (7.3.5.4).

Every entry of the contents links to its heading and refers to its page by a field of its own; a table counts as a
heading below the one it stands under. LibreOffice works the pages out when it opens the file; Word is asked to, unless
`StyleSheet.pages` states them: no page is printed that is not known. Contents that run over by a little, or have
entries of two lines, are set closer and smaller.
Source: ECMA-376 part 1, 17.16.5.47 (PAGEREF), 17.15.1.90 (updateFields).
"""

from collections.abc import Iterator
from itertools import chain

from reportgen.document import Block, Document, Revision, Runs, Section, Table, Text, below_title, plain, walk
from reportgen.patterns import compiled
from reportgen.quantity import date_in_words
from reportgen.records import dataclass, replace
from reportgen.style import CONTENTS, StyleSheet
from reportgen.tracked_changes import revision_of
from reportgen.writers.docx import styles
from reportgen.writers.docx.line_breaks import BROADER, breadth
from reportgen.writers.docx.markup import field_xml, heading_name, paragraph, runs_xml, text_runs
from reportgen.writers.docx.table_pages import height

_YEAR = compiled(r"([^\d\n]*)\d{4}年[^\n]+$")
HEAD = "目\u3000录"
_SMALL = 24, 21  # half-points of entries that are set closer: 小四, 五号
_CLOSE = 12  # twips of their pitch for each half-point
_NUMBER = "00"  # stands for the page number behind an entry, which is not known yet
_KEPT_FREE = 40  # thousandths of the page: entries may be broader than estimated


def has_cover(document: Document, style: StyleSheet) -> bool:
    """Whether the title has a page of its own."""
    return style.cover and bool(document.title)


def cover_xml(document: Document, end: str) -> Iterator[str]:
    """Yield the paragraphs (XML) of the cover; `end`: XML in the last one besides its words, such as a section end."""
    lines = [(styles.COVER_TITLE, runs_xml(runs)) for runs in title_lines(document)]
    day = date_in_words(document.date)
    for words in below_title(document):
        kind = styles.COVER_DATE if day and words.endswith(day) else styles.COVER_SIGNATURE
        lines.append((kind, text_runs(words)))
    for i, (style, content) in enumerate(lines, 1):
        yield paragraph(style, content, end if i == len(lines) else "")


def title_lines(document: Document) -> list[Runs]:
    """Return the title in the lines that have a paragraph of their own.

    A title that has line breaks or tracked changes is left as it is.
    """
    title, name = plain(document.title), document.publisher
    found = _YEAR.match(title.removeprefix(name)) if name and title.startswith(name) else None
    if not found or any(run.revision for run in document.title):
        return [document.title]
    end = len(name) + len(found[1])
    return [(Text(title[:end]),), (Text(title[end:]),)]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents (目录项): its level, and the words of its heading on one line."""

    level: int
    text: str


def outlined(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, int]]:
    """Yield every block in reading order with its outline level: 1 is the highest, 0 is text.

    A table with a title is one level below the heading before it; deleted headings do not count.
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


def contents_entries(document: Document, levels: int) -> tuple[ContentsEntry, ...]:
    """Return the entries of the contents, in order."""
    return tuple(
        ContentsEntry(level, _one_line(block))
        for block, level in outlined(document.blocks)
        if 0 < level <= levels and isinstance(block, Section | Table)
    )


def needs_page_numbers(document: Document, style: StyleSheet) -> bool:
    """Whether Word has to fill in page numbers."""
    entries = contents_entries(document, style.contents) if style.numbered else ()
    return len(style.pages) != len(entries)


def with_contents_fitted(document: Document, style: StyleSheet) -> StyleSheet:
    """Return the style sheet with the lines of the contents so close that all entries stand on one page.

    They are no closer than needed. Each entry takes one line, or two if it is too long even for the smallest size. If
    even that takes more than a page, nothing is changed; nor is it with an office's own file.
    """
    entries = () if style.reference else contents_entries(document, style.contents)
    room = style.portrait.text_height * (1000 - _KEPT_FREE) // 1000
    fitted = (closer for closer in _closer_styles(style) if _contents_height(entries, closer) <= room)
    first = next(fitted, style)
    return next((closer for closer in chain([first], fitted) if _one_line_each(entries, closer)), first)


def _closer_styles(style: StyleSheet) -> Iterator[StyleSheet]:
    """Yield the style sheet, and then copies of it with the contents closer and closer."""
    yield style
    texts = style.texts
    most = max(texts[kind].line for kind in CONTENTS)
    pairs = [(size, pitch) for size in _SMALL for pitch in range(most, size * _CLOSE - 1, -_CLOSE)]
    for size, pitch in pairs:
        entries = {kind: replace(texts[kind], size=min(texts[kind].size, size), line=pitch) for kind in CONTENTS}
        title = replace(texts["目录标题"], before=0, after=pitch)
        yield replace(style, texts={**texts, **entries, "目录标题": title})


def _one_line_each(entries: tuple[ContentsEntry, ...], style: StyleSheet) -> bool:
    """Whether no entry takes two lines."""
    return all(
        breadth(entry.text + _NUMBER, BROADER) * text.size <= _entry_width(entry, style) * 2
        for entry in entries
        for text in [style.texts[CONTENTS[entry.level - 1]]]
    )


def _entry_width(entry: ContentsEntry, style: StyleSheet) -> int:
    text = style.texts[CONTENTS[entry.level - 1]]
    return style.portrait.text_width - styles.contents_indent(entry.level, text)


def _contents_height(entries: tuple[ContentsEntry, ...], style: StyleSheet) -> int:
    """Return the height of the contents, twips."""
    heights = [height(HEAD, style.texts["目录标题"], style.portrait.text_width)]
    for entry in entries:
        text, number = style.texts[CONTENTS[entry.level - 1]], "000" if style.numbered else ""
        heights.append(height(entry.text + number, text, _entry_width(entry, style)))
    return sum(heights)


def contents_xml(document: Document, style: StyleSheet, end: str) -> Iterator[str]:
    """Yield the paragraphs (XML) of the list of contents; `end`: XML in the last one, such as a section end."""
    entries = contents_entries(document, style.contents)
    pages = [str(page) for page in style.pages] if len(style.pages) == len(entries) else [""] * len(entries)
    yield paragraph(styles.CONTENTS_TITLE, text_runs(HEAD))
    for i, entry in enumerate(entries):
        number = _page_number(heading_name(i), pages[i]) if style.numbered else ""
        link = f'<w:hyperlink w:anchor="{heading_name(i)}" w:history="1">{text_runs(entry.text)}{number}</w:hyperlink>'
        yield paragraph(styles.contents_level(entry.level), link)
    yield paragraph(styles.LAST, properties=end)


def _page_number(anchor: str, page: str) -> str:
    begin, stop = field_xml(f"PAGEREF {anchor} \\h")
    return f"<w:r><w:tab/></w:r>{begin}{text_runs(page)}{stop}"


def _one_line(block: Section | Table) -> str:
    text = plain(block.title) if isinstance(block, Table) else block.number + plain(block.title)
    return text.replace("\n", "").replace("\t", " ")
