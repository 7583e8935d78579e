"""HTML → tree: what a person sees in a page, whoever made it.

elements  what is visible, and its words     blocks  headings, paragraphs and tables

Lines become a document as those of a Word file do. Menus, scripts and hidden parts are not read.
A page has as many elements and attributes as its size may hold (MOST_ELEMENTS …).
The encoding is found as browsers do: byte order mark, what the page declares, what fits the bytes.
The parser is libxml2: fast, and as lenient as browsers. It reads every character that the writer can write (measured
for every code point up to U+3100, and where characters are special).
Source: HTML, 13.2.3.2 (character encoding). GBK and GB 2312 are subsets of GB 18030.
"""

import codecs
import re

from lxml import etree

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.document import Document
from reportgen.patterns import compiled
from reportgen.readers._document import DocumentData, document
from reportgen.readers._lines import LineKind, Piece, TextLine
from reportgen.readers._work import limited
from reportgen.readers.html.blocks import pieces
from reportgen.readers.html.elements import HEADINGS, Element, PageInfo, classes, level, shown, words
from reportgen.records import replace

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = compiled(rb"<(?:meta\b[^<>]*?charset|\?xml\b[^<>]*?encoding)\s*=\s*+[\"']?\s*+([\w.:-]+)", re.I)
_DECLARED_WITHIN = 4096  # bytes
_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}
# The most elements of a page; those any page may have; characters for each further one. 25,000 rows of 13 columns have
# 446,000 in 27 MB.
MOST_ELEMENTS, FEW, DENSE = 1_000_000, 20_000, 15
_CROWDED = 20_000  # attributes of one element, which the parser compares each with each
_LONG_TAG, _VALUE = compiled(rf"<[^<>]{{{_CROWDED},}}"), compiled("\"[^\"]*\"|'[^']*'")
_BETWEEN = compiled(r"[\s/=]+")  # names of attributes
GENERATOR = "reportgen"  # the `generator` of a page that the writer made
ARTICLE = "disclosure"  # the class of a bare article that the writer made
_TAG = compiled(
    r"<(?:!doctype html|html|head|body|main|article|div|span|p|h[1-6]|table|tr|td|ul|ol|li|br|a|b|font|center)\b",
    re.I,
)


def decoded(content: bytes) -> str:
    """Return the text, lines ended by newlines; bytes that cannot be decoded become U+FFFD."""
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "")
    text = content.decode(marked, "replace") if marked else _unmarked(content)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unmarked(content: bytes) -> str:
    """Return the text by its declared encoding if that fits, else as UTF-8; without a declaration also as GB 18030."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    declared = _ENCODINGS.get(found[1].decode("ascii", "replace").lower(), "utf-8") if found else ""
    for name in filter(None, (declared, "utf-8")):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode(declared or "gb18030", "replace")


def read(content: bytes, *, publisher: str = "", year: int = 0, path: str = "网页", charts: bool = False) -> Document:
    """Return what the page says.

    Args:
        publisher, year: if given, they take precedence over those in the page.
        path: the name of the file in diagnostics.
        charts: charts of our own pages are tables that are drawn; else there is but a place for each.

    Raises:
        ReportgenError: the bytes are no page, or one that cannot be read.
    """
    with limited(path, "网页", "用浏览器打开，把内容复制到新的文档里再保存"):
        return _read(_parsed(content, path), DocumentData(publisher, year), charts)


def _parsed(content: bytes, path: str) -> Element:
    text = decoded(content)
    if not _TAG.search(text) or "\0" in text:
        hint = "检查是否选对了文件；网页是 .html 或 .htm 文件"
        raise ReportgenError(error("不是网页", "这个文件里没有网页的内容", Location(path), hint=hint))
    if text.count("<") - text.count("</") > min(MOST_ELEMENTS, FEW + len(text) // DENSE) or _has_crowded_tag(text):
        hint = "正常的预算公开网页没有这样写的；检查是否选对了文件"
        message = "这个网页里的元素、属性比它的大小该有的多得多，没有读"
        raise ReportgenError(error("网页过大", message, Location(path), hint=hint))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        hint = "用浏览器打开，另存为网页；打不开的，找一份完好的"
        raise ReportgenError(error("网页损坏", "这个网页已经损坏，读不出来", Location(path), hint=hint))
    return root


def _has_crowded_tag(text: str) -> bool:
    bare = (_VALUE.sub("=", tag[0]) for tag in _LONG_TAG.finditer(text))
    return any(len(_BETWEEN.findall(tag)) > _CROWDED for tag in bare)


def _read(root: Element, asked: DocumentData, charts: bool) -> Document:
    body, page = _content(root)
    page = replace(page, charts=charts)
    stated = DocumentData(_stated(root, "author"), mark=_mark(body)) if page.ours else DocumentData()
    found, _ = document([*_title_outside(root, body, page), *pieces(body, page)], page.ours, asked, stated)
    return found


def _content(root: Element) -> tuple[Element, PageInfo]:
    """Return the element that holds the document, and what is known of the page."""
    article = next((each for each in root.iter("article") if ARTICLE in classes(each)), None)
    if article is not None:
        return article, PageInfo(ours=True, kept=False, top=2)
    body = next(root.iter("body"), root)
    if _stated(root, "generator") == GENERATOR:
        return body, PageInfo(ours=True, kept=True, top=1)
    levels = [level(each) for each in _headings(root)]
    top = int(levels.count(1) == 1) if 1 in levels else min(levels, default=1) - 1
    holder = next(root.iter("main"), next(root.iter("article"), body))
    return holder, PageInfo(ours=False, kept=False, top=top)


def _title_outside(root: Element, body: Element, page: PageInfo) -> list[Piece]:
    """Return the headings of the title, if they stand outside the element `body`."""
    titles = [] if page.ours else [each for each in _headings(root) if page.top and level(each) == page.top]
    return [
        TextLine(words(each, page.kept), kind=LineKind.TITLE) for each in titles if body not in each.iterancestors()
    ]


def _headings(root: Element) -> list[Element]:
    return [each for each in root.iter(*HEADINGS) if shown(each)]


def _stated(root: Element, name: str) -> str:
    """Return the contents of the `meta` element of that name, or an empty text."""
    return next((each.get("content", "") for each in root.iter("meta") if each.get("name") == name), "")


def _mark(body: Element) -> str:
    return next((each.get("data-mark", "") for each in body.iter("p") if each.get("class") == "mark"), "")
