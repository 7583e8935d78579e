"""Elements of a page (元素): which are visible, which begin a new line, and their words as a browser joins them.

Source: HTML, 15.3 (rendering of non-replaced elements); CSS Text 3, 4.1 (white space: a line break in the source
between two Chinese characters is no space).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from reportgen.fingerprint import DRAWN
from reportgen.patterns import compiled
from reportgen.readers._work import spend
from reportgen.records import dataclass

Element: TypeAlias = Any  # lxml is not typed

_BLOCKS = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu ol p plaintext pre search "
    "section summary table tbody td tfoot th thead tr ul xmp"
)
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PICTURES = ("svg", "img", "canvas", "picture", "video")
_NO_WORDS = (
    "area audio base button datalist dialog embed frame frameset head iframe input link map meta nav noframes "
    "noscript object option param rp script select style template textarea title"
)
_UNSEEN = frozenset(_NO_WORDS.split())
_HIDING = compiled(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ALIGNED = compiled(r"text-align\s*:\s*(\w+)", re.I)
# What stands around the document in our pages.
_AROUND = (("a", "skip"), ("p", "mark"), ("p", "cover"), ("aside", "verdict"))
_WIDE = "[\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U00020000-\U0003ffff]"
_BROKEN = compiled(rf"(?<={_WIDE})[ \t\f]*\n[ \t\n\f]*(?={_WIDE})")
_SPACE = compiled("[ \t\n\f\r]+")
_SEARCHED = 100  # characters of a style that count as one step
_BREAK = None  # stands for a line break among texts


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What is known of a page before it is read (网页).

    Attributes:
        ours: the writer made it, so that nothing is guessed.
        kept: white space is kept as it is, not collapsed.
        top: heading level of its title; 0 if no heading is the title.
        charts: charts are read as what they draw, not as places of pictures.
    """

    ours: bool
    kept: bool
    top: int
    charts: bool = False


def seen(element: Element) -> bool:
    """Whether an element is visible text: neither a script nor a menu, and not hidden."""
    return (
        isinstance(element.tag, str)
        and element.tag not in _UNSEEN
        and "hidden" not in element.attrib
        and not _HIDING.search(_style(element))
        and (element.tag, element.get("class")) not in _AROUND
    )


def shown(element: Element) -> bool:
    """Whether an element and all around it are visible."""
    return all(map(seen, around(element)))


def around(element: Element) -> Iterator[Element]:
    """Yield the element and its ancestors, from inside out."""
    yield element
    for each in element.iterancestors():
        spend(1)
        yield each


def _style(element: Element) -> str:
    found = str(element.get("style", ""))
    spend(len(found) // _SEARCHED)
    return found


def classes(element: Element) -> list[str]:
    """Return the classes of an element."""
    return str(element.get("class", "")).split()


def inside(element: Element, *tags: str, having: str = "") -> Element:
    """Return the first visible element of these tags, and of that class if one is given; or None."""
    found = (each for each in element.iter(*tags) if not having or having in classes(each))
    return next(filter(shown, found), None)


def level(element: Element) -> int:
    """Return the level of a heading; 0 if it is none."""
    stated = str(element.get("aria-level", ""))
    if element.tag in HEADINGS or element.get("role") == "heading":
        return int(stated) if compiled("[1-9][0-9]?").fullmatch(stated) else int((*element.tag, "2")[1])
    return 0


def align(element: Element) -> str:
    """Return the alignment of the lines of an element: `center`, `left`, … or empty."""
    for each in around(element):
        if found := _ALIGNED.search(_style(each)):
            return found[1].lower()
        if each.tag == "center" or "align" in each.attrib:
            return "center" if each.tag == "center" else str(each.get("align")).lower()
    return ""


def whole(text: str | None, default: int) -> int:
    """Return the whole number, of at most six digits, at the start of an attribute; else the default."""
    found = compiled(r"\s*(\d{1,6})(?!\d)").match(text or "")
    return int(found[1]) if found else default


def words(element: Element, kept: bool) -> str:
    """Return the words of an element; a newline is a line break. `kept`: keep white space as it is."""
    return joined(_texts(element), kept)


def joined(texts: Iterable[str | None], kept: bool = False) -> str:
    """Join texts, in which None is a line break; unless white space is kept, collapse it and leave out empty lines."""
    lines: list[list[str]] = [[]]
    for text in texts:
        if text is _BREAK:
            lines.append([])
        else:
            lines[-1].append(text)
    joined_lines = map("".join, lines)
    return "\n".join(joined_lines if kept else filter(None, map(_collapsed, joined_lines)))


def texts(element: Element) -> Iterator[str | None]:
    """Yield the texts of an element, as `joined` takes them, without its tail."""
    if element.tag == "br":
        yield _BREAK
    elif element.tag in PICTURES:
        yield DRAWN
    elif seen(element):
        yield from (_BREAK, *_texts(element), _BREAK) if element.tag in BLOCKS else _texts(element)


def _texts(element: Element) -> Iterator[str | None]:
    yield element.text or ""
    for child in element:
        yield from texts(child)
        yield child.tail or ""


def _collapsed(line: str) -> str:
    return _SPACE.sub(" ", _BROKEN.sub("", line)).strip(" ")
