"""Tracked changes (修订) as Word keeps them: of runs, of the marks that end paragraphs, of rows.

What the tree is made into says what was inserted or deleted; who did it and when, and the number of each change, is
added where the parts of the body come by.
Source: ECMA-376 part 1, 17.13.5 (ins, del), 17.3.3.7 (delText), 17.4.81 (their place among the properties of a row).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count, cycle

from reportgen.document import Revision

_TAGS = {Revision.INSERTED: "w:ins", Revision.DELETED: "w:del"}
_BARE = re.compile("<(w:ins|w:del)(?=/?>)")  # no text looks like this: `<` is escaped
_ENDS_INSERTED = re.compile("</w:ins>(?:<w:bookmarkEnd[^>]*>)?</w:p>$")
_INSERTED_LINE = "<w:rPr><w:ins/></w:rPr></w:pPr>"
_FIRST = 1_000_001  # bookmarks are counted from 1, and all marks in a file have numbers of their own


def change(revision: Revision | None) -> str:
    """The property that says it of a row or of the mark that ends a paragraph; nothing for what is in both."""
    return f"<{_TAGS[revision]}/>" if revision else ""


def line_mark(revision: Revision | None) -> str:
    """The properties of the mark that ends a paragraph."""
    return f"<w:rPr>{change(revision)}</w:rPr>" if revision else ""


def tracked(runs: str, revision: Revision | None) -> str:
    """Finished runs as inserted or deleted ones."""
    if not (runs and revision):
        return runs
    if revision is Revision.DELETED:
        runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f"<{_TAGS[revision]}>{runs}</{_TAGS[revision]}>"


def signed(pieces: Iterable[str], author: str, date: str) -> Iterator[str]:
    """The pieces of the body, every change in them with its number, author (as XML) and date.

    Behind a paragraph that ends with inserted words the date is another, by more than a minute: LibreOffice would take
    them and those that the next paragraph begins with for one change, and reject the end of the paragraph with it.
    """
    serial, dates = count(_FIRST), cycle((date, _later(date)))
    now = next(dates)
    for piece in pieces:
        opening, *rest = _BARE.split(piece)
        marks = zip(rest[::2], rest[1::2], strict=True)
        yield opening + "".join(
            [f'<{tag} w:id="{next(serial)}" w:author="{author}" w:date="{now}"{behind}' for tag, behind in marks]
        )
        if _ENDS_INSERTED.search(piece) and _INSERTED_LINE not in piece:
            now = next(dates)


def _later(date: str) -> str:
    return f"{datetime.fromisoformat(date) + timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}"
