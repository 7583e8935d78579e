"""Lines and tables as a document (大纲): title, what stands before it, headings with what stands under them.

Headings are the lines with an outline level; where a file has none, lines that begin with a number as headings do.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reportgen.document import Block, Paragraph, Section, Table
from reportgen.readers._headings import UNNUMBERED, Heading, by_level, heading, nested, split
from reportgen.readers._lines.captions import Piece, note, runs, with_captions
from reportgen.readers._lines.guessing import with_kinds
from reportgen.readers._lines.kinds import COVER_DATE, COVER_PUBLISHER, COVER_TITLE, FOOTNOTE, NOTE, TITLE, Line

_COVER = (COVER_TITLE, COVER_PUBLISHER, COVER_DATE)


class Outline(NamedTuple):
    """What the lines say (文档大纲); publisher and date as they stand on the cover."""

    title: str
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
    publisher: str
    date: str


def outline(pieces: Sequence[Piece], ours: bool) -> Outline:
    """The document; what it lacks in styles is guessed unless the writer made it."""
    found = list(with_captions(pieces if ours else with_kinds(pieces)))
    cover = {kind: "".join(each.text for each in _lines(found) if each.kind == kind).strip() for kind in _COVER}
    rest = [each for each in found if not (isinstance(each, Line) and each.kind in _COVER)]
    title = cover[COVER_TITLE]
    first, last = _title(rest)
    if first < last and (not title or _squeezed(_joined(_lines(rest[first:last]))) == _squeezed(title)):
        title = title or _joined(_lines(rest[first:last]))
        front, rest = rest[:first], rest[last:]
    else:
        at = next((at for at, each in enumerate(found) if _is(each, COVER_TITLE)), 0)
        before = sum(1 for each in found[:at] if not (isinstance(each, Line) and each.kind in _COVER))
        front, rest = rest[:before], rest[before:]
    guess = not (ours or any(line.level for line in _lines(found)))
    return Outline(title, _nested(front, guess), _nested(rest, guess), cover[COVER_PUBLISHER], cover[COVER_DATE])


def _lines(found: Iterable[Line | Table]) -> Iterator[Line]:
    return (each for each in found if isinstance(each, Line))


def _is(piece: Line | Table, kind: str) -> bool:
    return isinstance(piece, Line) and piece.kind == kind


def _joined(lines: Iterable[Line]) -> str:
    """The lines, one below the other."""
    return "\n".join(line.text for line in lines).strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _title(found: Sequence[Line | Table]) -> tuple[int, int]:
    """Where the first lines in the style of titles begin and end."""
    first = next((at for at, each in enumerate(found) if _is(each, TITLE)), len(found))
    last = next((at for at in range(first, len(found)) if not _is(found[at], TITLE)), len(found))
    return first, last


def _nested(found: Iterable[Line | Table], guess: bool) -> tuple[Block, ...]:
    if guess:
        return tuple(nested(each if isinstance(each, Table) else _guessed(each) for each in found))
    return by_level(each if isinstance(each, Table) else _block(each) for each in found)


def _block(line: Line) -> Section | Paragraph:
    """A section that holds nothing yet, or a paragraph; a title within the text is a heading of the first level."""
    text = line.text.strip()
    if level := line.level or (line.kind == TITLE):
        number, title = (line.number, text) if line.number else split(text)
        return Section(int(level), number, runs(title.strip()), ())
    return note(line.number + text) if line.kind in (NOTE, FOOTNOTE) else Paragraph(runs((line.number + text).strip()))


def _guessed(line: Line) -> Heading | Block:
    found = None if line.kind in (NOTE, FOOTNOTE) else heading(line.number + line.text.strip())
    if found is None or (found.kind == UNNUMBERED and line.align != "center"):
        return _block(line)
    return found
