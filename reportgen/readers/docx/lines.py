"""Paragraphs and tables one after another (逐段): of the body, a cell, a text box or a note.

A paragraph whose mark is removed by a tracked change goes on in the next one. What hangs on a paragraph comes after it.
Source: ECMA-376 part 1, 17.2.2 (body), 17.3.1.22 (paragraphs), 17.5.2 (content controls), 17.13.5 (tracked marks).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.ooxml.names import (
    ALTERNATE,
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    SECTION,
    TBL,
    TRACKED,
    VAL,
    Element,
    P,
    W,
    chosen,
    value,
    whole,
)
from reportgen.readers.docx.styles import CONTENTS, CONTENTS_TITLE, Style, level_of
from reportgen.readers.docx.text import Revisions, Story, words_of

_AROUND = {f"{W}customXml", f"{W}smartTag", *TRACKED}
FOOTNOTE = "脚注"
_CONTENTS = {CONTENTS, CONTENTS_TITLE}


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as it is printed (段落行).

    Attributes:
        number: what Word counts and prints in front of it. kind: the known name of its style.
        level: of a heading; 0: it is none. indent: levels it is set in.
    """

    text: str
    number: str = ""
    kind: str = ""
    level: int = 0
    align: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A Word section ends (分节): whether all since the last one stands on landscape pages."""

    landscape: bool


Piece = Line | Turn | Element  # the element is a table


def pieces(holder: Element, story: Story) -> Iterator[Piece]:
    """The lines, tables and ends of sections in what holds them; tables of contents are left out."""
    carried = Line("")
    for child, listed in _blocks(holder):
        if child.tag == P:
            listed = listed or story.in_contents
            line = _line(child, story, carried.text)
            carried = line if _goes_on(child, story) else Line("")
            if not (carried.text or carried is line or listed or story.in_contents or line.kind in _CONTENTS):
                yield line
            yield from _hung(story)
            yield from _turn(child.find(f"{PPR}/{SECTION}"))
            continue
        if carried.text:
            yield carried
        carried = Line("")
        if child.tag == TBL:
            yield child
        else:
            yield from _turn(child)
    if carried.text:
        yield carried


def _blocks(holder: Element, listed: bool = False) -> Iterator[tuple[Element, bool]]:
    """Paragraphs, tables and section properties, whatever wraps them; whether they are in a table of contents."""
    for child in holder:
        kind = child.tag
        if kind in (P, TBL, SECTION):
            yield child, listed
        elif kind == SDT:
            content = child.find(SDT_CONTENT)
            gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            within = gallery is not None and gallery.get(VAL) == "Table of Contents"
            yield from _blocks(() if content is None else content, listed or within)
        elif kind == ALTERNATE:
            yield from _blocks(chosen(child), listed)
        elif kind in _AROUND:
            yield from _blocks(child, listed)


def _line(paragraph: Element, story: Story, before: str) -> Line:
    """The paragraph, with the words before it that run into it."""
    properties = paragraph.find(PPR)
    if story.revisions is Revisions.ORIGINAL and properties is not None:
        earlier = properties.find(f"{W}pPrChange/{PPR}")
        properties = properties if earlier is None else earlier
    key = value(properties, "pStyle")
    style = story.styles[key]
    text = before + words_of(paragraph, story, key)
    level, size = style.level, style.size
    if properties is None:
        return Line(text, story.counting.label(style.list, style.depth, style.key), style.kind, level, style.align)
    if (outline := properties.find(f"{W}outlineLvl")) is not None:
        level = level_of(outline)
    align = value(properties, "jc", style.align)
    number = _number(properties.find(f"{W}numPr"), style, story) if text.strip() else ""
    return Line(text, number, style.kind, level, align, _indent(properties.find(f"{W}ind"), size))


def _number(own: Element, style: Style, story: Story) -> str:
    """What Word counts in front of the paragraph: as it says itself, or its style."""
    key, depth = value(own, "numId"), value(own, "ilvl")
    if key:
        return story.counting.label(key, whole(depth), "")
    return story.counting.label(style.list, whole(depth, style.depth), "" if depth else style.key)


def _indent(said: Element, size: int) -> int:
    """Levels, each as wide as a character."""
    if said is None:
        return 0
    hundredths = whole(said.get(f"{W}leftChars") or said.get(f"{W}startChars"))
    twips = whole(said.get(f"{W}left") or said.get(f"{W}start"))
    em = max(size, 1) * 10
    return max(0, (hundredths + 50) // 100 if hundredths else (twips + em // 2) // em)


def _goes_on(paragraph: Element, story: Story) -> bool:
    """Whether its mark is removed."""
    mark = paragraph.find(f"{PPR}/{RPR}")
    return mark is not None and any(story.removed(kind) and mark.find(kind) is not None for kind in TRACKED)


def _hung(story: Story) -> Iterator[Piece]:
    """What hangs on the paragraph just read, in its order; a note is one line."""
    hanging, story.hanging = story.hanging, []
    for holder, note in hanging:
        found = pieces(holder, story)
        if note:
            texts = (each.text.strip() for each in found if isinstance(each, Line))
            yield Line("\n".join(filter(None, texts)), kind=FOOTNOTE)
        else:
            yield from found


def _turn(section: Element) -> Iterator[Turn]:
    if section is not None:
        size = section.find(f"{W}pgSz")
        sizes = (0, 0) if size is None else (whole(size.get(f"{W}w")), whole(size.get(f"{W}h")))
        yield Turn(sizes[0] > sizes[1])
