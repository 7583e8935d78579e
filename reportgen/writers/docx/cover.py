"""The cover (封面): the title, and below it who publishes the document and when.

The publisher's name, where the title begins with it, has a line of its own: GB/T 9704-2012, 7.3.1 wants a title broken
where its sense allows. Dates are written in full, without leading zeros (7.3.5.4).
"""

from collections.abc import Iterator
from datetime import date

from reportgen.document import Document, Runs, Text, plain
from reportgen.writers.docx import styles
from reportgen.writers.docx.text import paragraph, runs_xml, text_runs


def cover_xml(document: Document, end: str) -> Iterator[str]:
    """The paragraphs of the cover, `end` in the last one."""
    lines = [(styles.COVER_TITLE, runs_xml(runs)) for runs in title_lines(document)]
    lines.append((styles.COVER_SIGNATURE, text_runs(document.publisher)))
    if document.date:
        lines.append((styles.COVER_DATE, text_runs(in_words(document.date))))
    for i, (style, content) in enumerate(lines, 1):
        yield paragraph(style, content, end if i == len(lines) else "")


def title_lines(document: Document) -> list[Runs]:
    """The title in the parts that have a paragraph of their own."""
    title, name = plain(document.title), document.publisher
    if name and title.startswith(name) and len(title) > len(name):
        return [(Text(name),), (Text(title[len(name) :]),)]
    return [document.title]


def in_words(day: str) -> str:
    """`2020-02-28` as `2020年2月28日`."""
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"
