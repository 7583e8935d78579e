"""Fonts that a computer lacks (缺少的字体): those of the style sheet that the PDF is not set in.

A PDF names fonts by their PostScript names; which one a Chinese name stands for is in no file. Of a font that is not
in the table nothing is said.
"""

import re
from collections.abc import Iterator
from typing import Any

from reportgen.document import Document, Paragraph, Place, Section, Table, plain, walk
from reportgen.printed.opening import opened
from reportgen.style import StyleSheet

# Beginnings of PostScript names, without signs; after the font's own those of fonts that are as wide and as high.
_POST_SCRIPT = {
    "宋体": ("simsun", "nsimsun"),
    "新宋体": ("nsimsun", "simsun"),
    "黑体": ("simhei",),
    "仿宋": ("fangsong",),
    "楷体": ("kaiti",),
    "仿宋_GB2312": ("fangsong",),
    "楷体_GB2312": ("kaiti",),
    "华文中宋": ("stzhongsong",),
    "华文仿宋": ("stfangsong",),
    "华文楷体": ("stkaiti",),
    "微软雅黑": ("microsoftyahei",),
    "方正小标宋简体": ("fzxbs", "stzhongsong"),
    "方正小标宋_GBK": ("fzxbs", "stzhongsong"),
    "方正仿宋_GBK": ("fzfs", "fangsong"),
    "方正楷体_GBK": ("fzkt", "kaiti"),
    "方正黑体_GBK": ("fzht", "simhei"),
    "Times New Roman": ("timesnewroman", "liberationserif", "tinos"),
}
_CHINESE, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[0-9A-Za-z]")


def substituted(document: Document, style: StyleSheet, pdf: bytes) -> tuple[str, ...]:
    """Names of the fonts that text and tables of the document ask for and the PDF has others for, sorted."""
    embedded = fonts(pdf)
    return tuple(
        sorted(name for name in _asked(document, style) if name in _POST_SCRIPT and not _is_in(name, embedded))
    )


def fonts(pdf: bytes) -> frozenset[str]:
    """PostScript names of the fonts in a PDF, in small letters, without signs and the tag of a subset."""
    reader = opened(pdf)
    names = (str(font["/BaseFont"]) for page in reader.pages for font in _of_page(page)) if reader else ()
    return frozenset("".join(filter(str.isalnum, name.partition("+")[2] or name)).lower() for name in names)


def _of_page(page: Any) -> Iterator[Any]:
    resources = page.get("/Resources", {}).get_object()
    for font in resources.get("/Font", {}).get_object().values():
        yield font.get_object()


def _is_in(name: str, embedded: frozenset[str]) -> bool:
    return any(font.startswith(_POST_SCRIPT[name]) for font in embedded)


def _asked(document: Document, style: StyleSheet) -> set[str]:
    """The fonts of what is printed: Chinese ones where there are Chinese letters, Latin ones where there are digits."""
    asked: set[str] = set()
    for kind, text in _texts(document):
        asked |= {style.texts[kind].east_asian} if _CHINESE.search(text) else set()
        asked |= {style.texts[kind].latin} if _LATIN.search(text) else set()
    return asked


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """What is printed as text and in the bodies of tables, which decide where a page ends."""
    for block in walk(document.blocks):
        match block:
            case Paragraph(place=Place.BODY):
                yield "正文", plain(block.runs)
            case Table():
                yield from (("表格", plain(cell.runs)) for row in block.body for cell in row.cells)
            case Section() | Paragraph():
                pass
