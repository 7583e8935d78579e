"""Words of an element (文字): as a browser joins them, or letter by letter where white space is kept.

Source: CSS Text 3, 4.1 (white space): a line broken in the source between two Chinese characters is not a space.
"""

import re
from collections.abc import Iterable, Iterator

from reportgen.fingerprint import DRAWN
from reportgen.readers.html.elements import BLOCKS, PICTURES, Element, seen

_WIDE = "[\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U00020000-\U0003ffff]"
_BROKEN = re.compile(rf"(?<={_WIDE})[ \t\f]*\n[ \t\n\f]*(?={_WIDE})")
_SPACE = re.compile("[ \t\n\f\r]+")
_BREAK = None  # a line that the author broke


def words(element: Element, kept: bool) -> str:
    """What it says; a newline is a line break. `kept`: white space is text."""
    return joined(_texts(element), kept)


def joined(texts: Iterable[str | None], kept: bool = False) -> str:
    """Texts one after another, None is a line break; where white space is not kept, neither are empty lines."""
    lines: list[list[str]] = [[]]
    for text in texts:
        if text is _BREAK:
            lines.append([])
        else:
            lines[-1].append(text)
    said = map("".join, lines)
    return "\n".join(said if kept else filter(None, map(_collapsed, said)))


def texts(element: Element) -> Iterator[str | None]:
    """The element as `joined` takes it, without what follows it."""
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
