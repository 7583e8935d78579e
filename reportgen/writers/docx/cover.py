"""The cover (封面): the title, and below it who publishes the document and when.

The publisher's name, where the title begins with it and goes on with the year, has a line of its own: a title breaks
where its sense allows (GB/T 9704-2012, 7.3.1). Dates are written in full, without leading zeros (7.3.5.4).
"""

import re
from collections.abc import Iterator
from datetime import date

from reportgen.document import Document, Runs, Text, plain
from reportgen.writers.docx import styles
from reportgen.writers.docx.text import paragraph, runs_xml, text_runs

_YEAR = re.compile(r"([^\d\n]*)\d{4}年[^\n]+$")


def cover_xml(document: Document, end: str) -> Iterator[str]:
    """The paragraphs of the cover, `end` in the last one."""
    lines = [(styles.COVER_TITLE, runs_xml(runs)) for runs in title_lines(document)]
    lines.append((styles.COVER_SIGNATURE, text_runs(document.publisher)))
    if document.date:
        lines.append((styles.COVER_DATE, text_runs(in_words(document.date))))
    for i, (style, content) in enumerate(lines, 1):
        yield paragraph(style, content, end if i == len(lines) else "")


def title_lines(document: Document) -> list[Runs]:
    """The title in the parts that have a paragraph of their own: one that breaks by itself is left as it is."""
    title, name = plain(document.title), document.publisher
    found = _YEAR.match(title.removeprefix(name)) if name and title.startswith(name) else None
    if not found:
        return [document.title]
    end = len(name) + len(found[1])
    return [(Text(title[:end]),), (Text(title[end:]),)]


def in_words(day: str) -> str:
    """`2020-02-28` as `2020年2月28日`."""
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"
