"""The cover (封面): the title, and below it who publishes the document and when.

The publisher's name, where the title begins with it and goes on with the year, has a line of its own: a title breaks
where its sense allows (GB/T 9704-2012, 7.3.1). Dates are written in full, without leading zeros (7.3.5.4).
"""

import re
from collections.abc import Iterator
from datetime import date

from reportgen.document import Document, Runs, Text, plain
from reportgen.style import StyleSheet
from reportgen.writers.docx import styles
from reportgen.writers.docx.text import paragraph, runs_xml, text_runs

_YEAR = re.compile(r"([^\d\n]*)\d{4}年[^\n]+$")


def has_cover(document: Document, style: StyleSheet) -> bool:
    """Whether the title has a page of its own."""
    return style.cover and bool(document.title)


def cover_xml(document: Document, end: str) -> Iterator[str]:
    """The paragraphs of the cover, `end` in the last one."""
    lines = [(styles.COVER_TITLE, runs_xml(runs)) for runs in title_lines(document)]
    kinds = (styles.COVER_SIGNATURE, styles.COVER_DATE)
    lines += [(style, text_runs(words)) for style, words in zip(kinds, below_title(document), strict=True) if words]
    for i, (style, content) in enumerate(lines, 1):
        yield paragraph(style, content, end if i == len(lines) else "")


def below_title(document: Document) -> tuple[str, str]:
    """What the cover says below the title: who and when, as far as it is known."""
    return document.publisher.strip(), in_words(document.date) if document.date else ""


def title_lines(document: Document) -> list[Runs]:
    """The title in the parts that have a paragraph of their own: one that breaks by itself is left as it is.

    So is one with tracked changes.
    """
    title, name = plain(document.title), document.publisher
    found = _YEAR.match(title.removeprefix(name)) if name and title.startswith(name) else None
    if not found or any(run.revision for run in document.title):
        return [document.title]
    end = len(name) + len(found[1])
    return [(Text(title[:end]),), (Text(title[end:]),)]


def in_words(day: str) -> str:
    """`2020-02-28` as `2020年2月28日`."""
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"
