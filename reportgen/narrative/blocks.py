"""Pieces of a rendered template → sections, paragraphs and tables, numbered by the profile.

The author's text is Markdown of headings and paragraphs, nothing else; one private-use character stands for each slot
while it is parsed. A line break within a paragraph joins without a space, as Chinese is written. `{-}` at the end of a
heading leaves it without a number, and the next one of its level begins anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from markdown_it import MarkdownIt

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Block, Paragraph, Run, Runs, Section, Table, Text
from reportgen.figures import Figures, with_rounding_note
from reportgen.narrative.slots import Fragment, Slot
from reportgen.profile import numbered

_PLANES = (0xF0000, 0x100000)  # private use: refused in every file that is read
_PER_PLANE = 0xFFFD
_UNNUMBERED = "{-}"
_MARKDOWN = MarkdownIt("zero").enable("heading")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on its way to a section."""

    level: int
    title: Runs
    numbered: bool


Flat = Heading | Paragraph | Table


def blocks(pieces: Fragment, figures: Figures) -> tuple[Block, ...]:
    """The tree of what the pieces say."""
    return _nested(list(_flat(pieces, figures)), tuple(figures.profile.file.numbering))


def _flat(pieces: Fragment, figures: Figures) -> Iterator[Flat]:
    """Headings, paragraphs and tables in order."""
    slots = [piece for piece in pieces if isinstance(piece, Slot)]
    level = 0
    for token in _MARKDOWN.parse(_marked(pieces)):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline":
            content = list(_content(token.content, slots))
            yield from _tables(content, level) or _worded(content, level, figures)
            level = 0


def _marked(pieces: Fragment) -> str:
    """The author's text with one character for each slot."""
    marks = _marks()
    text = []
    for piece in pieces:
        if isinstance(piece, Slot):
            text.append(next(marks, "") or _no_more(piece))
        else:
            text.append(piece.text)
    return "".join(text)


def _marks() -> Iterator[str]:
    for plane in _PLANES:
        yield from (chr(plane + i) for i in range(_PER_PLANE))


def _no_more(piece: Slot) -> NoReturn:
    what = f"说明里的数和名称超过{len(_PLANES) * _PER_PLANE}处"
    raise ReportgenError(error("模板", what, piece.at, hint="检查 for 是不是重复得太多"))


def _content(text: str, slots: Sequence[Slot]) -> Iterator[Text | Slot]:
    buffer = ""
    for c in "".join(line.strip(" \t") for line in text.split("\n")):
        if ord(c) < _PLANES[0]:
            buffer += c
            continue
        if buffer:
            yield Text(buffer)
            buffer = ""
        plane = ord(c) >= _PLANES[1]
        yield slots[ord(c) - _PLANES[plane] + _PER_PLANE * plane]
    if buffer:
        yield Text(buffer)


def _tables(content: Sequence[Text | Slot], level: int) -> list[Flat]:
    """The tables of a slot that stands alone on its line; a table anywhere else is a mistake."""
    found = [part for part in content if isinstance(part, Slot) and _is_tables(part.value)]
    if found and (len(content) > 1 or level):
        raise ReportgenError(error("模板", "表要单独占一行", found[0].at, hint="前后各空一行"))
    return list(found[0].value) if found else []


def _is_tables(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(item, Table) for item in value)


def _worded(content: Sequence[Text | Slot], level: int, figures: Figures) -> list[Flat]:
    """A heading or paragraph; nothing, where there are no words."""
    runs = merged([run for part in content for run in (part.value if isinstance(part, Slot) else (part,))])
    if not any(run.text.strip() for run in runs):
        return []
    if not level:
        return [Paragraph(with_rounding_note(runs, figures))]
    last = content[-1]
    plain = isinstance(last, Text) and last.text.rstrip().endswith(_UNNUMBERED)
    return [Heading(level, _without_mark(runs) if plain else runs, not plain)]


def _without_mark(runs: Runs) -> Runs:
    *rest, last = runs
    return (*rest, *((Text(kept),) if (kept := last.text.rstrip().removesuffix(_UNNUMBERED).rstrip()) else ()))


def merged(runs: Iterable[Run]) -> Runs:
    """Runs with neighbouring texts joined and empty ones dropped."""
    out: list[Run] = []
    for run in runs:
        if isinstance(run, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + run.text)
        elif not isinstance(run, Text) or run.text:
            out.append(run)
    return tuple(out)


def _nested(flat: Sequence[Flat], numbering: tuple[str, ...]) -> tuple[Block, ...]:
    """Headings with what follows them up to the next of their level or above."""
    out: list[Block] = []
    number = 0
    i = 0
    while i < len(flat):
        item = flat[i]
        if not isinstance(item, Heading):
            out.append(item)
            i += 1
            continue
        end = next((j for j in range(i + 1, len(flat)) if _ends(flat[j], item.level)), len(flat))
        number = number + 1 if item.numbered else 0
        patterned = item.numbered and item.level <= len(numbering)
        mark = numbered(numbering[item.level - 1], number) if patterned else ""
        out.append(Section(item.level, mark, item.title, _nested(flat[i + 1 : end], numbering)))
        i = end
    return tuple(out)


def _ends(item: Flat, level: int) -> bool:
    return isinstance(item, Heading) and item.level <= level
