"""Small documents written by hand, and what is told of two of them as lines.

`[3→5]` is a number that moved, `{甲→乙}` words that changed; all else of the new side is as it was but for years,
numbers of items and white space.
"""

from dataclasses import replace

from reportgen.diff.changes import DocumentChange, DocumentPlace, SegmentKind, Segments
from reportgen.diff.comparison import compare
from reportgen.document import Block, Cell, Document, Figure, Paragraph, Role, Row, Runs, Section, Table, Text, plain

_MARKS = {SegmentKind.NUMBER: "[{}→{}]", SegmentKind.WORDS: "{{{}→{}}}"}


def text(*parts: str | Runs) -> Document:
    """A document of 2025 with these paragraphs."""
    return of(*(Paragraph((Text(part),) if isinstance(part, str) else part) for part in parts))


def of(*blocks: Block, year: int = 2025) -> Document:
    """A document of these blocks."""
    return Document((Text("预算公开"),), "甲局", year, blocks)


def section(number: str, title: str, *blocks: Block) -> Section:
    return Section(1, number, (Text(title),), blocks)


def figure(name: str, text: str) -> Figure:
    return Figure(name, text, text)


def table(
    *lines: str, heads: int = 1, number: str = "表1", title: str = "收支表", notes: tuple[str, ...] = ()
) -> Table:
    """A table whose lines have `|` between the cells; `<` goes on to the left, `^` goes on above."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    made = [Row(tuple(_cells(rows, at, heads))) for at in range(len(rows))]
    captions = number, (Text(title),) if title else (), (), ()
    said = tuple(Paragraph((Text(note),)) for note in notes)
    return Table(f"表{number}{title}", *captions, len(rows[0]), tuple(made[:heads]), tuple(made[heads:]), said)


def _cells(rows: list[list[str]], at: int, heads: int) -> list[Cell]:
    found = []
    for column, words in enumerate(rows[at]):
        if words not in ("<", "^"):
            across = next(
                (n for n, word in enumerate(rows[at][column + 1 :], 1) if word != "<"), len(rows[at]) - column
            )
            down = next((n for n, row in enumerate(rows[at + 1 :], 1) if row[column] != "^"), len(rows) - at)
            found.append(Cell((Text(words),) if words else (), _role(words, at < heads), across, down))
    return found


def _role(words: str, head: bool) -> Role:
    if head:
        return Role.HEAD
    if words.isdigit() and len(words) > 4:
        return Role.CODE
    return Role.NUMBER if words and words[-1] in "0123456789%" else Role.LABEL


def told(old: Document | Table | str, new: Document | Table | str) -> list[str]:
    """Every change as one line: kind, what, where where it is a cell, and the words."""
    return [_line(change) for change in compare(_document(old), _document(new)).changes]


def a_year_later(old: str, new: str) -> list[str]:
    """The same of documents of 2025 and 2026."""
    return [_line(change) for change in compare(text(old), replace(text(new), year=2026)).changes]


def _document(said: Document | Table | str) -> Document:
    return said if isinstance(said, Document) else of(said) if isinstance(said, Table) else text(said)


def _line(change: DocumentChange) -> str:
    where = _where(change.where)
    return " ".join(filter(None, (change.kind.value, change.what.value, where, marked(change.segments))))


def _where(where: DocumentPlace) -> str:
    return "/".join(filter(None, (where.row, where.column)))


def marked(segments: Segments) -> str:
    """The words with marks around what changed."""
    return "".join(
        _MARKS.get(segment.kind, "{1}").format(plain(segment.old), plain(segment.new)) for segment in segments
    )
