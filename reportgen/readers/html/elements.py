"""Elements (元素): which a person sees, which stand on lines of their own.

Source: HTML, 15.3 (rendering of non-replaced elements).
"""

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

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
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ALIGNED = re.compile(r"text-align\s*:\s*(\w+)", re.I)
_AROUND = (("a", "skip"), ("p", "mark"))  # what the writer puts around the document


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page before it is read (网页).

    Attributes:
        ours: the writer made it; nothing need be guessed. kept: its white space is text.
        top: level of its title among its headings. path: what mistakes call it.
    """

    ours: bool
    kept: bool
    top: int
    path: str


def seen(element: Element) -> bool:
    """Whether it is part of what a page says: no script, no menu, nothing hidden."""
    return (
        isinstance(element.tag, str)
        and element.tag not in _UNSEEN
        and "hidden" not in element.attrib
        and not _HIDING.search(element.get("style", ""))
        and (element.tag, element.get("class")) not in _AROUND
    )


def classes(element: Element) -> list[str]:
    """The classes it has."""
    return str(element.get("class", "")).split()


def inside(element: Element, *tags: str, having: str = "") -> Element:
    """The first seen element of these kinds inside, and of that class where one is given; or None."""
    found = (each for each in element.iter(*tags) if not having or having in classes(each))
    return next((each for each in found if all(map(seen, (each, *each.iterancestors())))), None)


def level(element: Element) -> int:
    """The level of a heading, of the page's own; 0: it is none."""
    stated = str(element.get("aria-level", ""))
    if element.tag in HEADINGS or element.get("role") == "heading":
        return int(stated) if re.fullmatch("[1-9][0-9]?", stated) else int((*element.tag, "2")[1])
    return 0


def align(element: Element) -> str:
    """How its lines are set: `center`, `left`, …; or nothing."""
    for each in (element, *element.iterancestors()):
        if found := _ALIGNED.search(each.get("style", "")):
            return found[1].lower()
        if each.tag == "center" or "align" in each.attrib:
            return "center" if each.tag == "center" else str(each.get("align")).lower()
    return ""


def whole(text: str | None, default: int) -> int:
    """The number that an attribute says, as far as it is one of at most six digits."""
    found = re.match(r"\s*(\d{1,6})(?!\d)", text or "")
    return int(found[1]) if found else default
