"""The pages of headings (页码): where the outline of the PDF puts them, counted as the pages themselves are numbered.

Nothing is taken for granted: unless the outline ends with exactly the headings of the document in their order, and the
pages from one on print 1, 2, 3 … to the last, there is no answer. A wrong number is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.printed.opening import opened

if TYPE_CHECKING:
    from pypdf import PdfReader

_DIGITS = re.compile(r"(?<![0-9])[0-9]{1,6}(?![0-9])")
_DASHED = re.compile(r"[—–-]\s*([0-9]{1,6})\s*[—–-]")


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a PDF's outline (书签): its depth from 1, its words, its page from 0."""

    level: int
    title: str
    page: int


def printed_pages(headings: Sequence[str], pdf: bytes) -> tuple[int, ...] | None:
    """The number printed on the page of each heading of a document; None where the PDF does not tell for certain.

    Before those of the document there may be others: those of the page in front of a draft.
    """
    first = first_numbered(pdf)
    outline = heading_pages(pdf)
    found = outline[len(outline) - len(headings) :] if len(headings) <= len(outline) else ()
    if first is None or [_bare(one.title) for one in found] != [_bare(text) for text in headings]:
        return None
    pages = tuple(one.page - first + 1 for one in found)
    return pages if all(page > 0 for page in pages) else None


def heading_pages(pdf: bytes) -> tuple[Heading, ...]:
    """The outline, in its order; empty where there is none."""
    reader = opened(pdf)
    return tuple(_entries(reader, reader.outline)) if reader else ()


def first_numbered(pdf: bytes) -> int | None:
    """The page, from 0, that prints the number 1, the pages after it 2, 3 … to the last; None where none is so.

    What else a page prints cannot be taken for its number on all of them.
    """
    reader = opened(pdf)
    numbers = [_numbers(page.extract_text()) for page in reader.pages] if reader else []
    starts = range(len(numbers))
    return next((s for s in starts if all(i - s + 1 in numbers[i] for i in range(s, len(numbers)))), None)


def _entries(reader: "PdfReader", outline: Sequence[Any], level: int = 1) -> Iterator[Heading]:
    """The outline as pypdf gives it: an entry, and after it the list of those below it."""
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(reader, entry, level + 1)
        else:
            page = reader.get_destination_page_number(entry)
            yield Heading(level, str(entry.title), -1 if page is None else page)


def _numbers(text: str) -> set[int]:
    """What may be the number of a page: what is in dashes, for a turned number stands anywhere, or in the last line."""
    last = next((line for line in reversed(text.split("\n")) if line.strip()), "")
    return {int(digits) for digits in [*_DASHED.findall(text), *_DIGITS.findall(last)]}


def _bare(text: str) -> str:
    """Without white space: line breaks and tabs are not the same in an outline."""
    return "".join(text.split())
