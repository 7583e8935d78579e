"""Lines and tables of a page one after another (逐行): what stands on a line of its own, in the order of the source."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from reportgen.fingerprint import DEEPEST, DRAWN
from reportgen.readers._captions import Piece
from reportgen.readers._lines import AFTER, NOTE, TITLE, TextLine
from reportgen.readers.html.elements import (
    BLOCKS,
    HEADINGS,
    PICTURES,
    Element,
    PageInfo,
    align,
    classes,
    joined,
    level,
    seen,
    texts,
    whole,
    words,
)
from reportgen.readers.html.tables import caption_lines, is_layout, placed

_LETTERS = frozenset({*HEADINGS, "p", "pre"})  # they hold words alone


def pieces(holder: Element, page: PageInfo) -> Iterator[Piece]:
    """What stands in an element; words that stand beside blocks are lines of their own."""
    loose: list[str | None] = [holder.text]
    for child in holder:
        if seen(child) and _stands_alone(child):
            yield from _loose(loose, holder)
            yield from _block(child, page)
            loose = []
        else:
            loose += texts(child)
        loose.append(child.tail or "")
    yield from _loose(loose, holder)


def _stands_alone(element: Element) -> bool:
    """Whether it is a block, or holds one."""
    return element.tag in BLOCKS or next(element.iter(*BLOCKS), None) is not None


def _loose(found: list[str | None], holder: Element) -> Iterator[TextLine]:
    for text in joined(found).split("\n"):
        if text:
            yield TextLine(text, align=align(holder))


def _block(element: Element, page: PageInfo) -> Iterator[Piece]:
    """What a block says."""
    match element.tag:
        case "table" if not is_layout(element):
            yield from _table(element, page)
        case "figure" if _is_picture(element):
            yield TextLine(DRAWN)
        case "ol" | "ul":
            yield from _list(element, page)
        case tag if tag in _LETTERS:
            yield _line(element, page)
        case "div" if page.ours and "table" in classes(element):
            yield from pieces(element, page)
            yield TextLine("", kind=AFTER)
        case "aside" if page.ours and "front" in classes(element):
            yield from pieces(element, replace(page, top=1))
        case _:
            yield from pieces(element, page)


def _line(element: Element, page: PageInfo) -> TextLine:
    """A paragraph or a heading."""
    text = words(element, page.kept or element.tag == "pre")
    depth = level(element)
    if page.top and depth == page.top:
        return TextLine(text, kind=TITLE)
    kind = NOTE if page.ours and "note" in classes(element) else ""
    return TextLine(text, kind=kind, level=max(0, min(depth - page.top, DEEPEST)), align=align(element))


def _is_picture(figure: Element) -> bool:
    """Whether it shows a picture, and no table that everybody sees."""
    return next(figure.iter(*PICTURES), None) is not None


def _table(table: Element, page: PageInfo) -> Iterator[Piece]:
    for caption in table.iterchildren("caption"):
        if seen(caption):
            yield from caption_lines(caption, page)
    if (found := placed(table, page)) is not None:
        yield found


def _list(element: Element, page: PageInfo) -> Iterator[Piece]:
    """The items; those of a counted list with the number that is printed in front of them."""
    numbers = count(whole(element.get("start"), 1))
    for item in element.iterchildren("li"):
        if seen(item):
            number = f"{next(numbers)}. " if element.tag == "ol" else ""
            for piece in pieces(item, page):
                yield replace(piece, number=number) if isinstance(piece, TextLine) and number else piece
                number = ""
