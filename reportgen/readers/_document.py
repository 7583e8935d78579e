"""Lines and tables → a document: title, what stands before it, headings with what stands under them.

In a file that the writer did not make, captions, notes and the title are guessed by how they look. Headings are the
lines with an outline level; if there are none, lines that begin with a number as headings do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, takewhile, zip_longest

from reportgen.document import Block, Document, Paragraph, Section, Table, as_runs
from reportgen.patterns import compiled
from reportgen.readers._headings import OF_PARTS, UNNUMBERED, HeadingLine, by_level, heading, levelled, number_and_title
from reportgen.readers._lines import (
    CAPTION_ORDER,
    CONTENTS_HEAD,
    COVER,
    NOTE_BEGINS,
    LineKind,
    Piece,
    TableOnPage,
    TextLine,
    caption_kind,
    may_be_title,
    note,
    with_captions,
)
from reportgen.records import NamedTuple, replace

_TYPED, _SHORT = 2, 12  # the last kind of number that headings without a style have: （一）; letters of their titles
_OF_TABLE = compiled("本表")
_NOTES = (LineKind.NOTE, LineKind.FOOTNOTE)
_YEAR = compiled(r"(20\d\d|二[〇○零Ｏ0]\S\S)年")
_ONLY_YEAR = compiled(r"[（(]?20\d\d年(度|预算|决算)?[）)]?")
_DAY = compiled(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
_ROW = compiled(r"\d[.,]\d+\s+-?\d[\d,]*[.,]\d")  # amounts side by side: a row of a table, no heading
_LABEL = compiled("[：:（(]")  # 编制单位：甲局（盖章）
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


class DocumentData(NamedTuple):
    """What is known of a document beside its lines (已知的): publisher, year and mark; empty or 0 if it is unknown."""

    publisher: str = ""
    year: int = 0
    mark: str = ""


def document(
    pieces: Sequence[Piece], ours: bool, asked: DocumentData, stated: DocumentData
) -> tuple[Document, tuple[str, ...]]:
    """Return the document in these lines and tables, and what its cover says below the title.

    Args:
        ours: the writer made the file; else kinds and levels of lines are guessed.
        asked: publisher and year that take precedence over what the file says.
        stated: what the properties of the file say; the publisher takes precedence over the title, the year does not.
    """
    found = list(with_captions(pieces if ours else with_kinds(pieces)))
    lines = [each for each in found if isinstance(each, TextLine)]
    title, who, when = ([each.text.strip() for each in lines if each.kind == kind] for kind in COVER)
    words, front, rest = _parted(found, "".join(title))
    guess = not (ours or any(line.level for line in lines))
    rest = rest if ours or guess else [*_with_typed_headings(rest)]
    named, year = named_in(words)
    day = day_in("".join(when))
    signed = who[0] if len(who) == 1 and not _LABEL.search(who[0]) else ""
    return (
        Document(
            as_runs(words),
            asked.publisher or signed or stated.publisher or named,
            asked.year or year or stated.year,
            _nested(rest, guess),
            mark=stated.mark,
            front=_nested(front, guess),
            date=day,
            cover=(*who, *when) if any(when) and not day else (),  # 2026年2月30日 is no day, and has to be told
        ),
        tuple(each.text.strip() for each in lines if each.kind in COVER[1:] and each.text.strip()),
    )


LineOrTable = TextLine | Table


def _parted(found: list[LineOrTable], cover: str) -> tuple[str, list[LineOrTable], list[LineOrTable]]:
    """Return the title, the lines and tables before it, and those after it; lines of the cover are left out.

    Args:
        cover: the title on the cover, which a file may repeat above the text; empty without a cover.
    """
    rest = [each for each in found if not _is(each, *COVER)]
    first = next((at for at, each in enumerate(rest) if _is(each, LineKind.TITLE)), len(rest))
    lines = takewhile(lambda each: _is(each, LineKind.TITLE), rest[first:])
    titles = [line.text for line in lines if isinstance(line, TextLine)]
    printed = "\n".join(titles).strip()
    if titles and (not cover or "".join(printed.split()) == "".join(cover.split())):
        return cover or printed, rest[:first], rest[first + len(titles) :]
    at = next((at for at, each in enumerate(found) if _is(each, LineKind.COVER_TITLE)), 0)
    before = sum(1 for each in found[:at] if not _is(each, *COVER))
    return cover, rest[:before], rest[before:]


def _is(piece: LineOrTable, *kinds: str) -> bool:
    return isinstance(piece, TextLine) and piece.kind in kinds


def _nested(found: Iterable[LineOrTable], guess: bool) -> tuple[Block, ...]:
    if guess:
        return by_level(levelled(each if isinstance(each, Table) else _guessed(each) for each in found))
    return by_level(each if isinstance(each, Table) else _block(each) for each in found)


def _with_typed_headings(found: Sequence[LineOrTable]) -> Iterator[LineOrTable]:
    """Yield the lines; short ones with a number, over text of their own, are headings below that of a style above.

    So officers type （一）职能职责 below a heading 一、部门概况 that has a style.
    """
    styled: TextLine | None = None
    for line, below in zip_longest(found, found[1:]):
        if isinstance(line, TextLine) and line.level:
            styled = line
        elif styled and isinstance(line, TextLine) and _is_typed_heading(line, styled, below):
            line = replace(line, level=styled.level + 1)
        yield line


def _is_typed_heading(line: TextLine, styled: TextLine, below: LineOrTable | None) -> bool:
    """Whether a line without style is a heading below a styled one, and no item of a list."""
    own = _numbered(line)
    if not own or own.kind > _TYPED or len(own.title) > _SHORT or line.kind in _NOTES:
        return False
    above, after = _numbered(styled), _numbered(below) if isinstance(below, TextLine) else None
    has_text = isinstance(below, TextLine) and not below.level and (after is None or after.kind > own.kind)
    return has_text and above is not None and above.kind < own.kind


def _numbered(line: TextLine) -> HeadingLine | None:
    """Return the line as a heading with a number, if it may be one."""
    own = heading(line.number + line.text.strip())
    return own if own and own.kind != UNNUMBERED else None


def _block(line: TextLine) -> Section | Paragraph:
    """Return an empty section, or a paragraph; a second title is a heading of the first level."""
    text = line.text.strip()
    if level := line.level or (line.kind == LineKind.TITLE):
        number, title = (line.number, text) if line.number else number_and_title(text)
        return Section(int(level), number, as_runs(title.strip()), ())
    if line.kind in _NOTES:
        return note(line.number + text)
    return Paragraph(as_runs((line.number + text).strip()), page=line.page, origin=line.origin)


def _guessed(line: TextLine) -> HeadingLine | Block:
    found = None if line.kind in _NOTES or _ROW.search(line.text) else heading(line.number + line.text.strip())
    if found is None or (found.kind == UNNUMBERED and line.align != "center"):
        return _block(line)
    return found


def with_kinds(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that are not empty; each line gets the kind that the writer would give it."""
    filled = _title_apart([piece for piece in pieces if isinstance(piece, TableOnPage) or piece.text.strip()])
    kinds: dict[int, str] = {}
    for at, piece in enumerate(filled):
        if isinstance(piece, TableOnPage):
            kinds |= _above(filled, at) | _below(filled, at)
    if not any(
        isinstance(piece, TextLine) and piece.kind in (LineKind.TITLE, LineKind.COVER_TITLE) for piece in filled
    ):
        kinds |= dict.fromkeys(_title_places(filled), LineKind.TITLE)
    return list(_captions_in_order(filled, kinds))


def _title_apart(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces; the first heading becomes the title if it names a year and stands above all other headings.

    All other headings are then a level higher.
    """
    headings = [(at, piece) for at, piece in enumerate(pieces) if isinstance(piece, TextLine) and piece.level]
    if len(headings) < 2 or min(line.level for _, line in headings[1:]) <= headings[0][1].level:
        return pieces
    at, first = headings[0]
    if first.number or number_and_title(first.text)[0] or not _YEAR.search(first.text):
        return pieces
    higher = [replace(each, level=max(0, each.level - 1)) if isinstance(each, TextLine) else each for each in pieces]
    higher[at] = replace(first, level=0, kind=LineKind.TITLE)
    return higher


def _above(pieces: Sequence[Piece], at: int) -> dict[int, str]:
    """Return the kinds of the caption lines above a table, by place: line with unit, title, number.

    The number may stand above the title or below it; a year below the title belongs to it.
    """
    found: dict[int, str] = {}
    for before in range(at - 1, max(at - 6, -1), -1):
        line = pieces[before]
        kind = caption_kind(line) if isinstance(line, TextLine) and not (line.level or line.kind) else ""
        titles = [_text(pieces[place]) for place, own in found.items() if own == LineKind.CAPTION]
        taken = (kind == LineKind.LINE and titles) or (kind == LineKind.NUMBER and kind in found.values())
        if not kind or taken or (kind == LineKind.CAPTION and not all(map(is_year, titles))):
            break
        found[before] = kind
    return found


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, TextLine) else ""


def is_year(text: str) -> bool:
    """Whether a line is a year alone, as it stands under titles: （2026年）."""
    return bool(_ONLY_YEAR.fullmatch(text.strip()))


def _captions_in_order(pieces: Sequence[Piece], kinds: Mapping[int, str]) -> Iterator[Piece]:
    """Yield the pieces with their kinds, the lines of each caption in the order number, title, line below it."""
    for captions, run in groupby(range(len(pieces)), key=lambda at: kinds.get(at) in CAPTION_ORDER):
        places = list(run)
        for at in sorted(places, key=lambda at: CAPTION_ORDER.index(LineKind(kinds[at]))) if captions else places:
            each = pieces[at]
            yield replace(each, kind=kinds[at]) if isinstance(each, TextLine) and at in kinds else each


def _below(pieces: Sequence[Piece], at: int) -> dict[int, str]:
    """Return the kind of the notes below the table at a place, by their own places."""
    return dict.fromkeys(takewhile(lambda place: _is_note(pieces[place]), range(at + 1, len(pieces))), LineKind.NOTE)


def _is_note(piece: Piece) -> bool:
    """Whether a line below a table is about the table: 注：…, or …故本表无数据。"""
    text = piece.text.strip() if isinstance(piece, TextLine) and not piece.level else ""
    return bool(NOTE_BEGINS.match(text) or _OF_TABLE.search(text))


def _title_places(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of the title: the first lines that are centred, else the first line if it names a year."""
    lines = [each for each in takewhile(_may_be_title, pieces) if isinstance(each, TextLine)]
    centred = sum(1 for _ in takewhile(lambda line: line.align == "center", lines))
    yield from range(centred or bool(lines and _YEAR.search(lines[0].text)))


def _may_be_title(piece: Piece) -> bool:
    if not isinstance(piece, TextLine) or piece.level or piece.kind or CONTENTS_HEAD.fullmatch(piece.text.strip()):
        return False
    own = _numbered(piece)
    return may_be_title(piece.text.strip()) and not (own and own.kind == OF_PARTS)


def named_in(title: str) -> tuple[str, int]:
    """Return publisher and year of a title, 云溪县文化和旅游局2026年部门预算公开; an empty text and 0 without them."""
    named = compiled(r"(20\d\d)年(?:度(?!假))?").search(title)
    before, after = (title[: named.start()], title[named.end() :]) if named else ("", "")
    who = before.strip() or compiled("部门|单位|预算").split(after)[0]
    who = compiled(r"\s").sub("", who)
    plain = who.partition("（")[0] if who.endswith("）") else who.removesuffix("部门")
    return plain, int(named[1] if named else 0)


def day_in(words: str) -> str:
    """Return `2020-02-28` for 2020年2月28日 and 二〇二〇年二月二十八日; empty if the words are no date."""
    dense = compiled("[：:]").split(compiled(r"\s").sub("", words))[-1]
    dense = compiled("(?<![一二三])十(?=[一二三四五六七八九])").sub("一", dense)  # 十二 as 一二
    dense = compiled("(?<=[一二三])十(?=[一二三四五六七八九])").sub("", dense)  # 二十八 as 二八
    dense = compiled("(?<=[一二三])十").sub("〇", dense).replace("十", "一〇")
    found = _DAY.fullmatch(dense.translate(_DIGITS))
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""
