"""What lines are for in a file that the writer did not make (推断): captions, notes and the title by how they look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from reportgen.readers import _captions
from reportgen.readers._headings import split
from reportgen.readers._lines.captions import Piece, Placed
from reportgen.readers._lines.kinds import CAPTION, COVER_TITLE, LINE, NOTE, NUMBER, TITLE, Line

_LONGEST = 60  # letters of a title
_ENDS = ("。", "；", "，", "！", "？", ";", "：")
_YEAR = re.compile(r"(20\d\d|二[〇○零Ｏ0]\S\S)年")


def with_kinds(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that say something, each line with the style that it would have from the writer."""
    said = _title_apart([piece for piece in pieces if isinstance(piece, Placed) or piece.text.strip()])
    found: dict[int, str] = {}
    for at, piece in enumerate(said):
        if isinstance(piece, Placed):
            found |= _above(said, at) | _below(said, at)
    if not any(isinstance(piece, Line) and piece.kind in (TITLE, COVER_TITLE) for piece in said):
        found |= dict.fromkeys(_title(said), TITLE)
    return [
        replace(each, kind=found[at]) if isinstance(each, Line) and at in found else each
        for at, each in enumerate(said)
    ]


def _title_apart(said: list[Piece]) -> list[Piece]:
    """The pieces; a heading that names a year and stands above all others is the title, and they are a level higher."""
    headings = [at for at, piece in enumerate(said) if isinstance(piece, Line) and piece.level]
    levels = [piece.level for piece in said if isinstance(piece, Line) and piece.level]
    if len(levels) < 2 or min(levels[1:]) <= levels[0]:
        return said
    first = said[headings[0]]
    if not isinstance(first, Line) or first.number or split(first.text)[0] or not _YEAR.search(first.text):
        return said
    higher = [replace(each, level=max(0, each.level - 1)) if isinstance(each, Line) else each for each in said]
    higher[headings[0]] = replace(first, level=0, kind=TITLE)
    return higher


def _above(said: Sequence[Piece], at: int) -> dict[int, str]:
    """The caption of the table at that place: from below the line with its unit, its title, its number."""
    found: dict[int, str] = {}
    kinds = [LINE, CAPTION, NUMBER]
    for before in range(at - 1, max(at - 5, -1), -1):
        line = said[before]
        if not isinstance(line, Line) or line.level or line.kind:
            break
        kind = caption_kind(line)
        if kind not in kinds:
            break
        found[before] = kind
        kinds = kinds[kinds.index(kind) + (kind != LINE) :]  # what stands left and right may have a line each
    return found


def caption_kind(line: Line) -> str:
    """What a line above a table is for, or nothing."""
    text = line.text.strip()
    if _captions.TABLE_NUMBER.fullmatch(text):
        return NUMBER
    if _captions.SIDE.match(text) or _captions.RIGHT.search(text):
        return LINE
    short = len(text) <= _LONGEST and not text.endswith(_ENDS)
    return CAPTION if short and (line.align == "center" or text.endswith("表")) else ""


def _below(said: Sequence[Piece], at: int) -> dict[int, str]:
    """The notes under the table at that place."""
    below = takewhile(lambda place: _is_note(said[place]), range(at + 1, len(said)))
    return dict.fromkeys(below, NOTE)


def _is_note(piece: Piece) -> bool:
    return isinstance(piece, Line) and not piece.level and bool(_captions.NOTE.match(piece.text.strip()))


def _title(said: Sequence[Piece]) -> Iterator[int]:
    """The first lines, as long as they stand in the middle; or the first one, if it names a year."""
    centred = list(takewhile(lambda at: _may_be_title(said[at], "center"), range(len(said))))
    first = next(iter(said), None)
    if not centred and isinstance(first, Line) and _may_be_title(first, "") and _YEAR.search(first.text):
        centred = [0]
    yield from centred


def _may_be_title(piece: Piece, align: str) -> bool:
    if not isinstance(piece, Line) or piece.level or piece.kind:
        return False
    text = piece.text.strip()
    return len(text) <= _LONGEST and not text.endswith(_ENDS) and (not align or piece.align == align)
