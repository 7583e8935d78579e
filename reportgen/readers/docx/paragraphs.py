"""Paragraphs and tables, one after another (逐段): of the body, a cell, a text box or a note.

A paragraph whose mark is removed by a tracked change continues in the next one. A table without rows is left out. Notes
and text boxes come after the paragraph that they are attached to.
Source: ECMA-376 part 1, 17.2.2 (body), 17.3.1.22 (paragraphs), 17.5.2 (content controls), 17.13.5 (tracked marks).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.ooxml import (
    ALTERNATE,
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    SECTION,
    TBL,
    TR,
    TRACKED,
    TRPR,
    VAL,
    Element,
    P,
    W,
    chosen,
    said,
    value,
    whole,
)
from reportgen.readers._lines import FOOTNOTE, TextLine
from reportgen.readers.docx.styles import CONTENTS, CONTENTS_TITLE, Style, level_of
from reportgen.readers.docx.text import Revisions, Story, words_of

_AROUND = {f"{W}customXml", f"{W}smartTag", *TRACKED}
_STYLE, _OUTLINE, _LIST = f"{W}pStyle", f"{W}outlineLvl", f"{W}numPr"
_ALIGN, _INDENT, _CHANGED = f"{W}jc", f"{W}ind", f"{W}pPrChange"
_CONTENTS = {CONTENTS, CONTENTS_TITLE}


@dataclass(frozen=True, slots=True)
class Turn:
    """The end of a Word section (分节); `landscape`: how its pages are held."""

    landscape: bool


BodyPiece = TextLine | Turn | Element  # the element is a table
About = dict[str, Element]  # properties of a paragraph by name
_NOTHING = TextLine("")


def pieces(holder: Element, story: Story) -> Iterator[BodyPiece]:
    """The lines, tables and ends of sections in an element, without tables of contents."""
    carried = _NOTHING
    for child, listed in _blocks(holder):
        if child.tag == TBL and _vanishes(child, story):
            continue
        if child.tag == P:
            listed = listed or story.in_contents
            about = _about(child.find(PPR))
            line = _line(child, about, story, carried.text)
            carried = line if _goes_on(about, story) else _NOTHING
            if not (carried.text or carried is line or listed or story.in_contents or line.kind in _CONTENTS):
                yield line
            if story.hanging:
                yield from _hung(story)
            if SECTION in about and carried is not line:
                yield _turn(about[SECTION])
            continue
        if carried.text:
            yield carried
        carried = _NOTHING
        if child.tag == TBL:
            yield child
        else:
            yield _turn(child)
    if carried.text:
        yield carried


def lone_line(holder: Element, story: Story) -> list[BodyPiece]:
    """As `pieces`, but faster: of an element with properties and one paragraph, as nearly every cell is."""
    paragraph = holder[-1]
    line = _line(paragraph, _about(paragraph.find(PPR)), story, "")
    return [line, *_hung(story)] if story.hanging else [line]


def _blocks(holder: Element, listed: bool = False) -> Iterator[tuple[Element, bool]]:
    """Paragraphs, tables and section properties, whatever wraps them; and whether they are in a table of contents."""
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


def _line(paragraph: Element, about: About, story: Story, before: str) -> TextLine:
    """The paragraph, after the words of those whose paragraph mark is removed."""
    earlier = about[_CHANGED].find(PPR) if story.revisions is Revisions.ORIGINAL and _CHANGED in about else None
    about = about if earlier is None else _about(earlier)
    key = said(about, _STYLE)
    style = story.styles[key]
    text = before + words_of(paragraph, story, style)
    level = level_of(about[_OUTLINE]) if _OUTLINE in about else style.level
    number = _number(about.get(_LIST), style, story) if style.list or _LIST in about else ""
    indent = _indent(about[_INDENT], style.size) if _INDENT in about else 0
    return TextLine(text, number if text.strip() else "", style.kind, level, said(about, _ALIGN, style.align), indent)


def _about(properties: Element) -> About:
    """The properties by name."""
    return {} if properties is None else {each.tag: each for each in properties}


def _number(own: Element, style: Style, story: Story) -> str:
    """The automatic number of the paragraph, by itself or by its style."""
    key, depth = value(own, "numId"), value(own, "ilvl")
    if key:
        return story.counting.label(key, whole(depth), "")
    return story.counting.label(style.list, whole(depth, style.depth), "" if depth else style.key)


def _indent(by: Element, size: int) -> int:
    """Levels of indent, each as wide as a character."""
    hundredths = whole(by.get(f"{W}leftChars") or by.get(f"{W}startChars"))
    twips = whole(by.get(f"{W}left") or by.get(f"{W}start"))
    em = max(size, 1) * 10
    return max(0, (hundredths + 50) // 100 if hundredths else (twips + em // 2) // em)


def _goes_on(about: About, story: Story) -> bool:
    """Whether its paragraph mark is removed: then it continues in the next paragraph."""
    return RPR in about and any(story.removed(each.tag) for each in about[RPR])


def _vanishes(table: Element, story: Story) -> bool:
    """Whether all rows are removed, and with them the table."""
    rows = [row.find(TRPR) for row in table.findall(TR)]
    return bool(rows) and all(row is not None and any(story.removed(each.tag) for each in row) for row in rows)


def _hung(story: Story) -> Iterator[BodyPiece]:
    """Notes and text boxes of the paragraph just read, in their order; a note is one line."""
    hanging, story.hanging = story.hanging, []
    for holder, note in hanging:
        found = pieces(holder, story)
        if note:
            texts = (each.text.strip() for each in found if isinstance(each, TextLine))
            yield TextLine("\n".join(filter(None, texts)), kind=FOOTNOTE)
        else:
            yield from found


def _turn(section: Element) -> Turn:
    size = section.find(f"{W}pgSz")
    sizes = (0, 0) if size is None else (whole(size.get(f"{W}w")), whole(size.get(f"{W}h")))
    return Turn(sizes[0] > sizes[1])
