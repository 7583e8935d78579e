"""Pieces of a rendered template → sections, paragraphs and tables, numbered as the profile says.

`{{ x }}` becomes a located slot, never a piece of text: what the author typed is parsed as Markdown, and what the
budget file says is put in afterwards, as parameters are in SQL. So a name with `#`, `|`, `<` or a newline cannot change
the structure, and a number keeps its figure.

The author's Markdown has headings and paragraphs, nothing else. One private-use character stands for each slot while it
is parsed. A line break within a paragraph joins without a space, as Chinese is written. A heading that ends with `{-}`
has no number, and the next one of its level begins anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from reportgen.diagnostics import Location, refuse
from reportgen.document import Block, Paragraph, Run, Runs, Section, Table, Text
from reportgen.figures import Figures, rounding_note
from reportgen.patterns import compiled
from reportgen.profile import numbered
from reportgen.records import dataclass, replace

_PLANES = (0xF0000, 0x100000)  # private use: no file that is read may contain them
_PER_PLANE = 0xFFFD
_MARK = compiled(f"([{chr(_PLANES[0])}-{chr(0x10FFFF)}])")
_UNNUMBERED = "{-}"
_SPACE = " \t"
_HEADING = compiled(r"[ \t]*(#{1,6})(?:[ \t](.*))?")
_INDENTED = 4  # columns from which a line of a paragraph is no heading


@dataclass(frozen=True, slots=True)
class Literal:
    """A text that the author typed."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed value: runs or tables, and where it was asked for."""

    value: Any
    at: Location


class Fragment(tuple[Literal | Slot, ...]):
    """What a template or a macro gives: pieces, not a string."""

    __slots__ = ()


def fragment(pieces: Iterable[Any]) -> Fragment:
    """Return the pieces in order, nested ones flattened."""
    flat: list[Literal | Slot] = []
    for piece in pieces:
        flat.extend(piece) if isinstance(piece, Fragment) else flat.append(piece)
    return Fragment(flat)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that is still to become a section."""

    level: int
    title: Runs
    numbered: bool


FlatBlock = Heading | Paragraph | Table


def as_blocks(pieces: Fragment, figures: Figures) -> tuple[Block, ...]:
    """Return the tree that the pieces stand for; its first paragraph with a rounding difference has a note.

    Raises:
        ReportgenError: a table is not alone on its line, or there are more than 131,066 slots.
    """
    return _nested(_with_rounding_note(list(_flat(pieces)), figures), tuple(figures.profile.file.numbering))


def _with_rounding_note(flat: list[FlatBlock], figures: Figures) -> list[FlatBlock]:
    """Return the blocks with the note (尾差说明) once: at the first paragraph whose parts miss their total."""
    for i, block in enumerate(flat):
        if isinstance(block, Paragraph) and (note := rounding_note(block.runs, figures)):
            return [*flat[:i], replace(block, runs=merged((*block.runs, *note))), *flat[i + 1 :]]
    return flat


def _flat(pieces: Fragment) -> Iterator[FlatBlock]:
    slots = [piece for piece in pieces if isinstance(piece, Slot)]
    for level, text in markdown(_with_slot_marks(pieces)):
        content = list(_content(text, slots))
        yield from _tables(content, level) or _heading_or_paragraph(content, level)


def markdown(text: str) -> Iterator[tuple[int, str]]:
    """Yield level and text of each heading, 0 and text of each paragraph, as CommonMark reads them."""
    paragraph: list[str] = []
    for line in (*text.split("\n"), ""):
        words = line.strip(_SPACE)
        heading = _HEADING.fullmatch(line) if words[:1] == "#" else None
        if paragraph and len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" ")) >= _INDENTED:
            heading = None
        if paragraph and (heading or not words):
            yield 0, "\n".join(paragraph)
            paragraph = []
        if heading:
            yield len(heading[1]), _title(heading[2] or "")
        elif words:
            paragraph.append(line)


def _title(text: str) -> str:
    """Return the text of a heading without the `#` that may close it."""
    text = text.rstrip(_SPACE)
    bare = text.rstrip("#")
    return (bare if bare.rstrip(_SPACE) != bare or not bare else text).strip(_SPACE)


def _with_slot_marks(pieces: Fragment) -> str:
    """Return the author's text with one character for each slot."""
    marks = (chr(plane + i) for plane in _PLANES for i in range(_PER_PLANE))
    text = []
    for piece in pieces:
        mark = next(marks, "") if isinstance(piece, Slot) else piece.text
        if isinstance(piece, Slot) and not mark:
            most = len(_PLANES) * _PER_PLANE
            refuse("模板", f"说明里的数和名称超过{most}处", piece.at, hint="检查 for 是不是重复得太多")
        text.append(mark)
    return "".join(text)


def _content(text: str, slots: Sequence[Slot]) -> Iterator[Text | Slot]:
    parts = _MARK.split("".join([line.strip(_SPACE) for line in text.split("\n")]))
    for typed, mark in zip_longest(parts[::2], parts[1::2]):
        if typed:
            yield Text(typed)
        if mark:
            plane = ord(mark) >= _PLANES[1]
            yield slots[ord(mark) - _PLANES[plane] + _PER_PLANE * plane]


def _tables(content: Sequence[Text | Slot], level: int) -> list[FlatBlock]:
    """Return the tables of a slot that is alone on its line; refuse tables anywhere else."""
    found = [part for part in content if isinstance(part, Slot) and _is_tables(part.value)]
    if found and (len(content) > 1 or level):
        refuse("模板", "表要单独占一行", found[0].at, hint="前后各空一行")
    return list(found[0].value) if found else []


def _is_tables(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(item, Table) for item in value)


def _heading_or_paragraph(content: Sequence[Text | Slot], level: int) -> list[FlatBlock]:
    """Return a heading or a paragraph; nothing if there are no words."""
    runs = merged([run for part in content for run in (part.value if isinstance(part, Slot) else (part,))])
    if not any(run.text.strip() for run in runs):
        return []
    if not level:
        return [Paragraph(runs)]
    last = content[-1]
    if isinstance(last, Text) and last.text.rstrip().endswith(_UNNUMBERED):
        kept = Text(runs[-1].text.rstrip().removesuffix(_UNNUMBERED).rstrip())
        return [Heading(level, merged((*runs[:-1], kept)), numbered=False)]
    return [Heading(level, runs, numbered=True)]


def merged(runs: Iterable[Run]) -> Runs:
    """Return the runs with adjacent texts joined and empty ones dropped."""
    out: list[Run] = []
    for run in runs:
        if isinstance(run, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + run.text)
        elif not isinstance(run, Text) or run.text:
            out.append(run)
    return tuple(out)


def _nested(flat: Sequence[FlatBlock], numbering: tuple[str, ...]) -> tuple[Block, ...]:
    """Return each heading with what follows it, up to the next heading of its level or above."""
    out: list[Block] = []
    number = i = 0
    while i < len(flat):
        item = flat[i]
        i += 1
        if not isinstance(item, Heading):
            out.append(item)
            continue
        ends = (j for j in range(i, len(flat)) if isinstance(one := flat[j], Heading) and one.level <= item.level)
        end = next(ends, len(flat))
        number = number + 1 if item.numbered else 0
        patterned = item.numbered and item.level <= len(numbering)
        mark = numbered(numbering[item.level - 1], number) if patterned else ""
        out.append(Section(item.level, mark, item.title, _nested(flat[i:end], numbering)))
        i = end
    return tuple(out)
