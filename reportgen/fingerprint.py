"""The fingerprint of a document (内容指纹): equal for the same words in the same order, whichever program saved them.

It covers what a person reads: every line in reading order, headings with their level, and cells with their spans. It
ignores what Word, WPS and LibreOffice change when they save: looks, roles of cells, properties, white space, characters
that XML cannot hold, and grid lines at which no cell ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from reportgen.document import Block, Document, Paragraph, Row, Runs, Section, Table, plain, walk
from reportgen.grid import grid
from reportgen.patterns import compiled
from reportgen.source.nodes import shown

if TYPE_CHECKING:
    from reportgen.source.xlsx_printed import PrintedBook

PROPERTY = "reportgen内容"  # the document property that holds the fingerprint
DRAWN = "\ufffc"  # stands for a picture where only words are read
DEEPEST = 9  # level of headings in Word

# White space, control and format characters, lone surrogates, code points without a character, and what the DOCX writer
# puts in their place.
UNSEEN = compiled(
    "[\\s\x00-\x20\x7f-\xa0\xad\u0600-\u0605\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\ufffd-\uffff\ud800-\udfff\U000e0000-\U000e0fff]+"
)
_LINE, _CELL = "\n", "\t"  # never in a clean text

_Place = tuple[int, int, int, str]  # first column, columns, rows and text of a cell


def fingerprint(document: Document, more: Iterable[str] = ()) -> str:
    """Return the fingerprint as hexadecimal digits.

    Args:
        more: what else a person sees in the file, such as comments.
    """
    digest = sha256()
    for line in _lines(document):
        digest.update(f"{line}{_LINE}".encode())
    for each in filter(None, map(dense, more)):
        digest.update(f"+{each}{_LINE}".encode())
    return digest.hexdigest()


def of_workbook(book: "PrintedBook") -> str:
    """Return the fingerprint of a workbook: what its cells show, and where."""
    digest = sha256()
    for sheet in book.sheets:
        lines = [dense(sheet.title), *map(str, sorted(sheet.merged))]
        lines += [f"{place} {dense(shown(cell))}" for place, cell in sorted(sheet.cells.items())]
        digest.update(_LINE.join(lines).encode())
    return digest.hexdigest()


def lines_of(block: Block) -> Iterator[str]:
    """Return what a person reads of a block, line by line, each with a sign for its kind."""
    return _block_lines((block,))


def _lines(document: Document) -> Iterator[str]:
    """The lines of the document, each with a sign for its kind."""
    yield f"!{dense(document.mark)}"
    yield from _block_lines(document.front)
    yield from _words("=", document.title)
    yield from _block_lines(document.blocks)


def _block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in walk(blocks):
        match block:
            case Section():
                if words := dense(block.number + plain(block.title)):
                    yield f"{'#' * max(1, min(block.level, DEEPEST))}{words}"
            case Paragraph():
                yield from _words("-", block.runs)
            case Table() if block.picture:
                yield f"-{DRAWN}"
            case Table():
                yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    """Caption, rows and notes; caption and notes are lines like paragraphs."""
    if number := dense(table.number):
        yield f"-{number}"
    yield from _words("-", table.title)
    yield from _words("-", table.left + table.right)
    places = [*_places(table.head, table.width), *_places(table.body, table.width)]
    edges = sorted({edge for row in places for column, columns, _, _ in row for edge in (column, column + columns)})
    at = {edge: place for place, edge in enumerate(edges)}
    for row in places:
        yield "|" + _CELL.join([f"{at[c]}+{at[c + wide] - at[c]}+{rows}|{text}" for c, wide, rows, text in row])
    for note in table.notes:
        yield from _words("-", note.runs)


def _places(rows: Sequence[Row], width: int) -> Iterator[list[_Place]]:
    """Yield the cells of each row; tables without spans take a faster way."""
    if all(cell.rows == 1 == cell.columns for row in rows for cell in row.cells):
        for row in rows:
            yield [(at, 1, 1, dense(plain(cell.runs))) for at, cell in enumerate(row.cells)]
        return
    for _, spots in grid(rows, width):
        began = ((spot.column, spot.cell) for spot in spots if not spot.below)
        yield [(column, cell.columns, cell.rows, dense(plain(cell.runs))) for column, cell in began]


def _words(sign: str, runs: Runs) -> Iterator[str]:
    """Yield the sign and the visible characters of the runs as one line; no line if nothing is visible."""
    if words := dense(plain(runs)):
        yield f"{sign}{words}"


@lru_cache(maxsize=4096)
def dense(text: str) -> str:
    """Return the visible characters of the text."""
    found = "".join(text.split())
    return found if found.isprintable() and "\ufffd" not in found else UNSEEN.sub("", found)
