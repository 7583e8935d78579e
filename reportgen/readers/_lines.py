"""Lines (行) of a file and what they are for, and tables with the lines around them: caption and notes (表题、表注).

DOCX and HTML are both read as lines and tables first. Kinds of lines are named as the styles of the DOCX writer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reportgen.document import Paragraph, ParagraphRole, Runs, Table, Text
from reportgen.readers import _patterns
from reportgen.readers._table_rows import TableRows

NUMBER, CAPTION, LINE, NOTE, AFTER = CAPTIONS = "表号", "表题", "表眉", "表注", "表后"
COVER_TITLE, COVER_PUBLISHER, COVER_DATE = COVER = "封面标题", "封面署名", "封面日期"
TITLE, FOOTNOTE = "title", "脚注"
ORDER = (NUMBER, CAPTION, LINE)
LONGEST_TITLE = 60  # characters
ENDS = ("。", "；", "，", "！", "？", ";", "：")  # of what is no title


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph as it is printed (段落行).

    Attributes:
        number: the automatic number printed before it. kind: what it is for, if the file tells.
        level: of a heading; 0: it is none. align: `center`, `left`, … or empty. indent: levels of indent.
    """

    text: str
    number: str = ""
    kind: str = ""
    level: int = 0
    align: str = ""
    indent: int = 0


class TableOnPage(NamedTuple):
    """A table without its caption, and whether its page is landscape."""

    grid: TableRows
    landscape: bool


Piece = TextLine | TableOnPage
_NO_GRID = TableOnPage(TableRows("", 0, (), (), ()), False)


def runs(text: str) -> Runs:
    """The text as runs: one, or none."""
    return (Text(text),) if text else ()


def sides(line: str) -> tuple[str, str]:
    """The left and the right side of the line under a title; a tab or typed spaces part them."""
    left, tab, right = line.rstrip().rpartition("\t")
    if not tab and (found := _patterns.BETWEEN_SIDES.fullmatch(right)):
        left, right = found.groups()
    elif not tab:
        left, right = ("", right) if _patterns.RIGHT.match(right.strip()) else (right, "")
    return left.strip(), right.strip()


def with_captions(pieces: Iterable[Piece]) -> Iterator[TextLine | Table]:
    """The lines that belong to no table, and the tables. A caption without a table becomes a table without rows.

    Empty lines are left out.
    """
    above: list[TextLine] = []
    table: Table | None = None
    names: set[str] = set()
    for piece in pieces:
        if isinstance(piece, TextLine) and not piece.text.strip() and piece.kind != AFTER:
            continue
        if isinstance(piece, TextLine) and piece.kind == NOTE and (above or table):
            table, above = table or _table(above, _NO_GRID, names), []
            table = replace(table, notes=(*table.notes, note(piece.text)))
            continue
        if table:
            yield table
            table = None
        if isinstance(piece, TableOnPage):
            table, above = _table(above, piece, names), []
        elif piece.kind in ORDER and not (above and ORDER.index(piece.kind) < ORDER.index(above[-1].kind)):
            above.append(piece)
        else:
            if above:
                yield _table(above, _NO_GRID, names)
            above = [piece] if piece.kind in ORDER else []
            if piece.kind not in (*ORDER, AFTER):
                yield piece
    if above:
        yield _table(above, _NO_GRID, names)
    if table:
        yield table


def note(text: str) -> Paragraph:
    """A note as a paragraph."""
    return Paragraph(runs(text.strip()), ParagraphRole.NOTE)


def _table(above: Sequence[TextLine], placed: TableOnPage, names: set[str]) -> Table:
    """The table with its caption; its name is added to the names."""
    marks = zip(ORDER, ("\n", "\n", "\t"), strict=True)
    number, title, line = (mark.join(each.text for each in above if each.kind == kind) for kind, mark in marks)
    number, title = number.strip(), title.strip()
    grid = placed.grid
    notes = tuple(map(note, grid.notes))
    left, right = map(runs, sides(line))
    name = new_name((grid.name, number, title), names)
    return Table(
        name, number, runs(title), left, right, grid.width, grid.head, grid.body, notes, landscape=placed.landscape
    )


def new_name(choices: Iterable[str], names: set[str]) -> str:
    """The first of the choices that is not empty, on one line; with a serial number if it is among the names.

    It is added to the names.
    """
    name = next((line for each in choices if (line := " ".join(each.split()))), "表")
    serial, new = 1, name
    while new in names:
        serial += 1
        new = f"{name}（{serial}）"
    names.add(new)
    return new


def caption_kind(line: TextLine) -> str:
    """The kind of a line above a table; empty if it belongs to none."""
    text = line.text.strip()
    if _patterns.TABLE_NUMBER.fullmatch(text):
        return NUMBER
    if _patterns.SIDE.match(text) or _patterns.RIGHT.search(text):
        return LINE
    short = len(text) <= LONGEST_TITLE and not text.endswith(ENDS)
    return CAPTION if short and (line.align == "center" or text.endswith("表")) else ""
