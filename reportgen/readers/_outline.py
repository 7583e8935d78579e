"""Lines and tables → a document (大纲): title, what stands before it, headings with what stands under them.

In a file that the writer did not make, captions, notes and the title are guessed by how they look. Headings are the
lines with an outline level; if there are none, lines that begin with a number as headings do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from reportgen.document import Block, Paragraph, Section, Table
from reportgen.readers import _patterns
from reportgen.readers._lines import (
    CAPTION,
    COVER_DATE,
    COVER_PUBLISHER,
    COVER_TITLE,
    ENDS,
    FOOTNOTE,
    LINE,
    LONGEST_TITLE,
    NOTE,
    NUMBER,
    TITLE,
    Piece,
    TableOnPage,
    TextLine,
    caption_kind,
    note,
    runs,
    with_captions,
)
from reportgen.readers._patterns import UNNUMBERED, HeadingLine, by_level, heading, nested, split

_COVER = (COVER_TITLE, COVER_PUBLISHER, COVER_DATE)
_YEAR = re.compile(r"(20\d\d|二[〇○零Ｏ0]\S\S)年")


class Outline(NamedTuple):
    """The parts of a document (文档大纲); publisher and date as the cover prints them."""

    title: str
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
    publisher: str
    date: str


def outline(pieces: Sequence[Piece], ours: bool) -> Outline:
    """The document in these lines and tables. Kinds and levels are guessed unless the writer made the file."""
    found = list(with_captions(pieces if ours else with_kinds(pieces)))
    cover = {kind: "".join(each.text for each in _lines(found) if each.kind == kind).strip() for kind in _COVER}
    rest = [each for each in found if not (isinstance(each, TextLine) and each.kind in _COVER)]
    title = cover[COVER_TITLE]
    first, last = _title(rest)
    if first < last and (not title or _squeezed(_joined(_lines(rest[first:last]))) == _squeezed(title)):
        title = title or _joined(_lines(rest[first:last]))
        front, rest = rest[:first], rest[last:]
    else:
        at = next((at for at, each in enumerate(found) if _is(each, COVER_TITLE)), 0)
        before = sum(1 for each in found[:at] if not (isinstance(each, TextLine) and each.kind in _COVER))
        front, rest = rest[:before], rest[before:]
    guess = not (ours or any(line.level for line in _lines(found)))
    return Outline(title, _nested(front, guess), _nested(rest, guess), cover[COVER_PUBLISHER], cover[COVER_DATE])


def _lines(found: Iterable[TextLine | Table]) -> Iterator[TextLine]:
    return (each for each in found if isinstance(each, TextLine))


def _is(piece: TextLine | Table, kind: str) -> bool:
    return isinstance(piece, TextLine) and piece.kind == kind


def _joined(lines: Iterable[TextLine]) -> str:
    """The lines, one below the other."""
    return "\n".join(line.text for line in lines).strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _title(found: Sequence[TextLine | Table]) -> tuple[int, int]:
    """Where the first lines of kind TITLE begin and end."""
    first = next((at for at, each in enumerate(found) if _is(each, TITLE)), len(found))
    last = next((at for at in range(first, len(found)) if not _is(found[at], TITLE)), len(found))
    return first, last


def _nested(found: Iterable[TextLine | Table], guess: bool) -> tuple[Block, ...]:
    if guess:
        return tuple(nested(each if isinstance(each, Table) else _guessed(each) for each in found))
    return by_level(each if isinstance(each, Table) else _block(each) for each in found)


def _block(line: TextLine) -> Section | Paragraph:
    """A section without contents, or a paragraph; a second title is a heading of the first level."""
    text = line.text.strip()
    if level := line.level or (line.kind == TITLE):
        number, title = (line.number, text) if line.number else split(text)
        return Section(int(level), number, runs(title.strip()), ())
    return note(line.number + text) if line.kind in (NOTE, FOOTNOTE) else Paragraph(runs((line.number + text).strip()))


def _guessed(line: TextLine) -> HeadingLine | Block:
    found = None if line.kind in (NOTE, FOOTNOTE) else heading(line.number + line.text.strip())
    if found is None or (found.kind == UNNUMBERED and line.align != "center"):
        return _block(line)
    return found


def with_kinds(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that are not empty; each line has the kind that the writer would give it."""
    said = _title_apart([piece for piece in pieces if isinstance(piece, TableOnPage) or piece.text.strip()])
    found: dict[int, str] = {}
    for at, piece in enumerate(said):
        if isinstance(piece, TableOnPage):
            found |= _above(said, at) | _below(said, at)
    if not any(isinstance(piece, TextLine) and piece.kind in (TITLE, COVER_TITLE) for piece in said):
        found |= dict.fromkeys(_guessed_title(said), TITLE)
    return [
        replace(each, kind=found[at]) if isinstance(each, TextLine) and at in found else each
        for at, each in enumerate(said)
    ]


def _title_apart(said: list[Piece]) -> list[Piece]:
    """The pieces, with a heading as the title if it names a year and is above all other headings.

    All other headings are then a level higher.
    """
    headings = [at for at, piece in enumerate(said) if isinstance(piece, TextLine) and piece.level]
    levels = [piece.level for piece in said if isinstance(piece, TextLine) and piece.level]
    if len(levels) < 2 or min(levels[1:]) <= levels[0]:
        return said
    first = said[headings[0]]
    if not isinstance(first, TextLine) or first.number or split(first.text)[0] or not _YEAR.search(first.text):
        return said
    higher = [replace(each, level=max(0, each.level - 1)) if isinstance(each, TextLine) else each for each in said]
    higher[headings[0]] = replace(first, level=0, kind=TITLE)
    return higher


def _above(said: Sequence[Piece], at: int) -> dict[int, str]:
    """The caption of the table at that place, upwards: the line with its unit, its title, its number."""
    found: dict[int, str] = {}
    kinds = [LINE, CAPTION, NUMBER]
    for before in range(at - 1, max(at - 5, -1), -1):
        line = said[before]
        if not isinstance(line, TextLine) or line.level or line.kind:
            break
        kind = caption_kind(line)
        if kind not in kinds:
            break
        found[before] = kind
        kinds = kinds[kinds.index(kind) + (kind != LINE) :]  # what stands left and right may have a line each
    return found


def _below(said: Sequence[Piece], at: int) -> dict[int, str]:
    """The notes under the table at that place."""
    below = takewhile(lambda place: _is_note(said[place]), range(at + 1, len(said)))
    return dict.fromkeys(below, NOTE)


def _is_note(piece: Piece) -> bool:
    return isinstance(piece, TextLine) and not piece.level and bool(_patterns.NOTE.match(piece.text.strip()))


def _guessed_title(said: Sequence[Piece]) -> Iterator[int]:
    """The first lines, as long as they are centred; or the first one, if it names a year."""
    centred = list(takewhile(lambda at: _may_be_title(said[at], "center"), range(len(said))))
    first = next(iter(said), None)
    if not centred and isinstance(first, TextLine) and _may_be_title(first, "") and _YEAR.search(first.text):
        centred = [0]
    yield from centred


def _may_be_title(piece: Piece, align: str) -> bool:
    if not isinstance(piece, TextLine) or piece.level or piece.kind:
        return False
    text = piece.text.strip()
    return len(text) <= LONGEST_TITLE and not text.endswith(ENDS) and (not align or piece.align == align)
