"""Text as WordprocessingML: runs, paragraphs, fields, tracked changes, bookmarks.

A tracked change (修订) is first written bare, `<w:ins>`; `signed` adds who made it, when, and its number. Bookmarks
(书签) mark what the contents lead to and, hidden, where each number stands. Their names begin with an underscore, so
that Word lists them only among hidden ones. A number's is `_rg`, the beginning of a digest of its name, and a serial.

Source: [MS-OI29500] 2.1.88 (which font a character takes); ECMA-376 part 1, 17.3
(paragraphs), 17.3.3.7 (delText), 17.4.81 (place of tracked changes in a row), 17.13.5 (ins, del), 17.13.6 (bookmarks;
Word takes names of up to 40 letters, digits and underscores).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import count, cycle

from reportgen.document import Revision, Run, Runs, Text
from reportgen.ooxml import escaped
from reportgen.patterns import compiled

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
VML = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)

# Characters that exist in Chinese and in Latin fonts: Word takes the Chinese one only when the run says so.
SHARED = "§¨°±·×÷\u2010-\u2027\u2030-\u205e\u2100-\u2bff"

_SHARED = compiled(f"([{SHARED}]+)")
_BREAKS = compiled("([\n\t])")
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
_TAGS = {Revision.INSERTED: "w:ins", Revision.DELETED: "w:del"}
_BARE = compiled("<(w:ins|w:del)(?=/?>)")  # no text looks like this: `<` is escaped
_ENDS_INSERTED = compiled("</w:ins>(?:<w:bookmarkEnd[^>]*>)?</w:p>$")
_INSERTED_LINE = "<w:rPr><w:ins/></w:rPr></w:pPr>"
_FIRST = 1_000_001  # bookmarks are counted from 1, and all marks in a file have numbers of their own
_DIGITS = 12


def runs_xml(runs: Runs, revision: Revision | None = None) -> str:
    """Return the runs, verbatim. Characters that Chinese and Latin fonts share are marked as Chinese.

    Args:
        revision: of the row or paragraph around the runs; it takes precedence over their own.
    """
    if len(runs) == 1:
        return tracked(text_runs(runs[0].text), revision or runs[0].revision)
    return "".join([tracked(text_runs(run.text), revision or run.revision) for run in runs])


@lru_cache(maxsize=4096)
def text_runs(text: str) -> str:
    """Return a text as one run, or as several where characters that fonts share begin and end."""
    if text.isascii() or not _SHARED.search(text):
        return _run(text)
    return "".join(_run(part, _HINT if i % 2 else "") for i, part in enumerate(_SHARED.split(text)))


def paragraph(style: str, content: str = "", properties: str = "", revision: Revision | None = None) -> str:
    """Return a paragraph of a style. Further properties come in the order of the schema.

    Args:
        revision: of the paragraph as a whole; then it must not end a Word section.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}{line_mark(revision)}</w:pPr>{content}</w:p>'


def field_xml(code: str) -> tuple[str, str]:
    """Return the beginning and the end of a field; its result stands between them."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve"> {escaped(code)} </w:instrText></w:r>'
    return mark.format("begin") + instruction + mark.format("separate"), mark.format("end")


def _run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}{_content(text)}</w:r>" if text else ""


def _content(text: str) -> str:
    if "\n" in text or "\t" in text:
        return "".join(_MARKS.get(part) or _words(part) for part in _BREAKS.split(text) if part)
    return _words(text)


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'


def change(revision: Revision | None) -> str:
    """Return the property that marks a row or a paragraph as inserted or deleted; empty if it is neither."""
    return f"<{_TAGS[revision]}/>" if revision else ""


def line_mark(revision: Revision | None) -> str:
    """Return the run properties of a paragraph mark that is inserted or deleted; empty if it is neither."""
    return f"<w:rPr>{change(revision)}</w:rPr>" if revision else ""


def tracked(runs: str, revision: Revision | None) -> str:
    """Return finished runs as inserted or deleted ones."""
    if not (runs and revision):
        return runs
    if revision is Revision.DELETED:
        runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f"<{_TAGS[revision]}>{runs}</{_TAGS[revision]}>"


def signed(pieces: Iterable[str], author: str, date: str) -> Iterator[str]:
    """Yield the pieces of the body; every tracked change gets its number, author (as XML) and date.

    After a paragraph that ends with inserted words the date changes by two minutes: LibreOffice would join them with
    inserted words at the beginning of the next paragraph, and reject the end of the paragraph with them.
    """
    later = f"{datetime.fromisoformat(date) + timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}"
    serial, dates = count(_FIRST), cycle((date, later))
    now = next(dates)
    for piece in pieces:
        opening, *rest = _BARE.split(piece)
        marks = zip(rest[::2], rest[1::2], strict=True)
        yield opening + "".join(
            [f'<{tag} w:id="{next(serial)}" w:author="{author}" w:date="{now}"{behind}' for tag, behind in marks]
        )
        if _ENDS_INSERTED.search(piece) and _INSERTED_LINE not in piece:
            now = next(dates)


def heading_name(place: int) -> str:
    """Return the bookmark of a listed heading, counted from 0; named as Word names those of contents."""
    return f"_Toc{place + 1:09}"


def figure_name(name: str, nth: int = 1) -> str:
    """Return the name of the bookmark on the nth number with that figure name, counted from 1."""
    return f"_rg{sha256(name.encode(errors='replace')).hexdigest()[:_DIGITS]}_{nth}"


class Bookmarks:
    """The bookmarks of one document, each with a serial number."""

    def __init__(self) -> None:
        self._count = 0
        self._named: Counter[str] = Counter()

    def around(self, name: str, content: str) -> str:
        """Return the content within a bookmark."""
        self._count += 1
        start = f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{self._count}"/>'

    def runs(self, runs: Runs) -> str:
        """Return the runs, with a bookmark around every number that is not deleted."""
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if isinstance(run, Text) or run.revision is Revision.DELETED:
            return runs_xml((run,))
        self._named[run.name] += 1
        return self.around(figure_name(run.name, self._named[run.name]), runs_xml((run,)))
